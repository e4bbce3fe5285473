//! The fullest state there can be, and members made up on the spot.

use crate::*;
use alloc::{format, vec, vec::Vec};
use critical_chains_policy::{
    ApprovalRule, Assignment, Audience, Condition, Constraint, Effect, Electorate, Kinds, Literal,
    MAX_ALTERNATIVES, MAX_CONSTRAINT_ROLES, MAX_DELEGATION_LEVELS, MAX_JUNIORS, MAX_POLICY_TESTS,
    MAX_REQUIREMENTS, MAX_ROLE_PERMISSIONS, MAX_RULE_ROLES, MAX_RULES, Name, Permission, Policy,
    Requirement, Role, RoleName, Rule, Scope, Seniors, Separation, Steward, Test, Validity,
};
use polkadot_sdk::{
    frame_benchmarking::{BenchmarkError, account},
    frame_support::{
        BoundedVec,
        traits::{ConstU32, Get},
    },
};

/// Tests in each alternative of each rule, so that a policy has as many as it can have.
const TESTS: u32 = MAX_POLICY_TESTS as u32 / MAX_RULES / MAX_ALTERNATIVES;

/// Dates in each test, so that a policy is as long as it can be.
const DATES: u32 = 6;

/// The role by which made-up members act.
const MEMBER: RoleName = Name::constant("benchmark-member");

/// A role that nobody holds, and without which every constraint would be broken.
pub(super) const IDLE: RoleName = Name::constant("benchmark-idle");

/// A role about which a call is.
pub(super) const WANTED: RoleName = Name::constant("benchmark-wanted");

/// A member with this permission, which it may use alone.
pub(crate) fn member_with<T: Config>(permission: Permission) -> T::AccountId {
    let Member { account, institution, .. } = T::Members::make_member(0);
    let mut role = Roles::<T>::get(MEMBER).unwrap_or_default();
    if !role.permissions.contains(&permission) {
        assert!(role.permissions.try_push(permission).is_ok(), "a role can carry so many");
    }
    Roles::<T>::insert(MEMBER, role);
    // Neither approvals nor bans stand against it.
    Pallet::<T>::change_entry(permission, |entry| entry.policy = Default::default());
    Pallet::<T>::spread(&Pallet::<T>::hierarchy());
    let mut subject = Pallet::<T>::subject(&account, institution);
    if subject.assignment(&MEMBER).is_none() {
        let held = granted(MEMBER, Scope::Consortium, Validity::PERMANENT, 0);
        assert!(subject.assignments.try_push(held).is_ok(), "an account can hold one role more");
        let stored = Pallet::<T>::store(&account, Some(subject));
        assert!(stored.is_ok(), "there is room for one account more");
    }
    account
}

/// A name of as many bytes as a name can have.
pub(super) fn longest(letter: char, number: u32) -> Name {
    format!("{letter}{number:031}").parse().unwrap_or(IDLE)
}

pub(super) fn longest_names(letter: char, count: u32) -> Vec<Name> {
    (0..count).map(|number| longest(letter, number)).collect()
}

pub(super) fn bounded<E, const MOST: u32>(
    items: impl IntoIterator<Item = E>,
) -> BoundedVec<E, ConstU32<MOST>> {
    BoundedVec::truncate_from(items.into_iter().collect())
}

fn clear<T: Config>() {
    let _ = Roles::<T>::clear(u32::MAX, None);
    let _ = Permissions::<T>::clear(u32::MAX, None);
    let _ = Subjects::<T>::clear(u32::MAX, None);
    let _ = HolderCounts::<T>::clear(u32::MAX, None);
    VotingInstitutions::<T>::kill();
    let _ = Delegations::<T>::clear(u32::MAX, None);
    SeparationConstraints::<T>::kill();
}

/// A role with as many permissions and juniors as a role can have.
pub(super) fn fullest_role<T: Config>(below: &[RoleName]) -> Role {
    let permissions = T::Catalogue::permissions().iter().copied().cycle();
    let permissions = permissions.skip(below.len()).take(MAX_ROLE_PERMISSIONS as usize);
    Role {
        permissions: bounded(permissions),
        inherits: bounded(below.iter().rev().take(MAX_JUNIORS as usize).copied()),
        steward: Steward::Institution,
        max_holders: Some(u32::MAX),
        ..Role::default()
    }
}

/// So many roles, each of which inherits from those before it, and as many constraints and rules
/// as there can be. Gives the roles without the idle one and the voting role.
pub(super) fn fill<T: Config>(roles: u32) -> Result<Vec<RoleName>, BenchmarkError> {
    clear::<T>();
    let ladder = longest_names('r', roles.saturating_sub(2));
    for place in 0..ladder.len() {
        let (below, above) = ladder.split_at(place);
        Roles::<T>::insert(above[0], fullest_role::<T>(below));
    }
    Roles::<T>::insert(T::VotingRole::get(), fullest_role::<T>(&ladder));
    Roles::<T>::insert(IDLE, Role::default());
    let constraints = (0..MAX_CONSTRAINTS).map(|number| {
        let separation = if number % 2 == 0 { Separation::Static } else { Separation::Dynamic };
        (longest('c', number), fullest_constraint(separation, IDLE, &ladder))
    });
    SeparationConstraints::<T>::put(bounded::<_, MAX_CONSTRAINTS>(constraints));
    let policy = fullest_policy(IDLE);
    for permission in T::Catalogue::permissions() {
        Pallet::<T>::change_entry(*permission, |entry| entry.policy = policy.clone());
    }
    Pallet::<T>::spread(&Pallet::<T>::hierarchy());
    Ok(ladder)
}

/// A constraint that whoever holds the first of these roles beside the others breaks.
pub(super) fn fullest_constraint(
    separation: Separation,
    first: RoleName,
    others: &[RoleName],
) -> Constraint {
    let others = others.iter().rev().take(MAX_CONSTRAINT_ROLES as usize - 1).copied();
    let roles: BoundedVec<_, _> = bounded([first].into_iter().chain(others));
    Constraint { separation, at_most: roles.len() as u8 - 1, roles }
}

/// Rules that forbid nothing, which shows with the last test of each. They name this role last.
pub(super) fn fullest_policy(role: RoleName) -> Policy {
    let roles = longest_names('s', MAX_RULE_ROLES - 1);
    let never = Test::Date { dates: bounded((0..DATES).map(|day| u32::MAX - day)), offset: 0 };
    let tests = (1..TESTS).map(|_| Literal::Not(never.clone()));
    let alternative = bounded(tests.chain([Literal::Is(never.clone())]));
    let rule = Rule {
        effect: Effect::Forbid,
        roles: bounded(roles.into_iter().chain([role])),
        when: Condition { any_of: bounded(vec![alternative; MAX_ALTERNATIVES as usize]) },
    };
    Policy { rules: bounded(vec![rule; MAX_RULES as usize]), approval: None }
}

/// A rule for approvals that one institution can meet.
pub(super) fn fullest_approval() -> ApprovalRule {
    let requirement = Requirement { kinds: Kinds::ALL, count: 1 };
    ApprovalRule {
        approvals: 1,
        eligible: Kinds::ALL,
        required: bounded(vec![requirement; MAX_REQUIREMENTS as usize]),
        proposer_institution_votes: true,
        authority_veto: true,
        lifetime: 1,
        waiting: 0,
    }
}

pub(super) fn held<T: Config>(role: RoleName) -> Assignment<T::AccountId> {
    granted(role, Scope::Consortium, Validity::PERMANENT, MAX_DELEGATION_LEVELS)
}

/// Gives an account other roles of the ladder, until it has so many.
pub(super) fn pad<T: Config>(member: &Member<T::AccountId>, ladder: &[RoleName], until: u32) {
    let mut subject = Pallet::<T>::subject(&member.account, member.institution);
    for role in ladder.iter().rev() {
        if subject.assignments.len() < until as usize {
            subject.assignments.force_push(held::<T>(*role));
        }
    }
    Subjects::<T>::insert(&member.account, subject);
}

/// Accounts with as many roles as an account can have, one of which is the voting role.
pub(super) fn add_subjects<T: Config>(ladder: &[RoleName], count: u32) {
    let Member { institution, .. } = T::Members::make_member(0);
    let roles = [T::VotingRole::get()].into_iter().chain(ladder.iter().rev().copied());
    let assignments: Vec<_> = roles.map(held::<T>).collect();
    let subject = Subject { assignments: bounded(assignments), ..Subject::of(institution) };
    for number in 0..count {
        Subjects::<T>::insert(account::<T::AccountId>("subject", number, 0), &subject);
    }
    let holders = Holders { total: count, lasting: count };
    HolderCounts::<T>::insert(T::VotingRole::get(), Scope::Consortium, holders);
}

/// Lets the institution of the made-up members change the constitution with so many votes.
pub(super) fn add_electorate<T: Config>(votes: u32) -> Lei {
    let Member { institution, kind, .. } = T::Members::make_member(0);
    let holders = Holders { total: votes, lasting: votes };
    HolderCounts::<T>::insert(T::VotingRole::get(), Scope::Institution(institution), holders);
    VotingInstitutions::<T>::put(Electorate::from_iter([(kind, votes)]));
    Pallet::<T>::change_entry(T::Constitution::get(), |entry| {
        entry.policy = Policy { approval: Some(fullest_approval()), ..fullest_policy(IDLE) };
    });
    institution
}

/// The role that is wanted, and a last constraint that lets those who hold the ladder have it, but
/// not activate it.
pub(super) fn add_wanted_role<T: Config>(ladder: &[RoleName]) {
    let permissions = fullest_role::<T>(&[]).permissions;
    let wanted = Role { permissions, ..fullest_role::<T>(ladder) };
    Roles::<T>::insert(WANTED, Role { inherits: BoundedVec::default(), ..wanted });
    SeparationConstraints::<T>::mutate(|constraints| {
        if let Some((_, last)) = constraints.last_mut() {
            *last = fullest_constraint(Separation::Dynamic, WANTED, ladder);
        }
    });
    Pallet::<T>::spread(&Pallet::<T>::hierarchy());
}

/// A member with as many roles as an account can have, of which only the last carries these
/// permissions, about each of which there are as many rules as there can be.
pub(super) fn checked_member<T: Config>(
    permissions: &[Permission],
    policy: &Policy,
) -> Member<T::AccountId> {
    clear::<T>();
    assert!(policy.check().is_ok(), "the fullest policy is one that can be set");
    let member = T::Members::make_member(0);
    let fillers = longest_names('f', MAX_ASSIGNMENTS - 1);
    let assignments = fillers.into_iter().chain([WANTED]).map(held::<T>);
    let subject = Subject { assignments: bounded(assignments), ..Subject::of(member.institution) };
    Subjects::<T>::insert(&member.account, subject);
    let named = longest_names('s', MAX_RULE_ROLES - 1);
    let others = longest_names('r', MAX_ROLES - MAX_RULE_ROLES);
    let carriers = named.into_iter().chain(others).chain([WANTED]);
    let audience = Audience::new(carriers, policy, &Seniors::default());
    let entry = PermissionEntry { audience, policy: policy.clone(), stopped: false };
    for permission in permissions {
        Permissions::<T>::insert(permission, &entry);
    }
    member
}
