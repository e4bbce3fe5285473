//! What a key has committed itself to, and whether it may commit itself to more. Nothing here reads
//! or writes: the rules are those of a state machine that stands before the signature.

use codec::{Decode, Encode, MaxEncodedLen};
use std::{cmp::Ordering, fmt};

/// What two different signatures of at one position would be an equivocation.
#[derive(
    Clone, Copy, Debug, Decode, Encode, Eq, Hash, MaxEncodedLen, Ord, PartialEq, PartialOrd,
)]
pub enum Kind {
    /// A seal of Aura on a block.
    #[codec(index = 0)]
    Seal,
    /// A primary proposal of GRANDPA.
    #[codec(index = 1)]
    PrimaryPropose,
    /// A prevote of GRANDPA.
    #[codec(index = 2)]
    Prevote,
    /// A precommit of GRANDPA.
    #[codec(index = 3)]
    Precommit,
}

impl Kind {
    /// What a key of Aura signs.
    pub const SEALS: [Self; 1] = [Self::Seal];
    /// What a key of GRANDPA signs.
    pub const VOTES: [Self; 3] = [Self::PrimaryPropose, Self::Prevote, Self::Precommit];

    /// The name in files, metrics and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::PrimaryPropose => "primary-propose",
            Self::Prevote => "prevote",
            Self::Precommit => "precommit",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Where in the course of the chain a signature belongs. Later positions are greater.
#[derive(
    Clone, Copy, Debug, Decode, Encode, Eq, Hash, MaxEncodedLen, Ord, PartialEq, PartialOrd,
)]
pub enum Position {
    /// A slot of Aura.
    #[codec(index = 0)]
    Slot(u64),
    /// A round of GRANDPA.
    #[codec(index = 1)]
    Round {
        /// The number of the authority set.
        set: u64,
        /// The number of the round in this set.
        round: u64,
    },
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slot(slot) => write!(formatter, "slot {slot}"),
            Self::Round { set, round } => write!(formatter, "round {round} of set {set}"),
        }
    }
}

/// The block that a signature is for.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, MaxEncodedLen, PartialEq)]
pub struct Target {
    /// The hash of its header; for a seal, of the header before it was sealed.
    pub hash: [u8; 32],
    /// Its number.
    pub number: u32,
}

/// A signature that is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Act {
    /// What kind of signature it is.
    pub kind: Kind,
    /// Where it belongs.
    pub at: Position,
    /// For which block.
    pub target: Target,
}

/// How far a key has gone with one kind of signature.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq)]
pub enum Watermark {
    /// It has signed nothing: it was made along with this watermark.
    #[codec(index = 0)]
    Unused,
    /// This was its last.
    #[codec(index = 1)]
    Signed {
        /// Where.
        at: Position,
        /// For which block.
        target: Target,
    },
    /// What it signed up to here is unknown, so nothing up to here is signed any more.
    #[codec(index = 2)]
    After(Position),
    /// What it signed is unknown. It signs again once the chain shows a position that was reached
    /// without it.
    #[codec(index = 3)]
    Unknown {
        /// The slot at which it was last able to sign.
        since_slot: u64,
    },
}

impl Watermark {
    /// The position up to which signatures are refused, as far as it is known.
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Unused | Self::Unknown { .. } => None,
            Self::Signed { at, .. } | Self::After(at) => Some(*at),
        }
    }

    /// Of two accounts of the same key's past, what both permit.
    #[must_use]
    pub fn stricter(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown { since_slot: one }, Self::Unknown { since_slot: two }) => {
                Self::Unknown { since_slot: one.max(two) }
            }
            (unknown @ Self::Unknown { .. }, _) | (_, unknown @ Self::Unknown { .. }) => unknown,
            _ => match self.position().cmp(&other.position()) {
                Ordering::Greater => self,
                Ordering::Less => other,
                Ordering::Equal if self == other => self,
                Ordering::Equal => self.position().map_or(Self::Unused, Self::After),
            },
        }
    }

    /// What is known once the account of the signer before is taken over.
    ///
    /// It fills in what was not known here, and otherwise takes away permissions only.
    #[must_use]
    pub fn taking_over(self, before: Self) -> Self {
        match self {
            Self::Unused | Self::Unknown { .. } => before,
            Self::Signed { .. } | Self::After(_) => self.stricter(before),
        }
    }
}

/// What the guard says of a signature that is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Nothing like it was signed, and this becomes the watermark.
    New(Watermark),
    /// The very same was signed before.
    Repeated,
    /// It must not be signed.
    Refused(Refusal),
}

/// Why a signature is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Nothing is known of what the key signed before.
    #[error(
        "the guard knows nothing of what this key signed before\nhint: if no other node can sign \
         with it, run: critical-chains-node hsm guard init"
    )]
    NoWatermark,
    /// Another block was signed at the same position: signing this one would be an equivocation.
    #[error("another block was signed at {at} already (0x{})", hex::encode(signed.hash))]
    Conflict {
        /// Where.
        at: Position,
        /// What was signed there.
        signed: Target,
    },
    /// The position lies behind one that was signed already.
    #[error("{at} lies behind {newest}, up to which this key may have signed already")]
    Stale {
        /// What was asked for.
        at: Position,
        /// How far the key may have gone.
        newest: Position,
    },
    /// The guard was started anew, and the chain has not gone beyond what the key may have signed.
    #[error(
        "the guard was started anew at slot {since_slot}, and no later block is final yet\nhint: it \
         signs once the others have finalised one"
    )]
    PastUnknown {
        /// When it was started anew.
        since_slot: u64,
    },
    /// A signature of the key that the guard never permitted was seen on the chain.
    #[error(
        "the key has signed elsewhere, at {at}: another node uses it, or the guard's state is old\n\
         hint: stop the other node, then run: critical-chains-node hsm guard init"
    )]
    SignedElsewhere {
        /// Where.
        at: Position,
    },
    /// The header was not made by this node, so its slot is unknown.
    #[error("the header to be sealed was not made by this node")]
    UnknownHeader,
    /// A message of a shape that this key does not sign.
    #[error("a message of {length} bytes that no key of this kind signs")]
    UnknownMessage {
        /// Its length in bytes.
        length: usize,
    },
}

impl Refusal {
    /// The name in metrics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoWatermark => "no-watermark",
            Self::Conflict { .. } => "conflict",
            Self::Stale { .. } => "stale",
            Self::PastUnknown { .. } => "past-unknown",
            Self::SignedElsewhere { .. } => "signed-elsewhere",
            Self::UnknownHeader => "unknown-header",
            Self::UnknownMessage { .. } => "unknown-message",
        }
    }
}

/// Judges a signature by what is known of those before it.
pub fn judge(watermark: Option<&Watermark>, act: &Act) -> Verdict {
    let new = Verdict::New(Watermark::Signed { at: act.at, target: act.target });
    match watermark {
        None => Verdict::Refused(Refusal::NoWatermark),
        Some(Watermark::Unknown { since_slot }) => {
            Verdict::Refused(Refusal::PastUnknown { since_slot: *since_slot })
        }
        Some(Watermark::Unused) => new,
        Some(Watermark::Signed { at, .. } | Watermark::After(at)) if act.at > *at => new,
        Some(Watermark::Signed { at, target }) if act.at == *at => {
            if act.target == *target {
                Verdict::Repeated
            } else {
                Verdict::Refused(Refusal::Conflict { at: *at, signed: *target })
            }
        }
        Some(Watermark::Signed { at, .. } | Watermark::After(at)) => {
            Verdict::Refused(Refusal::Stale { at: act.at, newest: *at })
        }
    }
}
