//! Puts a running node together.

mod consensus;
pub(crate) mod integrity;
pub(crate) mod parts;
mod seal;
pub(crate) mod types;

use crate::{
    cli::NodeOptions,
    flows::{self, Journal, WorkerStore},
    hsm::{self, Keys},
    rpc::{self, FlowsDependencies, GrandpaDependencies, IntegrityDependencies},
};
use consensus::{Consensus, Voter};
use critical_chains_runtime::opaque::Block;
use futures::{FutureExt, StreamExt, future::ready};
use integrity::Integrity;
use polkadot_sdk::{
    sc_client_api::{Backend as _, BlockchainEvents},
    sc_consensus_grandpa::{self, FinalityProofProvider, SharedVoterState, warp_proof},
    sc_network::{NetworkBackend, config::FullNetworkConfiguration},
    sc_offchain::{OffchainWorkerOptions, OffchainWorkers},
    sc_service::{
        self, BuildNetworkParams, Configuration, PartialComponents, SpawnTasksParams, TaskManager,
        WarpSyncConfig, error::Error,
    },
    sc_storage_monitor::StorageMonitorService,
    sc_transaction_pool_api::OffchainTransactionPoolFactory,
    sp_blockchain::HeaderBackend,
};
use std::sync::Arc;
use types::ConsensusParts;

type BlockHash = critical_chains_runtime::Hash;

/// Starts a node on the chosen network backend.
pub(crate) fn start<N: NetworkBackend<Block, BlockHash>>(
    mut config: Configuration,
    options: NodeOptions,
) -> Result<TaskManager, Error> {
    let NodeOptions { seal, rebuild_archive, hsm, storage_monitor } = options;
    hsm::unwrap_node_key(&mut config, &hsm)?;
    let PartialComponents {
        client,
        backend,
        mut task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other: ConsensusParts { block_import, grandpa: grandpa_link, mut telemetry },
    } = parts::build(&mut config, seal)?;

    if seal.is_some() {
        // Nobody else could accept these blocks.
        config.network.default_peers_set.in_peers = 0;
        config.network.default_peers_set.out_peers = 0;
    }
    let Integrity { archive, chain } =
        integrity::start(&config, client.clone(), &task_manager, rebuild_archive, seal.is_none())?;

    let Keys { node: keystore, consensus: consensus_keystore, hsm } =
        Keys::open(&config, &hsm, &keystore_container, &client, &backend)?;
    if let Some(hsm) = &hsm {
        let watch = hsm::watch(
            hsm.clone(),
            client.clone(),
            grandpa_link.justification_stream(),
            grandpa_link.shared_authority_set().clone(),
        );
        task_manager.spawn_handle().spawn("hsm-watch", Some("hsm"), watch);
    }

    let registry = config.prometheus_registry().cloned();
    let mut net_config =
        FullNetworkConfiguration::<Block, BlockHash, N>::new(&config.network, registry.clone());
    let metrics = N::register_notification_metrics(registry.as_ref());
    let genesis_hash = client.info().genesis_hash;
    let grandpa_protocol =
        sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
    let (grandpa_config, grandpa_notifications) =
        sc_consensus_grandpa::grandpa_peers_set_config::<_, N>(
            grandpa_protocol.clone(),
            metrics.clone(),
            net_config.peer_store_handle(),
        );
    net_config.add_notification_protocol(grandpa_config);
    // Served to others; this node itself syncs in full.
    let warp_proofs = Arc::new(warp_proof::NetworkProvider::new(
        backend.clone(),
        grandpa_link.shared_authority_set().clone(),
        Vec::new(),
    ));

    let (network, system_rpc_tx, tx_handler_controller, sync, _) =
        sc_service::build_network(BuildNetworkParams {
            config: &config,
            net_config,
            client: client.clone(),
            transaction_pool: transaction_pool.clone(),
            spawn_handle: task_manager.spawn_handle(),
            spawn_essential_handle: task_manager.spawn_essential_handle(),
            import_queue,
            block_announce_validator_builder: None,
            warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_proofs)),
            block_relay: None,
            metrics,
            gap_sync_body_policy: None,
        })?;

    if config.offchain_worker.enabled {
        let workers = OffchainWorkers::new(OffchainWorkerOptions {
            runtime_api_provider: client.clone(),
            keystore: Some(keystore.clone()),
            offchain_db: backend.offchain_storage(),
            transaction_pool: Some(OffchainTransactionPoolFactory::new(transaction_pool.clone())),
            network_provider: Arc::new(network.clone()),
            is_validator: config.role.is_authority(),
            // Nothing in the runtime asks the outside world.
            enable_http_requests: false,
            custom_extensions: |_| Vec::new(),
        })?;
        let tasks = task_manager.spawn_handle();
        let run = workers.run(client.clone(), tasks.clone()).boxed();
        tasks.spawn("offchain-workers-runner", "offchain-worker", run);
    }

    let worker_store = backend.offchain_storage().map(WorkerStore::new);
    if let Some(store) = worker_store.clone() {
        let metrics = registry.as_ref().map(flows::Metrics::register).transpose()?;
        let best = client
            .import_notification_stream()
            .filter(|block| ready(block.is_new_best))
            .map(|block| block.header.number);
        let watch = flows::watch(store, metrics, best);
        task_manager.spawn_handle().spawn("flows-status", Some("flows"), watch);
    }

    let seal_orders = seal.map(|_| seal::channel());
    let voter_state = SharedVoterState::empty();
    let rpc_builder = {
        let client = client.clone();
        let pool = transaction_pool.clone();
        let authority_set = grandpa_link.shared_authority_set().clone();
        let grandpa = GrandpaDependencies {
            voter_state: voter_state.clone(),
            justifications: grandpa_link.justification_stream(),
            proofs: FinalityProofProvider::new_for_service(
                backend.clone(),
                Some(authority_set.clone()),
            ),
            authority_set,
        };
        let network = config.chain_spec.id().to_owned();
        let integrity = IntegrityDependencies::new(archive, chain, network);
        let keystore = keystore.clone();
        let flows = worker_store
            .map(|store| {
                let journal = Journal::open(&flows::directory(&config.data_path))?;
                FlowsDependencies::new(store, journal, keystore)
            })
            .transpose()
            .map_err(|error| Error::Application(Box::new(error)))?;
        let seal = seal_orders.as_ref().map(|(orders, _)| orders.clone());
        Box::new(move |executor| {
            let dependencies = rpc::Dependencies {
                client: client.clone(),
                pool: pool.clone(),
                grandpa: grandpa.clone(),
                integrity: integrity.clone(),
                flows: flows.clone(),
                seal: seal.clone(),
            };
            rpc::module(dependencies, executor).map_err(|error| Error::Application(error.into()))
        })
    };

    let role = config.role;
    let force_authoring = config.force_authoring;
    let name = config.network.node_name.clone();
    let votes = !config.disable_grandpa && seal.is_none();
    let database_path = config.database.path().map(ToOwned::to_owned);

    sc_service::spawn_tasks(SpawnTasksParams {
        config,
        client: client.clone(),
        backend,
        task_manager: &mut task_manager,
        keystore,
        transaction_pool: transaction_pool.clone(),
        rpc_builder,
        network: network.clone(),
        system_rpc_tx,
        tx_handler_controller,
        sync_service: sync.clone(),
        telemetry: telemetry.as_mut(),
        tracing_execute_block: None,
    })?;

    let consensus = Consensus {
        task_manager: &task_manager,
        client,
        pool: transaction_pool,
        keystore: consensus_keystore,
        hsm,
        sync,
        registry,
        telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
    };
    match (seal, seal_orders) {
        (Some(seal), Some(orders)) => {
            consensus.start_sealing_on_demand(seal, select_chain, orders)?;
        }
        _ if role.is_authority() => {
            consensus.start_sealing(block_import, select_chain, force_authoring)?;
        }
        _ => {}
    }
    if votes {
        consensus.start_voting(Voter {
            link: grandpa_link,
            network,
            notifications: grandpa_notifications,
            protocol: grandpa_protocol,
            state: voter_state,
            role,
            name,
        })?;
    }
    if let Some(path) = database_path {
        let essential = task_manager.spawn_essential_handle();
        StorageMonitorService::try_spawn(storage_monitor, path, &essential)
            .map_err(|error| Error::Application(error.into()))?;
    }
    Ok(task_manager)
}
