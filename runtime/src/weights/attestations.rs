//! Weights of `pallet_attestations`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-27: 50 steps, 20
//! repetitions, AMD EPYC. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_attestations` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_attestations::WeightInfo for WeightInfo<T> {
    /// Storage: `Attestations::Models` (r:1 w:1)
    /// Proof: `Attestations::Models` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `Measured`)
    /// Storage: `Attestations::CounterForModels` (r:1 w:1)
    /// Proof: `Attestations::CounterForModels` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    fn register_model() -> Weight {
        // Proof size measured: `6`
        // Proof size estimated: `3471`
        // Shortest execution: 25_328 ns.
        Weight::from_parts(27_991_000, 3471)
            .saturating_add(T::DbWeight::get().reads(2))
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
    /// Storage: `Attestations::Models` (r:1 w:1)
    /// Proof: `Attestations::Models` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `Measured`)
    /// Storage: `Attestations::ModelParameters` (r:0 w:1)
    /// Proof: `Attestations::ModelParameters` (`max_values`: None, `max_size`: Some(524345), added: 526820, mode: `Measured`)
    /// The range of component `b` is `[1, 524288]`.
    fn supply_parameters(b: u32) -> Weight {
        // Proof size measured: `2324`
        // Proof size estimated: `5789`
        // Shortest execution: 77_685 ns.
        Weight::from_parts(94_559_177, 5789)
            // Standard error: 5.
            .saturating_add(Weight::from_parts(2_427, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Attestations::Models` (r:2 w:2)
    /// Proof: `Attestations::Models` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `Measured`)
    /// Storage: `Attestations::Champions` (r:1 w:1)
    /// Proof: `Attestations::Champions` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `Measured`)
    fn set_champion() -> Weight {
        // Proof size measured: `619`
        // Proof size estimated: `6559`
        // Shortest execution: 33_179 ns.
        Weight::from_parts(35_202_000, 6559)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Storage: `Attestations::Models` (r:1 w:1)
    /// Proof: `Attestations::Models` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `Measured`)
    /// Storage: `Attestations::Champions` (r:0 w:1)
    /// Proof: `Attestations::Champions` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `Measured`)
    /// Storage: `Attestations::ModelParameters` (r:0 w:1)
    /// Proof: `Attestations::ModelParameters` (`max_values`: None, `max_size`: Some(524345), added: 526820, mode: `Measured`)
    fn retire_model() -> Weight {
        // Proof size measured: `340`
        // Proof size estimated: `3805`
        // Shortest execution: 29_574 ns.
        Weight::from_parts(38_938_000, 3805)
            .saturating_add(T::DbWeight::get().reads(1))
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
    /// Storage: `Attestations::Models` (r:1 w:0)
    /// Proof: `Attestations::Models` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `Measured`)
    /// Storage: `Attestations::Subjects` (r:1 w:1)
    /// Proof: `Attestations::Subjects` (`max_values`: None, `max_size`: Some(2610), added: 5085, mode: `Measured`)
    /// Storage: `Attestations::NextAttestation` (r:1 w:1)
    /// Proof: `Attestations::NextAttestation` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Attestations::Open` (r:1 w:1)
    /// Proof: `Attestations::Open` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Attestations::OpenOf` (r:1 w:1)
    /// Proof: `Attestations::OpenOf` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `Measured`)
    /// Storage: `Attestations::Agenda` (r:1 w:1)
    /// Proof: `Attestations::Agenda` (`max_values`: None, `max_size`: Some(654), added: 3129, mode: `Measured`)
    /// Storage: `Attestations::NextMinute` (r:1 w:1)
    /// Proof: `Attestations::NextMinute` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Attestations::ModelOutcomes` (r:1 w:1)
    /// Proof: `Attestations::ModelOutcomes` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `Measured`)
    /// Storage: `Attestations::InstitutionOutcomes` (r:1 w:1)
    /// Proof: `Attestations::InstitutionOutcomes` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `Measured`)
    /// Storage: `Attestations::Attestations` (r:0 w:1)
    /// Proof: `Attestations::Attestations` (`max_values`: None, `max_size`: Some(2123), added: 4598, mode: `Measured`)
    fn raise() -> Weight {
        // Proof size measured: `4992`
        // Proof size estimated: `8457`
        // Shortest execution: 138_266 ns.
        Weight::from_parts(165_827_000, 8457)
            .saturating_add(T::DbWeight::get().reads(13))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:16 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Attestations::Attestations` (r:1 w:1)
    /// Proof: `Attestations::Attestations` (`max_values`: None, `max_size`: Some(2123), added: 4598, mode: `Measured`)
    /// Storage: `Attestations::Models` (r:1 w:0)
    /// Proof: `Attestations::Models` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `Measured`)
    /// Storage: `Attestations::InstitutionOutcomes` (r:1 w:1)
    /// Proof: `Attestations::InstitutionOutcomes` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `Measured`)
    /// Storage: `Attestations::Subjects` (r:1 w:1)
    /// Proof: `Attestations::Subjects` (`max_values`: None, `max_size`: Some(2610), added: 5085, mode: `Measured`)
    fn corroborate() -> Weight {
        // Proof size measured: `7403`
        // Proof size estimated: `47993`
        // Shortest execution: 216_673 ns.
        Weight::from_parts(234_870_000, 47993)
            .saturating_add(T::DbWeight::get().reads(23))
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
    /// Storage: `Attestations::Attestations` (r:1 w:1)
    /// Proof: `Attestations::Attestations` (`max_values`: None, `max_size`: Some(2123), added: 4598, mode: `Measured`)
    fn contest() -> Weight {
        // Proof size measured: `3804`
        // Proof size estimated: `7269`
        // Shortest execution: 83_945 ns.
        Weight::from_parts(88_251_000, 7269)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:8 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Attestations::Attestations` (r:9 w:9)
    /// Proof: `Attestations::Attestations` (`max_values`: None, `max_size`: Some(2123), added: 4598, mode: `Measured`)
    /// Storage: `Attestations::Agenda` (r:1 w:1)
    /// Proof: `Attestations::Agenda` (`max_values`: None, `max_size`: Some(654), added: 3129, mode: `Measured`)
    /// Storage: `Attestations::Open` (r:1 w:1)
    /// Proof: `Attestations::Open` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Attestations::OpenOf` (r:1 w:1)
    /// Proof: `Attestations::OpenOf` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `Measured`)
    /// Storage: `Attestations::ModelOutcomes` (r:2 w:2)
    /// Proof: `Attestations::ModelOutcomes` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `Measured`)
    /// Storage: `Attestations::InstitutionOutcomes` (r:16 w:16)
    /// Proof: `Attestations::InstitutionOutcomes` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `Measured`)
    /// Storage: `Attestations::Subjects` (r:1 w:1)
    /// Proof: `Attestations::Subjects` (`max_values`: None, `max_size`: Some(2610), added: 5085, mode: `Measured`)
    /// Storage: `Attestations::EndedRange` (r:1 w:1)
    /// Proof: `Attestations::EndedRange` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `Measured`)
    /// Storage: `Attestations::Ended` (r:0 w:9)
    /// Proof: `Attestations::Ended` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `Measured`)
    /// Storage: `Attestations::NextForgotten` (r:0 w:1)
    /// Proof: `Attestations::NextForgotten` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Attestations::EndedOrder` (r:0 w:9)
    /// Proof: `Attestations::EndedOrder` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `Measured`)
    fn decide() -> Weight {
        // Proof size measured: `9385`
        // Proof size estimated: `49975`
        // Shortest execution: 500_313 ns.
        Weight::from_parts(528_446_000, 49975)
            .saturating_add(T::DbWeight::get().reads(43))
            .saturating_add(T::DbWeight::get().writes(51))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Attestations::IndicatorsOf` (r:1 w:1)
    /// Proof: `Attestations::IndicatorsOf` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `Measured`)
    /// Storage: `Attestations::Indicators` (r:8 w:1)
    /// Proof: `Attestations::Indicators` (`max_values`: None, `max_size`: Some(2712), added: 5187, mode: `Measured`)
    /// Storage: `Attestations::CounterForIndicators` (r:1 w:1)
    /// Proof: `Attestations::CounterForIndicators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Attestations::IndicatorCounts` (r:1 w:1)
    /// Proof: `Attestations::IndicatorCounts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `Measured`)
    /// Storage: `Attestations::NextIndicator` (r:1 w:1)
    /// Proof: `Attestations::NextIndicator` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Attestations::Agenda` (r:1 w:1)
    /// Proof: `Attestations::Agenda` (`max_values`: None, `max_size`: Some(654), added: 3129, mode: `Measured`)
    /// Storage: `Attestations::NextMinute` (r:1 w:1)
    /// Proof: `Attestations::NextMinute` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    fn share_indicator() -> Weight {
        // Proof size measured: `21971`
        // Proof size estimated: `42761`
        // Shortest execution: 191_395 ns.
        Weight::from_parts(203_974_000, 42761)
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Attestations::Indicators` (r:1 w:1)
    /// Proof: `Attestations::Indicators` (`max_values`: None, `max_size`: Some(2712), added: 5187, mode: `Measured`)
    /// Storage: `Attestations::IndicatorsOf` (r:1 w:1)
    /// Proof: `Attestations::IndicatorsOf` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `Measured`)
    fn revoke_indicator() -> Weight {
        // Proof size measured: `5453`
        // Proof size estimated: `8918`
        // Shortest execution: 99_148 ns.
        Weight::from_parts(111_266_000, 8918)
            .saturating_add(T::DbWeight::get().reads(6))
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
    /// Storage: `Attestations::Indicators` (r:1 w:1)
    /// Proof: `Attestations::Indicators` (`max_values`: None, `max_size`: Some(2712), added: 5187, mode: `Measured`)
    fn report_sighting() -> Weight {
        // Proof size measured: `5345`
        // Proof size estimated: `8810`
        // Shortest execution: 92_467 ns.
        Weight::from_parts(107_950_000, 8810)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Attestations::NextMinute` (r:1 w:0)
    /// Proof: `Attestations::NextMinute` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Attestations::NextForgotten` (r:1 w:0)
    /// Proof: `Attestations::NextForgotten` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    fn on_initialize_idle() -> Weight {
        // Proof size measured: `60`
        // Proof size estimated: `1545`
        // Shortest execution: 9_685 ns.
        Weight::from_parts(10_556_000, 1545).saturating_add(T::DbWeight::get().reads(2))
    }
    /// Storage: `Attestations::NextMinute` (r:1 w:1)
    /// Proof: `Attestations::NextMinute` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Attestations::Agenda` (r:32 w:1)
    /// Proof: `Attestations::Agenda` (`max_values`: None, `max_size`: Some(654), added: 3129, mode: `Measured`)
    /// Storage: `Attestations::Attestations` (r:8 w:8)
    /// Proof: `Attestations::Attestations` (`max_values`: None, `max_size`: Some(2123), added: 4598, mode: `Measured`)
    /// Storage: `Attestations::Open` (r:1 w:1)
    /// Proof: `Attestations::Open` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Attestations::OpenOf` (r:1 w:1)
    /// Proof: `Attestations::OpenOf` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `Measured`)
    /// Storage: `Attestations::ModelOutcomes` (r:1 w:1)
    /// Proof: `Attestations::ModelOutcomes` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `Measured`)
    /// Storage: `Attestations::InstitutionOutcomes` (r:16 w:16)
    /// Proof: `Attestations::InstitutionOutcomes` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `Measured`)
    /// Storage: `Attestations::Subjects` (r:8 w:8)
    /// Proof: `Attestations::Subjects` (`max_values`: None, `max_size`: Some(2610), added: 5085, mode: `Measured`)
    /// Storage: `Attestations::EndedRange` (r:1 w:1)
    /// Proof: `Attestations::EndedRange` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `Measured`)
    /// Storage: `Attestations::Ended` (r:0 w:8)
    /// Proof: `Attestations::Ended` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `Measured`)
    /// Storage: `Attestations::NextForgotten` (r:0 w:1)
    /// Proof: `Attestations::NextForgotten` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Attestations::EndedOrder` (r:0 w:8)
    /// Proof: `Attestations::EndedOrder` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `Measured`)
    /// The range of component `a` is `[0, 8]`.
    /// The range of component `m` is `[1, 32]`.
    fn work_off(a: u32, m: u32) -> Weight {
        // Proof size measured: `341 + a * (3345 ±0)`
        // Proof size estimated: `40932 + a * (5819 ±0) + m * (2476 ±0)`
        // Shortest execution: 74_461 ns.
        Weight::from_parts(75_532_000, 40932)
            // Standard error: 272_503.
            .saturating_add(Weight::from_parts(79_099_381, 0).saturating_mul(a.into()))
            // Standard error: 66_842.
            .saturating_add(Weight::from_parts(1_606_557, 0).saturating_mul(m.into()))
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(a.into())))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(m.into())))
            .saturating_add(T::DbWeight::get().writes(10))
            .saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(a.into())))
            .saturating_add(Weight::from_parts(0, 5819).saturating_mul(a.into()))
            .saturating_add(Weight::from_parts(0, 2476).saturating_mul(m.into()))
    }
    /// Storage: `Attestations::Indicators` (r:8 w:8)
    /// Proof: `Attestations::Indicators` (`max_values`: None, `max_size`: Some(2712), added: 5187, mode: `Measured`)
    /// Storage: `Attestations::CounterForIndicators` (r:1 w:1)
    /// Proof: `Attestations::CounterForIndicators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Attestations::IndicatorsOf` (r:8 w:8)
    /// Proof: `Attestations::IndicatorsOf` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `Measured`)
    /// Storage: `Attestations::IndicatorCounts` (r:8 w:8)
    /// Proof: `Attestations::IndicatorCounts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `Measured`)
    /// The range of component `i` is `[0, 8]`.
    fn lapse_indicators(i: u32) -> Weight {
        // Proof size measured: `110 + i * (2802 ±0)`
        // Proof size estimated: `1593 + i * (5277 ±0)`
        // Shortest execution: 200 ns.
        Weight::from_parts(5_161_184, 1593)
            // Standard error: 25_502.
            .saturating_add(Weight::from_parts(28_419_671, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(i.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(i.into())))
            .saturating_add(Weight::from_parts(0, 5277).saturating_mul(i.into()))
    }
    /// Storage: `Attestations::EndedRange` (r:1 w:1)
    /// Proof: `Attestations::EndedRange` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `Measured`)
    /// Storage: `Attestations::EndedOrder` (r:9 w:8)
    /// Proof: `Attestations::EndedOrder` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `Measured`)
    /// Storage: `Attestations::Ended` (r:9 w:8)
    /// Proof: `Attestations::Ended` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `Measured`)
    /// Storage: `Attestations::Subjects` (r:8 w:8)
    /// Proof: `Attestations::Subjects` (`max_values`: None, `max_size`: Some(2610), added: 5085, mode: `Measured`)
    /// Storage: `Attestations::NextForgotten` (r:0 w:1)
    /// Proof: `Attestations::NextForgotten` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// The range of component `f` is `[0, 8]`.
    fn forget(f: u32) -> Weight {
        // Proof size measured: `504 + f * (2231 ±0)`
        // Proof size estimated: `3974 + f * (4705 ±0)`
        // Shortest execution: 250 ns.
        Weight::from_parts(9_735_402, 3974)
            // Standard error: 47_104.
            .saturating_add(Weight::from_parts(29_156_069, 0).saturating_mul(f.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(f.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(f.into())))
            .saturating_add(Weight::from_parts(0, 4705).saturating_mul(f.into()))
    }
}
