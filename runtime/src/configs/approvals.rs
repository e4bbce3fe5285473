//! Approvals: what the consortium does together.

use super::authorisation::Consortium;
use crate::{permissions::names::*, *};
use alloc::collections::BTreeSet;
use critical_chains_lei::Lei;
use critical_chains_policy::{ApprovalRule, Kind, Permission};
#[cfg(feature = "runtime-benchmarks")]
use frame_support::traits::EnsureOrigin;
use frame_support::{
    BoundedVec, parameter_types,
    traits::ConstU32,
    weights::{Weight, constants::WEIGHT_REF_TIME_PER_MILLIS},
};
use frame_system::RawOrigin;
use pallet_approvals::{Authority, Refused, Requirement};
use pallet_authorisation::{Authorised, EnsurePermission, Member, Members, Obstacle, Proposable};

parameter_types! {
    /// A proposed call weighs at most a third of the time and half of the proof of a block: it comes
    /// before everything else.
    pub const MaxCallWeight: Weight =
        Weight::from_parts(330 * WEIGHT_REF_TIME_PER_MILLIS, 5 * 1024 * 1024);
}

impl pallet_approvals::Config for Runtime {
    type Authority = Consortium;
    type ExecuteOrigin = EnsurePermission<Runtime, ApprovalsExecute>;
    type MaxCallBytes = ConstU32<{ 32 * 1024 }>;
    type MaxCallWeight = MaxCallWeight;
    type MaxProposals = ConstU32<128>;
    type ProposeOrigin = EnsurePermission<Runtime, ApprovalsPropose>;
    type RuntimeCall = RuntimeCall;
    type Time = Timestamp;
    type VoteOrigin = EnsurePermission<Runtime, ApprovalsVote>;
    type WeightInfo = weights::approvals::WeightInfo<Runtime>;
}

impl Authority<AccountId, RuntimeCall, RuntimeOrigin> for Consortium {
    fn voter(account: &AccountId) -> Option<Lei> {
        Self::member(account).map(|member| member.institution)
    }

    fn kind(institution: &Lei) -> Option<Kind> {
        Self::active_kind(institution)
    }

    fn examine(account: &AccountId, call: &RuntimeCall) -> Result<Requirement, Refused> {
        let member = Self::member(account).ok_or(Refused::NotAuthorised)?;
        let Proposable { rule, grants, governed } = proposable(&member, call)?;
        // One permission can be needed for the things of several institutions.
        let permissions: BTreeSet<_> = grants.iter().map(|grant| grant.permission).collect();
        let permissions = BoundedVec::truncate_from(permissions.into_iter().collect());
        Ok(Requirement { rule, permissions, governed })
    }

    fn rule(permissions: &[Permission]) -> Option<ApprovalRule> {
        Authorisation::joint_rule(permissions)
    }

    fn origin(
        proposer: &AccountId,
        call: &RuntimeCall,
        requirement: &Requirement,
    ) -> Result<RuntimeOrigin, Refused> {
        // A new runtime may read another call in the same bytes.
        let permissions = Authorisation::joint_permissions(call).ok_or(Refused::CallNotAllowed)?;
        if !permissions.iter().eq(&requirement.permissions) {
            return Err(Refused::CallNotAllowed);
        }
        if requirement.governed {
            return Ok(RawOrigin::Root.into());
        }
        let member = Self::member(proposer).ok_or(Refused::NotAuthorised)?;
        let grants = proposable(&member, call)?.grants;
        let Member { account, institution, .. } = member;
        Ok(Authorised { account, institution, grants }.into())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn proposable(bytes: u32) -> RuntimeCall {
        // Whoever the origins of benchmarks are, they get the permission for the call too.
        let origin: Result<RuntimeOrigin, ()> =
            EnsurePermission::<Runtime, RuntimeUpgrade>::try_successful_origin();
        origin.expect("a benchmark can give a permission");
        let call = frame_system::Call::<Runtime>::authorize_upgrade { code_hash: Hash::zero() };
        let one: RuntimeCall = call.into();
        let count = (bytes as usize / codec::Encode::encoded_size(&one)).clamp(1, 900);
        pallet_utility::Call::<Runtime>::batch { calls: alloc::vec![one; count] }.into()
    }
}

fn proposable(member: &Member<AccountId>, call: &RuntimeCall) -> Result<Proposable, Refused> {
    Authorisation::examine(member, call).map_err(|obstacle| match obstacle {
        Obstacle::CallNotAllowed => Refused::CallNotAllowed,
        _ => Refused::NotAuthorised,
    })
}
