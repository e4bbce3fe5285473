//! `flows digest`, `flows encode`, `flows submit` and `flows secret`

use super::{ModelFilesArgs, NodeArgs, SignerArgs};
use clap::{Args, ValueEnum};
use critical_chains_records::flows::MissingAccount;
use std::path::PathBuf;

/// `flows submit`
#[derive(Args, Clone, Debug)]
pub struct SubmitFlowsArgs {
    /// The flows: comma-separated values, or an ISO 20022 message (pacs.008, pain.001, camt.054) if
    /// the name ends in .xml
    #[arg(value_name = "FILE")]
    pub path: PathBuf,

    /// Profile of comma-separated values, or a file that ends in .toml
    /// (docs/reference/flow-profiles.md)
    #[arg(long, value_name = "PROFILE", default_value = "payments")]
    pub data: String,

    /// File with the secret of the epoch, readable by its owner only (see `flows secret`)
    #[arg(long, value_name = "FILE")]
    pub secret_file: PathBuf,

    /// Which side of a flow is the own customer, where the file names no institution of either; a
    /// camt.054 says itself which side has the account
    #[arg(long, value_name = "SIDE", default_value = "source")]
    pub own: OwnSide,

    /// What stands for a party without an account in a message
    #[arg(long, value_name = "CHOICE", default_value = "refuse")]
    pub missing_account: MissingAccountArg,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// A side of a flow.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum OwnSide {
    /// Who gives.
    Source,
    /// Who receives.
    Destination,
}

/// What is done with payments in which a party has no account.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum MissingAccountArg {
    /// Nothing: the file is refused
    Refuse,
    /// A pseudonym that no other party of any payment has
    SingleUse,
    /// Its bank and its name: namesakes at one bank are taken for each other
    AgentAndName,
}

impl From<MissingAccountArg> for MissingAccount {
    fn from(choice: MissingAccountArg) -> Self {
        match choice {
            MissingAccountArg::Refuse => Self::Refuse,
            MissingAccountArg::SingleUse => Self::SingleUse,
            MissingAccountArg::AgentAndName => Self::AgentAndName,
        }
    }
}

/// `flows digest`
#[derive(Args, Clone, Debug)]
pub struct DigestArgs {
    /// Generate so many flows
    #[arg(long, value_name = "N", required_unless_present = "path", conflicts_with = "path")]
    pub generate: Option<u64>,

    /// Start of the sequence that is generated
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Profile of the file (docs/reference/flow-profiles.md)
    #[arg(long, value_name = "PROFILE", default_value = "payments")]
    pub data: String,

    /// A file of flows instead
    #[arg(long, value_name = "FILE")]
    pub path: Option<PathBuf>,

    /// The model.
    #[command(flatten)]
    pub files: ModelFilesArgs,
}

/// `flows encode`
#[derive(Args, Clone, Debug)]
pub struct EncodeArgs {
    /// The model.
    #[command(flatten)]
    pub files: ModelFilesArgs,

    /// File to write
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// `flows secret`
#[derive(Args, Clone, Debug)]
pub struct SecretArgs {
    /// File with the secret, readable by its owner only
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The epoch: the same secret has another check value in each
    #[arg(long, value_name = "N")]
    pub epoch: u32,

    /// Draw a new secret and write it to the file, which must not be there yet
    #[arg(long)]
    pub new: bool,
}
