//! `attestation`

use super::{ModelFilesArgs, NodeArgs, SignerArgs};
use crate::{batch::hash_from_hex, policy};
use clap::{Args, Subcommand};
use critical_chains_integrity::Hash;
use std::path::PathBuf;

/// `attestation`
#[derive(Debug, Subcommand)]
pub enum AttestationCommand {
    /// List attestations, the newest first
    List(AttestationListArgs),
    /// Show one attestation: what was stated, who said so, what became of it
    Show(AttestationShowArgs),
    /// Say why something was stated: ask its holder for the evidence, work everything out again, and
    /// tell the flows in their order
    Explain(AttestationExplainArgs),
    /// Verify evidence without a node: work out the features, detectors, score and root again
    VerifyEvidence(VerifyEvidenceArgs),
}

/// `attestation list`
#[derive(Args, Clone, Debug)]
pub struct AttestationListArgs {
    /// About this: a pseudonym of 32 hexadecimal digits, or LEI/stream/sequence
    #[arg(long, value_name = "SUBJECT")]
    pub subject: Option<String>,
    /// Of this kind of anomaly, for instance fan_in, cycle or burst
    #[arg(long, value_name = "NAME")]
    pub typology: Option<String>,
    /// Found by this model, for instance layering@3
    #[arg(long, value_name = "NAME@VERSION")]
    pub model: Option<String>,
    /// Raised by the institution with this LEI, or, while open, supported by it
    #[arg(long, value_name = "LEI")]
    pub institution: Option<String>,
    /// Standing there
    #[arg(long, value_parser = ["raised", "corroborated", "confirmed", "cleared", "expired"])]
    pub state: Option<String>,
    /// Raised at this time or later, such as 2027-01-01 or 2027-01-01T08:00:00Z
    #[arg(long, value_name = "TIME", value_parser = policy::read_moment)]
    pub since: Option<u64>,
    /// Raised before this time
    #[arg(long, value_name = "TIME", value_parser = policy::read_moment)]
    pub until: Option<u64>,
    /// Found by a shadow model, which counts for nothing, or not [default: both]
    #[arg(long)]
    pub shadow: Option<bool>,
    /// Those before this number: where the last page ended
    #[arg(long, value_name = "N")]
    pub cursor: Option<u32>,
    /// Most attestations
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub limit: u32,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `attestation show`
#[derive(Args, Clone, Debug)]
pub struct AttestationShowArgs {
    /// Its number
    #[arg(value_name = "N")]
    pub id: u32,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `attestation explain`
#[derive(Args, Clone, Debug)]
pub struct AttestationExplainArgs {
    /// Its number
    #[arg(value_name = "N")]
    pub id: u32,

    /// The root of another institution's evidence [default: that of the one that raised it]
    #[arg(long, value_name = "HEX", value_parser = parse_root)]
    pub root: Option<Hash>,

    /// File for the evidence (SCALE), for `verify-evidence`
    #[arg(long, value_name = "FILE")]
    pub evidence: Option<PathBuf>,

    /// File for a picture of the flows (SVG)
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,

    /// A node of the institution that holds the evidence, if it is another one: what is stated, and
    /// by which model, is then told by a node that is not the holder's
    #[arg(long, value_name = "URL")]
    pub holder: Option<String>,

    /// The node that tells what is stated
    #[command(flatten)]
    pub node: NodeArgs,

    /// Which key signs the request: an account with flows.evidence
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `attestation verify-evidence`
#[derive(Args, Clone, Debug)]
pub struct VerifyEvidenceArgs {
    /// Evidence (SCALE), as its holder hands it over
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The root that the attestation names
    #[arg(long, value_name = "HEX", value_parser = parse_root)]
    pub root: Option<Hash>,
    /// The attestation, as `attestation show --json` writes it: that the evidence is about it
    #[arg(long, value_name = "FILE")]
    pub attestation: Option<PathBuf>,
    /// The model.
    #[command(flatten)]
    pub files: ModelFilesArgs,
}

fn parse_root(text: &str) -> Result<Hash, String> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    hash_from_hex(&format!("0x{digits}"))
        .map_err(|_| "expected a root of 64 hexadecimal digits".to_owned())
}
