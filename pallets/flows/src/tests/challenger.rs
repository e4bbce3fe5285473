//! A model that is tried beside the champion.

use super::mock::*;
use crate::worker::{Progress, WorkerError};
use critical_chains_attestation::{Subject, Typology};
use critical_chains_watch::Outcome;
use polkadot_sdk::frame_support::assert_ok;

/// Runs a test on a node that tries a model, after a ring was found with both.
fn after_a_ring(test: impl FnOnce(NodeState)) {
    on_a_node(|node| {
        Tried::set(Some(challenger()));
        report_ring();
        settle(&node);
        test(node);
    });
}

#[test]
fn finds_the_same_for_its_own_record() {
    after_a_ring(|node| {
        let stated = node.stated();

        let versions: Vec<u32> = stated.iter().map(|one| one.model.version).collect();
        assert_eq!(versions, [1, 2]);
        let [of_champion, of_challenger] = stated.as_slice() else { panic!("{stated:?}") };
        assert_eq!(of_champion.subject, of_challenger.subject);
        for statement in &stated {
            assert!(local(&crate::worker::evidence_key(&statement.evidence_root)).is_some());
        }
        let status = status();
        assert_eq!((status.champion.flows, status.champion.findings), (11, 1));
        assert_eq!((status.challenger.flows, status.challenger.findings), (11, 1));
        assert_eq!(status.challenger.processed, status.champion.processed);
        assert_eq!((status.pending, status.last_error), (2, None));
    });
}

#[test]
fn goes_on_where_it_is_when_it_becomes_the_champion() {
    after_a_ring(|node| {
        Watching::set(Some(challenger()));
        Tried::set(Some(champion()));
        next_block(2);
        assert_ok!(report_flows(1, &[usual(1, 3)]));
        settle(&node);

        let status = status();
        assert_eq!(status.champion.model.map(|model| model.version), Some(2));
        assert_eq!(status.challenger.model.map(|model| model.version), Some(1));
        for progress in [status.champion, status.challenger] {
            assert_eq!((progress.flows, progress.restarts, progress.findings), (12, 0, 1));
        }
    });
}

#[test]
fn keeps_what_is_known_of_the_former_champion_if_that_is_tried_now() {
    on_a_node(|node| {
        report_ring();
        settle(&node);

        // The new one was never tried.
        Watching::set(Some(challenger()));
        Tried::set(Some(champion()));
        next_block(2);
        assert_ok!(report_flows(1, &[usual(1, 3)]));
        for _ in 0..2 {
            settle(&node);
        }

        let status = status();
        assert_eq!((status.challenger.flows, status.challenger.findings), (12, 1));
        // From the oldest reports on.
        assert_eq!((status.champion.flows, status.champion.restarts), (12, 0));
    });
}

#[test]
fn is_forgotten_when_nothing_is_tried() {
    after_a_ring(|node| {
        Tried::set(None);
        next_block(2);
        run_worker(&node);

        let Progress { model, flows, findings, .. } = status().challenger;
        assert_eq!((model, flows, findings), (None, 0, 0));
        assert_eq!(champion_status().flows, 11);
    });
}

#[test]
fn keeps_nobody_from_stating_what_the_champion_found_if_it_cannot_be_tried() {
    for (bytes, error) in
        [(None, WorkerError::ParametersMissing), (Some(vec![1]), WorkerError::InvalidModel)]
    {
        on_a_node(|node| {
            Tried::set(Some(challenger()));
            OtherBytes::set(bytes);
            report_ring();
            settle(&node);

            assert_eq!(node.stated().len(), 1);
            assert_eq!(status().last_error.map(|(_, error)| error), Some(error));
            assert_eq!(status().challenger.flows, 0);
        });
    }
}

#[test]
fn learns_what_was_decided_about_the_champion_s_findings() {
    after_a_ring(|node| {
        let subject = Subject::Pseudonym(pseudonym(11));
        Outcomes::set(vec![Outcome { subject, typology: Typology::Cycle, confirmed: true }]);
        next_block(2);
        run_worker(&node);

        assert_eq!((status().champion.learnt, status().challenger.learnt), (1, 1));
    });
}

#[test]
fn meets_no_indicator_a_second_time() {
    on_a_node(|node| {
        Tried::set(Some(challenger()));
        Indicators::set(vec![(pseudonym(33), 7)]);
        report_ring();
        settle(&node);

        let sightings = node.sent().into_iter().filter(|(_, call)| {
            let encoded = codec::Encode::encode(call);
            encoded.windows(5).any(|bytes| bytes == b"sight")
        });
        assert_eq!(sightings.count(), 1);
    });
}
