//! What is true of the storage after every block.

use crate::{Agenda, Calls, Config, NextProposal, Pallet, Proposals, Votes};
use alloc::collections::BTreeSet;
use critical_chains_policy::{Standing, standing};
use polkadot_sdk::{
    frame_support::ensure,
    sp_runtime::{TryRuntimeError, traits::Hash},
};

impl<T: Config> Pallet<T> {
    /// Checks every invariant: for try-runtime, and after every test of a pallet or a runtime.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_proposals()?;
        Self::check_agenda()
    }

    /// 1. A proposal has a number that was given out, and the call that was hashed.
    /// 2. Each institution has one vote, and the proposer none.
    /// 3. What waits to be executed was approved, by a rule that can be met.
    fn check_proposals() -> Result<(), TryRuntimeError> {
        let proposals = Proposals::<T>::iter_keys().count();
        ensure!(proposals == Proposals::<T>::count() as usize, "1: proposals miscounted");
        ensure!(Calls::<T>::iter_keys().count() == proposals, "1: call of no proposal");
        ensure!(Votes::<T>::iter_keys().all(Proposals::<T>::contains_key), "2: votes on nothing");
        for (id, proposal) in Proposals::<T>::iter() {
            ensure!(id < NextProposal::<T>::get(), "1: number to come");
            let hash = T::Hashing::hash(&Calls::<T>::get(id));
            ensure!(hash == proposal.call_hash, "1: another call");
            let votes = Votes::<T>::get(id);
            let voters: BTreeSet<_> = votes.iter().map(|vote| vote.institution).collect();
            ensure!(voters.len() == votes.len(), "2: two votes of an institution");
            let own = votes.iter().any(|vote| vote.account == proposal.proposer);
            ensure!(!own, "2: vote of the proposer");
            let rule = &proposal.requirement.rule;
            ensure!(rule.check().is_ok(), "3: rule that cannot be met");
            // Some of those who approved may have been suspended since.
            let approved = standing(rule, &votes, |_| true) == Standing::Met;
            ensure!(proposal.met.is_none() || approved, "3: waits without approvals");
        }
        Ok(())
    }

    /// 4. The agenda has each proposal once, at the time when something is to be done with it, and
    ///    is sorted.
    fn check_agenda() -> Result<(), TryRuntimeError> {
        let agenda = Agenda::<T>::get();
        ensure!(agenda.is_sorted_by(|one, next| one < next), "4: agenda not sorted");
        ensure!(agenda.len() == Proposals::<T>::count() as usize, "4: agenda and proposals differ");
        for (due, id) in agenda {
            let proposal = Proposals::<T>::get(id).ok_or("4: proposal on the agenda only")?;
            ensure!(proposal.due() == due, "4: wrong time");
        }
        Ok(())
    }
}
