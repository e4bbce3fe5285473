//! Nonces, with a priority that lets accounts take turns.

use crate::Refusal;
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::fmt;
use polkadot_sdk::{
    frame_support::{
        dispatch::{DispatchInfo, PostDispatchInfo},
        pallet_prelude::TransactionSource,
        traits::OriginTrait,
        weights::Weight,
    },
    frame_system::{self, CheckNonce},
    sp_runtime::{
        DispatchResult, SaturatedConversion, Saturating,
        traits::{
            AsSystemOriginSigner, Dispatchable, Implication, TransactionExtension, ValidateResult,
        },
        transaction_validity::{InvalidTransaction, TransactionPriority, TransactionValidityError},
    },
};
use scale_info::{Type, TypeInfo};

/// [`CheckNonce`] that ranks an extrinsic lower the further its nonce is ahead of the account's.
///
/// All extrinsics that wait in the pool were judged by the same state, so those of one flooding
/// account would all rank like the first extrinsic of everybody else. With the depth in the low 32
/// bits of the priority, accounts take turns. For clients this is `CheckNonce` itself: name,
/// encoding and type are the same.
#[derive(Clone, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking)]
pub struct OrderedNonce<T: frame_system::Config>(CheckNonce<T>);

impl<T: frame_system::Config> OrderedNonce<T> {
    /// The extension for an extrinsic with this nonce.
    pub fn from(nonce: T::Nonce) -> Self {
        Self(CheckNonce::from(nonce))
    }

    fn priority(&self, account: &T::AccountId) -> TransactionPriority {
        let next = frame_system::Pallet::<T>::account_nonce(account);
        let depth: u32 = self.0.0.saturating_sub(next).saturated_into();
        u32::MAX.saturating_sub(depth).into()
    }
}

impl<T: frame_system::Config> fmt::Debug for OrderedNonce<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<T: frame_system::Config + Send + Sync> TypeInfo for OrderedNonce<T> {
    type Identity = CheckNonce<T>;

    fn type_info() -> Type {
        CheckNonce::<T>::type_info()
    }
}

impl<T: frame_system::Config + Send + Sync> TransactionExtension<T::RuntimeCall> for OrderedNonce<T>
where
    T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
    T::RuntimeOrigin: AsSystemOriginSigner<T::AccountId>,
{
    const IDENTIFIER: &'static str =
        <CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::IDENTIFIER;
    type Implicit = <CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Implicit;
    type Val = <CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Val;
    type Pre = <CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Pre;

    fn weight(&self, call: &T::RuntimeCall) -> Weight {
        self.0.weight(call)
    }

    fn validate(
        &self,
        origin: T::RuntimeOrigin,
        call: &T::RuntimeCall,
        info: &DispatchInfo,
        len: usize,
        implicit: Self::Implicit,
        implication: &impl Implication,
        source: TransactionSource,
    ) -> ValidateResult<Self::Val, T::RuntimeCall> {
        let result = self.0.validate(origin, call, info, len, implicit, implication, source);
        let (mut validity, val, origin) = result.map_err(told_as_a_stranger)?;
        if let Some(account) = origin.as_signer() {
            validity.priority = validity.priority.saturating_add(self.priority(account));
        }
        Ok((validity, val, origin))
    }

    fn prepare(
        self,
        val: Self::Val,
        origin: &T::RuntimeOrigin,
        call: &T::RuntimeCall,
        info: &DispatchInfo,
        len: usize,
    ) -> Result<Self::Pre, TransactionValidityError> {
        self.0.prepare(val, origin, call, info, len)
    }

    fn post_dispatch_details(
        pre: Self::Pre,
        info: &DispatchInfo,
        post_info: &PostDispatchInfo,
        len: usize,
        result: &DispatchResult,
    ) -> Result<Weight, TransactionValidityError> {
        <CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::post_dispatch_details(
            pre, info, post_info, len, result,
        )
    }
}

/// An account without provider reference was never enrolled. [`CheckNonce`] says that it cannot
/// pay, which on a chain without payments helps nobody.
fn told_as_a_stranger(error: TransactionValidityError) -> TransactionValidityError {
    if error == InvalidTransaction::Payment.into() { Refusal::NotAMember.into() } else { error }
}
