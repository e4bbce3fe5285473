//! `supervision`

use super::{
    NodeArgs, ProposeArgs, SignerArgs,
    people::{parse_account, parse_hash, parse_lei},
};
use crate::{
    chain::{AccountId, Finding, MAX_REASON_BYTES, StopTarget},
    policy::{read_moment, read_name},
};
use clap::{Args, Subcommand, ValueEnum};
use critical_chains_integrity::Hash;
use critical_chains_lei::Lei;
use critical_chains_policy::Name;
use std::path::PathBuf;

fn parse_target(text: &str) -> Result<StopTarget, String> {
    read_name(text).map(StopTarget::named)
}

/// The chain would only say that it cannot read a text that is longer.
fn parse_reason(text: &str) -> Result<String, String> {
    match text.len() {
        1..=MAX_REASON_BYTES => Ok(text.to_owned()),
        length => Err(format!("got {length} bytes, expected 1 to {MAX_REASON_BYTES}")),
    }
}

/// `supervision`
#[derive(Debug, Subcommand)]
pub enum SupervisionCommand {
    /// List what is stopped and frozen, and the reviews and demands that are open
    List(SupervisionListArgs),
    /// Stop a pallet or a permission at once, for everybody
    Stop(SupervisionStopArgs),
    /// Propose to confirm a stop, so that it does not lapse
    Confirm(SupervisionConfirmArgs),
    /// Lift a stop
    Lift(SupervisionLiftArgs),
    /// Freeze an account: it can do nothing until it is unfrozen
    Freeze(SupervisionFreezeArgs),
    /// End the freeze of an account
    Unfreeze(SupervisionUnfreezeArgs),
    /// Freeze a stream: it takes no batches until it is thawed
    FreezeStream(SupervisionStreamArgs),
    /// End the freeze of a stream
    ThawStream(SupervisionStreamArgs),
    /// Take a role in an emergency, to be reviewed by another institution
    BreakGlass(SupervisionBreakGlassArgs),
    /// Say what came of an emergency access of another institution
    Review(SupervisionReviewArgs),
    /// Demand an explanation of an institution
    Demand(SupervisionDemandArgs),
    /// Answer a demand; the answer itself is handed over outside the chain
    Answer(SupervisionAnswerArgs),
    /// Close a demand of your institution, whether it was answered or not
    Close(SupervisionCloseArgs),
}

/// `supervision list`
#[derive(Args, Clone, Debug)]
pub struct SupervisionListArgs {
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `supervision stop`
#[derive(Args, Clone, Debug)]
#[command(after_help = "The stop lapses by itself, after three days in the presets, unless the \
                        consortium confirms it: `supervision confirm`. After it has ended, your \
                        institution cannot stop the same thing again for a while. Proposals and \
                        votes cannot be stopped.")]
pub struct SupervisionStopArgs {
    /// A pallet such as anchoring, or a permission such as anchoring.anchor
    #[arg(value_name = "TARGET", value_parser = parse_target)]
    pub target: StopTarget,

    /// Why, up to 256 bytes; everybody can read it
    #[arg(long, value_name = "TEXT", value_parser = parse_reason)]
    pub reason: String,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `supervision confirm`
#[derive(Args, Clone, Debug)]
#[command(after_help = "From then on only the consortium can lift the stop: `supervision lift \
                        --propose`.")]
pub struct SupervisionConfirmArgs {
    /// What is stopped, as `supervision list` names it
    #[arg(value_name = "TARGET", value_parser = parse_target)]
    pub target: StopTarget,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `supervision lift`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "A stop of another institution, and one that the consortium has confirmed, \
                        takes --propose."
)]
pub struct SupervisionLiftArgs {
    /// What is stopped, as `supervision list` names it
    #[arg(value_name = "TARGET", value_parser = parse_target)]
    pub target: StopTarget,

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

/// `supervision freeze`
#[derive(Args, Clone, Debug)]
pub struct SupervisionFreezeArgs {
    /// The account: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

    /// Why, up to 256 bytes; everybody can read it
    #[arg(long, value_name = "TEXT", value_parser = parse_reason)]
    pub reason: String,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `supervision unfreeze`
#[derive(Args, Clone, Debug)]
#[command(after_help = "An account that another institution has frozen takes --propose.")]
pub struct SupervisionUnfreezeArgs {
    /// The account: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

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

/// `supervision freeze-stream`, `supervision thaw-stream`
#[derive(Args, Clone, Debug)]
pub struct SupervisionStreamArgs {
    /// LEI of the institution whose stream it is
    #[arg(value_name = "LEI", value_parser = parse_lei)]
    pub lei: Lei,

    /// Number of the stream, as `stream list --institution` shows it
    #[arg(value_name = "NUMBER")]
    pub number: u32,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `supervision break-glass`
#[derive(Args, Clone, Debug)]
#[command(after_help = "The role ends by itself, after four hours in the presets. Until another \
                        institution has reviewed the access, you can take no other role in this \
                        way.")]
pub struct SupervisionBreakGlassArgs {
    /// The role; `role list` says which are for emergencies
    #[arg(value_name = "ROLE", value_parser = read_name)]
    pub role: Name,

    /// What the emergency is, up to 256 bytes; everybody can read it
    #[arg(long, value_name = "TEXT", value_parser = parse_reason)]
    pub reason: String,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// What a review comes to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum FindingArg {
    /// There was an emergency, and the access was used for nothing else
    Justified,
    /// There was none, or the access was used for something else; the role is taken away at once
    Misused,
}

impl From<FindingArg> for Finding {
    fn from(finding: FindingArg) -> Self {
        match finding {
            FindingArg::Justified => Self::Justified,
            FindingArg::Misused => Self::Misused,
        }
    }
}

/// `supervision review`
#[derive(Args, Clone, Debug)]
pub struct SupervisionReviewArgs {
    /// Number of the review
    #[arg(value_name = "ID")]
    pub id: u32,

    /// What the review comes to
    #[arg(value_name = "FINDING")]
    pub finding: FindingArg,

    /// What was found, up to 256 bytes; everybody can read it
    #[arg(long, value_name = "TEXT", value_parser = parse_reason)]
    pub remark: String,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `supervision demand`
#[derive(Args, Clone, Debug)]
pub struct SupervisionDemandArgs {
    /// LEI of the institution that has to explain
    #[arg(value_name = "LEI", value_parser = parse_lei)]
    pub lei: Lei,

    /// What it has to explain, up to 256 bytes; everybody can read it
    #[arg(long, value_name = "TEXT", value_parser = parse_reason)]
    pub about: String,

    /// By when, such as 2027-12-31 or 2027-12-31T18:00:00Z
    #[arg(long, value_name = "TIME", value_parser = read_moment)]
    pub deadline: u64,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `supervision answer`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Only the SHA-256 of the answer goes on chain, so that neither side can \
                        exchange it later. An answer is not replaced.")]
pub struct SupervisionAnswerArgs {
    /// Number of the demand
    #[arg(value_name = "ID")]
    pub id: u32,

    /// The answer, the very file that is handed over
    #[arg(value_name = "FILE", required_unless_present = "digest")]
    pub file: Option<PathBuf>,

    /// SHA-256 of the answer, if the file is not here
    #[arg(long, value_name = "HASH", value_parser = parse_hash, conflicts_with = "file")]
    pub digest: Option<Hash>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `supervision close`
#[derive(Args, Clone, Debug)]
#[command(after_help = "The institution that demanded closes it. Once that is suspended or has \
                        left, the consortium does, with --propose.")]
pub struct SupervisionCloseArgs {
    /// Number of the demand
    #[arg(value_name = "ID")]
    pub id: u32,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_as_long_as_the_chain_takes_them() {
        assert!(parse_reason(&"ä".repeat(128)).is_ok());
        for text in [String::new(), "ä".repeat(129)] {
            let expected = format!("got {} bytes, expected 1 to 256", text.len());
            assert_eq!(parse_reason(&text), Err(expected));
        }
    }
}
