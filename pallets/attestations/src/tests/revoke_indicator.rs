//! Who takes back what.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Error, Event, IndicatorCounts, Indicators};

fn revoke(account: u64, id: u32) -> polkadot_sdk::frame_support::dispatch::DispatchResult {
    Attestations::revoke_indicator(signed(account), id)
}

#[test]
fn matches_no_more_but_is_kept_until_its_end() {
    build_and_execute(|| {
        let spec = indicator(1);
        assert_ok!(share(ALICE, spec));
        events();

        assert_ok!(revoke(ALAN, 0));

        let institution = institution_of(ALICE);
        assert_eq!(events(), [Event::IndicatorRevoked { id: 0, institution, account: ALAN }]);
        assert_eq!(Attestations::matching(spec.kind, spec.value), []);
        assert_eq!(Indicators::<Test>::get(0).unwrap().revoked, Some(START_MILLIS));
        assert_eq!(IndicatorCounts::<Test>::get(institution), 1);
        pass(DAY);
        assert_eq!(Indicators::<Test>::get(0), None);
        assert_eq!(IndicatorCounts::<Test>::get(institution), 0);
    });
}

#[test]
fn rejects_others_and_what_is_revoked_or_unknown() {
    build_and_execute(|| {
        assert_noop!(revoke(ALICE, 0), Error::<Test>::NotFound);
        assert_ok!(share(ALICE, indicator(1)));
        assert_noop!(revoke(BOB, 0), Error::<Test>::NotYours);
        assert_noop!(revoke(EVE, 0), DispatchError::BadOrigin);
        assert_ok!(revoke(ALICE, 0));
        assert_noop!(revoke(ALICE, 0), Error::<Test>::Expired);
    });
}
