//! CBOR of what proves a header final: a part of receipts, and of hand-offs of authority sets.

use super::{
    DecodeError, Finality, MAX_ANCESTRY_HEADERS, MAX_HEADER_BYTES, MAX_PATH_HASHES, MAX_SIGNATURES,
    cbor::{Reader, Writer},
};
use crate::{
    finality::{FinalityProof, Vote, Votes},
    verify::Code,
};
use alloc::vec::Vec;

const VOTES: &str = "the votes";
const VOTE: &str = "a vote";
const FINALITY: &str = "the finality part";

/// Most bytes of a bitmap of signers.
const MAX_BITMAP_BYTES: usize = MAX_SIGNATURES.div_ceil(8);

pub(crate) fn write_votes(votes: &Votes, out: &mut Writer) {
    out.map(2);
    match votes {
        Votes::Compact { signers, signatures } => {
            out.uint(1).bytes(signers).uint(2).byte_strings(signatures);
        }
        Votes::Full { votes, ancestry } => {
            out.uint(3).array(votes.len());
            for vote in votes {
                out.array(4)
                    .uint(vote.authority.into())
                    .uint(vote.target_number.into())
                    .bytes(&vote.target_hash)
                    .bytes(&vote.signature);
            }
            out.uint(4).byte_strings(ancestry);
        }
    }
}

pub(crate) fn encoded_votes(votes: &Votes) -> Vec<u8> {
    let mut out = Writer::new();
    write_votes(votes, &mut out);
    out.into_bytes()
}

pub(crate) fn read_votes(input: &mut Reader<'_>) -> Result<Votes, DecodeError> {
    let (mut signers, mut signatures, mut votes, mut ancestry) = (None, None, None, None);
    input.map(VOTES, |input, key| {
        match key {
            1 => signers = Some(input.bytes("the bitmap of signers", MAX_BITMAP_BYTES)?.to_vec()),
            2 => {
                signatures = Some(input.list("the signatures", MAX_SIGNATURES, |input| {
                    input.byte_array("a signature")
                })?);
            }
            3 => votes = Some(input.list(VOTES, MAX_SIGNATURES, read_vote)?),
            4 => {
                ancestry = Some(input.list("the ancestry", MAX_ANCESTRY_HEADERS, |input| {
                    input.bytes("a header", MAX_HEADER_BYTES).map(<[u8]>::to_vec)
                })?);
            }
            key => return Err(input.unknown(VOTES, key)),
        }
        Ok(())
    })?;
    match (signers, signatures, votes, ancestry) {
        (Some(signers), Some(signatures), None, None) => Ok(Votes::Compact { signers, signatures }),
        (None, None, Some(votes), Some(ancestry)) => Ok(Votes::Full { votes, ancestry }),
        _ => Err(input
            .error(Code::WrongFields, "the votes have either fields 1 and 2 or fields 3 and 4")),
    }
}

fn read_vote(input: &mut Reader<'_>) -> Result<Vote, DecodeError> {
    let len = input.array(VOTE, 4)?;
    if len != 4 {
        let detail = alloc::format!("{VOTE} has {len} members, expected 4");
        return Err(input.error(Code::MalformedCbor, detail));
    }
    Ok(Vote {
        authority: input.uint32("an authority's index")?,
        target_number: input.uint32("a target's number")?,
        target_hash: input.byte_array("a target's hash")?,
        signature: input.byte_array("a signature")?,
    })
}

pub(super) fn write_finality(finality: &Finality, out: &mut Writer) {
    let Finality { proof: FinalityProof { header, round, set_id, votes }, calendar_path } =
        finality;
    out.map(5).uint(1).bytes(header).uint(2).uint(*round).uint(3).uint(*set_id);
    out.uint(4).byte_strings(calendar_path).uint(5);
    write_votes(votes, out);
}

pub(super) fn read_finality(input: &mut Reader<'_>) -> Result<Finality, DecodeError> {
    let (mut header, mut round, mut set_id) = (None, None, None);
    let (mut calendar_path, mut votes) = (None, None);
    input.map(FINALITY, |input, key| {
        match key {
            1 => header = Some(input.bytes("the header", MAX_HEADER_BYTES)?.to_vec()),
            2 => round = Some(input.uint("the round")?),
            3 => set_id = Some(input.uint("the set id")?),
            4 => {
                calendar_path =
                    Some(input.list("the calendar path", MAX_PATH_HASHES, |input| {
                        input.byte_array("a hash")
                    })?);
            }
            5 => votes = Some(read_votes(input)?),
            key => return Err(input.unknown(FINALITY, key)),
        }
        Ok(())
    })?;
    Ok(Finality {
        proof: FinalityProof {
            header: input.require(FINALITY, 1, header)?,
            round: input.require(FINALITY, 2, round)?,
            set_id: input.require(FINALITY, 3, set_id)?,
            votes: input.require(FINALITY, 5, votes)?,
        },
        calendar_path: input.require(FINALITY, 4, calendar_path)?,
    })
}
