//! The errors, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// Why calls are refused.
#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The reason, remark or subject is not UTF-8, has no letter or digit, or has control
        /// characters. Correct it and submit again.
        InvalidReason,
        /// There is no such stop, freeze, review or demand: it may have ended. Read those that
        /// there are.
        NotFound,
        /// Another institution did this: only that one can end it, or answer it. Ask that
        /// institution, or the consortium.
        NotYours,
        /// The target is stopped. Nothing needs to be done.
        AlreadyStopped,
        /// The institution's last stop of this target has ended too recently. Ask another
        /// institution to stop it, or wait: the event of the end, and `StopRecords`, say until
        /// when. The next time, ask the consortium to confirm the stop before it lapses.
        Paused,
        /// As many stops stand as can at a time, or the institution has as many that stand or are
        /// paused. Lift one that is not needed, or wait for the end of a pause.
        TooManyStops,
        /// The consortium confirmed the stop. It needs no other confirmation, and only the
        /// consortium can lift it: ask there.
        Confirmed,
        /// The account is frozen. Nothing needs to be done.
        AlreadyFrozen,
        /// As many accounts are frozen as can be at a time. Unfreeze one, if need be after the
        /// consortium has withdrawn it from its institution.
        TooManyFrozen,
        /// The account's last emergency access is not reviewed. Ask another institution to review
        /// it, or have another account take the role.
        ReviewPending,
        /// As many emergency accesses wait for a review as can. Ask other institutions to review
        /// some.
        TooManyReviews,
        /// The access was taken by an account of the same institution. Ask another institution to
        /// review it.
        OwnReview,
        /// There is no such institution, or it is suspended or has resigned. Check the LEI.
        InstitutionNotFound,
        /// The deadline is not later than now, or is too far ahead: more than `MaxDemandMillis`.
        /// Choose another.
        InvalidDeadline,
        /// The institution has as many open demands as it may have, or all institutions together
        /// have. Close those that are answered.
        TooManyDemands,
        /// The demand is answered, and answers are not replaced. Hand over an addition off chain.
        AlreadyAnswered,
    }
}
