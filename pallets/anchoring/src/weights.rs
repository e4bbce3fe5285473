//! Weights of the calls and hooks.
//!
//! Estimated by hand on the safe side: the time of the hashing in Wasm several times over, the
//! accesses to the database as they stand in the code. The file that the benchmarks generate
//! replaces this one.

use core::marker::PhantomData;

use polkadot_sdk::{
    frame_support::{
        traits::Get,
        weights::{Weight, constants::ParityDbWeight},
    },
    frame_system,
};

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

/// Weights with the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    /// Reads the account's membership (2) and `NextStream`; writes `Streams` and `NextStream`.
    fn open_stream() -> Weight {
        Weight::from_parts(40_000_000, 11_000)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Reads the account's membership (2), `Streams`, the time, `BlockAnchorCount` and
    /// `BlockAnchors`; writes `Streams`, `BlockAnchorCount` and `BlockAnchors`.
    fn anchor_batches(n: u32) -> Weight {
        Weight::from_parts(60_000_000, 15_000)
            .saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Reads the account's membership (2) and `Streams`; writes `Streams`.
    fn close_stream() -> Weight {
        Weight::from_parts(40_000_000, 11_000)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Writes `BlockAnchors` and `BlockAnchorCount`.
    fn on_initialize() -> Weight {
        Weight::from_parts(10_000_000, 3_000).saturating_add(T::DbWeight::get().writes(2))
    }
    /// Reads `BlockAnchors`, `Calendar`, the time and four values of the system; writes
    /// `Calendar`, `LatestLeaf` and the digest.
    fn on_finalize(n: u32) -> Weight {
        Weight::from_parts(150_000_000, 12_000)
            .saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(3))
    }
}

/// Weights for tests.
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
