//! What supervisors have done that still stands.
//!
//! These types mirror those of `pallets/supervision`, in the same order of fields and variants.

use super::{AccountId, At, ChainError, Node, queries::now, raw};
use codec::{Decode, Encode};
use critical_chains_integrity::Hash;
use critical_chains_lei::Lei;
use critical_chains_policy::{Name, Permission, RoleName};
use std::collections::BTreeMap;

/// Most bytes of what a person says, as the chain takes it.
pub const MAX_REASON_BYTES: usize = 256;

type Reason = Vec<u8>;
type AnswerDigest = Hash;

/// What can be stopped.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Ord, PartialEq, PartialOrd)]
pub enum StopTarget {
    /// All that a pallet lets accounts do.
    Pallet(Name),
    /// One action, whoever may do it.
    Permission(Permission),
}

impl StopTarget {
    /// What is stopped by this name: that of a permission has a point.
    pub fn named(name: Name) -> Self {
        if name.is_family() { Self::Pallet(name) } else { Self::Permission(name) }
    }

    /// Its name.
    pub fn name(&self) -> &Name {
        let (Self::Pallet(name) | Self::Permission(name)) = self;
        name
    }
}

/// A stop that stands.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Stop {
    /// The institution that stopped.
    pub institution: Lei,
    /// The account that acted for it.
    pub account: AccountId,
    /// Why.
    pub reason: Reason,
    /// When, in milliseconds since the Unix epoch.
    pub stopped: u64,
    /// When it lapses. None once the consortium has confirmed it.
    pub lapses: Option<u64>,
}

/// What an institution has stopped, or cannot stop again yet.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub struct StopRecord {
    /// What was stopped.
    pub target: StopTarget,
    /// When the institution can stop it again. None while its stop stands.
    pub paused_until: Option<u64>,
}

/// Why an account is frozen.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Freeze {
    /// The institution that froze it.
    pub institution: Lei,
    /// The account that acted for this institution.
    pub account: AccountId,
    /// Why.
    pub reason: Reason,
    /// When, in milliseconds since the Unix epoch.
    pub frozen: u64,
}

/// An access in an emergency that is yet to be reviewed.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Review {
    /// Number of the review.
    pub id: u32,
    /// The account that took the role.
    pub account: AccountId,
    /// The institution for which it acts.
    pub institution: Lei,
    /// The role.
    pub role: RoleName,
    /// Why.
    pub reason: Reason,
    /// When it was taken, in milliseconds since the Unix epoch.
    pub taken: u64,
    /// By when it has to be reviewed.
    pub due: u64,
    /// Whether this time has passed, as the chain has told.
    pub overdue_reported: bool,
}

/// What a review comes to.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub enum Finding {
    /// There was an emergency, and the access was used for nothing else.
    Justified,
    /// There was none, or the access was used for something else.
    Misused,
}

/// A demand for an explanation that is not closed.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Demand {
    /// Number of the demand.
    pub id: u32,
    /// The institution that has to explain.
    pub institution: Lei,
    /// The institution that demands it.
    pub demanded_by: Lei,
    /// The account that acted for the demanding institution.
    pub account: AccountId,
    /// What is to be explained.
    pub about: Reason,
    /// When it was demanded, in milliseconds since the Unix epoch.
    pub demanded: u64,
    /// By when it has to be answered.
    pub deadline: u64,
    /// The answer, if there is one.
    pub answer: Option<Answer>,
    /// Whether the deadline passed without an answer, as the chain has told.
    pub overdue_reported: bool,
}

/// The answer to a demand.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Answer {
    /// The account that answered for its institution.
    pub account: AccountId,
    /// SHA-256 of the answer.
    pub digest: AnswerDigest,
    /// When, in milliseconds since the Unix epoch.
    pub answered: u64,
}

/// Everything that stands or is open.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Supervision {
    /// The stops.
    pub stops: BTreeMap<StopTarget, Stop>,
    /// What an institution cannot stop again yet, and until when.
    pub paused: BTreeMap<(StopTarget, Lei), u64>,
    /// The frozen accounts, the one frozen first at the start.
    pub frozen: Vec<(AccountId, Freeze)>,
    /// The emergency accesses without a review, by number.
    pub reviews: Vec<Review>,
    /// The demands, by number.
    pub demands: Vec<Demand>,
}

const PALLET: &str = "Supervision";

impl Node {
    /// What supervisors have done that still stands, in the newest block.
    pub async fn supervision(&self) -> Result<Supervision, ChainError> {
        let block = self.at(At::Best).await?;
        let stops: Vec<(StopTarget, Stop)> = raw::map(&block, PALLET, "Stops").await?;
        let records: Vec<(Lei, Vec<StopRecord>)> = raw::map(&block, PALLET, "StopRecords").await?;
        let mut frozen: Vec<(AccountId, Freeze)> = raw::map(&block, PALLET, "Frozen").await?;
        frozen.sort_by_key(|(account, own)| (own.frozen, *account));
        let mut reviews: Vec<Review> = raw::values(&block, PALLET, "Reviews").await?;
        reviews.sort_by_key(|own| own.id);
        let mut demands: Vec<Demand> = raw::values(&block, PALLET, "Demands").await?;
        demands.sort_by_key(|own| own.id);
        let paused = paused(&records, now(&block).await?);
        Ok(Supervision { stops: stops.into_iter().collect(), paused, frozen, reviews, demands })
    }
}

/// The pauses that have not ended: the chain keeps others until the institution stops again.
fn paused(records: &[(Lei, Vec<StopRecord>)], now: u64) -> BTreeMap<(StopTarget, Lei), u64> {
    let each = records.iter().flat_map(|(lei, own)| own.iter().map(move |own| (lei, own)));
    let running = |(lei, own): (&Lei, &StopRecord)| {
        let until = own.paused_until.filter(|until| *until > now)?;
        Some(((own.target, *lei), until))
    };
    each.filter_map(running).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields or variants of a type, as its source lists them.
    fn body(source: &str, kind: &str) -> Vec<String> {
        let is_start = |line: &&str| {
            let rest = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "));
            rest.is_some_and(|rest| rest.split([' ', '<']).next() == Some(kind))
        };
        let lines = source.lines().skip_while(|line| !is_start(line)).skip(1);
        lines
            .take_while(|line| *line != "}")
            .map(|line| line.trim().replace("<AccountId>", ""))
            .filter(|line| !line.starts_with("//"))
            .collect()
    }

    /// Read from its source: the client does not depend on the pallet.
    #[test]
    fn the_types_are_those_of_the_pallet() {
        let theirs = include_str!("../../../../pallets/supervision/src/types.rs");
        let ours = include_str!("supervision.rs");
        for kind in
            ["StopTarget", "Stop", "StopRecord", "Freeze", "Review", "Finding", "Demand", "Answer"]
        {
            let expected = body(theirs, kind);

            assert!(expected.len() > 1, "{kind}");
            assert_eq!(body(ours, kind), expected, "{kind}");
        }
        let bytes = format!("pub const MAX_REASON_BYTES: u32 = {MAX_REASON_BYTES};");
        assert!(theirs.contains(&bytes));
    }

    #[test]
    fn permissions_are_told_from_pallets_by_their_point() {
        let named = |text: &str| StopTarget::named(text.parse().unwrap());

        assert_eq!(named("anchoring"), StopTarget::Pallet(Name::constant("anchoring")));
        let permission = Name::constant("anchoring.anchor");
        assert_eq!(named("anchoring.anchor"), StopTarget::Permission(permission));
    }

    #[test]
    fn pauses_that_have_ended_count_no_longer() {
        let lei: Lei = "CCDEV0DELTAAUTHOR035".parse().unwrap();
        let record = |name: &str, paused_until| StopRecord {
            target: StopTarget::named(name.parse().unwrap()),
            paused_until,
        };
        let records = [(lei, vec![record("a", None), record("b", Some(7)), record("c", Some(8))])];

        let found = paused(&records, 7);

        let expected = (StopTarget::Pallet(Name::constant("c")), lei);
        assert_eq!(found, BTreeMap::from([(expected, 8)]));
    }
}
