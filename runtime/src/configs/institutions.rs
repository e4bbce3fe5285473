//! Institutions: bounds and quotas.

use super::{
    authorisation::{Consortium, ConsortiumOr},
    flows::Nodes,
    system::BlockWeightLimits,
};
use crate::{
    permissions::names::{InstitutionsEnrol, InstitutionsWithdraw},
    *,
};
use frame_support::{dispatch::DispatchClass, parameter_types, traits::ConstU32};
use frame_system::EnsureRoot;
use pallet_institutions::Quota;

/// Blocks over which the use of an institution is counted: a minute.
const QUOTA_WINDOW_BLOCKS: BlockNumber = 30;

/// Part of the weight of a window that one institution may use unless the consortium says otherwise.
const QUOTA_SHARE: u64 = 4;

/// Bytes of extrinsics that one institution may use in a window unless the consortium says
/// otherwise: 2 MiB.
///
/// Weight comes back with the next block, but bytes stay on the disk of every node for ever. So
/// this is no share of what a window can hold, which is more than 100 MiB, but what a busy
/// institution needs: a full `anchor_batches` has 5 KB with a usual profile and 8 KB at most, so
/// 2 MiB are 250 of them, or 16,000 batches a minute. All of it makes 3 GB a day.
const QUOTA_BYTES: u32 = 2 * 1024 * 1024;

parameter_types! {
    /// Quota of an institution that has none of its own: a quarter of the weight of every window,
    /// and 2 MiB.
    pub DefaultQuota: Quota = {
        let blocks = u64::from(QUOTA_WINDOW_BLOCKS);
        let normal = BlockWeightLimits::get()
            .get(DispatchClass::Normal)
            .max_total
            .unwrap_or_default();
        Quota {
            ref_time: normal.ref_time().saturating_mul(blocks) / QUOTA_SHARE,
            proof_size: normal.proof_size().saturating_mul(blocks) / QUOTA_SHARE,
            bytes: QUOTA_BYTES,
        }
    };
}

impl pallet_institutions::Config for Runtime {
    type Actors = Nodes;
    type CallAuthority = Consortium;
    type DefaultQuota = DefaultQuota;
    type Dependants = Consortium;
    type EnrolOrigin = ConsortiumOr<InstitutionsEnrol>;
    // Three of four keep finality, whichever one fails.
    type FaultTolerantSeats = ConstU32<4>;
    type ManageOrigin = EnsureRoot<AccountId>;
    type MaxAccountsPerInstitution = ConstU32<256>;
    type MaxInstitutions = ConstU32<1_024>;
    type MaxSeats = ConstU32<100>;
    type Time = Timestamp;
    type ValidatorKeys = Session;
    type WeightInfo = weights::institutions::WeightInfo<Runtime>;
    type WindowBlocks = ConstU32<QUOTA_WINDOW_BLOCKS>;
    type WithdrawOrigin = ConsortiumOr<InstitutionsWithdraw>;
}
