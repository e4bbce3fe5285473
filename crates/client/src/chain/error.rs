//! Why the chain did not do what was asked.

use super::{Explanation, SignerError, custom_rejection, explain::pool_rejection};

/// What went wrong between this program and the chain.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// No node answers there.
    #[error("no node answers at {url}: {reason}")]
    Unreachable {
        /// Where.
        url: String,
        /// What the system says.
        reason: String,
    },
    /// The connection is gone.
    #[error("the connection to the node was lost: {0}")]
    Lost(String),
    /// The node reports an error.
    #[error("the node answers: {message}")]
    Node {
        /// Its number among errors of JSON-RPC.
        code: i32,
        /// What it says.
        message: String,
        /// What it advises.
        hint: Option<String>,
    },
    /// The node does not know what was asked for.
    #[error("the node does not know what was asked for")]
    Absent,
    /// The node answers something that cannot be understood.
    #[error("the node's answer to {asked} cannot be understood: {reason}")]
    Unintelligible {
        /// What was asked.
        asked: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The chain behind the node is of another kind.
    #[error("this is no Critical Chains node: {0}")]
    Unsupported(String),
    /// The extrinsic was not taken.
    #[error("the node refuses the extrinsic: {}", .0.explain().sentence)]
    Rejected(Rejection),
    /// The extrinsic was taken and failed.
    #[error("{}", .0.sentence)]
    Refused(Explanation),
    /// The key cannot be used.
    #[error(transparent)]
    Signer(#[from] SignerError),
}

impl ChainError {
    /// What the chain calls it, if it was the chain that refused.
    pub fn name(&self) -> Option<String> {
        let name = match self {
            Self::Rejected(rejection) => rejection.explain().name,
            Self::Refused(explanation) => explanation.name.clone(),
            _ => return None,
        };
        (!name.is_empty()).then_some(name)
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreachable { .. } => Some(
                "start the node, or give its address with --node, such as ws://127.0.0.1:9944"
                    .to_owned(),
            ),
            Self::Lost(_) => Some("run the same command again: it goes on where it stopped".into()),
            Self::Node { hint, .. } => hint.clone(),
            Self::Absent => Some("it may not be final yet: try again in about 4 s".to_owned()),
            Self::Unintelligible { .. } => {
                Some("use a client and a node of the same release".to_owned())
            }
            Self::Unsupported(_) => Some("check the address given with --node".to_owned()),
            Self::Rejected(rejection) => Some(rejection.explain().hint),
            Self::Refused(explanation) => Some(explanation.hint.clone()),
            Self::Signer(error) => Some(error.hint().to_owned()),
        }
    }
}

/// Why a node does not take an extrinsic into its pool.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Rejection {
    /// The pool has it already: as good as taken.
    AlreadyImported,
    /// Its nonce is used up: it, or another in its place, is in the chain.
    Stale,
    /// Its nonce is not the account's next one.
    Future,
    /// Its time is over.
    Expired,
    /// Another extrinsic with this nonce waits, and this one does not outrank it.
    Outranked,
    /// The pool has seen it fail and does not look at it again for a while: 60 s on nodes of this
    /// release.
    Banned,
    /// The pool is full.
    PoolFull,
    /// The quota of the institution, or the block, has no room left.
    ExhaustsResources,
    /// Such a call does not come in such an extrinsic.
    NotExpected,
    /// The signature is not that of the account over these bytes.
    BadSignature,
    /// A check of this chain's own failed.
    Custom(u8),
    /// Anything else, in the node's words.
    Other(String),
}

/// Codes of `author_submitExtrinsic`.
mod code {
    pub(super) const INVALID: i32 = 1010;
    pub(super) const BANNED: i32 = 1012;
    pub(super) const ALREADY_IMPORTED: i32 = 1013;
    pub(super) const TOO_LOW_PRIORITY: i32 = 1014;
    pub(super) const IMMEDIATELY_DROPPED: i32 = 1016;
}

impl Rejection {
    /// Understands what a node answers to a submission; nothing if it is no rejection.
    pub fn from_rpc(number: i32, message: &str, data: Option<&str>) -> Option<Self> {
        let said = data.unwrap_or(message);
        let rejection = match number {
            code::ALREADY_IMPORTED => Self::AlreadyImported,
            code::BANNED => Self::Banned,
            code::TOO_LOW_PRIORITY => Self::Outranked,
            code::IMMEDIATELY_DROPPED => Self::PoolFull,
            code::INVALID => Self::from_validity(said),
            1001..=1002 | 1011..=1029 => Self::Other(said.to_owned()),
            _ => return None,
        };
        Some(rejection)
    }

    /// The words are those of `sp_runtime::transaction_validity`.
    fn from_validity(said: &str) -> Self {
        if let Some((_, number)) = said.split_once("Custom error: ")
            && let Ok(number) = number.trim().parse()
        {
            return Self::Custom(number);
        }
        if said.contains("outdated") {
            Self::Stale
        } else if said.contains("valid in the future") {
            Self::Future
        } else if said.contains("ancient birth block") {
            Self::Expired
        } else if said.contains("bad signature") {
            Self::BadSignature
        } else if said.contains("call is not expected") {
            Self::NotExpected
        } else if said.contains("exhaust") {
            Self::ExhaustsResources
        } else {
            Self::Other(said.to_owned())
        }
    }

    /// Whether the next final blocks will show how to go on: the extrinsic is included, or its
    /// nonce or time has passed and it can be signed anew.
    pub const fn calls_for_patience(&self) -> bool {
        matches!(
            self,
            Self::AlreadyImported | Self::Stale | Self::Expired | Self::Outranked | Self::Banned
        )
    }

    /// What it means and what to do.
    pub fn explain(&self) -> Explanation {
        let name = match self {
            Self::Custom(number) => return custom_rejection(*number),
            Self::Other(said) => return Explanation::new(said, "run the same command again later"),
            Self::AlreadyImported => "AlreadyImported",
            Self::Stale => "Stale",
            Self::Future => "Future",
            Self::Expired => "Expired",
            Self::Outranked => "Outranked",
            Self::Banned => "Banned",
            Self::PoolFull => "PoolFull",
            Self::ExhaustsResources => "ExhaustsResources",
            Self::NotExpected => "NotExpected",
            Self::BadSignature => "BadSignature",
        };
        pool_rejection(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejections_are_told_apart_by_what_nodes_say() {
        let cases = [
            (1010, Some("Transaction is outdated"), Rejection::Stale),
            (1010, Some("Transaction call is not expected"), Rejection::NotExpected),
            (1010, Some("Transaction will be valid in the future"), Rejection::Future),
            (1010, Some("Custom error: 1"), Rejection::Custom(1)),
            (1010, Some("Custom error: 5"), Rejection::Custom(5)),
            (1010, Some("Transaction has an ancient birth block"), Rejection::Expired),
            (1010, Some("Transaction has a bad signature"), Rejection::BadSignature),
            (
                1010,
                Some("Transaction would exhaust the block limits"),
                Rejection::ExhaustsResources,
            ),
            (1012, None, Rejection::Banned),
            (1013, None, Rejection::AlreadyImported),
            (1014, None, Rejection::Outranked),
            (1016, None, Rejection::PoolFull),
        ];
        for (number, data, expected) in cases {
            assert_eq!(Rejection::from_rpc(number, "Invalid Transaction", data), Some(expected));
        }
        assert_eq!(Rejection::from_rpc(-32000, "Server error", None), None);
    }

    /// Nodes look at such an extrinsic again after 60 s.
    #[test]
    fn a_ban_is_waited_for_as_long_as_nodes_ban() {
        let hint = Rejection::Banned.explain().hint;

        assert_eq!(hint, "wait a minute, then submit again");
    }
}
