//! The worker when things go wrong: nodes that are away, chains that change, databases that lose
//! what was written last.

use super::mock::*;
use crate::{
    ModelInUse, REPORT_RETENTION_BLOCKS,
    worker::{GATHERING_BLOCKS, MAX_BLOCK_AGE_SECONDS, Status, WorkerError},
};
use codec::Encode;
use critical_chains_flows::{ENGINE_VERSION, Parameters};
use critical_chains_watch::Outcome;
use polkadot_sdk::{frame_support::assert_ok, frame_support::traits::Hooks, frame_system};

/// Where the newest copy of what is known lies.
const SAVED: &[u8] = b"critical-chains/flows/first/saved/\0\0\0\0";

#[test]
fn skips_blocks_that_are_old() {
    on_a_node(|node| {
        report_ring();
        for _ in 0..10 {
            next_block(2);
        }
        let number = System::block_number();
        frame_system::BlockHash::<Test>::insert(number, hash(number, 0));

        node.keep_time(MAX_BLOCK_AGE_SECONDS + 1);
        Flows::offchain_worker(number);
        assert_eq!((status().skipped, champion_status().flows), (1, 0));

        node.keep_time(MAX_BLOCK_AGE_SECONDS);
        Flows::offchain_worker(number);
        assert_eq!(status().skipped, 1);
        assert!(champion_status().flows > 0);
    });
}

#[test]
fn never_overlaps_with_itself() {
    on_a_node(|node| {
        report_ring();
        for _ in 0..10 {
            next_block(2);
        }
        let until = (Now::get() + 10) * 1_000;
        let until = polkadot_sdk::sp_core::offchain::Timestamp::from_unix_millis(until);
        set_local(b"critical-chains/flows/lock", &until);

        run_worker(&node);
        assert_eq!(status(), Status::default());

        // Whoever had it was killed.
        Now::mutate(|now| *now += 20);
        run_worker(&node);
        assert!(champion_status().flows > 0);
    });
}

#[test]
fn goes_on_from_what_was_written_before_it_was_killed() {
    on_a_node(|node| {
        report_usual();
        settle(&node);
        let before = local(SAVED).unwrap();
        let status_before = status();
        report_ring_alone();
        let first_time = until_it_states(&node);
        let restore = || {
            let kind = polkadot_sdk::sp_core::offchain::StorageKind::PERSISTENT;
            polkadot_sdk::sp_io::offchain::local_storage_set(kind, SAVED, &before);
            set_local(&crate::worker::status_key(), &status_before);
        };

        // The database has lost all that the last run wrote but the finding that waits.
        restore();
        run_worker(&node);
        assert_eq!(champion_status().flows, 11);
        assert_eq!(node.stated(), vec![]);
        assert_eq!((status().pending, champion_status().restarts), (1, 0));

        // The same if it has lost that too.
        restore();
        set_local(b"critical-chains/flows/pending", &Vec::<u8>::new());
        run_worker(&node);
        assert_eq!(champion_status().flows, 11);
        assert_eq!(node.stated(), first_time);
    });
}

#[test]
fn begins_anew_if_what_was_written_is_damaged() {
    on_a_node(|node| {
        report_ring();
        settle(&node);
        let mut bytes = local(SAVED).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        let kind = polkadot_sdk::sp_core::offchain::StorageKind::PERSISTENT;
        polkadot_sdk::sp_io::offchain::local_storage_set(kind, SAVED, &bytes);

        next_block(2);
        assert_ok!(report_flows(1, &[flow((1, 11), (2, 22), 5, 0)]));
        for _ in 0..2 {
            settle(&node);
        }

        assert_eq!(champion_status().flows, 12);
        // From an older copy, if there is one; else from the oldest reports.
        assert_eq!(champion_status().restarts + champion_status().rewinds, 1);
    });
}

#[test]
fn follows_the_chain_to_another_branch() {
    on_a_node(|node| {
        report_ring();
        settle(&node);
        for _ in 0..60 {
            next_block(2);
            assert_ok!(report_flows(1, &[flow((1, 70), (2, 71), 5, 0)]));
            run_worker(&node);
        }
        settle(&node);
        let (common, flows) = (System::block_number(), champion_status().flows);
        let branch = |fork: u8| {
            for _ in 0..GATHERING_BLOCKS {
                run_worker_on(&node, fork);
                next_block_on(fork, 2);
            }
            run_worker_on(&node, fork);
        };
        // A ring is closed on one branch.
        next_block(2);
        report_ring_alone();
        branch(1);
        assert_eq!(champion_status().flows, flows + 3);
        assert_eq!(champion_status().rewinds, 0);

        // And is not on the other, which becomes the best.
        System::set_block_number(common + 1);
        for block in common + 1..common + 20 {
            crate::Reports::<Test>::remove(block);
        }
        assert_ok!(report_flows(1, &[flow((1, 80), (2, 81), 500_000, 0)]));
        branch(2);

        assert_eq!((champion_status().rewinds, champion_status().restarts), (1, 0));
        assert_eq!(champion_status().flows, flows + 1);
        assert_eq!(champion_status().saved.hash[0], hash(champion_status().saved.number, 2).0[0]);
    });
}

#[test]
fn keeps_evidence_and_outcomes_of_what_was_stated_before_it_went_back() {
    on_a_node(|node| {
        report_ring();
        let stated = until_it_states(&node).remove(0);
        let said = (bank_of(&node.account()), stated.typology, stated.subject);
        Said::set(vec![said]);
        let next = b"critical-chains/flows/first/evidence-next\0\0\0\0";
        assert_eq!(local(next), Some(1u32.encode()));

        // All is watched again from the beginning, and the ring is known.
        for copy in [SAVED.to_vec(), older(0), older(1), older(2), older(3)] {
            set_local(&copy, &());
        }
        next_block(2);
        assert_ok!(report_flows(1, &[flow((1, 70), (2, 71), 5, 0)]));
        settle(&node);
        assert_eq!(champion_status().restarts, 1);

        assert_eq!(local(next), Some(1u32.encode()));
        assert!(local(&crate::worker::evidence_key(&stated.evidence_root)).is_some());
        let (subject, typology) = (stated.subject, stated.typology);
        Outcomes::set(vec![Outcome { subject, typology, confirmed: true }]);
        next_block(2);
        run_worker(&node);
        assert_eq!(champion_status().learnt, 1);
    });
}

fn older(place: u8) -> Vec<u8> {
    [b"critical-chains/flows/first/saved-older/\0\0\0".as_slice(), &[place]].concat()
}

#[test]
fn tells_once_of_what_met_an_indicator() {
    on_a_node(|node| {
        let sightings = || {
            let is_sighting = |(_, call): &(_, RuntimeCall)| match call {
                RuntimeCall::System(frame_system::Call::remark { remark }) => {
                    remark.starts_with(&"sight".encode())
                }
                _ => false,
            };
            node.sent().iter().filter(|one| is_sighting(one)).count()
        };
        Indicators::set(vec![(pseudonym(33), 7)]);
        report_ring();
        settle(&node);
        assert_eq!(sightings(), 1);
        let flows = champion_status().flows;

        // The database loses what was known, and all is watched again.
        set_local(SAVED, &());
        next_block(2);
        assert_ok!(report_flows(1, &[flow((1, 11), (2, 22), 5, 0)]));
        settle(&node);
        settle(&node);

        assert_eq!(champion_status().flows, flows + 1);
        assert_eq!(champion_status().restarts + champion_status().rewinds, 1);
        assert_eq!(sightings(), 0);
    });
}

#[test]
fn misses_what_is_gone_and_says_so() {
    on_a_node(|node| {
        assert_ok!(report_flows(1, &[flow((1, 70), (2, 71), 5, 0)]));
        settle(&node);
        let taken_in = champion_status().saved.number;

        for _ in 0..REPORT_RETENTION_BLOCKS + 50 {
            next_block(2);
        }
        assert_ok!(report_flows(1, &[flow((1, 70), (2, 71), 5, 0)]));
        let missed = System::block_number() - REPORT_RETENTION_BLOCKS - taken_in;
        settle(&node);

        assert_eq!(champion_status().missed_blocks, u64::from(missed));
        assert_eq!((champion_status().flows, champion_status().restarts), (2, 0));
    });
}

#[test]
fn begins_anew_with_another_model() {
    on_a_node(|node| {
        report_ring();
        settle(&node);

        Watching::set(Some(challenger()));
        next_block(2);
        settle(&node);

        assert_eq!(champion_status().model.unwrap().version, 2);
        // That is no restart: nothing of this model is lost.
        assert_eq!((champion_status().restarts, champion_status().flows), (0, 11));
    });
}

#[test]
fn says_why_it_does_nothing() {
    on_a_node(|node| {
        report_ring();
        let error = |node: &NodeState| {
            run_worker(node);
            status().last_error.map(|(_, error)| error)
        };

        Members::set(false);
        assert_eq!(error(&node), Some(WorkerError::NotAMember));
        Members::set(true);
        Watching::set(None);
        assert_eq!(error(&node), Some(WorkerError::NoModel));
        Watching::set(Some(ModelInUse { engine_version: ENGINE_VERSION + 1, ..champion() }));
        assert_eq!(error(&node), Some(WorkerError::OtherEngine));
        Watching::set(Some(champion()));
        MayState::set(false);
        assert_eq!(error(&node), Some(WorkerError::MayNotState));
        MayState::set(true);
        ModelBytes::set(None);
        assert_eq!(error(&node), Some(WorkerError::ParametersMissing));
        ModelBytes::set(Some(vec![1, 2, 3]));
        assert_eq!(error(&node), Some(WorkerError::InvalidModel));
        let mut impossible = Parameters::default();
        impossible.window.capacity_bits = 60;
        let impossible = critical_chains_flows::Model::from(impossible);
        ModelBytes::set(Some(impossible.encode()));
        assert_eq!(error(&node), Some(WorkerError::InvalidModel));
        ModelBytes::set(Some(model().encode()));
        settle(&node);

        assert_eq!(champion_status().flows, 11);
        for sentence in [WorkerError::Refused, WorkerError::NotSigned, WorkerError::Unreportable] {
            assert!(sentence.to_string().len() > 20);
        }
    });
}
