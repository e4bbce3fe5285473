//! The transaction extensions: every signed extrinsic passes them, at the pool and in the block.
//!
//! | Extension | Adds to an extrinsic | Refuses |
//! |---|---|---|
//! | [`CheckMortal`] | what `CheckMortality` adds | immortal extrinsics |
//! | [`OrderedNonce`] | what `CheckNonce` adds | wrong nonces, strangers |
//! | [`CheckMembership`] | nothing | strangers, inactive institutions, calls without permission, used-up quotas |
//!
//! A runtime lists [`OrderedNonce`] before [`CheckMembership`], which replaces the signature by an
//! origin that no check of nonces knows.

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
    /// The account has no permission for the call, or for one that it holds. Have it granted a role
    /// that carries the permission.
    NotPermitted = 6,
    /// A rule forbids the call now, for this account or in this context.
    Forbidden = 7,
    /// No account may do this alone. Propose it, and have it approved.
    ApprovalRequired = 8,
    /// The call was stopped in an emergency. Wait until the stop is lifted or lapses.
    Stopped = 9,
    /// An Authority has frozen the account.
    AccountFrozen = 10,
    /// The membership of the institution has ended. Have it renewed.
    MembershipExpired = 11,
    /// The session keys are not kept as the consortium requires, or nothing is said of where they
    /// live. Register their custody first.
    InsufficientCustody = 12,
}

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        InvalidTransaction::Custom(refusal as u8).into()
    }
}
