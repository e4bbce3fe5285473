//! The node's identity in the network, where a key of the token wraps it.

use super::{HsmOptions, forbid_core_dumps, told};
use critical_chains_hsm::{unwrap_node_key, wrapped_public_key};
use polkadot_sdk::{
    sc_cli::{self, NodeKeyParams},
    sc_network::config::{
        NodeKeyConfig, Secret,
        ed25519::{PublicKey, SecretKey},
    },
    sc_service::{Configuration, error::Error},
    sp_core::ed25519::Public,
};

/// Has the configuration be made without a key of its own, if one is wrapped.
///
/// The SDK refuses a validator without a key in a file, and draws a new one for other nodes. So until
/// [`unwrap`] puts the key in its place, it is told of the wrapped one, which is there and is none: if
/// ever it were read, the node would end.
pub(crate) fn stand_in(params: &mut NodeKeyParams, options: &HsmOptions) -> sc_cli::Result<()> {
    let input = |error: &dyn std::fmt::Display| sc_cli::Error::Input(error.to_string());
    let Some(path) = options.node_key().map_err(|error| input(&error))? else {
        return Ok(());
    };
    let other = if params.node_key.is_some() {
        Some("--node-key")
    } else if params.node_key_file.is_some() {
        Some("--node-key-file")
    } else if params.unsafe_force_node_key_generation {
        Some("--unsafe-force-node-key-generation")
    } else {
        None
    };
    if let Some(other) = other {
        return Err(sc_cli::Error::Input(format!(
            "{other} does not go with --hsm-node-key: the node has one identity\nhint: leave out one of \
             them; `node_key` in the file of --hsm-config counts as --hsm-node-key"
        )));
    }
    wrapped_public_key(&path).map_err(|error| input(&error))?;
    params.node_key_file = Some(path);
    Ok(())
}

/// Unwraps the node key, if one is wrapped, before the network begins.
pub(crate) fn unwrap(config: &mut Configuration, options: &HsmOptions) -> Result<(), Error> {
    if !options.is_used() {
        return Ok(());
    }
    let settings = options.settings(&config.data_path).map_err(told)?;
    let Some(path) = settings.node_key else {
        return Ok(());
    };
    forbid_core_dumps();
    let key = unwrap_node_key(settings.config, &path).map_err(told)?;
    let mut secret = *key.secret();
    // It takes the bytes and leaves zeros.
    let secret = SecretKey::try_from_bytes(&mut secret).map_err(told)?;
    config.network.node_key = NodeKeyConfig::Ed25519(Secret::Input(secret));
    Ok(())
}

/// How peers know the node that has a key.
pub(super) fn peer_id(public: &Public) -> sc_cli::Result<String> {
    let key = PublicKey::try_from_bytes(&public.0)
        .map_err(|error| sc_cli::Error::Input(error.to_string()))?;
    Ok(key.to_peer_id().to_string())
}
