//! What the calls and hooks cost. `benchmarking.rs` measures it for a runtime.

use polkadot_sdk::frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weight of each call and hook.
pub trait WeightInfo {
    /// Opening a stream.
    fn open_stream() -> Weight;
    /// Anchoring `n` batches, without what they add to the end of the block.
    fn anchor_batches(n: u32) -> Weight;
    /// Closing a stream.
    fn close_stream() -> Weight;
    /// Beginning a block.
    fn on_initialize() -> Weight;
    /// Ending a block of `n` anchors.
    fn on_finalize(n: u32) -> Weight;
}

/// Weights for tests: rounded up, with ParityDB.
impl WeightInfo for () {
    fn open_stream() -> Weight {
        Weight::from_parts(40_000_000, 11_000)
            .saturating_add(ParityDbWeight::get().reads(3))
            .saturating_add(ParityDbWeight::get().writes(2))
    }
    fn anchor_batches(n: u32) -> Weight {
        Weight::from_parts(60_000_000, 15_000)
            .saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(n.into()))
            .saturating_add(ParityDbWeight::get().reads(6))
            .saturating_add(ParityDbWeight::get().writes(3))
    }
    fn close_stream() -> Weight {
        Weight::from_parts(40_000_000, 11_000)
            .saturating_add(ParityDbWeight::get().reads(3))
            .saturating_add(ParityDbWeight::get().writes(1))
    }
    fn on_initialize() -> Weight {
        Weight::from_parts(10_000_000, 3_000).saturating_add(ParityDbWeight::get().writes(2))
    }
    fn on_finalize(n: u32) -> Weight {
        Weight::from_parts(150_000_000, 12_000)
            .saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(n.into()))
            .saturating_add(ParityDbWeight::get().reads(7))
            .saturating_add(ParityDbWeight::get().writes(3))
    }
}
