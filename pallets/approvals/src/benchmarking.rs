//! Benchmarks of the calls and of the hook, at their worst: fullest agenda, most votes, longest
//! call.

use alloc::{boxed::Box, format, vec::Vec};

use codec::{Decode, Encode};
use critical_chains_lei::Lei;
use critical_chains_policy::{ApprovalRule, Ballot, Kind, Kinds, MAX_REQUIREMENTS, Vote};
use polkadot_sdk::{
    frame_benchmarking::{account, v2::*},
    frame_support::{
        BoundedVec,
        traits::{EnsureOrigin, Get},
    },
    frame_system::{self, pallet_prelude::OriginFor},
    sp_runtime::traits::Hash,
};

use crate::{
    Agenda, Authority, Call, CallOf, Calls, Config, Event, MAX_VOTES, NextProposal, Pallet,
    Proposal, ProposalId, Proposals, Requirement, Votes, WeightInfo, agenda::ProposalOf,
};

/// Bytes that a call of a certain number of bytes can be longer.
const SLACK_BYTES: u32 = 128;

/// A date that does not come.
const NEVER: u64 = u64::MAX;

type Acting<T> = (OriginFor<T>, <T as frame_system::Config>::AccountId, Lei);

/// An origin, and whom it acts for.
fn acting<T, O>() -> Result<Acting<T>, BenchmarkError>
where
    T: Config,
    O: EnsureOrigin<OriginFor<T>, Success = (T::AccountId, Lei)>,
{
    let nobody = || BenchmarkError::Stop("the origin has no account for benchmarks");
    let origin = O::try_successful_origin().map_err(|()| nobody())?;
    let (account, institution) = O::ensure_origin(origin.clone()).map_err(|_| nobody())?;
    Ok((origin, account, institution))
}

fn bounded<V, S: Get<u32>>(list: Vec<V>) -> Result<BoundedVec<V, S>, BenchmarkError> {
    list.try_into().map_err(|_| BenchmarkError::Stop("the runtime has no room for it"))
}

/// An institution for which no origin acts. It is not active.
fn other_institution(number: u32) -> Result<Lei, BenchmarkError> {
    let prefix = <[u8; 18]>::try_from(format!("APPROVER{number:010}").as_bytes());
    let lei = prefix.ok().and_then(|prefix| Lei::from_prefix(prefix).ok());
    lei.ok_or(BenchmarkError::Stop("no LEI"))
}

/// Approvals of so many institutions that are not active any more, as is found out one by one.
fn votes<Account: Decode>(count: u32) -> Result<Vec<Vote<Account>>, BenchmarkError> {
    let vote = |number| {
        let institution = other_institution(number)?;
        let account = account("voter", number, 0);
        Ok(Vote { institution, kind: Kind::Bank, account, ballot: Ballot::Approve })
    };
    (0..count).map(vote).collect()
}

/// A rule with as much to count as a rule can have, that one more approval meets.
fn rule_met_by_one() -> ApprovalRule {
    let requirement = critical_chains_policy::Requirement { kinds: Kinds::ALL, count: 1 };
    let required = [requirement; MAX_REQUIREMENTS as usize];
    ApprovalRule {
        approvals: 1,
        eligible: Kinds::ALL,
        required: BoundedVec::truncate_from(required.to_vec()),
        proposer_institution_votes: false,
        authority_veto: true,
        lifetime: 1,
        waiting: 0,
    }
}

fn longest_call<T: Config>() -> CallOf<T> {
    T::Authority::proposable(T::MaxCallBytes::get().saturating_sub(SLACK_BYTES))
}

/// What the longest call takes, as an account finds that may propose it.
fn requirement<T: Config>(account: &T::AccountId) -> Result<Requirement, BenchmarkError> {
    let examined = T::Authority::examine(account, &longest_call::<T>());
    examined.map_err(|_| BenchmarkError::Stop("the call for benchmarks cannot be proposed"))
}

/// A proposal of the longest call.
fn proposal<T: Config>(
    (proposer, institution): (T::AccountId, Lei),
    requirement: Requirement,
) -> ProposalOf<T> {
    Proposal {
        call_hash: T::Hashing::hash_of(&longest_call::<T>()),
        proposer,
        institution,
        requirement,
        proposed: 0,
        expires: NEVER,
        met: None,
    }
}

/// Stores a proposal with so many votes, but for the agenda.
fn store<T: Config>(
    id: ProposalId,
    proposal: &ProposalOf<T>,
    count: u32,
) -> Result<(), BenchmarkError> {
    Votes::<T>::insert(id, bounded(votes(count)?)?);
    Calls::<T>::insert(id, bounded(longest_call::<T>().encode())?);
    Proposals::<T>::insert(id, proposal);
    NextProposal::<T>::mutate(|next| *next = (*next).max(id.saturating_add(1)));
    Ok(())
}

/// Puts so many proposals on the agenda, of which the first ones are due. Their numbers are those
/// from 0 on.
fn fill_agenda<T: Config>(count: u32, due: u32) -> Result<(), BenchmarkError> {
    let entries = (0..count).map(|id| (if id < due { 0 } else { NEVER }, id));
    Agenda::<T>::put(bounded(entries.collect())?);
    Ok(())
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark(pov_mode = Measured)]
    fn propose(
        b: Linear<0, { T::MaxCallBytes::get().saturating_sub(SLACK_BYTES) }>,
    ) -> Result<(), BenchmarkError> {
        let (origin, ..) = acting::<T, T::ProposeOrigin>()?;
        fill_agenda::<T>(T::MaxProposals::get().saturating_sub(1), 0)?;
        let id = T::MaxProposals::get();
        NextProposal::<T>::put(id);
        let call = Box::new(T::Authority::proposable(b));

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, call);

        assert!(Proposals::<T>::contains_key(id));
        Ok(())
    }

    // It waited and has lost all approvals, as is found out one vote after the other, and this is the
    // one that it takes: the agenda changes twice.
    #[benchmark(pov_mode = Measured)]
    fn vote(v: Linear<0, { MAX_VOTES.saturating_sub(1) }>) -> Result<(), BenchmarkError> {
        let (origin, voter, _) = acting::<T, T::VoteOrigin>()?;
        let proposer = (account("proposer", 0, 0), other_institution(MAX_VOTES)?);
        let requirement = Requirement { rule: rule_met_by_one(), ..requirement::<T>(&voter)? };
        let waits = Proposal { met: Some(1), ..proposal::<T>(proposer, requirement) };
        let id = T::MaxProposals::get().saturating_sub(1);
        store::<T>(id, &waits, v)?;
        fill_agenda::<T>(T::MaxProposals::get(), 0)?;

        #[extrinsic_call]
        approve(origin as T::RuntimeOrigin, id, waits.call_hash);

        assert!(
            Proposals::<T>::get(id)
                .is_some_and(|proposal| proposal.met == Some(Pallet::<T>::now()))
        );
        assert_eq!(Pallet::<T>::vote_count(id), v.saturating_add(1));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn withdraw() -> Result<(), BenchmarkError> {
        let (origin, account, institution) = acting::<T, T::ProposeOrigin>()?;
        let requirement = requirement::<T>(&account)?;
        let id = T::MaxProposals::get().saturating_sub(1);
        store::<T>(id, &proposal::<T>((account, institution), requirement), MAX_VOTES)?;
        fill_agenda::<T>(T::MaxProposals::get(), 0)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);

        assert!(!Proposals::<T>::contains_key(id));
        Ok(())
    }

    // What the call does, but that it goes on whatever votes there are: nobody can give here the
    // approvals that the rule of the runtime takes, and by another rule nothing is executed.
    #[benchmark(pov_mode = Measured)]
    fn execute(v: Linear<0, MAX_VOTES>) -> Result<(), BenchmarkError> {
        let (_, account, institution) = acting::<T, T::ProposeOrigin>()?;
        let origin = T::ExecuteOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Stop("the origin has no account for benchmarks"))?;
        let requirement = requirement::<T>(&account)?;
        let proposal = proposal::<T>((account, institution), requirement);
        let id = T::MaxProposals::get().saturating_sub(1);
        store::<T>(id, &Proposal { met: Some(0), ..proposal.clone() }, v)?;
        fill_agenda::<T>(T::MaxProposals::get(), 0)?;
        let allowed;
        let mut met = true;

        #[block]
        {
            allowed = T::ExecuteOrigin::ensure_origin(origin).is_ok();
            if let Some(proposal) = Proposals::<T>::get(id) {
                met = Pallet::<T>::is_met(&proposal, &Votes::<T>::get(id));
                Pallet::<T>::carry_out(id, &proposal);
            }
        }

        assert!(allowed && !met);
        let call_hash = T::Hashing::hash_of(&longest_call::<T>());
        let Proposal { institution, proposer, .. } = proposal;
        let result = Ok(());
        let executed =
            Event::<T>::ProposalExecuted { proposal: id, call_hash, institution, proposer, result };
        frame_system::Pallet::<T>::assert_last_event(executed.into());
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn look_at_agenda() -> Result<(), BenchmarkError> {
        fill_agenda::<T>(T::MaxProposals::get(), 0)?;
        let weight;

        #[block]
        {
            weight = Pallet::<T>::work_off();
        }

        assert_eq!(weight, T::WeightInfo::look_at_agenda());
        Ok(())
    }

    // It had its approvals and has lost them, as is found out one vote after the other.
    #[benchmark(pov_mode = Measured)]
    fn end(v: Linear<0, MAX_VOTES>) -> Result<(), BenchmarkError> {
        let (_, account, institution) = acting::<T, T::ProposeOrigin>()?;
        let requirement = Requirement { rule: rule_met_by_one(), ..requirement::<T>(&account)? };
        let proposal = proposal::<T>((account, institution), requirement);
        store::<T>(0, &Proposal { expires: 0, met: Some(0), ..proposal }, v)?;
        fill_agenda::<T>(T::MaxProposals::get(), 1)?;

        #[block]
        {
            Pallet::<T>::work_off();
        }

        assert_eq!(Proposals::<T>::count(), 0);
        Ok(())
    }

    impl_benchmark_test_suite!(
        Pallet,
        crate::tests::mock::new_test_ext(),
        crate::tests::mock::Test
    );
}
