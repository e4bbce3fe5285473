//! What accounts may do alone: every obstacle, batches, scopes, times and facts.

use super::mock::*;
use crate::*;
use critical_chains_policy::{
    Amount, Basis, Effect, Facts, Kind, Kinds, Literal, Permission, Rule, Scope, Test as Fact,
    Validity,
};
use polkadot_sdk::frame_support::assert_ok;

fn authorise(
    account: AccountId,
    call: &RuntimeCall,
) -> Result<Option<Authorised<AccountId>>, Obstacle> {
    Authorisation::authorise(&member(account), call)
}

/// What was checked for a call that is permitted.
fn grants(account: AccountId, call: &RuntimeCall) -> Vec<Grant> {
    authorise(account, call).unwrap().unwrap().grants.into_inner()
}

fn refusal(account: AccountId, call: &RuntimeCall) -> Obstacle {
    authorise(account, call).unwrap_err()
}

fn own(permission: Permission) -> Grant {
    Grant { permission, resource: of(1) }
}

fn set_rules(permission: Permission, set: Vec<Rule>) {
    assert_ok!(Authorisation::set_policy(root(), permission, rules(set)));
}

/// Account 13 is a clerk for all institutions.
fn clerk_for_all() {
    let (scope, validity) = (Scope::Consortium, Validity::PERMANENT);
    assert_ok!(Authorisation::grant_role(root(), 13, CLERK, scope, validity, 0));
}

mod obstacles {
    use super::*;

    #[test]
    fn names_what_permits() {
        build_and_execute(|| {
            assert_eq!(verdict(12, NOTE), Verdict::Permitted { by: Basis::Role(CLERK) });

            set_rules(READ, vec![rule(Effect::Permit, &[], vec![])]);
            assert_eq!(verdict(13, READ), Verdict::Permitted { by: Basis::Rule(0) });
        });
    }

    #[test]
    fn refuses_accounts_of_no_active_institution() {
        build_and_execute(|| {
            let refused = Verdict::Refused { by: Obstacle::NotAMember };
            assert_eq!(verdict(5, NOTE), refused);

            suspend(&[1]);
            assert_eq!(verdict(12, NOTE), refused);
        });
    }

    #[test]
    fn refuses_frozen_accounts_whatever_they_do() {
        build_and_execute(|| {
            assert_ok!(Authorisation::set_frozen(&12, true));

            assert_eq!(verdict(12, NOTE), Verdict::Refused { by: Obstacle::Frozen });
            for call in [simple(NOTE), batch(vec![]), closed()] {
                assert_eq!(refusal(12, &call), Obstacle::Frozen);
            }
        });
    }

    #[test]
    fn refuses_accounts_whose_membership_has_ended() {
        build_and_execute(|| {
            Lapses::set(vec![(1, day(1))]);
            NowMillis::set(day(1) - 1);
            assert!(can(12, NOTE));

            NowMillis::set(day(1));

            assert_eq!(verdict(12, NOTE), Verdict::Refused { by: Obstacle::Lapsed });
            assert_eq!(refusal(12, &simple(NOTE)), Obstacle::Lapsed);
            grant(22, CLERK);
            assert!(can(22, NOTE));
        });
    }

    #[test]
    fn refuses_calls_that_are_for_nobody() {
        build_and_execute(|| {
            assert_eq!(refusal(12, &closed()), Obstacle::CallNotAllowed);
            let hidden = batch(vec![simple(NOTE), closed()]);
            assert_eq!(refusal(12, &hidden), Obstacle::CallNotAllowed);
        });
    }

    #[test]
    fn refuses_what_was_stopped() {
        build_and_execute(|| {
            assert_ok!(Authorisation::stop(&NOTE));

            assert_eq!(verdict(12, NOTE), Verdict::Refused { by: Obstacle::Stopped });
            assert_eq!(refusal(12, &simple(NOTE)), Obstacle::Stopped);
        });
    }

    #[test]
    fn refuses_what_a_rule_forbids_and_tells_which() {
        build_and_execute(|| {
            set_rules(
                NOTE,
                vec![
                    rule(Effect::Permit, &[], vec![]),
                    rule(Effect::Forbid, &[OFFICER], vec![]),
                    rule(Effect::Forbid, &[CLERK], vec![]),
                ],
            );

            assert_eq!(refusal(12, &simple(NOTE)), Obstacle::Forbidden { rule: 2 });
            assert_eq!(verdict(13, NOTE), Verdict::Permitted { by: Basis::Rule(0) });
        });
    }

    #[test]
    fn refuses_to_seniors_what_is_forbidden_to_their_juniors() {
        build_and_execute(|| {
            set_rules(NOTE, vec![rule(Effect::Forbid, &[CLERK], vec![])]);
            grant(13, OFFICER);
            assert_eq!(refusal(13, &simple(NOTE)), Obstacle::Forbidden { rule: 0 });

            define(NOVELTY, role(&[], &[OFFICER]));
            grant(14, NOVELTY);
            assert_eq!(refusal(14, &simple(NOTE)), Obstacle::Forbidden { rule: 0 });

            define(NOVELTY, role(&[NOTE], &[]));
            assert!(can(14, NOTE), "it inherits no longer");
        });
    }

    #[test]
    fn refuses_what_nothing_permits() {
        build_and_execute(|| {
            for account in [12, 13] {
                assert_eq!(refusal(account, &simple(READ)), Obstacle::NothingPermits);
            }
        });
    }

    #[test]
    fn refuses_alone_what_concerns_the_consortium() {
        build_and_execute(|| {
            assert_eq!(refusal(10, &simple(ADMIT)), Obstacle::ApprovalRequired);
            assert_eq!(refusal(12, &simple(ADMIT)), Obstacle::NothingPermits);
        });
    }

    #[test]
    fn refuses_alone_what_a_policy_has_approved() {
        build_and_execute(|| {
            let policy = governed_by(approvals(1));
            assert_ok!(Authorisation::set_policy(root(), NOTE, policy));

            assert_eq!(refusal(12, &simple(NOTE)), Obstacle::ApprovalRequired);
            assert_eq!(refusal(13, &simple(NOTE)), Obstacle::NothingPermits);
        });
    }

    #[test]
    fn a_stop_stands_above_rules_and_a_rule_above_approvals() {
        build_and_execute(|| {
            let forbid = rule(Effect::Forbid, &[], vec![]);
            let mut policy = rules(vec![forbid]);
            policy.approval = Some(approvals(1));
            assert_ok!(Authorisation::set_policy(root(), NOTE, policy));
            assert_eq!(refusal(12, &simple(NOTE)), Obstacle::Forbidden { rule: 0 });

            assert_ok!(Authorisation::stop(&NOTE));
            assert_eq!(refusal(12, &simple(NOTE)), Obstacle::Stopped);
        });
    }
}

mod scopes {
    use super::*;

    #[test]
    fn a_role_in_an_institution_reaches_its_things_only() {
        build_and_execute(|| {
            let on = |resource| act(Action::new(NOTE).on(resource));

            assert_eq!(grants(12, &on(Resource::Own)), [own(NOTE)]);
            assert_eq!(grants(12, &on(Resource::Institution(lei(1)))), [own(NOTE)]);
            for resource in [Resource::Institution(lei(2)), Resource::Consortium] {
                assert_eq!(refusal(12, &on(resource)), Obstacle::NothingPermits);
            }
        });
    }

    #[test]
    fn a_role_for_all_reaches_everything() {
        build_and_execute(|| {
            clerk_for_all();
            let resources = [Resource::Own, Resource::Institution(lei(2)), Resource::Consortium];

            for (resource, scope) in resources.into_iter().zip([of(1), of(2), Scope::Consortium]) {
                let checked = grants(13, &act(Action::new(NOTE).on(resource)));
                assert_eq!(checked, [Grant { permission: NOTE, resource: scope }]);
            }
        });
    }

    #[test]
    fn a_role_that_does_not_reach_so_far_does_not_forbid_either() {
        build_and_execute(|| {
            set_rules(
                NOTE,
                vec![rule(Effect::Forbid, &[CLERK], vec![]), rule(Effect::Permit, &[], vec![])],
            );
            let far = act(Action::new(NOTE).on(Resource::Institution(lei(2))));

            assert_eq!(refusal(12, &simple(NOTE)), Obstacle::Forbidden { rule: 0 });
            assert_ok!(authorise(12, &far));
        });
    }
}

mod times {
    use super::*;

    #[test]
    fn a_role_ends_at_its_millisecond_swept_or_not() {
        build_and_execute(|| {
            assert_ok!(try_grant(13, CLERK, until_day(1), 0));

            NowMillis::set(day(1) - 1);
            assert!(can(13, NOTE));

            NowMillis::set(day(1));
            assert!(has(13, CLERK) && !can(13, NOTE));
        });
    }

    #[test]
    fn a_role_begins_at_its_millisecond() {
        build_and_execute(|| {
            let later = Validity { starts: Some(day(1)), expires: None };
            assert_ok!(try_grant(13, CLERK, later, 0));

            NowMillis::set(day(1) - 1);
            assert!(!can(13, NOTE));

            NowMillis::set(day(1));
            assert!(can(13, NOTE));
        });
    }

    #[test]
    fn conditions_go_by_the_clock_of_the_chain_and_not_by_what_the_call_says() {
        build_and_execute(|| {
            let morning = Fact::TimeOfDay { from: 420, until: 540, offset: 0 };
            set_rules(READ, vec![rule(Effect::Permit, &[], vec![Literal::Is(morning)])]);
            let mut action = Action::new(READ);
            action.facts = Facts::at(START_MILLIS);
            let call = act(action);
            assert_ok!(authorise(13, &call));

            NowMillis::set(START_MILLIS + DAY / 2);

            assert_eq!(refusal(13, &call), Obstacle::NothingPermits);
            let asked = Facts::at(START_MILLIS);
            let verdict = Authorisation::is_permitted(13, READ, None, asked);
            assert_eq!(verdict, Verdict::Refused { by: Obstacle::NothingPermits });
        });
    }
}

mod facts {
    use super::*;

    fn noting(amount: Option<u128>) -> RuntimeCall {
        let currency = "EUR".parse().unwrap();
        let amount = amount.map(|minor_units| Amount { currency, minor_units });
        let mut action = Action::new(NOTE);
        action.facts = Facts { amount, ..Facts::default() };
        act(action)
    }

    fn at_most(minor_units: u128) -> Fact {
        Fact::AmountAtMost(Amount { currency: "EUR".parse().unwrap(), minor_units })
    }

    #[test]
    fn a_rule_permits_only_what_is_known_to_be_within_it() {
        build_and_execute(|| {
            set_rules(NOTE, vec![rule(Effect::Permit, &[], vec![Literal::Is(at_most(100))])]);

            assert_ok!(authorise(13, &noting(Some(100))));
            for call in [noting(Some(101)), noting(None)] {
                assert_eq!(refusal(13, &call), Obstacle::NothingPermits);
            }
        });
    }

    #[test]
    fn a_rule_forbids_whatever_is_not_known_to_be_outside_it() {
        build_and_execute(|| {
            set_rules(NOTE, vec![rule(Effect::Forbid, &[], vec![Literal::Not(at_most(100))])]);

            assert_ok!(authorise(12, &noting(Some(100))));
            for call in [noting(Some(101)), noting(None)] {
                assert_eq!(refusal(12, &call), Obstacle::Forbidden { rule: 0 });
            }
        });
    }

    #[test]
    fn a_rule_knows_the_kind_of_the_institution() {
        build_and_execute(|| {
            let insurers = Fact::SubjectKind(Kinds::only(Kind::Insurer));
            set_rules(READ, vec![rule(Effect::Permit, &[], vec![Literal::Is(insurers)])]);

            assert!(can(23, READ));
            assert!(!can(13, READ));
        });
    }

    #[test]
    fn each_call_of_a_batch_is_checked_by_its_own_facts() {
        build_and_execute(|| {
            set_rules(NOTE, vec![rule(Effect::Forbid, &[], vec![Literal::Not(at_most(100))])]);

            assert_ok!(authorise(12, &batch(vec![noting(Some(1)), noting(Some(2))])));
            let mixed = batch(vec![noting(Some(1)), noting(Some(101))]);
            assert_eq!(refusal(12, &mixed), Obstacle::Forbidden { rule: 0 });
        });
    }
}

mod batches {
    use super::*;

    #[test]
    fn carry_what_was_checked_for_all_their_calls_once_and_sorted() {
        build_and_execute(|| {
            grant(12, OFFICER);
            let inner = batch(vec![simple(NOTE), simple(ACTIVATE)]);
            let call = batch(vec![simple(READ), inner, simple(NOTE)]);

            let authorised = authorise(12, &call).unwrap().unwrap();

            assert_eq!((authorised.account, authorised.institution), (12, lei(1)));
            assert_eq!(authorised.grants.into_inner(), [own(ACTIVATE), own(NOTE), own(READ)]);
        });
    }

    #[test]
    fn are_refused_for_one_call() {
        build_and_execute(|| {
            let call = batch(vec![simple(NOTE), simple(READ)]);
            assert_eq!(refusal(12, &call), Obstacle::NothingPermits);

            let call = batch(vec![simple(POLICY), simple(NOTE)]);
            grant(10, CLERK);
            assert_eq!(refusal(10, &call), Obstacle::ApprovalRequired);
        });
    }

    #[test]
    fn hold_batches_but_no_deeper_ones() {
        build_and_execute(|| {
            let two = batch(vec![batch(vec![simple(NOTE)])]);
            assert_ok!(authorise(12, &two));

            for deep in [batch(vec![two.clone()]), batch(vec![simple(NOTE), two])] {
                assert_eq!(refusal(12, &deep), Obstacle::CallNotAllowed);
            }
        });
    }

    #[test]
    fn hold_no_more_calls_than_allowed_counting_themselves() {
        build_and_execute(|| {
            let of = |count: u32| batch((0..count).map(|_| simple(NOTE)).collect());
            assert_ok!(authorise(12, &of(MAX_CALLS - 1)));
            assert_ok!(authorise(12, &batch(vec![of(MAX_CALLS - 3), simple(NOTE)])));

            assert_eq!(refusal(12, &of(MAX_CALLS)), Obstacle::CallNotAllowed);
            let nested = batch(vec![of(MAX_CALLS - 2), simple(NOTE)]);
            assert_eq!(refusal(12, &nested), Obstacle::CallNotAllowed);
        });
    }

    #[test]
    fn need_no_more_permissions_than_allowed() {
        build_and_execute(|| {
            let scope = Scope::Consortium;
            let all = Known::permissions();
            let free: Vec<_> = all.iter().copied().filter(|own| !Known::is_governed(own)).collect();
            define(NOVELTY, role(&free, &[]));
            let permanent = Validity::PERMANENT;
            assert_ok!(Authorisation::grant_role(root(), 13, NOVELTY, scope, permanent, 0));
            let different = free.iter().flat_map(|permission| {
                (1..10).map(|number| {
                    act(Action::new(*permission).on(Resource::Institution(lei(number))))
                })
            });
            let calls: Vec<_> = different.take(MAX_GRANTS as usize + 1).collect();

            assert_eq!(grants(13, &batch(calls[1..].to_vec())).len(), MAX_GRANTS as usize);
            assert_eq!(refusal(13, &batch(calls)), Obstacle::CallNotAllowed);
        });
    }

    #[test]
    fn of_nothing_are_refused() {
        build_and_execute(|| {
            for call in [batch(vec![]), batch(vec![batch(vec![])])] {
                assert_eq!(refusal(12, &call), Obstacle::NothingPermits);
            }
        });
    }

    #[test]
    fn cost_by_their_calls_and_permissions() {
        build_and_execute(|| {
            let call = batch(vec![simple(NOTE), batch(vec![simple(NOTE), simple(READ)]), closed()]);
            assert_eq!(Authorisation::effort(&call), (6, 2));
            assert_eq!(Authorisation::effort(&simple(NOTE)), (1, 1));

            let large = batch((0..2 * MAX_CALLS).map(|_| simple(NOTE)).collect());
            assert_eq!(Authorisation::effort(&large), (MAX_CALLS, 1));
        });
    }
}

mod signatures {
    use super::*;

    #[test]
    fn are_left_to_pallets_that_insist_on_them() {
        build_and_execute(|| {
            let insisting = act(Action::new(NOTE).by_signature());

            assert_eq!(authorise(12, &insisting), Ok(None));
            let mixed = batch(vec![simple(NOTE), insisting.clone()]);
            assert_eq!(authorise(12, &mixed), Ok(None));
            assert_eq!(refusal(13, &insisting), Obstacle::NothingPermits);
        });
    }

    #[test]
    fn alone_need_the_permission_of_one_who_acts_alone() {
        build_and_execute(|| {
            let call = act(Action::new(NOTE).or_jointly(ADMIT));

            assert_eq!(grants(12, &call), [own(NOTE)]);
            assert_eq!(refusal(10, &call), Obstacle::NothingPermits);
        });
    }
}
