//! Errors of the flow methods, as clients see them. `docs/reference/rpc.md` lists them.

use crate::{flows::InboxError, rpc::error::error};
use critical_chains_watch::MAX_REQUEST_MILLIS;
use jsonrpsee::types::ErrorObjectOwned;

/// First of the numbers used here.
const BASE: i32 = -32200;

/// Why a request is not answered.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum Refused {
    #[error("the request has expired, or expires more than {} seconds ahead", MAX_REQUEST_MILLIS / 1_000)]
    Expired,
    #[error("the signature is not by this account over this request to this chain")]
    BadSignature,
    #[error("the account may not do this here: {0}")]
    NotPermitted(String),
}

pub(super) fn refused(cause: &Refused) -> ErrorObjectOwned {
    let (number, code, hint) = match cause {
        Refused::Expired => (
            BASE - 1,
            "REQUEST_EXPIRED",
            "sign a request that expires within five minutes, and check the clocks of both sides",
        ),
        Refused::BadSignature => (
            BASE - 2,
            "BAD_SIGNATURE",
            "sign as docs/reference/rpc.md says, with the key of the account",
        ),
        Refused::NotPermitted(_) => (
            BASE - 3,
            "NOT_PERMITTED",
            "have the account enrolled for the institution, with a role that carries the permission",
        ),
    };
    error(number, code, cause.to_string(), hint)
}

/// The node has no attestation key, or one of nobody.
pub(super) fn does_not_report(message: &str) -> ErrorObjectOwned {
    error(
        BASE - 10,
        "NODE_DOES_NOT_REPORT",
        message.into(),
        "insert a key of type atst, and have its account enrolled with the role watcher",
    )
}

/// The pseudonyms are of no use now.
pub(super) fn stale_epoch(found: u32, present: Option<u32>) -> ErrorObjectOwned {
    let present =
        present.map_or_else(|| "none has begun".into(), |number| format!("this is {number}"));
    error(
        BASE - 11,
        "STALE_EPOCH",
        format!("the pseudonyms are of epoch {found}, and {present}"),
        "make them with the key of the present epoch",
    )
}

/// The inbox does not take the flows.
pub(super) fn inbox(cause: InboxError) -> ErrorObjectOwned {
    let (number, code, hint) = match cause {
        InboxError::Count { .. } => {
            (BASE - 12, "WRONG_NUMBER_OF_FLOWS", "divide them into several requests")
        }
        InboxError::Unreportable(_) => (
            BASE - 13,
            "UNREPORTABLE",
            "leave these flows out: who gives reports, and who receives from outside",
        ),
        InboxError::Invalid(_) => (BASE - 14, "INVALID_FLOWS", "correct the flows"),
        InboxError::Full { .. } => {
            (BASE - 15, "INBOX_FULL", "wait until reports were sent; flows_status tells")
        }
        InboxError::NotWritten => (
            BASE - 16,
            "NOT_WRITTEN",
            "submit them again once this node's operator has looked at the log and the disk",
        ),
    };
    error(number, code, cause.to_string(), hint)
}

/// There is no such evidence here.
pub(super) fn unknown_evidence() -> ErrorObjectOwned {
    error(
        BASE - 20,
        "NO_EVIDENCE",
        "this node does not hold evidence with this root".into(),
        "ask a node of an institution that stated it; the oldest of 1,024 pieces goes first",
    )
}

/// The runtime did not answer.
pub(super) fn no_answer() -> ErrorObjectOwned {
    error(
        BASE - 30,
        "NO_ANSWER",
        "the runtime did not answer".into(),
        "tell this node's operator to look at the log",
    )
}
