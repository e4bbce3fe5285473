//! What the pallet asks of others.

use crate::{Key, KeyPurpose, Lei};
use alloc::vec::Vec;

/// The validator seats, and the keys with which their validators sign.
pub trait Seats {
    /// Whether there is such an institution.
    fn is_institution(lei: &Lei) -> bool;

    /// The institutions that hold a seat, in the order of their LEI.
    fn seated() -> Vec<Lei>;

    /// The session keys that are registered for the seat of an institution. None if it has no seat.
    fn keys_of(lei: &Lei) -> Vec<(KeyPurpose, Key)>;

    /// An institution, made up on the spot, with a seat that has session keys.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_seat(lei: &Lei, keys: &[(KeyPurpose, Key)]);
}
