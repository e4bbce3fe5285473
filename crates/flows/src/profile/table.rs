//! A table of profiles that never grows.

use super::{Profile, ProfileParameters};
use crate::{Identity, slots::Slots};
use codec::{Decode, Encode};

/// Profiles that share a place. Of these, the one that was seen longest ago gives way.
const WAYS: usize = 8;

/// Profiles by identity, in sets of eight.
///
/// The set of a pseudonym follows from the engine's key, so that nobody outside can fill the set of
/// somebody else on purpose.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct ProfileTable {
    slots: Slots<Profile>,
    evicted: u64,
}

impl ProfileTable {
    pub(crate) fn new(parameters: &ProfileParameters) -> Self {
        let capacity = 1usize << parameters.capacity_bits;
        Self { slots: Slots::new(capacity), evicted: 0 }
    }

    /// How many profiles had to give way.
    pub(crate) fn evicted(&self) -> u64 {
        self.evicted
    }

    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.slots.memory_bytes()
    }

    #[inline]
    fn start(&self, identity: Identity) -> usize {
        let sets = self.slots.len() / WAYS;
        (identity.upper() & sets.wrapping_sub(1)).saturating_mul(WAYS)
    }

    /// The profile, if it is remembered.
    #[inline]
    pub(crate) fn get(&self, identity: Identity) -> Option<&Profile> {
        let start = self.start(identity);
        self.slots
            .get(start..start.saturating_add(WAYS))?
            .iter()
            .find(|profile| profile.identity == identity)
    }

    /// The profile, if it is remembered.
    #[inline]
    pub(crate) fn get_mut(&mut self, identity: Identity) -> Option<&mut Profile> {
        let start = self.start(identity);
        self.slots
            .get_mut(start..start.saturating_add(WAYS))?
            .iter_mut()
            .find(|profile| profile.identity == identity)
    }

    /// The place of the profile, which is a new one if it was not remembered.
    #[inline]
    pub(crate) fn enter(&mut self, identity: Identity, time: u32) -> Option<&mut Profile> {
        let start = self.start(identity);
        let set = self.slots.get_mut(start..start.saturating_add(WAYS))?;
        let known = set.iter().position(|profile| profile.identity == identity);
        let place = match known {
            Some(place) => place,
            None => {
                let place = set.iter().enumerate().min_by_key(|(_, profile)| profile.last)?.0;
                let oldest = set.get_mut(place)?;
                if oldest.last != 0 {
                    self.evicted = self.evicted.saturating_add(1);
                }
                *oldest = Profile { identity, first: time, ..Profile::default() };
                place
            }
        };
        let profile = set.get_mut(place)?;
        profile.last = profile.last.max(time).max(1);
        Some(profile)
    }
}
