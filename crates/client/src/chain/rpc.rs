//! The node's own queries: `integrity_*`. `docs/reference/rpc.md` describes them.

use super::ChainError;
use crate::batch::{from_hex, hash_from_hex, to_hex};
use critical_chains_integrity::{
    Hash,
    anchor::{Anchor, StreamId},
    checkpoint::Checkpoint,
    receipt::ChainPart,
    trust::{AuthorityHandoff, AuthoritySet},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use subxt::rpcs::{
    Error as RpcError, RpcClient, UserError,
    client::{RpcParams, RpcSubscription},
};

/// Calls of the `integrity` namespace.
#[derive(Clone, Debug)]
pub struct IntegrityRpc {
    client: RpcClient,
}

/// An anchor in a final block.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AnchorRecord {
    /// The statement.
    pub anchor: Anchor,
    /// Number of its block.
    pub block_number: u64,
    /// Hash of its block.
    pub block_hash: Hash,
    /// Time of its block, in milliseconds since 1970.
    pub block_time: u64,
}

/// How far an anchor has come, by the node asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ProofState {
    /// Its block is final.
    Final,
    /// The node knows it, but its block is not final or not archived.
    Pending,
    /// The node does not know it.
    Unknown,
}

/// The chain's part of a receipt, or why there is none yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// How far the anchor has come.
    pub state: ProofState,
    /// The chain's part, once the anchor is final.
    pub chain_part: Option<ChainPart>,
}

/// The sets of authorities since the first block, each proven by the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthoritySets {
    /// What the chain is called.
    pub network: String,
    /// Hash of its first block.
    pub genesis_hash: Hash,
    /// The set of the first block. Nothing proves it.
    pub first: AuthoritySet,
    /// What proves each further set.
    pub handoffs: Vec<AuthorityHandoff>,
}

#[derive(Deserialize)]
struct RawCheckpoint {
    note: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawAnchor {
    statement: String,
    block_number: u64,
    block_hash: String,
    block_time: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawProof {
    state: String,
    #[serde(default)]
    chain_part: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawSets {
    #[serde(default)]
    network: String,
    genesis_hash: String,
    sets: Vec<RawSet>,
    #[serde(default)]
    next_set: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawSet {
    set_id: u64,
    authorities: Vec<String>,
    #[serde(default)]
    handoff: Option<String>,
}

impl IntegrityRpc {
    pub(super) fn new(client: RpcClient) -> Self {
        Self { client }
    }

    /// The checkpoint of the newest final block.
    pub async fn checkpoint(&self) -> Result<Checkpoint, ChainError> {
        Ok(self.checkpoint_note().await?.0)
    }

    /// The same, with the note as the node gives it.
    pub async fn checkpoint_note(&self) -> Result<(Checkpoint, String), ChainError> {
        const METHOD: &str = "integrity_checkpoint";
        let raw: RawCheckpoint = self.call(METHOD, vec![]).await?;
        let checkpoint = Checkpoint::parse(&raw.note).map_err(unintelligible(METHOD))?;
        Ok((checkpoint, raw.note))
    }

    /// An anchor by its hash, once it is final.
    pub async fn anchor(&self, hash: &Hash) -> Result<Option<AnchorRecord>, ChainError> {
        self.anchor_from("integrity_anchor", vec![json!(to_hex(hash))]).await
    }

    /// An anchor by its place in a stream, once it is final.
    pub async fn anchor_by_sequence(
        &self,
        stream: &StreamId,
        sequence: u64,
    ) -> Result<Option<AnchorRecord>, ChainError> {
        let params = vec![json!(stream.to_string()), json!(sequence)];
        self.anchor_from("integrity_anchorBySequence", params).await
    }

    /// The chain's part of the receipts of an anchor; with a path to the checkpoint of this size
    /// too, if one is named.
    pub async fn receipt(
        &self,
        anchor: &Hash,
        checkpoint_size: Option<u64>,
    ) -> Result<Proof, ChainError> {
        const METHOD: &str = "integrity_receipt";
        let mut params = vec![json!(to_hex(anchor))];
        if let Some(size) = checkpoint_size {
            params.push(json!({ "checkpointSize": size }));
        }
        let raw: RawProof = match self.call(METHOD, params).await {
            Ok(raw) => raw,
            Err(ChainError::Absent) => {
                return Ok(Proof { state: ProofState::Unknown, chain_part: None });
            }
            Err(error) => return Err(error),
        };
        let chain_part = match raw.chain_part {
            Some(hex) => {
                let bytes = from_hex(&hex).map_err(unintelligible(METHOD))?;
                Some(ChainPart::from_cbor(&bytes).map_err(unintelligible(METHOD))?)
            }
            None => None,
        };
        let state = match raw.state.as_str() {
            "final" => ProofState::Final,
            "unknown" => ProofState::Unknown,
            _ => ProofState::Pending,
        };
        Ok(Proof { state, chain_part })
    }

    /// The sets of authorities and what proves them.
    pub async fn authority_sets(&self) -> Result<AuthoritySets, ChainError> {
        const METHOD: &str = "integrity_authoritySets";
        let mut all: RawSets = self.call(METHOD, vec![json!(0)]).await?;
        while let Some(from) = all.next_set {
            let page: RawSets = self.call(METHOD, vec![json!(from)]).await?;
            // A node that repeats itself must not keep us here for ever.
            all.next_set = page.next_set.filter(|next| *next > from);
            all.sets.extend(page.sets);
        }
        all.parse().map_err(|reason| ChainError::Unintelligible { asked: METHOD.into(), reason })
    }

    /// Tells of each anchor once it is final.
    pub(super) async fn subscribe_anchors(&self) -> Result<RpcSubscription<Value>, RpcError> {
        self.client
            .subscribe(
                "integrity_subscribeAnchors",
                RpcParams::new(),
                "integrity_unsubscribeAnchors",
            )
            .await
    }

    async fn anchor_from(
        &self,
        method: &str,
        params: Vec<Value>,
    ) -> Result<Option<AnchorRecord>, ChainError> {
        let raw: RawAnchor = match self.call(method, params).await {
            Ok(Some(raw)) => raw,
            Ok(None) | Err(ChainError::Absent) => return Ok(None),
            Err(error) => return Err(error),
        };
        let statement = from_hex(&raw.statement).map_err(unintelligible(method))?;
        Ok(Some(AnchorRecord {
            anchor: Anchor::from_bytes(&statement).map_err(unintelligible(method))?,
            block_number: raw.block_number,
            block_hash: hash_from_hex(&raw.block_hash).map_err(unintelligible(method))?,
            block_time: raw.block_time,
        }))
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        params: Vec<Value>,
    ) -> Result<T, ChainError> {
        request(&self.client, method, params).await
    }
}

impl RawSets {
    fn parse(self) -> Result<AuthoritySets, String> {
        let mut sets = self.sets.into_iter();
        let first = sets.next().ok_or("there is no set at all")?;
        let authorities = first
            .authorities
            .iter()
            .map(|key| hash_from_hex(key).map_err(|error| error.to_string()))
            .collect::<Result<_, _>>()?;
        let handoffs = sets
            .map(|set| {
                let id = set.set_id;
                let hex = set.handoff.ok_or_else(|| format!("set {id} comes without a proof"))?;
                let bytes = from_hex(&hex).map_err(|error| error.to_string())?;
                AuthorityHandoff::from_cbor(&bytes).map_err(|error| format!("set {id}: {error}"))
            })
            .collect::<Result<_, _>>()?;
        Ok(AuthoritySets {
            network: self.network,
            genesis_hash: hash_from_hex(&self.genesis_hash).map_err(|error| error.to_string())?,
            first: AuthoritySet { set_id: first.set_id, authorities },
            handoffs,
        })
    }
}

/// What the node says of an error, beside its number and sentence.
#[derive(Deserialize)]
struct ErrorData {
    code: String,
    #[serde(default)]
    hint: Option<String>,
}

/// Codes that mean there is no such thing yet.
const NOT_YET: [&str; 3] = ["NOT_FOUND", "NOT_FINAL", "ARCHIVE_BEHIND"];

/// Asks the node, and tells apart what can go wrong.
pub(super) async fn request<T: DeserializeOwned>(
    client: &RpcClient,
    method: &str,
    params: Vec<Value>,
) -> Result<T, ChainError> {
    let mut encoded = RpcParams::new();
    for param in params {
        encoded.push(param).map_err(unintelligible(method))?;
    }
    client.request(method, encoded).await.map_err(|error| from_rpc(method, error))
}

/// An error of the connection or the node.
pub(super) fn from_rpc(method: &str, error: RpcError) -> ChainError {
    match error {
        RpcError::User(error) => from_user_error(method, &error),
        RpcError::Client(error) => ChainError::Lost(error.to_string()),
        RpcError::DisconnectedWillReconnect(reason) => ChainError::Lost(reason),
        error => unintelligible(method)(error),
    }
}

fn from_user_error(method: &str, error: &UserError) -> ChainError {
    const METHOD_NOT_FOUND: i32 = -32601;
    if error.code == METHOD_NOT_FOUND {
        return ChainError::Unsupported(format!("it has no {method}"));
    }
    let data =
        error.data.as_ref().and_then(|data| serde_json::from_str::<ErrorData>(data.get()).ok());
    if data.as_ref().is_some_and(|data| NOT_YET.contains(&data.code.as_str())) {
        return ChainError::Absent;
    }
    ChainError::Node {
        code: error.code,
        message: error.message.clone(),
        hint: data.and_then(|data| data.hint),
    }
}

pub(super) fn unintelligible<E: std::fmt::Display>(asked: &str) -> impl Fn(E) -> ChainError {
    move |error| ChainError::Unintelligible { asked: asked.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(code: i32, data: &str) -> ChainError {
        let data = (!data.is_empty())
            .then(|| serde_json::value::RawValue::from_string(data.to_owned()).unwrap());
        let error = UserError { code, message: "it says".to_owned(), data };
        from_rpc("integrity_receipt", RpcError::User(error))
    }

    #[test]
    fn what_is_not_there_yet_is_told_from_errors() {
        for code in ["NOT_FOUND", "NOT_FINAL", "ARCHIVE_BEHIND"] {
            let data = format!(r#"{{"code":"{code}","hint":"wait"}}"#);
            assert_eq!(answer(-32101, &data), ChainError::Absent);
        }
    }

    #[test]
    fn errors_of_the_node_keep_their_hint() {
        let error = answer(-32104, r#"{"code":"INVALID_SIZE","hint":"take a smaller one"}"#);

        assert_eq!(error.to_string(), "the node answers: it says");
        assert_eq!(error.hint().as_deref(), Some("take a smaller one"));
    }

    #[test]
    fn nodes_of_other_chains_are_recognised() {
        let error = answer(-32601, "");

        assert_eq!(
            error.to_string(),
            "this is no Critical Chains node: it has no integrity_receipt"
        );
    }

    #[test]
    fn a_set_that_nothing_proves_is_refused() {
        let sets: RawSets = serde_json::from_value(json!({
            "network": "test",
            "genesisHash": to_hex([1; 32]),
            "sets": [
                { "setId": 0, "authorities": [to_hex([2; 32])], "handoff": null },
                { "setId": 1, "authorities": [to_hex([3; 32])], "handoff": null },
            ],
            "nextSet": null,
        }))
        .unwrap();

        assert_eq!(sets.parse(), Err("set 1 comes without a proof".to_owned()));
    }
}
