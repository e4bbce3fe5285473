//! What an extrinsic must pass before it is dispatched.

use super::{Nonce, Runtime};
use polkadot_sdk::{frame_metadata_hash_extension, frame_system, sp_runtime::generic::Era};

/// The checks of an extrinsic, in the order in which they run.
///
/// Only the era and the nonce are encoded. `CheckMembership` has no encoding, so that clients that
/// do not know it need no configuration; `CheckMortal` and `OrderedNonce` carry the identifiers and
/// encodings of the checks they replace.
pub type TransactionExtensions = (
    frame_system::AuthorizeCall<Runtime>,
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    pallet_institutions::CheckMortal<Runtime>,
    pallet_institutions::OrderedNonce<Runtime>,
    // After the nonce: it replaces the signature by an origin that has none.
    pallet_institutions::CheckMembership<Runtime>,
    frame_system::CheckWeight<Runtime>,
    frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
    // Last, so that it sees what the others refund.
    frame_system::WeightReclaim<Runtime>,
);

/// The checks for an extrinsic that is valid during `era` and carries `nonce`.
pub fn transaction_extensions(era: Era, nonce: Nonce) -> TransactionExtensions {
    (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        pallet_institutions::CheckMortal::from(era),
        pallet_institutions::OrderedNonce::from(nonce),
        pallet_institutions::CheckMembership::new(),
        frame_system::CheckWeight::new(),
        frame_metadata_hash_extension::CheckMetadataHash::new(false),
        frame_system::WeightReclaim::new(),
    )
}
