//! `hsm bench`

use super::{TokenArguments, table, told};
use crate::cli::Cli;
use critical_chains_hsm::{Rate, bench};
use pallet_flows::MESSAGE_DOMAIN;
use polkadot_sdk::sc_cli::Result;
use std::time::Duration;

use super::super::MESSAGE_REST_BYTES;

/// `hsm bench`
#[derive(Debug, clap::Args)]
pub(crate) struct BenchCommand {
    /// How long to measure.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,

    /// Threads that ask the keystore at the same time; as many as it has sessions, if not said.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=64))]
    threads: Option<u16>,

    #[command(flatten)]
    token: TokenArguments,
}

impl BenchCommand {
    pub(super) fn run(&self, cli: &Cli) -> Result<()> {
        let settings = self.token.settings(cli)?;
        let guard = self.token.guard(cli, &settings)?;
        let hsm = self.token.open(cli)?;
        let message =
            [MESSAGE_DOMAIN.as_slice(), &guard.genesis, &[0; MESSAGE_REST_BYTES]].concat();
        eprintln!("Signing for {} s, in turns with the keystore and without…", self.seconds);
        let threads = self.threads.unwrap_or_else(|| u16::from(hsm.config().sessions.get()));
        let duration = Duration::from_secs(self.seconds);
        let measured = bench(&hsm, &message, threads.into(), duration).map_err(told)?;
        let row = |name: &str, rate: &Rate| {
            vec![
                name.to_owned(),
                rate.signatures.to_string(),
                format!("{:.0}", rate.per_second),
                rate.median_micros.to_string(),
                rate.p99_micros.to_string(),
            ]
        };
        let rows = [row("bare PKCS#11", &measured.bare), row("keystore", &measured.keystore)];
        let headings = ["WAY", "SIGNATURES", "PER SECOND", "MEDIAN µs", "P99 µs"];
        let share = measured.keystore.per_second / measured.bare.per_second * 100.0;
        let text = format!(
            "{}\n\nThe keystore keeps {share:.1} % of the token's rate.",
            table(&headings, &rows)
        );
        self.token.write(&measured, text)
    }
}
