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
        /// There is no such institution, or nothing is said of this key. Look it up first.
        NotFound,
        /// The custody would have ended already. Give a time to come.
        InvalidExpiry,
        /// A certified module takes the hash of its attestation and an end. Give both, or register the
        /// key as one in a token.
        EvidenceMissing,
        /// The consortium requires a better class of custody. Make a new key in a better device, and
        /// register that.
        InsufficientClass,
        /// The seat uses the key for something else. Register it for what it signs.
        WrongPurpose,
        /// The seat of the institution uses the key. Register other session keys first, and wait for
        /// their session.
        InUse,
        /// The institution has as many keys as the runtime allows. Remove those that are no longer in
        /// use.
        TooManyKeys,
    }
}
