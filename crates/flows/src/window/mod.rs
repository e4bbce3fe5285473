//! Layer 3: the flows of a bounded past as a graph, and the shapes in it.
//!
//! Every detector looks at a bounded number of flows, the newest first. What a detector finds depends
//! on the flows it looked at and on nothing else, so these are the evidence: whoever has them finds
//! the same.

mod cycle;
mod lists;
mod shapes;

pub(crate) use lists::List;
pub(crate) use shapes::{Focus, Shapes};

use crate::{Identity, profile::ProfileTable, slots::Slots};
use alloc::vec::Vec;
use codec::{Decode, Encode};

/// How layer 3 looks back.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct WindowParameters {
    /// Flows that are remembered: 2 to the power of this.
    pub capacity_bits: u8,
    /// For how long a flow counts, in seconds.
    pub seconds: u32,
    /// How soon value has to leave again to be passed through rapidly, in seconds.
    pub pass_seconds: u32,
}

impl Default for WindowParameters {
    fn default() -> Self {
        Self { capacity_bits: 16, seconds: 30 * 86_400, pass_seconds: 2 * 86_400 }
    }
}

/// The number of a flow in the window. The first flow has number 1.
pub(crate) type Sequence = u32;

/// A flow as the window knows it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub(crate) struct WindowFlow {
    pub(crate) time: u32,
    /// The flow before it that its source gave.
    pub(crate) previous_given: Sequence,
    /// The flow before it that its destination received.
    pub(crate) previous_received: Sequence,
    pub(crate) amount: u64,
    pub(crate) source: Identity,
    pub(crate) destination: Identity,
}

/// Which flows of a pseudonym.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Direction {
    Given,
    Received,
}

/// Is told of every flow that a detector looks at.
pub(crate) trait Witness {
    fn looked_at(&mut self, sequence: Sequence);
}

/// Nobody wants to know.
impl Witness for () {
    #[inline]
    fn looked_at(&mut self, _: Sequence) {}
}

impl Witness for Vec<Sequence> {
    fn looked_at(&mut self, sequence: Sequence) {
        self.push(sequence);
    }
}

/// The newest flows, each linked to the one before it of its source and of its destination.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Window {
    flows: Slots<WindowFlow>,
    newest: Sequence,
    seconds: u32,
}

impl Window {
    pub(crate) fn new(parameters: &WindowParameters) -> Self {
        let capacity = 1usize << parameters.capacity_bits;
        Self { flows: Slots::new(capacity), newest: 0, seconds: parameters.seconds }
    }

    pub(crate) fn len(&self) -> usize {
        self.flows.len()
    }

    /// The number of the newest flow; 0 before the first.
    pub(crate) fn newest(&self) -> Sequence {
        self.newest
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.flows.memory_bytes()
    }

    /// The number that the next flow gets. Number 0 means none.
    #[inline]
    pub(crate) fn next(&self) -> Sequence {
        self.newest.wrapping_add(1).max(1)
    }

    /// Adds the next flow.
    #[inline]
    pub(crate) fn add(&mut self, flow: WindowFlow) {
        self.newest = self.next();
        let mask = self.flows.len().wrapping_sub(1);
        if let Some(place) = self.flows.get_mut(self.newest as usize & mask) {
            *place = flow;
        }
    }

    /// The flow of a number, unless it has been overwritten.
    #[inline]
    pub(crate) fn get(&self, sequence: Sequence) -> Option<&WindowFlow> {
        let age = self.newest.wrapping_sub(sequence) as usize;
        if sequence == 0 || age >= self.flows.len() {
            return None;
        }
        self.flows.get(sequence as usize & self.flows.len().wrapping_sub(1))
    }

    /// The earliest time that counts.
    #[inline]
    pub(crate) fn since(&self, now: u32) -> u32 {
        now.saturating_sub(self.seconds)
    }

    /// One flow of somebody, and the number of the one before it.
    #[inline]
    pub(crate) fn step(
        &self,
        sequence: Sequence,
        of: Identity,
        direction: Direction,
        since: u32,
    ) -> Option<(&WindowFlow, Sequence)> {
        let flow = self.get(sequence)?;
        let (owner, previous) = match direction {
            Direction::Given => (flow.source, flow.previous_given),
            Direction::Received => (flow.destination, flow.previous_received),
        };
        (owner == of && flow.time >= since).then_some((flow, previous))
    }
}

/// What detectors look at: the window, and where the lists of each pseudonym begin.
#[derive(Clone, Copy)]
pub(crate) struct Graph<'a> {
    pub(crate) window: &'a Window,
    pub(crate) profiles: &'a ProfileTable,
    /// The earliest time that counts.
    pub(crate) since: u32,
}

impl Graph<'_> {
    /// The number of the newest flow of somebody.
    #[inline]
    pub(crate) fn head(&self, of: Identity, direction: Direction) -> Sequence {
        self.profiles.get(of).map_or(0, |profile| match direction {
            Direction::Given => profile.given.head,
            Direction::Received => profile.received.head,
        })
    }
}
