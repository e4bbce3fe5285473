//! Weights of `pallet_institutions`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-24: 50 steps, 20
//! repetitions, Intel(R) Xeon(R) Processor. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_institutions` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_institutions::WeightInfo for WeightInfo<T> {
    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `MaxEncodedLen`)
    fn set_expiry() -> Weight {
        // Proof size measured: `429`
        // Proof size estimated: `3603`
        // Shortest execution: 29_945 ns.
        Weight::from_parts(34_000_000, 3603)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Institutions::WarnedDay` (r:1 w:0)
    /// Proof: `Institutions::WarnedDay` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// The range of component `i` is `[0, 1024]`.
    fn warn_of_expiry(i: u32) -> Weight {
        // Proof size measured: `406`
        // Proof size estimated: `1493`
        // Shortest execution: 9_544 ns.
        Weight::from_parts(26_439_089, 1493)
            // Standard error: 1_441.
            .saturating_add(Weight::from_parts(50_922, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().reads(1))
    }

    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::CounterForInstitutions` (r:1 w:1)
    /// Proof: `Institutions::CounterForInstitutions` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    fn admit_institution() -> Weight {
        // Proof size measured: `311`
        // Proof size estimated: `3594`
        // Shortest execution: 18_640 ns.
        Weight::from_parts(22_638_000, 3594)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Institutions::Institutions` (r:100 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Seats` (r:101 w:1)
    /// Proof: `Institutions::Seats` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:100 w:1)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Institutions::CounterForSeats` (r:1 w:1)
    /// Proof: `Institutions::CounterForSeats` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Session::Validators` (r:1 w:0)
    /// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Session::QueuedKeys` (r:1 w:0)
    /// Proof: `Session::QueuedKeys` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Session::ExternallySetKeys` (r:1 w:0)
    /// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::SeatOf` (r:0 w:1)
    /// Proof: `Institutions::SeatOf` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Session::KeyOwner` (r:0 w:2)
    /// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// The range of component `s` is `[2, 100]`.
    fn set_status(s: u32) -> Weight {
        // Proof size measured: `552 + s * (278 ±0)`
        // Proof size estimated: `4024 + s * (2753 ±0)`
        // Shortest execution: 86_339 ns.
        Weight::from_parts(76_666_274, 4024)
            // Standard error: 24_288.
            .saturating_add(Weight::from_parts(13_639_345, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes(8))
            .saturating_add(Weight::from_parts(0, 2753).saturating_mul(s.into()))
    }
    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Accounts` (r:1 w:1)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::EverEnrolled` (r:1 w:1)
    /// Proof: `Institutions::EverEnrolled` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    fn enrol_account() -> Weight {
        // Proof size measured: `946`
        // Proof size estimated: `3594`
        // Shortest execution: 37_651 ns.
        Weight::from_parts(44_655_000, 3594)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:1)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::SeatOf` (r:1 w:0)
    /// Proof: `Institutions::SeatOf` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    fn withdraw_account() -> Weight {
        // Proof size measured: `779`
        // Proof size estimated: `3594`
        // Shortest execution: 26_906 ns.
        Weight::from_parts(31_832_000, 3594)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Seats` (r:1 w:1)
    /// Proof: `Institutions::Seats` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::CounterForSeats` (r:1 w:1)
    /// Proof: `Institutions::CounterForSeats` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::SeatOf` (r:0 w:1)
    /// Proof: `Institutions::SeatOf` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    fn grant_seat() -> Weight {
        // Proof size measured: `782`
        // Proof size estimated: `3594`
        // Shortest execution: 32_918 ns.
        Weight::from_parts(38_718_000, 3594)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Storage: `Institutions::Seats` (r:101 w:1)
    /// Proof: `Institutions::Seats` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:99 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:100 w:1)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Institutions::CounterForSeats` (r:1 w:1)
    /// Proof: `Institutions::CounterForSeats` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Session::Validators` (r:1 w:0)
    /// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Session::QueuedKeys` (r:1 w:0)
    /// Proof: `Session::QueuedKeys` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Session::ExternallySetKeys` (r:1 w:0)
    /// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::SeatOf` (r:0 w:1)
    /// Proof: `Institutions::SeatOf` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Session::KeyOwner` (r:0 w:2)
    /// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// The range of component `s` is `[2, 100]`.
    fn revoke_seat(s: u32) -> Weight {
        // Proof size measured: `513 + s * (278 ±0)`
        // Proof size estimated: `3984 + s * (2753 ±4)`
        // Shortest execution: 76_442 ns.
        Weight::from_parts(60_994_813, 3984)
            // Standard error: 31_683.
            .saturating_add(Weight::from_parts(13_076_053, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(Weight::from_parts(0, 2753).saturating_mul(s.into()))
    }
    /// Storage: `Institutions::Institutions` (r:1 w:1)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    fn set_quota() -> Weight {
        // Proof size measured: `428`
        // Proof size estimated: `3594`
        // Shortest execution: 18_858 ns.
        Weight::from_parts(22_530_000, 3594)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
    /// Storage: `Institutions::Usage` (r:1 w:1)
    /// Proof: `Institutions::Usage` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    fn check_membership() -> Weight {
        // Proof size measured: `760`
        // Proof size estimated: `3594`
        // Shortest execution: 27_411 ns.
        Weight::from_parts(32_151_000, 3594)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
