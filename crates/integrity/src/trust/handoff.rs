//! How an authority set vouches for its successor.

use super::{AuthoritySet, HandoffError, TrustFile};
use crate::{
    finality::{Finalised, FinalityProof, Header, Votes, threshold},
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
    ///
    /// By itself a change to the same authorities proves nothing, except from set 0: it could be
    /// the one by which `set` took over. [`extend_trust`] tells them apart.
    pub fn check(&self, set: &AuthoritySet) -> Result<AuthoritySet, HandoffError> {
        self.check_after(set, None).map(|(next, _)| next)
    }

    /// The set that takes over from `set`, and the number of the block with which it does; `began`
    /// is that of the block with which `set` took over, if it is proven.
    ///
    /// A set makes more final than its own blocks: with each of them, all before. That the header
    /// is the last of the set, and not one that ended an earlier set, has to be checked besides.
    fn check_after(
        &self,
        set: &AuthoritySet,
        began: Option<u32>,
    ) -> Result<(AuthoritySet, u32), HandoffError> {
        let authorities = self.next_authorities()?;
        let finalised = self.proof.check(set).map_err(HandoffError::NotFinal)?;
        self.check_last(&finalised, set)?;
        let number = finalised.header.number;
        // Set 0 took over with the genesis block.
        match began.or((set.set_id == 0).then_some(0)) {
            Some(began) if number <= began => {
                return Err(HandoffError::BeforeItsSet { number, began });
            }
            // A set's first votes may be for the very block with which it took over. That block
            // schedules this set, so it is only mistaken where the authorities stay the same.
            None if authorities == set.authorities => {
                return Err(HandoffError::Ambiguous { set_id: set.set_id });
            }
            _ => {}
        }
        let set_id = set.set_id.checked_add(1).ok_or(HandoffError::MalformedItem)?;
        let next = AuthoritySet::new(set_id, authorities).map_err(HandoffError::InvalidSet)?;
        Ok((next, number))
    }

    /// Some honest authority has voted for the header itself: none votes beyond the last block of
    /// its set, or before the first.
    fn check_last(&self, finalised: &Finalised, set: &AuthoritySet) -> Result<(), HandoffError> {
        let got = match &self.proof.votes {
            Votes::Compact { signatures, .. } => signatures.len(),
            Votes::Full { votes, .. } => {
                votes.iter().filter(|vote| vote.target_hash == finalised.hash).count()
            }
        };
        let authorities = set.authorities.len();
        let needed = authorities.saturating_sub(threshold(authorities)).saturating_add(1);
        if got < needed {
            return Err(HandoffError::VotesBeyond { got, needed });
        }
        Ok(())
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

/// Trust that grows hand-off by hand-off, in the order of their sets.
///
/// It remembers with which block the last set took over, which tells a hand-off to the same
/// authorities from a replay. So feed it every hand-off there is, also those to sets that are
/// trusted already.
#[derive(Clone, Debug)]
pub struct GrowingTrust {
    trust: TrustFile,
    /// The set that took over last, and the number of the block with which it did.
    last: Option<(u64, u32)>,
}

impl GrowingTrust {
    /// Begins with what is trusted.
    pub const fn new(trust: TrustFile) -> Self {
        Self { trust, last: None }
    }

    /// What is trusted by now.
    pub const fn trust(&self) -> &TrustFile {
        &self.trust
    }

    /// What is trusted in the end.
    pub fn into_trust(self) -> TrustFile {
        self.trust
    }

    /// Adds the set that a hand-off proves, and says whether it is new. On an error nothing
    /// changes.
    pub fn add(&mut self, handoff: &AuthorityHandoff) -> Result<bool, HandoffError> {
        let set_id = handoff.proof.set_id;
        let set = self.trust.authority_set(set_id).ok_or(HandoffError::UnknownSet { set_id })?;
        let began = self.last.filter(|(begun, _)| *begun == set_id).map(|(_, number)| number);
        let (next, number) = handoff.check_after(set, began)?;
        let next_id = next.set_id;
        let sets = &mut self.trust.authority_sets;
        let place = sets.binary_search_by_key(&next_id, |set| set.set_id);
        match place.map(|place| sets.get(place)) {
            Ok(Some(known)) if *known == next => {}
            Ok(_) => return Err(HandoffError::Conflict { set_id: next_id }),
            Err(place) => sets.insert(place, next),
        }
        self.last = Some((next_id, number));
        Ok(place.is_err())
    }
}

/// Adds the sets that these hand-offs prove, each from the set before it, and says how many.
///
/// Hand-offs come in the order of their sets. One that proves a set trusted already is checked
/// all the same; from there on the block is known with which that set took over. On an error
/// nothing is added.
pub fn extend_trust(
    trust: &mut TrustFile,
    handoffs: &[AuthorityHandoff],
) -> Result<usize, HandoffError> {
    let mut growing = GrowingTrust::new(trust.clone());
    let mut added = 0usize;
    for handoff in handoffs {
        added = added.saturating_add(usize::from(growing.add(handoff)?));
    }
    *trust = growing.into_trust();
    Ok(added)
}
