//! What a call does, with all that it holds.

use crate::{Action, CallTable, Config, Obstacle, Pallet, Use};
use alloc::{collections::BTreeSet, vec, vec::Vec};
use core::slice;
use critical_chains_policy::Permission;
use polkadot_sdk::sp_runtime::SaturatedConversion;

/// Most levels of calls that hold calls: a batch of batches.
pub const MAX_LEVELS: usize = 2;

/// Most calls in one extrinsic or proposal, those that hold others among them.
pub const MAX_CALLS: u32 = 1_024;

/// The actions of calls in their order, up to one that is for nobody, or too deep, or too many.
pub(crate) struct Actions<'a, T: Config> {
    /// What is left of each level, the outermost first.
    levels: Vec<slice::Iter<'a, T::RuntimeCall>>,
    /// Calls that were looked at.
    calls: u32,
}

impl<'a, T: Config> Actions<'a, T> {
    pub(crate) fn of(calls: &'a [T::RuntimeCall]) -> Self {
        Self { levels: vec![calls.iter()], calls: 0 }
    }
}

impl<T: Config> Iterator for Actions<'_, T> {
    type Item = Result<Action, Obstacle>;

    fn next(&mut self) -> Option<Self::Item> {
        const REFUSED: Option<Result<Action, Obstacle>> = Some(Err(Obstacle::CallNotAllowed));
        loop {
            let Some(call) = self.levels.last_mut()?.next() else {
                self.levels.pop();
                continue;
            };
            if self.calls >= MAX_CALLS {
                return REFUSED;
            }
            self.calls = self.calls.saturating_add(1);
            match T::CallTable::describe(call) {
                Use::Closed => return REFUSED,
                Use::Wraps(_) if self.levels.len() > MAX_LEVELS => return REFUSED,
                Use::Wraps(calls) => self.levels.push(calls.iter()),
                Use::Does(action) => return Some(Ok(action)),
            }
        }
    }
}

impl<T: Config> Pallet<T> {
    /// The permissions that a call takes with all that it holds when the consortium makes it, if it
    /// may be proposed at all.
    pub fn joint_permissions(call: &T::RuntimeCall) -> Option<BTreeSet<Permission>> {
        let jointly = |action: Action| action.jointly.unwrap_or(action.permission);
        let permissions = Actions::<T>::of(slice::from_ref(call)).map(|action| action.map(jointly));
        permissions.collect::<Result<_, _>>().ok()
    }

    /// How many calls a call holds with itself, and how many different permissions they take: what
    /// the check costs. It stops counting where the check refuses.
    pub fn effort(call: &T::RuntimeCall) -> (u32, u32) {
        let mut actions = Actions::<T>::of(slice::from_ref(call));
        let allowed = actions.by_ref().map_while(Result::ok);
        let permissions: BTreeSet<_> = allowed.map(|action| action.permission).collect();
        (actions.calls, permissions.len().saturated_into())
    }
}
