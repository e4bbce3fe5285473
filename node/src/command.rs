//! Runs what the command line asks for.

use crate::{
    chain_spec, check_block,
    cli::{Cli, Subcommand, describe},
    flows, hsm,
    service::{self, integrity, parts, types::Parts},
};
use clap::{ArgMatches, CommandFactory, FromArgMatches};
use critical_chains_runtime::{Hash, opaque::Block};
use futures::future::ready;
use polkadot_sdk::{
    sc_cli::{Error, KeySubcommand, PurgeChainCmd, Result, RunCmd, SubstrateCli},
    sc_consensus_grandpa,
    sc_network::{Litep2pNetworkBackend, NetworkWorker, config::NetworkBackendType},
    sc_service::{ChainSpec, ChainType, Configuration, PartialComponents, TaskManager},
};
use std::{fs, io, path::Path};

/// How long the pool refuses an extrinsic unseen once it was not valid: a window of the quotas.
///
/// An extrinsic over an institution's quota is not valid now, and may be in the next window, with
/// the very same bytes. The SDK's half an hour would outlast that by far.
const REFUSED_SECONDS: u64 = 60;

impl SubstrateCli for Cli {
    fn impl_name() -> String {
        "Critical Chains Node".into()
    }

    fn impl_version() -> String {
        env!("SUBSTRATE_CLI_IMPL_VERSION").into()
    }

    fn description() -> String {
        "Validates a Critical Chains network, archives its anchors and answers for them.\n\n\
         Try: critical-chains-node --dev"
            .into()
    }

    fn author() -> String {
        "The Critical Chains authors".into()
    }

    fn support_url() -> String {
        "the issue tracker of the repository this was built from (SECURITY.md for weaknesses)"
            .into()
    }

    fn copyright_start_year() -> i32 {
        2026
    }

    fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn ChainSpec>, String> {
        Ok(Box::new(chain_spec::load(id)?))
    }
}

/// Reads the command line and does as it says.
pub(crate) fn run() -> Result<()> {
    let matches = describe(Cli::setup_command(Cli::command())).get_matches();
    let cli = Cli::from_arg_matches(&matches).map_err(Error::Cli)?;

    match &cli.subcommand {
        None => run_node(cli),
        Some(Subcommand::Key(KeySubcommand::GenerateNodeKey(command)))
            if command.chain.is_none() && !is_for_base_path(&matches) =>
        {
            // A key for a file or for the screen belongs to no chain.
            command.common.run()
        }
        Some(Subcommand::Key(command)) => command.run(&cli),
        Some(Subcommand::Hsm(command)) => command.run(&cli),
        Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
        Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
            let block = command.input.parse()?;
            let PartialComponents { client, task_manager, .. } = parts(config)?;
            Ok((ready(check_block::run(&client, block)), task_manager))
        }),
        Some(Subcommand::ExportBlocks(command)) => {
            cli.create_runner(command)?.async_run(|config| {
                let database = config.database.clone();
                let PartialComponents { client, task_manager, .. } = parts(config)?;
                Ok((command.run(client, database), task_manager))
            })
        }
        Some(Subcommand::ImportBlocks(command)) => {
            cli.create_runner(command)?.async_run(|config| {
                let PartialComponents { client, task_manager, import_queue, .. } = parts(config)?;
                Ok((command.run(client, import_queue), task_manager))
            })
        }
        Some(Subcommand::PurgeChain(command)) => {
            cli.create_runner(command)?.sync_run(|config| purge(command, config))
        }
        Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
            let PartialComponents { client, task_manager, backend, .. } = parts(config)?;
            let revert_votes = Box::new(|client, _, blocks| {
                sc_consensus_grandpa::revert(client, blocks)?;
                Ok(())
            });
            Ok((command.run(client, backend, Some(revert_votes)), task_manager))
        }),
    }
}

/// Whether a key is to be put where the node of some chain looks for it.
fn is_for_base_path(matches: &ArgMatches) -> bool {
    let key = matches.subcommand().and_then(|(_, key)| key.subcommand());
    key.is_some_and(|(_, made)| made.contains_id("base_path") || made.get_flag("default_base_path"))
}

fn run_node(mut cli: Cli) -> Result<()> {
    if cli.options.seal.is_some() {
        check_may_seal(&cli)?;
    }
    forget_refusals_early(&mut cli.run);
    hsm::stand_in_for_node_key(&mut cli.run.network_params.node_key_params, &cli.options.hsm)?;
    cli.create_runner(&cli.run)?.run_node_until_exit(|config| async move {
        start_node(config, cli).map_err(Error::Service)
    })
}

/// Refuses to seal on demand on a chain that is not for development. `--chain` decides which chain
/// it is, also beside `--dev`.
fn check_may_seal(cli: &Cli) -> Result<()> {
    let shared = &cli.run.shared_params;
    let spec = cli.load_spec(&shared.chain_id(shared.is_dev()))?;
    if matches!(spec.chain_type(), ChainType::Development) {
        return Ok(());
    }
    Err(Error::Input(format!(
        "--seal is for development chains only, and {} is none: blocks sealed on demand have no \
         votes, so a network cannot accept them\nhint: give --dev without --chain, or leave out \
         --seal",
        spec.id(),
    )))
}

/// Lets refused extrinsics come again after [`REFUSED_SECONDS`], unless the operator says otherwise.
/// With `--dev` they may come again at once.
fn forget_refusals_early(run: &mut RunCmd) {
    if !run.shared_params.is_dev() {
        run.pool_config.tx_ban_seconds.get_or_insert(REFUSED_SECONDS);
    }
}

fn start_node(
    config: Configuration,
    cli: Cli,
) -> std::result::Result<TaskManager, polkadot_sdk::sc_service::Error> {
    match config.network.network_backend {
        NetworkBackendType::Libp2p => {
            service::start::<NetworkWorker<Block, Hash>>(config, cli.options)
        }
        NetworkBackendType::Litep2p => service::start::<Litep2pNetworkBackend>(config, cli.options),
    }
}

fn parts(mut config: Configuration) -> Result<Parts> {
    Ok(parts::build(&mut config, None)?)
}

/// Deletes the archive with the chain: it would not fit one that begins again. The flows that wait to
/// be reported go too, as nobody would know which of them were.
fn purge(command: &PurgeChainCmd, config: Configuration) -> Result<()> {
    let archive = integrity::directory(&config.data_path);
    let database = config.database.path().map(ToOwned::to_owned);
    let is_there = || database.as_ref().is_some_and(|path| path.exists());
    let was_there = is_there();
    command.run(config.database)?;
    // The command does not tell what the answer was.
    if command.yes || (was_there && !is_there()) {
        remove(&flows::directory(&config.data_path))?;
        return remove(&archive);
    }
    if !was_there && archive.exists() {
        println!("{archive:?} kept: no database was there, and then only -y removes it.");
    }
    Ok(())
}

fn remove(directory: &Path) -> Result<()> {
    match fs::remove_dir_all(directory) {
        Ok(()) => println!("{directory:?} removed."),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    /// Seconds for which a node started like this refuses an extrinsic unseen; none for the SDK's
    /// choice, which is not at all with `--dev`.
    fn refused_seconds(arguments: &[&str]) -> Option<u64> {
        let arguments = ["critical-chains-node"].iter().chain(arguments);
        let mut cli = Cli::parse_from(arguments);
        forget_refusals_early(&mut cli.run);
        cli.run.pool_config.tx_ban_seconds
    }

    #[test]
    fn refused_extrinsic_may_come_again_in_the_next_window() {
        assert_eq!(refused_seconds(&["--chain", "local"]), Some(60));
        assert_eq!(refused_seconds(&["--chain", "local", "--tx-ban-seconds", "1800"]), Some(1800));
        assert_eq!(refused_seconds(&["--dev"]), None);
    }
}
