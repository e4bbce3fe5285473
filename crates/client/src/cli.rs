//! The command line.

mod approval;
mod attestation;
mod custody;
mod flows;
mod indicator;
mod institution;
mod model;
mod people;
mod policy;
mod reporting;
mod role;
mod session;
mod supervision;

pub use approval::*;
pub use attestation::*;
pub use custody::*;
pub use flows::*;
pub use indicator::*;
pub use institution::*;
pub use model::*;
pub use people::{FactsArgs, ProposeArgs, ValidityArgs};
pub use policy::*;
pub use reporting::*;
pub use role::*;
pub use session::*;
pub use supervision::*;

use crate::{
    batch::{DEFAULT_BATCH_SIZE, MAX_BATCH_SIZE},
    output::{Console, Exit, Failure},
};
use clap::{ArgGroup, Args, Parser, Subcommand, error::ErrorKind};
use std::{ffi::OsString, path::PathBuf};

/// Where a node listens unless told otherwise.
pub const DEFAULT_NODE: &str = "ws://127.0.0.1:9944";

/// Stamps business records, verifies receipts, and manages who may do what.
#[derive(Debug, Parser)]
#[command(
    name = "critical-chains",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 done or OK, 1 failed, 2 wrong usage, 3 inconclusive or not final yet."
)]
pub struct Cli {
    /// Print one JSON document instead of sentences
    #[arg(long, global = true)]
    pub json: bool,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Anchor the payments of pacs.008 files, and keep what receipts are made from
    Stamp(StampArgs),
    /// Make receipts for stamped payments
    Receipt(ReceiptArgs),
    /// Verify a receipt, without a node and without a network
    Verify(VerifyArgs),
    /// Say what a receipt, a batch folder or a node is
    Info(InfoArgs),
    /// Manage what receipts are verified against
    #[command(subcommand)]
    Trust(TrustCommand),
    /// Print the checkpoint of the newest final block
    Checkpoint(CheckpointArgs),
    /// Open, close and list the streams of an institution
    #[command(subcommand)]
    Stream(StreamCommand),
    /// Grant, revoke, list and draw roles
    #[command(subcommand)]
    Role(RoleCommand),
    /// Look at what is proposed, and approve or reject it
    #[command(subcommand)]
    Approval(ApprovalCommand),
    /// Admit and manage institutions and their accounts
    #[command(subcommand)]
    Institution(InstitutionCommand),
    /// Say where keys live, and which custody is required
    #[command(subcommand)]
    Custody(CustodyCommand),
    /// Register the keys of your institution's validator
    #[command(subcommand)]
    Session(SessionCommand),
    /// Check, compare, simulate and propose policies
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Stop, freeze, demand explanations, and take and review roles in an emergency
    #[command(subcommand)]
    Supervision(SupervisionCommand),
    /// Look at what institutions state about anomalies, and verify their evidence
    #[command(subcommand)]
    Attestation(AttestationCommand),
    /// List, register, promote and retire the models that watch flows
    #[command(subcommand)]
    Model(ModelCommand),
    /// List, share and revoke threat indicators, and exchange them as STIX 2.1
    #[command(subcommand)]
    Indicator(IndicatorCommand),
    /// Watch flows of a file: back-tests, calibration, explanations
    #[command(subcommand)]
    Flows(FlowsCommand),
    /// Say why an extrinsic was refused, and what to do
    Explain(ExplainArgs),
}

/// Holds the key if no option does.
pub const SIGNER_VARIABLE: &str = "CRITICAL_CHAINS_SIGNER";

/// Which node is asked.
#[derive(Args, Clone, Debug)]
pub struct NodeArgs {
    /// WebSocket address of a node
    #[arg(long, value_name = "URL", env = "CRITICAL_CHAINS_NODE", default_value = DEFAULT_NODE)]
    pub node: String,
}

/// Which key signs.
#[derive(Args, Clone, Debug)]
pub struct SignerArgs {
    /// Secret phrase, seed or derivation such as //Alice; others on this machine can see it
    /// [env: CRITICAL_CHAINS_SIGNER]
    #[arg(long, value_name = "URI", conflicts_with = "signer_file")]
    pub signer: Option<String>,

    /// File with the same, readable by its owner only
    #[arg(long, value_name = "FILE")]
    pub signer_file: Option<PathBuf>,
}

/// `stamp`
#[derive(Args, Clone, Debug)]
pub struct StampArgs {
    /// pacs.008 messages, versions 02 to 13
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Number of the stream the batches go to, or "new" to open one
    #[arg(long, value_name = "N|new", value_parser = parse_stream)]
    pub stream: StreamArg,

    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,

    /// Where salts, leaves and records are kept [default: the first file's name and ".batch"]
    #[arg(long, value_name = "DIR")]
    pub batch_dir: Option<PathBuf>,

    /// Most records in one batch
    #[arg(
        long,
        value_name = "N",
        default_value_t = DEFAULT_BATCH_SIZE,
        value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_BATCH_SIZE))
    )]
    pub batch_size: u32,

    /// Hand the batches over and do not wait until they are final
    #[arg(long)]
    pub no_wait: bool,

    /// How long to wait until they are final
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub timeout: u64,
}

/// A stream, or the wish for a new one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StreamArg {
    /// This one.
    Number(u32),
    /// A new one.
    New,
}

fn parse_stream(text: &str) -> Result<StreamArg, String> {
    if text == "new" {
        return Ok(StreamArg::New);
    }
    text.parse()
        .map(StreamArg::Number)
        .map_err(|_| "expected the number of a stream, or \"new\"".to_owned())
}

/// `receipt`
#[derive(Args, Clone, Debug)]
#[command(group = ArgGroup::new("which").required(true).args(["record", "index", "all"]))]
pub struct ReceiptArgs {
    /// Folder that `stamp` wrote
    #[arg(long, value_name = "DIR")]
    pub batch_dir: PathBuf,

    /// The payment with this UETR, transaction or end-to-end identification
    #[arg(long, value_name = "ID")]
    pub record: Option<String>,

    /// The payment at this place in the folder, from 0
    #[arg(long, value_name = "N")]
    pub index: Option<u64>,

    /// All payments, one file each
    #[arg(long)]
    pub all: bool,

    /// File to write, or directory with --all
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: PathBuf,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Add the proof for this published checkpoint, so that no key is needed to verify
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,

    /// Leave the payment itself out; whoever verifies must have it
    #[arg(long)]
    pub without_record: bool,
}

/// `verify`
#[derive(Args, Clone, Debug)]
pub struct VerifyArgs {
    /// The receipt
    #[arg(value_name = "RECEIPT")]
    pub receipt: PathBuf,

    /// Trust file, from `trust export`
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,

    /// Published checkpoint
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,

    /// Your own copy of the payment: its canonical bytes, or the message it is in
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
}

/// `info`
#[derive(Args, Clone, Debug)]
#[command(group = ArgGroup::new("what").required(true).args(["path", "node"]))]
pub struct InfoArgs {
    /// Receipt or batch folder
    #[arg(value_name = "RECEIPT|BATCH-DIR")]
    pub path: Option<PathBuf>,

    /// WebSocket address of a node
    #[arg(long, value_name = "URL")]
    pub node: Option<String>,
}

/// `trust`
#[derive(Debug, Subcommand)]
pub enum TrustCommand {
    /// Write a trust file from what a node says, each authority set proven by the one before it
    Export(TrustExportArgs),
    /// Say what a trust file trusts
    Show(TrustShowArgs),
}

/// `trust export`
#[derive(Args, Clone, Debug)]
pub struct TrustExportArgs {
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Trust file to write
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// Trust file you have: only sets proven from it are added, so the node is not trusted
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
}

/// `trust show`
#[derive(Args, Clone, Debug)]
pub struct TrustShowArgs {
    /// Trust file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `checkpoint`
#[derive(Args, Clone, Debug)]
pub struct CheckpointArgs {
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `stream`
#[derive(Debug, Subcommand)]
pub enum StreamCommand {
    /// Open the institution's next stream
    Open(StreamOpenArgs),
    /// Close a stream for good; its anchors stand
    Close(StreamCloseArgs),
    /// List the streams of an institution
    List(StreamListArgs),
}

/// `stream open`
#[derive(Args, Clone, Debug)]
pub struct StreamOpenArgs {
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `stream close`
#[derive(Args, Clone, Debug)]
pub struct StreamCloseArgs {
    /// Number of the stream
    #[arg(value_name = "N")]
    pub number: u32,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `stream list`
#[derive(Args, Clone, Debug)]
pub struct StreamListArgs {
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// LEI of the institution; else that of the signer's account
    #[arg(long, value_name = "LEI")]
    pub institution: Option<String>,

    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// Whether a program reads the answer, known also where the command line cannot be understood.
pub fn asks_for_json(words: impl IntoIterator<Item = OsString>) -> bool {
    words.into_iter().take_while(|word| word != "--").any(|word| word == "--json")
}

/// Prints the help or version asked for, or why the command line cannot be understood.
pub fn refuse(error: &clap::Error, console: Console) -> Exit {
    // There is nobody left to tell if this fails.
    let _ = error.print();
    if !error.use_stderr() {
        return Exit::Ok;
    }
    let failure = wrong_usage(error);
    console.failure_document(&failure);
    failure.exit
}

/// The paragraphs that people read, as a message and a hint.
fn wrong_usage(error: &clap::Error) -> Failure {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return Failure::usage("no command is given").hint("--help lists the commands");
    }
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n").map(in_one_line);
    let message = paragraphs.next().unwrap_or_default();
    let failure = Failure::usage(message.strip_prefix("error: ").unwrap_or(&message));
    failure.hint(paragraphs.collect::<Vec<_>>().join("; "))
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_asked_for_by_the_option_alone() {
        let asked = |words: &str| asks_for_json(words.split(' ').map(OsString::from));

        assert!(asked("critical-chains --json frobnicate"));
        assert!(asked("critical-chains stamp --stream --json"));
        assert!(!asked("critical-chains stamp -- --json"));
        assert!(!asked("critical-chains info --jsonl --record=--json"));
    }
}
