//! Why stamping did not finish.

use crate::{batch::BatchError, chain::ChainError, output::Exit};
use critical_chains_integrity::anchor::StreamId;
use critical_chains_lei::Lei;

/// Why stamping did not finish. Whatever it is, the same call goes on where it stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StampError {
    /// The folder could not be written.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// The chain did not do what was asked.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The account belongs to nobody.
    #[error("the account 0x{} belongs to no institution of this chain", hex::encode(.account))]
    NotAMember {
        /// The account.
        account: [u8; 32],
    },
    /// The institution may not act.
    #[error("the institution {institution} is not active")]
    InstitutionNotActive {
        /// The institution.
        institution: Lei,
    },
    /// There is no such stream.
    #[error("the chain has no stream {0}")]
    StreamNotFound(StreamId),
    /// The stream is closed.
    #[error("the stream {0} is closed and takes no more batches")]
    StreamClosed(StreamId),
    /// The folder is bound to another chain.
    #[error(
        "the batches are bound to the chain 0x{}, the node is of 0x{}",
        hex::encode(.expected),
        hex::encode(.got)
    )]
    OtherChain {
        /// Genesis hash of the chain they are bound to.
        expected: [u8; 32],
        /// Genesis hash of the node's chain.
        got: [u8; 32],
    },
    /// The folder is bound to another institution.
    #[error("the batches are bound to the institution {expected}, the account acts for {got}")]
    OtherInstitution {
        /// The institution they are bound to.
        expected: Lei,
        /// The institution of the account.
        got: Lei,
    },
    /// The folder is bound to another stream.
    #[error("the batches are bound to the stream {bound}, got {asked}")]
    OtherStream {
        /// The stream they are bound to.
        bound: StreamId,
        /// What was asked for.
        asked: u32,
    },
    /// It takes too long.
    #[error("not final after {seconds} s")]
    TooSlow {
        /// How long was waited.
        seconds: u64,
    },
    /// It was signed again and again and never included.
    #[error(
        "the chain did not include the batches although they were signed {attempts} times: {last}"
    )]
    NotIncluded {
        /// How often.
        attempts: u32,
        /// What was last heard.
        last: String,
    },
}

impl StampError {
    /// How the command ends.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::TooSlow { .. } => Exit::Inconclusive,
            _ => Exit::Failed,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Batch(error) => return Some(error.hint()),
            Self::Chain(error) => return error.hint(),
            Self::NotAMember { .. } => {
                "use an enrolled account with --signer or --signer-file, or have this one enrolled"
            }
            Self::InstitutionNotActive { .. } => {
                "ask the consortium why; what was prepared is kept and can be stamped later"
            }
            Self::StreamNotFound(_) => {
                "list the streams with `critical-chains stream list`, or open one with --stream new"
            }
            Self::StreamClosed(_) => {
                "choose an open stream with --stream, or open one with --stream new"
            }
            Self::OtherChain { .. } => {
                "connect to a node of that chain, or choose another folder with --batch-dir"
            }
            Self::OtherInstitution { .. } => {
                "use an account of that institution, or choose another folder with --batch-dir"
            }
            Self::OtherStream { .. } => {
                "give that stream with --stream, or choose another folder with --batch-dir"
            }
            Self::TooSlow { .. } => {
                "run the same command again: it goes on where it stopped; if finality stands \
                 still, more than a third of the validators may be offline"
            }
            Self::NotIncluded { .. } => "look at the node's log, then run the same command again",
        };
        Some(hint.to_owned())
    }
}
