//! Random steps.

use super::Account;
use crate::support::{ROLES, bounded, scopes};
use critical_chains_policy::{
    Constraint, MAX_DELEGATION_LEVELS, Name, RoleName, Scope, Separation, Validity,
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select, subsequence},
};

const ACCOUNTS: Account = 4;

/// Something that somebody asks of the chain.
#[derive(Clone, Debug)]
pub enum Step {
    /// Define a role, or define it anew.
    Define { role: RoleName, inherits: Vec<RoleName> },
    /// Set a constraint, or replace it.
    Constrain { name: Name, constraint: Constraint },
    /// Grant a role, or take it in an emergency.
    Grant {
        account: Account,
        role: RoleName,
        scope: Scope,
        validity: Validity,
        levels: u8,
        emergency: bool,
    },
    /// Pass a role on, for as long as the holder has it if nothing else is said.
    Delegate { from: Account, which: Index, to: Account, validity: Option<Validity>, levels: u8 },
    /// Activate a role.
    Activate { account: Account, which: Index },
    /// Deactivate a role.
    Deactivate { account: Account, which: Index },
    /// Take a role away.
    Revoke { account: Account, which: Index },
    /// Let time pass, so that roles begin and expire, and perhaps forget those that have.
    Wait { millis: u64, sweep: bool },
}

impl Step {
    /// What it does, in a word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Define { .. } => "define",
            Self::Constrain { .. } => "constrain",
            Self::Grant { .. } => "grant",
            Self::Delegate { .. } => "delegate",
            Self::Activate { .. } => "activate",
            Self::Deactivate { .. } => "deactivate",
            Self::Revoke { .. } => "revoke",
            Self::Wait { .. } => "wait",
        }
    }
}

/// A sequence of steps that begins with the definition of roles.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let roles: Vec<_> = ROLES
        .into_iter()
        .enumerate()
        .map(|(at, role)| {
            let juniors = subsequence(ROLES[..at].to_vec(), 0..=at.min(2));
            juniors.prop_map(move |inherits| Step::Define { role, inherits })
        })
        .collect();
    (roles, vec(step(), 1..120)).prop_map(|(roles, steps)| [roles, steps].concat())
}

fn step() -> impl Strategy<Value = Step> {
    let account = || 0..ACCOUNTS;
    let which = any::<Index>;
    let one = move || (account(), which());
    let levels = || prop_oneof![Just(MAX_DELEGATION_LEVELS), 0..=MAX_DELEGATION_LEVELS];
    let define = (select(&ROLES[..]), subsequence(ROLES.to_vec(), 0..=2));
    let emergency = prop::bool::weighted(0.1);
    let grant = (account(), select(&ROLES[..]), select(scopes()), validity(), levels(), emergency);
    let fewer = prop_oneof![3 => 0..MAX_DELEGATION_LEVELS, 1 => Just(MAX_DELEGATION_LEVELS)];
    let shorter = option::weighted(0.4, validity());
    let delegate = (account(), which(), account(), shorter, fewer);
    prop_oneof![
        1 => define.prop_map(|(role, inherits)| Step::Define { role, inherits }),
        2 => constraint(),
        6 => grant.prop_map(|(account, role, scope, validity, levels, emergency)| {
            Step::Grant { account, role, scope, validity, levels, emergency }
        }),
        10 => delegate.prop_map(|(from, which, to, validity, levels)| {
            Step::Delegate { from, which, to, validity, levels }
        }),
        5 => one().prop_map(|(account, which)| Step::Activate { account, which }),
        4 => one().prop_map(|(account, which)| Step::Deactivate { account, which }),
        1 => one().prop_map(|(account, which)| Step::Revoke { account, which }),
        3 => (1..6_u64, any::<bool>()).prop_map(|(millis, sweep)| Step::Wait { millis, sweep }),
    ]
}

fn constraint() -> impl Strategy<Value = Step> {
    let names = ["four-eyes", "hats", "chinese-wall"].map(Name::constant);
    let separation = select(&[Separation::Static, Separation::Dynamic][..]);
    let roles = subsequence(ROLES.to_vec(), 2..=4).prop_shuffle();
    (select(names.to_vec()), separation, roles, 1..=2_u8).prop_map(
        |(name, separation, roles, at_most)| {
            let constraint = Constraint { separation, roles: bounded(roles), at_most };
            Step::Constrain { name, constraint }
        },
    )
}

fn validity() -> impl Strategy<Value = Validity> {
    (option::weighted(0.2, 0..60_u64), option::weighted(0.5, 0..80_u64))
        .prop_map(|(starts, expires)| Validity { starts, expires })
}
