//! What the calls and the membership check cost. `benchmarking.rs` measures it for a runtime.

use polkadot_sdk::frame_support::weights::{Weight, constants::ParityDbWeight};

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
    /// Sets the end of a membership.
    fn set_expiry() -> Weight;
    /// Looks at the memberships of so many institutions.
    fn warn_of_expiry(institutions: u32) -> Weight;
    /// Checks one extrinsic: `validate`, `prepare` and `post_dispatch` together.
    fn check_membership() -> Weight;
}

/// Computing time of any of the calls, without the database: 25 µs.
const CALL_PICOSECONDS: u64 = 25_000_000;
/// Computing time of the look at one seat, its institution and its session keys: 6 µs.
const SEAT_PICOSECONDS: u64 = 6_000_000;
/// Entries read when the session keys of a lost seat are forgotten: validators, plan, keys, mark of
/// foreign keys, account.
const FORGET_READS: u64 = 5;
/// Entries written then: keys, owners of two keys, mark of foreign keys, account.
const FORGET_WRITES: u64 = 5;
/// Proof of one entry of a map, with the trie nodes on the way to it.
const ENTRY_PROOF_BYTES: u64 = 3_600;

fn call(reads: u64, writes: u64) -> Weight {
    Weight::from_parts(CALL_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(reads.max(writes)))
        .saturating_add(ParityDbWeight::get().reads_writes(reads, writes))
}

fn looks_at(seats: u32) -> Weight {
    Weight::from_parts(SEAT_PICOSECONDS, ENTRY_PROOF_BYTES.saturating_mul(3))
        .saturating_add(ParityDbWeight::get().reads(3))
        .saturating_mul(seats.into())
}

/// Weights for tests: rounded up, with ParityDB.
impl WeightInfo for () {
    fn admit_institution() -> Weight {
        call(2, 2)
    }
    fn set_status(s: u32) -> Weight {
        call(3 + FORGET_READS, 4 + FORGET_WRITES).saturating_add(looks_at(s))
    }
    fn enrol_account() -> Weight {
        call(4, 4)
    }
    fn withdraw_account() -> Weight {
        call(3, 2)
    }
    fn grant_seat() -> Weight {
        call(4, 3)
    }
    fn revoke_seat(s: u32) -> Weight {
        call(3 + FORGET_READS, 3 + FORGET_WRITES).saturating_add(looks_at(s))
    }
    fn set_quota() -> Weight {
        call(1, 1)
    }
    fn set_expiry() -> Weight {
        call(2, 1)
    }
    fn warn_of_expiry(institutions: u32) -> Weight {
        call(2, 1).saturating_add(looks_at(institutions))
    }
    fn check_membership() -> Weight {
        call(3, 1)
    }
}
