//! From a GRANDPA justification, as a node has it, to the proof that a receipt carries.

use super::{
    FinalityProof, Header, HeaderError, Vote, Votes, block_hash, precommit_payload, signature,
    threshold,
};
use crate::{
    Hash,
    receipt::{
        MAX_ANCESTRY_HEADERS, MAX_HEADER_BYTES, MAX_PROOF_BYTES, MAX_SIGNATURES, encoded_votes,
    },
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec,
    vec::Vec,
};
use codec::{Decode, DecodeAll, Encode};
use core::fmt;

/// What a node knows about the finality of a block.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Justification {
    /// Round of the votes.
    pub round: u64,
    /// Hash of the block that is final.
    pub target_hash: Hash,
    /// Number of the block that is final.
    pub target_number: u32,
    /// The votes, in any order.
    pub precommits: Vec<SignedPrecommit>,
    /// SCALE encodings of headers that lead from the blocks voted for to the target.
    pub ancestry: Vec<Vec<u8>>,
}

/// A vote as a node has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedPrecommit {
    /// Hash of the block voted for.
    pub target_hash: Hash,
    /// Number of the block voted for.
    pub target_number: u32,
    /// Public key of the authority.
    pub authority: [u8; 32],
    /// Its signature.
    pub signature: [u8; 64],
}

/// SCALE layout of `sp_consensus_grandpa::GrandpaJustification`.
#[derive(Decode)]
struct ScaleJustification {
    round: u64,
    target_hash: Hash,
    target_number: u32,
    precommits: Vec<ScalePrecommit>,
    ancestry: Vec<Header>,
}

#[derive(Decode)]
struct ScalePrecommit {
    target_hash: Hash,
    target_number: u32,
    signature: [u8; 64],
    authority: [u8; 32],
}

impl Justification {
    /// Reads the encoding of `sp_consensus_grandpa::GrandpaJustification` with 32-bit block
    /// numbers: what blocks store under `FRNK` and what `grandpa_subscribeJustifications` sends.
    pub fn from_scale(bytes: &[u8]) -> Result<Self, JustificationError> {
        let ScaleJustification { round, target_hash, target_number, precommits, ancestry } =
            ScaleJustification::decode_all(&mut &bytes[..])
                .map_err(|_| JustificationError::Malformed)?;
        let precommit = |vote: ScalePrecommit| SignedPrecommit {
            target_hash: vote.target_hash,
            target_number: vote.target_number,
            authority: vote.authority,
            signature: vote.signature,
        };
        Ok(Self {
            round,
            target_hash,
            target_number,
            precommits: precommits.into_iter().map(precommit).collect(),
            ancestry: ancestry.iter().map(Encode::encode).collect(),
        })
    }
}

impl FinalityProof {
    /// The smallest proof that a justification holds.
    ///
    /// `header` is the SCALE encoding of the header that is final, `authorities` the list of the
    /// set in its order. Votes that do not count are dropped: of strangers, with a wrong
    /// signature, for blocks that do not descend from the header, a second one of an authority,
    /// and those beyond the threshold. The form is compact if enough votes are for the header
    /// itself. What is returned passes [`FinalityProof::check`], and a receipt can carry it.
    pub fn from_justification(
        header: Vec<u8>,
        set_id: u64,
        authorities: &[[u8; 32]],
        justification: &Justification,
    ) -> Result<Self, JustificationError> {
        let Justification { round, target_hash, target_number, .. } = *justification;
        let number = Header::from_scale(&header).map_err(JustificationError::Header)?.number;
        if (number, block_hash(&header)) != (target_number, target_hash) {
            return Err(JustificationError::OtherTarget { number, target: target_number });
        }
        if authorities.len() > MAX_SIGNATURES {
            return Err(JustificationError::TooManyAuthorities { got: authorities.len() });
        }
        let ancestry = Ancestry::new(justification);
        let votes = counting_votes(set_id, authorities, justification, &ancestry);
        let votes = fewest(votes, threshold(authorities.len()), target_number)?;

        let votes = if votes.iter().all(|vote| vote.target_hash == target_hash) {
            compact(&votes, authorities.len())
        } else {
            let ancestry = ancestry.needed(&votes);
            Votes::Full { votes, ancestry }
        };
        check_limits(&header, &votes)?;
        Ok(Self { header, round, set_id, votes })
    }
}

/// Whoever reads a receipt refuses more than this, so that a proof beyond it would be of no use.
fn check_limits(header: &[u8], votes: &Votes) -> Result<(), JustificationError> {
    let ancestry = match votes {
        Votes::Compact { .. } => &[][..],
        Votes::Full { ancestry, .. } => ancestry,
    };
    let got = ancestry.len();
    if got > MAX_ANCESTRY_HEADERS {
        return Err(JustificationError::TooMuchAncestry { got });
    }
    let longest = ancestry.iter().map(Vec::len).fold(header.len(), usize::max);
    if longest > MAX_HEADER_BYTES {
        return Err(JustificationError::HeaderTooLong { got: longest });
    }
    let got = header.len().saturating_add(encoded_votes(votes).len());
    if got > MAX_PROOF_BYTES {
        return Err(JustificationError::ProofTooLong { got });
    }
    Ok(())
}

/// One valid vote of each authority, preferably for the header itself.
fn counting_votes(
    set_id: u64,
    authorities: &[[u8; 32]],
    justification: &Justification,
    ancestry: &Ancestry<'_>,
) -> Vec<Vote> {
    let indices: BTreeMap<_, _> = authorities.iter().zip(0u32..).collect();
    let mut votes = BTreeMap::<u32, Vote>::new();
    for vote in &justification.precommits {
        let SignedPrecommit { target_hash, target_number, ref authority, ref signature } = *vote;
        let Some(index) = indices.get(authority).copied() else { continue };
        let known = votes.get(&index).map(|known| known.target_number);
        let better = known.is_none_or(|known| target_number < known);
        let payload = precommit_payload(&target_hash, target_number, justification.round, set_id);
        if better
            && ancestry.route(target_hash, target_number).is_some()
            && signature::verify(authority, &payload, signature)
        {
            let signature = *signature;
            votes.insert(index, Vote { authority: index, target_number, target_hash, signature });
        }
    }
    votes.into_values().collect()
}

/// As many votes as finality needs, those nearest to the header, in the order of the authorities.
fn fewest(
    mut votes: Vec<Vote>,
    needed: usize,
    target_number: u32,
) -> Result<Vec<Vote>, JustificationError> {
    let got = votes.len();
    if got < needed || needed == 0 {
        return Err(JustificationError::TooFewVotes { got, needed, target_number });
    }
    votes.sort_by_key(|vote| (vote.target_number, vote.authority));
    votes.truncate(needed);
    votes.sort_by_key(|vote| vote.authority);
    Ok(votes)
}

fn compact(votes: &[Vote], authorities: usize) -> Votes {
    let mut signers = vec![0u8; authorities.div_ceil(8)];
    for (byte, first) in signers.iter_mut().zip((0u32..).step_by(8)) {
        for bit in 0..8 {
            if votes.iter().any(|vote| vote.authority == first | bit) {
                *byte |= 1 << bit;
            }
        }
    }
    Votes::Compact { signers, signatures: votes.iter().map(|vote| vote.signature).collect() }
}

/// Headers by their hashes, and the target they should lead to.
struct Ancestry<'a> {
    headers: BTreeMap<Hash, (Header, &'a [u8])>,
    target: (Hash, u32),
}

impl<'a> Ancestry<'a> {
    fn new(justification: &'a Justification) -> Self {
        let read = |bytes: &'a Vec<u8>| {
            Header::from_scale(bytes).ok().map(|header| (block_hash(bytes), (header, &bytes[..])))
        };
        Self {
            headers: justification.ancestry.iter().filter_map(read).collect(),
            target: (justification.target_hash, justification.target_number),
        }
    }

    /// Blocks from this one down to the target, the target not included.
    fn route(&self, mut hash: Hash, mut number: u32) -> Option<Vec<(u32, Hash)>> {
        let mut route = Vec::new();
        while hash != self.target.0 {
            let (header, _) = self.headers.get(&hash)?;
            if header.number != number {
                return None;
            }
            route.push((number, hash));
            hash = header.parent_hash;
            number = number.checked_sub(1)?;
        }
        (number == self.target.1).then_some(route)
    }

    /// The headers that these votes need, in the order of the full form.
    fn needed(&self, votes: &[Vote]) -> Vec<Vec<u8>> {
        let routes =
            votes.iter().filter_map(|vote| self.route(vote.target_hash, vote.target_number));
        let places: BTreeSet<(u32, Hash)> = routes.flatten().collect();
        let bytes = |(_, hash)| self.headers.get(&hash).map(|(_, bytes)| bytes.to_vec());
        places.into_iter().filter_map(bytes).collect()
    }
}

/// Why a justification gives no proof.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum JustificationError {
    /// The bytes are no justification.
    Malformed,
    /// The header is none.
    Header(HeaderError),
    /// The header is not that of the justification's target.
    OtherTarget {
        /// Number of the block of the header.
        number: u32,
        /// Number of the block of the justification.
        target: u32,
    },
    /// Too few votes count.
    TooFewVotes {
        /// Number of votes that count.
        got: usize,
        /// Number of votes that finality needs.
        needed: usize,
        /// Number of the block of the justification.
        target_number: u32,
    },
    /// The set has more authorities than a receipt can count.
    TooManyAuthorities {
        /// Number of its authorities.
        got: usize,
    },
    /// The votes need more headers than a receipt can carry.
    TooMuchAncestry {
        /// Number of headers that they need.
        got: usize,
    },
    /// A header is longer than a receipt can carry.
    HeaderTooLong {
        /// Number of bytes of the longest.
        got: usize,
    },
    /// Header and votes leave no room for the rest of a receipt.
    ProofTooLong {
        /// Number of their bytes.
        got: usize,
    },
}

impl fmt::Display for JustificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the bytes are not the encoding of a justification"),
            Self::Header(error) => error.fmt(f),
            Self::OtherTarget { number, target } => write!(
                f,
                "the justification is for block {target}, but the header is another one, of block {number}"
            ),
            Self::TooFewVotes { got, needed, target_number } => {
                write!(f, "{got} votes count for block {target_number}, expected at least {needed}")
            }
            Self::TooManyAuthorities { got } => {
                write!(
                    f,
                    "the set has {got} authorities, a receipt counts at most {MAX_SIGNATURES}"
                )
            }
            Self::TooMuchAncestry { got } => write!(
                f,
                "the votes need {got} headers, a receipt carries at most {MAX_ANCESTRY_HEADERS}"
            ),
            Self::HeaderTooLong { got } => {
                write!(f, "a header has {got} bytes, a receipt carries at most {MAX_HEADER_BYTES}")
            }
            Self::ProofTooLong { got } => write!(
                f,
                "header and votes have {got} bytes, a receipt carries at most {MAX_PROOF_BYTES}"
            ),
        }
    }
}

impl core::error::Error for JustificationError {}
