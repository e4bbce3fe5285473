//! `attestations_*`: what institutions state about anomalies, for regulators and members.
//!
//! Answers are those of the runtime API in the state of one block, which they name: whoever does not
//! trust the node asks another one, or reads the same storage with a proof.

use super::{
    arguments::{self, Page},
    attestation_changes::{self, Context},
    state::{AtBlock, unknown_block},
    subscribers::Subscribers,
};
use critical_chains_attestation::Subject;
use critical_chains_policy::Risk;
use critical_chains_runtime::{AccountId, Hash, opaque::Block};
use jsonrpsee::{
    RpcModule, SubscriptionCloseResponse,
    core::RegisterMethodError,
    types::{ErrorObjectOwned, Params},
};
use pallet_attestations::{
    AttestationDetails, AttestationPage, AttestationsApi, Filter, IndicatorFilter, IndicatorPage,
    MAX_PAGE, ModelDetails,
};
use polkadot_sdk::{
    sc_client_api::BlockchainEvents, sp_api::ProvideRuntimeApi, sp_blockchain::HeaderBackend,
};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// Entries of a page, unless it is said otherwise.
const DEFAULT_PAGE: u32 = 50;

/// What a method answers, with the block in whose state it is true.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Answer<T> {
    #[serde(flatten)]
    pub(super) answer: T,
    #[serde(flatten)]
    pub(super) block: AtBlock,
}

#[derive(Clone, Debug, Serialize)]
struct Models {
    models: Vec<ModelDetails>,
}

#[derive(Clone, Debug, Serialize)]
struct RiskOf {
    risk: Risk,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct One {
    pub(super) attestation: Option<AttestationDetails<AccountId>>,
}

type Answered<T> = Result<Answer<T>, ErrorObjectOwned>;

/// What the node asks of its client.
pub(super) trait Client:
    ProvideRuntimeApi<Block, Api: AttestationsApi<Block, AccountId>> + HeaderBackend<Block> + 'static
{
}

impl<C> Client for C where
    C: ProvideRuntimeApi<Block, Api: AttestationsApi<Block, AccountId>>
        + HeaderBackend<Block>
        + 'static
{
}

/// The methods.
pub(super) fn module<C: Client>(client: Arc<C>) -> Result<RpcModule<Arc<C>>, RegisterMethodError> {
    let mut module = RpcModule::new(client);
    module.register_blocking_method("attestations_list", |params, client, _| {
        list(&**client, &params)
    })?;
    module.register_blocking_method("attestations_get", |params, client, _| {
        get(&**client, &params)
    })?;
    module.register_blocking_method("attestations_models", |params, client, _| {
        models(&**client, &params)
    })?;
    module.register_blocking_method("attestations_risk", |params, client, _| {
        risk(&**client, &params)
    })?;
    module.register_blocking_method("attestations_indicators", |params, client, _| {
        indicators(&**client, &params)
    })?;
    Ok(module)
}

/// The subscription to attestations as they change.
pub(super) fn subscriptions<C: Client + BlockchainEvents<Block>>(
    client: Arc<C>,
) -> Result<RpcModule<Context<C>>, RegisterMethodError> {
    let mut module = RpcModule::new(Context { client, subscribers: Subscribers::default() });
    module.register_subscription(
        "attestations_subscribe",
        "attestations_changed",
        "attestations_unsubscribe",
        |params, pending, context, _| async move {
            match arguments::parse_optional::<arguments::Filtered<Filter>>(&params) {
                Ok(arguments) => {
                    let filter = arguments.filter.unwrap_or_default();
                    attestation_changes::serve(context, pending, filter).await
                }
                Err(error) => {
                    pending.reject(error).await;
                    SubscriptionCloseResponse::None
                }
            }
        },
    )?;
    Ok(module)
}

/// Asks the runtime in the state of a block.
fn ask<C: Client, T, E>(
    client: &C,
    at: Option<Hash>,
    question: impl FnOnce(Hash) -> Result<T, E>,
) -> Answered<T> {
    let block = AtBlock::find(client, at)?;
    let answer = question(block.hash).map_err(|_| unknown_block())?;
    Ok(Answer { answer, block })
}

/// Filter, cursor and length of a page.
fn page<T: DeserializeOwned + Default>(
    params: &Params<'_>,
) -> Result<(T, Option<u32>, u32, Option<Hash>), ErrorObjectOwned> {
    let Page { filter, cursor, options } = arguments::parse_optional(params)?;
    let options = options.unwrap_or_default();
    let limit = options.limit.unwrap_or(DEFAULT_PAGE).clamp(1, MAX_PAGE);
    Ok((filter.unwrap_or_default(), cursor, limit, options.at))
}

fn list<C: Client>(client: &C, params: &Params<'_>) -> Answered<AttestationPage<AccountId>> {
    let (filter, cursor, limit, at) = page::<Filter>(params)?;
    ask(client, at, |block| client.runtime_api().attestations(block, filter, cursor, limit))
}

fn indicators<C: Client>(client: &C, params: &Params<'_>) -> Answered<IndicatorPage<AccountId>> {
    let (filter, cursor, limit, at) = page::<IndicatorFilter>(params)?;
    ask(client, at, |block| client.runtime_api().indicators(block, filter, cursor, limit))
}

fn get<C: Client>(client: &C, params: &Params<'_>) -> Answered<One> {
    let arguments::AttestationAt { id, at } = arguments::parse(params)?;
    ask(client, at, |block| {
        client.runtime_api().attestation(block, id).map(|attestation| One { attestation })
    })
}

fn models<C: Client>(client: &C, params: &Params<'_>) -> Answered<Models> {
    let arguments::At { at } = arguments::parse_optional(params)?;
    ask(client, at, |block| client.runtime_api().models(block).map(|models| Models { models }))
}

fn risk<C: Client>(client: &C, params: &Params<'_>) -> Answered<RiskOf> {
    let arguments::SubjectAt::<Subject> { subject, at } = arguments::parse(params)?;
    ask(client, at, |block| {
        client.runtime_api().risk_of(block, subject).map(|risk| RiskOf { risk })
    })
}
