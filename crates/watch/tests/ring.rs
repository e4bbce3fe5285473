//! A ring that is planted over three banks: whoever sees all reports finds it, and none of the banks
//! does in what its own customers pay and are paid.
#![allow(clippy::unwrap_used)]

use critical_chains_attestation::{Marking, ModelId, Subject, Thresholds, Typology};
use critical_chains_flows::{BudgetParameters, EngineKey, Flow, Parameters, Pseudonym};
use critical_chains_lei::Lei;
use critical_chains_policy::{Currency, Name};
use critical_chains_watch::{Finding, Holdings, PageStore, Rules, Watcher};
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAY: u64 = 86_400;
const START: u64 = 20_000 * DAY;
const BANKS: u8 = 3;
/// Where the ring begins and ends.
const COLLECTOR: Pseudonym = Pseudonym([0xc0; 16]);

fn bank(number: u8) -> Lei {
    Lei::from_prefix(format!("TESTINSTITUTION{number:03}").as_bytes().try_into().unwrap()).unwrap()
}

fn flow(time: u64, source: (u8, Pseudonym), destination: (u8, Pseudonym), amount: u64) -> Flow {
    Flow {
        source_institution: Some(bank(source.0)),
        destination_institution: Some(bank(destination.0)),
        ..Flow::between(time, source.1, destination.1, amount, Currency::new(*b"EUR").unwrap())
    }
}

prop_compose! {
    /// Customers pay merchants, who pay nobody, on three days.
    fn ordinary()(
        payments in prop::collection::vec(
            (0..3 * DAY, 0..BANKS, 0..20u8, 0..BANKS, 0..8u8, 500..500_000u64),
            60..200,
        ),
    ) -> Vec<Flow> {
        let payment = |(time, from, customer, to, merchant, amount)| {
            let account = |kind, number| Pseudonym([kind, number, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
            let source = (from, account(from, customer));
            flow(START + time, source, (to, account(0x80 | to, merchant)), amount)
        };
        payments.into_iter().map(payment).collect()
    }
}

prop_compose! {
    /// On the last day, three to nine hops, around the banks in turn, so that no bank is a side of
    /// all of them.
    fn ring()(
        hops in 3..=9usize,
        gaps in prop::collection::vec(300..3_000u64, 9),
        first in 0..BANKS,
        amount in 1_000_000..9_000_000u64,
        fee in 0..5u64,
    ) -> Vec<Flow> {
        let place = |hop: usize| match hop % hops {
            0 => (first, COLLECTOR),
            hop => ((first + (hop % 3) as u8) % BANKS, Pseudonym([0xa0 | hop as u8; 16])),
        };
        let mut time = START + 2 * DAY + 43_200;
        let mut amount = amount;
        (0..hops)
            .map(|hop| {
                time += gaps[hop];
                amount -= amount * fee / 100;
                flow(time, place(hop), place(hop + 1), amount)
            })
            .collect()
    }
}

#[derive(Default)]
struct Pages(BTreeMap<u32, Vec<u8>>);

impl PageStore for Pages {
    fn read(&self, place: u32) -> Option<Vec<u8>> {
        self.0.get(&place).cloned()
    }

    fn write(&mut self, place: u32, bytes: &[u8]) {
        self.0.insert(place, bytes.to_vec());
    }
}

/// What a watcher finds that states every cycle and nothing else.
fn found(flows: &[Flow]) -> Vec<Finding> {
    let parameters = Parameters {
        budget: BudgetParameters { alerts_per_day: u32::MAX, ..Default::default() },
        ..Parameters::default()
    };
    let rules = Rules {
        model: ModelId { name: Name::constant("rings"), version: 1 },
        thresholds: Thresholds {
            usual: 1_000_000,
            of: vec![(Typology::Cycle, 0)].try_into().unwrap(),
        },
        marking: Marking::Amber,
    };
    let window = parameters.window.capacity_bits;
    let mut watcher = Watcher::new(parameters.into(), EngineKey([5; 16])).unwrap();
    let mut holdings = Holdings::new(Pages::default(), window);
    flows
        .iter()
        .filter_map(|flow| {
            let candidate = watcher.observe(flow, &rules, &mut holdings)?;
            Some(watcher.find(flow, candidate, &rules, &mut holdings).unwrap())
        })
        .collect()
}

fn together(ordinary: &[Flow], ring: &[Flow]) -> Vec<Flow> {
    let mut flows = [ordinary, ring].concat();
    flows.sort_by_key(|flow| flow.time);
    flows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn is_found_in_all_reports(ordinary in ordinary(), ring in ring()) {
        let findings = found(&together(&ordinary, &ring));

        prop_assert_eq!(findings.len(), 1);
        let Finding { statement, evidence } = &findings[0];
        prop_assert_eq!(statement.subject, Subject::Pseudonym(COLLECTOR));
        prop_assert_eq!(statement.typology, Typology::Cycle);
        prop_assert!(ring.iter().all(|hop| evidence.flows.contains(hop)));
    }

    #[test]
    fn is_found_by_no_bank_alone(ordinary in ordinary(), ring in ring()) {
        for number in 0..BANKS {
            let mut seen = together(&ordinary, &ring);
            let own = Some(bank(number));
            seen.retain(|one| one.source_institution == own || one.destination_institution == own);

            prop_assert_eq!(found(&seen), vec![]);
        }
    }

    #[test]
    fn is_not_found_where_there_is_none(ordinary in ordinary(), mut ring in ring()) {
        // One of the mules keeps it.
        ring.remove(ring.len() / 2);

        prop_assert_eq!(found(&together(&ordinary, &ring)), vec![]);
    }
}
