//! Offline verification of receipts.
//!
//! [`verify`] follows the record through the trees to what the verifier trusts:
//!
//! ```text
//! record ─digest─► batch tree ─root─► anchor ─► block tree ─root─► calendar leaf ─► calendar
//!                                                                          root │ root
//!                                                     checkpoint given ◄────────┴──► header
//!                                                                                      │ signed by
//!                                                              trust file given ◄── authorities
//! ```
//!
//! The answer is a [`Verdict`]: a result, a stable [`Code`], and which trust anchor decided. It
//! never panics, whatever the input, and needs neither a node nor a network. The steps in their
//! order and the table of codes are in `docs/reference/receipt.md`.

#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod code;
mod failure;
mod steps;
mod verdict;

pub use code::Code;
pub use failure::Failure;
pub use verdict::{Facts, Outcome, TrustAnchor, Verdict};

use crate::{checkpoint::Checkpoint, receipt::Receipt, trust::TrustFile};

/// What the verifier trusts. Whatever is given has to be of the receipt's chain.
#[derive(Clone, Copy, Debug, Default)]
pub struct TrustAnchors<'a> {
    /// Authority sets and checkpoints of the chain.
    pub trust_file: Option<&'a TrustFile>,
    /// A checkpoint, from wherever it was published.
    pub checkpoint: Option<&'a Checkpoint>,
}

/// Verifies a receipt, and that it is for these canonical bytes if a record is given.
///
/// If the receipt carries both signatures and a path to a checkpoint, every one that can be
/// checked is, and one that fails makes the whole receipt fail. Of the checkpoints given, only
/// those count that the receipt has a path to; and a header found final has to agree with those
/// of its own size.
pub fn verify(receipt: &Receipt, trust: TrustAnchors<'_>, record: Option<&[u8]>) -> Verdict {
    let proven = match steps::check_content(receipt, record) {
        Ok(proven) => proven,
        Err(failure) => return failure.into(),
    };
    match steps::check_trust(receipt, &proven, trust) {
        Ok(decision) => {
            let steps::Decision { code, detail, decided_by } = decision;
            let facts = Some(proven.facts);
            Verdict { result: code.outcome(), code, detail, decided_by, facts }
        }
        Err(failure) => failure.into(),
    }
}

/// [`verify`] of a receipt in CBOR; what is wrong with its form becomes the verdict.
pub fn verify_bytes(cbor: &[u8], trust: TrustAnchors<'_>, record: Option<&[u8]>) -> Verdict {
    match Receipt::from_cbor(cbor) {
        Ok(receipt) => verify(&receipt, trust, record),
        Err(error) => Failure::from(error).into(),
    }
}
