//! `flows`

use super::{DigestArgs, EncodeArgs, ModelFilesArgs, NodeArgs, SecretArgs, SubmitFlowsArgs};
use clap::{Args, Subcommand};
use critical_chains_records::flows::day;
use std::path::PathBuf;

/// `flows`
#[derive(Debug, Subcommand)]
pub enum FlowsCommand {
    /// Rank the flows of a file, and say how good the ranking is beside trivial and published ones
    Backtest(BacktestArgs),
    /// Say how often each detector fires, and which threshold keeps to a budget
    Calibrate(CalibrateArgs),
    /// Say why a flow scored as it did, and write the evidence
    Explain(FlowExplainArgs),
    /// Print the alerts of a file, and how other parameters would differ
    Replay(ReplayArgs),
    /// Write the features of all flows as comma-separated values, to train a model with
    Features(FeaturesArgs),
    /// Put flows through the engine, and print a digest of everything it says of them
    Digest(DigestArgs),
    /// Write a model as the chain registers it, and say its digest
    Encode(EncodeArgs),
    /// Give a node of the own institution flows to report, as pseudonyms
    Submit(SubmitFlowsArgs),
    /// Say how the worker of a node is, which watches what institutions report
    Status(NodeArgs),
    /// Make the secret of an epoch, or say its check value, which the consortium agrees on
    Secret(SecretArgs),
}

/// Which flows.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    /// Profile of the file: amlgentex, amlgentex-all, amlsim, card, claims, darpa, payments, toll, or a
    /// file that ends in .toml (docs/reference/flow-profiles.md)
    #[arg(long, value_name = "PROFILE")]
    pub data: String,

    /// The file; .gz, .zip, .tgz are unpacked as they are read
    #[arg(long, value_name = "FILE")]
    pub path: PathBuf,

    /// The model.
    #[command(flatten)]
    pub files: ModelFilesArgs,

    /// How long after a flow its label is known (7d, 12h), or "never"
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = parse_delay)]
    pub delay: Delay,
}

/// When labels are known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Delay {
    /// Never.
    Never,
    /// So many seconds after the flow.
    Seconds(u64),
}

/// `flows backtest`
#[derive(Args, Clone, Debug)]
pub struct BacktestArgs {
    /// Which flows.
    #[command(flatten)]
    pub data: DataArgs,

    /// Alerts a day that each institution can look at [default: that of --parameters, or 100]
    #[arg(long, value_name = "N")]
    pub budget: Option<u32>,

    /// How many seeds
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub seeds: u32,

    /// Report flows from this day on (2018-07-25, UTC); earlier ones are learnt from
    #[arg(long, value_name = "DAY", value_parser = parse_day, requires = "to")]
    pub from: Option<u64>,

    /// Report flows until this day, which is not included
    #[arg(long, value_name = "DAY", value_parser = parse_day, requires = "from")]
    pub to: Option<u64>,

    /// Report the last so many percent of the flows
    #[arg(long, value_name = "N", conflicts_with = "from", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub last_percent: Option<u8>,

    /// Measure layer 1 alone, without the whole engine
    #[arg(long)]
    pub burst_only: bool,

    /// Folder for plots (SVG)
    #[arg(long, value_name = "DIR")]
    pub plots: Option<PathBuf>,
}

/// `flows calibrate`
#[derive(Args, Clone, Debug)]
pub struct CalibrateArgs {
    /// Which flows.
    #[command(flatten)]
    pub data: DataArgs,

    /// Alerts a day that each institution can look at [default: that of --parameters, or 100]
    #[arg(long, value_name = "N")]
    pub budget: Option<u32>,
}

/// `flows explain`
#[derive(Args, Clone, Debug)]
pub struct FlowExplainArgs {
    /// Which flows.
    #[command(flatten)]
    pub data: DataArgs,

    /// The row of the flow; the first one after the header is 1
    #[arg(long, value_name = "N")]
    pub row: u64,

    /// File for the evidence (SCALE)
    #[arg(long, value_name = "FILE")]
    pub evidence: Option<PathBuf>,
}

/// `flows replay`
#[derive(Args, Clone, Debug)]
pub struct ReplayArgs {
    /// Which flows.
    #[command(flatten)]
    pub data: DataArgs,

    /// Parameters of a challenger that runs beside
    #[arg(long, value_name = "FILE")]
    pub shadow: Option<PathBuf>,

    /// Trees of a challenger that runs beside
    #[arg(long, value_name = "FILE")]
    pub shadow_model: Option<PathBuf>,

    /// Most alerts that are printed
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub show: usize,
}

/// `flows features`
#[derive(Args, Clone, Debug)]
pub struct FeaturesArgs {
    /// Which flows.
    #[command(flatten)]
    pub data: DataArgs,

    /// File to write
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

fn parse_delay(text: &str) -> Result<Delay, String> {
    if text == "never" {
        return Ok(Delay::Never);
    }
    let wrong = || "expected a time such as 7d, 12h, 30m or 45s, or \"never\"".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        'd' => 86_400,
        'h' => 3_600,
        'm' => 60,
        's' => 1,
        _ => return Err(wrong()),
    };
    let number: u64 = text.trim_end_matches(unit).parse().map_err(|_| wrong())?;
    number.checked_mul(seconds).map(Delay::Seconds).ok_or_else(wrong)
}

fn parse_day(text: &str) -> Result<u64, String> {
    day(text).ok_or_else(|| "expected a day such as 2018-07-25".to_owned())
}
