//! Rules and policies.

use crate::{
    ApprovalRule, Condition, InvalidApprovalRule, InvalidCondition, Name, RoleName, Truth,
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Most roles that one rule names.
pub const MAX_RULE_ROLES: u32 = 8;

/// Most rules of one permission.
pub const MAX_RULES: u32 = 8;

/// Most bytes of an encoded policy, and most tests in all its rules together.
///
/// Every check of a permission is charged for the largest policy there can be, so that what the
/// bounds of the single lists would let together is too much.
pub const MAX_POLICY_BYTES: usize = 4_096;

/// See [`MAX_POLICY_BYTES`].
pub const MAX_POLICY_TESTS: usize = 64;

/// What a rule does where it applies.
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
pub enum Effect {
    /// It permits, unless another rule forbids.
    Permit,
    /// It forbids, whatever permits.
    Forbid,
}

/// A rule for one permission.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Rule {
    /// What it does.
    pub effect: Effect,
    /// The roles it is about: a holder of any of them, or of a role that inherits from one. Without
    /// roles it is about every account.
    #[cfg_attr(feature = "serde", serde(default))]
    pub roles: BoundedVec<RoleName, ConstU32<MAX_RULE_ROLES>>,
    /// When it applies.
    #[cfg_attr(feature = "serde", serde(default))]
    pub when: Condition,
}

/// The policy of one permission, besides the roles that carry it.
#[derive(
    Clone,
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
pub struct Policy {
    /// The rules. Their order does not change the decision, only which rule is named for it.
    pub rules: BoundedVec<Rule, ConstU32<MAX_RULES>>,
    /// The approvals it takes, if one account alone may not do it.
    pub approval: Option<ApprovalRule>,
}

/// Why a policy makes no sense.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidRule {
    /// The rule at this place names what is no role's name.
    Role {
        /// Place of the rule, from 0.
        at: usize,
    },
    /// The rule at this place has a condition that makes no sense.
    Condition {
        /// Place of the rule, from 0.
        at: usize,
        /// What is wrong with it.
        why: InvalidCondition,
    },
    /// The approvals can never be had.
    Approval(InvalidApprovalRule),
    /// All rules together are longer than a policy can be.
    TooLong {
        /// Bytes of the encoded policy.
        bytes: usize,
    },
    /// All rules together have more tests than a policy can have.
    TooManyTests {
        /// How many they have.
        tests: usize,
    },
}

impl fmt::Display for InvalidRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role { at } => write!(f, "rule {at} names what is no role's name"),
            Self::Condition { at, why } => write!(f, "rule {at}: {why}"),
            Self::Approval(why) => write!(f, "approvals: {why}"),
            Self::TooLong { bytes } => write!(
                f,
                "all rules together take {bytes} bytes, more than {MAX_POLICY_BYTES}: name fewer \
                 roles, dates or labels"
            ),
            Self::TooManyTests { tests } => write!(
                f,
                "all rules together have {tests} tests, more than {MAX_POLICY_TESTS}: join rules, \
                 or use fewer alternatives"
            ),
        }
    }
}

impl core::error::Error for InvalidRule {}

impl Rule {
    /// Whether the rule applies where its condition comes to `truth`: on the safe side where a
    /// fact is not known.
    pub fn applies(&self, truth: Truth) -> bool {
        match self.effect {
            Effect::Permit => truth == Truth::True,
            Effect::Forbid => truth != Truth::False,
        }
    }
}

impl Policy {
    /// Whether every rule makes sense, and all of them together are not too much.
    pub fn check(&self) -> Result<(), InvalidRule> {
        let tests = self.rules.iter().map(|rule| rule.when.tests()).sum();
        if tests > MAX_POLICY_TESTS {
            return Err(InvalidRule::TooManyTests { tests });
        }
        let bytes = self.encoded_size();
        if bytes > MAX_POLICY_BYTES {
            return Err(InvalidRule::TooLong { bytes });
        }
        for (at, rule) in self.rules.iter().enumerate() {
            if !rule.roles.iter().all(Name::is_valid) {
                return Err(InvalidRule::Role { at });
            }
            rule.when.check().map_err(|why| InvalidRule::Condition { at, why })?;
        }
        self.approval.as_ref().map_or(Ok(()), |rule| rule.check().map_err(InvalidRule::Approval))
    }

    /// Whether it decides nothing, so that it need not be kept.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.approval.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kinds, Literal, Test};

    fn policy(rules: usize, roles: usize, tests: usize) -> Policy {
        let role = Name::constant("a-role-with-a-name-of-32-letters");
        let alternative = vec![Literal::Is(Test::SubjectKind(Kinds::ALL)); tests.min(6)];
        let alternatives = vec![BoundedVec::truncate_from(alternative); tests.div_ceil(6)];
        let when = Condition { any_of: BoundedVec::truncate_from(alternatives) };
        let rule = Rule {
            effect: Effect::Permit,
            roles: BoundedVec::truncate_from(vec![role; roles]),
            when,
        };
        Policy { rules: BoundedVec::truncate_from(vec![rule; rules]), approval: None }
    }

    #[test]
    fn as_many_tests_as_a_policy_can_have_are_taken_and_no_more() {
        assert_eq!(policy(8, 8, 6).check(), Ok(()));
        assert_eq!(policy(8, 0, 24).check(), Err(InvalidRule::TooManyTests { tests: 192 }));
        assert_eq!(
            policy(6, 0, 12).check().unwrap_err().to_string(),
            "all rules together have 72 tests, more than 64: join rules, or use fewer alternatives"
        );
    }

    #[test]
    fn as_many_bytes_as_a_policy_can_have_are_taken_and_no_more() {
        let long = |dates: u32| {
            let mut policy = policy(8, 8, 0);
            let dates =
                Test::Date { dates: BoundedVec::truncate_from((0..dates).collect()), offset: 0 };
            for rule in policy.rules.iter_mut() {
                rule.when = Condition::all(vec![Literal::Not(dates.clone()); 2]);
            }
            policy
        };

        assert_eq!(long(27).check(), Ok(()));
        let bytes = long(32).encoded_size();
        assert!(bytes > MAX_POLICY_BYTES);
        let fault = long(32).check().unwrap_err();
        assert_eq!(fault, InvalidRule::TooLong { bytes });
        assert!(fault.to_string().contains("name fewer roles, dates or labels"));
    }
}
