//! System, Timestamp, Utility: limits of a block and of time.

use super::calls::CallsOfExtrinsics;
use crate::*;
use frame_support::{
    derive_impl,
    dispatch::DispatchClass,
    parameter_types,
    traits::{ConstU32, ConstU64},
    weights::{
        Weight,
        constants::{
            BlockExecutionWeight, ExtrinsicBaseWeight, ParityDbWeight, WEIGHT_REF_TIME_PER_SECOND,
        },
    },
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::Perbill;

/// Time between two blocks.
pub const BLOCK_TIME_MILLIS: u64 = 2_000;

/// Proof size of a full block: finite, because smart contracts derive their gas from it.
const BLOCK_PROOF_BYTES: u64 = 10 * 1024 * 1024;

/// Encoded size of a full block.
const BLOCK_LENGTH_BYTES: u32 = 5 * 1024 * 1024;

/// Work in one block: half of its slot, so that every validator can import it in the other half.
const BLOCK_WEIGHT: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, BLOCK_PROOF_BYTES);

/// Share of a block open to ordinary extrinsics; the rest is for operational ones.
const NORMAL_SHARE: Perbill = Perbill::from_percent(75);

parameter_types! {
    /// Version of this runtime.
    pub const Version: RuntimeVersion = VERSION;
    /// Block hashes kept in state. Extrinsics live for less than that.
    pub const BlockHashCount: BlockNumber = 2_400;
    /// Address prefix of Substrate networks without a registered one.
    pub const AddressPrefix: u16 = 42;
    /// Weight limits of a block.
    pub BlockWeightLimits: BlockWeights = BlockWeights::builder()
        .base_block(BlockExecutionWeight::get())
        .for_class(DispatchClass::all(), |weights| {
            weights.base_extrinsic = ExtrinsicBaseWeight::get();
        })
        .for_class(DispatchClass::Normal, |weights| {
            weights.max_total = Some(NORMAL_SHARE * BLOCK_WEIGHT);
        })
        .for_class(DispatchClass::Operational, |weights| {
            weights.max_total = Some(BLOCK_WEIGHT);
            weights.reserved = Some(BLOCK_WEIGHT - NORMAL_SHARE * BLOCK_WEIGHT);
        })
        .avg_block_initialization(Perbill::from_percent(10))
        .build_or_panic();
    /// Length limits of a block.
    pub BlockLengths: BlockLength = BlockLength::builder()
        .max_length(BLOCK_LENGTH_BYTES)
        .modify_max_length_for_class(DispatchClass::Normal, |max| *max = NORMAL_SHARE * *max)
        .build();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    type AccountId = AccountId;
    type BaseCallFilter = CallsOfExtrinsics;
    type Block = Block;
    type BlockHashCount = BlockHashCount;
    type BlockLength = BlockLengths;
    type BlockWeights = BlockWeightLimits;
    type DbWeight = ParityDbWeight;
    type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
    type Hash = Hash;
    type MaxConsumers = ConstU32<16>;
    type Nonce = Nonce;
    type SS58Prefix = AddressPrefix;
    type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
    type Version = Version;
}

impl pallet_timestamp::Config for Runtime {
    type MinimumPeriod = ConstU64<{ BLOCK_TIME_MILLIS / 2 }>;
    type Moment = u64;
    type OnTimestampSet = Aura;
    type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_utility::Config for Runtime {
    type PalletsOrigin = OriginCaller;
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

impl<C> frame_system::offchain::CreateTransactionBase<C> for Runtime
where
    RuntimeCall: From<C>,
{
    type Extrinsic = UncheckedExtrinsic;
    type RuntimeCall = RuntimeCall;
}

impl<C> frame_system::offchain::CreateBare<C> for Runtime
where
    RuntimeCall: From<C>,
{
    fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
        UncheckedExtrinsic::new_bare(call)
    }
}
