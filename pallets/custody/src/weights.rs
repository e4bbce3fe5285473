//! What the calls and the sweep cost. `benchmarking.rs` measures it for a runtime.

use polkadot_sdk::frame_support::weights::{Weight, constants::ParityDbWeight};

/// What the calls and the sweep weigh.
pub trait WeightInfo {
    /// Registers the custody of a key, beside as many others as there can be.
    fn register_custody() -> Weight;
    /// Removes the custody of one of as many keys as there can be.
    fn remove_custody() -> Weight;
    /// Sets what is required of one institution.
    fn set_requirement() -> Weight;
    /// Checks the session keys of one seat, before they are registered.
    fn suffices() -> Weight;
    /// Looks at so many institutions, of which every key is one to warn of.
    fn sweep(institutions: u32) -> Weight;
}

/// Computing time of any of the calls, without the database: 60 µs.
const CALL_PICOSECONDS: u64 = 60_000_000;
/// Computing time of the look at one institution with as many keys as there can be, and of the events
/// about them: 300 µs.
const LOOK_PICOSECONDS: u64 = 300_000_000;
/// Proof of one entry of a map, with the trie nodes on the way to it.
const ENTRY_PROOF_BYTES: u64 = 6_400;

fn call(reads: u64, writes: u64) -> Weight {
    Weight::from_parts(CALL_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(reads.max(writes)))
        .saturating_add(ParityDbWeight::get().reads_writes(reads, writes))
}

/// Weights for tests: rounded up, with ParityDB.
impl WeightInfo for () {
    fn register_custody() -> Weight {
        call(6, 1)
    }
    fn remove_custody() -> Weight {
        call(3, 1)
    }
    fn set_requirement() -> Weight {
        call(1, 1)
    }
    fn suffices() -> Weight {
        call(4, 0)
    }
    fn sweep(institutions: u32) -> Weight {
        let look = Weight::from_parts(LOOK_PICOSECONDS, ENTRY_PROOF_BYTES)
            .saturating_add(ParityDbWeight::get().reads(1));
        call(3, 2).saturating_add(look.saturating_mul(institutions.into()))
    }
}
