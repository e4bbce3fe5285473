//! `model`

use super::{NodeArgs, SignerArgs};
use crate::policy::read_kind;
use clap::{Args, Subcommand};
use critical_chains_attestation::{MAX_SCORE_PPM, ModelId, Typology, UnknownTypology};
use critical_chains_policy::{Kind, Name, RoleName};
use std::path::PathBuf;

/// `model`
#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// List the models that the chain knows, and what came of their findings
    List(NodeArgs),
    /// Propose to register a model: it begins as a shadow, which counts for nothing
    Register(Box<ModelRegisterArgs>),
    /// Bring the parameters of a registered model, from the files it was registered from
    Supply(ModelSupplyArgs),
    /// Propose to make a shadow the champion of its sector: its findings count from then on
    Promote(ModelNameArgs),
    /// Propose that a model finds nothing any more
    Retire(ModelNameArgs),
}

/// The files of a model.
#[derive(Args, Clone, Debug)]
pub struct ModelFilesArgs {
    /// Parameters of the engine, as TOML [default: those of this version]
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,

    /// Trees that score, as LightGBM's Booster.save_model writes them, over the engine's features
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
}

/// `model register`
#[derive(Args, Clone, Debug)]
pub struct ModelRegisterArgs {
    /// Name and version, such as layering@3
    #[arg(value_name = "NAME@VERSION")]
    pub id: ModelId,

    /// What it is for: flows of banks are watched by the models of banking
    #[arg(long, value_name = "NAME")]
    pub sector: Name,

    /// Score from which on findings are worth stating, in a million
    #[arg(long, value_name = "SCORE", value_parser = clap::value_parser!(u32).range(0..=i64::from(MAX_SCORE_PPM)))]
    pub threshold: u32,

    /// The same for one kind of anomaly, such as cycle=900000; can be given again
    #[arg(long, value_name = "KIND=SCORE", value_parser = parse_threshold)]
    pub threshold_of: Vec<(Typology, u32)>,

    /// How many institutions have to say the same
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub corroborations: u8,

    /// How many institutions decide where no Authority does
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub decisions: u8,

    /// Days within which a finding can be corroborated and decided
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub days: u32,

    /// Kinds of institutions that state what it finds: bank, market-infrastructure, insurer,
    /// toll-operator, authority [default: all]
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = read_kind)]
    pub attesters: Vec<Kind>,

    /// Role that accounts need to state it
    #[arg(long, value_name = "ROLE")]
    pub role: Option<RoleName>,

    /// The model.
    #[command(flatten)]
    pub files: ModelFilesArgs,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `model supply`
#[derive(Args, Clone, Debug)]
pub struct ModelSupplyArgs {
    /// Name and version, such as layering@3
    #[arg(value_name = "NAME@VERSION")]
    pub id: ModelId,

    /// The model.
    #[command(flatten)]
    pub files: ModelFilesArgs,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `model promote` and `model retire`
#[derive(Args, Clone, Debug)]
pub struct ModelNameArgs {
    /// Name and version, such as layering@3
    #[arg(value_name = "NAME@VERSION")]
    pub id: ModelId,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

fn parse_threshold(text: &str) -> Result<(Typology, u32), String> {
    let (kind, score) = text.split_once('=').ok_or("expected KIND=SCORE, such as cycle=900000")?;
    let kind = kind.parse().map_err(|error: UnknownTypology| error.to_string())?;
    let score = score.parse().ok().filter(|score| *score <= MAX_SCORE_PPM);
    Ok((kind, score.ok_or("expected a score from 0 to 1000000")?))
}
