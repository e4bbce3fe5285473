//! Institutions: bounds and quotas.

use super::system::BlockWeightLimits;
use crate::*;
use frame_support::{
    dispatch::DispatchClass,
    parameter_types,
    traits::{ConstU32, Nothing},
};
use frame_system::EnsureRoot;
use pallet_institutions::Quota;

/// Blocks over which the use of an institution is counted: a minute.
const QUOTA_WINDOW_BLOCKS: BlockNumber = 30;

/// Part of what a window can hold that one institution may use unless the consortium says otherwise.
const QUOTA_SHARE: u64 = 4;

parameter_types! {
    /// Quota of an institution that has none of its own: a quarter of every window.
    pub DefaultQuota: Quota = {
        let blocks = u64::from(QUOTA_WINDOW_BLOCKS);
        let normal = BlockWeightLimits::get()
            .get(DispatchClass::Normal)
            .max_total
            .unwrap_or_default();
        let bytes = u64::from(*BlockLengths::get().max.get(DispatchClass::Normal));
        Quota {
            ref_time: normal.ref_time().saturating_mul(blocks) / QUOTA_SHARE,
            proof_size: normal.proof_size().saturating_mul(blocks) / QUOTA_SHARE,
            bytes: u32::try_from(bytes.saturating_mul(blocks) / QUOTA_SHARE).unwrap_or(u32::MAX),
        }
    };
}

impl pallet_institutions::Config for Runtime {
    type DefaultQuota = DefaultQuota;
    type ManageOrigin = EnsureRoot<AccountId>;
    type MaxAccountsPerInstitution = ConstU32<256>;
    type MaxInstitutions = ConstU32<1_024>;
    type MaxSeats = ConstU32<100>;
    type SelfAuthorisedCalls = Nothing;
    type ValidatorKeys = Session;
    type WeightInfo = pallet_institutions::weights::SubstrateWeight<Runtime>;
    type WindowBlocks = ConstU32<QUOTA_WINDOW_BLOCKS>;
}
