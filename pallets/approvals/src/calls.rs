//! What the calls do: load, decide, apply, tell.

use crate::{
    Authority, Ballots, CallOf, Calls, Config, Error, Event, NextProposal, Pallet, Proposal,
    ProposalId, Proposals, Refused, Votes, agenda::ProposalOf,
};
use alloc::boxed::Box;
use codec::{DecodeLimit, Encode};
use critical_chains_lei::Lei;
use critical_chains_policy::{Ballot, Standing, Vote, VoteFault};
use polkadot_sdk::{
    frame_support::{
        BoundedVec, MAX_EXTRINSIC_DEPTH,
        dispatch::{DispatchResult, GetDispatchInfo},
        ensure,
        traits::Get,
    },
    sp_runtime::traits::Hash,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_propose(
        (proposer, institution): (T::AccountId, Lei),
        call: Box<CallOf<T>>,
    ) -> DispatchResult {
        let requirement = T::Authority::examine(&proposer, &call).map_err(Self::refuse)?;
        let weight = call.get_dispatch_info().call_weight;
        ensure!(weight.all_lte(T::MaxCallWeight::get()), Error::<T>::TooHeavy);
        let bytes = BoundedVec::try_from(call.encode()).map_err(|_| Error::<T>::TooLong)?;
        let id = NextProposal::<T>::get();
        let next = id.checked_add(1).ok_or(Error::<T>::TooManyProposals)?;

        let call_hash = T::Hashing::hash(&bytes);
        let proposed = Self::now();
        let expires = proposed.saturating_add(requirement.rule.lifetime);
        Self::schedule(id, expires)?;
        NextProposal::<T>::put(next);
        Calls::<T>::insert(id, bytes);
        let proposal = Proposal {
            call_hash,
            proposer: proposer.clone(),
            institution,
            requirement,
            proposed,
            expires,
            met: None,
        };
        Proposals::<T>::insert(id, proposal);
        Self::deposit_event(Event::Proposed { proposal: id, call_hash, institution, proposer });
        Ok(())
    }

    pub(crate) fn do_vote(
        (account, institution): (T::AccountId, Lei),
        id: ProposalId,
        call_hash: T::Hash,
        ballot: Ballot,
    ) -> DispatchResult {
        let mut proposal = Proposals::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let mut votes = Votes::<T>::get(id);
        let is_met = Self::is_met(&proposal, &votes);
        ensure!(is_met || Self::now() < proposal.expires, Error::<T>::Expired);
        ensure!(proposal.call_hash == call_hash, Error::<T>::CallMismatch);
        let kind = T::Authority::kind(&institution).ok_or(Error::<T>::NotAuthorised)?;
        let call = Self::call_of(id)?;
        T::Authority::examine(&account, &call).map_err(Self::refuse)?;
        let vote = Vote { institution, kind, account: account.clone(), ballot };
        let rule = &proposal.requirement.rule;
        rule.check_vote((&proposal.proposer, &proposal.institution), &votes, &vote)
            .map_err(Self::refuse_vote)?;

        // If an institution has left since and another takes its place, the waiting begins anew.
        if proposal.met.is_some() && !is_met {
            Self::lose(id, &mut proposal);
        }
        votes.retain(|cast| cast.institution != institution);
        votes.try_push(vote).map_err(|_| Error::<T>::TooManyVotes)?;
        Self::deposit_event(match ballot {
            Ballot::Approve => Event::Approved { proposal: id, call_hash, institution, account },
            Ballot::Reject => Event::Rejected { proposal: id, call_hash, institution, account },
        });
        Self::settle(id, proposal, votes);
        Ok(())
    }

    /// What follows from the votes.
    fn settle(id: ProposalId, mut proposal: ProposalOf<T>, votes: Ballots<T::AccountId>) {
        let had = proposal.met.is_some();
        match Self::standing_of(&proposal, &votes) {
            Standing::Vetoed { by } => {
                Self::remove(id);
                let (institution, proposer) = (proposal.institution, proposal.proposer);
                Self::deposit_event(Event::Vetoed { proposal: id, institution, proposer, by });
                return;
            }
            Standing::Met if !had => Self::gain(id, &mut proposal),
            Standing::Missing(_) if had => Self::lose(id, &mut proposal),
            Standing::Met | Standing::Missing(_) => {}
        }
        Proposals::<T>::insert(id, proposal);
        Votes::<T>::insert(id, votes);
    }

    pub(crate) fn do_withdraw(
        (account, institution): (T::AccountId, Lei),
        id: ProposalId,
    ) -> DispatchResult {
        let proposal = Proposals::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(proposal.institution == institution, Error::<T>::NotYours);

        Self::remove(id);
        Self::deposit_event(Event::Withdrawn { proposal: id, institution, account });
        Ok(())
    }

    /// The call of a proposal. The bytes are those that were hashed.
    pub(crate) fn call_of(id: ProposalId) -> Result<CallOf<T>, Error<T>> {
        let bytes = Calls::<T>::get(id);
        CallOf::<T>::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &bytes[..])
            .map_err(|_| Error::Stale)
    }

    fn refuse(refused: Refused) -> Error<T> {
        match refused {
            Refused::NotAuthorised => Error::NotAuthorised,
            Refused::CallNotAllowed => Error::CallNotAllowed,
        }
    }

    fn refuse_vote(fault: VoteFault) -> Error<T> {
        match fault {
            VoteFault::OwnProposal => Error::OwnProposal,
            VoteFault::ProposerInstitution | VoteFault::KindNotEligible => Error::NoVote,
            VoteFault::AlreadyVoted => Error::AlreadyVoted,
        }
    }
}
