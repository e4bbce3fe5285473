//! Weights of `pallet_supervision`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-26: 20 steps, 10
//! repetitions, Intel(R) Xeon(R) Processor. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_supervision` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_supervision::WeightInfo for WeightInfo<T> {
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Permissions` (r:5 w:4)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Stops` (r:1 w:1)
    /// Proof: `Supervision::Stops` (`max_values`: None, `max_size`: Some(377), added: 2852, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::StopRecords` (r:1 w:1)
    /// Proof: `Supervision::StopRecords` (`max_values`: None, `max_size`: Some(1413), added: 3888, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::CounterForStops` (r:1 w:1)
    /// Proof: `Supervision::CounterForStops` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::StopLapses` (r:1 w:1)
    /// Proof: `Supervision::StopLapses` (`max_values`: Some(1), `max_size`: Some(1345), added: 1840, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::NextDue` (r:1 w:1)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    fn stop() -> Weight {
        // Proof size measured: `5440`
        // Proof size estimated: `164780`
        // Shortest execution: 139_774 ns.
        Weight::from_parts(170_214_000, 164780)
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    /// Storage: `Supervision::Stops` (r:1 w:1)
    /// Proof: `Supervision::Stops` (`max_values`: None, `max_size`: Some(377), added: 2852, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::StopLapses` (r:1 w:1)
    /// Proof: `Supervision::StopLapses` (`max_values`: Some(1), `max_size`: Some(1345), added: 1840, mode: `MaxEncodedLen`)
    fn confirm_stop() -> Weight {
        // Proof size measured: `2401`
        // Proof size estimated: `3842`
        // Shortest execution: 28_227 ns.
        Weight::from_parts(34_386_000, 3842)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Permissions` (r:5 w:4)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Stops` (r:33 w:1)
    /// Proof: `Supervision::Stops` (`max_values`: None, `max_size`: Some(377), added: 2852, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::StopLapses` (r:1 w:1)
    /// Proof: `Supervision::StopLapses` (`max_values`: Some(1), `max_size`: Some(1345), added: 1840, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::CounterForStops` (r:1 w:1)
    /// Proof: `Supervision::CounterForStops` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::StopRecords` (r:1 w:1)
    /// Proof: `Supervision::StopRecords` (`max_values`: None, `max_size`: Some(1413), added: 3888, mode: `MaxEncodedLen`)
    fn lift_stop() -> Weight {
        // Proof size measured: `7962`
        // Proof size estimated: `164780`
        // Shortest execution: 345_710 ns.
        Weight::from_parts(404_844_000, 164780)
            .saturating_add(T::DbWeight::get().reads(45))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Institutions::Accounts` (r:2 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:5 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Subjects` (r:2 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Permissions` (r:2 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Frozen` (r:1 w:1)
    /// Proof: `Supervision::Frozen` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::CounterForFrozen` (r:1 w:1)
    /// Proof: `Supervision::CounterForFrozen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::CounterForSubjects` (r:1 w:1)
    /// Proof: `Authorisation::CounterForSubjects` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::HolderCounts` (r:5 w:0)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    fn freeze_account() -> Weight {
        // Proof size measured: `2777`
        // Proof size estimated: `66506`
        // Shortest execution: 140_606 ns.
        Weight::from_parts(167_202_000, 66506)
            .saturating_add(T::DbWeight::get().reads(20))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Institutions::Accounts` (r:2 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Subjects` (r:2 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Frozen` (r:1 w:1)
    /// Proof: `Supervision::Frozen` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::CounterForFrozen` (r:1 w:1)
    /// Proof: `Supervision::CounterForFrozen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::CounterForSubjects` (r:1 w:1)
    /// Proof: `Authorisation::CounterForSubjects` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    fn unfreeze_account() -> Weight {
        // Proof size measured: `2555`
        // Proof size estimated: `33748`
        // Shortest execution: 85_852 ns.
        Weight::from_parts(103_825_000, 33748)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Subjects` (r:1 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::ReviewOf` (r:1 w:1)
    /// Proof: `Supervision::ReviewOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::CounterForReviews` (r:1 w:1)
    /// Proof: `Supervision::CounterForReviews` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::NextReview` (r:1 w:1)
    /// Proof: `Supervision::NextReview` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::ReviewsDue` (r:1 w:1)
    /// Proof: `Supervision::ReviewsDue` (`max_values`: Some(1), `max_size`: Some(770), added: 1265, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Roles` (r:10 w:0)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:0)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::NextDue` (r:1 w:1)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Reviews` (r:1 w:1)
    /// Proof: `Supervision::Reviews` (`max_values`: None, `max_size`: Some(376), added: 2851, mode: `MaxEncodedLen`)
    fn break_glass() -> Weight {
        // Proof size measured: `5806`
        // Proof size estimated: `50100`
        // Shortest execution: 221_143 ns.
        Weight::from_parts(269_926_000, 50100)
            .saturating_add(T::DbWeight::get().reads(23))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Subjects` (r:1 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Reviews` (r:1 w:1)
    /// Proof: `Supervision::Reviews` (`max_values`: None, `max_size`: Some(376), added: 2851, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Delegations` (r:1 w:1)
    /// Proof: `Authorisation::Delegations` (`max_values`: None, `max_size`: Some(569), added: 3044, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::ReviewsDue` (r:1 w:1)
    /// Proof: `Supervision::ReviewsDue` (`max_values`: Some(1), `max_size`: Some(770), added: 1265, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::CounterForReviews` (r:1 w:1)
    /// Proof: `Supervision::CounterForReviews` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::ReviewOf` (r:0 w:1)
    /// Proof: `Supervision::ReviewOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    fn review_access() -> Weight {
        // Proof size measured: `4294`
        // Proof size estimated: `33748`
        // Shortest execution: 134_962 ns.
        Weight::from_parts(170_419_000, 33748)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::OpenDemands` (r:1 w:1)
    /// Proof: `Supervision::OpenDemands` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::CounterForDemands` (r:1 w:1)
    /// Proof: `Supervision::CounterForDemands` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::NextDemand` (r:1 w:1)
    /// Proof: `Supervision::NextDemand` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::DemandsDue` (r:1 w:1)
    /// Proof: `Supervision::DemandsDue` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::NextDue` (r:1 w:1)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Demands` (r:1 w:1)
    /// Proof: `Supervision::Demands` (`max_values`: None, `max_size`: Some(436), added: 2911, mode: `MaxEncodedLen`)
    fn demand_explanation() -> Weight {
        // Proof size measured: `9383`
        // Proof size estimated: `33748`
        // Shortest execution: 154_315 ns.
        Weight::from_parts(195_578_000, 33748)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Demands` (r:1 w:1)
    /// Proof: `Supervision::Demands` (`max_values`: None, `max_size`: Some(436), added: 2911, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::DemandsDue` (r:1 w:1)
    /// Proof: `Supervision::DemandsDue` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
    fn answer_demand() -> Weight {
        // Proof size measured: `9561`
        // Proof size estimated: `33748`
        // Shortest execution: 136_700 ns.
        Weight::from_parts(158_676_000, 33748)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `MaxEncodedLen`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Demands` (r:1 w:1)
    /// Proof: `Supervision::Demands` (`max_values`: None, `max_size`: Some(436), added: 2911, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::DemandsDue` (r:1 w:1)
    /// Proof: `Supervision::DemandsDue` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::CounterForDemands` (r:1 w:1)
    /// Proof: `Supervision::CounterForDemands` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::OpenDemands` (r:1 w:1)
    /// Proof: `Supervision::OpenDemands` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
    fn close_demand() -> Weight {
        // Proof size measured: `9599`
        // Proof size estimated: `33748`
        // Shortest execution: 145_242 ns.
        Weight::from_parts(163_402_000, 33748)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Supervision::NextDue` (r:1 w:0)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    fn on_initialize_idle() -> Weight {
        // Proof size measured: `43`
        // Proof size estimated: `1493`
        // Shortest execution: 7_505 ns.
        Weight::from_parts(8_910_000, 1493).saturating_add(T::DbWeight::get().reads(2))
    }
    /// Storage: `Supervision::NextDue` (r:1 w:1)
    /// Proof: `Supervision::NextDue` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::StopLapses` (r:1 w:1)
    /// Proof: `Supervision::StopLapses` (`max_values`: Some(1), `max_size`: Some(1345), added: 1840, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Stops` (r:33 w:8)
    /// Proof: `Supervision::Stops` (`max_values`: None, `max_size`: Some(377), added: 2852, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::CounterForStops` (r:1 w:1)
    /// Proof: `Supervision::CounterForStops` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::StopRecords` (r:1 w:1)
    /// Proof: `Supervision::StopRecords` (`max_values`: None, `max_size`: Some(1413), added: 3888, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::ReviewsDue` (r:1 w:1)
    /// Proof: `Supervision::ReviewsDue` (`max_values`: Some(1), `max_size`: Some(770), added: 1265, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Reviews` (r:8 w:8)
    /// Proof: `Supervision::Reviews` (`max_values`: None, `max_size`: Some(376), added: 2851, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::DemandsDue` (r:1 w:1)
    /// Proof: `Supervision::DemandsDue` (`max_values`: Some(1), `max_size`: Some(6146), added: 6641, mode: `MaxEncodedLen`)
    /// Storage: `Supervision::Demands` (r:8 w:8)
    /// Proof: `Supervision::Demands` (`max_values`: None, `max_size`: Some(436), added: 2911, mode: `MaxEncodedLen`)
    /// The range of component `s` is `[0, 8]`.
    /// The range of component `r` is `[0, 8]`.
    /// The range of component `d` is `[0, 8]`.
    fn on_initialize(s: u32, r: u32, d: u32) -> Weight {
        // Proof size measured: `14222 + d * (751 ±0) + r * (429 ±0)`
        // Proof size estimated: `95106 + d * (2911 ±0) + r * (2851 ±0)`
        // Shortest execution: 295_001 ns.
        Weight::from_parts(111_732_866, 95106)
            // Standard error: 772_551.
            .saturating_add(Weight::from_parts(163_829_933, 0).saturating_mul(s.into()))
            // Standard error: 772_551.
            .saturating_add(Weight::from_parts(18_793_686, 0).saturating_mul(r.into()))
            // Standard error: 772_551.
            .saturating_add(Weight::from_parts(20_852_080, 0).saturating_mul(d.into()))
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(d.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(d.into())))
            .saturating_add(Weight::from_parts(0, 2911).saturating_mul(d.into()))
            .saturating_add(Weight::from_parts(0, 2851).saturating_mul(r.into()))
    }
}
