//! Roles and policies: who acts for whom, and the check of every extrinsic.

use crate::{
    permissions::{Calls, Permissions, names::*},
    *,
};
use critical_chains_lei::Lei;
use critical_chains_policy::{Kind, Name, RoleName};
use frame_support::{
    dispatch::DispatchResult,
    parameter_types,
    traits::{AsEnsureOriginWithArg, ConstU32, EitherOfDiverse},
    weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_authorisation::{
    EnsurePermission, EnsurePermissionOver, Member, Members, Obstacle, WeightInfo as _,
};
use pallet_institutions::{CallAuthority, Dependants, Refusal};

parameter_types! {
    /// The role whose holders vote for their institutions.
    pub const VotingRole: RoleName = Name::constant("representative");
}

/// Accounts with roles that there can be: those of several hundred institutions. All of them are
/// looked at when roles or constraints change, which takes about a tenth of a block.
const MAX_SUBJECTS: u32 = 4_096;

/// The consortium, or an account with a permission for the institution that the call names.
pub(super) type ConsortiumOr<Permission> = EitherOfDiverse<
    AsEnsureOriginWithArg<EnsureRoot<AccountId>>,
    EnsurePermissionOver<Runtime, Permission>,
>;

impl pallet_authorisation::Config for Runtime {
    type ActivateOrigin = EnsurePermission<Runtime, AuthorisationActivate>;
    type CallTable = Calls;
    type Catalogue = Permissions;
    type ConsortiumOrigin = EnsureRoot<AccountId>;
    type Constitution = AuthorisationPolicy;
    type DelegateOrigin = EnsurePermission<Runtime, AuthorisationDelegate>;
    type GrantOrigin = EnsurePermissionOver<Runtime, AuthorisationGrant>;
    type MaxSubjects = ConstU32<MAX_SUBJECTS>;
    type Members = Consortium;
    type RevokeOrigin = EnsurePermissionOver<Runtime, AuthorisationRevoke>;
    type Time = Timestamp;
    type VotingRole = VotingRole;
    type WeightInfo = weights::authorisation::WeightInfo<Runtime>;
}

/// The registry, as the pallets that build on it see it.
pub struct Consortium;

impl Members<AccountId> for Consortium {
    fn member(account: &AccountId) -> Option<Member<AccountId>> {
        let institution = Self::institution_of(account)?;
        let kind = Self::active_kind(&institution)?;
        Some(Member { account: account.clone(), institution, kind })
    }

    fn institution_of(account: &AccountId) -> Option<Lei> {
        pallet_institutions::Accounts::<Runtime>::get(account)
    }

    fn active_kind(institution: &Lei) -> Option<Kind> {
        pallet_institutions::Institutions::<Runtime>::get(institution)
            .filter(|entry| entry.is_active())
            .map(|entry| entry.kind)
    }

    fn has_lapsed(institution: &Lei, now: u64) -> bool {
        pallet_institutions::Institutions::<Runtime>::get(institution)
            .is_some_and(|entry| entry.has_lapsed(now))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(number: u32) -> Member<AccountId> {
        let account = pallet_institutions::benchmarking::enrolled_member::<Runtime>(number);
        let member = account.ok().and_then(|account| Self::member(&account));
        member.expect("a benchmark can enrol an account")
    }
}

/// The check of roles and policies, for every extrinsic.
impl CallAuthority<Runtime> for Consortium {
    fn authorise(
        account: &AccountId,
        institution: &Lei,
        kind: Kind,
        call: &RuntimeCall,
        origin: &RuntimeOrigin,
    ) -> Result<RuntimeOrigin, Refusal> {
        let member = Member { account: account.clone(), institution: *institution, kind };
        let authorised = Authorisation::authorise(&member, call).map_err(refusal)?;
        Ok(authorised.map_or_else(|| origin.clone(), Into::into))
    }

    fn weight(call: &RuntimeCall) -> Weight {
        type Weights = <Runtime as pallet_authorisation::Config>::WeightInfo;
        match Authorisation::effort(call) {
            (1, _) => Weights::check(),
            (calls, permissions) => {
                Weights::check_calls(calls).saturating_add(Weights::check_permissions(permissions))
            }
        }
    }
}

fn refusal(obstacle: Obstacle) -> Refusal {
    match obstacle {
        Obstacle::NotAMember => Refusal::NotAMember,
        Obstacle::Frozen => Refusal::AccountFrozen,
        Obstacle::Lapsed => Refusal::MembershipExpired,
        Obstacle::CallNotAllowed => Refusal::CallNotAllowed,
        Obstacle::Stopped => Refusal::Stopped,
        Obstacle::Forbidden { .. } => Refusal::Forbidden,
        Obstacle::NothingPermits => Refusal::NotPermitted,
        Obstacle::ApprovalRequired => Refusal::ApprovalRequired,
    }
}

impl Dependants<AccountId> for Consortium {
    fn ensure_can_leave(institution: &Lei) -> DispatchResult {
        Authorisation::ensure_can_leave(institution)
    }

    fn forget(account: &AccountId) -> DispatchResult {
        Authorisation::forget(account)
    }

    fn weight_to_leave() -> Weight {
        <Runtime as pallet_authorisation::Config>::WeightInfo::set_active()
    }

    fn weight_to_forget() -> Weight {
        // An account passes on a limited number of roles, all its roles together.
        let accounts =
            pallet_authorisation::MAX_CASCADE.saturating_add(pallet_authorisation::MAX_ASSIGNMENTS);
        <Runtime as pallet_authorisation::Config>::WeightInfo::revoke_role(accounts)
    }
}
