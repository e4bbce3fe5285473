//! What the calls and hooks cost. `benchmarking.rs` measures it for a runtime.

use polkadot_sdk::frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weight of each call and hook.
pub trait WeightInfo {
    /// Registering a model.
    fn register_model() -> Weight;
    /// Supplying `b` bytes of parameters.
    fn supply_parameters(b: u32) -> Weight;
    /// Replacing a champion.
    fn set_champion() -> Weight;
    /// Retiring a champion.
    fn retire_model() -> Weight;
    /// Raising one attestation more about a subject with as many as there can be.
    fn raise() -> Weight;
    /// Being the last that can corroborate.
    fn corroborate() -> Weight;
    /// Contesting what all others corroborate.
    fn contest() -> Weight;
    /// Casting the vote that decides what all corroborate, and with it as many attestations of
    /// shadow models as there can be.
    fn decide() -> Weight;
    /// Sharing one indicator more of a value with as many as there can be.
    fn share_indicator() -> Weight;
    /// Revoking an indicator that many have met.
    fn revoke_indicator() -> Weight;
    /// Being the last whose sightings are counted.
    fn report_sighting() -> Weight;
    /// Finding out as a block begins whether anything is due.
    fn on_initialize_idle() -> Weight;
    /// Looking through `m` minutes, in which `a` attestations expire.
    fn work_off(a: u32, m: u32) -> Weight;
    /// The validity of `i` indicators ends.
    fn lapse_indicators(i: u32) -> Weight;
    /// Forgetting `f` attestations that have ended.
    fn forget(f: u32) -> Weight;
}

/// Computing time of any of the calls, without the database: 60 µs.
const CALL_PICOSECONDS: u64 = 60_000_000;
/// Computing time of one thing that ends as a block begins: 60 µs.
const END_PICOSECONDS: u64 = 60_000_000;
/// Computing time for one byte of parameters, which are hashed: 5 ns.
const BYTE_PICOSECONDS: u64 = 5_000;
/// Proof of one entry of a map, with the trie nodes on the way to it.
const ENTRY_PROOF_BYTES: u64 = 5_000;
/// Institutions whose membership is looked up, or whose record changes, at most.
const VOICES: u64 = 16;
/// Attestations of shadow models that end with another.
const SHADOWS: u64 = 8;

fn call(reads: u64, writes: u64) -> Weight {
    Weight::from_parts(CALL_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(reads.max(writes)))
        .saturating_add(ParityDbWeight::get().reads_writes(reads, writes))
}

fn ended(count: u32, reads: u64, writes: u64) -> Weight {
    Weight::from_parts(END_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(reads.max(writes)))
        .saturating_add(ParityDbWeight::get().reads_writes(reads, writes))
        .saturating_mul(count.into())
}

/// Weights for tests: rounded up, with ParityDB.
impl WeightInfo for () {
    fn register_model() -> Weight {
        call(3, 2)
    }
    fn supply_parameters(b: u32) -> Weight {
        call(4, 2).saturating_add(Weight::from_parts(BYTE_PICOSECONDS, 1).saturating_mul(b.into()))
    }
    fn set_champion() -> Weight {
        call(3, 3)
    }
    fn retire_model() -> Weight {
        call(3, 3)
    }
    fn raise() -> Weight {
        call(13, 9)
    }
    fn corroborate() -> Weight {
        call(VOICES.saturating_add(8), 3)
    }
    fn contest() -> Weight {
        call(4, 1)
    }
    fn decide() -> Weight {
        let voices = VOICES.saturating_mul(2).saturating_add(12);
        let shadows = SHADOWS.saturating_mul(8);
        call(voices.saturating_add(shadows), voices.saturating_add(shadows))
    }
    fn share_indicator() -> Weight {
        call(17, 7)
    }
    fn revoke_indicator() -> Weight {
        call(5, 2)
    }
    fn report_sighting() -> Weight {
        call(4, 1)
    }
    fn on_initialize_idle() -> Weight {
        Weight::from_parts(5_000_000, ENTRY_PROOF_BYTES)
            .saturating_add(ParityDbWeight::get().reads(3))
    }
    fn work_off(a: u32, m: u32) -> Weight {
        let each = VOICES.saturating_add(9);
        call(4, 2).saturating_add(ended(a, each, each)).saturating_add(ended(m, 1, 1))
    }
    fn lapse_indicators(i: u32) -> Weight {
        ended(i, 4, 4)
    }
    fn forget(f: u32) -> Weight {
        ended(f, 5, 5)
    }
}
