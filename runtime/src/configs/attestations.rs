//! Attestations: what flows are watched for, and what institutions say about it.

use super::authorisation::Consortium;
use crate::{permissions::names::*, *};
use critical_chains_attestation::{MAX_VALIDITY_MILLIS, Subject};
use critical_chains_lei::Lei;
use critical_chains_policy::{Kind, Risk, RoleName};
use frame_support::traits::{ConstU32, ConstU64};
use frame_system::EnsureRoot;
use pallet_attestations::Members as Attesting;
use pallet_authorisation::{EnsurePermission, Members, Risks};

const DAY: u64 = 86_400_000;

impl pallet_attestations::Config for Runtime {
    type ConsortiumOrigin = EnsureRoot<AccountId>;
    type ContestOrigin = EnsurePermission<Runtime, AttestationsContest>;
    type CorroborateOrigin = EnsurePermission<Runtime, AttestationsCorroborate>;
    // What an institution's vote counts for follows from its kind; its own batches it does not judge.
    type DecideOrigin = EnsurePermission<Runtime, AttestationsDecide>;
    type MaxConfirmed = ConstU32<65_536>;
    type MaxEnded = ConstU32<65_536>;
    type MaxIndicatorMillis = ConstU64<MAX_VALIDITY_MILLIS>;
    type MaxIndicators = ConstU32<8_192>;
    type MaxIndicatorsPerInstitution = ConstU32<512>;
    type MaxModels = ConstU32<128>;
    type MaxOpen = ConstU32<4_096>;
    // Several times what analysts of an institution can look into.
    type MaxOpenPerInstitution = ConstU32<256>;
    type MaxOpenShadows = ConstU32<1_024>;
    type Members = Consortium;
    type RaiseOrigin = EnsurePermission<Runtime, AttestationsRaise>;
    type RetentionMillis = ConstU64<{ 366 * DAY }>;
    type ShareOrigin = EnsurePermission<Runtime, AttestationsShare>;
    type SightOrigin = EnsurePermission<Runtime, AttestationsSight>;
    type SupplyOrigin = EnsurePermission<Runtime, AttestationsSupply>;
    type Time = Timestamp;
    type WeightInfo = weights::attestations::WeightInfo<Runtime>;
}

impl Attesting<AccountId> for Consortium {
    fn active_kind(institution: &Lei) -> Option<Kind> {
        <Self as Members<AccountId>>::active_kind(institution)
    }

    fn holds(account: &AccountId, role: &RoleName) -> bool {
        let roles = Authorisation::roles_of(account.clone());
        roles.iter().any(|own| own.counts && own.assignment.role == *role)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_institution(number: u32) -> Lei {
        let prefix = alloc::format!("BENCHMARKPEER{number:05}");
        let lei = <[u8; 18]>::try_from(prefix.as_bytes()).ok();
        let lei = lei.and_then(|prefix| Lei::from_prefix(prefix).ok());
        let lei = lei.expect("a number of five digits makes an LEI");
        let institution = pallet_institutions::Institution {
            name: prefix.into_bytes().try_into().unwrap_or_default(),
            kind: Kind::Bank,
            status: pallet_institutions::Status::Active,
            accounts: 0,
            quota: None,
            expires: None,
        };
        pallet_institutions::Institutions::<Runtime>::insert(lei, institution);
        lei
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_holder(account: &AccountId) -> RoleName {
        use critical_chains_policy::{Name, Role, Scope, Validity};
        let role = Name::constant("benchmark-attester");
        let root = || frame_system::RawOrigin::Root.into();
        let (scope, always) = (Scope::Consortium, Validity::PERMANENT);
        Authorisation::define_role(root(), role, Role::default())
            .expect("a benchmark can define a role");
        Authorisation::grant_role(root(), account.clone(), role, scope, always, 0)
            .expect("a benchmark can grant a role");
        role
    }
}

/// What attestations say, for conditions of policies.
impl Risks for Consortium {
    fn risk_of(subject: &Subject) -> Risk {
        Attestations::risk_of(subject)
    }
}
