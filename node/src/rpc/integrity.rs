//! `integrity_*`: checkpoints, anchors, receipts and authority sets from the archive.
//!
//! `docs/reference/rpc.md` describes the methods for clients. They are registered one by one: the
//! macro of jsonrpsee expands to debug assertions, which this workspace leaves out of dependencies.

use super::{
    IntegrityDependencies, arguments, error,
    pending::{self, InBlock},
    subscription,
    types::{
        AnchorState, AnchorView, AuthoritySetsView, CheckpointView, ConsistencyView, ReceiptView,
        hex_bytes,
    },
};
use crate::archive::{
    QueryError,
    chain::Chain,
    error::show,
    queries::{AnchorInBlock, Proven},
};
use critical_chains_integrity::Hash;
use jsonrpsee::{
    RpcModule, SubscriptionCloseResponse,
    core::RegisterMethodError,
    types::{ErrorObjectOwned, Params},
};

/// Most authority sets in one answer, so that it stays below the server's limit of size.
const MAX_SETS: usize = 256;

type Answer<T> = Result<T, ErrorObjectOwned>;

/// All integrity methods.
pub(super) fn module<C: Chain>(
    dependencies: IntegrityDependencies<C>,
) -> Result<RpcModule<IntegrityDependencies<C>>, RegisterMethodError> {
    let mut module = RpcModule::new(dependencies);
    // They read a database and some call the runtime, so none may hold up the server.
    module.register_blocking_method("integrity_checkpoint", |params, context, _| {
        checkpoint(&context, &params)
    })?;
    module.register_blocking_method("integrity_anchor", |params, context, _| {
        anchor(&context, &params)
    })?;
    module.register_blocking_method("integrity_anchorBySequence", |params, context, _| {
        anchor_by_sequence(&context, &params)
    })?;
    module.register_blocking_method("integrity_receipt", |params, context, _| {
        receipt(&context, &params)
    })?;
    module.register_blocking_method("integrity_authoritySets", |params, context, _| {
        authority_sets(&context, &params)
    })?;
    module.register_blocking_method("integrity_consistency", |params, context, _| {
        consistency(&context, &params)
    })?;
    module.register_subscription(
        "integrity_subscribeAnchors",
        "integrity_anchors",
        "integrity_unsubscribeAnchors",
        |params, pending, context, _| async move {
            match arguments::parse_optional::<arguments::StartingAt<u32>>(&params) {
                Ok(arguments) => subscription::serve(context, pending, arguments.from).await,
                Err(error) => {
                    pending.reject(error).await;
                    SubscriptionCloseResponse::None
                }
            }
        },
    )?;
    Ok(module)
}

/// Size and root of the calendar, now or at an earlier size.
fn checkpoint<C: Chain>(
    context: &IntegrityDependencies<C>,
    params: &Params<'_>,
) -> Answer<CheckpointView> {
    let arguments::Checkpoint { size } = arguments::parse_optional(params)?;
    context.archive.checkpoint(size).map(Into::into).map_err(|cause| context.explain(&cause))
}

/// A final anchor by its hash; null while there is none.
fn anchor<C: Chain>(
    context: &IntegrityDependencies<C>,
    params: &Params<'_>,
) -> Answer<Option<AnchorView>> {
    let arguments::Anchor { hash } = arguments::parse(params)?;
    found(context, context.archive.anchor(&arguments::hash(&hash)?))
}

/// A final anchor by its place in a stream; null while there is none.
fn anchor_by_sequence<C: Chain>(
    context: &IntegrityDependencies<C>,
    params: &Params<'_>,
) -> Answer<Option<AnchorView>> {
    let arguments::AnchorBySequence { stream, sequence } = arguments::parse(params)?;
    found(context, context.archive.anchor_by_sequence(&arguments::stream(&stream)?, sequence))
}

/// The chain's part of the receipts for an anchor's batch.
fn receipt<C: Chain>(
    context: &IntegrityDependencies<C>,
    params: &Params<'_>,
) -> Answer<ReceiptView> {
    let arguments::Receipt { hash, options } = arguments::parse(params)?;
    let hash = arguments::hash(&hash)?;
    let arguments::ReceiptOptions { checkpoint_size } = options.unwrap_or_default();
    let archive = &context.archive;
    // Of before: a block that is archived meanwhile counts as a recent one.
    let archived = archive.progress().borrow().height;
    match archive.receipt(&hash, checkpoint_size) {
        Ok(Proven { anchor, block_hash, part, final_by }) => Ok(ReceiptView {
            state: AnchorState::Final,
            chain_part: Some(hex_bytes(&part.to_cbor())),
            block_number: anchor.block,
            block_hash: show(&block_hash),
            finalised_by: final_by,
        }),
        Err(QueryError::NotProvenYet { .. }) => {
            let found = archive.anchor(&hash).map_err(|cause| context.explain(&cause))?;
            Ok(in_block(found.anchor.block, show(&found.block_hash)))
        }
        Err(QueryError::UnknownAnchor) => waiting(context, archived, &hash),
        Err(cause) => Err(context.explain(&cause)),
    }
}

/// An anchor that is not archived yet: found in a recent block, or nowhere.
fn waiting<C: Chain>(
    context: &IntegrityDependencies<C>,
    archived: u32,
    anchor: &Hash,
) -> Answer<ReceiptView> {
    let chain = &*context.chain;
    if pending::is_behind(chain, archived) {
        return Err(error::behind(archived, chain.finalised()));
    }
    let found = context.recent.find(chain, archived, anchor);
    match found.map_err(|cause| context.explain(&cause.into()))? {
        Some(InBlock { number, hash }) => Ok(in_block(number, hash)),
        None => Err(context.explain(&QueryError::UnknownAnchor)),
    }
}

fn in_block(block_number: u32, block_hash: String) -> ReceiptView {
    ReceiptView {
        state: AnchorState::InBlock,
        chain_part: None,
        block_number,
        block_hash,
        finalised_by: None,
    }
}

/// Sets of authorities, each with its hand-off.
fn authority_sets<C: Chain>(
    context: &IntegrityDependencies<C>,
    params: &Params<'_>,
) -> Answer<AuthoritySetsView> {
    let arguments::StartingAt { from } = arguments::parse_optional(params)?;
    let IntegrityDependencies { archive, network, .. } = context;
    // One more than is given, to know whether there are more.
    let mut sets = archive
        .authority_sets(from.unwrap_or_default(), MAX_SETS.saturating_add(1))
        .map_err(|cause| context.explain(&cause))?;
    let next_set = sets.get(MAX_SETS).map(|next| next.entry.set.set_id);
    sets.truncate(MAX_SETS);
    Ok(AuthoritySetsView {
        network: network.clone(),
        genesis_hash: show(archive.genesis()),
        sets: sets.into_iter().map(Into::into).collect(),
        next_set,
    })
}

/// Proof that the calendar of one size begins with that of a smaller one.
fn consistency<C: Chain>(
    context: &IntegrityDependencies<C>,
    params: &Params<'_>,
) -> Answer<ConsistencyView> {
    let arguments::Consistency { old_size, new_size } = arguments::parse(params)?;
    let answer = context.archive.consistency(old_size, new_size);
    let (old_root, new_root, path) = answer.map_err(|cause| context.explain(&cause))?;
    Ok(ConsistencyView {
        old_size,
        new_size,
        old_root: show(&old_root),
        new_root: show(&new_root),
        path: path.iter().map(show).collect(),
    })
}

fn found<C>(
    context: &IntegrityDependencies<C>,
    answer: Result<AnchorInBlock, QueryError>,
) -> Answer<Option<AnchorView>> {
    match answer {
        Ok(anchor) => Ok(Some(anchor.into())),
        Err(QueryError::UnknownAnchor) => Ok(None),
        Err(cause) => Err(context.explain(&cause)),
    }
}
