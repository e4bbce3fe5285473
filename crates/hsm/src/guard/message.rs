//! What the bytes mean that a key is asked to sign.

use super::position::{Act, Kind, Position, Refusal, Target};
use codec::{Decode, DecodeAll};
use polkadot_sdk::sp_core::crypto::{KeyTypeId, key_types};

/// What a key is for. Its type in the keystore says so.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Purpose {
    /// Sealing blocks with Aura.
    Seals,
    /// Voting on finality with GRANDPA.
    Votes,
    /// Stating what the node found.
    Statements,
}

/// The type of the keys that sign statements.
const STATEMENTS: KeyTypeId = KeyTypeId(*b"atst");

impl Purpose {
    /// All of them, in the order of the session keys.
    pub const ALL: [Self; 3] = [Self::Seals, Self::Votes, Self::Statements];

    /// The purpose of keys of a type; none if they do not live on the token.
    pub fn of(key_type: KeyTypeId) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key_type() == key_type)
    }

    /// The type of its keys.
    pub fn key_type(self) -> KeyTypeId {
        match self {
            Self::Seals => key_types::AURA,
            Self::Votes => key_types::GRANDPA,
            Self::Statements => STATEMENTS,
        }
    }

    /// The type of its keys, as the four letters that name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seals => "aura",
            Self::Votes => "gran",
            Self::Statements => "atst",
        }
    }

    /// The kinds of signatures of which two different ones must not be made at one position.
    pub fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Seals => &Kind::SEALS,
            Self::Votes => &Kind::VOTES,
            Self::Statements => &[],
        }
    }
}

/// How statements of a node begin, and how long they are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StatementShape {
    /// What separates them from all other messages.
    pub domain: [u8; 32],
    /// Bytes after domain and genesis hash.
    pub rest_bytes: usize,
}

/// What is signed, as far as the guard is concerned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Message {
    /// A vote, which says itself where it belongs.
    Vote(Act),
    /// A seal for the header with this hash.
    Seal([u8; 32]),
    /// That whoever registers a key has it.
    Possession,
    /// What the node found.
    Statement,
}

/// Before the owner's account in a proof of possession (`PROOF_OF_POSSESSION_CONTEXT_TAG` of
/// `sp-core`).
const POSSESSION: &[u8; 4] = b"POP_";

/// Bytes of the account of which possession is proved.
const ACCOUNT_BYTES: usize = 32;

/// A vote as GRANDPA signs it: `(Message, round, set id)` of `finality-grandpa`.
#[derive(Decode)]
enum SignedVote {
    #[codec(index = 0)]
    Prevote(Target, Round),
    #[codec(index = 1)]
    Precommit(Target, Round),
    #[codec(index = 2)]
    PrimaryPropose(Target, Round),
}

#[derive(Decode)]
struct Round {
    round: u64,
    set: u64,
}

impl SignedVote {
    fn act(self) -> Act {
        let (kind, target, Round { round, set }) = match self {
            Self::Prevote(target, round) => (Kind::Prevote, target, round),
            Self::Precommit(target, round) => (Kind::Precommit, target, round),
            Self::PrimaryPropose(target, round) => (Kind::PrimaryPropose, target, round),
        };
        Act { kind, at: Position::Round { set, round }, target }
    }
}

/// Reads what a key is asked to sign.
///
/// # Errors
/// [`Refusal::UnknownMessage`] for everything that a key of this purpose has no reason to sign on the
/// chain with this genesis.
pub fn read(
    purpose: Purpose,
    message: &[u8],
    genesis: &[u8; 32],
    statements: &StatementShape,
) -> Result<Message, Refusal> {
    if is_possession(message) {
        return Ok(Message::Possession);
    }
    let known = match purpose {
        Purpose::Seals => message.try_into().ok().map(Message::Seal),
        Purpose::Votes => {
            SignedVote::decode_all(&mut &*message).ok().map(|vote| Message::Vote(vote.act()))
        }
        Purpose::Statements => {
            let rest = message
                .strip_prefix(&statements.domain)
                .and_then(|rest| rest.strip_prefix(genesis));
            rest.filter(|rest| rest.len() == statements.rest_bytes).map(|_| Message::Statement)
        }
    };
    known.ok_or(Refusal::UnknownMessage { length: message.len() })
}

/// No seal has this length, and no vote begins with this letter.
fn is_possession(message: &[u8]) -> bool {
    message.strip_prefix(POSSESSION).is_some_and(|owner| owner.len() == ACCOUNT_BYTES)
}
