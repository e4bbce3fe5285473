//! Anchoring: bounds of a call, a block and an institution.

use crate::*;
use frame_support::traits::{ConstU32, ConstU64};
use pallet_institutions::EnsureMember;

impl pallet_anchoring::Config for Runtime {
    type MaxAnchorsPerBlock = ConstU32<4_096>;
    type MaxBatchesPerCall = ConstU32<64>;
    type MaxClockDriftMillis = ConstU64<120_000>;
    type MaxStreamsPerInstitution = ConstU32<1_024>;
    type MemberOrigin = EnsureMember<Runtime>;
    type Time = Timestamp;
    type WeightInfo = weights::anchoring::WeightInfo<Runtime>;
}
