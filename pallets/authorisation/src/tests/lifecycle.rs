//! The example of the README.

use super::mock::*;
use crate::*;
use critical_chains_policy::{Effect, Literal, Name, Separation, Test as Fact, Validity};
use polkadot_sdk::frame_support::{assert_noop, assert_ok};

const ADMIN: AccountId = 11;
const ANNA: AccountId = 13;
const BEN: AccountId = 14;

#[test]
fn a_bank_hands_out_a_role_and_takes_it_back() {
    build_and_execute(|| {
        let payer = Name::constant("payer");
        let bank = of(1);
        let grant = |account, role| {
            Authorisation::grant_role(signed(ADMIN), account, role, bank, Validity::PERMANENT, 1)
        };

        assert_ok!(Authorisation::define_role(root(), payer, role(&[MAKE], &[STAFF])));
        let apart = constraint(Separation::Static, &[payer, CHECKER], 1);
        assert_ok!(Authorisation::set_constraint(root(), NOVELTY, apart));
        let office = Literal::Not(Fact::TimeOfDay { from: 480, until: 1_080, offset: 0 });
        let at_night = rule(Effect::Forbid, &[], vec![office]);
        assert_ok!(Authorisation::set_policy(root(), MAKE, rules(vec![at_night])));

        assert_ok!(grant(ANNA, payer));
        assert!(can(ANNA, MAKE));
        assert_noop!(grant(ANNA, CHECKER), Error::<Test>::SeparationOfDuty);

        assert_ok!(Authorisation::delegate_role(signed(ANNA), BEN, payer, until_day(5), 0));
        assert!(can(BEN, MAKE));
        assert_noop!(grant(BEN, CHECKER), Error::<Test>::SeparationOfDuty);

        NowMillis::set(START_MILLIS + 12 * 3_600_000);
        let forbidden = Verdict::Refused { by: Obstacle::Forbidden { rule: 0 } };
        assert_eq!(verdict(ANNA, MAKE), forbidden);

        begin_block_at(day(4));
        assert!(can(BEN, MAKE));
        let expiring = Event::RoleExpiring { account: BEN, role: payer, expires: day(5), days: 1 };
        assert_eq!(last_event(), expiring);

        assert_ok!(Authorisation::revoke_role(signed(ADMIN), ANNA, payer));
        assert!(!can(ANNA, MAKE) && !can(BEN, MAKE));
        assert_ok!(grant(ANNA, CHECKER));
    });
}
