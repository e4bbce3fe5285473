//! What pallets accept as the origin of an account with a permission.

use super::mock::*;
use crate::*;
use critical_chains_policy::{
    Amount, Effect, Facts, Literal, Permission, Scope, Test as Fact, Validity,
};
use polkadot_sdk::{
    frame_support::{
        assert_noop, assert_ok, parameter_types,
        traits::{EnsureOrigin, EnsureOriginWithArg, OriginTrait},
    },
    sp_runtime::{
        DispatchError::{self, BadOrigin},
        traits::Dispatchable,
    },
};

parameter_types! {
    pub const NotePermission: Permission = NOTE;
}

type Own = EnsurePermission<Test, NotePermission>;
type Over = EnsurePermissionOver<Test, NotePermission>;
type Everywhere = EnsurePermissionEverywhere<Test, NotePermission>;

/// The origin with which an account's call is made once it was checked.
fn checked(account: AccountId, call: &RuntimeCall) -> RuntimeOrigin {
    Authorisation::authorise(&member(account), call).unwrap().unwrap().into()
}

fn passes(origin: RuntimeOrigin) -> bool {
    Own::try_origin(origin).is_ok()
}

fn clerk_for_all() {
    let (scope, permanent) = (Scope::Consortium, Validity::PERMANENT);
    assert_ok!(Authorisation::grant_role(root(), 13, CLERK, scope, permanent, 0));
}

mod checked_origins {
    use super::*;

    #[test]
    fn pass_with_the_permission_and_tell_who_it_is() {
        build_and_execute(|| {
            let origin = checked(12, &simple(NOTE));

            assert_eq!(Own::ensure_origin(origin).unwrap(), (12, lei(1)));
        });
    }

    #[test]
    fn are_refused_unchanged_without_the_permission() {
        build_and_execute(|| {
            let origin = checked(12, &simple(ACTIVATE));

            let refused = Own::try_origin(origin.clone()).unwrap_err();

            assert_eq!(refused.caller(), origin.caller());
        });
    }

    #[test]
    fn pass_for_the_things_for_which_they_were_checked() {
        build_and_execute(|| {
            clerk_for_all();
            let far = act(Action::new(NOTE).on(Resource::Institution(lei(2))));
            let origin = checked(13, &far);

            assert_ok!(Over::try_origin(origin.clone(), &lei(2)));
            assert!(Over::try_origin(origin.clone(), &lei(1)).is_err());
            assert!(Everywhere::try_origin(origin.clone()).is_err());
            assert!(!passes(origin));

            let everywhere = checked(13, &act(Action::new(NOTE).on(Resource::Consortium)));
            assert_eq!(Everywhere::ensure_origin(everywhere.clone()).unwrap(), (13, lei(1)));
            assert!(!passes(everywhere));
        });
    }

    #[test]
    fn stand_for_what_was_true_when_they_were_checked() {
        build_and_execute(|| {
            let origin = checked(12, &simple(NOTE));

            assert_ok!(revoke(12, CLERK));

            assert!(passes(origin));
            assert!(!passes(signed(12)));
        });
    }

    #[test]
    fn are_no_signatures() {
        build_and_execute(|| {
            let origin = checked(12, &simple(NOTE));

            assert_eq!(origin.as_signer(), None);
        });
    }
}

mod signatures {
    use super::*;

    #[test]
    fn are_checked_by_what_is_true_now() {
        build_and_execute(|| {
            assert_eq!(Own::ensure_origin(signed(12)).unwrap(), (12, lei(1)));

            assert_ok!(revoke(12, CLERK));
            assert!(!passes(signed(12)));

            grant(12, CLERK);
            assert!(passes(signed(12)));
            assert_ok!(Authorisation::deactivate_role(signed(12), CLERK));
            assert!(!passes(signed(12)));
        });
    }

    #[test]
    fn are_refused_of_whoever_may_not_act_now() {
        build_and_execute(|| {
            assert_ok!(Authorisation::set_frozen(&12, true));
            assert!(!passes(signed(12)));
            assert_ok!(Authorisation::set_frozen(&12, false));

            assert_ok!(Authorisation::stop(&NOTE));
            assert!(!passes(signed(12)));
            Authorisation::lift(&NOTE);
            assert!(passes(signed(12)));

            suspend(&[1]);
            assert!(!passes(signed(12)));
            assert!(!passes(signed(5)));
        });
    }

    #[test]
    fn are_refused_for_what_takes_approvals() {
        build_and_execute(|| {
            let policy = governed_by(approvals(1));
            assert_ok!(Authorisation::set_policy(root(), NOTE, policy));

            assert!(!passes(signed(12)));
        });
    }

    #[test]
    fn are_checked_without_the_facts_of_the_call() {
        build_and_execute(|| {
            let euro = Amount { currency: "EUR".parse().unwrap(), minor_units: 1 };
            let small = Literal::Is(Fact::AmountAtMost(euro));
            let policy = rules(vec![rule(Effect::Permit, &[], vec![small])]);
            assert_ok!(Authorisation::set_policy(root(), NOTE, policy));
            let mut action = Action::new(NOTE);
            action.facts = Facts { amount: Some(euro), ..Facts::default() };

            assert!(passes(checked(13, &act(action))));
            assert!(!passes(signed(13)));
        });
    }

    #[test]
    fn reach_as_far_as_the_role() {
        build_and_execute(|| {
            clerk_for_all();

            assert_ok!(Over::try_origin(signed(12), &lei(1)));
            assert!(Over::try_origin(signed(12), &lei(2)).is_err());
            assert!(Everywhere::try_origin(signed(12)).is_err());
            assert_ok!(Over::try_origin(signed(13), &lei(2)));
            assert_ok!(Everywhere::try_origin(signed(13)));
        });
    }
}

mod other_origins {
    use super::*;

    #[test]
    fn are_refused() {
        build_and_execute(|| {
            for origin in [root(), RuntimeOrigin::none()] {
                assert!(!passes(origin.clone()));
                assert!(Over::try_origin(origin.clone(), &lei(1)).is_err());
                assert!(Everywhere::try_origin(origin).is_err());
            }
        });
    }
}

mod batches {
    use super::*;

    /// In the second call the caller no longer has the role that it had in the first.
    fn sawing() -> RuntimeCall {
        batch(vec![
            Call::deactivate_role { role: STAFF }.into(),
            Call::deactivate_role { role: CLERK }.into(),
        ])
    }

    fn dispatch(origin: RuntimeOrigin) -> Result<(), DispatchError> {
        sawing().dispatch(origin).map(drop).map_err(|fault| fault.error)
    }

    #[test]
    fn that_were_checked_go_through_with_what_was_checked() {
        build_and_execute(|| {
            assert_ok!(dispatch(checked(12, &sawing())));

            assert!(!can(12, NOTE) && !can(12, ACTIVATE));
        });
    }

    #[test]
    fn of_a_bare_signature_are_checked_call_by_call() {
        build_and_execute(|| {
            assert_noop!(dispatch(signed(12)), BadOrigin);
        });
    }

    #[test]
    fn that_were_checked_for_one_thing_cannot_do_another() {
        build_and_execute(|| {
            assert_noop!(dispatch(checked(12, &simple(NOTE))), BadOrigin);
        });
    }
}
