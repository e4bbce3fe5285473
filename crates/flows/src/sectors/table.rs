//! A table of what was last seen, which never grows.

use crate::{Identity, slots::Slots};
use codec::{Decode, Encode};

/// Places that a thing can be at. The one that was used longest ago gives way.
const WAYS: usize = 4;

/// What is remembered of a thing; what the fields mean depends on what it is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub(super) struct Memory {
    identity: Identity,
    used: u64,
    /// A moment, in seconds since the Unix epoch.
    pub(super) time: u64,
    /// How often.
    pub(super) count: u32,
    /// Others that were seen with it.
    pub(super) others: [Identity; 2],
    /// A place, in millionths of a degree.
    pub(super) place: Option<(i32, i32)>,
    /// What came in less what went out, in minor units.
    pub(super) balance: i128,
}

#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(super) struct MemoryTable {
    slots: Slots<Memory>,
}

impl MemoryTable {
    pub(super) fn new(capacity_bits: u8) -> Self {
        Self { slots: Slots::new(1usize << capacity_bits) }
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.slots.memory_bytes()
    }

    /// What is remembered of something, new if it was not.
    pub(super) fn enter(&mut self, identity: Identity, time: u64) -> Option<&mut Memory> {
        let sets = self.slots.len() / WAYS;
        let start = (identity.upper() & sets.wrapping_sub(1)).saturating_mul(WAYS);
        let set = self.slots.get_mut(start..start.saturating_add(WAYS))?;
        let known = set.iter().position(|memory| memory.identity == identity && memory.used != 0);
        let place = match known {
            Some(place) => place,
            None => {
                let place = set.iter().enumerate().min_by_key(|(_, memory)| memory.used)?.0;
                *set.get_mut(place)? = Memory { identity, ..Memory::default() };
                place
            }
        };
        let memory = set.get_mut(place)?;
        memory.used = time.max(1);
        Some(memory)
    }
}

impl Memory {
    /// Whether another was seen with it lately; it is remembered from now on.
    pub(super) fn meets(&mut self, other: Identity) -> bool {
        let known = self.others.contains(&other);
        if !known {
            let [newest, _] = self.others;
            self.others = [other, newest];
        }
        known
    }
}
