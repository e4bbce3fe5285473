//! Shapes that money laundering leaves in the graph around one flow.
//!
//! The typologies are those of AMLSim and AMLGentex (Suzumura and Kanezashi, 2021; Östman et al.,
//! arXiv 2506.13989): fan-in, fan-out, cycle, bipartite, stack, scatter-gather, gather-scatter.

use super::{
    Direction, Graph, List, Witness,
    cycle::{Cycles, cycles},
};
use crate::{Identity, fixed::log2};

/// Counterparties whose own flows are looked at.
const MAX_NEIGHBOURS: usize = 12;

/// Flows of each of them that are looked at.
const MAX_NEIGHBOUR_FLOWS: usize = 6;

/// Incoming flows that are compared with what goes out.
const MAX_COMPARED: usize = 8;

/// What the graph around a flow looks like, the flow itself included.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shapes {
    pub(crate) source_given: List,
    pub(crate) source_received: List,
    pub(crate) destination_given: List,
    pub(crate) destination_received: List,
    /// Intermediaries between the source's origins and the destination, besides the source.
    pub(crate) scatter_gather: u32,
    /// Pairs of another source of the destination and another destination of the source between
    /// which value flowed as well.
    pub(crate) bipartite: u32,
    pub(crate) cycles: Cycles,
    /// How near the amount is to one that the source received shortly before: the difference of log2,
    /// Q16; the largest number if it received nothing.
    pub(crate) pass_difference: u32,
    /// Seconds since the flow that it is nearest to.
    pub(crate) pass_seconds: u32,
}

/// A flow as the detectors see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Focus {
    pub(crate) source: Identity,
    pub(crate) destination: Identity,
    pub(crate) amount: u64,
    pub(crate) time: u32,
}

impl Shapes {
    /// Looks at everything around a flow that is in the window already.
    #[inline]
    pub(crate) fn around(
        graph: &Graph<'_>,
        focus: &Focus,
        pass_seconds: u32,
        witness: &mut impl Witness,
    ) -> Self {
        let mut list =
            |of, direction| List::of(graph, of, graph.head(of, direction), direction, witness);
        let mut shapes = Self {
            source_given: list(focus.source, Direction::Given),
            source_received: list(focus.source, Direction::Received),
            destination_given: list(focus.destination, Direction::Given),
            destination_received: list(focus.destination, Direction::Received),
            pass_difference: u32::MAX,
            pass_seconds: u32::MAX,
            ..Self::default()
        };
        if shapes.source_received.flows > 0 {
            shapes.passed_through(graph, focus, pass_seconds, witness);
            shapes.scatter_gather = shapes.count_intermediaries(graph, focus, witness);
        }
        // A cycle goes out of the destination and into the source.
        if shapes.source_received.flows > 0 && shapes.destination_given.flows > 0 {
            shapes.cycles = cycles(graph, focus.source, focus.destination, focus.time, witness);
        }
        shapes.bipartite = shapes.count_pairs(graph, focus, witness);
        shapes
    }

    fn passed_through(
        &mut self,
        graph: &Graph<'_>,
        focus: &Focus,
        pass_seconds: u32,
        witness: &mut impl Witness,
    ) {
        let since = focus.time.saturating_sub(pass_seconds).max(graph.since);
        let amount = log2(focus.amount);
        let mut next = graph.head(focus.source, Direction::Received);
        for _ in 0..MAX_COMPARED {
            let step = graph.window.step(next, focus.source, Direction::Received, since);
            let Some((flow, previous)) = step else { break };
            witness.looked_at(next);
            let difference = amount.abs_diff(log2(flow.amount));
            if difference < self.pass_difference {
                self.pass_difference = difference;
                self.pass_seconds = focus.time.saturating_sub(flow.time);
            }
            next = previous;
        }
    }

    fn count_intermediaries(
        &self,
        graph: &Graph<'_>,
        focus: &Focus,
        witness: &mut impl Witness,
    ) -> u32 {
        let origins = &self.source_received.partners;
        let mut count = 0u32;
        let others = self.destination_received.partners.iter();
        for (between, time) in others.filter(|(who, _)| *who != focus.source).take(MAX_NEIGHBOURS) {
            let mut next = graph.head(between, Direction::Received);
            for _ in 0..MAX_NEIGHBOUR_FLOWS {
                let step = graph.window.step(next, between, Direction::Received, graph.since);
                let Some((flow, previous)) = step else { break };
                witness.looked_at(next);
                if flow.time <= time && origins.contains(flow.source) {
                    count = count.saturating_add(1);
                    break;
                }
                next = previous;
            }
        }
        count
    }

    fn count_pairs(&self, graph: &Graph<'_>, focus: &Focus, witness: &mut impl Witness) -> u32 {
        let targets = &self.source_given.partners;
        if targets.len() < 2 {
            return 0;
        }
        let mut count = 0u32;
        let others = self.destination_received.partners.iter();
        for (other, _) in others.filter(|(who, _)| *who != focus.source).take(MAX_NEIGHBOURS) {
            let mut next = graph.head(other, Direction::Given);
            for _ in 0..MAX_NEIGHBOUR_FLOWS {
                let step = graph.window.step(next, other, Direction::Given, graph.since);
                let Some((flow, previous)) = step else { break };
                witness.looked_at(next);
                if flow.destination != focus.destination && targets.contains(flow.destination) {
                    count = count.saturating_add(1);
                }
                next = previous;
            }
        }
        count
    }
}
