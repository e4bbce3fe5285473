//! Which reports are taken in together.
//!
//! Institutions report at their own pace, and what moved in an hour arrives block by block. An engine
//! that looks back in time from each flow would miss a ring whose last hop is reported before one in
//! its middle. So reports are given some blocks to gather, and are taken in by time. Which ones belong
//! together depends on the chain alone, so that all workers see the same order.

use crate::{Config, Pallet, Reports};
use alloc::vec::Vec;
use critical_chains_flows::Flow;
use polkadot_sdk::frame_system::pallet_prelude::BlockNumberFor;

/// Blocks, from the first that has reports, whose reports are taken in together: about twenty seconds.
pub const GATHERING_BLOCKS: u32 = 10;

/// Most flows that are taken in together, unless a single block has more.
pub const MAX_FLOWS_PER_RUN: usize = 16_384;

/// What comes next after a block.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Next {
    /// Nothing yet: there are no reports after this block, or it is too early for them.
    Waits { taken_in: u32 },
    /// The reports of the blocks from this one on.
    Ready { first: u32 },
}

/// What comes next after a block that was taken in.
pub(super) fn next<T: Config>(taken_in: u32, best: u32) -> Next {
    let has_reports = |block: &u32| Reports::<T>::contains_key(BlockNumberFor::<T>::from(*block));
    let Some(first) = (taken_in.saturating_add(1)..=best).find(has_reports) else {
        return Next::Waits { taken_in: best };
    };
    let last = first.saturating_add(GATHERING_BLOCKS).saturating_sub(1);
    if last <= best {
        Next::Ready { first }
    } else {
        Next::Waits { taken_in: first.saturating_sub(1) }
    }
}

/// A flow, and the block that has it.
#[derive(Clone, Debug)]
pub(super) struct Reported {
    pub(super) block: u32,
    pub(super) flow: Flow,
}

/// What was gathered last in a run: two models at the same block take in the same.
#[derive(Default)]
pub(super) struct Gathered {
    first: u32,
    last: u32,
    flows: Vec<Reported>,
}

impl Gathered {
    /// Flows from a block on in the order of time, and the last block that they are of.
    pub(super) fn from<T: Config>(&mut self, first: u32) -> (u32, &[Reported]) {
        if self.flows.is_empty() || self.first != first {
            (self.last, self.flows) = gather::<T>(first);
            self.first = first;
        }
        (self.last, &self.flows)
    }
}

fn gather<T: Config>(first: u32) -> (u32, Vec<Reported>) {
    let mut flows = Vec::new();
    let mut last = first;
    for block in first..first.saturating_add(GATHERING_BLOCKS) {
        let more = flows_of::<T>(block);
        if block > first && flows.len().saturating_add(more.len()) > MAX_FLOWS_PER_RUN {
            break;
        }
        flows.extend(more.into_iter().map(|flow| Reported { block, flow }));
        last = block;
    }
    flows.sort_by_key(|one| one.flow.time);
    (last, flows)
}

/// The flows that institutions reported in a block.
fn flows_of<T: Config>(number: u32) -> Vec<Flow> {
    let reports = Pallet::<T>::reports_of(number.into());
    reports.iter().flat_map(|one| one.report.flows(&one.institution)).collect()
}
