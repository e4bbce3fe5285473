//! The hash of a chain's genesis block, without its database.

use critical_chains_runtime::Header;
use polkadot_sdk::{
    sc_service::ChainSpec,
    sp_core::storage::{StateVersion, Storage},
    sp_runtime::traits::{BlakeTwo256, Hash, Header as _},
};

/// Makes the genesis block of a chain, and gives its hash.
pub(super) fn hash(spec: &dyn ChainSpec) -> Result<[u8; 32], String> {
    let storage = spec.as_storage_builder().build_storage()?;
    Ok(header(storage).hash().into())
}

fn header(storage: Storage) -> Header {
    let version = StateVersion::V1;
    let children = storage.children_default.into_values().map(|child| {
        let root = BlakeTwo256::trie_root(child.data.into_iter().collect(), version);
        (child.child_info.prefixed_storage_key().into_inner(), root.as_ref().to_vec())
    });
    let state = storage.top.into_iter().chain(children).collect();
    let extrinsics = BlakeTwo256::ordered_trie_root(Vec::new(), version);
    Header::new(
        0,
        extrinsics,
        BlakeTwo256::trie_root(state, version),
        Default::default(),
        Default::default(),
    )
}
