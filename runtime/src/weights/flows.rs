//! Weights of `pallet_flows`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-26: 50 steps, 20
//! repetitions, AMD EPYC. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_flows` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_flows::WeightInfo for WeightInfo<T> {
    /// Storage: `Flows::Reports` (r:0 w:1)
    /// Proof: `Flows::Reports` (`max_values`: None, `max_size`: Some(824653), added: 827128, mode: `Measured`)
    fn begin_block() -> Weight {
        // Proof size measured: `0`
        // Proof size estimated: `0`
        // Shortest execution: 3_345 ns.
        Weight::from_parts(7_582_000, 0).saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Flows::CurrentEpoch` (r:1 w:1)
    /// Proof: `Flows::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(20), added: 515, mode: `Measured`)
    fn begin_epoch() -> Weight {
        // Proof size measured: `49`
        // Proof size estimated: `1534`
        // Shortest execution: 10_786 ns.
        Weight::from_parts(12_008_000, 1534)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Flows::CurrentEpoch` (r:1 w:0)
    /// Proof: `Flows::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(20), added: 515, mode: `Measured`)
    /// Storage: `Flows::NextReports` (r:1 w:1)
    /// Proof: `Flows::NextReports` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `Measured`)
    /// Storage: `Flows::Reports` (r:1 w:1)
    /// Proof: `Flows::Reports` (`max_values`: None, `max_size`: Some(824653), added: 827128, mode: `Measured`)
    /// The range of component `f` is `[1, 512]`.
    fn report(f: u32) -> Weight {
        // Proof size measured: `718323`
        // Proof size estimated: `721788`
        // Shortest execution: 195_681 ns.
        Weight::from_parts(265_891_001, 721788)
            // Standard error: 11_431.
            .saturating_add(Weight::from_parts(280_606, 0).saturating_mul(f.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Flows::Messages` (r:1 w:1)
    /// Proof: `Flows::Messages` (`max_values`: None, `max_size`: Some(5170), added: 7645, mode: `Measured`)
    fn act() -> Weight {
        // Proof size measured: `5184`
        // Proof size estimated: `8649`
        // Shortest execution: 23_014 ns.
        Weight::from_parts(40_330_000, 8649)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Flows::NextReports` (r:1 w:0)
    /// Proof: `Flows::NextReports` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `Measured`)
    /// Storage: `Flows::Messages` (r:1 w:0)
    /// Proof: `Flows::Messages` (`max_values`: None, `max_size`: Some(5170), added: 7645, mode: `Measured`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `Measured`)
    /// The range of component `b` is `[100, 24000]`.
    fn authorise_act(b: u32) -> Weight {
        // Proof size measured: `5238`
        // Proof size estimated: `8703`
        // Shortest execution: 67_721 ns.
        Weight::from_parts(95_878_709, 8703)
            // Standard error: 68.
            .saturating_add(Weight::from_parts(2_263, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(3))
    }
}
