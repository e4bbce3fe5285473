//! What other parts of the runtime do: stop and lift, freeze, help in an emergency, forget.

use super::mock::*;
use crate::*;
use critical_chains_policy::{Name, Role, Source, Validity};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok, assert_storage_noop},
    sp_runtime::DispatchResult,
};

fn named(text: &str) -> Name {
    text.parse().unwrap()
}

mod stop {
    use super::*;

    #[test]
    fn stops_one_permission() {
        build_and_execute(|| {
            assert_ok!(Authorisation::stop(&NOTE));

            assert!(Authorisation::is_stopped(&NOTE));
            assert!(!Authorisation::is_stopped(&READ));
            assert_eq!(Authorisation::stopped(), [NOTE]);
        });
    }

    #[test]
    fn stops_all_of_a_pallet() {
        build_and_execute(|| {
            assert_ok!(Authorisation::stop(&named("records")));

            assert_eq!(Authorisation::stopped(), [NOTE, READ, SEAL]);
        });
    }

    #[test]
    fn leaves_what_governance_needs() {
        build_and_execute(|| {
            assert_ok!(Authorisation::stop(&named("authorisation")));

            assert_eq!(Authorisation::stopped(), [ACTIVATE, DELEGATE, GRANT, REVOKE]);
        });
    }

    #[test]
    fn rejects_what_governance_needs() {
        build_and_execute(|| {
            let governance = [APPROVE, PROPOSE, APPOINT, DEFINE, POLICY, named("approvals")];
            for name in governance {
                assert_noop!(Authorisation::stop(&name), Error::<Test>::Indispensable);
            }
        });
    }

    #[test]
    fn rejects_what_the_runtime_does_not_have() {
        build_and_execute(|| {
            for name in [NOVELTY, no_name(), named("records.n"), named("record")] {
                assert_noop!(Authorisation::stop(&name), Error::<Test>::UnknownPermission);
            }
        });
    }

    #[test]
    fn keeps_carriers_and_policies() {
        build_and_execute(|| {
            let policy = governed_by(approvals(1));
            assert_ok!(Authorisation::set_policy(root(), NOTE, policy.clone()));
            let before = Permissions::<Test>::get(NOTE);

            assert_ok!(Authorisation::stop(&NOTE));

            let after = Permissions::<Test>::get(NOTE);
            assert_eq!(after, PermissionEntry { stopped: true, ..before });
        });
    }
}

mod lift {
    use super::*;

    #[test]
    fn ends_a_stop_of_a_permission_or_of_a_pallet() {
        build_and_execute(|| {
            for stopped in [NOTE, named("records")] {
                assert_ok!(Authorisation::stop(&stopped));
                assert!(!can(12, NOTE));

                Authorisation::lift(&stopped);

                assert!(can(12, NOTE));
                assert_eq!(Authorisation::stopped(), []);
            }
        });
    }

    #[test]
    fn leaves_what_was_not_stopped() {
        build_and_execute(|| {
            assert_ok!(Authorisation::stop(&named("records")));

            Authorisation::lift(&NOTE);
            Authorisation::lift(&NOVELTY);

            assert_eq!(Authorisation::stopped(), [READ, SEAL]);
        });
    }

    #[test]
    fn keeps_nothing_of_a_permission_of_which_nothing_is_said() {
        build_and_execute(|| {
            assert_ok!(Authorisation::remove_role(root(), RESCUER));
            assert_ok!(Authorisation::stop(&SEAL));
            assert!(Permissions::<Test>::contains_key(SEAL));

            Authorisation::lift(&SEAL);

            assert!(!Permissions::<Test>::contains_key(SEAL));
        });
    }
}

mod set_frozen {
    use super::*;

    #[test]
    fn keeps_the_roles_for_the_end_of_the_freeze() {
        build_and_execute(|| {
            assert_ok!(Authorisation::set_frozen(&12, true));
            assert!(has(12, CLERK) && !can(12, NOTE));
            let holders = HolderCounts::<Test>::get(CLERK, of(1));
            assert_eq!(holders, Holders { total: 1, lasting: 0 });

            assert_ok!(Authorisation::set_frozen(&12, false));

            assert!(can(12, NOTE));
            let holders = HolderCounts::<Test>::get(CLERK, of(1));
            assert_eq!(holders, Holders { total: 1, lasting: 1 });
        });
    }

    #[test]
    fn holds_for_accounts_that_have_no_role_yet() {
        build_and_execute(|| {
            assert_ok!(Authorisation::set_frozen(&13, true));

            grant(13, CLERK);
            assert!(!can(13, NOTE));

            assert_ok!(revoke(13, CLERK));
            assert_ok!(Authorisation::set_frozen(&13, false));
            assert!(!Subjects::<Test>::contains_key(13));
        });
    }

    #[test]
    fn rejects_accounts_of_nobody() {
        build_and_execute(|| {
            for frozen in [true, false] {
                let result = in_call(|| Authorisation::set_frozen(&5, frozen));
                assert_noop!(result, Error::<Test>::NotAMember);
            }
        });
    }

    #[test]
    fn rejects_more_accounts_than_allowed() {
        build_and_execute(|| {
            MaxSubjects::set(Subjects::<Test>::count());

            let result = in_call(|| Authorisation::set_frozen(&13, true));

            assert_noop!(result, Error::<Test>::TooManySubjects);
        });
    }
}

mod emergency_roles {
    use super::*;

    fn take(account: AccountId, expires: u64) -> DispatchResult {
        in_call(|| Authorisation::take_emergency_role(&account, RESCUER, expires))
    }

    fn drop(account: AccountId) -> DispatchResult {
        in_call(|| Authorisation::drop_emergency_role(&account, &RESCUER))
    }

    #[test]
    fn count_at_once_and_for_a_time() {
        build_and_execute(|| {
            assert_ok!(take(13, day(1)));

            let taken = *Subjects::<Test>::get(13).unwrap().assignment(&RESCUER).unwrap();
            assert_eq!((taken.scope, taken.validity), (of(1), until_day(1)));
            assert_eq!((taken.source, taken.levels), (Source::Emergency, 0));
            assert!(can(13, SEAL));
            NowMillis::set(day(1));
            assert!(!can(13, SEAL));
        });
    }

    #[test]
    fn can_be_taken_again_once_they_have_ended() {
        build_and_execute(|| {
            assert_ok!(take(13, day(1)));
            assert_noop!(take(13, day(2)), Error::<Test>::AlreadyHeld);

            NowMillis::set(day(1));
            assert_ok!(take(13, day(2)));

            assert!(can(13, SEAL));
        });
    }

    #[test]
    fn are_only_those_that_were_defined_so() {
        build_and_execute(|| {
            let take = |role| in_call(|| Authorisation::take_emergency_role(&13, role, day(1)));

            assert_noop!(take(CLERK), Error::<Test>::EmergencyOnly);
            assert_noop!(take(NOVELTY), Error::<Test>::NotFound);
        });
    }

    #[test]
    fn are_not_for_accounts_of_nobody() {
        build_and_execute(|| {
            assert_noop!(take(5, day(1)), Error::<Test>::NotAMember);
        });
    }

    #[test]
    fn are_bound_by_numbers_and_constraints_like_others() {
        build_and_execute(|| {
            let emergency = Role { emergency: true, ..role(&[SEAL], &[]) };
            define(RESCUER, Role { max_holders: Some(1), ..emergency.clone() });
            assert_ok!(take(13, day(1)));
            assert_noop!(take(14, day(1)), Error::<Test>::TooManyHolders);
            assert_ok!(drop(13));

            let inherits = vec![SETTLER].try_into().unwrap();
            define(RESCUER, Role { inherits, ..emergency });
            grant(14, TRADER);
            assert_noop!(take(14, day(1)), Error::<Test>::SeparationOfDuty);
        });
    }

    #[test]
    fn are_given_back_if_they_are_still_there() {
        build_and_execute(|| {
            assert_ok!(take(13, day(1)));

            assert_ok!(drop(13));

            assert!(!has(13, RESCUER));
            assert_ok!(drop(13));
            assert_ok!(drop(5));
        });
    }

    #[test]
    fn given_back_leave_what_was_granted() {
        build_and_execute(|| {
            assert_ok!(Authorisation::drop_emergency_role(&12, &CLERK));

            assert!(has(12, CLERK));
        });
    }

    #[test]
    fn can_be_revoked() {
        build_and_execute(|| {
            assert_ok!(take(13, day(1)));

            assert_ok!(Authorisation::revoke_role(signed(11), 13, RESCUER));

            assert!(!can(13, SEAL));
        });
    }
}

mod forget {
    use super::*;

    #[test]
    fn takes_all_roles_and_what_was_passed_on() {
        build_and_execute(|| {
            assert_ok!(try_grant(12, OFFICER, Validity::PERMANENT, 1));
            let pass_on =
                |to| Authorisation::delegate_role(signed(12), to, OFFICER, Validity::PERMANENT, 0);
            assert_ok!(pass_on(13));
            assert_ok!(pass_on(14));

            assert_ok!(in_call(|| Authorisation::forget(&12)));

            for account in 12..=14 {
                assert!(!Subjects::<Test>::contains_key(account));
                assert!(!Delegations::<Test>::contains_key(account));
            }
            Withdrawn::set(vec![12]);
        });
    }

    #[test]
    fn forgets_a_freeze_too() {
        build_and_execute(|| {
            assert_ok!(Authorisation::set_frozen(&12, true));

            assert_ok!(in_call(|| Authorisation::forget(&12)));

            assert!(!Subjects::<Test>::contains_key(12));
        });
    }

    #[test]
    fn does_nothing_for_accounts_of_which_nothing_is_known() {
        build_and_execute(|| {
            assert_storage_noop!(assert_ok!(Authorisation::forget(&13)));
        });
    }
}
