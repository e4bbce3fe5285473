//! Supervision: emergency stops, freezes, emergency access, demands.

use super::authorisation::Consortium;
use crate::{permissions::names::*, *};
use critical_chains_lei::Lei;
use critical_chains_policy::RoleName;
use frame_support::{
    dispatch::DispatchResult,
    ensure,
    traits::{ConstU32, ConstU64},
    weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_authorisation::{
    EnsurePermission, EnsurePermissionEverywhere, Members, WeightInfo as _,
};
use pallet_supervision::{Access, Institutions as Registry, StopTarget};

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

impl pallet_supervision::Config for Runtime {
    type Access = Consortium;
    type AnswerOrigin = EnsurePermission<Runtime, SupervisionAnswer>;
    type BreakGlassMillis = ConstU64<{ 4 * HOUR }>;
    type BreakGlassOrigin = EnsurePermission<Runtime, SupervisionBreakGlass>;
    type ConsortiumOrigin = EnsureRoot<AccountId>;
    type DemandOrigin = EnsurePermissionEverywhere<Runtime, SupervisionDemand>;
    type FreezeOrigin = EnsurePermissionEverywhere<Runtime, SupervisionFreeze>;
    type Institutions = Consortium;
    type MaxDemandMillis = ConstU64<{ 365 * DAY }>;
    type MaxDemands = ConstU32<512>;
    type MaxDemandsPerInstitution = ConstU32<64>;
    type MaxFrozen = ConstU32<1_024>;
    type MaxOpenReviews = ConstU32<64>;
    type MaxStops = ConstU32<32>;
    type ReviewMillis = ConstU64<{ 7 * DAY }>;
    type ReviewOrigin = EnsurePermissionEverywhere<Runtime, SupervisionReview>;
    // A weekend, so that the others have a working day to decide.
    type StopMillis = ConstU64<{ 3 * DAY }>;
    type StopOrigin = EnsurePermissionEverywhere<Runtime, SupervisionStop>;
    type StopPauseMillis = ConstU64<{ 7 * DAY }>;
    type Time = Timestamp;
    type WeightInfo = weights::supervision::WeightInfo<Runtime>;
}

impl Registry for Consortium {
    fn is_institution(institution: &Lei) -> bool {
        Self::active_kind(institution).is_some()
    }
}

type AuthorisationError = pallet_authorisation::Error<Runtime>;
type Weights = <Runtime as pallet_authorisation::Config>::WeightInfo;

impl Access<AccountId> for Consortium {
    fn stop(target: &StopTarget) -> DispatchResult {
        let (name, of_pallet) = match target {
            StopTarget::Pallet(name) => (name, true),
            StopTarget::Permission(name) => (name, false),
        };
        // Otherwise the same thing could be stopped twice, under two names.
        ensure!(name.is_family() == of_pallet, AuthorisationError::UnknownPermission);
        Authorisation::stop(name)
    }

    fn lift(target: &StopTarget) {
        let (StopTarget::Pallet(name) | StopTarget::Permission(name)) = target;
        Authorisation::lift(name);
        // What another stop stands for stays stopped.
        for (other, _) in Supervision::stops().iter().filter(|(other, _)| other != target) {
            let _ = Self::stop(other);
        }
    }

    fn freeze(account: &AccountId) -> DispatchResult {
        Authorisation::set_frozen(account, true)
    }

    fn unfreeze(account: &AccountId) {
        // An account that left its institution since has nothing to be unfrozen.
        let _ = Authorisation::set_frozen(account, false);
    }

    fn take_emergency_role(
        account: &AccountId,
        role: &RoleName,
        expires_millis: u64,
    ) -> DispatchResult {
        Authorisation::take_emergency_role(account, *role, expires_millis)
    }

    fn drop_emergency_role(account: &AccountId, role: &RoleName) {
        // A role with an end is not lasting, so that nothing stands against taking it back.
        let _ = Authorisation::drop_emergency_role(account, role);
    }

    fn weight_of_stop() -> Weight {
        Weights::remove_role()
    }

    fn weight_of_lift() -> Weight {
        Weights::remove_role().saturating_mul(2)
    }

    fn weight_of_freeze() -> Weight {
        Weights::set_active()
    }

    fn weight_of_unfreeze() -> Weight {
        Weights::set_active()
    }

    fn weight_of_take_emergency_role() -> Weight {
        Weights::grant_role().saturating_add(Weights::revoke_role(1))
    }

    fn weight_of_drop_emergency_role() -> Weight {
        Weights::revoke_role(1)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn benchmark_target() -> StopTarget {
        StopTarget::Pallet(critical_chains_policy::Name::constant("anchoring"))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn benchmark_account() -> AccountId {
        Self::make_member(7).account
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn benchmark_role(_: &AccountId) -> RoleName {
        let name = critical_chains_policy::Name::constant("benchmark-emergency");
        let role = critical_chains_policy::Role { emergency: true, ..Default::default() };
        Authorisation::define_role(frame_system::RawOrigin::Root.into(), name, role)
            .expect("a benchmark can define a role");
        name
    }
}
