//! Starts the archive beside the chain.

use super::types::FullClient;
use crate::archive::{Archive, ArchiveError, ClientChain, Follower, metrics::Metrics};
use critical_chains_runtime::opaque::Block;
use futures::StreamExt;
use polkadot_sdk::{
    sc_client_api::BlockchainEvents,
    sc_network::config::SyncMode,
    sc_service::{Configuration, TaskManager, error::Error},
    sp_blockchain::HeaderBackend,
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The archive as the rest of the node sees it.
pub(super) struct Integrity {
    pub(super) archive: Arc<Archive>,
    pub(super) chain: Arc<ClientChain<FullClient>>,
}

/// Directory of the archive, given the directory of the chain.
pub(crate) fn directory(chain_path: &Path) -> PathBuf {
    chain_path.join("integrity")
}

/// Opens the archive, checks that it belongs to this chain, and keeps it up with finality.
pub(super) fn start(
    config: &Configuration,
    client: Arc<FullClient>,
    task_manager: &TaskManager,
    rebuild: bool,
    has_proofs: bool,
) -> Result<Integrity, Error> {
    if !matches!(config.network.sync_mode, SyncMode::Full) {
        return Err(Error::Other(
            "the archive needs the state of every block, which --sync warp and --sync fast leave \
             out\nhint: use --sync full, the default"
                .into(),
        ));
    }
    let genesis = HeaderBackend::<Block>::info(&*client).genesis_hash.into();
    let chain = Arc::new(ClientChain::new(client.clone()));
    let directory = directory(&config.data_path);
    let metrics = config.prometheus_registry().map(Metrics::register).transpose()?;
    let follower = Follower::open(&directory, genesis, chain.clone(), rebuild)
        .map_err(application_error)?
        .with_metrics(metrics);
    let archive = Arc::new(follower.archive(genesis, has_proofs));

    let finality = client.finality_notification_stream().map(|_| ());
    // Not essential: an archive that stops says so to those who ask it, and must not stop the node.
    task_manager.spawn_handle().spawn_blocking(
        "integrity-archive",
        Some("integrity"),
        follower.run(finality),
    );
    Ok(Integrity { archive, chain })
}

fn application_error(error: ArchiveError) -> Error {
    Error::Application(Box::new(error))
}
