//! Keys in a hardware security module: where they are, how blocks and votes get to them, and what is
//! watched meanwhile.

mod commands;
mod genesis;
mod node_key;
mod options;
mod proposers;
mod rounds;
mod watch;

pub(crate) use commands::HsmCommand;
pub(crate) use node_key::{stand_in as stand_in_for_node_key, unwrap as unwrap_node_key};
pub(crate) use options::HsmOptions;
pub(crate) use proposers::NotedProposers;
pub(crate) use watch::run as watch;

use crate::service::types::{FullBackend, FullClient};
use critical_chains_hsm::{
    GuardOptions, Hsm, HybridKeystore, Metrics, StartError,
    guard::{GuardPlace, Purpose, StatementShape},
};
use pallet_flows::MESSAGE_DOMAIN;
use polkadot_sdk::{
    sc_service::{Configuration, KeystoreContainer, error::Error},
    sp_blockchain::HeaderBackend,
    sp_keystore::{Keystore, KeystorePtr},
};
use rounds::StoredRounds;
use rustix::process::{Resource, Rlimit, setrlimit};
use std::sync::Arc;

/// Bytes of a node's message after domain and genesis hash: version, block number and hash of the call.
const MESSAGE_REST_BYTES: usize = 4 + 4 + 32;

/// What nodes state.
const STATEMENTS: StatementShape =
    StatementShape { domain: *MESSAGE_DOMAIN, rest_bytes: MESSAGE_REST_BYTES };

/// The keystores of a node.
pub(crate) struct Keys {
    /// For workers and JSON-RPC.
    pub(crate) node: KeystorePtr,
    /// For Aura and GRANDPA.
    pub(crate) consensus: KeystorePtr,
    /// The token, if keys live on one.
    pub(crate) hsm: Option<Arc<Hsm>>,
}

impl Keys {
    /// The keys of a node whose keys lie in files.
    fn in_files(local: KeystorePtr) -> Self {
        Self { node: local.clone(), consensus: local, hsm: None }
    }

    /// Opens the token, if keys live on one, and compares its guard with the chain.
    pub(crate) fn open(
        config: &Configuration,
        options: &HsmOptions,
        container: &KeystoreContainer,
        client: &FullClient,
        backend: &Arc<FullBackend>,
    ) -> Result<Self, Error> {
        let local = container.keystore();
        if !options.is_used() {
            return Ok(Self::in_files(local));
        }
        if config.dev_key_seed.is_some() {
            return Err(Error::Other(
                "--dev, --alice and the like make keys that everybody knows, and the keys of this node \
                 live on a token\nhint: leave out either these options or those of the token"
                    .into(),
            ));
        }
        forbid_core_dumps();
        let settings = options.settings(&config.data_path).map_err(told)?;
        check_files(&local).map_err(told)?;
        let guard = GuardOptions {
            place: named(settings.guard, config)?,
            genesis: client.info().genesis_hash.into(),
            statements: STATEMENTS,
        };
        let metrics = config.prometheus_registry().map(Metrics::register).transpose()?;
        let hsm = Arc::new(Hsm::open(settings.config, &guard, metrics).map_err(told)?);
        watch::look_back(&hsm, client).map_err(told)?;
        tell(&hsm, config);
        let keystore = HybridKeystore::new(hsm.clone(), local);
        let consensus = keystore.for_consensus(Box::new(StoredRounds(backend.clone())));
        Ok(Self { node: Arc::new(keystore), consensus: Arc::new(consensus), hsm: Some(hsm) })
    }
}

/// Tells nodes that share a guard apart by how their peers know them.
fn named(place: GuardPlace, config: &Configuration) -> Result<GuardPlace, Error> {
    Ok(match place {
        GuardPlace::Shared(options) => {
            let key = config.network.node_key.clone().into_keypair().map_err(told)?;
            GuardPlace::Shared(options.for_node(key.public().to_peer_id().to_string()))
        }
        directory => directory,
    })
}

/// Keeps what the library has in memory, the PIN at each login among it, out of files.
fn forbid_core_dumps() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        log::warn!(target: "hsm", "Core dumps of this process cannot be forbidden: {error}");
    }
}

/// Refuses to start beside key files of types that belong on the token: which of the two would sign?
fn check_files(local: &KeystorePtr) -> Result<(), StartError> {
    for purpose in Purpose::ALL {
        let keys = local.keys(purpose.key_type()).unwrap_or_default();
        if let Some(key) = keys.first() {
            return Err(StartError::KeyInFile {
                purpose: purpose.name(),
                file: hex::encode([purpose.key_type().0.as_slice(), key].concat()),
            });
        }
    }
    Ok(())
}

fn tell(hsm: &Hsm, config: &Configuration) {
    let keys = hsm.keys();
    for key in &keys {
        log::info!(target: "hsm", "{} key on the token: {}", key.purpose.name(), key.public);
    }
    let has = |purpose| keys.iter().any(|key| key.purpose == purpose);
    if config.role.is_authority() && !has(Purpose::Votes) {
        log::warn!(
            target: "hsm",
            "No keys on the token: this node neither seals nor votes until it has some. hint: \
             critical-chains-node hsm provision, or author_rotateKeysWithOwner",
        );
    }
}

fn told(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Application(Box::new(error))
}
