//! The origin of a call that was checked, and the checks that pallets make of it.

use crate::{Config, Grant, Grants, Members, Pallet, Way};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use critical_chains_lei::Lei;
use critical_chains_policy::{Facts, Permission, Scope};
use polkadot_sdk::frame_support::traits::{EnsureOrigin, EnsureOriginWithArg, Get, OriginTrait};
use scale_info::TypeInfo;

/// An account that acts for an institution, with the permissions that were checked for this call.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Authorised<AccountId> {
    /// The account.
    pub account: AccountId,
    /// The institution for which it acts.
    pub institution: Lei,
    /// What was checked: for every call in the extrinsic, or in the proposal.
    pub grants: Grants,
}

impl<AccountId> Authorised<AccountId> {
    fn covers(&self, grant: &Grant) -> bool {
        self.grants.binary_search(grant).is_ok()
    }
}

/// Origins that can be an account with checked permissions.
pub trait AuthorisedOrigin<AccountId>:
    OriginTrait<AccountId = AccountId>
    + From<Authorised<AccountId>>
    + Into<Result<Authorised<AccountId>, Self>>
{
}

impl<AccountId, O> AuthorisedOrigin<AccountId> for O where
    O: OriginTrait<AccountId = AccountId>
        + From<Authorised<AccountId>>
        + Into<Result<Authorised<AccountId>, O>>
{
}

impl<T: Config> Pallet<T> {
    /// The account behind an origin and its institution, if it has this permission.
    ///
    /// An origin that the transaction extension, or a proposal, has checked says so itself. A bare
    /// signature was not checked: it comes from a batch, from Root (`dispatch_as`) or from storage,
    /// where what was true once need not be true now. So it is checked here, with no facts but the
    /// time.
    fn holder_behind<O: AuthorisedOrigin<T::AccountId>>(
        origin: O,
        permission: Permission,
        resource: impl Fn(Lei) -> Scope,
    ) -> Result<(T::AccountId, Lei), O> {
        let origin = match origin.into() {
            Ok(checked) => {
                let resource = resource(checked.institution);
                return if checked.covers(&Grant { permission, resource }) {
                    Ok((checked.account, checked.institution))
                } else {
                    Err(checked.into())
                };
            }
            Err(other) => other,
        };
        let member = origin.as_signer().and_then(T::Members::member);
        let permitted = member.filter(|member| {
            let resource = resource(member.institution);
            Self::check(member, permission, resource, Facts::default(), Way::Alone).is_ok()
        });
        permitted.map(|member| (member.account, member.institution)).ok_or(origin)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn signature_with<O: AuthorisedOrigin<T::AccountId>>(permission: Permission) -> O {
        O::signed(crate::benchmarking::member_with::<T>(permission))
    }
}

/// Lets pass accounts that have a permission for the things of their own institution, and tells
/// which account and institution it is.
pub struct EnsurePermission<T, P>(PhantomData<(T, P)>);

impl<T, P, O> EnsureOrigin<O> for EnsurePermission<T, P>
where
    T: Config,
    P: Get<Permission>,
    O: AuthorisedOrigin<T::AccountId>,
{
    type Success = (T::AccountId, Lei);

    fn try_origin(origin: O) -> Result<Self::Success, O> {
        Pallet::<T>::holder_behind(origin, P::get(), Scope::Institution)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<O, ()> {
        Ok(Pallet::<T>::signature_with(P::get()))
    }
}

/// The same for the things of the institution that the call names.
pub struct EnsurePermissionOver<T, P>(PhantomData<(T, P)>);

impl<T, P, O> EnsureOriginWithArg<O, Lei> for EnsurePermissionOver<T, P>
where
    T: Config,
    P: Get<Permission>,
    O: AuthorisedOrigin<T::AccountId>,
{
    type Success = (T::AccountId, Lei);

    fn try_origin(origin: O, institution: &Lei) -> Result<Self::Success, O> {
        Pallet::<T>::holder_behind(origin, P::get(), |_| Scope::Institution(*institution))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin(_: &Lei) -> Result<O, ()> {
        Ok(Pallet::<T>::signature_with(P::get()))
    }
}

/// The same for anybody's things.
pub struct EnsurePermissionEverywhere<T, P>(PhantomData<(T, P)>);

impl<T, P, O> EnsureOrigin<O> for EnsurePermissionEverywhere<T, P>
where
    T: Config,
    P: Get<Permission>,
    O: AuthorisedOrigin<T::AccountId>,
{
    type Success = (T::AccountId, Lei);

    fn try_origin(origin: O) -> Result<Self::Success, O> {
        Pallet::<T>::holder_behind(origin, P::get(), |_| Scope::Consortium)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<O, ()> {
        Ok(Pallet::<T>::signature_with(P::get()))
    }
}
