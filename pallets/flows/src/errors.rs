//! The errors, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// Why calls are refused.
#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The epoch is not later than the present one. Take the next number.
        InvalidEpoch,
        /// The pseudonyms were made with the key of another epoch, or no epoch has begun. Make them
        /// with the key of the present one.
        StaleEpoch,
        /// The report has no flows, flows that move nothing, are not in the order of time, lie in
        /// the future or too far back, or name institutions that are not in its list. Correct it.
        InvalidReport,
        /// Another report of the account comes next. Read its number, and report in order.
        WrongNumber,
        /// This block has as many reports as it can have. Report again in the next one.
        TooManyReports,
        /// The message is of another key than the account's. Sign with the key of the account.
        NotYours,
        /// Nodes do not make this call by messages. Sign it as an extrinsic of its own.
        CallNotAllowed,
        /// The message is too old, or was signed for a later block. Sign it anew.
        Expired,
        /// This message was here already. Nothing needs to be done.
        AlreadyExists,
        /// The account has sent as many messages as it can in this time. Send fewer, or later.
        TooManyMessages,
    }
}
