//! `indicator`

use super::{NodeArgs, SignerArgs, people::parse_lei};
use crate::policy;
use clap::{ArgGroup, Args, Subcommand};
use critical_chains_attestation::{
    IndicatorKind, MAX_CONFIDENCE, MAX_VALIDITY_MILLIS, Marking, Typology,
};
use critical_chains_flows::Pseudonym;
use critical_chains_lei::Lei;
use std::path::PathBuf;

/// Most days that the chain keeps an indicator.
const MAX_DAYS: i64 = (MAX_VALIDITY_MILLIS / 86_400_000) as i64;

/// `indicator`
#[derive(Debug, Subcommand)]
pub enum IndicatorCommand {
    /// List threat indicators, the newest first
    List(IndicatorListArgs),
    /// Write threat indicators as a STIX 2.1 bundle
    Export(IndicatorExportArgs),
    /// Say what of a STIX 2.1 bundle could be shared and why the rest could not; share it with --share
    Import(IndicatorImportArgs),
    /// Share one threat indicator
    Share(IndicatorShareArgs),
    /// Take back a threat indicator of your institution
    Revoke(IndicatorRevokeArgs),
}

/// Which indicators.
#[derive(Args, Clone, Debug, Default)]
pub struct IndicatorFilterArgs {
    /// Of this kind: account, card, device, plate, tag, address, wallet, phone or policy
    #[arg(long, value_name = "KIND", value_parser = parse_kind)]
    pub kind: Option<IndicatorKind>,

    /// That indicate this, for instance fan_in, cycle or burst
    #[arg(long, value_name = "NAME")]
    pub typology: Option<Typology>,

    /// Shared by the institution with this LEI
    #[arg(long, value_name = "LEI", value_parser = parse_lei)]
    pub institution: Option<Lei>,

    /// Valid at this moment and not revoked, such as 2027-01-01T08:00:00Z, or now
    #[arg(long, value_name = "TIME", value_parser = parse_when)]
    pub valid_at: Option<When>,
}

/// A moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum When {
    /// The present of the chain.
    Now,
    /// This one, in milliseconds since the Unix epoch.
    At(u64),
}

/// `indicator list`
#[derive(Args, Clone, Debug)]
pub struct IndicatorListArgs {
    /// Which indicators.
    #[command(flatten)]
    pub filter: IndicatorFilterArgs,

    /// From this number on downwards: where the last page ended
    #[arg(long, value_name = "N")]
    pub cursor: Option<u32>,

    /// Most indicators
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub limit: u32,

    /// All of them, as many pages as that takes
    #[arg(long, conflicts_with_all = ["cursor", "limit"])]
    pub all: bool,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `indicator export`
#[derive(Args, Clone, Debug)]
pub struct IndicatorExportArgs {
    /// Which indicators.
    #[command(flatten)]
    pub filter: IndicatorFilterArgs,

    /// Leave out what has a stricter marking: clear, green, amber or amber+strict
    #[arg(long, value_name = "MARKING", value_parser = parse_marking)]
    pub up_to: Option<Marking>,

    /// Read them from a file that `indicator list --all --json` wrote, without a node
    #[arg(long, value_name = "FILE", conflicts_with_all = ["kind", "typology", "institution", "valid_at"])]
    pub from: Option<PathBuf>,

    /// Bundle to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `indicator import`
#[derive(Args, Clone, Debug)]
pub struct IndicatorImportArgs {
    /// STIX 2.1 bundle (JSON)
    #[arg(value_name = "BUNDLE")]
    pub file: PathBuf,

    /// File with the secret that makes clear numbers pseudonyms (see `flows secret`)
    #[arg(long, value_name = "FILE", requires = "epoch")]
    pub secret_file: Option<PathBuf>,

    /// Epoch of this secret
    #[arg(long, value_name = "N", requires = "secret_file")]
    pub epoch: Option<u32>,

    /// Marking of what has none: clear, green, amber or amber+strict
    #[arg(long, value_name = "MARKING", value_parser = parse_marking)]
    pub unmarked_as: Option<Marking>,

    /// Confidence in what comes without one
    #[arg(long, value_name = "0-100", value_parser = clap::value_parser!(u8).range(0..=i64::from(MAX_CONFIDENCE)))]
    pub confidence: Option<u8>,

    /// Days from now after which validity ends, where it has no end or a later one
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MAX_DAYS))]
    pub at_most_days: Option<u32>,

    /// Judge as if it were this moment [default: now]
    #[arg(long, value_name = "TIME", value_parser = policy::read_moment, conflicts_with = "share")]
    pub at: Option<u64>,

    /// New bundle to write the STIX objects to whose digests are shared; with --share it must be
    /// given if clear numbers become pseudonyms
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Share what is proposed, one extrinsic each
    #[arg(long)]
    pub share: bool,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `indicator share`
#[derive(Args, Clone, Debug)]
#[command(group = ArgGroup::new("end").required(true).args(["until", "days"]))]
pub struct IndicatorShareArgs {
    /// Of what it is the pseudonym: account, card, device, plate, tag, address, wallet, phone or
    /// policy
    #[arg(value_name = "KIND", value_parser = parse_kind)]
    pub kind: IndicatorKind,

    /// The pseudonym, 32 hexadecimal digits
    #[arg(value_name = "PSEUDONYM", value_parser = parse_value)]
    pub value: Pseudonym,

    /// With whom it may be shared further: clear, green, amber or amber+strict
    #[arg(long, value_name = "MARKING", default_value = "amber", value_parser = parse_marking)]
    pub marking: Marking,

    /// First moment at which it is valid, such as 2027-01-01 [default: now]
    #[arg(long, value_name = "TIME", value_parser = policy::read_moment)]
    pub from: Option<u64>,

    /// First moment at which it is no longer valid
    #[arg(long, value_name = "TIME", value_parser = policy::read_moment)]
    pub until: Option<u64>,

    /// Days from now after which it is no longer valid
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MAX_DAYS))]
    pub days: Option<u32>,

    /// How sure your institution is
    #[arg(long, value_name = "0-100", value_parser = clap::value_parser!(u8).range(0..=i64::from(MAX_CONFIDENCE)))]
    pub confidence: u8,

    /// What it indicates, for instance fan_in, cycle or burst
    #[arg(long, value_name = "NAME")]
    pub typology: Option<Typology>,

    /// New bundle to write the STIX object to whose digest is shared
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `indicator revoke`
#[derive(Args, Clone, Debug)]
pub struct IndicatorRevokeArgs {
    /// Its number
    #[arg(value_name = "N")]
    pub id: u32,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,

    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

fn parse_kind(text: &str) -> Result<IndicatorKind, String> {
    IndicatorKind::named(text).ok_or_else(|| {
        let names: Vec<_> = IndicatorKind::ALL.into_iter().map(IndicatorKind::as_str).collect();
        format!("expected one of {}", names.join(", "))
    })
}

fn parse_when(text: &str) -> Result<When, String> {
    if text == "now" { Ok(When::Now) } else { policy::read_moment(text).map(When::At) }
}

/// With or without `TLP:`. What is for named people only cannot be shared, so it has no name here.
fn parse_marking(text: &str) -> Result<Marking, String> {
    let name = text.to_ascii_uppercase();
    let name = name.strip_prefix("TLP:").unwrap_or(&name);
    Marking::named(&format!("TLP:{name}"))
        .filter(|marking| marking.may_be_shared())
        .ok_or_else(|| "expected clear, green, amber or amber+strict".to_owned())
}

fn parse_value(text: &str) -> Result<Pseudonym, String> {
    critical_chains_stix::parse_pseudonym(text).ok_or_else(|| {
        "expected a pseudonym of 32 hexadecimal digits; a clear number must never be shared"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markings_are_read_with_and_without_their_prefix() {
        assert_eq!(parse_marking("amber+strict"), Ok(Marking::AmberStrict));
        assert_eq!(parse_marking("TLP:GREEN"), Ok(Marking::Green));
        assert!(parse_marking("red").is_err());
        assert!(parse_marking("").is_err());
    }

    #[test]
    fn moments_can_be_the_present() {
        assert_eq!(parse_when("now"), Ok(When::Now));
        assert_eq!(parse_when("1970-01-01T00:00:01Z"), Ok(When::At(1_000)));
        assert!(parse_when("soon").is_err());
    }
}
