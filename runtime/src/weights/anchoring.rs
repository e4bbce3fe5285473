//! Weights of `pallet_anchoring`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-26: 50 steps, 20
//! repetitions, AMD EPYC. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_anchoring` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_anchoring::WeightInfo for WeightInfo<T> {
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Anchoring::NextStream` (r:1 w:1)
    /// Proof: `Anchoring::NextStream` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `Measured`)
    /// Storage: `Anchoring::Streams` (r:0 w:1)
    /// Proof: `Anchoring::Streams` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `Measured`)
    fn open_stream() -> Weight {
        // Proof size measured: `2086`
        // Proof size estimated: `5551`
        // Shortest execution: 69_654 ns.
        Weight::from_parts(78_617_000, 5551)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Anchoring::Streams` (r:1 w:1)
    /// Proof: `Anchoring::Streams` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `Measured`)
    /// Storage: `Anchoring::BlockAnchorCount` (r:1 w:1)
    /// Proof: `Anchoring::BlockAnchorCount` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Anchoring::BlockAnchors` (r:1 w:1)
    /// Proof: `Anchoring::BlockAnchors` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// The range of component `n` is `[1, 64]`.
    fn anchor_batches(n: u32) -> Weight {
        // Proof size measured: `2155`
        // Proof size estimated: `5620`
        // Shortest execution: 83_495 ns.
        Weight::from_parts(104_091_284, 5620)
            // Standard error: 30_449.
            .saturating_add(Weight::from_parts(7_370_164, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Anchoring::Streams` (r:1 w:1)
    /// Proof: `Anchoring::Streams` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `Measured`)
    fn close_stream() -> Weight {
        // Proof size measured: `2262`
        // Proof size estimated: `5727`
        // Shortest execution: 71_236 ns.
        Weight::from_parts(76_454_000, 5727)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Anchoring::BlockAnchors` (r:0 w:1)
    /// Proof: `Anchoring::BlockAnchors` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Anchoring::BlockAnchorCount` (r:0 w:1)
    /// Proof: `Anchoring::BlockAnchorCount` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    fn on_initialize() -> Weight {
        // Proof size measured: `0`
        // Proof size estimated: `0`
        // Shortest execution: 1_602 ns.
        Weight::from_parts(3_015_000, 0).saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Anchoring::BlockAnchors` (r:1 w:0)
    /// Proof: `Anchoring::BlockAnchors` (`max_values`: Some(1), `max_size`: None, mode: `Ignored`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `System::ParentHash` (r:1 w:0)
    /// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::Calendar` (r:1 w:1)
    /// Proof: `Anchoring::Calendar` (`max_values`: Some(1), `max_size`: Some(2058), added: 2553, mode: `MaxEncodedLen`)
    /// Storage: `Anchoring::LatestLeaf` (r:0 w:1)
    /// Proof: `Anchoring::LatestLeaf` (`max_values`: Some(1), `max_size`: Some(148), added: 643, mode: `MaxEncodedLen`)
    /// The range of component `n` is `[0, 4096]`.
    fn on_finalize(n: u32) -> Weight {
        // Proof size measured: `1207 + n * (186 ±0)`
        // Proof size estimated: `3543 + n * (186 ±0)`
        // Shortest execution: 125_136 ns.
        Weight::from_parts(507_659_318, 3543)
            // Standard error: 19_469.
            .saturating_add(Weight::from_parts(5_710_527, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(Weight::from_parts(0, 186).saturating_mul(n.into()))
    }
}
