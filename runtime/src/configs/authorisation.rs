//! Roles and policies: who acts for whom, and the check of every extrinsic.

use super::custody::named_keys;
use crate::{
    permissions::{Calls, Permissions, names::*},
    *,
};
use critical_chains_lei::Lei;
use critical_chains_policy::{Kind, Name, RoleName};
#[cfg(feature = "runtime-benchmarks")]
use frame_support::traits::EnsureOrigin;
use frame_support::{
    dispatch::DispatchResult,
    parameter_types,
    traits::{AsEnsureOriginWithArg, ConstU32, EitherOfDiverse},
    weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_authorisation::{
    CallTable, EnsurePermission, EnsurePermissionOver, Member, Members, Obstacle, Use,
    WeightInfo as _,
};
use pallet_custody::WeightInfo as _;
use pallet_institutions::{CallAuthority, Dependants, Institution, Refusal};

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
    type Risks = Consortium;
    type Time = Timestamp;
    type VotingRole = VotingRole;
    type WeightInfo = weights::authorisation::WeightInfo<Runtime>;
}

/// The registry, as the pallets that build on it see it.
pub struct Consortium;

impl Members<AccountId> for Consortium {
    fn member(account: &AccountId) -> Option<Member<AccountId>> {
        let institution = Self::institution_of(account)?;
        let entry = Self::active(&institution)?;
        Some(member(account, institution, &entry))
    }

    fn institution_of(account: &AccountId) -> Option<Lei> {
        pallet_institutions::Accounts::<Runtime>::get(account)
    }

    fn active_kind(institution: &Lei) -> Option<Kind> {
        Self::active(institution).map(|entry| entry.kind)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(number: u32) -> Member<AccountId> {
        let account = pallet_institutions::benchmarking::enrolled_member::<Runtime>(number);
        let member = account.ok().and_then(|account| Self::member(&account));
        member.expect("a benchmark can enrol an account")
    }
}

impl Consortium {
    fn active(institution: &Lei) -> Option<Institution> {
        pallet_institutions::Institutions::<Runtime>::get(institution)
            .filter(Institution::is_active)
    }
}

fn member(account: &AccountId, institution: Lei, entry: &Institution) -> Member<AccountId> {
    Member { account: account.clone(), institution, kind: entry.kind, expires: entry.expires }
}

/// The check of roles and policies, for every extrinsic.
impl CallAuthority<Runtime> for Consortium {
    fn authorise(
        account: &AccountId,
        institution: &Lei,
        entry: &Institution,
        call: &RuntimeCall,
        origin: &RuntimeOrigin,
    ) -> Result<RuntimeOrigin, Refusal> {
        let member = member(account, *institution, entry);
        let authorised = Authorisation::authorise(&member, call).map_err(refusal)?;
        if !has_custody(institution, call) {
            return Err(Refusal::InsufficientCustody);
        }
        Ok(authorised.map_or_else(|| origin.clone(), Into::into))
    }

    fn weight(call: &RuntimeCall) -> Weight {
        type Weights = <Runtime as pallet_authorisation::Config>::WeightInfo;
        let check = match Authorisation::effort(call) {
            (1, _) => Weights::check(),
            (calls, permissions) => {
                Weights::check_calls(calls).saturating_add(Weights::check_permissions(permissions))
            }
        };
        let suffices = <Runtime as pallet_custody::Config>::WeightInfo::suffices();
        check.saturating_add(suffices.saturating_mul(registrations(call)))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn permitted() -> Result<(AccountId, RuntimeCall), ()> {
        type Opening = EnsurePermission<Runtime, AnchoringOpen>;
        let origin: RuntimeOrigin = Opening::try_successful_origin()?;
        let (account, _) = Opening::ensure_origin(origin).map_err(|_| ())?;
        Ok((account, pallet_anchoring::Call::open_stream {}.into()))
    }
}

/// Whether the session keys that a call registers, with all that it holds, are kept as required.
/// The call was authorised, so that it holds neither too many others nor too deeply.
fn has_custody(institution: &Lei, call: &RuntimeCall) -> bool {
    match (call, Calls::describe(call)) {
        (RuntimeCall::Session(pallet_session::Call::set_keys { keys, .. }), _) => {
            Custody::suffices(institution, &named_keys(keys))
        }
        (_, Use::Wraps(calls)) => calls.iter().all(|call| has_custody(institution, call)),
        _ => true,
    }
}

/// How many times a call registers session keys, with all that it holds.
fn registrations(call: &RuntimeCall) -> u64 {
    match (call, Calls::describe(call)) {
        (RuntimeCall::Session(pallet_session::Call::set_keys { .. }), _) => 1,
        (_, Use::Wraps(calls)) => calls.iter().map(registrations).fold(0, u64::saturating_add),
        _ => 0,
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

    fn note_access(institution: &Lei, kind: Kind, active: bool) {
        Authorisation::note_access(institution, kind, active);
    }

    fn forget(account: &AccountId) -> DispatchResult {
        Authorisation::forget(account)
    }

    fn weight_to_leave() -> Weight {
        <Runtime as pallet_authorisation::Config>::WeightInfo::leave()
    }

    fn weight_to_forget() -> Weight {
        // An account passes on a limited number of roles, all its roles together.
        let accounts =
            pallet_authorisation::MAX_CASCADE.saturating_add(pallet_authorisation::MAX_ASSIGNMENTS);
        <Runtime as pallet_authorisation::Config>::WeightInfo::revoke_role(accounts)
    }
}
