//! What is found by which filter, page by page.

use critical_chains_attestation::{ModelId, State, Statement, Typology};
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::assert_ok;

use super::mock::*;
use crate::{AttestationRecord, Filter, IndicatorFilter, IndicatorKind, IndicatorSpec, MAX_PAGE};

fn ids(filter: &Filter) -> Vec<u32> {
    let page = Attestations::list(filter, None, MAX_PAGE);
    assert_eq!(page.next, None);
    page.attestations.iter().map(|details| details.id).collect()
}

/// Attestations 0 (confirmed), 1 (cleared), 2 (expired), 3 (shadow), 4 (contested), 5 (raised).
fn with_some(test: impl FnOnce()) {
    with_models(|| {
        assert_ok!(confirm(AVA, corroborated(1)));
        assert_ok!(raise(BOB, statement(2)));
        assert_ok!(clear(AVA, 1));
        assert_ok!(raise(ALICE, statement(3)));
        pass(LIFETIME + MINUTE);
        assert_ok!(raise(ALICE, of_challenger(1)));
        assert_ok!(raise(ALICE, statement(4)));
        assert_ok!(contest(INA, 4));
        let stack = Statement { typology: Typology::Stack, score: 960_000, ..statement(1) };
        assert_ok!(raise(CLEO, stack));
        assert_ok!(clear(DORA, 5));
        test();
    });
}

#[test]
fn finds_what_passes_the_filter_the_newest_first() {
    with_some(|| {
        let all = Filter::default;
        let later = NowMillis::get();
        assert_eq!(ids(&all()), [5, 4, 3, 2, 1, 0]);
        assert_eq!(ids(&Filter { subject: Some(subject(1)), ..all() }), [5, 3, 0]);
        assert!(ids(&Filter { subject: Some(subject(3)), ..all() }).is_empty());
        assert_eq!(ids(&Filter { typology: Some(Typology::Stack), ..all() }), [5]);
        assert_eq!(ids(&Filter { model: Some(CHALLENGER), ..all() }), [3]);
        let of = |account| Filter { institution: Some(institution_of(account)), ..all() };
        assert_eq!(ids(&of(ALICE)), [4, 3, 2, 0]);
        assert_eq!(ids(&of(BOB)), [1]);
        assert_eq!(ids(&of(INA)), [4]);
        assert_eq!(ids(&of(DORA)), [5]);
        assert_eq!(ids(&Filter { since: Some(later), ..all() }), [5, 4, 3]);
        assert_eq!(ids(&Filter { until: Some(later), ..all() }), [2, 1, 0]);
        assert_eq!(ids(&Filter { state: Some(State::Raised), ..all() }), [5, 4, 3]);
        assert_eq!(ids(&Filter { state: Some(State::Cleared), ..all() }), [1]);
        assert_eq!(ids(&Filter { shadow: Some(false), ..all() }), [5, 4, 2, 1, 0]);
        let both = Filter { shadow: Some(true), subject: Some(subject(1)), ..all() };
        assert_eq!(ids(&both), [3]);
    });
}

#[test]
fn gives_page_after_page() {
    with_some(|| {
        for filter in [Filter::default(), Filter { subject: Some(subject(1)), ..Filter::default() }]
        {
            let (mut cursor, mut found) = (None, vec![]);
            loop {
                let page = Attestations::list(&filter, cursor, 2);
                assert!(page.attestations.len() <= 2);
                found.extend(page.attestations.iter().map(|details| details.id));
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(found, ids(&filter));
        }
        assert_eq!(Attestations::list(&Filter::default(), Some(u32::MAX), 0).attestations.len(), 1);
    });
}

#[test]
fn tells_what_is_known_of_one() {
    with_some(|| {
        let outcome = |id| match Attestations::attestation(id).map(|details| details.record) {
            Some(AttestationRecord::Ended(ended)) => Some(ended.outcome),
            Some(AttestationRecord::Open(open)) => Some(open.life.state()),
            None => None,
        };
        assert_eq!(outcome(0), Some(State::Confirmed));
        assert_eq!(outcome(4), Some(State::Raised));
        assert_eq!(outcome(6), None);
        assert_eq!(Attestations::risk(subject(1)), Risk::Confirmed);
    });
}

#[test]
fn lists_models_with_their_record() {
    with_some(|| {
        let models = Attestations::all_models();
        let ids: Vec<ModelId> = models.iter().map(|details| details.id).collect();
        assert_eq!(ids, [LAYERING, CHALLENGER]);
        assert_eq!(models[0].outcomes.precision_ppm(), Some(500_000));
        assert_eq!(models[1].outcomes.precision_ppm(), None);
    });
}

#[test]
fn lists_indicators() {
    build_and_execute(|| {
        assert_ok!(share(ALICE, indicator(1)));
        assert_ok!(share(BOB, IndicatorSpec { kind: IndicatorKind::Card, ..indicator(1) }));
        let none = IndicatorSpec { typology: None, ..indicator(3) };
        assert_ok!(share(BOB, none));
        assert_ok!(Attestations::revoke_indicator(signed(BOB), 1));
        let ids = |filter| -> Vec<u32> {
            let page = Attestations::list_indicators(&filter, None, 10);
            page.indicators.iter().map(|details| details.id).collect()
        };
        let all = IndicatorFilter::default;

        assert_eq!(ids(all()), [2, 1, 0]);
        assert_eq!(ids(IndicatorFilter { kind: Some(IndicatorKind::Card), ..all() }), [1]);
        let typology = Some(Typology::PassThrough);
        assert_eq!(ids(IndicatorFilter { typology, ..all() }), [1, 0]);
        let institution = Some(institution_of(BOB));
        assert_eq!(ids(IndicatorFilter { institution, ..all() }), [2, 1]);
        let valid_at = Some(START_MILLIS);
        assert_eq!(ids(IndicatorFilter { valid_at, ..all() }), [2, 0]);
        assert!(ids(IndicatorFilter { valid_at: Some(0), ..all() }).is_empty());
        let page = Attestations::list_indicators(&all(), None, 1);
        assert_eq!((page.indicators.len(), page.next), (1, Some(1)));
        assert_eq!(Attestations::indicator_details(3), None);
    });
}

#[test]
fn looks_like_this_to_programs() {
    with_some(|| {
        let page = Attestations::list(&Filter::default(), None, 1);
        let open = serde_json::to_value(&page).unwrap();
        assert_eq!(open["next"], 4);
        let first = &open["attestations"][0];
        assert_eq!(first["id"], 5);
        assert_eq!(first["record"]["open"]["statement"]["typology"], "stack");
        assert_eq!(first["record"]["open"]["life"]["state"], "raised");
        assert_eq!(first["record"]["open"]["minute"], serde_json::Value::Null);
        let ended = serde_json::to_value(Attestations::details(0)).unwrap();
        assert_eq!(ended["record"]["ended"]["outcome"], "confirmed");

        let asked = r#"{ "typology": "stack", "state": "raised", "model": "layering@1" }"#;
        assert_eq!(ids(&serde_json::from_str(asked).unwrap()), [5]);
        assert!(serde_json::from_str::<Filter>(r#"{ "colour": "red" }"#).is_err());
    });
}
