//! The transaction extensions: every signed extrinsic passes them, at the pool and in the block.
//!
//! | Extension | Adds to an extrinsic | Refuses |
//! |---|---|---|
//! | [`CheckMortal`] | what `CheckMortality` adds | immortal extrinsics |
//! | [`CheckMembership`] | nothing | strangers, inactive institutions, calls that are not for accounts, used-up quotas |
//! | [`OrderedNonce`] | what `CheckNonce` adds | wrong nonces |
//!
//! A runtime lists them in this order. Membership comes before the nonce, because a stranger's
//! account has no provider reference and would otherwise be told that it cannot pay.

mod check_membership;
mod check_mortal;
mod ordered_nonce;

pub use check_membership::{Charge, CheckMembership};
pub use check_mortal::CheckMortal;
pub use ordered_nonce::OrderedNonce;

use polkadot_sdk::sp_runtime::transaction_validity::{
    InvalidTransaction, TransactionValidityError,
};

/// Why an extrinsic is refused: the code in `InvalidTransaction::Custom`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum Refusal {
    /// The extrinsic is not signed by an enrolled account. Have the account enrolled.
    NotAMember = 1,
    /// The institution for which the account acts is suspended or has resigned.
    InstitutionNotActive = 2,
    /// The institution used up its quota while the extrinsic waited. Send it in the next window.
    ///
    /// At the pool this is `ExhaustsResources`, by which clients know that trying later helps. In
    /// a block under construction that would mean a full block, and after a few such extrinsics
    /// the author would stop looking at the others.
    QuotaExceeded = 3,
    /// The extrinsic would be valid for ever. Sign it with a mortal era.
    ImmortalNotAllowed = 4,
    /// Accounts may not make this call, or it holds one that they may not make, or it holds too
    /// many or too deeply nested calls. Make the calls that the runtime allows.
    ///
    /// Without this check the call would only fail in the block, where it would be kept for ever.
    CallNotAllowed = 5,
}

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        InvalidTransaction::Custom(refusal as u8).into()
    }
}
