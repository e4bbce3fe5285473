//! `hsm init`

use super::{TokenArguments, told};
use crate::cli::Cli;
use critical_chains_hsm::{PinSource, initialise_token};
use polkadot_sdk::sc_cli::Result;
use serde_json::json;
use std::path::PathBuf;

/// `hsm init`
#[derive(Debug, clap::Args)]
pub(crate) struct InitCommand {
    /// The file that holds the PIN of the token's security officer; only its owner may read it.
    #[arg(long, value_name = "FILE")]
    so_pin_file: PathBuf,

    #[command(flatten)]
    token: TokenArguments,
}

impl InitCommand {
    pub(super) fn run(&self, cli: &Cli) -> Result<()> {
        let settings = self.token.settings(cli)?;
        let officer = PinSource::File(self.so_pin_file.clone());
        let made = initialise_token(&settings.config, &officer).map_err(told)?;
        let text = format!(
            "Token {:?} made, with serial number {}.\n\nNext: critical-chains-node hsm check, then \
             critical-chains-node hsm provision",
            made.label, made.serial,
        );
        self.token.write(&json!({ "token": made.label, "serial": made.serial }), text)
    }
}
