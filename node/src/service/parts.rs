//! Client, pool and import queue: what a running node and the commands on its database share.

use super::types::{ConsensusParts, FullClient, Parts};
use crate::cli::Seal;
use critical_chains_runtime::{RuntimeApi, opaque::Block};
use polkadot_sdk::{
    sc_consensus::{DefaultImportQueue, LongestChain},
    sc_consensus_aura::{self, ImportQueueParams},
    sc_consensus_grandpa::{self, GrandpaPruningFilter},
    sc_consensus_manual_seal,
    sc_service::{self, Configuration, PruningMode, TaskManager, error::Error},
    sc_telemetry::{TelemetryHandle, TelemetryWorker},
    sc_transaction_pool,
    sp_consensus_aura::{ed25519::AuthorityPair, inherents::InherentDataProvider as AuraInherent},
    sp_io::SubstrateHostFunctions,
    sp_timestamp,
};
use std::sync::Arc;

use super::types::BlockImport;

/// Every block that voters end a round on keeps its justification.
///
/// The client writes it in the same transaction as finality itself, so a node that is killed loses
/// no proof, a node that syncs gets the proofs with the blocks, and the archive can be rebuilt. It
/// costs 132 bytes a block for each signature (of four validators 43,200 blocks a day: 17 MB), and
/// `--blocks-pruning` then saves little, because blocks with a justification are kept.
pub(super) const JUSTIFICATION_PERIOD_BLOCKS: u32 = 1;

/// Messages a telemetry endpoint may be behind.
const TELEMETRY_BUFFER: usize = 16;

/// Builds the parts. Blocks sealed on demand carry no seal, so they need an import queue of their
/// own.
pub(crate) fn build(config: &mut Configuration, seal: Option<Seal>) -> Result<Parts, Error> {
    // The archive reads the state of every block once, and again when it is rebuilt.
    config.state_pruning.get_or_insert(PruningMode::ArchiveCanonical);
    let config = &*config;
    let telemetry = config
        .telemetry_endpoints
        .clone()
        .filter(|endpoints| !endpoints.is_empty())
        .map(|endpoints| {
            let worker = TelemetryWorker::new(TELEMETRY_BUFFER)?;
            let telemetry = worker.handle().new_telemetry(endpoints);
            Ok::<_, Error>((worker, telemetry))
        })
        .transpose()?;

    let executor = sc_service::new_wasm_executor::<SubstrateHostFunctions>(&config.executor);
    let (client, backend, keystore_container, task_manager) =
        sc_service::new_full_parts::<Block, RuntimeApi, _>(
            config,
            telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
            executor,
            vec![Arc::new(GrandpaPruningFilter)],
        )
        .map_err(explain)?;
    let client = Arc::new(client);

    let telemetry = telemetry.map(|(worker, telemetry)| {
        task_manager.spawn_handle().spawn("telemetry", None, worker.run());
        telemetry
    });
    let telemetry_handle = telemetry.as_ref().map(|telemetry| telemetry.handle());

    let transaction_pool = Arc::from(
        sc_transaction_pool::Builder::new(
            task_manager.spawn_essential_handle(),
            client.clone(),
            config.role.is_authority().into(),
        )
        .with_options(config.transaction_pool.clone())
        .with_prometheus(config.prometheus_registry())
        .build(),
    );

    let select_chain = LongestChain::new(backend.clone());
    let (block_import, grandpa) = sc_consensus_grandpa::block_import(
        client.clone(),
        JUSTIFICATION_PERIOD_BLOCKS,
        &client,
        select_chain.clone(),
        telemetry_handle.clone(),
    )?;

    let import_queue = match seal {
        None => aura_queue(config, &client, &block_import, &task_manager, telemetry_handle)?,
        Some(_) => sc_consensus_manual_seal::import_queue(
            Box::new(client.clone()),
            &task_manager.spawn_essential_handle(),
            config.prometheus_registry(),
        ),
    };

    Ok(Parts {
        client,
        backend,
        task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other: ConsensusParts { block_import, grandpa, telemetry },
    })
}

fn aura_queue(
    config: &Configuration,
    client: &Arc<FullClient>,
    block_import: &BlockImport,
    task_manager: &TaskManager,
    telemetry: Option<TelemetryHandle>,
) -> Result<DefaultImportQueue<Block>, Error> {
    let slot_duration = sc_consensus_aura::slot_duration(&**client)?;
    let queue =
        sc_consensus_aura::import_queue::<AuthorityPair, _, _, _, _, _>(ImportQueueParams {
            block_import: block_import.clone(),
            justification_import: Some(Box::new(block_import.clone())),
            client: client.clone(),
            create_inherent_data_providers: move |_, ()| async move {
                let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
                let slot =
                    AuraInherent::from_timestamp_and_slot_duration(*timestamp, slot_duration);
                Ok((slot, timestamp))
            },
            spawner: &task_manager.spawn_essential_handle(),
            registry: config.prometheus_registry(),
            check_for_equivocation: Default::default(),
            telemetry,
            compatibility_mode: Default::default(),
        })?;
    Ok(queue)
}

/// Adds what to do where the database says only what is wrong.
fn explain(error: Error) -> Error {
    let message = error.to_string();
    let hint = if message.contains("pruning modes") {
        "the database keeps the --state-pruning it was made with: give the same again (the \
         default is archive-canonical), or purge the chain"
    } else if message.contains("in use") {
        "another node runs on this base path: stop it, or give another --base-path"
    } else {
        return error;
    };
    Error::Other(format!("{message}\nhint: {hint}"))
}
