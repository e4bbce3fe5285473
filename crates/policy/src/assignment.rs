//! Roles in the hands of accounts.

use crate::{RoleName, Scope};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Most times a role can be passed on from account to account.
pub const MAX_DELEGATION_LEVELS: u8 = 2;

/// For how long something counts.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Validity {
    /// First millisecond since the Unix epoch at which it counts; none if it has begun.
    pub starts: Option<u64>,
    /// First millisecond at which it no longer counts; none if it does not end.
    pub expires: Option<u64>,
}

impl Validity {
    /// From now on and without end.
    pub const PERMANENT: Self = Self { starts: None, expires: None };

    /// Until this millisecond.
    pub fn until(expires: u64) -> Self {
        Self { starts: None, expires: Some(expires) }
    }

    /// Whether it counts at this time.
    pub fn is_current(&self, now: u64) -> bool {
        self.starts.is_none_or(|starts| starts <= now) && !self.has_ended(now)
    }

    /// Whether it counts no more.
    pub fn has_ended(&self, now: u64) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }

    /// Whether it counts now and without end.
    pub fn is_permanent(&self, now: u64) -> bool {
        self.expires.is_none() && self.is_current(now)
    }

    /// Whether there is a time to come at which it counts.
    pub fn is_possible(&self, now: u64) -> bool {
        !self.has_ended(now)
            && match (self.starts, self.expires) {
                (Some(starts), Some(expires)) => starts < expires,
                _ => true,
            }
    }

    /// Whether it counts only while the other does.
    pub fn is_within(&self, other: &Self) -> bool {
        let starts = other.starts.is_none_or(|first| self.starts.is_some_and(|own| own >= first));
        let expires = other.expires.is_none_or(|last| self.expires.is_some_and(|own| own <= last));
        starts && expires
    }
}

/// How an account came by a role.
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
pub enum Source<Account> {
    /// Its steward granted it.
    Granted,
    /// Another account that holds it passed it on.
    Delegated {
        /// That account. When it loses the role, so does this one.
        by: Account,
    },
    /// The account took it in an emergency.
    Emergency,
}

/// A role in the hands of an account.
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
pub struct Assignment<Account> {
    /// The role.
    pub role: RoleName,
    /// Where it counts.
    pub scope: Scope,
    /// When it counts.
    pub validity: Validity,
    /// Whether the account has activated it: only then does it count (the session of NIST RBAC).
    pub active: bool,
    /// How many more times it can be passed on.
    pub levels: u8,
    /// How the account came by it.
    pub source: Source<Account>,
}

impl<Account> Assignment<Account> {
    /// Whether the role counts at this time.
    pub fn counts(&self, now: u64) -> bool {
        self.active && self.validity.is_current(now)
    }
}

/// Why a role cannot be passed on so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AssignmentFault {
    /// The holder may not pass it on, or not so often.
    NotDelegable,
    /// The holder's own role does not count now.
    NotCurrent,
    /// It would count at times at which the holder's own role does not, or never.
    OutlivesSource,
}

impl fmt::Display for AssignmentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDelegable => "the holder may not pass the role on, or not so often",
            Self::NotCurrent => "the holder's own role does not count now",
            Self::OutlivesSource => "it would count when the holder's own role does not, or never",
        })
    }
}

impl core::error::Error for AssignmentFault {}

/// What `holder` passes on of a role it holds.
///
/// `levels` is how often the receiver can pass it on in turn: fewer times than the holder can.
pub fn check_delegation<Account>(
    held: &Assignment<Account>,
    holder: Account,
    validity: Validity,
    levels: u8,
    now: u64,
) -> Result<Assignment<Account>, AssignmentFault> {
    if !held.counts(now) {
        return Err(AssignmentFault::NotCurrent);
    }
    if levels >= held.levels || matches!(held.source, Source::Emergency) {
        return Err(AssignmentFault::NotDelegable);
    }
    // A role that counts already does so from now on, whenever it began.
    let own = Validity { starts: None, ..held.validity };
    if !validity.is_within(&own) || !validity.is_possible(now) {
        return Err(AssignmentFault::OutlivesSource);
    }
    let source = Source::Delegated { by: holder };
    Ok(Assignment { role: held.role, scope: held.scope, validity, active: true, levels, source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Name;
    use proptest::prelude::*;

    fn held(validity: Validity, levels: u8) -> Assignment<u8> {
        Assignment {
            role: Name::constant("operator"),
            scope: Scope::Consortium,
            validity,
            active: true,
            levels,
            source: Source::Granted,
        }
    }

    #[test]
    fn passes_on_no_more_than_there_is() {
        let own = held(Validity::until(100), 2);
        let pass = |validity, levels, now| check_delegation(&own, 7, validity, levels, now);

        let passed = pass(Validity::until(100), 1, 10).unwrap();
        assert_eq!((passed.levels, passed.source), (1, Source::Delegated { by: 7 }));
        let fault = AssignmentFault::OutlivesSource;
        assert_eq!(pass(Validity::until(101), 1, 10), Err(fault));
        assert_eq!(pass(Validity::PERMANENT, 1, 10), Err(fault));
        assert_eq!(pass(Validity { starts: Some(50), expires: Some(50) }, 1, 10), Err(fault));
        assert_eq!(pass(Validity::until(10), 1, 10), Err(fault));
        assert_eq!(pass(Validity::until(100), 2, 10), Err(AssignmentFault::NotDelegable));
        assert_eq!(pass(Validity::until(100), 1, 100), Err(AssignmentFault::NotCurrent));
        let emergency = Assignment { source: Source::Emergency, ..own };
        assert_eq!(
            check_delegation(&emergency, 7, Validity::until(90), 0, 10),
            Err(AssignmentFault::NotDelegable)
        );
    }

    #[test]
    fn a_role_that_is_not_active_does_not_count() {
        let own = Assignment { active: false, ..held(Validity::PERMANENT, 2) };

        assert!(!own.counts(0));
        assert_eq!(
            check_delegation(&own, 7, Validity::PERMANENT, 0, 0),
            Err(AssignmentFault::NotCurrent)
        );
    }

    fn some_validity() -> impl Strategy<Value = Validity> {
        let time = || proptest::option::of(0..20_u64);
        (time(), time()).prop_map(|(starts, expires)| Validity { starts, expires })
    }

    proptest! {
        /// Whatever is passed on, however often: it never counts when its source does not, and
        /// every step uses up a level.
        #[test]
        fn delegation_never_adds(
            own in some_validity(),
            steps in proptest::collection::vec((some_validity(), 0..4_u8, 0..20_u64), 1..6),
        ) {
            let mut chain = vec![held(own, MAX_DELEGATION_LEVELS)];
            for (validity, levels, now) in steps {
                let last = chain[chain.len() - 1];
                let Ok(passed) = check_delegation(&last, 1, validity, levels, now) else { continue };
                prop_assert!(passed.levels < last.levels);
                for time in now..25 {
                    prop_assert!(!passed.counts(time) || last.counts(time));
                }
                chain.push(passed);
            }
            prop_assert!(chain.len() <= usize::from(MAX_DELEGATION_LEVELS) + 1);
        }
    }
}
