//! The example of the documentation.

use critical_chains_attestation::{ModelId, Statement};
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::{assert_noop, assert_ok};

use super::mock::*;
use crate::{Error, IndicatorKind, Outcomes};

#[test]
fn three_banks_find_a_ring_that_none_can_see_alone() {
    build_and_execute(|| {
        let model = ModelId { version: 1, ..LAYERING };
        assert_ok!(Attestations::register_model(root(), model, spec()));
        assert_ok!(Attestations::supply_parameters(signed(ALICE), model, parameters()));
        assert_ok!(Attestations::set_champion(root(), model));

        assert_ok!(raise(ALICE, statement(1)));
        assert_noop!(confirm(AVA, 0), Error::<Test>::NotCorroborated);
        assert_ok!(raise(BOB, Statement { evidence_root: [2; 32], ..statement(1) }));
        assert_ok!(corroborate(CLEO, 0));
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Corroborated);

        assert_ok!(contest(DORA, 0));
        assert_ok!(confirm(AVA, 0));
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Confirmed);
        let outcomes = Attestations::all_models()[0].outcomes;
        assert_eq!(outcomes, Outcomes { stated: 1, confirmed: 1, ..Default::default() });

        assert_ok!(share(ALICE, indicator(1)));
        let found = Attestations::matching(IndicatorKind::Account, indicator(1).value);
        let now = NowMillis::get();
        assert_ok!(Attestations::report_sighting(signed(BOB), found[0].id, 1, now, now));

        pass(RETENTION);
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Clear);
        assert_eq!(Attestations::attestation(0), None);
    });
}
