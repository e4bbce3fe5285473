//! No extrinsic is valid for ever.

use crate::Refusal;
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::fmt;
use polkadot_sdk::{
    frame_support::{pallet_prelude::TransactionSource, weights::Weight},
    frame_system::{self, CheckMortality},
    sp_runtime::{
        generic::Era,
        traits::{DispatchInfoOf, Implication, TransactionExtension, ValidateResult},
        transaction_validity::TransactionValidityError,
    },
};
use scale_info::{Type, TypeInfo};

/// [`CheckMortality`] that refuses immortal extrinsics with [`Refusal::ImmortalNotAllowed`].
///
/// An extrinsic that was signed and never sent should not be valid years later. For clients this
/// is `CheckMortality` itself: name, encoding and type are the same.
#[derive(Clone, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking)]
pub struct CheckMortal<T: frame_system::Config + Send + Sync>(CheckMortality<T>);

impl<T: frame_system::Config + Send + Sync> CheckMortal<T> {
    /// The extension for an extrinsic that is valid during this era.
    pub fn from(era: Era) -> Self {
        Self(CheckMortality::from(era))
    }
}

impl<T: frame_system::Config + Send + Sync> fmt::Debug for CheckMortal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<T: frame_system::Config + Send + Sync> TypeInfo for CheckMortal<T> {
    type Identity = CheckMortality<T>;

    fn type_info() -> Type {
        CheckMortality::<T>::type_info()
    }
}

impl<T: frame_system::Config + Send + Sync> TransactionExtension<T::RuntimeCall>
    for CheckMortal<T>
{
    const IDENTIFIER: &'static str =
        <CheckMortality<T> as TransactionExtension<T::RuntimeCall>>::IDENTIFIER;
    type Implicit = <CheckMortality<T> as TransactionExtension<T::RuntimeCall>>::Implicit;
    type Val = <CheckMortality<T> as TransactionExtension<T::RuntimeCall>>::Val;
    type Pre = <CheckMortality<T> as TransactionExtension<T::RuntimeCall>>::Pre;

    fn implicit(&self) -> Result<Self::Implicit, TransactionValidityError> {
        self.0.implicit()
    }

    fn weight(&self, call: &T::RuntimeCall) -> Weight {
        self.0.weight(call)
    }

    fn validate(
        &self,
        origin: T::RuntimeOrigin,
        call: &T::RuntimeCall,
        info: &DispatchInfoOf<T::RuntimeCall>,
        len: usize,
        implicit: Self::Implicit,
        implication: &impl Implication,
        source: TransactionSource,
    ) -> ValidateResult<Self::Val, T::RuntimeCall> {
        if self.0.0.is_immortal() {
            return Err(Refusal::ImmortalNotAllowed.into());
        }
        self.0.validate(origin, call, info, len, implicit, implication, source)
    }

    fn prepare(
        self,
        val: Self::Val,
        origin: &T::RuntimeOrigin,
        call: &T::RuntimeCall,
        info: &DispatchInfoOf<T::RuntimeCall>,
        len: usize,
    ) -> Result<Self::Pre, TransactionValidityError> {
        self.0.prepare(val, origin, call, info, len)
    }
}
