//! The life of an attestation, as a state machine.
//!
//! Every transition takes a life and gives another, or a [`Fault`] and leaves it as it was. There is
//! a transition for every state and every institution, and none out of a final state.

use crate::{Fault, InvalidTerms, Subject, Terms};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_lei::Lei;
use critical_chains_policy::{Kind, Risk};
use scale_info::TypeInfo;

/// Most institutions that corroborate one attestation, or vote on it.
pub const MAX_VOICES: u32 = 16;

/// Most institutions that contest one attestation.
pub const MAX_CONTESTS: u32 = 8;

/// Where an attestation stands.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum State {
    /// Fewer institutions say it than it takes.
    Raised,
    /// Enough institutions say the same.
    Corroborated,
    /// It was decided that it is so. Final.
    Confirmed,
    /// It was decided that it is not so, or harmless. Final.
    Cleared,
    /// Nobody decided in time. Final.
    Expired,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Raised, Self::Corroborated, Self::Confirmed, Self::Cleared, Self::Expired];

    /// Whether nothing happens any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Confirmed | Self::Cleared | Self::Expired)
    }

    /// What it says about the subject.
    pub fn risk(self) -> Risk {
        match self {
            Self::Raised => Risk::Raised,
            Self::Corroborated => Risk::Corroborated,
            Self::Confirmed => Risk::Confirmed,
            Self::Cleared | Self::Expired => Risk::Clear,
        }
    }
}

/// An institution says it: the one that raised it, or one that corroborates.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Voice {
    /// The institution.
    pub institution: Lei,
    /// The score that it computed, in parts per million.
    pub score: u32,
    /// Root of the tree of its own evidence.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::json::hex"))]
    pub evidence_root: [u8; 32],
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// An institution that speaks for the subject says that it is not so.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Contest {
    /// The institution.
    pub institution: Lei,
    /// Root of the tree of what it holds against it.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::json::hex"))]
    pub counter_evidence_root: [u8; 32],
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// What is decided.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Decision {
    /// It is so.
    Confirm,
    /// It is not so, or harmless.
    Clear,
}

/// What one institution votes for.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Ballot {
    /// The institution.
    pub institution: Lei,
    /// Its vote.
    pub decision: Decision,
}

/// An institution that decides, or takes part in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Decider {
    /// The institution.
    pub institution: Lei,
    /// Its kind.
    pub kind: Kind,
}

/// Who decided.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Basis {
    /// An Authority other than the institution that raised it.
    Authority(Lei),
    /// Institutions, by their votes.
    Institutions,
}

/// The life of an attestation up to now.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Life {
    state: State,
    terms: Terms,
    expires: u64,
    raised: Voice,
    corroborated: BoundedVec<Voice, ConstU32<{ MAX_VOICES - 1 }>>,
    contests: BoundedVec<Contest, ConstU32<MAX_CONTESTS>>,
    ballots: BoundedVec<Ballot, ConstU32<MAX_VOICES>>,
    decided_by: Option<Basis>,
}

impl Life {
    /// An institution raises it.
    pub fn raise(terms: Terms, voice: Voice) -> Result<Self, InvalidTerms> {
        terms.check()?;
        Ok(Self {
            state: State::Raised,
            terms,
            expires: voice.at.saturating_add(terms.lifetime),
            raised: voice,
            corroborated: BoundedVec::new(),
            contests: BoundedVec::new(),
            ballots: BoundedVec::new(),
            decided_by: None,
        })
    }

    /// Another institution says the same. It is corroborated once so many different institutions say
    /// so as the terms ask for, of which those count that `counts` now: one that was suspended since
    /// does not. The institution of the subject counts as any.
    pub fn corroborate(&self, voice: Voice, counts: impl Fn(&Lei) -> bool) -> Result<Self, Fault> {
        self.ensure_open(voice.at)?;
        if self.has_said(&voice.institution) {
            return Err(Fault::AlreadyCounted);
        }
        if self.has_contested(&voice.institution) {
            return Err(Fault::Party);
        }
        let mut next = self.clone();
        next.corroborated.try_push(voice).map_err(|_| Fault::TooManyVoices)?;
        let saying = next.voices().filter(|voice| counts(&voice.institution)).count();
        if saying >= self.terms.corroborations.into() {
            next.state = State::Corroborated;
        }
        Ok(next)
    }

    /// The institution of the subject says that it is not so.
    ///
    /// From then on only an Authority confirms it: a party that defends itself gets a judge instead
    /// of a majority of those who accuse it. So that whoever abuses this can delay but not prevent
    /// anything, nothing else changes, the institution takes no part in the decision, and what it
    /// said does not count while it is suspended.
    pub fn contest(&self, subject: &Subject, contest: Contest) -> Result<Self, Fault> {
        self.ensure_open(contest.at)?;
        if !subject.can_be_of(&contest.institution) {
            return Err(Fault::NotTheSubject);
        }
        if self.has_contested(&contest.institution) {
            return Err(Fault::AlreadyCounted);
        }
        if self.has_said(&contest.institution) {
            return Err(Fault::Party);
        }
        let mut next = self.clone();
        next.contests.try_push(contest).map_err(|_| Fault::TooManyVoices)?;
        // What it voted before counts no more.
        next.ballots.retain(|ballot| ballot.institution != contest.institution);
        Ok(next)
    }

    /// An institution confirms it, which takes that it is corroborated.
    ///
    /// An Authority decides at once, unless it raised it itself. Of others it takes as many as the
    /// terms ask for, of which those count that `counts` now; they decide nothing once it is
    /// contested. To whom the subject belongs takes no part.
    pub fn confirm(
        &self,
        subject: &Subject,
        decider: Decider,
        now: u64,
        counts: impl Fn(&Lei) -> bool,
    ) -> Result<Self, Fault> {
        self.ensure_open(now)?;
        if self.state != State::Corroborated {
            return Err(Fault::NotCorroborated);
        }
        self.decide(subject, decider, Decision::Confirm, counts)
    }

    /// An institution clears it, corroborated or not, by the same rules.
    pub fn clear(
        &self,
        subject: &Subject,
        decider: Decider,
        now: u64,
        counts: impl Fn(&Lei) -> bool,
    ) -> Result<Self, Fault> {
        self.ensure_open(now)?;
        self.decide(subject, decider, Decision::Clear, counts)
    }

    /// Nobody has decided by the time when it expires.
    pub fn expire(&self, now: u64) -> Result<Self, Fault> {
        if self.state.is_final() {
            return Err(Fault::Ended);
        }
        if now < self.expires {
            return Err(Fault::NotDue);
        }
        Ok(Self { state: State::Expired, ..self.clone() })
    }

    fn decide(
        &self,
        subject: &Subject,
        Decider { institution, kind }: Decider,
        decision: Decision,
        counts: impl Fn(&Lei) -> bool,
    ) -> Result<Self, Fault> {
        if self.has_contested(&institution) || subject.institution() == Some(institution) {
            return Err(Fault::Party);
        }
        let mut next = self.clone();
        if kind == Kind::Authority && institution != self.raised.institution {
            next.end(decision, Basis::Authority(institution));
            return Ok(next);
        }
        let ballot = Ballot { institution, decision };
        if self.ballots.contains(&ballot) {
            return Err(Fault::AlreadyCounted);
        }
        next.ballots.retain(|cast| cast.institution != institution);
        next.ballots.try_push(ballot).map_err(|_| Fault::TooManyVoices)?;
        let agree = |cast: &&Ballot| cast.decision == decision && counts(&cast.institution);
        let enough = next.ballots.iter().filter(agree).count() >= self.terms.decisions.into();
        let is_contested = self.contests.iter().any(|contest| counts(&contest.institution));
        let may = decision == Decision::Clear || !is_contested;
        if enough && may {
            next.end(decision, Basis::Institutions);
        }
        Ok(next)
    }

    fn end(&mut self, decision: Decision, by: Basis) {
        self.state = match decision {
            Decision::Confirm => State::Confirmed,
            Decision::Clear => State::Cleared,
        };
        self.decided_by = Some(by);
    }

    fn ensure_open(&self, now: u64) -> Result<(), Fault> {
        if self.state.is_final() {
            return Err(Fault::Ended);
        }
        if self.expires <= now { Err(Fault::Expired) } else { Ok(()) }
    }
}

impl Life {
    /// Where it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// What it takes.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// When it expires unless it is decided, in milliseconds since the Unix epoch.
    pub fn expires(&self) -> u64 {
        self.expires
    }

    /// Who raised it.
    pub fn raised(&self) -> &Voice {
        &self.raised
    }

    /// All who say it, the one that raised it first.
    pub fn voices(&self) -> impl Iterator<Item = &Voice> {
        core::iter::once(&self.raised).chain(&self.corroborated)
    }

    /// Those who contest it.
    pub fn contests(&self) -> &[Contest] {
        &self.contests
    }

    /// The votes on it.
    pub fn ballots(&self) -> &[Ballot] {
        &self.ballots
    }

    /// Who decided, if somebody did.
    pub fn decided_by(&self) -> Option<Basis> {
        self.decided_by
    }

    /// Whether an institution raised it or corroborates.
    pub fn has_said(&self, institution: &Lei) -> bool {
        self.voices().any(|voice| voice.institution == *institution)
    }

    /// Whether an institution contests it.
    pub fn has_contested(&self, institution: &Lei) -> bool {
        self.contests.iter().any(|contest| contest.institution == *institution)
    }
}
