//! Reports of flows.

use super::mock::*;
use crate::{Error, Event, MAX_REPORTS_PER_BLOCK, NextReports, REPORT_RETENTION_BLOCKS, Reports};
use critical_chains_watch::Report;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

fn report(change: impl FnOnce(&mut Report)) -> Report {
    let flows = [flow((1, 11), (2, 22), 500, 60), flow((1, 11), (1, 12), 400, 0)];
    let mut report = Report::of(0, EPOCH.number, &bank(1), &flows).unwrap();
    change(&mut report);
    report
}

#[test]
fn keeps_what_was_reported_with_who_did() {
    build_and_execute(|| {
        let flows = [flow((1, 11), (2, 22), 500, 60), flow((1, 11), (1, 12), 400, 0)];

        assert_ok!(report_flows(1, &flows));

        let reports = Reports::<Test>::get(1);
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].institution, bank(1));
        assert_eq!(reports[0].report.flows(&bank(1)), flows);
        assert_eq!(NextReports::<Test>::get(account(1)), 1);
        let event =
            Event::FlowsReported { institution: bank(1), account: account(1), number: 0, flows: 2 };
        System::assert_last_event(event.into());
    });
}

#[test]
fn rejects_pseudonyms_of_another_epoch() {
    build_and_execute(|| {
        let stale = report(|report| report.epoch = EPOCH.number - 1);

        let result = Flows::report(RuntimeOrigin::signed(account(1)), stale);

        assert_noop!(result, Error::<Test>::StaleEpoch);
    });
}

#[test]
fn rejects_what_makes_no_sense() {
    build_and_execute(|| {
        let future = report(|report| report.from += 1);
        let old = report(|report| report.from -= 8 * DAY);
        let empty = report(|report| report.edges = Default::default());
        let names_itself = report(|report| report.counterparties[0] = bank(1));

        for one in [future, old, empty, names_itself] {
            let result = Flows::report(RuntimeOrigin::signed(account(1)), one);
            assert_noop!(result, Error::<Test>::InvalidReport);
        }
    });
}

#[test]
fn rejects_gaps_and_repetitions() {
    build_and_execute(|| {
        let origin = || RuntimeOrigin::signed(account(1));
        let second = report(|report| report.number = 1);

        assert_noop!(Flows::report(origin(), second.clone()), Error::<Test>::WrongNumber);
        assert_ok!(Flows::report(origin(), report(|_| ())));
        assert_noop!(Flows::report(origin(), report(|_| ())), Error::<Test>::WrongNumber);
        assert_ok!(Flows::report(origin(), second));
    });
}

#[test]
fn rejects_the_last_number_there_is() {
    build_and_execute(|| {
        NextReports::<Test>::insert(account(1), u32::MAX);
        let last = report(|report| report.number = u32::MAX);

        let result = Flows::report(RuntimeOrigin::signed(account(1)), last);

        assert_noop!(result, Error::<Test>::WrongNumber);
    });
}

#[test]
fn rejects_more_than_a_block_can_have() {
    build_and_execute(|| {
        for _ in 0..MAX_REPORTS_PER_BLOCK {
            assert_ok!(report_flows(1, &[flow((1, 11), (2, 22), 500, 0)]));
        }

        let result = report_flows(1, &[flow((1, 11), (2, 22), 500, 0)]);

        assert_noop!(result, Error::<Test>::TooManyReports);
        next_block(2);
        assert_ok!(report_flows(1, &[flow((1, 11), (2, 22), 500, 0)]));
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        assert_noop!(Flows::report(RuntimeOrigin::root(), report(|_| ())), BadOrigin);
        assert_noop!(Flows::report(RuntimeOrigin::none(), report(|_| ())), BadOrigin);
    });
}

#[test]
fn drops_reports_that_nobody_needs() {
    build_and_execute(|| {
        assert_ok!(report_flows(1, &[flow((1, 11), (2, 22), 500, 0)]));

        for _ in 0..REPORT_RETENTION_BLOCKS - 1 {
            next_block(2);
        }
        assert_eq!(Reports::<Test>::iter().count(), 1);
        next_block(2);

        assert_eq!(Reports::<Test>::iter().count(), 0);
    });
}
