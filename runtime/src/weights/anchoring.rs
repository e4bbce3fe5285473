//! Weights of `pallet_anchoring`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-24: 50 steps, 20
//! repetitions, Intel(R) Xeon(R) Processor. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_anchoring` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_anchoring::WeightInfo for WeightInfo<T> {
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::NextStream` (r:1 w:1)
    /// Proof: `Anchoring::NextStream` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::Streams` (r:0 w:1)
    /// Proof: `Anchoring::Streams` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
    fn open_stream() -> Weight {
        // Proof size measured: `802`
        // Proof size estimated: `3594`
        // Shortest execution: 29_670 ns.
        Weight::from_parts(35_354_000, 3594)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::Streams` (r:1 w:1)
    /// Proof: `Anchoring::Streams` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::BlockAnchorCount` (r:1 w:1)
    /// Proof: `Anchoring::BlockAnchorCount` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::BlockAnchors` (r:1 w:1)
    /// Proof: `Anchoring::BlockAnchors` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// The range of component `n` is `[1, 64]`.
    fn anchor_batches(n: u32) -> Weight {
        // Proof size measured: `977`
        // Proof size estimated: `3594`
        // Shortest execution: 44_226 ns.
        Weight::from_parts(48_062_919, 3594)
            // Standard error: 2_813.
            .saturating_add(Weight::from_parts(5_385_028, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::Streams` (r:1 w:1)
    /// Proof: `Anchoring::Streams` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
    fn close_stream() -> Weight {
        // Proof size measured: `972`
        // Proof size estimated: `3594`
        // Shortest execution: 31_048 ns.
        Weight::from_parts(36_812_000, 3594)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Anchoring::BlockAnchors` (r:0 w:1)
    /// Proof: `Anchoring::BlockAnchors` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Anchoring::BlockAnchorCount` (r:0 w:1)
    /// Proof: `Anchoring::BlockAnchorCount` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    fn on_initialize() -> Weight {
        // Proof size measured: `0`
        // Proof size estimated: `0`
        // Shortest execution: 1_370 ns.
        Weight::from_parts(2_645_000, 0).saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Anchoring::BlockAnchors` (r:1 w:0)
    /// Proof: `Anchoring::BlockAnchors` (`max_values`: Some(1), `max_size`: None, mode: `Ignored`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `System::ParentHash` (r:1 w:0)
    /// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::Calendar` (r:1 w:1)
    /// Proof: `Anchoring::Calendar` (`max_values`: Some(1), `max_size`: Some(2058), added: 2553, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::LatestLeaf` (r:0 w:1)
    /// Proof: `Anchoring::LatestLeaf` (`max_values`: Some(1), `max_size`: Some(148), added: 643, mode: `MaxEncodedLen`)
    /// The range of component `n` is `[0, 4096]`.
    fn on_finalize(n: u32) -> Weight {
        // Proof size measured: `1212 + n * (186 ±0)`
        // Proof size estimated: `3543 + n * (186 ±0)`
        // Shortest execution: 59_132 ns.
        Weight::from_parts(104_830_038, 3543)
            // Standard error: 3_592.
            .saturating_add(Weight::from_parts(3_590_463, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(Weight::from_parts(0, 186).saturating_mul(n.into()))
    }
}
