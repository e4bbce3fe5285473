//! Anchoring: bounds of a call, a block and an institution.

use crate::{permissions::names::*, *};
use frame_support::traits::{ConstU32, ConstU64};
use pallet_authorisation::{EnsurePermission, EnsurePermissionEverywhere};

impl pallet_anchoring::Config for Runtime {
    type AnchorOrigin = EnsurePermission<Runtime, AnchoringAnchor>;
    type CloseOrigin = EnsurePermission<Runtime, AnchoringClose>;
    type FreezeOrigin = EnsurePermissionEverywhere<Runtime, AnchoringFreeze>;
    type MaxAnchorsPerBlock = ConstU32<4_096>;
    type MaxBatchesPerCall = ConstU32<64>;
    type MaxClockDriftMillis = ConstU64<120_000>;
    type MaxStreamsPerInstitution = ConstU32<1_024>;
    type OpenOrigin = EnsurePermission<Runtime, AnchoringOpen>;
    type Time = Timestamp;
    type WeightInfo = weights::anchoring::WeightInfo<Runtime>;
}
