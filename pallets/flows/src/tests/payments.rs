//! What banks pay and report in tests.

use super::mock::*;
use critical_chains_flows::{Flow, Pseudonym};
use critical_chains_policy::Currency;
use critical_chains_watch::Report;
use polkadot_sdk::{
    frame_support::{assert_ok, dispatch::DispatchResult},
    sp_core::crypto::AccountId32,
};

pub(crate) fn account(number: u8) -> AccountId32 {
    AccountId32::new([number; 32])
}

pub(crate) fn pseudonym(number: u8) -> Pseudonym {
    Pseudonym([number; 16])
}

/// A flow between customers of two banks, so many seconds ago.
pub(crate) fn flow(source: (u8, u8), destination: (u8, u8), amount: u64, ago: u64) -> Flow {
    let euro = Currency::new(*b"EUR").unwrap();
    let (from, to) = (pseudonym(source.1), pseudonym(destination.1));
    Flow {
        source_institution: Some(bank(source.0)),
        destination_institution: Some(bank(destination.0)),
        ..Flow::between(Now::get() - ago, from, to, amount, euro)
    }
}

/// A bank reports flows.
pub(crate) fn report_flows(bank_number: u8, flows: &[Flow]) -> DispatchResult {
    let account = account(bank_number);
    let number = crate::NextReports::<Test>::get(&account);
    let report = Report::of(number, EPOCH.number, &bank(bank_number), flows).unwrap();
    Flows::report(RuntimeOrigin::signed(account), report)
}

/// Something else. A bank's alerts begin on the day after its first flow.
pub(crate) fn usual(bank_number: u8, day: u64) -> Flow {
    flow((bank_number, 40 + bank_number), (bank_number, 50 + bank_number), 5_000 + day, 0)
}

/// A ring over three banks.
pub(crate) fn ring() -> [Flow; 3] {
    [
        flow((1, 11), (2, 22), 900_000, 3_600),
        flow((2, 22), (3, 33), 890_000, 1_800),
        flow((3, 33), (1, 11), 880_000, 0),
    ]
}

/// Two days of something else.
pub(crate) fn report_usual() {
    for day in 0..2u64 {
        for one in 1..=4u8 {
            assert_ok!(report_flows(one, &[usual(one, day)]));
            next_block(60);
        }
        next_block(DAY);
    }
}

/// Two days of something else, then a ring, a report each.
pub(crate) fn report_ring() {
    report_usual();
    report_ring_alone();
}

pub(crate) fn report_ring_alone() {
    for (bank_number, flow) in (1..).zip(ring()) {
        assert_ok!(report_flows(bank_number, &[flow]));
        next_block(2);
    }
}
