//! What calls and hook weigh. The runtime measures its own; these stand for it in tests.

use polkadot_sdk::frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weights of the calls and of the hook. `bytes` is the length of the encoded call.
pub trait WeightInfo {
    /// Proposing a call.
    fn propose(bytes: u32) -> Weight;
    /// Approving or rejecting where so many institutions have voted.
    fn vote(votes: u32) -> Weight;
    /// Withdrawing a proposal.
    fn withdraw() -> Weight;
    /// Executing a proposal with so many votes, besides its call.
    fn execute(votes: u32) -> Weight;
    /// Looking at the agenda where nothing is due.
    fn look_at_agenda() -> Weight;
    /// Ending a proposal with so many votes that is due and is not executed.
    fn end(votes: u32) -> Weight;
}

fn some(reads: u64, writes: u64) -> Weight {
    let database = ParityDbWeight::get();
    Weight::from_parts(40_000_000, 4_000).saturating_add(database.reads_writes(reads, writes))
}

impl WeightInfo for () {
    fn propose(bytes: u32) -> Weight {
        some(12, 4).saturating_add(Weight::from_parts(3_000, 0).saturating_mul(bytes.into()))
    }

    fn vote(votes: u32) -> Weight {
        some(20, 4).saturating_add(some(1, 0).saturating_mul(votes.into()))
    }

    fn withdraw() -> Weight {
        some(3, 3)
    }

    fn execute(votes: u32) -> Weight {
        some(20, 3).saturating_add(some(1, 0).saturating_mul(votes.into()))
    }

    fn look_at_agenda() -> Weight {
        some(2, 0)
    }

    fn end(votes: u32) -> Weight {
        some(5, 4).saturating_add(some(1, 0).saturating_mul(votes.into()))
    }
}
