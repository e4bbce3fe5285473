//! Weights of `pallet_institutions`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-26: 50 steps, 20
//! repetitions, AMD EPYC. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_institutions` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_institutions::WeightInfo for WeightInfo<T> {
    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Institutions::CounterForInstitutions` (r:1 w:1)
    /// Proof: `Institutions::CounterForInstitutions` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    fn admit_institution() -> Weight {
        // Proof size measured: `311`
        // Proof size estimated: `3776`
        // Shortest execution: 22_864 ns.
        Weight::from_parts(24_286_000, 3776)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Institutions::Institutions` (r:100 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Institutions::Seats` (r:101 w:1)
    /// Proof: `Institutions::Seats` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Authorisation::VotingInstitutions` (r:1 w:1)
    /// Proof: `Authorisation::VotingInstitutions` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:0)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Session::NextKeys` (r:100 w:1)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Institutions::CounterForSeats` (r:1 w:1)
    /// Proof: `Institutions::CounterForSeats` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Session::Validators` (r:1 w:0)
    /// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Session::QueuedKeys` (r:1 w:0)
    /// Proof: `Session::QueuedKeys` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Session::ExternallySetKeys` (r:1 w:0)
    /// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `Measured`)
    /// Storage: `Institutions::SeatOf` (r:0 w:1)
    /// Proof: `Institutions::SeatOf` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Session::KeyOwner` (r:0 w:2)
    /// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// The range of component `s` is `[2, 100]`.
    fn set_status(s: u32) -> Weight {
        // Proof size measured: `1798 + s * (278 ±0)`
        // Proof size estimated: `5274 + s * (2753 ±0)`
        // Shortest execution: 139_317 ns.
        Weight::from_parts(113_958_193, 5274)
            // Standard error: 83_006.
            .saturating_add(Weight::from_parts(14_985_844, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes(9))
            .saturating_add(Weight::from_parts(0, 2753).saturating_mul(s.into()))
    }
    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Institutions::Accounts` (r:1 w:1)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::EverEnrolled` (r:1 w:1)
    /// Proof: `Institutions::EverEnrolled` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `Measured`)
    fn enrol_account() -> Weight {
        // Proof size measured: `947`
        // Proof size estimated: `4412`
        // Shortest execution: 42_973 ns.
        Weight::from_parts(46_830_000, 4412)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:1)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::SeatOf` (r:1 w:0)
    /// Proof: `Institutions::SeatOf` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    fn withdraw_account() -> Weight {
        // Proof size measured: `1224`
        // Proof size estimated: `4689`
        // Shortest execution: 40_721 ns.
        Weight::from_parts(43_114_000, 4689)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Seats` (r:1 w:1)
    /// Proof: `Institutions::Seats` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::CounterForSeats` (r:1 w:1)
    /// Proof: `Institutions::CounterForSeats` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Institutions::SeatOf` (r:0 w:1)
    /// Proof: `Institutions::SeatOf` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    fn grant_seat() -> Weight {
        // Proof size measured: `783`
        // Proof size estimated: `4248`
        // Shortest execution: 36_815 ns.
        Weight::from_parts(39_238_000, 4248)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Storage: `Institutions::Seats` (r:101 w:1)
    /// Proof: `Institutions::Seats` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:100 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Session::NextKeys` (r:100 w:1)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Institutions::CounterForSeats` (r:1 w:1)
    /// Proof: `Institutions::CounterForSeats` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Session::Validators` (r:1 w:0)
    /// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Session::QueuedKeys` (r:1 w:0)
    /// Proof: `Session::QueuedKeys` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Session::ExternallySetKeys` (r:1 w:0)
    /// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `Measured`)
    /// Storage: `Institutions::SeatOf` (r:0 w:1)
    /// Proof: `Institutions::SeatOf` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Session::KeyOwner` (r:0 w:2)
    /// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// The range of component `s` is `[2, 100]`.
    fn revoke_seat(s: u32) -> Weight {
        // Proof size measured: `558 + s * (278 ±0)`
        // Proof size estimated: `4029 + s * (2753 ±0)`
        // Shortest execution: 93_999 ns.
        Weight::from_parts(72_708_575, 4029)
            // Standard error: 38_713.
            .saturating_add(Weight::from_parts(14_278_372, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(Weight::from_parts(0, 2753).saturating_mul(s.into()))
    }
    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    fn set_quota() -> Weight {
        // Proof size measured: `429`
        // Proof size estimated: `3894`
        // Shortest execution: 22_233 ns.
        Weight::from_parts(23_675_000, 3894)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    fn set_expiry() -> Weight {
        // Proof size measured: `429`
        // Proof size estimated: `3894`
        // Shortest execution: 29_423 ns.
        Weight::from_parts(31_737_000, 3894)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Institutions::WarnedDay` (r:1 w:0)
    /// Proof: `Institutions::WarnedDay` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// The range of component `i` is `[0, 1024]`.
    fn warn_of_expiry(i: u32) -> Weight {
        // Proof size measured: `406`
        // Proof size estimated: `1889`
        // Shortest execution: 9_484 ns.
        Weight::from_parts(16_516_091, 1889)
            // Standard error: 1_259.
            .saturating_add(Weight::from_parts(62_899, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().reads(1))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Institutions::Usage` (r:1 w:1)
    /// Proof: `Institutions::Usage` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `Measured`)
    fn check_membership() -> Weight {
        // Proof size measured: `2044`
        // Proof size estimated: `5509`
        // Shortest execution: 63_925 ns.
        Weight::from_parts(67_941_000, 5509)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
