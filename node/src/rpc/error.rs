//! Errors of the integrity methods, as clients see them.
//!
//! The number tells the family, `data.code` the case, `data.hint` what to do. All three are
//! listed in `docs/reference/rpc.md`, and none is ever given another meaning.

use super::subscribers::{Full, MAX_SUBSCRIPTIONS, MAX_SUBSCRIPTIONS_PER_CONNECTION};
use crate::archive::QueryError;
use jsonrpsee::types::{ErrorObjectOwned, error::INVALID_PARAMS_CODE};
use serde::Serialize;

/// First of the numbers used here.
const BASE: i32 = -32100;

/// `data` of an error.
#[derive(Serialize)]
struct Data {
    code: &'static str,
    hint: &'static str,
}

pub(super) fn error(
    number: i32,
    code: &'static str,
    message: String,
    hint: &'static str,
) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(number, message, Some(Data { code, hint }))
}

/// An argument that is not what it should be.
pub(super) fn invalid_argument(message: String, hint: &'static str) -> ErrorObjectOwned {
    error(INVALID_PARAMS_CODE, "INVALID_ARGUMENT", message, hint)
}

/// The archive is too far behind to say whether there is such an anchor.
pub(super) fn behind(height: u32, finalised: u32) -> ErrorObjectOwned {
    error(
        BASE - 5,
        "ARCHIVE_BEHIND",
        format!("the archive has {height} of {finalised} finalised blocks"),
        "ask again when the node has caught up, or ask another node",
    )
}

/// There is no room for another subscription.
pub(super) fn too_many_subscriptions(full: Full) -> ErrorObjectOwned {
    let (message, hint) = match full {
        Full::Connection => (
            format!(
                "this connection has {MAX_SUBSCRIPTIONS_PER_CONNECTION} subscriptions to anchors \
                 already, and may have no more"
            ),
            "end one with integrity_unsubscribeAnchors: each gives the anchors of all streams",
        ),
        Full::Node => (
            format!("the node serves {MAX_SUBSCRIPTIONS} subscriptions to anchors already"),
            "ask again later, ask another node, or call integrity_anchorBySequence instead",
        ),
    };
    error(BASE - 6, "TOO_MANY_SUBSCRIPTIONS", message, hint)
}

/// No answer from the archive.
pub(super) fn query(cause: &QueryError) -> ErrorObjectOwned {
    let message = match cause {
        // What failed is for the operator's log: messages may carry paths.
        QueryError::Archive(_) => "the archive of this node failed".into(),
        cause => cause.to_string(),
    };
    let (number, code, hint) = match cause {
        QueryError::UnknownAnchor => {
            (BASE - 1, "NOT_FOUND", "check the hash; an anchor is known here once its block is")
        }
        QueryError::NotProvenYet { .. } => {
            (BASE - 2, "NOT_FINAL", "ask again in a few seconds, or subscribe to final anchors")
        }
        QueryError::NoProofs => (
            BASE - 3,
            "NO_FINALITY_PROOFS",
            "give a checkpointSize, or run the node without --seal",
        ),
        QueryError::InvalidSize { .. } | QueryError::SizesReversed { .. } => (
            BASE - 4,
            "INVALID_SIZE",
            "a size is a number of blocks, from 1 to what integrity_checkpoint says",
        ),
        QueryError::OlderThanAnchor { .. } => (
            BASE - 4,
            "INVALID_SIZE",
            "give the size of a checkpoint taken after the anchor's block",
        ),
        QueryError::Stopped { .. } => (
            BASE - 11,
            "ARCHIVE_STOPPED",
            "ask another node, and tell this node's operator to look at the log",
        ),
        QueryError::Archive(_) => (
            BASE - 10,
            "ARCHIVE_FAILED",
            "ask another node, and tell this node's operator to look at the log",
        ),
    };
    error(number, code, message, hint)
}
