//! How an authority set vouches for its successor.

use super::{AuthoritySet, HandoffError, TrustFile};
use crate::{
    finality::{FinalityProof, Header},
    receipt::{
        DecodeError, JsonError, MAX_HEADER_BYTES, Object, Reader, Writer, check_total, hex,
        read_votes, votes_from_json, votes_to_json, write_votes,
    },
};
use alloc::vec::Vec;
use codec::{Decode, DecodeAll};
use serde_json::{Value, json};

/// Engine under which GRANDPA puts its items into headers.
const GRANDPA_ENGINE_ID: [u8; 4] = *b"FRNK";

/// First byte of an item that schedules a change.
const SCHEDULED_CHANGE: u8 = 1;

/// First byte of an item that forces one.
const FORCED_CHANGE: u8 = 2;

/// A header that schedules a change of authorities, finalised by the set that goes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuthorityHandoff {
    /// The header and the votes that made it final.
    pub proof: FinalityProof,
}

/// SCALE layout of `sp_consensus_grandpa::ScheduledChange` with 32-bit block numbers.
#[derive(Decode)]
struct ScheduledChange {
    next_authorities: Vec<([u8; 32], u64)>,
    delay: u32,
}

/// The authorities that a header schedules to take over with it, in the order of their list.
///
/// `None` if it schedules no change. Only what a session change does is understood: one change,
/// not forced, without delay, all weights 1.
pub fn scheduled_change(header: &Header) -> Result<Option<Vec<[u8; 32]>>, HandoffError> {
    let mut change = None;
    for item in header.consensus_items(GRANDPA_ENGINE_ID) {
        match item.split_first().ok_or(HandoffError::MalformedItem)? {
            (&FORCED_CHANGE, _) => return Err(HandoffError::ForcedChange),
            (&SCHEDULED_CHANGE, _) if change.is_some() => return Err(HandoffError::SeveralChanges),
            (&SCHEDULED_CHANGE, mut rest) => {
                let scheduled = ScheduledChange::decode_all(&mut rest)
                    .map_err(|_| HandoffError::MalformedItem)?;
                change = Some(authorities_of(scheduled)?);
            }
            // Disabled authorities, and pausing, which nothing emits any more.
            _ => {}
        }
    }
    Ok(change)
}

fn authorities_of(change: ScheduledChange) -> Result<Vec<[u8; 32]>, HandoffError> {
    let ScheduledChange { next_authorities, delay } = change;
    if delay != 0 {
        return Err(HandoffError::DelayedChange { delay });
    }
    let key = |(index, (key, weight))| match weight {
        1 => Ok(key),
        weight => Err(HandoffError::UnequalWeights { index, weight }),
    };
    next_authorities.into_iter().enumerate().map(key).collect()
}

impl AuthorityHandoff {
    /// The authorities that take over, by what the header says; nothing is proven by that.
    pub fn next_authorities(&self) -> Result<Vec<[u8; 32]>, HandoffError> {
        let header = Header::from_scale(&self.proof.header).map_err(HandoffError::Header)?;
        scheduled_change(&header)?.ok_or(HandoffError::NoChange)
    }

    /// The set that takes over from `set`, proven by its signatures.
    pub fn check(&self, set: &AuthoritySet) -> Result<AuthoritySet, HandoffError> {
        let authorities = self.next_authorities()?;
        self.proof.check(set).map_err(HandoffError::NotFinal)?;
        let set_id = set.set_id.checked_add(1).ok_or(HandoffError::MalformedItem)?;
        AuthoritySet::new(set_id, authorities).map_err(HandoffError::InvalidSet)
    }

    /// The hand-off in its one encoding.
    pub fn to_cbor(&self) -> Vec<u8> {
        let FinalityProof { header, round, set_id, votes } = &self.proof;
        let mut out = Writer::new();
        out.map(4).uint(1).bytes(header).uint(2).uint(*round).uint(3).uint(*set_id).uint(5);
        write_votes(votes, &mut out);
        out.into_bytes()
    }

    /// Reads a hand-off; refuses anything but what [`Self::to_cbor`] writes.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, DecodeError> {
        const WHAT: &str = "the hand-off";
        check_total(bytes)?;
        let mut input = Reader::new(bytes);
        let (mut header, mut round, mut set_id, mut votes) = (None, None, None, None);
        input.map(WHAT, |input, key| {
            match key {
                1 => header = Some(input.bytes("the header", MAX_HEADER_BYTES)?.to_vec()),
                2 => round = Some(input.uint("the round")?),
                3 => set_id = Some(input.uint("the set id")?),
                5 => votes = Some(read_votes(input)?),
                key => return Err(input.unknown(WHAT, key)),
            }
            Ok(())
        })?;
        input.end()?;
        Ok(Self {
            proof: FinalityProof {
                header: input.require(WHAT, 1, header)?,
                round: input.require(WHAT, 2, round)?,
                set_id: input.require(WHAT, 3, set_id)?,
                votes: input.require(WHAT, 5, votes)?,
            },
        })
    }

    /// The JSON view.
    pub fn to_json(&self) -> Value {
        let FinalityProof { header, round, set_id, votes } = &self.proof;
        json!({
            "header": hex(header),
            "round": round,
            "set_id": set_id,
            "votes": votes_to_json(votes),
        })
    }

    /// The hand-off that a JSON view was made of.
    pub fn from_json(value: &Value) -> Result<Self, JsonError> {
        let object = Object::new("handoff", value, &["header", "round", "set_id", "votes"])?;
        let proof = FinalityProof {
            header: object.bytes("header")?,
            round: object.uint("round")?,
            set_id: object.uint("set_id")?,
            votes: votes_from_json(&object)?,
        };
        Self::from_cbor(&Self { proof }.to_cbor()).map_err(|error| object.refused(error))
    }
}

/// Adds the sets that these hand-offs prove, each from the set before it, and says how many.
///
/// Hand-offs come in the order of their sets. One that proves a set trusted already is checked
/// all the same. On an error nothing is added.
pub fn extend_trust(
    trust: &mut TrustFile,
    handoffs: &[AuthorityHandoff],
) -> Result<usize, HandoffError> {
    let mut extended = trust.authority_sets.clone();
    for handoff in handoffs {
        let set_id = handoff.proof.set_id;
        let set = extended
            .iter()
            .find(|set| set.set_id == set_id)
            .ok_or(HandoffError::UnknownSet { set_id })?;
        let next = handoff.check(set)?;
        let place = extended.binary_search_by_key(&next.set_id, |set| set.set_id);
        match place.map(|place| extended.get(place)) {
            Ok(Some(known)) if *known == next => {}
            Ok(_) => return Err(HandoffError::Conflict { set_id: next.set_id }),
            Err(place) => extended.insert(place, next),
        }
    }
    let added = extended.len().saturating_sub(trust.authority_sets.len());
    trust.authority_sets = extended;
    Ok(added)
}
