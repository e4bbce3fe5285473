//! What the calls and hooks cost. `benchmarking.rs` measures it for a runtime.

use polkadot_sdk::frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weight of each call and hook.
pub trait WeightInfo {
    /// Dropping the reports of a block, of which there are as many as there can be.
    fn begin_block() -> Weight;
    /// Beginning an epoch.
    fn begin_epoch() -> Weight;
    /// Reporting `f` flows.
    fn report(f: u32) -> Weight;
    /// Noting a message beside as many as there can be, without the call in it.
    fn act() -> Weight;
    /// Checking the signature of a message with a call of `b` bytes.
    fn authorise_act(b: u32) -> Weight;
}

/// Computing time of any of the calls, without the database: 60 µs.
const CALL_PICOSECONDS: u64 = 60_000_000;
/// Computing time for one flow: 50 ns.
const FLOW_PICOSECONDS: u64 = 50_000;
/// Computing time for one byte that is hashed: 5 ns.
const BYTE_PICOSECONDS: u64 = 5_000;
/// Proof of one entry of a map, with the trie nodes on the way to it.
const ENTRY_PROOF_BYTES: u64 = 10_000;

fn call(reads: u64, writes: u64) -> Weight {
    Weight::from_parts(CALL_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(reads.max(writes)))
        .saturating_add(ParityDbWeight::get().reads_writes(reads, writes))
}

/// Weights for tests: rounded up, with ParityDB.
impl WeightInfo for () {
    fn begin_block() -> Weight {
        call(0, 1)
    }
    fn begin_epoch() -> Weight {
        call(1, 1)
    }
    fn report(f: u32) -> Weight {
        call(4, 2).saturating_add(Weight::from_parts(FLOW_PICOSECONDS, 0).saturating_mul(f.into()))
    }
    fn act() -> Weight {
        call(2, 1)
    }
    fn authorise_act(b: u32) -> Weight {
        call(3, 0).saturating_add(Weight::from_parts(BYTE_PICOSECONDS, 0).saturating_mul(b.into()))
    }
}
