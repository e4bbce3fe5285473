//! `custody`

use super::{
    NodeArgs, ProposeArgs, SignerArgs,
    people::{parse_hash, parse_lei},
};
use crate::policy::read_moment;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use critical_chains_lei::Lei;
use critical_chains_policy::{CustodyClass, KeyPurpose};
use std::path::PathBuf;

/// `custody`
#[derive(Debug, Subcommand)]
pub enum CustodyCommand {
    /// List the keys of institutions, where they live, and what falls short of what is required
    List(CustodyListArgs),
    /// Say where a key of your institution lives, or renew it
    Register(CustodyRegisterArgs),
    /// Remove what was said of a key that is no longer in use
    Remove(CustodyRemoveArgs),
    /// Propose which class of custody is required
    Require(CustodyRequireArgs),
}

/// What a key signs, as options have it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum PurposeArg {
    /// Blocks (Aura)
    Seals,
    /// Votes for finality (GRANDPA)
    Votes,
    /// What a node states of flows (attestations)
    Statements,
}

impl From<PurposeArg> for KeyPurpose {
    fn from(argument: PurposeArg) -> Self {
        match argument {
            PurposeArg::Seals => Self::Seals,
            PurposeArg::Votes => Self::Votes,
            PurposeArg::Statements => Self::Statements,
        }
    }
}

/// Where a key lives, as options have it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum ClassArg {
    /// In a file
    Software,
    /// In a token that does not give it out
    Token,
    /// In a certified module, proven by its attestation
    CertifiedModule,
}

impl From<ClassArg> for CustodyClass {
    fn from(argument: ClassArg) -> Self {
        match argument {
            ClassArg::Software => Self::Software,
            ClassArg::Token => Self::Token,
            ClassArg::CertifiedModule => Self::CertifiedModule,
        }
    }
}

/// `custody list`
#[derive(Args, Clone, Debug)]
pub struct CustodyListArgs {
    /// LEI of an institution [default: all of them]
    #[arg(value_name = "LEI", value_parser = parse_lei)]
    pub lei: Option<Lei>,

    /// Only keys that fall short of what is required; ends with 1 if there are any
    #[arg(long)]
    pub shortfalls: bool,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `custody register`
#[derive(Args, Clone, Debug)]
pub struct CustodyRegisterArgs {
    /// The public key, as `critical-chains-node hsm keys` prints it in hexadecimal
    #[arg(value_name = "KEY", value_parser = parse_hash)]
    pub key: [u8; 32],

    /// What the key signs
    #[arg(long, value_enum, value_name = "PURPOSE")]
    pub purpose: PurposeArg,

    /// Where it lives
    #[arg(long, value_enum, value_name = "CLASS")]
    pub class: ClassArg,

    /// The device's attestation: its SHA-256 goes on chain, the file stays with you
    #[arg(long, value_name = "FILE", required_if_eq("class", "certified-module"))]
    pub evidence: Option<PathBuf>,

    /// When this ends, such as 2027-12-31: with the module's certificate, or when the key is to be
    /// renewed
    #[arg(
        long,
        value_name = "TIME",
        value_parser = read_moment,
        required_if_eq("class", "certified-module")
    )]
    pub expires: Option<u64>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `custody remove`
#[derive(Args, Clone, Debug)]
pub struct CustodyRemoveArgs {
    /// The public key in hexadecimal
    #[arg(value_name = "KEY", value_parser = parse_hash)]
    pub key: [u8; 32],

    /// LEI of the institution; else that of the signer's account
    #[arg(long, value_name = "LEI", value_parser = parse_lei)]
    pub institution: Option<Lei>,

    /// Whether the consortium is asked.
    #[command(flatten)]
    pub propose: ProposeArgs,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `custody require`
#[derive(Args, Clone, Debug)]
#[command(group = ArgGroup::new("what").required(true).args(["class", "nothing"]))]
pub struct CustodyRequireArgs {
    /// The weakest class that is good enough
    #[arg(value_enum, value_name = "CLASS")]
    pub class: Option<ClassArg>,

    /// Require nothing; of one institution, what is required of all
    #[arg(long)]
    pub nothing: bool,

    /// LEI of the one institution of which it is required [default: all that have none of their own]
    #[arg(long, value_name = "LEI", value_parser = parse_lei)]
    pub institution: Option<Lei>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}
