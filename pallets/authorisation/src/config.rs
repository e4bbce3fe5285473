//! What the pallet needs, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What the pallet needs.
#[pallet_section]
mod config {
    /// What this pallet needs from the runtime.
    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The consortium: who defines roles, constraints and policies.
        type ConsortiumOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Administrators who grant roles in an institution.
        type GrantOrigin: EnsureOriginWithArg<Self::RuntimeOrigin, Lei>;

        /// Administrators who revoke roles in an institution.
        type RevokeOrigin: EnsureOriginWithArg<Self::RuntimeOrigin, Lei>;

        /// Accounts that pass on roles they hold.
        type DelegateOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Accounts that choose which of their roles are active.
        type ActivateOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who acts for which institution.
        type Members: Members<Self::AccountId>;

        /// What attestations say about those whom requests concern.
        type Risks: Risks;

        /// The permissions that the runtime knows.
        type Catalogue: Catalogue;

        /// Which permission each call takes.
        type CallTable: CallTable<Self::RuntimeCall>;

        /// The permission whose policy says who changes policies. Whatever concerns the consortium
        /// and has no rule of its own for approvals is approved by the same rule.
        #[pallet::constant]
        type Constitution: Get<Permission>;

        /// The role whose holders vote for their institutions.
        #[pallet::constant]
        type VotingRole: Get<RoleName>;

        /// The time of the block.
        type Time: UnixTime;

        /// Most accounts that can have roles.
        #[pallet::constant]
        type MaxSubjects: Get<u32>;

        /// What the calls and the check weigh.
        type WeightInfo: WeightInfo;
    }
}
