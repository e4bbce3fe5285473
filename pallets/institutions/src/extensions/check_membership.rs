//! Access by membership, within a quota.

use crate::{
    Accounts, ActorOf, CallAuthority, Config, Cost, Institution, Institutions, Lei, Pallet, Quota,
    Refusal, Status, Usage, WeightInfo, WindowUsage, quota::SHARE_STEPS,
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use polkadot_sdk::{
    frame_support::{
        dispatch::{DispatchClass, DispatchInfo, PostDispatchInfo, RawOrigin},
        pallet_prelude::TransactionSource,
        traits::{Get, OriginTrait},
        weights::Weight,
    },
    frame_system::{self, pallet_prelude::BlockNumberFor},
    sp_runtime::{
        DispatchResult,
        traits::{Dispatchable, Implication, TransactionExtension, ValidateResult},
        transaction_validity::{
            InvalidTransaction, TransactionPriority, TransactionValidityError, ValidTransaction,
        },
    },
};
use scale_info::TypeInfo;

/// By how many bits the share of the quota that is left outranks the order within an account,
/// which [`OrderedNonce`](crate::OrderedNonce) adds below it.
const SHARE_PRIORITY_SHIFT: u32 = 32;

/// Admits extrinsics of enrolled accounts of active institutions, within the institution's quota.
///
/// - **Encoding**: none, so clients that do not know the extension can ignore it.
/// - **Membership**: an extrinsic that is not signed passes only if its call has authorised itself
///   and names the account in whose name it acts ([`ActorOf`]). It is then treated as if that account
///   had signed it. Inherents do not come this way.
/// - **Permission**: accounts make only the calls that [`Config::CallAuthority`] lets them make, so
///   that nothing else gets into a block. The pallets would stop the others too late: a call that
///   one refuses has failed, and is kept by every node. The authority gives the origin with which
///   the call is dispatched.
/// - **Quota**: weight and bytes are counted per institution and window of
///   [`Config::WindowBlocks`] blocks, checked in `validate`, consumed in `prepare`; weight that the
///   call did not need comes back after the dispatch. A call that fails is not free.
/// - **Operational calls** may overdraw the quota by a tenth. **Mandatory calls** are inherents;
///   signed, they are refused, because a block has no limit for them.
/// - **Priority** falls from 1000 to 0, above the low 32 bits, with the share of the quota that is
///   used, so that whoever floods the pool falls behind everybody else.
///
/// Refusals are listed in [`Refusal`].
#[derive(Clone, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckMembership<T: Config + Send + Sync>(PhantomData<T>);

impl<T: Config + Send + Sync> CheckMembership<T> {
    /// The extension. It has nothing to be filled in.
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Config + Send + Sync> Default for CheckMembership<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Config + Send + Sync> fmt::Debug for CheckMembership<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckMembership")
    }
}

/// What an extrinsic is charged to the institution of its account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Charge {
    /// LEI of the institution.
    pub institution: Lei,
    /// What the extrinsic takes from the quota.
    pub cost: Cost,
}

impl<T: Config> Pallet<T>
where
    T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
    /// What an extrinsic takes from the quota: the same weight that it takes from the block.
    pub fn cost_of(info: &DispatchInfo, len: usize) -> Cost {
        let limits = T::BlockWeights::get();
        Cost {
            weight: frame_system::calculate_consumed_extrinsic_weight::<T::RuntimeCall>(
                &limits, info, len,
            ),
            bytes: u32::try_from(len).unwrap_or(u32::MAX),
        }
    }
}

impl<T: Config> Pallet<T> {
    /// The institution for which an account acts, if it has access.
    fn admitted(account: &T::AccountId) -> Result<(Lei, Institution), Refusal> {
        let lei = Accounts::<T>::get(account).ok_or(Refusal::NotAMember)?;
        let entry = Institutions::<T>::get(lei).ok_or(Refusal::NotAMember)?;
        match entry.status {
            Status::Active => Ok((lei, entry)),
            Status::Suspended | Status::Resigned => Err(Refusal::InstitutionNotActive),
        }
    }

    fn present_usage(lei: &Lei) -> WindowUsage<BlockNumberFor<T>> {
        Usage::<T>::get(lei).in_window(Self::present_window())
    }
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for CheckMembership<T>
where
    T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
    const IDENTIFIER: &'static str = "CheckMembership";
    type Implicit = ();
    type Val = Charge;
    type Pre = Charge;

    fn weight(&self, call: &T::RuntimeCall) -> Weight {
        T::WeightInfo::check_membership().saturating_add(T::CallAuthority::weight(call))
    }

    fn validate(
        &self,
        origin: T::RuntimeOrigin,
        call: &T::RuntimeCall,
        info: &DispatchInfo,
        len: usize,
        (): Self::Implicit,
        _: &impl Implication,
        source: TransactionSource,
    ) -> ValidateResult<Self::Val, T::RuntimeCall> {
        let account = match origin.as_system_ref() {
            Some(RawOrigin::Signed(account)) => account.clone(),
            Some(RawOrigin::Authorized) => T::Actors::actor_of(call).ok_or(Refusal::NotAMember)?,
            _ => return Err(Refusal::NotAMember.into()),
        };

        let (institution, entry) = Pallet::<T>::admitted(&account)?;
        let authorised =
            T::CallAuthority::authorise(&account, &institution, &entry, call, &origin)?;
        let quota = Pallet::<T>::quota_of(&entry);
        let limit = match info.class {
            DispatchClass::Normal => quota,
            DispatchClass::Operational => quota.with_overdraft(),
            DispatchClass::Mandatory => return Err(InvalidTransaction::MandatoryValidation.into()),
        };
        let cost = Pallet::<T>::cost_of(info, len);
        let usage = Pallet::<T>::present_usage(&institution);
        if !usage.plus(&cost).is_within(&limit) {
            return Err(quota_exceeded(source));
        }
        let validity =
            ValidTransaction { priority: priority(&usage, &quota), ..Default::default() };
        Ok((validity, Charge { institution, cost }, authorised))
    }

    fn prepare(
        self,
        charge: Self::Val,
        _: &T::RuntimeOrigin,
        _: &T::RuntimeCall,
        _: &DispatchInfo,
        _: usize,
    ) -> Result<Self::Pre, TransactionValidityError> {
        let Charge { institution, cost } = &charge;
        Usage::<T>::insert(institution, Pallet::<T>::present_usage(institution).plus(cost));
        Ok(charge)
    }

    fn post_dispatch_details(
        charge: Self::Pre,
        info: &DispatchInfo,
        post_info: &PostDispatchInfo,
        _: usize,
        _: &DispatchResult,
    ) -> Result<Weight, TransactionValidityError> {
        let usage = Pallet::<T>::present_usage(&charge.institution);
        Usage::<T>::insert(charge.institution, usage.refund(post_info.calc_unspent(info)));
        Ok(Weight::zero())
    }
}

fn quota_exceeded(source: TransactionSource) -> TransactionValidityError {
    match source {
        TransactionSource::InBlock => Refusal::QuotaExceeded.into(),
        TransactionSource::Local | TransactionSource::External => {
            InvalidTransaction::ExhaustsResources.into()
        }
    }
}

fn priority<BlockNumber: PartialEq>(
    usage: &WindowUsage<BlockNumber>,
    quota: &Quota,
) -> TransactionPriority {
    let left = SHARE_STEPS.saturating_sub(usage.permille_of(quota));
    left.checked_shl(SHARE_PRIORITY_SHIFT).unwrap_or(0)
}
