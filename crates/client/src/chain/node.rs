//! A node, over its WebSocket.

use super::{
    AccountId, At, Call, Chain, ChainError, Event, Explanation, IntegrityRpc, MORTAL_BLOCKS,
    Member, Rejection, Signer, Snapshot, Stream, dispatch_error, module_error,
    queries::hidden_error,
    rpc::{from_rpc, request, unintelligible},
    values::{InstitutionValue, StatusValue, StreamOpenedValue, StreamValue, payload},
};
use crate::batch::{Included, SignedExtrinsic, to_hex};
use codec::Decode;
use critical_chains_integrity::{Hash, anchor::StreamId};
use critical_chains_lei::Lei;
use futures::{FutureExt, select};
use serde_json::{Value as Json, json};
use std::{future::pending, sync::Arc};
use subxt::{
    ArcMetadata, OnlineClient, OnlineClientAtBlock, SubstrateConfig,
    backend::LegacyBackend,
    config::{
        DefaultExtrinsicParamsBuilder, RpcConfigFor,
        substrate::{H256, SubstrateHeader},
    },
    dynamic::Value,
    error::DispatchError,
    events::Phase,
    ext::scale_decode::DecodeAsType,
    rpcs::{
        Error as RpcError, LegacyRpcMethods, RpcClient,
        client::{RpcParams, RpcSubscription},
        methods::legacy::TransactionStatus,
    },
    storage,
    utils::{AccountId32, MultiSignature},
};

type Config = SubstrateConfig;
pub(super) type Methods = LegacyRpcMethods<RpcConfigFor<Config>>;
pub(super) type AtBlock = OnlineClientAtBlock<Config>;

/// A connection to a node.
pub struct Node {
    client: RpcClient,
    methods: Methods,
    online: OnlineClient<Config>,
    genesis_hash: Hash,
    heads: Option<RpcSubscription<SubstrateHeader<H256>>>,
    anchors: Option<RpcSubscription<Json>>,
    watched: Option<Watched>,
}

/// The extrinsic submitted last.
struct Watched {
    bytes: Vec<u8>,
    statuses: RpcSubscription<TransactionStatus<H256>>,
}

/// What a subscription gave.
enum Heard {
    Head(Option<Result<SubstrateHeader<H256>, RpcError>>),
    Anchor(Option<Result<Json, RpcError>>),
    Status(Option<Result<TransactionStatus<H256>, RpcError>>),
}

impl Node {
    /// Connects to the node at a WebSocket address.
    pub async fn connect(url: &str) -> Result<Self, ChainError> {
        let unreachable = |reason: String| ChainError::Unreachable { url: url.to_owned(), reason };
        if !(url.starts_with("ws://") || url.starts_with("wss://")) {
            return Err(unreachable("the address begins with ws:// or wss://".to_owned()));
        }
        let client = RpcClient::from_insecure_url(url).await.map_err(|error| {
            // The library wraps the reason in its own words, twice.
            unreachable(error.to_string().replace("RPC error: client error: ", ""))
        })?;
        let methods = Methods::new(client.clone());
        let genesis =
            methods.genesis_hash().await.map_err(|error| from_rpc("chain_getBlockHash", error))?;
        let backend = LegacyBackend::builder().build(client.clone());
        let online = OnlineClient::from_backend(Arc::new(backend))
            .await
            .map_err(unintelligible("chain_getBlockHash"))?;
        Ok(Self {
            client,
            methods,
            online,
            genesis_hash: genesis.0,
            heads: None,
            anchors: None,
            watched: None,
        })
    }

    /// The node's queries about anchors, receipts and trust.
    pub fn integrity(&self) -> IntegrityRpc {
        IntegrityRpc::new(self.client.clone())
    }

    /// The answer of a query whose shape the node decides, as JSON.
    pub async fn query(&self, method: &str, params: Vec<Json>) -> Result<Json, ChainError> {
        request(&self.client, method, params).await
    }

    /// What the chain is called.
    pub async fn chain_name(&self) -> Result<String, ChainError> {
        request(&self.client, "system_chain", vec![]).await
    }

    /// What the node's software is called, and its version.
    pub async fn software(&self) -> Result<String, ChainError> {
        let name: String = request(&self.client, "system_name", vec![]).await?;
        let version: String = request(&self.client, "system_version", vec![]).await?;
        Ok(format!("{name} {version}"))
    }

    /// The newest block at one end of the chain.
    pub async fn head(&self, at: At) -> Result<Included, ChainError> {
        let hash = self.head_hash(at).await?;
        let header = self
            .methods
            .chain_get_header(Some(hash))
            .await
            .map_err(|error| from_rpc("chain_getHeader", error))?
            .ok_or(ChainError::Absent)?;
        Ok(Included { number: header.number, hash: hash.0 })
    }

    /// The streams of an institution, by number.
    pub async fn streams(&mut self, institution: &Lei) -> Result<Vec<Stream>, ChainError> {
        let block = self.at(At::Best).await?;
        let count = stream_count(&block, institution).await?;
        let mut streams = Vec::new();
        for number in 0..count {
            streams.extend(stream(&block, &StreamId { institution: *institution, number }).await?);
        }
        Ok(streams)
    }

    async fn head_hash(&self, at: At) -> Result<H256, ChainError> {
        match at {
            At::Final => self
                .methods
                .chain_get_finalized_head()
                .await
                .map_err(|error| from_rpc("chain_getFinalizedHead", error)),
            At::Best => self
                .methods
                .chain_get_block_hash(None)
                .await
                .map_err(|error| from_rpc("chain_getBlockHash", error))?
                .ok_or(ChainError::Absent),
        }
    }

    pub(super) fn methods(&self) -> &Methods {
        &self.methods
    }

    pub(super) async fn at(&self, at: At) -> Result<AtBlock, ChainError> {
        self.at_hash(self.head_hash(at).await?).await
    }

    pub(super) async fn at_hash(&self, hash: H256) -> Result<AtBlock, ChainError> {
        match self.online.at_block(hash).await {
            Ok(block) => Ok(block),
            // The library does not tell a lost connection from a strange answer; the node does.
            Err(error) => {
                request::<Json>(&self.client, "system_health", vec![]).await?;
                Err(unintelligible("a block")(error))
            }
        }
    }

    /// Follows what nobody follows yet. The first head is told at once, so nothing that happened
    /// before is missed.
    async fn follow(&mut self) -> Result<(), ChainError> {
        if self.heads.is_none() {
            let heads = self
                .methods
                .chain_subscribe_finalized_heads()
                .await
                .map_err(|error| from_rpc("chain_subscribeFinalizedHeads", error))?;
            self.heads = Some(heads);
            // Only a quicker way to hear what heads tell too.
            self.anchors = self.integrity().subscribe_anchors().await.ok();
        }
        Ok(())
    }

    async fn hear(&mut self) -> Heard {
        let mut head = async {
            match &mut self.heads {
                Some(heads) => heads.next().await,
                None => pending().await,
            }
        }
        .boxed_local()
        .fuse();
        let mut anchor = async {
            match &mut self.anchors {
                Some(anchors) => anchors.next().await,
                None => pending().await,
            }
        }
        .boxed_local()
        .fuse();
        let mut status = async {
            match &mut self.watched {
                Some(watched) => watched.statuses.next().await,
                None => pending().await,
            }
        }
        .boxed_local()
        .fuse();
        select! {
            status = status => Heard::Status(status),
            anchor = anchor => Heard::Anchor(anchor),
            head = head => Heard::Head(head),
        }
    }

    /// What the status of the extrinsic says, if it says anything new.
    async fn understand(
        &mut self,
        status: TransactionStatus<H256>,
    ) -> Result<Option<Event>, ChainError> {
        let dropped = match status {
            TransactionStatus::InBlock(hash) | TransactionStatus::Finalized(hash) => {
                return self.outcome(hash).await.map(Some);
            }
            TransactionStatus::Usurped(_) => "another extrinsic took its nonce",
            TransactionStatus::Dropped => "too many extrinsics were waiting",
            TransactionStatus::Invalid => "it is no longer valid",
            TransactionStatus::FinalityTimeout(_) => "its block did not become final in time",
            TransactionStatus::Future
            | TransactionStatus::Ready
            | TransactionStatus::Broadcast(_)
            | TransactionStatus::Retracted(_) => return Ok(None),
        };
        self.watched = None;
        Ok(Some(Event::Dropped(dropped)))
    }

    /// Whether the extrinsic succeeded in a block.
    async fn outcome(&self, hash: H256) -> Result<Event, ChainError> {
        let bytes = self.watched.as_ref().map(|watched| watched.bytes.as_slice());
        let details = self
            .methods
            .chain_get_block(Some(hash))
            .await
            .map_err(|error| from_rpc("chain_getBlock", error))?
            .ok_or(ChainError::Absent)?;
        let number = details.block.header.number;
        let position = details.block.extrinsics.iter().position(|found| Some(&**found) == bytes);
        let Some(position) = position.and_then(|position| u32::try_from(position).ok()) else {
            return Err(unintelligible("chain_getBlock")("the extrinsic is not in its block"));
        };
        let block = self.at_hash(hash).await?;
        let events = block.events().fetch().await.map_err(unintelligible("events"))?;
        let mut opened = None;
        for event in events.iter() {
            let event = event.map_err(unintelligible("events"))?;
            if event.phase() != Phase::ApplyExtrinsic(position) {
                continue;
            }
            match (event.pallet_name(), event.event_name()) {
                ("System", "ExtrinsicFailed") => {
                    return Ok(Event::Refused(explain(event.field_bytes(), block.metadata())));
                }
                ("Anchoring", "StreamOpened") => {
                    let fields: StreamOpenedValue = event
                        .decode_fields_unchecked_as()
                        .map_err(unintelligible("Anchoring.StreamOpened"))?;
                    opened = Some(fields.number);
                }
                ("Approvals", "Proposed")
                | ("Attestations", "IndicatorShared")
                | ("Supervision", "GlassBroken" | "ExplanationDemanded") => {
                    // The number is the first field.
                    opened = u32::decode(&mut event.field_bytes()).ok();
                }
                (pallet, name) => {
                    if let Some(error) = hidden_error(pallet, name, event.field_bytes()) {
                        return Ok(Event::Refused(explain(error, block.metadata())));
                    }
                }
            }
        }
        Ok(Event::InBlock { block: Included { number, hash: hash.0 }, opened })
    }
}

impl Chain for Node {
    fn genesis_hash(&self) -> Hash {
        self.genesis_hash
    }

    async fn member(&mut self, account: &AccountId) -> Result<Option<Member>, ChainError> {
        let block = self.at(At::Best).await?;
        let keys = vec![Value::from_bytes(account)];
        let Some(lei) = fetch::<[u8; 20]>(&block, "Institutions", "Accounts", keys).await? else {
            return Ok(None);
        };
        let institution = Lei::new(lei).map_err(unintelligible("Institutions.Accounts"))?;
        let keys = vec![Value::from_bytes(lei)];
        let value = fetch::<InstitutionValue>(&block, "Institutions", "Institutions", keys).await?;
        Ok(value.map(|value| Member {
            institution,
            name: String::from_utf8_lossy(&value.name).into_owned(),
            active: matches!(value.status, StatusValue::Active),
        }))
    }

    async fn snapshot(
        &mut self,
        at: At,
        account: &AccountId,
        id: &StreamId,
    ) -> Result<Snapshot, ChainError> {
        let block = self.at(at).await?;
        let nonce = block
            .tx()
            .account_nonce(&AccountId32(*account))
            .await
            .map_err(unintelligible("the account's nonce"))?;
        Ok(Snapshot {
            block: Included { number: block.block_number(), hash: block.block_hash().0 },
            nonce,
            stream: stream(&block, id).await?,
        })
    }

    async fn final_hash(&mut self, number: u64) -> Result<Option<Hash>, ChainError> {
        if self.head(At::Final).await?.number < number {
            return Ok(None);
        }
        // The best chain has all final blocks.
        let hash = self
            .methods
            .chain_get_block_hash(Some(number.into()))
            .await
            .map_err(|error| from_rpc("chain_getBlockHash", error))?;
        Ok(hash.map(|hash| hash.0))
    }

    async fn stream_count(&mut self, at: At, institution: &Lei) -> Result<u32, ChainError> {
        stream_count(&self.at(at).await?, institution).await
    }

    async fn anchor(&mut self, hash: &Hash) -> Result<Option<Included>, ChainError> {
        let record = self.integrity().anchor(hash).await?;
        Ok(record.map(|record| Included { number: record.block_number, hash: record.block_hash }))
    }

    async fn anchor_at(
        &mut self,
        stream: &StreamId,
        sequence: u64,
    ) -> Result<Option<Hash>, ChainError> {
        let record = self.integrity().anchor_by_sequence(stream, sequence).await?;
        Ok(record.map(|record| record.anchor.hash()))
    }

    async fn sign(&mut self, call: &Call, signer: &Signer) -> Result<SignedExtrinsic, ChainError> {
        let account = AccountId32(signer.account());
        // The pool's view: what waits there has taken its nonces already.
        let nonce = self
            .methods
            .system_account_next_index(&account)
            .await
            .map_err(|error| from_rpc("system_accountNextIndex", error))?;
        let block = self.at(At::Final).await?;
        let born = block.block_number();
        let params = DefaultExtrinsicParamsBuilder::<Config>::new()
            .mortal_from_unchecked(MORTAL_BLOCKS, born, block.block_hash())
            .nonce(nonce)
            .build();
        let unusable = |error: subxt::error::ExtrinsicError| {
            ChainError::Unsupported(format!("its extrinsics are built otherwise: {error}"))
        };
        let call = payload(&block, call)?;
        let transactions = block.tx();
        let mut signable = transactions.create_signable_offline(&call, params).map_err(unusable)?;
        let signature = signer.sign(&signable.signer_payload().map_err(unusable)?);
        let signed = signable
            .sign_with_account_and_signature(&account, &MultiSignature::Sr25519(signature))
            .map_err(unusable)?;
        Ok(SignedExtrinsic {
            bytes: signed.into_encoded(),
            nonce,
            expires: born.saturating_add(MORTAL_BLOCKS - 1),
        })
    }

    async fn submit(&mut self, extrinsic: &SignedExtrinsic) -> Result<(), ChainError> {
        const METHOD: &str = "author_submitAndWatchExtrinsic";
        self.follow().await?;
        let mut params = RpcParams::new();
        params.push(json!(to_hex(&extrinsic.bytes))).map_err(unintelligible(METHOD))?;
        match self.client.subscribe(METHOD, params, "author_unwatchExtrinsic").await {
            Ok(statuses) => {
                self.watched = Some(Watched { bytes: extrinsic.bytes.clone(), statuses });
                Ok(())
            }
            Err(RpcError::User(error)) => {
                let data = error
                    .data
                    .as_ref()
                    .and_then(|data| serde_json::from_str::<String>(data.get()).ok());
                match Rejection::from_rpc(error.code, &error.message, data.as_deref()) {
                    Some(rejection) => Err(ChainError::Rejected(rejection)),
                    None => Err(from_rpc(METHOD, RpcError::User(error))),
                }
            }
            Err(error) => Err(from_rpc(METHOD, error)),
        }
    }

    async fn next_event(&mut self) -> Result<Event, ChainError> {
        self.follow().await?;
        loop {
            match self.hear().await {
                Heard::Head(Some(head)) => {
                    head.map_err(|error| from_rpc("a new block", error))?;
                    return Ok(Event::Finalised(self.head(At::Final).await?));
                }
                Heard::Head(None) => {
                    return Err(ChainError::Lost("the node closed it".to_owned()));
                }
                Heard::Anchor(Some(Ok(_))) => {
                    return Ok(Event::Finalised(self.head(At::Final).await?));
                }
                Heard::Anchor(_) => self.anchors = None,
                Heard::Status(Some(Ok(status))) => {
                    if let Some(event) = self.understand(status).await? {
                        return Ok(event);
                    }
                }
                Heard::Status(_) => self.watched = None,
            }
        }
    }
}

async fn fetch<T: DecodeAsType>(
    block: &AtBlock,
    pallet: &str,
    entry: &str,
    keys: Vec<Value>,
) -> Result<Option<T>, ChainError> {
    let asked = format!("{pallet}.{entry}");
    let address = storage::dynamic::<Vec<Value>, T>(pallet, entry);
    let value = block.storage().try_fetch(address, keys).await;
    value
        .map_err(unintelligible(&asked))?
        .map(|value| value.decode().map_err(unintelligible(&asked)))
        .transpose()
}

async fn stream(block: &AtBlock, id: &StreamId) -> Result<Option<Stream>, ChainError> {
    let keys = vec![Value::from_bytes(id.institution.as_bytes()), Value::u128(id.number.into())];
    Ok(fetch::<StreamValue>(block, "Anchoring", "Streams", keys).await?.map(Stream::from))
}

async fn stream_count(block: &AtBlock, institution: &Lei) -> Result<u32, ChainError> {
    let keys = vec![Value::from_bytes(institution.as_bytes())];
    Ok(fetch::<u32>(block, "Anchoring", "NextStream", keys).await?.unwrap_or(0))
}

/// Explains the error in an `ExtrinsicFailed` event.
pub(super) fn explain(bytes: &[u8], metadata: ArcMetadata) -> Explanation {
    match DispatchError::decode_from(bytes, metadata) {
        Ok(DispatchError::Module(error)) => match error.details() {
            Ok(details) => {
                let variant = details.variant;
                module_error(details.pallet.name(), &variant.name, &variant.docs)
            }
            Err(_) => dispatch_error("Module"),
        },
        Ok(error) => {
            let name = format!("{error:?}");
            dispatch_error(name.split(['(', ' ']).next().unwrap_or_default())
        }
        Err(_) => dispatch_error("Unknown"),
    }
}
