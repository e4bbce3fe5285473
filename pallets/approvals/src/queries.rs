//! What others ask of the proposals, without an extrinsic.

use crate::{
    Authority, Ballots, Calls, Config, Pallet, ProposalDetails, ProposalId, Proposals, Votes,
    agenda::ProposalOf,
};
use alloc::{vec, vec::Vec};
use critical_chains_lei::Lei;
use critical_chains_policy::{Ballot, Kind, Missing, Standing};

/// A proposal for queries.
pub type DetailsOf<T> = ProposalDetails<
    <T as polkadot_sdk::frame_system::Config>::AccountId,
    <T as polkadot_sdk::frame_system::Config>::Hash,
>;

impl<T: Config> Pallet<T> {
    /// A proposal, with what it lacks.
    pub fn details(id: ProposalId) -> Option<DetailsOf<T>> {
        let proposal = Proposals::<T>::get(id)?;
        let votes = Votes::<T>::get(id);
        let (missing, call) = (Self::missing(&proposal, &votes), Calls::<T>::get(id).into_inner());
        Some(ProposalDetails { id, proposal, votes, call, missing })
    }

    /// The proposals, the oldest first.
    pub fn all() -> Vec<DetailsOf<T>> {
        let mut ids: Vec<_> = Proposals::<T>::iter_keys().collect();
        ids.sort_unstable();
        ids.into_iter().filter_map(Self::details).collect()
    }

    /// The open proposals on which an institution has a vote and has not approved.
    pub fn pending(institution: &Lei) -> Vec<DetailsOf<T>> {
        let Some(kind) = T::Authority::kind(institution) else { return vec![] };
        let mut pending = Self::all();
        pending.retain(|details| Self::awaits(details, institution, kind));
        pending
    }

    fn awaits(details: &DetailsOf<T>, institution: &Lei, kind: Kind) -> bool {
        let ProposalDetails { proposal, votes, .. } = details;
        let rule = &proposal.requirement.rule;
        let own = proposal.institution == *institution;
        let may = rule.eligible.contains(kind) && (!own || rule.proposer_institution_votes);
        let open = proposal.met.is_none() && Self::now() < proposal.expires;
        let approved = |vote: &critical_chains_policy::Vote<_>| {
            vote.institution == *institution && vote.ballot == Ballot::Approve
        };
        may && open && !votes.iter().any(approved)
    }

    fn missing(proposal: &ProposalOf<T>, votes: &Ballots<T::AccountId>) -> Vec<Missing> {
        match Self::standing_of(proposal, votes) {
            Standing::Missing(missing) => missing,
            Standing::Met => vec![Missing::Waiting { until: proposal.due() }],
            // A vetoed proposal is removed at once.
            Standing::Vetoed { .. } => vec![],
        }
    }
}
