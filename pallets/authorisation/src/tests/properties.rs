//! Random sequences of calls, by everybody about everybody: whatever is accepted, the invariants
//! hold, and what must not come together does not.

use super::mock::*;
use crate::*;
use critical_chains_policy::{
    Constraint, MAX_DELEGATION_LEVELS, Name, Role, RoleName, Scope, Separation, Source, Validity,
};
use polkadot_sdk::frame_support::assert_ok;
use proptest::prelude::*;
use std::collections::BTreeSet;

const ACCOUNTS: [AccountId; 12] = [10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 30, 5];
const ROLES: [RoleName; 9] =
    [VOTER, ADMINISTRATOR, STAFF, CLERK, OFFICER, MAKER, CHECKER, TRADER, SETTLER];
const CONSTRAINTS: [Name; 3] = [FOUR_EYES, ONE_HAT, NOVELTY];

#[derive(Clone, Debug)]
enum Step {
    Grant { by: Option<AccountId>, to: AccountId, role: RoleName, when: Validity, levels: u8 },
    GrantForAll { to: AccountId, role: RoleName, when: Validity, levels: u8 },
    Revoke { by: Option<AccountId>, from: AccountId, role: RoleName },
    Delegate { by: AccountId, to: AccountId, role: RoleName, when: Validity, levels: u8 },
    SetActive { by: AccountId, role: RoleName, active: bool },
    SetConstraint { name: Name, constraint: Constraint },
    RemoveConstraint { name: Name },
    DefineRole { name: RoleName, role: Role },
    Freeze { account: AccountId, frozen: bool },
    Emergency { account: AccountId, hours: u64 },
    Forget { account: AccountId },
    Pass { hours: u64 },
}

/// Mostly an account of the first institution.
fn account() -> impl Strategy<Value = AccountId> {
    prop_oneof![
        2 => prop::sample::select(&ACCOUNTS[..7]),
        1 => prop::sample::select(&ACCOUNTS[..]),
    ]
}

/// Mostly a role that is not needed to take these steps.
fn role_name() -> impl Strategy<Value = RoleName> {
    prop_oneof![5 => prop::sample::select(&ROLES[3..]), 1 => prop::sample::select(&ROLES[..])]
}

/// The consortium, or an account.
fn by() -> impl Strategy<Value = Option<AccountId>> {
    prop_oneof![2 => Just(None), 1 => account().prop_map(Some)]
}

/// Times within the 20 days of a sequence, and none.
fn when() -> impl Strategy<Value = Validity> {
    let time = || prop::option::weighted(0.2, (0..480_u64).prop_map(hour));
    (time(), time()).prop_map(|(starts, expires)| Validity { starts, expires })
}

fn hour(number: u64) -> u64 {
    START_MILLIS + number * DAY / 24
}

fn some_constraint() -> impl Strategy<Value = Constraint> {
    let roles = prop::sample::subsequence(&ROLES[2..], 2..4);
    (any::<bool>(), roles, 1..3_u8).prop_map(|(lasting, roles, at_most)| {
        let separation = if lasting { Separation::Static } else { Separation::Dynamic };
        constraint(separation, &roles, at_most)
    })
}

fn some_role() -> impl Strategy<Value = Role> {
    let permissions = prop::sample::subsequence(Known::permissions(), 0..4);
    let inherits = prop::sample::subsequence(&ROLES[2..], 0..3);
    let holders = prop::option::weighted(0.2, 1..4_u32);
    (permissions, inherits, holders, any::<bool>()).prop_map(
        |(permissions, inherits, max_holders, essential)| Role {
            max_holders,
            essential,
            ..role(&permissions, &inherits)
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let levels = || 0..=MAX_DELEGATION_LEVELS;
    prop_oneof![
        12 => (by(), account(), role_name(), when(), levels()).prop_map(
            |(by, to, role, when, levels)| Step::Grant { by, to, role, when, levels }
        ),
        2 => (account(), role_name(), when(), levels()).prop_map(
            |(to, role, when, levels)| Step::GrantForAll { to, role, when, levels }
        ),
        6 => (by(), account(), role_name())
            .prop_map(|(by, from, role)| Step::Revoke { by, from, role }),
        12 => (account(), account(), role_name(), when(), levels()).prop_map(
            |(by, to, role, when, levels)| Step::Delegate { by, to, role, when, levels }
        ),
        8 => (account(), role_name(), any::<bool>())
            .prop_map(|(by, role, active)| Step::SetActive { by, role, active }),
        3 => (prop::sample::select(&CONSTRAINTS[..]), some_constraint())
            .prop_map(|(name, constraint)| Step::SetConstraint { name, constraint }),
        1 => prop::sample::select(&CONSTRAINTS[..])
            .prop_map(|name| Step::RemoveConstraint { name }),
        3 => (prop::sample::select(&ROLES[3..]), some_role())
            .prop_map(|(name, role)| Step::DefineRole { name, role }),
        2 => (account(), any::<bool>())
            .prop_map(|(account, frozen)| Step::Freeze { account, frozen }),
        2 => (account(), 1..48_u64).prop_map(|(account, hours)| Step::Emergency { account, hours }),
        1 => account().prop_map(|account| Step::Forget { account }),
        4 => (1..24_u64).prop_map(|hours| Step::Pass { hours }),
    ]
}

/// Does a step and tells whether it was accepted.
fn take(step: Step) -> bool {
    let origin = |by: Option<AccountId>| by.map_or_else(root, signed);
    let home = |account| Directory::institution_of(&account).map_or(of(1), Scope::Institution);
    let now = NowMillis::get();
    match step {
        Step::Grant { by, to, role, when, levels } => {
            Authorisation::grant_role(origin(by), to, role, home(to), when, levels).is_ok()
        }
        Step::GrantForAll { to, role, when, levels } => {
            Authorisation::grant_role(root(), to, role, Scope::Consortium, when, levels).is_ok()
        }
        Step::Revoke { by, from, role } => {
            Authorisation::revoke_role(origin(by), from, role).is_ok()
        }
        Step::Delegate { by, to, role, when, levels } => {
            Authorisation::delegate_role(signed(by), to, role, when, levels).is_ok()
        }
        Step::SetActive { by, role, active: true } => {
            Authorisation::activate_role(signed(by), role).is_ok()
        }
        Step::SetActive { by, role, active: false } => {
            Authorisation::deactivate_role(signed(by), role).is_ok()
        }
        Step::SetConstraint { name, constraint } => {
            Authorisation::set_constraint(root(), name, constraint).is_ok()
        }
        Step::RemoveConstraint { name } => Authorisation::remove_constraint(root(), name).is_ok(),
        Step::DefineRole { name, role } => Authorisation::define_role(root(), name, role).is_ok(),
        Step::Freeze { account, frozen } => {
            in_call(|| Authorisation::set_frozen(&account, frozen)).is_ok()
        }
        Step::Emergency { account, hours } => {
            let expires = now + hours * DAY / 24;
            in_call(|| Authorisation::take_emergency_role(&account, RESCUER, expires)).is_ok()
        }
        Step::Forget { account } => in_call(|| Authorisation::forget(&account)).is_ok(),
        Step::Pass { hours } => {
            begin_block_at(now + hours * DAY / 24);
            true
        }
    }
}

/// Whether a role is another or inherits from it, found by going down.
fn reaches(senior: RoleName, junior: RoleName) -> bool {
    senior == junior
        || Roles::<Test>::get(senior)
            .is_some_and(|role| role.inherits.iter().any(|next| reaches(*next, junior)))
}

/// No account has more of the roles of a constraint than it allows, by a count of its own.
fn check_separation() -> Result<(), TestCaseError> {
    for (account, subject) in Subjects::<Test>::iter() {
        for (name, constraint) in SeparationConstraints::<Test>::get() {
            let counted = subject.assignments.iter().filter(|own| {
                let active = own.active || constraint.separation == Separation::Static;
                active && own.validity.expires.is_none_or(|end| end > NowMillis::get())
            });
            let counted: Vec<_> = counted.map(|own| own.role).collect();
            let together: BTreeSet<_> = constraint
                .roles
                .iter()
                .filter(|junior| counted.iter().any(|senior| reaches(*senior, **junior)))
                .collect();
            prop_assert!(
                together.len() <= usize::from(constraint.at_most),
                "{account} has {together:?} against {name}"
            );
        }
    }
    Ok(())
}

/// What was passed on comes, in at most two steps, from somebody to whom it was granted, and
/// counts at no time at which that does not.
fn check_delegations() -> Result<(), TestCaseError> {
    for (account, subject) in Subjects::<Test>::iter() {
        for own in &subject.assignments {
            let (mut last, mut steps) = (*own, 0);
            while let Source::Delegated { by } = last.source {
                let source = *Subjects::<Test>::get(by).unwrap().assignment(&own.role).unwrap();
                let within = source
                    .validity
                    .expires
                    .is_none_or(|end| last.validity.expires.is_some_and(|own| own <= end));
                prop_assert!(within, "{account} keeps {} longer than {by}", own.role);
                prop_assert!(last.levels < source.levels);
                prop_assert_eq!(last.scope, source.scope);
                last = source;
                steps += 1;
                prop_assert!(steps <= MAX_DELEGATION_LEVELS);
            }
            prop_assert_eq!(own.role == RESCUER, last.source == Source::Emergency);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_accepted_the_invariants_hold(
        steps in prop::collection::vec(step(), 1..120),
    ) {
        externalities(genesis()).execute_with(|| {
            for account in [10, 11, 13, 14, 15, 16, 21, 22] {
                grant(account, STAFF);
            }
            for (account, role) in [(13, CLERK), (13, MAKER), (14, OFFICER), (14, TRADER)] {
                assert_ok!(try_grant(account, role, Validity::PERMANENT, 2));
            }
            for step in steps {
                let told = format!("{step:?}");
                let before = Subjects::<Test>::iter().collect::<Vec<_>>();
                let accepted = take(step);
                let changed = before != Subjects::<Test>::iter().collect::<Vec<_>>();
                prop_assert!(accepted || !changed, "refused, but it changed something: {told}");
                if let Err(fault) = Authorisation::do_try_state() {
                    return Err(TestCaseError::fail(format!("after {told}: {fault:?}")));
                }
                check_separation()?;
                check_delegations()?;
            }
            Ok(())
        })?;
    }
}
