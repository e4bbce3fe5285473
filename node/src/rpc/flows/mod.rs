//! Flows: given to this node by its institution, watched by its worker, and shown as evidence to
//! those who may see it.
//!
//! Nothing of this leaves the node but as reports and attestations.

mod evidence;
mod failure;
mod request;
mod status;
mod submit;

use crate::{
    flows::{Inbox, Journal, JournalError, WorkerStore},
    service::types::FullClient,
};
use critical_chains_runtime::{AccountId, Hash};
use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use pallet_flows::{ATTESTATION_KEY, FlowsApi, Reporter};
use polkadot_sdk::{
    sp_api::ProvideRuntimeApi, sp_blockchain::HeaderBackend, sp_core::offchain::OffchainStorage,
    sp_keystore::KeystorePtr,
};
use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

/// What the methods need.
pub(crate) struct FlowsDependencies<S> {
    store: WorkerStore<S>,
    inbox: Arc<Inbox<S>>,
    keystore: KeystorePtr,
}

impl<S> Clone for FlowsDependencies<S> {
    fn clone(&self) -> Self {
        let Self { store, inbox, keystore } = self;
        Self { store: store.clone(), inbox: inbox.clone(), keystore: keystore.clone() }
    }
}

impl<S: OffchainStorage> FlowsDependencies<S> {
    pub(crate) fn new(
        store: WorkerStore<S>,
        journal: Journal,
        keystore: KeystorePtr,
    ) -> Result<Self, JournalError> {
        let inbox = Arc::new(Inbox::open(store.clone(), journal)?);
        Ok(Self { store, inbox, keystore })
    }
}

/// The methods with what they need.
struct Desk<S> {
    client: Arc<FullClient>,
    flows: FlowsDependencies<S>,
}

impl<S: OffchainStorage> Desk<S> {
    /// The account of this node's attestation key, if it has one.
    fn account(&self) -> Option<AccountId> {
        let keys = self.flows.keystore.ed25519_public_keys(ATTESTATION_KEY);
        let accounts: Vec<_> = keys.into_iter().map(AccountId::from).collect();
        // As the worker does, while keys are replaced.
        let is_enrolled = |account: &&AccountId| {
            let reporter = self.client.runtime_api().reporter(self.best(), (*account).clone());
            reporter.is_ok_and(|reporter| reporter.institution.is_some())
        };
        match accounts.as_slice() {
            // Nobody has to be asked which of them.
            [only] => Some(only.clone()),
            several => several.iter().find(is_enrolled).or(several.first()).cloned(),
        }
    }

    fn best(&self) -> Hash {
        self.client.info().best_hash
    }

    fn best_number(&self) -> u32 {
        self.client.info().best_number
    }

    /// For whom and in which epoch the node reports.
    fn reporter(&self, account: AccountId) -> Result<Reporter, ErrorObjectOwned> {
        self.client.runtime_api().reporter(self.best(), account).map_err(|error| {
            log::error!(target: "flows", "The runtime did not say for whom this node reports: {error}");
            failure::no_answer()
        })
    }

    fn genesis(&self) -> [u8; 32] {
        self.client.info().genesis_hash.into()
    }
}

/// The time of this machine, in milliseconds since the Unix epoch.
fn now_millis() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The methods.
pub(super) fn module<S: OffchainStorage + Send + Sync + 'static>(
    client: Arc<FullClient>,
    flows: FlowsDependencies<S>,
) -> Result<RpcModule<impl Send + Sync + 'static>, RegisterMethodError> {
    let mut module = RpcModule::new(Desk { client, flows });
    module.register_blocking_method("flows_submit", |params, desk, _| {
        submit::submit(&desk, &params)
    })?;
    module.register_blocking_method("flows_status", |_, desk, _| status::status(&desk))?;
    module.register_blocking_method("flows_evidence", |params, desk, _| {
        evidence::evidence(&desk, &params)
    })?;
    Ok(module)
}
