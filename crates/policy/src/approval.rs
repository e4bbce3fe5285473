//! Approvals by several institutions.
//!
//! An institution has one vote, whoever of its accounts casts it, so that no number of accounts
//! replaces a second institution. Whoever proposed something never votes on it.

use crate::{Electorate, Kind, Kinds};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use critical_chains_lei::Lei;
use scale_info::TypeInfo;

/// Most requirements of one rule.
pub const MAX_REQUIREMENTS: u32 = 4;

/// Longest time for which a proposal can be open or wait, in milliseconds: a year.
const MAX_MILLIS: u64 = 366 * 86_400_000;

/// Among the approvals there must be some of certain kinds of institutions.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Requirement {
    /// The kinds.
    pub kinds: Kinds,
    /// How many institutions of any of them.
    pub count: u8,
}

/// What it takes for something that no account may do alone.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct ApprovalRule {
    /// How many different institutions have to approve.
    pub approvals: u8,
    /// The kinds of institutions that have a vote.
    pub eligible: Kinds,
    /// What kinds the approving institutions have to be of. One can meet several requirements.
    pub required: BoundedVec<Requirement, ConstU32<MAX_REQUIREMENTS>>,
    /// Whether the institution of the proposer has a vote, cast by another of its accounts.
    pub proposer_institution_votes: bool,
    /// Whether a rejection by one Authority ends the proposal.
    pub authority_veto: bool,
    /// For how long a proposal is open, in milliseconds.
    pub lifetime: u64,
    /// How long after the last approval it is executed, in milliseconds.
    pub waiting: u64,
}

/// Why a rule for approvals can never be met.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidApprovalRule {
    /// It asks for no approval.
    NoApprovals,
    /// A requirement asks for none, or for kinds that have no vote.
    Requirement,
    /// There are more different requirements than a rule can have.
    TooManyRequirements,
    /// A proposal would be open for no time, or for more than a year, or wait longer than that.
    Time,
}

impl fmt::Display for InvalidApprovalRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoApprovals => "it asks for no approval",
            Self::Requirement => "a requirement asks for none, or for kinds that have no vote",
            Self::TooManyRequirements => "together there are too many different requirements",
            Self::Time => {
                "a proposal would be open for no time, or open or waiting for over a year"
            }
        })
    }
}

impl core::error::Error for InvalidApprovalRule {}

impl ApprovalRule {
    /// Whether it can be met at all.
    pub fn check(&self) -> Result<(), InvalidApprovalRule> {
        if self.approvals == 0 || self.eligible.is_empty() {
            return Err(InvalidApprovalRule::NoApprovals);
        }
        let possible = |requirement: &Requirement| {
            requirement.count > 0 && !requirement.kinds.intersection(self.eligible).is_empty()
        };
        if !self.required.iter().all(possible) {
            return Err(InvalidApprovalRule::Requirement);
        }
        let times = (1..=MAX_MILLIS).contains(&self.lifetime) && self.waiting <= MAX_MILLIS;
        times.then_some(()).ok_or(InvalidApprovalRule::Time)
    }

    /// The rule that is met when both are, for a proposal of several actions.
    pub fn and(&self, other: &Self) -> Result<Self, InvalidApprovalRule> {
        let mut required = self.required.clone();
        for requirement in &other.required {
            match required.iter_mut().find(|own| own.kinds == requirement.kinds) {
                Some(own) => own.count = own.count.max(requirement.count),
                None => required
                    .try_push(*requirement)
                    .map_err(|_| InvalidApprovalRule::TooManyRequirements)?,
            }
        }
        let both = Self {
            approvals: self.approvals.max(other.approvals),
            eligible: self.eligible.intersection(other.eligible),
            required,
            proposer_institution_votes: self.proposer_institution_votes
                && other.proposer_institution_votes,
            authority_veto: self.authority_veto || other.authority_veto,
            lifetime: self.lifetime.min(other.lifetime),
            waiting: self.waiting.max(other.waiting),
        };
        both.check()?;
        Ok(both)
    }

    /// Whether it can be met by these institutions: one of them has to propose, and a proposer does
    /// not vote.
    pub fn is_attainable(&self, electorate: &Electorate) -> bool {
        Kind::ALL.into_iter().any(|proposing| {
            let of_its_kind = electorate.of(proposing);
            let colleague = of_its_kind.with_colleagues > 0;
            // Without a colleague who votes, the institution of the proposer is one less.
            let missing = u32::from(!(self.proposer_institution_votes && colleague));
            let enough = |kinds: Kinds, wanted: u8| {
                let kinds = kinds.intersection(self.eligible);
                let missing = if kinds.contains(proposing) { missing } else { 0 };
                electorate.institutions(kinds).saturating_sub(missing) >= wanted.into()
            };
            of_its_kind.institutions > 0
                && enough(Kinds::ALL, self.approvals)
                && self.required.iter().all(|needed| enough(needed.kinds, needed.count))
        })
    }

    /// Whether a vote may be cast beside those that were.
    pub fn check_vote<Account: PartialEq>(
        &self,
        proposer: (&Account, &Lei),
        votes: &[Vote<Account>],
        vote: &Vote<Account>,
    ) -> Result<(), VoteFault> {
        if vote.account == *proposer.0 {
            return Err(VoteFault::OwnProposal);
        }
        let may_veto =
            self.authority_veto && vote.kind == Kind::Authority && vote.ballot == Ballot::Reject;
        if vote.institution == *proposer.1 && !self.proposer_institution_votes && !may_veto {
            return Err(VoteFault::ProposerInstitution);
        }
        if !self.eligible.contains(vote.kind) && !may_veto {
            return Err(VoteFault::KindNotEligible);
        }
        let same = |cast: &Vote<Account>| {
            cast.institution == vote.institution && cast.ballot == vote.ballot
        };
        // Nor does one person vote for two institutions, having changed sides.
        let elsewhere = |cast: &Vote<Account>| {
            cast.account == vote.account && cast.institution != vote.institution
        };
        let voted = votes.iter().any(|cast| same(cast) || elsewhere(cast));
        if voted { Err(VoteFault::AlreadyVoted) } else { Ok(()) }
    }
}

/// What an institution says to a proposal.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Ballot {
    /// Yes.
    Approve,
    /// No.
    Reject,
}

/// The vote of one institution.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Vote<Account> {
    /// The institution.
    pub institution: Lei,
    /// Its kind.
    pub kind: Kind,
    /// The account that cast the vote.
    pub account: Account,
    /// What it says.
    pub ballot: Ballot,
}

/// Why a vote is not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum VoteFault {
    /// The account made the proposal itself.
    OwnProposal,
    /// The account acts for the institution of the proposer, which has no vote.
    ProposerInstitution,
    /// Institutions of this kind have no vote.
    KindNotEligible,
    /// The institution has said the same already, or the account has voted for another.
    AlreadyVoted,
}

/// Something without which a proposal is not executed.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", rename_all_fields = "camelCase"))]
pub enum Missing {
    /// More institutions have to approve.
    Approvals {
        /// How many more.
        more: u8,
    },
    /// More institutions of any of these kinds have to approve.
    OfKinds {
        /// The kinds.
        kinds: Kinds,
        /// How many more.
        more: u8,
    },
    /// The waiting period has to end.
    Waiting {
        /// When it ends, in milliseconds since the Unix epoch.
        until: u64,
    },
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Approvals { more: 1 } => f.write_str("one more institution"),
            Self::Approvals { more } => write!(f, "{more} more institutions"),
            Self::OfKinds { kinds, more } => {
                let kinds: Vec<_> = kinds.iter().collect();
                match kinds.as_slice() {
                    [kind] if *more == 1 => write!(f, "{kind:?}"),
                    _ => write!(f, "{more} of {kinds:?}"),
                }
            }
            Self::Waiting { until } => write!(f, "waiting until {until}"),
        }
    }
}

/// How a proposal stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Standing {
    /// It has the approvals it takes.
    Met,
    /// It lacks some.
    Missing(Vec<Missing>),
    /// An Authority ended it.
    Vetoed {
        /// The Authority.
        by: Lei,
    },
}

/// How a proposal stands with these votes, of which only those count whose institution `counts`:
/// one that was suspended since does not.
pub fn standing<Account>(
    rule: &ApprovalRule,
    votes: &[Vote<Account>],
    counts: impl Fn(&Lei) -> bool,
) -> Standing {
    let of = |ballot| {
        votes
            .iter()
            .filter(move |vote| vote.ballot == ballot)
            .filter(|vote| counts(&vote.institution))
    };
    let veto = of(Ballot::Reject).find(|vote| rule.authority_veto && vote.kind == Kind::Authority);
    if let Some(vote) = veto {
        return Standing::Vetoed { by: vote.institution };
    }
    let approving: Vec<_> =
        of(Ballot::Approve).filter(|vote| rule.eligible.contains(vote.kind)).collect();
    let lacking =
        |wanted: u8, have: usize| wanted.saturating_sub(u8::try_from(have).unwrap_or(u8::MAX));
    let mut missing = Vec::new();
    let more = lacking(rule.approvals, approving.len());
    if more > 0 {
        missing.push(Missing::Approvals { more });
    }
    for Requirement { kinds, count } in &rule.required {
        let have = approving.iter().filter(|vote| kinds.contains(vote.kind)).count();
        let more = lacking(*count, have);
        if more > 0 {
            missing.push(Missing::OfKinds { kinds: *kinds, more });
        }
    }
    if missing.is_empty() { Standing::Met } else { Standing::Missing(missing) }
}

#[cfg(test)]
mod tests;
