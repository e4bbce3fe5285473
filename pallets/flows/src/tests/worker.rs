//! The worker: what it finds, states, reports and learns.

use super::mock::*;
use crate::{
    Call, NextReports,
    worker::{
        GATHERING_BLOCKS, MAX_FLOWS_PER_RUN, Outbox, Sent, WorkerError, evidence_key, inbox_key,
        outbox_key,
    },
};
use codec::{Decode, Encode};
use critical_chains_attestation::{Subject, Typology};
use critical_chains_flows::{Evidence, Flow};
use critical_chains_watch::{MAX_EDGES, MAX_REPORT_AGE_SECONDS, Outcome};
use polkadot_sdk::frame_support::assert_ok;

#[test]
fn does_nothing_without_a_key() {
    build_and_execute(|| {
        report_ring();

        // No database, no pool: whatever it touched would end the test.
        crate::worker::run::<Test>(System::block_number());
    });
}

#[test]
fn finds_a_ring_that_no_bank_sees_alone() {
    on_a_node(|node| {
        report_ring();

        settle(&node);

        let stated = node.stated();
        assert_eq!(stated.len(), 1);
        let statement = &stated[0];
        assert_eq!(statement.typology, Typology::Cycle);
        assert_eq!(statement.subject, Subject::Pseudonym(pseudonym(11)));
        assert_eq!(statement.check(Now::get()), Ok(()));
        assert_eq!(statement.window.to - statement.window.from, 3_600);
        let status = status();
        assert_eq!((status.champion.flows, status.champion.findings, status.pending), (11, 1, 1));
        assert_eq!(status.last_error, None);
        assert_eq!(status.champion.processed.number, System::block_number());
    });
}

#[test]
fn finds_a_ring_whose_middle_is_reported_last() {
    on_a_node(|node| {
        report_usual();
        let [first, middle, last] = ring();
        assert_ok!(report_flows(1, &[first]));
        next_block(2);
        assert_ok!(report_flows(3, &[last]));
        next_block(2);
        assert_ok!(report_flows(2, &[middle]));

        assert_eq!(until_it_states(&node)[0].typology, Typology::Cycle);
    });
}

#[test]
fn keeps_the_evidence_of_what_it_states() {
    on_a_node(|node| {
        report_ring();
        let statement = until_it_states(&node).remove(0);

        let bytes = local(&evidence_key(&statement.evidence_root)).unwrap();

        let evidence = Evidence::decode(&mut bytes.as_slice()).unwrap();
        assert_eq!(evidence.verify(model()), Ok(statement.evidence_root));
        assert_eq!(evidence.flows.len(), 3);
        assert_eq!(evidence.statement.score.parts_per_million(), statement.score);
    });
}

#[test]
fn comes_to_the_same_however_often_it_runs() {
    let seldom = || {
        let mut stated = Vec::new();
        on_a_node(|node| {
            report_ring();
            settle(&node);
            stated = node.stated();
        });
        stated
    };
    on_a_node(|node| {
        for day in 0..2u64 {
            for one in 1..=4u8 {
                assert_ok!(report_flows(one, &[usual(one, day)]));
                run_worker(&node);
                next_block(60);
            }
            run_worker(&node);
            next_block(DAY);
        }
        report_ring_alone();
        settle(&node);

        assert_eq!(node.stated(), seldom());
    });
}

#[test]
fn states_nothing_of_flows_that_close_no_ring() {
    on_a_node(|node| {
        report_ring();
        // Somebody else is paid at the end.
        crate::Reports::<Test>::remove(System::block_number() - 1);
        assert_ok!(report_flows(3, &[flow((3, 33), (1, 12), 880_000, 0)]));

        settle(&node);

        assert_eq!(node.stated(), vec![]);
        assert_eq!(champion_status().flows, 11);
    });
}

#[test]
fn takes_in_no_flow_twice() {
    on_a_node(|node| {
        report_ring();
        settle(&node);

        for _ in 0..3 {
            run_worker(&node);
        }
        next_block(2);
        run_worker(&node);

        assert_eq!(champion_status().flows, 11);
        assert_eq!(node.stated().len(), 1);
    });
}

#[test]
fn says_it_again_until_it_is_heard() {
    on_a_node(|node| {
        report_ring();
        assert_eq!(until_it_states(&node).len(), 1);

        for _ in 0..7 {
            next_block(2);
            run_worker(&node);
        }
        assert_eq!(node.stated(), vec![]);
        next_block(2);
        run_worker(&node);
        assert_eq!(node.stated().len(), 1);

        let subject = Subject::Pseudonym(pseudonym(11));
        Said::set(vec![(bank_of(&node.account()), Typology::Cycle, subject)]);
        for _ in 0..20 {
            next_block(2);
            run_worker(&node);
        }
        assert_eq!(node.stated(), vec![]);
        assert_eq!((status().heard, status().pending, status().lost), (1, 0, 0));
    });
}

#[test]
fn states_what_is_not_heard_more_and_more_seldom_and_then_gives_up() {
    on_a_node(|node| {
        report_ring();
        assert_eq!(until_it_states(&node).len(), 1);

        // After 8, 16 and 32 blocks more.
        for _ in 0..60 {
            next_block(2);
            run_worker(&node);
        }
        assert_eq!(node.stated().len(), 3);
        assert_eq!((status().heard, status().pending, status().lost), (0, 1, 0));

        let _ = crate::Reports::<Test>::clear(u32::MAX, None);
        for _ in 0..140 {
            System::set_block_number(System::block_number() + 1_024);
            run_worker(&node);
        }
        assert_eq!(node.stated().len(), 136);
        assert_eq!((status().heard, status().pending, status().lost), (0, 0, 1));
    });
}

#[test]
fn does_not_state_what_is_said() {
    on_a_node(|node| {
        report_ring();
        let subject = Subject::Pseudonym(pseudonym(11));
        Said::set(vec![(bank_of(&node.account()), Typology::Cycle, subject)]);

        settle(&node);

        assert_eq!(node.stated(), vec![]);
        assert_eq!(champion_status().findings, 0);
    });
}

#[test]
fn learns_what_came_of_its_findings() {
    on_a_node(|node| {
        report_ring();
        settle(&node);
        let subject = Subject::Pseudonym(pseudonym(11));
        let confirmed = Outcome { subject, typology: Typology::Cycle, confirmed: true };
        let of_others = Outcome { typology: Typology::Burst, ..confirmed };

        Outcomes::set(vec![of_others, confirmed]);
        next_block(2);
        run_worker(&node);
        next_block(2);
        run_worker(&node);

        assert_eq!(champion_status().learnt, 1);
        assert_eq!(champion_status().outcomes, 2);
    });
}

#[test]
fn tells_of_indicators_that_were_met() {
    on_a_node(|node| {
        Indicators::set(vec![(pseudonym(33), 7)]);
        report_ring();
        // A block for each of the ring's flows.
        let last = (Now::get() - 6) * 1_000;

        settle(&node);

        let sighting = ("sight", 7u32, 2u32, last - 1_800_000, last);
        let met = node.sent().into_iter().any(|(_, call)| {
            call == polkadot_sdk::frame_system::Call::remark { remark: sighting.encode() }.into()
        });
        assert!(met);
        next_block(2);
        run_worker(&node);
        assert!(node.sent().is_empty());
    });
}

#[test]
fn takes_in_a_bounded_number_of_flows_at_a_time() {
    on_a_node(|node| {
        let many = |bank_number: u8| -> Vec<Flow> {
            (0..MAX_EDGES)
                .map(|one| {
                    let to = one as u8;
                    flow((bank_number, 100), (bank_number, to), u64::from(one) + 1, 0)
                })
                .collect()
        };
        const PER_BLOCK: u8 = 20;
        for _ in 0..3 {
            for bank_number in 1..=PER_BLOCK {
                assert_ok!(report_flows(bank_number, &many(bank_number)));
            }
            next_block(2);
        }
        let block = u64::from(PER_BLOCK) * u64::from(MAX_EDGES);
        let at_once = MAX_FLOWS_PER_RUN as u64 / block * block;

        for _ in 3..GATHERING_BLOCKS - 2 {
            next_block(2);
        }
        run_worker(&node);
        assert_eq!(champion_status().flows, 0);
        assert_eq!(champion_status().processed.number, 0);
        next_block(2);
        run_worker(&node);
        assert_eq!(champion_status().flows, at_once);
        settle(&node);

        assert_eq!(champion_status().flows, 3 * block);
        assert_eq!(champion_status().processed.number, System::block_number());
    });
}

#[test]
fn reports_what_lies_in_the_inbox_in_order() {
    on_a_node(|node| {
        let own = bank_byte(&node);
        let flows = |amount| vec![flow((own, 11), (2, 22), amount, 0)];
        let reports: Vec<_> = (1..=6).map(flows).collect();
        node.submit(&reports);

        run_worker(&node);
        run_worker(&node);

        let amounts = |sent: Vec<(u32, RuntimeCall)>| -> Vec<(u32, u64)> {
            sent.into_iter()
                .map(|(_, call)| match call {
                    RuntimeCall::Flows(Call::report { report }) => {
                        (report.number, report.edges[0].amount.0)
                    }
                    other => panic!("no report: {other:?}"),
                })
                .collect()
        };
        assert_eq!(amounts(node.sent()), [(0, 1), (1, 2), (2, 3), (3, 4)]);
        NextReports::<Test>::insert(node.account(), 3);
        next_block(2);
        run_worker(&node);
        run_worker(&node);
        assert_eq!(amounts(node.sent()), [(4, 5), (5, 6)]);
        // Report 3 did not arrive.
        for _ in 0..8 {
            next_block(2);
            run_worker(&node);
        }
        assert_eq!(amounts(node.sent()), [(3, 4), (4, 5), (5, 6)]);
    });
}

#[test]
fn keeps_reports_until_the_chain_cannot_change() {
    on_a_node(|node| {
        let own = bank_byte(&node);
        node.submit(&vec![vec![flow((own, 11), (2, 22), 5, 0)]; 40]);
        for next in 0..34 {
            NextReports::<Test>::insert(node.account(), next);
            run_worker(&node);
            next_block(2);
        }

        assert_eq!(local(&inbox_key(0)), None);
        assert!(local(&inbox_key(1)).is_some());
        node.sent();
        // The chain goes back by thirty reports.
        NextReports::<Test>::insert(node.account(), 3);
        next_block(20);
        for _ in 0..8 {
            next_block(2);
        }
        run_worker(&node);
        assert_eq!(numbers(node.sent()), [3, 4, 5, 6]);
    });
}

#[test]
fn leaves_out_what_cannot_be_reported_and_says_so() {
    on_a_node(|node| {
        let own = bank_byte(&node);
        let of_another_bank = vec![flow((9, 11), (2, 22), 5, 0)];
        node.submit(&[of_another_bank, vec![flow((own, 11), (2, 22), 6, 0)]]);

        run_worker(&node);
        assert_eq!(status().last_error.unwrap().1, WorkerError::Unreportable);
        assert!(node.sent().is_empty(), "it is not on the disk yet");
        run_worker(&node);

        assert_eq!(numbers(node.sent()), [0]);
        let outbox = Outbox::decode(&mut local(&outbox_key()).unwrap().as_slice()).unwrap();
        assert_eq!((outbox.next, outbox.left_out), (2, 1));
    });
}

#[test]
fn drops_flows_that_became_too_old_while_they_waited() {
    on_a_node(|node| {
        let own = bank_byte(&node);
        let old = vec![flow((own, 11), (2, 22), 5, MAX_REPORT_AGE_SECONDS)];
        node.submit(&[old.clone(), old, vec![flow((own, 11), (2, 22), 6, 0)]]);
        run_worker(&node);
        run_worker(&node);
        assert_eq!(numbers(node.sent()), [0, 1, 2]);

        for _ in 0..10 {
            next_block(2);
            run_worker(&node);
        }

        assert_eq!(status().last_error.unwrap().1, WorkerError::Unreportable);
        let outbox = Outbox::decode(&mut local(&outbox_key()).unwrap().as_slice()).unwrap();
        assert_eq!((outbox.next, outbox.left_out), (3, 2));
        assert_eq!(local(&inbox_key(0)), None);
        // What comes next has the number for which the chain waits.
        node.sent();
        node.submit_more(3, &[vec![flow((own, 11), (2, 22), 7, 0)]]);
        for _ in 0..3 {
            next_block(2);
            run_worker(&node);
        }
        assert!(numbers(node.sent()).contains(&0));
    });
}

#[test]
fn goes_on_under_the_number_of_another_key() {
    on_a_node(|node| {
        let own = bank_byte(&node);
        node.submit(&vec![vec![flow((own, 11), (2, 22), 5, 0)]; 6]);
        // Of what was sent under the former key, two reports are not on the chain.
        let sent = |number| Sent { number, place: number - 700, at: 1 };
        let account = account(9);
        let outbox = Outbox {
            next: 4,
            sent: (700..704).map(sent).collect(),
            left_out: 0,
            account: account.encode(),
        };
        set_local(&outbox_key(), &outbox);
        NextReports::<Test>::insert(account, 702);
        NextReports::<Test>::insert(node.account(), 7);

        for _ in 0..3 {
            run_worker(&node);
            next_block(2);
        }

        assert_eq!(numbers(node.sent()), [7, 8, 9, 10]);
        let outbox = Outbox::decode(&mut local(&outbox_key()).unwrap().as_slice()).unwrap();
        let places: Vec<_> = outbox.sent.iter().map(|one| (one.number, one.place)).collect();
        assert_eq!(places, [(7, 2), (8, 3), (9, 4), (10, 5)]);
        assert_eq!(outbox.account, node.account().encode());
    });
}

#[test]
fn drops_flows_of_an_epoch_that_has_ended() {
    on_a_node(|node| {
        let own = bank_byte(&node);
        node.submit(&vec![vec![flow((own, 11), (2, 22), 5, 0)]; 6]);
        run_worker(&node);
        run_worker(&node);
        assert_eq!(numbers(node.sent()), [0, 1, 2, 3]);
        NextReports::<Test>::insert(node.account(), 1);

        let next = crate::Epoch { number: EPOCH.number + 1, check: [8; 16] };
        assert_ok!(Flows::begin_epoch(RuntimeOrigin::root(), next));
        for _ in 0..10 {
            next_block(2);
            run_worker(&node);
        }

        assert_eq!(numbers(node.sent()), Vec::<u32>::new());
        assert_eq!(status().last_error.unwrap().1, WorkerError::Unreportable);
        let outbox = Outbox::decode(&mut local(&outbox_key()).unwrap().as_slice()).unwrap();
        assert_eq!((outbox.next, outbox.left_out), (6, 5));
    });
}

fn numbers(sent: Vec<(u32, RuntimeCall)>) -> Vec<u32> {
    sent.into_iter()
        .map(|(_, call)| match call {
            RuntimeCall::Flows(Call::report { report }) => report.number,
            other => panic!("no report: {other:?}"),
        })
        .collect()
}

fn bank_byte(node: &NodeState) -> u8 {
    node.key.0[0]
}
