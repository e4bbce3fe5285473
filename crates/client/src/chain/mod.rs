//! What is asked of a chain, and the node that answers.
//!
//! [`Chain`] is the whole of what stamping asks. [`Node`] asks a node; tests ask a chain in memory
//! that forgets, fails and is interrupted at will. What the commands about roles, proposals,
//! institutions, policies and supervision ask besides, only the node answers; they work on what it
//! answered.

pub mod calls;
mod custody;
mod describe;
mod error;
mod explain;
mod node;
mod queries;
mod raw;
mod rpc;
mod session;
mod signer;
mod state;
mod supervision;
#[cfg(test)]
pub(crate) mod testing;
mod values;

pub use calls::NamedCall;
pub use custody::{Custodies, Key, KeyState};
pub use describe::{DescribedCall, account_text};

pub use error::{ChainError, Rejection};
pub use explain::{Explanation, custom_rejection, dispatch_error, explain_text, module_error};
pub use node::Node;
pub use queries::Outcome;
pub use rpc::{AnchorRecord, AuthoritySets, IntegrityRpc, ListedSet, Proof, ProofState};
pub use session::{SESSION_KEYS_BYTES, SESSION_PROOF_BYTES, SessionKeys, Sessions};
pub(crate) use signer::exposed_mode;
pub use signer::{Signer, SignerError};
pub use state::{
    Execution, Expiring, Institution, Obstacle, PermissionEntry, Proposal, ProposalDetails, Quota,
    Requirement, RoleOfAccount, Status, Subject, Verdict,
};
pub use supervision::{
    Answer, Demand, Finding, Freeze, MAX_REASON_BYTES, Review, Stop, StopRecord, StopTarget,
    Supervision,
};

use crate::batch::{Included, SignedExtrinsic};
use critical_chains_integrity::{
    Hash,
    anchor::{Anchor, StreamId},
    stream::StreamHead,
};
use critical_chains_lei::Lei;
use std::future::Future;

/// Blocks an extrinsic is valid for, counted from the final block it is signed at. The chain takes
/// no immortal ones.
pub const MORTAL_BLOCKS: u64 = 64;

/// Public key of an account.
pub type AccountId = [u8; 32];

/// Which of two ends of the chain is meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum At {
    /// The newest block, which may yet be abandoned.
    Best,
    /// The newest block that cannot be.
    Final,
}

/// Whom an account acts for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Member {
    /// Its institution.
    pub institution: Lei,
    /// The institution's name.
    pub name: String,
    /// Whether the institution may act.
    pub active: bool,
}

/// A stream as the chain has it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stream {
    /// Whether it has not ended. A frozen one has not: once thawed, it takes what was signed before.
    pub open: bool,
    /// Whether an Authority has frozen it.
    pub frozen: bool,
    /// Its last anchor.
    pub head: StreamHead,
}

/// What the chain knows at one block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Snapshot {
    /// The block.
    pub block: Included,
    /// How many extrinsics of the account are in the chain.
    pub nonce: u64,
    /// The stream asked about, if there is one.
    pub stream: Option<Stream>,
}

/// What an extrinsic asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Call {
    /// The institution's next stream.
    OpenStream,
    /// Anchors, each following the one before it, all of one stream.
    AnchorBatches(Vec<Anchor>),
    /// The end of a stream.
    CloseStream(u32),
    /// A call of the consortium's pallets.
    Named(NamedCall),
}

/// Something that may change what is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Event {
    /// There is a new final block.
    Finalised(Included),
    /// A block has the extrinsic that was submitted last, and it succeeded there.
    InBlock {
        /// The block.
        block: Included,
        /// Number of the stream, proposal, review, demand or indicator that it opened there, if it
        /// did so.
        opened: Option<u32>,
    },
    /// A block has the extrinsic that was submitted last, and it failed there.
    Refused(Explanation),
    /// The node no longer has the extrinsic that was submitted last.
    Dropped(&'static str),
}

/// A chain that batches are anchored to.
pub trait Chain {
    /// Hash of its first block.
    fn genesis_hash(&self) -> Hash;

    /// Whom an account acts for, if anybody.
    fn member(
        &mut self,
        account: &AccountId,
    ) -> impl Future<Output = Result<Option<Member>, ChainError>>;

    /// What is known at one end of the chain.
    fn snapshot(
        &mut self,
        at: At,
        account: &AccountId,
        stream: &StreamId,
    ) -> impl Future<Output = Result<Snapshot, ChainError>>;

    /// Hash of the block of this number, once it is final.
    fn final_hash(&mut self, number: u64)
    -> impl Future<Output = Result<Option<Hash>, ChainError>>;

    /// Number of streams an institution has; the next one gets this number.
    fn stream_count(
        &mut self,
        at: At,
        institution: &Lei,
    ) -> impl Future<Output = Result<u32, ChainError>>;

    /// Where an anchor is, once it is final and archived.
    fn anchor(&mut self, hash: &Hash)
    -> impl Future<Output = Result<Option<Included>, ChainError>>;

    /// Hash of the archived anchor at a place of a stream.
    fn anchor_at(
        &mut self,
        stream: &StreamId,
        sequence: u64,
    ) -> impl Future<Output = Result<Option<Hash>, ChainError>>;

    /// Signs without submitting.
    fn sign(
        &mut self,
        call: &Call,
        signer: &Signer,
    ) -> impl Future<Output = Result<SignedExtrinsic, ChainError>>;

    /// Hands an extrinsic to the node, whose events then tell of it.
    fn submit(
        &mut self,
        extrinsic: &SignedExtrinsic,
    ) -> impl Future<Output = Result<(), ChainError>>;

    /// Waits until something changes.
    fn next_event(&mut self) -> impl Future<Output = Result<Event, ChainError>>;
}
