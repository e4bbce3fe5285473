//! The errors, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// Why calls are refused.
#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The 20 characters are no LEI: the check digits do not fit. Check for a typing mistake.
        InvalidLei,
        /// The name is empty, not UTF-8, or holds control characters. Give a printable one.
        InvalidName,
        /// The quota is less than one small extrinsic takes. Give at least `Quota::SMALLEST`, or
        /// suspend the institution instead.
        InvalidQuota,
        /// There is no such institution, enrolled account or seat. Look it up first.
        NotFound,
        /// The institution, the account's enrolment or the seat exists already. Nothing to do, or
        /// withdraw or revoke the present one first.
        AlreadyExists,
        /// The account is not enrolled for this institution. Enrol it first.
        NotEnrolled,
        /// The institution is not active. Set its status to active first.
        NotActive,
        /// The institution has resigned, which is final.
        Resigned,
        /// The account holds the institution's validator seat: revoke the seat first. Or it still
        /// validates for the institution that it left: wait for the end of its last session.
        InUse,
        /// No other active institution holds a validator seat with registered session keys. Grant
        /// one to another first, and wait for its keys.
        LastSeat,
        /// Fewer validators would be left than bear the failure of one, where there are enough.
        /// Grant a seat to another institution first, and wait for its keys.
        TooFewSeats,
        /// The membership would have ended already. Give a time to come.
        InvalidExpiry,
        /// There are as many institutions as the runtime allows.
        TooManyInstitutions,
        /// The institution has as many accounts as the runtime allows. Withdraw one first.
        TooManyAccounts,
        /// There are as many validator seats as the runtime allows. Revoke one first.
        TooManySeats,
    }
}
