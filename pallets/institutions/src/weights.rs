//! Weights of the calls and of the membership check.
//!
//! Estimated by hand: storage operations counted in the code and priced by the runtime's database
//! weights, computing time and proof sizes rounded up. The benchmark script replaces this file by
//! a generated one.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{
        traits::Get,
        weights::{RuntimeDbWeight, Weight, constants::ParityDbWeight},
    },
    frame_system,
};

/// What the calls and the membership check weigh.
pub trait WeightInfo {
    /// Admits one institution.
    fn admit_institution() -> Weight;
    /// Lets an institution resign, when there are `s` seats.
    fn set_status(s: u32) -> Weight;
    /// Enrols an account for the first time.
    fn enrol_account() -> Weight;
    /// Withdraws an account.
    fn withdraw_account() -> Weight;
    /// Grants a seat.
    fn grant_seat() -> Weight;
    /// Revokes a seat, when there are `s` seats.
    fn revoke_seat(s: u32) -> Weight;
    /// Sets a quota.
    fn set_quota() -> Weight;
    /// Checks one extrinsic: `validate`, `prepare` and `post_dispatch` together.
    fn check_membership() -> Weight;
}

/// Computing time of any of the calls, without the database: 25 µs.
const CALL_PICOSECONDS: u64 = 25_000_000;
/// Computing time of the look at one seat and its institution: 4 µs.
const SEAT_PICOSECONDS: u64 = 4_000_000;
/// Proof of one entry of a map, with the trie nodes on the way to it.
const ENTRY_PROOF_BYTES: u64 = 3_600;

fn estimate(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
    Weight::from_parts(CALL_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(reads.max(writes)))
        .saturating_add(db.reads_writes(reads, writes))
}

fn per_seat(db: RuntimeDbWeight, seats: u32) -> Weight {
    Weight::from_parts(SEAT_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(2))
        .saturating_add(db.reads(2))
        .saturating_mul(seats.into())
}

fn admit_institution(db: RuntimeDbWeight) -> Weight {
    // Institutions and their counter, both read and written.
    estimate(db, 2, 2)
}

fn set_status(db: RuntimeDbWeight, seats: u32) -> Weight {
    // Read: institution, seat, counter of seats. Written: these, and the seat's reverse entry.
    estimate(db, 3, 4).saturating_add(per_seat(db, seats))
}

fn enrol_account(db: RuntimeDbWeight) -> Weight {
    // Institution, account, enrolment and the system's account, all read and written.
    estimate(db, 4, 4)
}

fn withdraw_account(db: RuntimeDbWeight) -> Weight {
    // Read: account, reverse entry of the seat, institution. Written: account, institution.
    estimate(db, 3, 2)
}

fn grant_seat(db: RuntimeDbWeight) -> Weight {
    // Read: institution, account, seat, counter of seats. Written: seat, counter, reverse entry.
    estimate(db, 4, 3)
}

fn revoke_seat(db: RuntimeDbWeight, seats: u32) -> Weight {
    // Read: seat or reverse entry, counter. Written: seat, counter, reverse entry.
    estimate(db, 3, 3).saturating_add(per_seat(db, seats))
}

fn set_quota(db: RuntimeDbWeight) -> Weight {
    // The institution, read and written.
    estimate(db, 1, 1)
}

fn check_membership(db: RuntimeDbWeight) -> Weight {
    // Read: account, institution, usage. Written: usage. Later reads of the same are cached.
    estimate(db, 3, 1)
}

/// Weights for a runtime, by its database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    fn admit_institution() -> Weight {
        admit_institution(T::DbWeight::get())
    }
    fn set_status(s: u32) -> Weight {
        set_status(T::DbWeight::get(), s)
    }
    fn enrol_account() -> Weight {
        enrol_account(T::DbWeight::get())
    }
    fn withdraw_account() -> Weight {
        withdraw_account(T::DbWeight::get())
    }
    fn grant_seat() -> Weight {
        grant_seat(T::DbWeight::get())
    }
    fn revoke_seat(s: u32) -> Weight {
        revoke_seat(T::DbWeight::get(), s)
    }
    fn set_quota() -> Weight {
        set_quota(T::DbWeight::get())
    }
    fn check_membership() -> Weight {
        check_membership(T::DbWeight::get())
    }
}

/// Weights for tests, by ParityDB's.
impl WeightInfo for () {
    fn admit_institution() -> Weight {
        admit_institution(ParityDbWeight::get())
    }
    fn set_status(s: u32) -> Weight {
        set_status(ParityDbWeight::get(), s)
    }
    fn enrol_account() -> Weight {
        enrol_account(ParityDbWeight::get())
    }
    fn withdraw_account() -> Weight {
        withdraw_account(ParityDbWeight::get())
    }
    fn grant_seat() -> Weight {
        grant_seat(ParityDbWeight::get())
    }
    fn revoke_seat(s: u32) -> Weight {
        revoke_seat(ParityDbWeight::get(), s)
    }
    fn set_quota() -> Weight {
        set_quota(ParityDbWeight::get())
    }
    fn check_membership() -> Weight {
        check_membership(ParityDbWeight::get())
    }
}
