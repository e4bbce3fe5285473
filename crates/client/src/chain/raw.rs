//! Storage, constants and runtime APIs as bytes, decoded into types of ours.

use super::{ChainError, node::AtBlock, rpc::unintelligible};
use codec::{Decode, DecodeAll, Encode};
use subxt::{dynamic::Value, storage};

/// Bytes of a key before its own: pallet, entry, and the hash that `Blake2_128Concat` puts first.
const KEY_PREFIX: usize = 16 + 16 + 16;

fn decode<T: Decode>(asked: &str, bytes: &[u8]) -> Result<T, ChainError> {
    T::decode_all(&mut &*bytes).map_err(unintelligible(asked))
}

/// All of a map whose keys are hashed by `Blake2_128Concat`.
pub(super) async fn map<K: Decode, V: Decode>(
    block: &AtBlock,
    pallet: &str,
    entry: &str,
) -> Result<Vec<(K, V)>, ChainError> {
    let asked = format!("{pallet}.{entry}");
    let mut found = Vec::new();
    for (key, value) in entries(block, pallet, entry).await? {
        let key = key.get(KEY_PREFIX..).unwrap_or_default();
        found.push((decode(&asked, key)?, value));
    }
    Ok(found)
}

/// All values of a map whose values say their keys themselves, however these are hashed.
pub(super) async fn values<V: Decode>(
    block: &AtBlock,
    pallet: &str,
    entry: &str,
) -> Result<Vec<V>, ChainError> {
    Ok(entries(block, pallet, entry).await?.into_iter().map(|(_, value)| value).collect())
}

async fn entries<V: Decode>(
    block: &AtBlock,
    pallet: &str,
    entry: &str,
) -> Result<Vec<(Vec<u8>, V)>, ChainError> {
    let asked = format!("{pallet}.{entry}");
    let address = storage::dynamic::<Vec<Value>, Value>(pallet, entry);
    let entries = block.storage().iter(address, Vec::<Value>::new()).await;
    let mut entries = entries.map_err(unintelligible(&asked))?;
    let mut found = Vec::new();
    while let Some(pair) = entries.next().await {
        let pair = pair.map_err(unintelligible(&asked))?;
        found.push((pair.key_bytes().to_vec(), decode(&asked, pair.value().bytes())?));
    }
    Ok(found)
}

/// One value, or its default.
pub(super) async fn value<T: Decode>(
    block: &AtBlock,
    pallet: &str,
    entry: &str,
    keys: Vec<Value>,
) -> Result<Option<T>, ChainError> {
    let asked = format!("{pallet}.{entry}");
    let address = storage::dynamic::<Vec<Value>, Value>(pallet, entry);
    let value = block.storage().try_fetch(address, keys).await.map_err(unintelligible(&asked))?;
    value.map(|value| decode(&asked, value.bytes())).transpose()
}

/// A constant of a pallet.
pub(super) fn constant<T: Decode>(
    block: &AtBlock,
    pallet: &str,
    name: &str,
) -> Result<T, ChainError> {
    let metadata = block.metadata();
    let known = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.constant_by_name(name));
    let value = known.ok_or_else(|| ChainError::Unsupported(format!("it has no {pallet}.{name}")));
    decode(&format!("{pallet}.{name}"), value?.value())
}

/// What a runtime API answers.
pub(super) async fn ask<T: Decode>(
    block: &AtBlock,
    function: &str,
    arguments: impl Encode,
) -> Result<T, ChainError> {
    let arguments = arguments.encode();
    let answer = block.runtime_apis().call_raw(function, Some(&arguments)).await;
    decode(function, &answer.map_err(unintelligible(function))?)
}
