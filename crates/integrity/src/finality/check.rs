//! The strict rules by which votes make a header final.

use super::{
    FinalityProof, Header, Vote, Votes, block_hash, precommit_payload, signature, threshold,
};
use crate::{
    Hash,
    trust::AuthoritySet,
    verify::{Code, Failure},
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::ToString,
    vec::Vec,
};

/// A header that is proven final.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finalised {
    /// The header.
    pub header: Header,
    /// Hash of the block.
    pub hash: Hash,
    /// Number of authorities whose votes were counted.
    pub signers: u32,
    /// Number of authorities in the set.
    pub authorities: u32,
}

/// The block whose finality is in question.
struct Target {
    hash: Hash,
    number: u32,
}

impl FinalityProof {
    /// Checks that the authorities of this set have made the header final.
    pub fn check(&self, set: &AuthoritySet) -> Result<Finalised, Failure> {
        if set.set_id != self.set_id {
            return Err(Failure::new(
                Code::SetUnknown,
                format!("the votes are of set {}, known is set {}", self.set_id, set.set_id),
            ));
        }
        let header = Header::from_scale(&self.header)
            .map_err(|error| Failure::new(Code::HeaderMalformed, error.to_string()))?;
        let target = Target { hash: block_hash(&self.header), number: header.number };
        let votes = match &self.votes {
            Votes::Compact { signers, signatures } => {
                votes_of_bitmap(signers, signatures, set.authorities.len(), &target)?
            }
            Votes::Full { votes, .. } => votes.clone(),
        };
        check_voters(&votes, set)?;
        if let Votes::Full { ancestry, .. } = &self.votes {
            check_targets(&votes, ancestry, &target)?;
        }
        self.check_signatures(&votes, set)?;
        Ok(Finalised {
            header,
            hash: target.hash,
            signers: count(votes.len()),
            authorities: count(set.authorities.len()),
        })
    }

    fn check_signatures(&self, votes: &[Vote], set: &AuthoritySet) -> Result<(), Failure> {
        for vote in votes {
            let payload =
                precommit_payload(&vote.target_hash, vote.target_number, self.round, self.set_id);
            let valid = authority(set, vote)
                .is_some_and(|key| signature::verify(key, &payload, &vote.signature));
            if !valid {
                return Err(Failure::new(
                    Code::InvalidSignature,
                    format!("authority {} of set {}", vote.authority, self.set_id),
                ));
            }
        }
        Ok(())
    }
}

fn authority<'a>(set: &'a AuthoritySet, vote: &Vote) -> Option<&'a [u8; 32]> {
    set.authorities.get(usize::try_from(vote.authority).ok()?)
}

/// Sets are bounded far below the range of the type.
fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// Spells a compact form out.
fn votes_of_bitmap(
    signers: &[u8],
    signatures: &[[u8; 64]],
    authorities: usize,
    target: &Target,
) -> Result<Vec<Vote>, Failure> {
    let (got, expected) = (signers.len(), authorities.div_ceil(8));
    if got != expected {
        return Err(Failure::new(
            Code::BitmapMalformed,
            format!("{got} bytes for {authorities} authorities, expected {expected}"),
        ));
    }
    let indices: Vec<u32> = signers
        .iter()
        .zip((0u32..).step_by(8))
        .flat_map(|(byte, first)| {
            (0u32..8).filter(move |bit| (byte >> bit) & 1 == 1).map(move |bit| first | bit)
        })
        .collect();
    if indices.len() != signatures.len() {
        return Err(Failure::new(
            Code::BitmapMalformed,
            format!("{} signers but {} signatures", indices.len(), signatures.len()),
        ));
    }
    let vote = |(authority, signature): (u32, &[u8; 64])| Vote {
        authority,
        target_number: target.number,
        target_hash: target.hash,
        signature: *signature,
    };
    Ok(indices.into_iter().zip(signatures).map(vote).collect())
}

/// Every voter is known, none votes twice, their order is that of the set, and they are enough.
fn check_voters(votes: &[Vote], set: &AuthoritySet) -> Result<(), Failure> {
    let authorities = set.authorities.len();
    if let Some(vote) = votes.iter().find(|vote| authority(set, vote).is_none()) {
        return Err(Failure::new(
            Code::UnknownVoter,
            format!("voter {} in a set of {authorities}", vote.authority),
        ));
    }
    // By keys and not by indices: a set put together by hand might name one authority twice.
    let mut keys = BTreeSet::new();
    if let Some(vote) = votes.iter().find(|vote| !keys.insert(authority(set, vote))) {
        return Err(Failure::new(Code::DuplicateVote, format!("authority {}", vote.authority)));
    }
    if !votes.is_sorted_by_key(|vote| vote.authority) {
        return Err(Failure::new(
            Code::VotesNotCanonical,
            "the votes are not in the order of the authorities",
        ));
    }
    // A set put together by hand might have nobody, and nobody makes anything final.
    let (got, needed) = (votes.len(), threshold(authorities).max(1));
    if got < needed {
        return Err(Failure::new(
            Code::TooFewSignatures,
            format!("{got} of {authorities} authorities, expected at least {needed}"),
        ));
    }
    Ok(())
}

/// A header between the target and a block voted for.
struct Between {
    number: u32,
    parent: Hash,
    used: bool,
}

/// Every vote is for the target or a descendant, and every header is needed to show that.
fn check_targets(votes: &[Vote], ancestry: &[Vec<u8>], target: &Target) -> Result<(), Failure> {
    if votes.iter().all(|vote| vote.target_hash == target.hash) && ancestry.is_empty() {
        return Err(Failure::new(
            Code::VotesNotCanonical,
            "every vote is for the header itself, which calls for the compact form",
        ));
    }
    let mut headers = read_ancestry(ancestry)?;
    for vote in votes {
        follow(vote, &mut headers, target)?;
    }
    if let Some(header) = headers.values().find(|header| !header.used) {
        return Err(Failure::new(
            Code::UnusedAncestry,
            format!("the header of block {}", header.number),
        ));
    }
    Ok(())
}

fn read_ancestry(ancestry: &[Vec<u8>]) -> Result<BTreeMap<Hash, Between>, Failure> {
    let mut headers = BTreeMap::new();
    let mut last = None;
    for bytes in ancestry {
        let header = Header::from_scale(bytes).map_err(|error| {
            Failure::new(Code::HeaderMalformed, format!("in the ancestry: {error}"))
        })?;
        let hash = block_hash(bytes);
        let place = Some((header.number, hash));
        if last == place {
            return Err(Failure::new(
                Code::UnusedAncestry,
                format!("the header of block {} twice", header.number),
            ));
        }
        if last > place {
            return Err(Failure::new(
                Code::VotesNotCanonical,
                "the ancestry is not in the order of numbers and hashes",
            ));
        }
        last = place;
        let between = Between { number: header.number, parent: header.parent_hash, used: false };
        headers.insert(hash, between);
    }
    Ok(headers)
}

/// Walks from the block voted for to the target, or to where an earlier vote has led there.
fn follow(
    vote: &Vote,
    headers: &mut BTreeMap<Hash, Between>,
    target: &Target,
) -> Result<(), Failure> {
    let (mut hash, mut number) = (vote.target_hash, vote.target_number);
    while hash != target.hash {
        let header = headers.get_mut(&hash).ok_or_else(|| foreign(vote))?;
        if header.number != number {
            return Err(foreign(vote));
        }
        if header.used {
            return Ok(());
        }
        header.used = true;
        hash = header.parent;
        number = number.checked_sub(1).ok_or_else(|| foreign(vote))?;
    }
    if number == target.number { Ok(()) } else { Err(foreign(vote)) }
}

fn foreign(vote: &Vote) -> Failure {
    Failure::new(
        Code::ForeignVote,
        format!("authority {} for block {}", vote.authority, vote.target_number),
    )
}
