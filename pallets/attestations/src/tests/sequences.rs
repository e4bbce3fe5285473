//! Any sequence of calls keeps the invariants, and what the events tell agrees with the records.

use alloc::collections::BTreeMap;

use critical_chains_attestation::{Decision, State, Statement, Typology, Window};
use critical_chains_lei::Lei;
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::{assert_ok, dispatch::DispatchResult};
use proptest::prelude::*;

use super::mock::*;
use crate::{
    Attestations as OpenAttestations, Event, Indicators, ModelOutcomes, NextAttestation,
    NextIndicator,
};

/// One step, with numbers from which accounts, subjects and ids are chosen.
#[derive(Clone, Copy, Debug)]
struct Step {
    kind: u8,
    who: usize,
    what: u32,
    later: u64,
}

const KINDS: u8 = 16;
const CALLERS: [u64; 10] = [ALICE, ALAN, BOB, BOB, CLEO, CLEO, DORA, INA, AVA, EVE];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let later = prop_oneof![6 => 0..HOUR, 2 => 0..2 * DAY, 1 => 0..40 * DAY];
    let step = (0..KINDS, 0..CALLERS.len(), any::<u32>(), later)
        .prop_map(|(kind, who, what, later)| Step { kind, who, what, later });
    prop::collection::vec(step, 0..120)
}

fn stated(what: u32) -> Statement {
    let number = (what % 3) as u8;
    let typology = [Typology::Cycle, Typology::FanIn][(what / 3 % 2) as usize];
    let model = if (what / 6).is_multiple_of(4) { CHALLENGER } else { LAYERING };
    let to = statement(number).window.to - u64::from(what / 24 % 3) * 3_000;
    let window = Window { from: to - 3_600, to };
    Statement { typology, model, window, ..statement(number) }
}

fn choose(what: u32, next: u32) -> u32 {
    next.saturating_sub(1 + what % 6)
}

/// Whether the call succeeded, or none for the passing of time.
fn take(step: &Step) -> Option<DispatchResult> {
    let (account, what) = (CALLERS[step.who], step.what);
    let id = choose(what, NextAttestation::<Test>::get());
    let indicator_id = choose(what, NextIndicator::<Test>::get());
    let model = if what.is_multiple_of(2) { LAYERING } else { CHALLENGER };
    Some(match step.kind {
        0..=2 => raise(account, stated(what)),
        3..=5 => corroborate(account, id),
        6 => contest(account, id),
        7 | 8 => confirm(account, id),
        9 => clear(account, id),
        10 => share(account, indicator((what % 5) as u8)),
        11 => Attestations::revoke_indicator(signed(account), indicator_id),
        12 => {
            let now = NowMillis::get();
            Attestations::report_sighting(signed(account), indicator_id, what % 3, now, now)
        }
        13 if what.is_multiple_of(16) => Attestations::retire_model(root(), model),
        13 => Attestations::set_champion(root(), model),
        _ => {
            Suspended::set(what.is_multiple_of(4).then(|| institution_of(account)));
            next_block(step.later);
            return None;
        }
    })
}

/// What the events say should be so: an oracle that knows neither lists nor counters.
#[derive(Default)]
struct Told {
    open: BTreeMap<u32, Vec<Lei>>,
    corroborated: Vec<u32>,
    ended: BTreeMap<u32, State>,
    stated: u32,
}

impl Told {
    fn hear(&mut self, event: Event<Test>) {
        match event {
            Event::AttestationRaised { id, institution, model, .. } => {
                assert_eq!(self.open.insert(id, vec![institution]), None);
                self.stated += u32::from(model == LAYERING);
            }
            Event::AttestationSupported { id, institution, .. } => {
                let said = self.open.get_mut(&id).unwrap();
                assert!(!said.contains(&institution), "counted twice");
                said.push(institution);
            }
            Event::AttestationCorroborated { id, .. } => {
                assert!(self.open[&id].len() >= 3);
                self.corroborated.push(id);
            }
            Event::AttestationConfirmed { id, .. } => {
                assert!(self.corroborated.contains(&id), "confirmed from nothing");
                self.end(id, State::Confirmed);
            }
            Event::AttestationCleared { id, .. } => self.end(id, State::Cleared),
            Event::AttestationExpired { id, .. } => self.end(id, State::Expired),
            Event::ShadowJudged { id, outcome, .. } => self.end(id, outcome),
            Event::DecisionTaken { decision: Decision::Confirm, id, .. } => {
                assert!(self.corroborated.contains(&id));
            }
            _ => {}
        }
    }

    fn end(&mut self, id: u32, outcome: State) {
        assert!(self.open.remove(&id).is_some(), "ended without need");
        assert_eq!(self.ended.insert(id, outcome), None);
    }

    fn agrees(&self) {
        let open: Vec<_> = self.open.keys().copied().collect();
        let mut stored: Vec<_> = OpenAttestations::<Test>::iter_keys().collect();
        stored.sort_unstable();
        assert_eq!(stored, open);
        assert_eq!(ModelOutcomes::<Test>::get(LAYERING).stated, self.stated);
    }
}

/// With time everything ends, and nothing is left.
fn assert_all_ends() {
    for _ in 0..3 {
        next_block(366 * DAY);
        for _ in 0..366 * DAY / MINUTE / 32 + 20 {
            next_block(0);
        }
    }
    assert_eq!(OpenAttestations::<Test>::iter_keys().count(), 0);
    assert_eq!(Indicators::<Test>::count(), 0);
    assert_eq!(crate::Ended::<Test>::iter_keys().count(), 0);
    assert_eq!(crate::Subjects::<Test>::iter_keys().count(), 0);
    assert_eq!(crate::Agenda::<Test>::iter_keys().count(), 0);
    assert!((0..3).all(|number| Attestations::risk_of(&subject(number)) == Risk::Clear));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn keep_the_invariants(steps in steps(), to_the_end in prop::bool::weighted(0.02)) {
        NowMillis::set(START_MILLIS);
        Suspended::set(None);
        with_models(|| {
            let mut told = Told::default();
            for step in &steps {
                let outcome = take(step);
                let heard = events();
                if outcome.is_some_and(|outcome| outcome.is_err()) {
                    assert_eq!(heard, []);
                }
                heard.into_iter().for_each(|event| told.hear(event));
                told.agrees();
                assert_ok!(Attestations::do_try_state());
            }
            if to_the_end {
                assert_all_ends();
            }
        });
    }
}
