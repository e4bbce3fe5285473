//! The node's own JSON-RPC: account nonces, GRANDPA, sealing on demand, decisions about permissions,
//! attestations, flows, and the integrity archive.
//!
//! Everything else, in both generations of the specification, comes with the service.

mod arguments;
mod attestation_changes;
mod attestations;
mod authorisation;
mod engine;
mod error;
mod failures;
mod flows;
mod integrity;
mod pending;
mod state;
mod subscribers;
mod subscription;
#[cfg(test)]
mod tests;
mod types;

use crate::{
    archive::{Archive, QueryError, chain::Chain},
    service::types::{
        AuthoritySet, FinalityProofs, FullClient, FullPool, Justifications, OffchainDatabase,
    },
};
use critical_chains_runtime::{Hash, opaque::Block};
use failures::Failures;
pub(crate) use flows::FlowsDependencies;
use futures::channel::mpsc;
use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use pending::Recent;
use polkadot_sdk::{
    sc_consensus_grandpa::SharedVoterState,
    sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer},
    sc_consensus_manual_seal::EngineCommand,
    sp_core::traits::SpawnNamed,
    substrate_frame_rpc_system::{System, SystemApiServer},
};
use std::sync::Arc;
use subscribers::Subscribers;

/// What the methods need.
pub(crate) struct Dependencies<C> {
    pub(crate) client: Arc<FullClient>,
    pub(crate) pool: Arc<FullPool>,
    pub(crate) grandpa: GrandpaDependencies,
    pub(crate) integrity: IntegrityDependencies<C>,
    /// What the flow methods need: nothing, if the node has no database for workers.
    pub(crate) flows: Option<FlowsDependencies<OffchainDatabase>>,
    /// Where blocks are ordered, if this node seals on demand.
    pub(crate) seal: Option<mpsc::Sender<EngineCommand<Hash>>>,
}

/// What the GRANDPA methods need.
#[derive(Clone)]
pub(crate) struct GrandpaDependencies {
    pub(crate) voter_state: SharedVoterState,
    pub(crate) authority_set: AuthoritySet,
    pub(crate) justifications: Justifications,
    pub(crate) proofs: Arc<FinalityProofs>,
}

/// What the integrity methods need. All clones share it.
pub(crate) struct IntegrityDependencies<C> {
    archive: Arc<Archive>,
    chain: Arc<C>,
    /// Name of the network, for trust files.
    network: String,
    /// What the latest blocks have anchored.
    recent: Arc<Recent>,
    /// Subscriptions that are served.
    subscribers: Arc<Subscribers>,
    failures: Arc<Failures>,
}

impl<C> IntegrityDependencies<C> {
    /// For the network of this name.
    pub(crate) fn new(archive: Arc<Archive>, chain: Arc<C>, network: String) -> Self {
        Self {
            archive,
            chain,
            network,
            recent: Arc::default(),
            subscribers: Arc::default(),
            failures: Arc::default(),
        }
    }

    /// Why there is no answer, for the client; and for the operator's log, if the archive failed.
    fn explain(&self, cause: &QueryError) -> ErrorObjectOwned {
        if let QueryError::Archive(failure) = cause {
            self.failures.report(failure);
        }
        error::query(cause)
    }
}

impl<C> Clone for IntegrityDependencies<C> {
    fn clone(&self) -> Self {
        let Self { archive, chain, network, recent, subscribers, failures } = self;
        Self {
            archive: archive.clone(),
            chain: chain.clone(),
            network: network.clone(),
            recent: recent.clone(),
            subscribers: subscribers.clone(),
            failures: failures.clone(),
        }
    }
}

/// All methods of this module.
pub(crate) fn module<C: Chain>(
    dependencies: Dependencies<C>,
    executor: Arc<dyn SpawnNamed>,
) -> Result<RpcModule<()>, RegisterMethodError> {
    let Dependencies { client, pool, grandpa, integrity, flows, seal } = dependencies;
    let GrandpaDependencies { voter_state, authority_set, justifications, proofs } = grandpa;

    let mut module = RpcModule::new(());
    module.merge(authorisation::module(client.clone())?)?;
    module.merge(attestations::module(client.clone())?)?;
    module.merge(attestations::subscriptions(client.clone())?)?;
    if let Some(flows) = flows {
        module.merge(flows::module(client.clone(), flows)?)?;
    }
    module.merge(System::<_, _, Block>::new(client, pool).into_rpc())?;
    module.merge(
        Grandpa::new(executor, authority_set, voter_state, justifications, proofs).into_rpc(),
    )?;
    module.merge(integrity::module(integrity)?)?;
    if let Some(orders) = seal {
        module.merge(engine::module(orders)?)?;
    }
    Ok(module)
}
