//! Value that comes back to where it came from, in the order of time.
//!
//! A search backwards in time from the source of a flow for its destination, bounded in length,
//! branches and steps (temporal cycles: Kumar and Calders, VLDB 2018).

use super::{Direction, Graph, Sequence, Witness};
use crate::Identity;

/// Longest cycle that is found, in flows.
pub(crate) const MAX_CYCLE: usize = 10;

/// Flows of one pseudonym that the search follows.
const MAX_BRANCHES: u8 = 6;

/// Flows that a search looks at.
const MAX_STEPS: u32 = 96;

/// Cycles that a flow closes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Cycles {
    /// Flows of the shortest one; 0 if there is none.
    pub(crate) shortest: u32,
    /// How many the search met.
    pub(crate) count: u32,
}

#[derive(Clone, Copy, Default)]
struct Level {
    at: Identity,
    next: Sequence,
    /// Flows that come in later than this came too late.
    before: u32,
    branches: u8,
}

/// Searches for ways from `destination` back to `source`.
pub(crate) fn cycles(
    graph: &Graph<'_>,
    source: Identity,
    destination: Identity,
    now: u32,
    witness: &mut impl Witness,
) -> Cycles {
    let mut found = Cycles::default();
    let mut path = [Level::default(); MAX_CYCLE - 1];
    let mut depth = 0usize;
    let start = Level {
        at: source,
        next: graph.head(source, Direction::Received),
        before: now,
        branches: MAX_BRANCHES,
    };
    if let Some(first) = path.first_mut() {
        *first = start;
    }
    for _ in 0..MAX_STEPS {
        let Some(level) = path.get_mut(depth) else { break };
        let step = (level.branches > 0)
            .then(|| graph.window.step(level.next, level.at, Direction::Received, graph.since))
            .flatten();
        let Some((flow, previous)) = step else {
            match depth.checked_sub(1) {
                Some(above) => depth = above,
                None => break,
            }
            continue;
        };
        witness.looked_at(level.next);
        level.next = previous;
        level.branches = level.branches.saturating_sub(1);
        if flow.time > level.before || flow.source == source || flow.source == flow.destination {
            continue;
        }
        if flow.source == destination {
            let length = u32::try_from(depth).unwrap_or(u32::MAX).saturating_add(2);
            found.count = found.count.saturating_add(1);
            found.shortest = if found.count == 1 { length } else { found.shortest.min(length) };
            continue;
        }
        if let Some(below) = path.get_mut(depth.saturating_add(1)) {
            *below = Level {
                at: flow.source,
                next: graph.head(flow.source, Direction::Received),
                before: flow.time,
                branches: MAX_BRANCHES,
            };
            depth = depth.saturating_add(1);
        }
    }
    found
}
