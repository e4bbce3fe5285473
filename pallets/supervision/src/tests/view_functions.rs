//! Queries from outside.

use codec::{Decode, Encode};
use polkadot_sdk::frame_support::{assert_ok, view_functions::ViewFunction};

use super::mock::*;
use crate::{Demand, DemandsOfViewFunction, Finding};

#[test]
fn tells_stops_in_the_order_of_their_targets() {
    build_and_execute(|| {
        assert_eq!(Supervision::stops(), []);

        assert_ok!(stop(SUE, ANCHOR));
        assert_ok!(stop(TESS, ANCHORING));
        assert_ok!(Supervision::confirm_stop(root(), ANCHORING));

        let stops = Supervision::stops();
        assert_eq!(
            stops.iter().map(|(target, _)| *target).collect::<Vec<_>>(),
            [ANCHORING, ANCHOR]
        );
        assert!(stops[0].1.is_confirmed() && !stops[1].1.is_confirmed());
    });
}

#[test]
fn tells_frozen_accounts_in_the_order_of_the_time() {
    build_and_execute(|| {
        assert_ok!(freeze(SUE, BOB));
        next_block(SLOT_MILLIS);
        assert_ok!(freeze(SUE, ALAN));
        assert_ok!(freeze(SUE, ALICE));

        let accounts: Vec<_> =
            Supervision::frozen().into_iter().map(|(account, _)| account).collect();

        assert_eq!(accounts, [BOB, ALICE, ALAN]);
    });
}

#[test]
fn tells_open_reviews_in_the_order_of_their_number() {
    build_and_execute(|| {
        for account in [ALICE, ALAN, BOB] {
            assert_ok!(break_glass(account));
        }
        let remark = reason("seen");
        assert_ok!(Supervision::review_access(signed(SUE), 1, Finding::Justified, remark));

        let ids: Vec<_> = Supervision::open_reviews().iter().map(|review| review.id).collect();

        assert_eq!(ids, [0, 2]);
    });
}

#[test]
fn tells_demands_to_both_sides() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        assert_ok!(demand(TESS, ALICE));
        assert_ok!(demand(SUE, BOB));

        let ids = |account| -> Vec<_> {
            let demands = Supervision::demands_of(institution_of(account).into());
            demands.iter().map(|demand| demand.id).collect()
        };

        assert_eq!(ids(ALICE), [0, 1]);
        assert_eq!(ids(SUE), [0, 2]);
        assert!(ids(EVE).is_empty());
        assert_eq!(Supervision::demands_of([b'0'; 20]), []);
    });
}

#[test]
fn answers_by_the_identifier_in_the_metadata() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        let query = DemandsOfViewFunction::<Test>::new(institution_of(ALICE).into());
        let mut answer = Vec::new();

        assert_ok!(DemandsOfViewFunction::<Test>::execute(&mut &query.encode()[..], &mut answer));

        let demands = Vec::<Demand<u64>>::decode(&mut &answer[..]).unwrap();
        assert_eq!(demands[0].demanded_by, institution_of(SUE));
    });
}
