//! Queries from outside.

use super::mock::*;
use crate::*;
use codec::{Decode, Encode};
use critical_chains_attestation::Subject;
use critical_chains_policy::{
    Amount, Basis, Effect, Facts, Literal, Risk, Scope, Test as Fact, Validity,
};
use polkadot_sdk::frame_support::{assert_ok, view_functions::ViewFunction};

#[test]
fn decides_with_the_facts_it_is_asked_with() {
    build_and_execute(|| {
        let euro = Amount { currency: "EUR".parse().unwrap(), minor_units: 1 };
        let small = Literal::Is(Fact::AmountAtMost(euro));
        let policy = rules(vec![rule(Effect::Permit, &[], vec![small])]);
        assert_ok!(Authorisation::set_policy(root(), NOTE, policy));
        let asked = |amount| {
            let facts = Facts { amount, ..Facts::default() };
            Authorisation::is_permitted(13, NOTE, None, facts)
        };

        assert_eq!(asked(Some(euro)), Verdict::Permitted { by: Basis::Rule(0) });
        assert_eq!(asked(None), Verdict::Refused { by: Obstacle::NothingPermits });
    });
}

#[test]
fn decides_by_what_attestations_say_about_a_subject_or_what_is_worse() {
    build_and_execute(|| {
        let risky = Literal::Not(Fact::RiskAtMost(Risk::Raised));
        let policy = rules(vec![rule(Effect::Forbid, &[], vec![risky])]);
        assert_ok!(Authorisation::set_policy(root(), NOTE, policy));
        let subject = Subject::Pseudonym(Default::default());
        let asked = |risk| {
            let facts = Facts { risk, ..Facts::default() };
            Authorisation::is_permitted_about(12, NOTE, None, facts, subject)
        };
        let (permitted, forbidden) = (
            Verdict::Permitted { by: Basis::Role(CLERK) },
            Verdict::Refused { by: Obstacle::Forbidden { rule: 0 } },
        );

        assert_eq!([asked(None), asked(Some(Risk::Raised))], [permitted; 2]);
        assert_eq!(asked(Some(Risk::Confirmed)), forbidden);
        RiskOfAll::set(Risk::Corroborated);
        assert_eq!([asked(None), asked(Some(Risk::Clear))], [forbidden; 2]);
    });
}

#[test]
fn decides_about_the_things_of_the_own_institution_unless_asked_otherwise() {
    build_and_execute(|| {
        let asked = |resource| Authorisation::permitted(12, NOTE, resource, Facts::default());

        let permitted = Verdict::Permitted { by: Basis::Role(CLERK) };
        assert_eq!([asked(None), asked(Some(of(1)))], [permitted; 2]);
        let refused = Verdict::Refused { by: Obstacle::NothingPermits };
        assert_eq!([asked(Some(of(2))), asked(Some(Scope::Consortium))], [refused; 2]);
    });
}

#[test]
fn tells_roles_and_whether_they_count() {
    build_and_execute(|| {
        let later = Validity { starts: Some(day(1)), expires: None };
        assert_ok!(try_grant(12, OFFICER, later, 0));
        assert_ok!(Authorisation::deactivate_role(signed(12), CLERK));

        let told: Vec<_> = Authorisation::roles(12)
            .into_iter()
            .map(|own| (own.assignment.role, own.counts))
            .collect();

        assert_eq!(told, [(STAFF, true), (CLERK, false), (OFFICER, false)]);
        assert_eq!(Authorisation::roles(13), []);
    });
}

#[test]
fn tells_who_can_do_something_alone_or_with_others() {
    build_and_execute(|| {
        let (scope, permanent) = (Scope::Consortium, Validity::PERMANENT);
        assert_ok!(Authorisation::grant_role(root(), 23, CLERK, scope, permanent, 0));
        assert_ok!(Authorisation::grant_role(root(), 13, OFFICER, of(1), permanent, 0));

        assert_eq!(Authorisation::who_can(NOTE), [12, 13, 23]);
        assert_eq!(Authorisation::who_can(POLICY), [10, 20, 30]);
        assert!(Authorisation::who_can(SEAL).is_empty());

        assert_ok!(Authorisation::set_frozen(&12, true));
        suspend(&[2]);
        assert_eq!(Authorisation::who_can(NOTE), [13]);
        suspend(&[]);
    });
}

#[test]
fn tells_what_ends_the_next_one_first() {
    build_and_execute(|| {
        assert_ok!(try_grant(13, CLERK, until_day(5), 0));
        assert_ok!(try_grant(23, CLERK, until_day(3), 0));
        assert_ok!(try_grant(23, OFFICER, until_day(8), 0));
        assert_ok!(try_grant(14, OFFICER, until_day(1), 0));
        NowMillis::set(day(1));

        let ends = |account, number, role, expires| Expiring {
            account,
            institution: lei(number),
            role,
            expires,
        };
        let next = [ends(23, 2, CLERK, day(3)), ends(13, 1, CLERK, day(5))];
        assert_eq!(Authorisation::expiring(day(8)), next);
        assert_eq!(Authorisation::expiring(day(3)), []);
    });
}

#[test]
fn tells_what_is_stopped() {
    build_and_execute(|| {
        assert_ok!(Authorisation::stop(&READ));
        assert_ok!(Authorisation::stop(&MAKE));

        assert_eq!(Authorisation::stopped_permissions(), [MAKE, READ]);
    });
}

#[test]
fn answers_by_the_identifier_in_the_metadata() {
    build_and_execute(|| {
        let query = PermittedViewFunction::<Test>::new(12, NOTE, None, Facts::default());
        let mut answer = Vec::new();

        assert_ok!(PermittedViewFunction::<Test>::execute(&mut &query.encode()[..], &mut answer));

        let verdict = Verdict::decode(&mut &answer[..]).unwrap();
        assert_eq!(verdict, Verdict::Permitted { by: Basis::Role(CLERK) });
    });
}
