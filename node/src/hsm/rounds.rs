//! Where GRANDPA is, as it keeps it in the database.
//!
//! The voter's own state cannot be asked: it is locked while the voter asks for its key.

use codec::Decode;
use critical_chains_hsm::{Rounds, guard::Position};
use critical_chains_runtime::{BlockNumber, Hash};
use polkadot_sdk::{
    sc_client_api::backend::AuxStore,
    sp_consensus_grandpa::{AuthorityId, AuthoritySignature},
};
use std::sync::Arc;

/// Where `sc-consensus-grandpa` keeps the rounds that are complete.
const COMPLETED_ROUNDS: &[u8] = b"grandpa_completed_round";

/// The next round, by what is in the database.
pub(crate) struct StoredRounds<B>(pub(crate) Arc<B>);

impl<B: AuxStore + Send + Sync> Rounds for StoredRounds<B> {
    fn next(&self) -> Option<Position> {
        let stored = self.0.get_aux(COMPLETED_ROUNDS).ok()??;
        next_round(&stored)
    }
}

type BlockId = (Hash, BlockNumber);

/// A round as `sc-consensus-grandpa` stores it.
#[derive(Decode)]
struct CompletedRound {
    number: u64,
    _state: RoundState,
    _base: BlockId,
    _votes: Vec<SignedVote>,
}

#[derive(Decode)]
struct RoundState {
    _prevote_ghost: Option<BlockId>,
    _finalised: Option<BlockId>,
    _estimate: Option<BlockId>,
    _is_completable: bool,
}

#[derive(Decode)]
struct SignedVote {
    _kind: u8,
    _target: BlockId,
    _signature: AuthoritySignature,
    _voter: AuthorityId,
}

/// Reads the round after the newest complete one.
fn next_round(stored: &[u8]) -> Option<Position> {
    // Whether the voter is live or paused, the rounds come first.
    let (_state, rounds, set) = <(u8, Vec<CompletedRound>, u64)>::decode(&mut &*stored).ok()?;
    let newest = rounds.iter().map(|round| round.number).max()?;
    Some(Position::Round { set, round: newest.checked_add(1)? })
}
