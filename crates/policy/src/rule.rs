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
    /// The roles it is about: a holder of any of them. Whoever holds a role that inherits from one
    /// of them is not meant: name that role too. Without roles it is about every account.
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
}

impl fmt::Display for InvalidRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role { at } => write!(f, "rule {at} names what is no role's name"),
            Self::Condition { at, why } => write!(f, "rule {at}: {why}"),
            Self::Approval(why) => write!(f, "approvals: {why}"),
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
    /// Whether every rule makes sense.
    pub fn check(&self) -> Result<(), InvalidRule> {
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
