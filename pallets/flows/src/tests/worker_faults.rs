//! The worker when things go wrong: nodes that are away, chains that change, databases that lose
//! what was written last.

use super::mock::*;
use crate::{
    REPORT_RETENTION_BLOCKS,
    worker::{MAX_BLOCK_AGE_SECONDS, WorkerError},
};
use codec::Encode;
use critical_chains_attestation::Typology;
use critical_chains_flows::Parameters;
use polkadot_sdk::{frame_support::assert_ok, frame_support::traits::Hooks, frame_system};

const SAVED: &[u8] = b"critical-chains/flows/saved";

#[test]
fn skips_blocks_that_are_old() {
    on_a_node(|node| {
        report_ring();
        let number = System::block_number();
        frame_system::BlockHash::<Test>::insert(number, hash(number, 0));

        node.keep_time(MAX_BLOCK_AGE_SECONDS + 1);
        Flows::offchain_worker(number);
        assert_eq!((status().skipped, status().flows), (1, 0));

        node.keep_time(MAX_BLOCK_AGE_SECONDS);
        Flows::offchain_worker(number);
        assert_eq!((status().skipped, status().flows), (1, 11));
    });
}

#[test]
fn never_overlaps_with_itself() {
    on_a_node(|node| {
        report_ring();
        let until = (Now::get() + 10) * 1_000;
        let until = polkadot_sdk::sp_core::offchain::Timestamp::from_unix_millis(until);
        set_local(b"critical-chains/flows/lock", &until);

        run_worker(&node);
        assert_eq!(status().flows, 0);

        // Whoever had it was killed.
        Now::mutate(|now| *now += 20);
        run_worker(&node);
        assert_eq!(status().flows, 11);
    });
}

#[test]
fn goes_on_from_what_was_written_before_it_was_killed() {
    on_a_node(|node| {
        report_ring();
        // Everything but the ring's last flow.
        let last = crate::Reports::<Test>::take(System::block_number());
        run_worker(&node);
        let before = local(SAVED).unwrap();
        let status_before = status();
        next_block(2);
        crate::Reports::<Test>::insert(System::block_number(), last);
        run_worker(&node);
        let first_time = node.stated();
        assert_eq!(first_time.len(), 1);

        // The database has lost all that the last run wrote but the finding that waits.
        polkadot_sdk::sp_io::offchain::local_storage_set(
            polkadot_sdk::sp_core::offchain::StorageKind::PERSISTENT,
            SAVED,
            &before,
        );
        set_local(&crate::worker::status_key(), &status_before);
        run_worker(&node);

        assert_eq!(status().flows, 11);
        assert_eq!(node.stated(), vec![]);
        assert_eq!(status().pending, 1);
        assert_eq!(status().restarts, 0);

        // The same if it has lost that too.
        polkadot_sdk::sp_io::offchain::local_storage_set(
            polkadot_sdk::sp_core::offchain::StorageKind::PERSISTENT,
            SAVED,
            &before,
        );
        set_local(&crate::worker::status_key(), &status_before);
        set_local(b"critical-chains/flows/pending", &Vec::<u8>::new());
        run_worker(&node);
        assert_eq!(node.stated(), first_time);
    });
}

#[test]
fn begins_anew_if_what_was_written_is_damaged() {
    on_a_node(|node| {
        report_ring();
        run_worker(&node);
        let mut bytes = local(SAVED).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        polkadot_sdk::sp_io::offchain::local_storage_set(
            polkadot_sdk::sp_core::offchain::StorageKind::PERSISTENT,
            SAVED,
            &bytes,
        );

        next_block(2);
        assert_ok!(report_flows(1, &[flow((1, 11), (2, 22), 5, 0)]));
        run_worker(&node);

        assert_eq!(status().restarts, 1);
        assert_eq!(status().flows, 12);
    });
}

#[test]
fn follows_the_chain_to_another_branch() {
    on_a_node(|node| {
        report_ring();
        run_worker(&node);
        assert_eq!(node.stated().len(), 1);
        for _ in 0..40 {
            next_block(2);
            assert_ok!(report_flows(1, &[flow((1, 70), (2, 71), 5, 0)]));
            run_worker(&node);
        }
        let common = System::block_number();
        let flows = status().flows;
        // A ring is closed on one branch.
        next_block_on(0, 2);
        assert_ok!(report_flows(1, &[flow((1, 80), (2, 81), 500_000, 0)]));
        assert_ok!(report_flows(2, &[flow((2, 81), (3, 82), 500_000, 0)]));
        assert_ok!(report_flows(3, &[flow((3, 82), (1, 80), 500_000, 0)]));
        run_worker_on(&node, 1);
        assert_eq!(status().flows, flows + 3);
        node.sent();

        // And is not on the other, which becomes the best.
        System::set_block_number(common + 1);
        crate::Reports::<Test>::remove(common + 1);
        assert_ok!(report_flows(1, &[flow((1, 80), (2, 81), 500_000, 0)]));
        run_worker_on(&node, 2);

        assert_eq!(status().rewinds, 1);
        assert_eq!(status().restarts, 0);
        assert_eq!(status().flows, flows + 1);
        assert_eq!(status().processed.hash, hash(common + 1, 2).0);
    });
}

#[test]
fn misses_what_is_gone_and_says_so() {
    on_a_node(|node| {
        assert_ok!(report_flows(1, &[flow((1, 70), (2, 71), 5, 0)]));
        run_worker(&node);

        for _ in 0..REPORT_RETENTION_BLOCKS + 50 {
            next_block(2);
        }
        assert_ok!(report_flows(1, &[flow((1, 70), (2, 71), 5, 0)]));
        run_worker(&node);

        assert_eq!(status().missed_blocks, 50);
        assert_eq!(status().flows, 2);
        assert_eq!(status().restarts, 0);
    });
}

#[test]
fn begins_anew_with_another_model() {
    on_a_node(|node| {
        report_ring();
        run_worker(&node);
        let mut other = champion();
        other.rules.model.version = 2;
        other.parameters_digest = [2; 32];

        Watching::set(Some(other));
        next_block(2);
        run_worker(&node);

        let stated = node.stated();
        assert_eq!(status().model.unwrap().version, 2);
        assert_eq!(status().restarts, 1);
        assert_eq!(status().flows, 11);
        assert_eq!(stated.len(), 1, "what waits is known: {stated:?}");
        assert_eq!(stated[0].typology, Typology::Cycle);
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
        Watching::set(Some(champion()));
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
        run_worker(&node);

        assert_eq!(status().flows, 11);
        for sentence in [WorkerError::Refused, WorkerError::NotSigned, WorkerError::Unreportable] {
            assert!(sentence.to_string().len() > 20);
        }
    });
}
