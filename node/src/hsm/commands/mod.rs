//! `critical-chains-node hsm`

mod bench;
mod check;
mod guard;
mod init;
mod keys;
mod node_key;
mod provision;

use super::{HsmOptions, STATEMENTS, genesis, options::HsmSettings};
use crate::cli::Cli;
use critical_chains_hsm::{GuardOptions, Hsm};
use polkadot_sdk::{
    sc_cli::{Error, Result, SharedParams, SubstrateCli},
    sc_service::BasePath,
};
use serde::Serialize;
use std::fmt::Display;

/// `critical-chains-node hsm`
#[derive(Debug, clap::Subcommand)]
pub(crate) enum HsmCommand {
    /// Make a token in a free slot of the device, with its PIN.
    ///
    /// For devices that let applications do so, such as SoftHSM. Others have a tool of their vendor.
    Init(init::InitCommand),

    /// List the keys of this node on the token.
    Keys(keys::KeysCommand),

    /// Make the keys of a validator on the token, with the call that registers them.
    ///
    /// Keys that are there are kept, and get a proof of possession too.
    Provision(provision::ProvisionCommand),

    /// Try what the device can do, and say what is missing and what to do about it.
    Check(check::CheckCommand),

    /// Measure how fast the token signs, through the keystore and without.
    Bench(bench::BenchCommand),

    /// Make and show the node's identity in the network, wrapped by a key of the token.
    #[command(subcommand)]
    NodeKey(node_key::NodeKeyCommand),

    /// Show, start, export and import the signing guard's state.
    #[command(subcommand)]
    Guard(guard::GuardCommand),
}

impl HsmCommand {
    /// Does as it says.
    pub(crate) fn run(&self, cli: &Cli) -> Result<()> {
        match self {
            Self::Init(command) => command.run(cli),
            Self::Keys(command) => command.run(cli),
            Self::Provision(command) => command.run(cli),
            Self::Check(command) => command.run(cli),
            Self::Bench(command) => command.run(cli),
            Self::NodeKey(command) => command.run(cli),
            Self::Guard(command) => command.run(cli),
        }
    }
}

/// Which token, and for which chain.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct TokenArguments {
    #[command(flatten)]
    hsm: HsmOptions,

    #[command(flatten)]
    shared: SharedParams,

    /// Write JSON.
    #[arg(long)]
    json: bool,
}

impl TokenArguments {
    /// Token and guard, with everything filled in.
    fn settings(&self, cli: &Cli) -> Result<HsmSettings> {
        let spec = cli.load_spec(&self.shared.chain_id(self.shared.is_dev()))?;
        let base = match self.shared.base_path()? {
            Some(base) => base,
            None => BasePath::from_project("", "", &Cli::executable_name()),
        };
        self.hsm.settings(&base.config_dir(spec.id())).map_err(told)
    }

    /// The guard of the chain.
    fn guard(&self, cli: &Cli, settings: &HsmSettings) -> Result<GuardOptions> {
        let spec = cli.load_spec(&self.shared.chain_id(self.shared.is_dev()))?;
        let genesis = genesis::hash(&*spec).map_err(Error::Input)?;
        Ok(GuardOptions { place: settings.guard.clone(), genesis, statements: STATEMENTS })
    }

    /// The token behind its guard, as a node opens it.
    fn open(&self, cli: &Cli) -> Result<Hsm> {
        let settings = self.settings(cli)?;
        let guard = self.guard(cli, &settings)?;
        Hsm::open(settings.config, &guard, None).map_err(told)
    }

    /// Writes the answer: as JSON, or as people read it.
    fn write(&self, answer: &impl Serialize, text: impl Display) -> Result<()> {
        if self.json {
            let json = serde_json::to_string_pretty(answer)
                .map_err(|error| Error::Input(error.to_string()))?;
            println!("{json}");
        } else {
            println!("{text}");
        }
        Ok(())
    }
}

fn told(error: impl Display) -> Error {
    Error::Input(error.to_string())
}

/// Rows under headings, each column as wide as it needs.
fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<_> = headings.iter().map(|heading| heading.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for (cell, width) in cells.zip(&widths) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        line.trim_end().to_owned()
    };
    let mut lines = vec![line(&mut headings.iter().copied())];
    lines.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    lines.join("\n")
}
