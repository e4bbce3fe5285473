//! What this pallet asks of the runtime, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What this pallet asks of the runtime.
#[pallet_section]
mod config {
    /// What this pallet asks of the runtime.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>>
        + CreateAuthorizedTransaction<Call<Self>>
    {
        /// The calls of the runtime.
        type NodeCall: Parameter
            + Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
            + GetDispatchInfo
            + IsSubType<Call<Self>>
            + From<Call<Self>>;

        /// The calls that nodes make by messages.
        type CallsOfNodes: Contains<Self::NodeCall>;

        /// The consortium: agrees on the key of an epoch.
        type ConsortiumOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who reports flows: the account and the institution it acts for.
        type ReportOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Members, whatever they may do: the account.
        type MemberOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

        /// The account of an attestation key.
        type AccountOfKey: Convert<ed25519::Public, Self::AccountId>;

        /// Where findings go.
        type Attesting: Attesting<Self::AccountId, Self::NodeCall>;

        /// The time of the block.
        type Time: UnixTime;

        /// Weights of the calls and hooks.
        type WeightInfo: WeightInfo;
    }
}
