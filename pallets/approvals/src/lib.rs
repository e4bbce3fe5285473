#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

extern crate alloc;

mod agenda;
mod calls;
mod invariants;
mod queries;
mod runtime_api;
mod traits;
mod types;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod tests;

pub use agenda::MAX_ENDS_PER_BLOCK;
pub use pallet::*;
pub use queries::DetailsOf;
pub use runtime_api::*;
pub use traits::{Authority, Refused};
pub use types::{
    Ballots, MAX_PERMISSIONS, MAX_VOTES, Proposal, ProposalDetails, ProposalId, Requirement,
};
pub use weights::WeightInfo;

use critical_chains_lei::Lei;
use polkadot_sdk::{frame_support, frame_system, sp_runtime};

/// Storage, calls, events and errors of proposals.
#[frame_support::pallet]
// The paths are the pallet macro's: its attributes, and the supertrait as it insists on it.
#[allow(unused_qualifications)]
pub mod pallet {
    use super::*;
    use alloc::{boxed::Box, vec::Vec};
    use codec::Encode;
    use critical_chains_policy::Ballot;
    use frame_support::{
        dispatch::{GetDispatchInfo, PostDispatchInfo, WithPostDispatchInfo},
        pallet_prelude::*,
        traits::UnixTime,
        weights::Weight,
    };
    use frame_system::pallet_prelude::*;
    use sp_runtime::traits::Dispatchable;

    /// A call of the runtime.
    pub type CallOf<T> = <T as Config>::RuntimeCall;

    /// The version of the storage layout that this code reads and writes.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// Proposals.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What this pallet needs from the runtime.
    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// What is proposed.
        type RuntimeCall: Parameter
            + Dispatchable<
                RuntimeOrigin = <Self as frame_system::Config>::RuntimeOrigin,
                PostInfo = PostDispatchInfo,
            > + GetDispatchInfo
            + From<frame_system::Call<Self>>;

        /// Accounts that propose and withdraw, with their institution.
        type ProposeOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Accounts that approve and reject, with their institution.
        type VoteOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Accounts that have an approved proposal executed before its turn.
        type ExecuteOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who may propose and vote, and what it takes.
        type Authority: Authority<Self::AccountId, CallOf<Self>, Self::RuntimeOrigin>;

        /// The time of the block.
        type Time: UnixTime;

        /// Most proposals that can be open or wait at a time.
        #[pallet::constant]
        type MaxProposals: Get<u32>;

        /// Most bytes of a proposed call.
        #[pallet::constant]
        type MaxCallBytes: Get<u32>;

        /// Most that a proposed call can weigh. A block has to have room for one beside all else.
        #[pallet::constant]
        type MaxCallWeight: Get<Weight>;

        /// What the calls and the hook weigh.
        type WeightInfo: WeightInfo;
    }

    /// The number of the next proposal.
    #[pallet::storage]
    pub type NextProposal<T: Config> = StorageValue<_, ProposalId, ValueQuery>;

    /// The proposals that are open, or wait to be executed.
    #[pallet::storage]
    pub type Proposals<T: Config> = CountedStorageMap<
        _,
        Twox64Concat,
        ProposalId,
        Proposal<T::AccountId, T::Hash>,
        OptionQuery,
    >;

    /// Their encoded calls.
    #[pallet::storage]
    pub type Calls<T: Config> =
        StorageMap<_, Twox64Concat, ProposalId, BoundedVec<u8, T::MaxCallBytes>, ValueQuery>;

    /// The votes on them. Apart, so that how many there are can be told without reading them.
    #[pallet::storage]
    pub type Votes<T: Config> =
        StorageMap<_, Twox64Concat, ProposalId, Ballots<T::AccountId>, ValueQuery>;

    /// When something is to be done with which proposal, in milliseconds since the Unix epoch; the
    /// next one first.
    #[pallet::storage]
    pub type Agenda<T: Config> =
        StorageValue<_, BoundedVec<(u64, ProposalId), T::MaxProposals>, ValueQuery>;

    /// What happened to proposals.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A call was proposed.
        Proposed {
            /// Number of the proposal.
            proposal: ProposalId,
            /// Hash of the encoded call.
            call_hash: T::Hash,
            /// The institution that proposes.
            institution: Lei,
            /// The account that acted for it.
            proposer: T::AccountId,
        },
        /// An institution approved.
        Approved {
            /// Number of the proposal.
            proposal: ProposalId,
            /// Hash of the encoded call.
            call_hash: T::Hash,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
        },
        /// An institution rejected. If it had approved before, it no longer does.
        Rejected {
            /// Number of the proposal.
            proposal: ProposalId,
            /// Hash of the encoded call.
            call_hash: T::Hash,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
        },
        /// The proposal has its approvals.
        ApprovalsMet {
            /// Number of the proposal.
            proposal: ProposalId,
            /// The institution that proposed.
            institution: Lei,
            /// The account that acted for it.
            proposer: T::AccountId,
            /// When it is executed, in milliseconds since the Unix epoch.
            executes: u64,
        },
        /// The proposal no longer has its approvals: an institution changed its mind, or is not
        /// active any more.
        ApprovalsLost {
            /// Number of the proposal.
            proposal: ProposalId,
            /// The institution that proposed.
            institution: Lei,
            /// The account that acted for it.
            proposer: T::AccountId,
        },
        /// An Authority ended the proposal.
        Vetoed {
            /// Number of the proposal.
            proposal: ProposalId,
            /// The institution that proposed.
            institution: Lei,
            /// The account that acted for it.
            proposer: T::AccountId,
            /// The Authority.
            by: Lei,
        },
        /// The institution that proposed withdrew the proposal.
        Withdrawn {
            /// Number of the proposal.
            proposal: ProposalId,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
        },
        /// The proposal did not get its approvals in time.
        ProposalExpired {
            /// Number of the proposal.
            proposal: ProposalId,
            /// The institution that proposed.
            institution: Lei,
            /// The account that acted for it.
            proposer: T::AccountId,
        },
        /// The proposal was executed, and is done with whatever came of it.
        ProposalExecuted {
            /// Number of the proposal.
            proposal: ProposalId,
            /// Hash of the encoded call.
            call_hash: T::Hash,
            /// The institution that proposed.
            institution: Lei,
            /// The account that acted for it.
            proposer: T::AccountId,
            /// What came of it.
            result: DispatchResult,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no open proposal of this number: it was executed, withdrawn, vetoed, or has
        /// expired. Look at the list of proposals.
        NotFound,
        /// The account has no permission for what the call does, not even together with others, or
        /// has lost it. Have it granted a role that carries it.
        NotAuthorised,
        /// Such a call cannot be proposed: it takes no approval, or nobody may make it, or it does
        /// for the consortium and for the proposer at once, or nobody could approve all of it.
        CallNotAllowed,
        /// The call is longer than the runtime allows. Propose less at a time.
        TooLong,
        /// The call weighs more than the runtime allows. Propose less at a time.
        TooHeavy,
        /// As many proposals are open as the runtime allows. Wait until some are done.
        TooManyProposals,
        /// As many institutions voted as the runtime allows.
        TooManyVotes,
        /// The hash is not that of the proposed call. Look at what is proposed before you vote.
        CallMismatch,
        /// The proposal has expired. Propose it again.
        Expired,
        /// Who proposed something does not vote on it.
        OwnProposal,
        /// The institution has no vote on this proposal.
        NoVote,
        /// The institution has said the same already, perhaps by another account; or the account has
        /// voted for another institution.
        AlreadyVoted,
        /// Another institution proposed this. Reject it instead.
        NotYours,
        /// The proposal lacks approvals. The list of proposals says which.
        ApprovalsMissing,
        /// The waiting period has not ended.
        Waiting,
        /// The policy, or the runtime, has changed since the call was proposed. Propose it again.
        Stale,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::work_off()
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Proposes a call that no account may make alone.
        ///
        /// ## Origin
        /// An account that may propose, and has the permissions for what the call does.
        ///
        /// ## Details
        /// - `call`: the call; a batch for several that are done together.
        ///
        /// It is executed when it has the approvals that the policies of its permissions ask for.
        ///
        /// ## Errors
        /// `NotAuthorised`, `CallNotAllowed`, `TooLong`, `TooHeavy`, `TooManyProposals`.
        ///
        /// ## Events
        /// `Proposed` with the number and the hash on which everybody votes.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::propose(call.encoded_size().try_into().unwrap_or(u32::MAX)))]
        pub fn propose(origin: OriginFor<T>, call: Box<CallOf<T>>) -> DispatchResult {
            let member = T::ProposeOrigin::ensure_origin(origin)?;
            Self::do_propose(member, call)
        }

        /// Approves a proposal for the institution of the caller.
        ///
        /// ## Origin
        /// An account that may vote, and has the permissions for what the call does.
        ///
        /// ## Details
        /// - `proposal`: its number.
        /// - `call_hash`: hash of the encoded call, so that nothing else can be approved.
        ///
        /// ## Errors
        /// `NotFound`, `Expired`, `CallMismatch`, `NotAuthorised`, `CallNotAllowed`, `OwnProposal`,
        /// `NoVote`, `AlreadyVoted`, `TooManyVotes`, `Stale`.
        ///
        /// ## Events
        /// `Approved`; `ApprovalsMet` if it is executed now, with the next block or after the
        /// waiting period; before them `ApprovalsLost` if it waited, and an institution that had
        /// approved is not active any more.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::vote(Pallet::<T>::vote_count(*proposal)))]
        pub fn approve(
            origin: OriginFor<T>,
            proposal: ProposalId,
            call_hash: T::Hash,
        ) -> DispatchResult {
            let member = T::VoteOrigin::ensure_origin(origin)?;
            Self::do_vote(member, proposal, call_hash, Ballot::Approve)
        }

        /// Rejects a proposal for the institution of the caller, also if it had approved it.
        ///
        /// ## Origin
        /// As for `approve`.
        ///
        /// ## Details
        /// - `proposal`: its number.
        /// - `call_hash`: hash of the encoded call.
        ///
        /// ## Errors
        /// As for `approve`.
        ///
        /// ## Events
        /// `Rejected`; `Vetoed` if that ends the proposal; `ApprovalsLost` if it waited.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::vote(Pallet::<T>::vote_count(*proposal)))]
        pub fn reject(
            origin: OriginFor<T>,
            proposal: ProposalId,
            call_hash: T::Hash,
        ) -> DispatchResult {
            let member = T::VoteOrigin::ensure_origin(origin)?;
            Self::do_vote(member, proposal, call_hash, Ballot::Reject)
        }

        /// Withdraws a proposal.
        ///
        /// ## Origin
        /// An account that may propose, of the institution that proposed it.
        ///
        /// ## Details
        /// - `proposal`: its number.
        ///
        /// ## Errors
        /// `NotFound`, `NotYours`.
        ///
        /// ## Events
        /// `Withdrawn`.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::withdraw())]
        pub fn withdraw(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
            let member = T::ProposeOrigin::ensure_origin(origin)?;
            Self::do_withdraw(member, proposal)
        }

        /// Executes a proposal that has its approvals, before its turn comes.
        ///
        /// ## Origin
        /// An account that may have proposals executed.
        ///
        /// ## Details
        /// - `proposal`: its number.
        ///
        /// Nobody needs to call this: one proposal is executed in each block.
        ///
        /// ## Errors
        /// `NotFound`, `ApprovalsMissing`, `Waiting`.
        ///
        /// ## Events
        /// `ProposalExecuted` with what came of it.
        #[pallet::call_index(4)]
        #[pallet::weight(Pallet::<T>::execution_weight(*proposal).saturating_add(T::MaxCallWeight::get()))]
        pub fn execute(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResultWithPostInfo {
            T::ExecuteOrigin::ensure_origin(origin)?;
            let own = Self::execution_weight(proposal);
            let weight = Self::do_execute(proposal).map_err(|error| error.with_weight(own))?;
            Ok(Some(own.saturating_add(weight)).into())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// A proposal that is open or waits, with what it lacks.
        pub fn proposal(id: ProposalId) -> Option<DetailsOf<T>> {
            Self::details(id)
        }

        /// The proposals on which an institution has a vote and has not approved.
        pub fn pending_approvals(institution: Lei) -> Vec<DetailsOf<T>> {
            Self::pending(&institution)
        }
    }
}
