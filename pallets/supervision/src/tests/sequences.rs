//! Any sequence of calls keeps the invariants, and what `Access` was told agrees with the records.

use alloc::collections::{BTreeMap, BTreeSet};

use polkadot_sdk::frame_support::{assert_ok, dispatch::DispatchResult};
use proptest::prelude::*;

use super::mock::*;
use crate::{Demands, Event, Finding, Frozen, ReviewOf, Reviews, StopTarget, Stops};

/// One step, with numbers from which accounts, targets and ids are chosen.
#[derive(Clone, Copy, Debug)]
struct Step {
    kind: u8,
    who: usize,
    what: u32,
    later: u64,
}

const KINDS: u8 = 12;
/// Whoever may do something is there more often than whoever may not. None for the consortium.
const CALLERS: [Option<u64>; 12] = [
    None,
    None,
    Some(SUE),
    Some(SUE),
    Some(SAM),
    Some(TESS),
    Some(TESS),
    Some(ALICE),
    Some(ALICE),
    Some(ALAN),
    Some(BOB),
    Some(EVE),
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let later = prop_oneof![4 => 0..4 * HOUR, 3 => 0..2 * DAY, 1 => 0..40 * DAY];
    let step = (0..KINDS, 0..CALLERS.len(), any::<u32>(), later)
        .prop_map(|(kind, who, what, later)| Step { kind, who, what, later });
    prop::collection::vec(step, 0..150)
}

fn origin(step: &Step) -> RuntimeOrigin {
    CALLERS[step.who].map_or_else(root, signed)
}

fn account(step: &Step) -> u64 {
    const ACCOUNTS: [u64; 7] = [SUE, SAM, TESS, ALICE, ALAN, BOB, EVE];
    ACCOUNTS[step.what as usize % ACCOUNTS.len()]
}

/// A number that is in use, now and then one that is not.
fn choose(what: u32, in_use: impl Iterator<Item = u32>) -> u32 {
    let mut numbers: Vec<_> = in_use.collect();
    numbers.sort();
    numbers.push(what % 20);
    numbers[what as usize % numbers.len()]
}

/// Whether the call succeeded, or none for the passing of time.
fn take(step: &Step) -> Option<DispatchResult> {
    let (origin, why) = (origin(step), reason("any reason"));
    let target = target(step.what % 6);
    let demand = choose(step.what, Demands::<Test>::iter_keys());
    let review = choose(step.what, Reviews::<Test>::iter_keys());
    Some(match step.kind {
        0 => Supervision::stop(origin, target, why),
        1 => Supervision::confirm_stop(origin, target),
        2 => Supervision::lift_stop(origin, target),
        3 => Supervision::freeze_account(origin, account(step), why),
        4 => Supervision::unfreeze_account(origin, account(step)),
        5 => Supervision::break_glass(origin, OPERATOR, why),
        6 if step.later.is_multiple_of(2) => {
            Supervision::review_access(origin, review, Finding::Justified, why)
        }
        6 => Supervision::review_access(origin, review, Finding::Misused, why),
        7 => {
            let of = institution_of(account(step)).into();
            Supervision::demand_explanation(origin, of, why, NowMillis::get() + step.later)
        }
        8 => Supervision::answer_demand(origin, demand, [7; 32]),
        9 => Supervision::close_demand(origin, demand),
        10 => {
            next_block(step.later);
            return None;
        }
        _ => {
            next_block(SLOT_MILLIS);
            return None;
        }
    })
}

/// What the events say should be so: an oracle that knows neither lists nor counters.
#[derive(Default)]
struct Told {
    stopped: BTreeSet<StopTarget>,
    frozen: BTreeSet<u64>,
    waiting: BTreeMap<u64, u32>,
    open: BTreeSet<u32>,
    overdue: BTreeSet<(bool, u32)>,
}

impl Told {
    fn hear(&mut self, event: Event<Test>) {
        let is_new = match event {
            Event::Stopped { target, .. } => self.stopped.insert(target),
            Event::StopConfirmed { target, .. } => self.stopped.contains(&target),
            Event::StopLifted { target, .. } | Event::StopLapsed { target, .. } => {
                self.stopped.remove(&target)
            }
            Event::AccountFrozen { account, .. } => self.frozen.insert(account),
            Event::AccountUnfrozen { account, .. } => self.frozen.remove(&account),
            Event::GlassBroken { id, account, .. } => self.waiting.insert(account, id).is_none(),
            Event::AccessReviewed { id, account, .. } => self.waiting.remove(&account) == Some(id),
            Event::ReviewOverdue { id, .. } => self.overdue.insert((true, id)),
            Event::ExplanationDemanded { id, .. } => self.open.insert(id),
            Event::DemandAnswered { id, .. } => self.open.contains(&id),
            Event::DemandClosed { id, .. } => self.open.remove(&id),
            Event::DemandOverdue { id, .. } => self.overdue.insert((false, id)),
            Event::__Ignore(..) => unreachable!(),
        };
        assert!(is_new, "told twice, or without need");
    }

    fn agrees(&self) {
        assert_eq!(Stops::<Test>::iter_keys().collect::<BTreeSet<_>>(), self.stopped);
        assert_eq!(StoppedTargets::get(), self.stopped);
        assert_eq!(Frozen::<Test>::iter_keys().collect::<BTreeSet<_>>(), self.frozen);
        assert_eq!(FrozenAccounts::get(), self.frozen);
        assert_eq!(ReviewOf::<Test>::iter().collect::<BTreeMap<_, _>>(), self.waiting);
        assert_eq!(Demands::<Test>::iter_keys().collect::<BTreeSet<_>>(), self.open);
    }
}

/// After some blocks nothing is left that should have been settled.
fn assert_settled() {
    for _ in 0..3 {
        next_block(0);
    }
    let now = NowMillis::get();
    assert!(Stops::<Test>::iter_values().all(|stop| stop.lapses.is_none_or(|at| at > now)));
    assert!(Reviews::<Test>::iter_values().all(|one| one.overdue_reported == (one.due <= now)));
    assert!(Demands::<Test>::iter_values().all(|one| {
        let late = one.answer.map_or(now, |answer| answer.answered) >= one.deadline;
        late || !one.overdue_reported
    }));
    let waiting = Demands::<Test>::iter_values().filter(|one| one.answer.is_none());
    assert!(waiting.into_iter().all(|one| one.overdue_reported == (one.deadline <= now)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn keep_the_invariants(steps in steps()) {
        NowMillis::set(START_MILLIS);
        new_test_ext().execute_with(|| {
            let mut told = Told::default();
            for step in &steps {
                let outcome = take(step);
                let heard = events();
                if let Some(outcome) = outcome {
                    assert_eq!(heard.len(), usize::from(outcome.is_ok()));
                }
                heard.into_iter().for_each(|event| told.hear(event));
                told.agrees();
                assert_ok!(Supervision::do_try_state());
            }
            assert_settled();
            assert_ok!(Supervision::do_try_state());
        });
    }
}
