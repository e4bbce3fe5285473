#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![cfg_attr(
    test,
    allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

mod approval;
mod assignment;
mod audience;
mod calendar;
mod condition;
mod custody;
mod decision;
mod electorate;
mod facts;
mod kind;
mod name;
mod portfolio;
mod role;
mod rule;
mod scope;
mod separation;

pub use approval::{
    ApprovalRule, Ballot, InvalidApprovalRule, MAX_REQUIREMENTS, Missing, Requirement, Standing,
    Vote, VoteFault, standing,
};
pub use assignment::{
    Assignment, AssignmentFault, MAX_DELEGATION_LEVELS, Source, Validity, check_delegation,
};
pub use audience::{Audience, Seniors};
pub use calendar::{
    Date, DayOfWeek, Days, InvalidTime, LocalTime, MILLIS_PER_DAY, MINUTES_PER_DAY, WARNING_DAYS,
    Weekdays, day_of, days_to_warn_of,
};
pub use condition::{
    Condition, InvalidCondition, Literal, MAX_ALTERNATIVES, MAX_LITERALS, Test, Truth,
};
pub use custody::{Custody, CustodyClass, CustodyFault, KeyPurpose, Shortfall, shortfall};
pub use decision::{Basis, Decision, Denial, HeldRole, Request, decide};
pub use electorate::{Electorate, Voters};
pub use facts::{Amount, Assurance, Currency, Facts, Presence, Risk};
pub use kind::{Kind, Kinds};
pub use name::{InvalidName, MAX_NAME_BYTES, Name, Permission, RoleName};
pub use portfolio::Rulebook;
pub use role::{
    Hierarchy, HierarchyFault, MAX_JUNIORS, MAX_ROLE_PERMISSIONS, MAX_ROLES, Role, Steward,
};
pub use rule::{
    Effect, InvalidRule, MAX_POLICY_BYTES, MAX_POLICY_TESTS, MAX_RULE_ROLES, MAX_RULES, Policy,
    Rule,
};
pub use scope::Scope;
pub use separation::{
    Constraint, InvalidConstraint, MAX_CONSTRAINT_ROLES, Separation, Violation, violation,
};
