//! Notes which slot a header was made for, before it is sealed.

use critical_chains_hsm::{
    Hsm,
    guard::{Proposed, Target},
};
use critical_chains_runtime::{Header, opaque::Block};
use futures::{FutureExt, future::BoxFuture};
use polkadot_sdk::{
    sc_consensus_aura::standalone::find_pre_digest,
    sp_consensus::{Environment, Proposal, ProposeArgs, Proposer},
    sp_consensus_aura::ed25519::AuthoritySignature,
    sp_runtime::traits::{Block as _, Header as _},
};
use std::sync::Arc;

/// Proposers whose headers the signing guard knows, if there is one.
pub(crate) struct NotedProposers<E> {
    inner: E,
    hsm: Option<Arc<Hsm>>,
}

impl<E> NotedProposers<E> {
    pub(crate) fn new(inner: E, hsm: Option<Arc<Hsm>>) -> Self {
        Self { inner, hsm }
    }
}

impl<E: Environment<Block>> Environment<Block> for NotedProposers<E> {
    type Proposer = NotedProposer<E::Proposer>;
    type CreateProposer = BoxFuture<'static, Result<Self::Proposer, E::Error>>;
    type Error = E::Error;

    fn init(&mut self, parent: &Header) -> Self::CreateProposer {
        let hsm = self.hsm.clone();
        let inner = self.inner.init(parent);
        async move { Ok(NotedProposer { inner: inner.await?, hsm }) }.boxed()
    }
}

/// A proposer whose header the signing guard knows.
pub(crate) struct NotedProposer<P> {
    inner: P,
    hsm: Option<Arc<Hsm>>,
}

impl<P: Proposer<Block>> Proposer<Block> for NotedProposer<P> {
    type Error = P::Error;
    type Proposal = BoxFuture<'static, Result<Proposal<Block>, P::Error>>;

    fn propose(self, arguments: ProposeArgs<Block>) -> Self::Proposal {
        let proposal = self.inner.propose(arguments);
        async move {
            let proposal = proposal.await?;
            if let Some(hsm) = &self.hsm
                && let Some(header) = proposed(proposal.block.header())
            {
                hsm.guard().note_header(header);
            }
            Ok(proposal)
        }
        .boxed()
    }
}

/// What a header says of itself before it is sealed; none if it names no slot.
pub(crate) fn proposed(header: &Header) -> Option<Proposed> {
    let slot = find_pre_digest::<Block, AuthoritySignature>(header).ok()?;
    let target = Target { hash: header.hash().into(), number: *header.number() };
    Some(Proposed { target, slot: *slot })
}
