//! When which proposal is executed or ends, and doing it.

use crate::{
    Agenda, Authority, Ballots, CallOf, Calls, Config, Error, Event, MAX_VOTES, Pallet, Proposal,
    ProposalId, Proposals, Votes, WeightInfo,
};
use critical_chains_lei::Lei;
use critical_chains_policy::{Standing, standing};
use polkadot_sdk::{
    frame_support::{
        dispatch::{DispatchResult, GetDispatchInfo, extract_actual_weight},
        ensure,
        traits::{Get, UnixTime},
        weights::Weight,
    },
    sp_runtime::{DispatchError, SaturatedConversion, traits::Dispatchable},
};

/// Most proposals that end in one block without being executed.
pub const MAX_ENDS_PER_BLOCK: u32 = 8;

pub(crate) type ProposalOf<T> = Proposal<
    <T as polkadot_sdk::frame_system::Config>::AccountId,
    <T as polkadot_sdk::frame_system::Config>::Hash,
>;

impl<T: Config> Pallet<T> {
    /// The time of the block, in milliseconds since the Unix epoch.
    pub(crate) fn now() -> u64 {
        T::Time::now().as_millis().saturated_into()
    }

    /// How many institutions have voted on a proposal.
    pub(crate) fn vote_count(id: ProposalId) -> u32 {
        let count = Votes::<T>::decode_len(id).unwrap_or_default();
        count.try_into().unwrap_or(u32::MAX)
    }

    /// What executing a proposal weighs, besides its call.
    pub(crate) fn execution_weight(id: ProposalId) -> Weight {
        T::WeightInfo::execute(Self::vote_count(id))
    }

    /// Executes one proposal that is due, and ends some that have expired: few, and of these only so
    /// many that their votes together are bounded as those of one proposal are.
    pub(crate) fn work_off() -> Weight {
        let mut weight = T::WeightInfo::look_at_agenda();
        let now = Self::now();
        let mut counted: u32 = 0;
        for _ in 0..MAX_ENDS_PER_BLOCK {
            let Some((due, id)) = Agenda::<T>::get().first().copied() else { break };
            if due > now {
                break;
            }
            let votes = Self::vote_count(id);
            if counted > 0 && counted.saturating_add(votes) > MAX_VOTES {
                break;
            }
            counted = counted.saturating_add(votes);
            match Proposals::<T>::get(id) {
                Some(proposal) if Self::is_met(&proposal, &Votes::<T>::get(id)) => {
                    weight = weight
                        .saturating_add(T::WeightInfo::execute(votes))
                        .saturating_add(Self::carry_out(id, &proposal));
                    // One a block, so that what they weigh is bounded.
                    break;
                }
                Some(proposal) => Self::fall_back(id, proposal, now),
                None => Self::unschedule(id),
            }
            weight = weight.saturating_add(T::WeightInfo::end(votes));
        }
        weight
    }

    /// A proposal that is due and lacks approvals has expired, unless it had them and an
    /// institution has left since: then it is open again.
    fn fall_back(id: ProposalId, mut proposal: ProposalOf<T>, now: u64) {
        if proposal.expires <= now {
            Self::remove(id);
            let (institution, proposer) = (proposal.institution, proposal.proposer);
            Self::deposit_event(Event::ProposalExpired { proposal: id, institution, proposer });
            return;
        }
        Self::lose(id, &mut proposal);
        Proposals::<T>::insert(id, proposal);
    }

    /// Notes that a proposal no longer has its approvals.
    pub(crate) fn lose(id: ProposalId, proposal: &mut ProposalOf<T>) {
        proposal.met = None;
        Self::reschedule(id, proposal);
        let (institution, proposer) = (proposal.institution, proposal.proposer.clone());
        Self::deposit_event(Event::ApprovalsLost { proposal: id, institution, proposer });
    }

    /// Executes a proposal that has its approvals, before its turn comes.
    pub(crate) fn do_execute(id: ProposalId) -> Result<Weight, DispatchError> {
        let mut proposal = Proposals::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let standing = Self::standing_of(&proposal, &Votes::<T>::get(id));
        ensure!(standing == Standing::Met, Error::<T>::ApprovalsMissing);
        if proposal.met.is_none() {
            // It has its approvals again, because an institution was readmitted since. Its waiting
            // begins anew.
            ensure!(Self::now() < proposal.expires, Error::<T>::ApprovalsMissing);
            Self::gain(id, &mut proposal);
            Proposals::<T>::insert(id, proposal.clone());
        }
        ensure!(proposal.due() <= Self::now(), Error::<T>::Waiting);
        Ok(Self::carry_out(id, &proposal))
    }

    /// Notes that a proposal has its approvals.
    pub(crate) fn gain(id: ProposalId, proposal: &mut ProposalOf<T>) {
        proposal.met = Some(Self::now());
        Self::reschedule(id, proposal);
        Self::deposit_event(Event::ApprovalsMet {
            proposal: id,
            institution: proposal.institution,
            proposer: proposal.proposer.clone(),
            executes: proposal.due(),
        });
    }

    /// Executes an approved call, whatever comes of it, and tells. Gives what the call weighed.
    pub(crate) fn carry_out(id: ProposalId, proposal: &ProposalOf<T>) -> Weight {
        let call = Self::call_of(id);
        Self::remove(id);
        let (weight, result) = match call {
            Ok(call) => Self::dispatch(call, proposal),
            // A runtime upgrade since has changed what these bytes mean.
            Err(stale) => (Weight::zero(), Err(stale.into())),
        };
        Self::deposit_event(Event::ProposalExecuted {
            proposal: id,
            call_hash: proposal.call_hash,
            institution: proposal.institution,
            proposer: proposal.proposer.clone(),
            result,
        });
        weight
    }

    fn dispatch(call: CallOf<T>, proposal: &ProposalOf<T>) -> (Weight, DispatchResult) {
        let requirement = &proposal.requirement;
        // Nothing is executed by another rule than the one that everybody saw who approved.
        if T::Authority::rule(&requirement.permissions).as_ref() != Some(&requirement.rule) {
            return (Weight::zero(), Err(Error::<T>::Stale.into()));
        }
        // Who acts for another institution by now would act for that one.
        let stayed = T::Authority::voter(&proposal.proposer) == Some(proposal.institution);
        if !requirement.governed && !stayed {
            return (Weight::zero(), Err(Error::<T>::NotAuthorised.into()));
        }
        let Ok(origin) = T::Authority::origin(&proposal.proposer, &call, requirement) else {
            return (Weight::zero(), Err(Error::<T>::NotAuthorised.into()));
        };
        let info = call.get_dispatch_info();
        if info.call_weight.any_gt(T::MaxCallWeight::get()) {
            return (Weight::zero(), Err(Error::<T>::TooHeavy.into()));
        }
        let result = call.dispatch(origin);
        let weight = extract_actual_weight(&result, &info);
        (weight, result.map(drop).map_err(|failure| failure.error))
    }

    /// Whether a proposal had its approvals, and has them by the institutions that are active now.
    pub(crate) fn is_met(proposal: &ProposalOf<T>, votes: &Ballots<T::AccountId>) -> bool {
        proposal.met.is_some() && Self::standing_of(proposal, votes) == Standing::Met
    }

    pub(crate) fn standing_of(proposal: &ProposalOf<T>, votes: &Ballots<T::AccountId>) -> Standing {
        let counts = |institution: &Lei| T::Authority::kind(institution).is_some();
        standing(&proposal.requirement.rule, votes, counts)
    }

    /// Forgets a proposal.
    pub(crate) fn remove(id: ProposalId) {
        Self::unschedule(id);
        Proposals::<T>::remove(id);
        Calls::<T>::remove(id);
        Votes::<T>::remove(id);
    }

    /// Puts a new proposal on the agenda.
    pub(crate) fn schedule(id: ProposalId, due: u64) -> DispatchResult {
        let mut agenda = Agenda::<T>::get();
        let place = agenda.partition_point(|entry| *entry <= (due, id));
        agenda.try_insert(place, (due, id)).map_err(|_| Error::<T>::TooManyProposals)?;
        Agenda::<T>::put(agenda);
        Ok(())
    }

    /// Moves a proposal on the agenda.
    pub(crate) fn reschedule(id: ProposalId, proposal: &ProposalOf<T>) {
        Self::unschedule(id);
        // There is room: a place was just given up.
        let _ = Self::schedule(id, proposal.due());
    }

    fn unschedule(id: ProposalId) {
        Agenda::<T>::mutate(|agenda| agenda.retain(|(_, other)| *other != id));
    }
}
