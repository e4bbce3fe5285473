//! What the calls and hooks cost. `benchmarking.rs` measures it for a runtime.

use polkadot_sdk::frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weight of each call and hook, without what [`Access`](crate::Access) adds to it.
pub trait WeightInfo {
    /// Stopping a target, when there is room for one stop more.
    fn stop() -> Weight;
    /// Confirming a stop.
    fn confirm_stop() -> Weight;
    /// Lifting a stop that is not confirmed.
    fn lift_stop() -> Weight;
    /// Freezing an account.
    fn freeze_account() -> Weight;
    /// Ending a freeze.
    fn unfreeze_account() -> Weight;
    /// Taking a role in an emergency.
    fn break_glass() -> Weight;
    /// Reviewing an access before it is overdue.
    fn review_access() -> Weight;
    /// Demanding an explanation.
    fn demand_explanation() -> Weight;
    /// Answering a demand in time.
    fn answer_demand() -> Weight;
    /// Closing a demand that is not answered.
    fn close_demand() -> Weight;
    /// Beginning a block before which nothing was due.
    fn on_initialize_idle() -> Weight;
    /// Beginning a block in which `s` stops lapse, and `r` reviews and `d` demands are overdue.
    fn on_initialize(s: u32, r: u32, d: u32) -> Weight;
}

/// Computing time of any of the calls, without the database: 40 µs.
const CALL_PICOSECONDS: u64 = 40_000_000;
/// Computing time of one entry that is settled as a block begins: 15 µs.
const ENTRY_PICOSECONDS: u64 = 15_000_000;
/// Proof of one entry of a map, with the trie nodes on the way to it.
const ENTRY_PROOF_BYTES: u64 = 3_600;
/// Proof of a list of dates, or of the records of an institution: some hundred entries.
const LIST_PROOF_BYTES: u64 = 16_000;

fn call(reads: u64, writes: u64, lists: u64) -> Weight {
    Weight::from_parts(CALL_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(reads.max(writes)))
        .saturating_add(Weight::from_parts(0, LIST_PROOF_BYTES.saturating_mul(lists)))
        .saturating_add(ParityDbWeight::get().reads_writes(reads, writes))
}

fn settled(entries: u32, reads: u64, writes: u64) -> Weight {
    Weight::from_parts(ENTRY_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(reads.max(writes)))
        .saturating_add(ParityDbWeight::get().reads_writes(reads, writes))
        .saturating_mul(entries.into())
}

/// Weights for tests: rounded up, with ParityDB.
impl WeightInfo for () {
    fn stop() -> Weight {
        call(6, 5, 2)
    }
    fn confirm_stop() -> Weight {
        call(2, 2, 1)
    }
    fn lift_stop() -> Weight {
        call(5, 4, 2)
    }
    fn freeze_account() -> Weight {
        call(3, 2, 0)
    }
    fn unfreeze_account() -> Weight {
        call(2, 2, 0)
    }
    fn break_glass() -> Weight {
        call(7, 6, 1)
    }
    fn review_access() -> Weight {
        call(3, 4, 1)
    }
    fn demand_explanation() -> Weight {
        call(8, 6, 1)
    }
    fn answer_demand() -> Weight {
        call(3, 2, 1)
    }
    fn close_demand() -> Weight {
        call(5, 4, 1)
    }
    fn on_initialize_idle() -> Weight {
        Weight::from_parts(5_000_000, ENTRY_PROOF_BYTES)
            .saturating_add(ParityDbWeight::get().reads(2))
    }
    fn on_initialize(s: u32, r: u32, d: u32) -> Weight {
        call(6, 5, 3)
            .saturating_add(settled(s, 2, 2))
            .saturating_add(Weight::from_parts(0, LIST_PROOF_BYTES).saturating_mul(s.into()))
            .saturating_add(settled(r, 1, 1))
            .saturating_add(settled(d, 1, 1))
    }
}
