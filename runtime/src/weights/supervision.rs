//! Weights of `pallet_supervision`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-26: 50 steps, 20
//! repetitions, AMD EPYC. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_supervision` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_supervision::WeightInfo for WeightInfo<T> {
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:5 w:4)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Supervision::Stops` (r:1 w:1)
    /// Proof: `Supervision::Stops` (`max_values`: None, `max_size`: Some(377), added: 2852, mode: `Measured`)
    /// Storage: `Supervision::StopRecords` (r:1 w:1)
    /// Proof: `Supervision::StopRecords` (`max_values`: None, `max_size`: Some(1413), added: 3888, mode: `Measured`)
    /// Storage: `Supervision::CounterForStops` (r:1 w:1)
    /// Proof: `Supervision::CounterForStops` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Supervision::StopLapses` (r:1 w:1)
    /// Proof: `Supervision::StopLapses` (`max_values`: Some(1), `max_size`: Some(1345), added: 1840, mode: `Measured`)
    /// Storage: `Supervision::NextDue` (r:1 w:1)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    fn stop() -> Weight {
        // Proof size measured: `5523`
        // Proof size estimated: `18888`
        // Shortest execution: 145_787 ns.
        Weight::from_parts(165_436_000, 18888)
            .saturating_add(T::DbWeight::get().reads(13))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    /// Storage: `Supervision::Stops` (r:1 w:1)
    /// Proof: `Supervision::Stops` (`max_values`: None, `max_size`: Some(377), added: 2852, mode: `Measured`)
    /// Storage: `Supervision::StopLapses` (r:1 w:1)
    /// Proof: `Supervision::StopLapses` (`max_values`: Some(1), `max_size`: Some(1345), added: 1840, mode: `Measured`)
    fn confirm_stop() -> Weight {
        // Proof size measured: `2401`
        // Proof size estimated: `5866`
        // Shortest execution: 30_616 ns.
        Weight::from_parts(34_211_000, 5866)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:5 w:4)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Supervision::Stops` (r:33 w:1)
    /// Proof: `Supervision::Stops` (`max_values`: None, `max_size`: Some(377), added: 2852, mode: `Measured`)
    /// Storage: `Supervision::StopLapses` (r:1 w:1)
    /// Proof: `Supervision::StopLapses` (`max_values`: Some(1), `max_size`: Some(1345), added: 1840, mode: `Measured`)
    /// Storage: `Supervision::CounterForStops` (r:1 w:1)
    /// Proof: `Supervision::CounterForStops` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Supervision::StopRecords` (r:1 w:1)
    /// Proof: `Supervision::StopRecords` (`max_values`: None, `max_size`: Some(1413), added: 3888, mode: `Measured`)
    fn lift_stop() -> Weight {
        // Proof size measured: `8045`
        // Proof size estimated: `90710`
        // Shortest execution: 370_801 ns.
        Weight::from_parts(387_256_000, 90710)
            .saturating_add(T::DbWeight::get().reads(44))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Institutions::Accounts` (r:2 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:2 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:2 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Supervision::Frozen` (r:1 w:1)
    /// Proof: `Supervision::Frozen` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `Measured`)
    /// Storage: `Supervision::CounterForFrozen` (r:1 w:1)
    /// Proof: `Supervision::CounterForFrozen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Authorisation::CounterForSubjects` (r:1 w:1)
    /// Proof: `Authorisation::CounterForSubjects` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Authorisation::VotingInstitutions` (r:1 w:0)
    /// Proof: `Authorisation::VotingInstitutions` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `Measured`)
    fn freeze_account() -> Weight {
        // Proof size measured: `2296`
        // Proof size estimated: `8236`
        // Shortest execution: 102_402 ns.
        Weight::from_parts(107_309_000, 8236)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Institutions::Accounts` (r:2 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:2 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Supervision::Frozen` (r:1 w:1)
    /// Proof: `Supervision::Frozen` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `Measured`)
    /// Storage: `Supervision::CounterForFrozen` (r:1 w:1)
    /// Proof: `Supervision::CounterForFrozen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Authorisation::CounterForSubjects` (r:1 w:1)
    /// Proof: `Authorisation::CounterForSubjects` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    fn unfreeze_account() -> Weight {
        // Proof size measured: `2592`
        // Proof size estimated: `8532`
        // Shortest execution: 91_356 ns.
        Weight::from_parts(95_221_000, 8532)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Supervision::ReviewOf` (r:1 w:1)
    /// Proof: `Supervision::ReviewOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `Measured`)
    /// Storage: `Supervision::CounterForReviews` (r:1 w:1)
    /// Proof: `Supervision::CounterForReviews` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Supervision::NextReview` (r:1 w:1)
    /// Proof: `Supervision::NextReview` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Supervision::ReviewsDue` (r:1 w:1)
    /// Proof: `Supervision::ReviewsDue` (`max_values`: Some(1), `max_size`: Some(770), added: 1265, mode: `Measured`)
    /// Storage: `Authorisation::Roles` (r:10 w:0)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:0)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Supervision::NextDue` (r:1 w:1)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Supervision::Reviews` (r:1 w:1)
    /// Proof: `Supervision::Reviews` (`max_values`: None, `max_size`: Some(376), added: 2851, mode: `Measured`)
    fn break_glass() -> Weight {
        // Proof size measured: `5843`
        // Proof size estimated: `31583`
        // Shortest execution: 224_614 ns.
        Weight::from_parts(284_833_000, 31583)
            .saturating_add(T::DbWeight::get().reads(22))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Supervision::Reviews` (r:1 w:1)
    /// Proof: `Supervision::Reviews` (`max_values`: None, `max_size`: Some(376), added: 2851, mode: `Measured`)
    /// Storage: `Authorisation::Delegations` (r:1 w:1)
    /// Proof: `Authorisation::Delegations` (`max_values`: None, `max_size`: Some(569), added: 3044, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Supervision::ReviewsDue` (r:1 w:1)
    /// Proof: `Supervision::ReviewsDue` (`max_values`: Some(1), `max_size`: Some(770), added: 1265, mode: `Measured`)
    /// Storage: `Supervision::CounterForReviews` (r:1 w:1)
    /// Proof: `Supervision::CounterForReviews` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Supervision::ReviewOf` (r:0 w:1)
    /// Proof: `Supervision::ReviewOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `Measured`)
    fn review_access() -> Weight {
        // Proof size measured: `4350`
        // Proof size estimated: `7815`
        // Shortest execution: 134_840 ns.
        Weight::from_parts(150_323_000, 7815)
            .saturating_add(T::DbWeight::get().reads(9))
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
    /// Storage: `Supervision::OpenDemands` (r:1 w:1)
    /// Proof: `Supervision::OpenDemands` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `Measured`)
    /// Storage: `Supervision::CounterForDemands` (r:1 w:1)
    /// Proof: `Supervision::CounterForDemands` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Supervision::NextDemand` (r:1 w:1)
    /// Proof: `Supervision::NextDemand` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Supervision::DemandsDue` (r:1 w:1)
    /// Proof: `Supervision::DemandsDue` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `Measured`)
    /// Storage: `Supervision::NextDue` (r:1 w:1)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Supervision::Demands` (r:1 w:1)
    /// Proof: `Supervision::Demands` (`max_values`: None, `max_size`: Some(436), added: 2911, mode: `Measured`)
    fn demand_explanation() -> Weight {
        // Proof size measured: `9420`
        // Proof size estimated: `12885`
        // Shortest execution: 135_562 ns.
        Weight::from_parts(227_478_000, 12885)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Supervision::Demands` (r:1 w:1)
    /// Proof: `Supervision::Demands` (`max_values`: None, `max_size`: Some(436), added: 2911, mode: `Measured`)
    /// Storage: `Supervision::DemandsDue` (r:1 w:1)
    /// Proof: `Supervision::DemandsDue` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `Measured`)
    fn answer_demand() -> Weight {
        // Proof size measured: `9598`
        // Proof size estimated: `13063`
        // Shortest execution: 122_522 ns.
        Weight::from_parts(223_823_000, 13063)
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
    /// Storage: `Supervision::Demands` (r:1 w:1)
    /// Proof: `Supervision::Demands` (`max_values`: None, `max_size`: Some(436), added: 2911, mode: `Measured`)
    /// Storage: `Supervision::DemandsDue` (r:1 w:1)
    /// Proof: `Supervision::DemandsDue` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `Measured`)
    /// Storage: `Supervision::CounterForDemands` (r:1 w:1)
    /// Proof: `Supervision::CounterForDemands` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Supervision::OpenDemands` (r:1 w:1)
    /// Proof: `Supervision::OpenDemands` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `Measured`)
    fn close_demand() -> Weight {
        // Proof size measured: `9636`
        // Proof size estimated: `13101`
        // Shortest execution: 142_131 ns.
        Weight::from_parts(226_097_000, 13101)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Supervision::NextDue` (r:1 w:0)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    fn on_initialize_idle() -> Weight {
        // Proof size measured: `37`
        // Proof size estimated: `1522`
        // Shortest execution: 8_122 ns.
        Weight::from_parts(8_853_000, 1522).saturating_add(T::DbWeight::get().reads(1))
    }
    /// Storage: `Supervision::NextDue` (r:1 w:1)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Supervision::StopLapses` (r:1 w:1)
    /// Proof: `Supervision::StopLapses` (`max_values`: Some(1), `max_size`: Some(1345), added: 1840, mode: `Measured`)
    /// Storage: `Supervision::Stops` (r:33 w:8)
    /// Proof: `Supervision::Stops` (`max_values`: None, `max_size`: Some(377), added: 2852, mode: `Measured`)
    /// Storage: `Supervision::CounterForStops` (r:1 w:1)
    /// Proof: `Supervision::CounterForStops` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Supervision::StopRecords` (r:1 w:1)
    /// Proof: `Supervision::StopRecords` (`max_values`: None, `max_size`: Some(1413), added: 3888, mode: `Measured`)
    /// Storage: `Supervision::ReviewsDue` (r:1 w:1)
    /// Proof: `Supervision::ReviewsDue` (`max_values`: Some(1), `max_size`: Some(770), added: 1265, mode: `Measured`)
    /// Storage: `Supervision::Reviews` (r:8 w:8)
    /// Proof: `Supervision::Reviews` (`max_values`: None, `max_size`: Some(376), added: 2851, mode: `Measured`)
    /// Storage: `Supervision::DemandsDue` (r:1 w:1)
    /// Proof: `Supervision::DemandsDue` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `Measured`)
    /// Storage: `Supervision::Demands` (r:8 w:8)
    /// Proof: `Supervision::Demands` (`max_values`: None, `max_size`: Some(436), added: 2911, mode: `Measured`)
    /// The range of component `s` is `[0, 8]`.
    /// The range of component `r` is `[0, 8]`.
    /// The range of component `d` is `[0, 8]`.
    fn on_initialize(s: u32, r: u32, d: u32) -> Weight {
        // Proof size measured: `14087 + d * (768 ±0) + r * (429 ±0)`
        // Proof size estimated: `96421 + d * (3287 ±8) + r * (2980 ±8) + s * (286 ±10)`
        // Shortest execution: 344_793 ns.
        Weight::from_parts(386_088_065, 96421)
            // Standard error: 2_148_888.
            .saturating_add(Weight::from_parts(143_535_714, 0).saturating_mul(s.into()))
            // Standard error: 2_148_888.
            .saturating_add(Weight::from_parts(20_708_755, 0).saturating_mul(r.into()))
            // Standard error: 2_148_888.
            .saturating_add(Weight::from_parts(30_918_820, 0).saturating_mul(d.into()))
            .saturating_add(T::DbWeight::get().reads(17))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(d.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(d.into())))
            .saturating_add(Weight::from_parts(0, 3287).saturating_mul(d.into()))
            .saturating_add(Weight::from_parts(0, 2980).saturating_mul(r.into()))
            .saturating_add(Weight::from_parts(0, 286).saturating_mul(s.into()))
    }
}
