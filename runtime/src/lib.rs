#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
// The runtime's macros generate public items without documentation.
#![allow(missing_docs)]
// The runtime macro expands into deeply nested types.
#![recursion_limit = "256"]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
mod configs;
mod extensions;
pub mod genesis;
pub mod permissions;
mod weights;

use alloc::vec::Vec;
use polkadot_sdk::{
    frame_executive, frame_support, frame_system, pallet_aura, pallet_authorship, pallet_grandpa,
    pallet_offences, pallet_session, pallet_timestamp, pallet_utility, sp_runtime, sp_version,
};
use sp_runtime::{
    MultiAddress, MultiSignature, generic, impl_opaque_keys,
    traits::{BlakeTwo256, IdentifyAccount, Verify},
};
use sp_version::RuntimeVersion;

#[cfg(feature = "std")]
pub use apis::RuntimeApi;
pub use configs::{
    BLOCK_TIME_MILLIS, BlockLengths, BlockWeightLimits, Consortium, EquivocationReportLongevity,
    NoCurrency, SessionPeriod, VotingRole,
};
pub use extensions::{TransactionExtensions, transaction_extensions};
pub use genesis::{DEV_PRESET, LOCAL_PRESET};

/// Signature of an account: Sr25519, Ed25519 or ECDSA.
pub type Signature = MultiSignature;
/// Identifier of an account: its public key, or the hash of it.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// Number of extrinsics an account has sent.
pub type Nonce = u32;
/// Height of a block.
pub type BlockNumber = u32;
/// Hash of a block or of a state (BLAKE2b, 256 bits).
pub type Hash = polkadot_sdk::sp_core::H256;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// How extrinsics name an account.
pub type Address = MultiAddress<AccountId, ()>;
/// A block with decoded extrinsics.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// An extrinsic as it travels.
pub type UncheckedExtrinsic =
    generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TransactionExtensions>;
/// What an account signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TransactionExtensions>;
/// Runs blocks.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
>;

/// Types for a node, which carries extrinsics without understanding them.
pub mod opaque {
    use super::*;
    pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

    /// A block with opaque extrinsics.
    pub type Block = generic::Block<Header, UncheckedExtrinsic>;

    impl_opaque_keys! {
        /// The keys of a validator: both Ed25519, so that both can live in a hardware module.
        pub struct SessionKeys {
            /// Key that seals blocks.
            pub aura: Aura,
            /// Key that votes for finality.
            pub grandpa: Grandpa,
        }
    }
}

/// Version of this runtime.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: alloc::borrow::Cow::Borrowed("critical-chains"),
    impl_name: alloc::borrow::Cow::Borrowed("critical-chains"),
    authoring_version: 1,
    spec_version: 1,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

#[frame_support::runtime]
mod runtime {
    use super::*;

    /// The Critical Chains runtime.
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Runtime;

    // Genesis and hooks run in the order of these numbers: the accounts of institutions must be known
    // before their roles, seats before the sessions that are planned from them, and the calendar
    // closes the block.
    /// Blocks, accounts, events.
    #[runtime::pallet_index(0)]
    pub type System = frame_system::Pallet<Runtime>;

    /// The time of a block.
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp::Pallet<Runtime>;

    /// Several calls in one extrinsic.
    #[runtime::pallet_index(2)]
    pub type Utility = pallet_utility::Pallet<Runtime>;

    /// The members of the consortium.
    #[runtime::pallet_index(5)]
    pub type Institutions = pallet_institutions::Pallet<Runtime>;

    /// Roles and policies.
    #[runtime::pallet_index(6)]
    pub type Authorisation = pallet_authorisation::Pallet<Runtime>;

    /// What the consortium does together.
    #[runtime::pallet_index(7)]
    pub type Approvals = pallet_approvals::Pallet<Runtime>;

    /// The powers of supervisors, and emergencies.
    #[runtime::pallet_index(8)]
    pub type Supervision = pallet_supervision::Pallet<Runtime>;

    /// Models, attestations that institutions corroborate, and threat indicators.
    #[runtime::pallet_index(9)]
    pub type Attestations = pallet_attestations::Pallet<Runtime>;

    /// Who seals which block.
    #[runtime::pallet_index(10)]
    pub type Aura = pallet_aura::Pallet<Runtime>;

    /// The author of the current block.
    #[runtime::pallet_index(11)]
    pub type Authorship = pallet_authorship::Pallet<Runtime>;

    /// Records of validators that broke the rules of consensus.
    #[runtime::pallet_index(12)]
    pub type Offences = pallet_offences::Pallet<Runtime>;

    /// Past validator sets, so that an offence can be proved later.
    #[runtime::pallet_index(13)]
    pub type Historical = pallet_session::historical::Pallet<Runtime>;

    /// Validators and their keys, session by session.
    #[runtime::pallet_index(14)]
    pub type Session = pallet_session::Pallet<Runtime>;

    /// Finality.
    #[runtime::pallet_index(15)]
    pub type Grandpa = pallet_grandpa::Pallet<Runtime>;

    /// Where the keys of validators and nodes live.
    #[runtime::pallet_index(16)]
    pub type Custody = pallet_custody::Pallet<Runtime>;

    /// Anchored batches and the calendar.
    #[runtime::pallet_index(20)]
    pub type Anchoring = pallet_anchoring::Pallet<Runtime>;

    /// What institutions report of flows, and the worker that watches them.
    #[runtime::pallet_index(21)]
    pub type Flows = pallet_flows::Pallet<Runtime>;
}
