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

/// Some of the sets of authorities, one after the other without gaps.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthoritySets {
    /// What the chain is called.
    pub network: String,
    /// Hash of its first block.
    pub genesis_hash: Hash,
    /// The sets. There is none if the node does not know the first one asked for.
    pub sets: Vec<ListedSet>,
    /// The set after them, if there are more.
    pub next_set: Option<u64>,
}

/// A set of authorities as a node lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedSet {
    /// The set. The node's word for it proves nothing.
    pub set: AuthoritySet,
    /// What proves it by the set before it, if the node has that.
    pub handoff: Option<AuthorityHandoff>,
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

    /// The sets of authorities from this one on and what proves them: as many as the node gives
    /// at a time.
    pub async fn authority_sets(&self, from: u64) -> Result<AuthoritySets, ChainError> {
        const METHOD: &str = "integrity_authoritySets";
        let raw: RawSets = self.call(METHOD, vec![json!(from)]).await?;
        raw.parse(from).map_err(unintelligible(METHOD))
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
    /// Understands an answer to the question for the sets from this one on.
    fn parse(self, from: u64) -> Result<AuthoritySets, String> {
        let ids = from..=u64::MAX;
        let count = self.sets.len() as u64;
        let sets = self
            .sets
            .into_iter()
            .zip(ids)
            .map(|(set, id)| set.parse(id))
            .collect::<Result<_, _>>()?;
        // Else a node could keep whoever asks on the way for ever.
        if let Some(next) = self.next_set
            && (count == 0 || from.checked_add(count) != Some(next))
        {
            return Err(format!("after {count} sets from set {from} it goes on with set {next}"));
        }
        Ok(AuthoritySets {
            network: self.network,
            genesis_hash: hash_from_hex(&self.genesis_hash).map_err(|error| error.to_string())?,
            sets,
            next_set: self.next_set,
        })
    }
}

impl RawSet {
    fn parse(self, expected: u64) -> Result<ListedSet, String> {
        let Self { set_id, authorities, handoff } = self;
        if set_id != expected {
            return Err(format!("set {set_id} is where set {expected} belongs"));
        }
        let authorities = authorities
            .iter()
            .map(|key| hash_from_hex(key).map_err(|error| format!("set {set_id}: {error}")))
            .collect::<Result<_, _>>()?;
        let handoff = handoff
            .map(|hex| {
                let bytes = from_hex(&hex).map_err(|error| error.to_string())?;
                AuthorityHandoff::from_cbor(&bytes).map_err(|error| error.to_string())
            })
            .transpose()
            .map_err(|error| format!("the hand-off to set {set_id}: {error}"))?;
        Ok(ListedSet { set: AuthoritySet { set_id, authorities }, handoff })
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

    /// What is understood of sets with these ids, if those from 5 on were asked for.
    fn sets_from_5(ids: &[u64], next_set: Option<u64>) -> Result<AuthoritySets, String> {
        let set = |id: &u64| json!({ "setId": id, "authorities": [to_hex([2; 32])] });
        let sets: RawSets = serde_json::from_value(json!({
            "network": "test",
            "genesisHash": to_hex([1; 32]),
            "sets": ids.iter().map(set).collect::<Vec<_>>(),
            "nextSet": next_set,
        }))
        .unwrap();
        sets.parse(5)
    }

    #[test]
    fn a_set_may_come_without_a_handoff() {
        let sets = sets_from_5(&[5, 6], Some(7)).unwrap();

        let set = |set_id| AuthoritySet { set_id, authorities: vec![[2; 32]] };
        let listed = |set_id| ListedSet { set: set(set_id), handoff: None };
        assert_eq!(sets.sets, [listed(5), listed(6)]);
        assert_eq!(sets.next_set, Some(7));
        assert!(sets_from_5(&[], None).unwrap().sets.is_empty());
    }

    #[test]
    fn sets_follow_each_other_without_gaps() {
        for (ids, error) in [
            (&[4, 5][..], "set 4 is where set 5 belongs"),
            (&[6], "set 6 is where set 5 belongs"),
            (&[5, 7], "set 7 is where set 6 belongs"),
            (&[5, 5], "set 5 is where set 6 belongs"),
        ] {
            assert_eq!(sets_from_5(ids, None), Err(error.to_owned()));
        }
    }

    /// Else a node could have us ask for ever.
    #[test]
    fn the_next_sets_follow_those_given() {
        for (ids, next, error) in [
            (&[][..], 5, "after 0 sets from set 5 it goes on with set 5"),
            (&[5, 6], 6, "after 2 sets from set 5 it goes on with set 6"),
            (&[5, 6], 8, "after 2 sets from set 5 it goes on with set 8"),
        ] {
            assert_eq!(sets_from_5(ids, Some(next)), Err(error.to_owned()));
        }
    }

    #[test]
    fn a_handoff_that_is_none_is_refused() {
        let set = RawSet { set_id: 5, authorities: Vec::new(), handoff: Some("0xa0".to_owned()) };

        let error = set.parse(5).unwrap_err();

        assert!(error.starts_with("the hand-off to set 5: "), "{error}");
    }
}
