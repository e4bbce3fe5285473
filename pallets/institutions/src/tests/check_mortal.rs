//! Immortal extrinsics are refused, and clients see nothing but `CheckMortality`.

use super::mock::*;
use crate::*;
use codec::Encode;
use polkadot_sdk::{
    frame_support::pallet_prelude::TransactionSource::External,
    frame_system::{BlockHash, CheckMortality},
    sp_core::H256,
    sp_runtime::{
        generic::Era,
        traits::{DispatchTransaction, TransactionExtension},
        transaction_validity::{InvalidTransaction, TransactionValidityError},
    },
};
use scale_info::{TypeInfo, meta_type};

fn longevity(era: Era) -> Result<u64, TransactionValidityError> {
    CheckMortal::<Test>::from(era)
        .validate_only(signed(1), &remark(), &weighing(1_000, 10), 100, External, 0)
        .map(|(validity, ..)| validity.longevity)
}

#[test]
fn admits_mortal_extrinsics_for_as_long_as_they_live() {
    build_and_execute(|| {
        System::set_block_number(17);
        BlockHash::<Test>::insert(16, H256::repeat_byte(1));

        assert_eq!(longevity(Era::mortal(16, 16)), Ok(15));
    });
}

#[test]
fn refuses_immortal_extrinsics() {
    build_and_execute(|| {
        assert_eq!(longevity(Era::Immortal), Err(Refusal::ImmortalNotAllowed.into()));

        let applied = CheckMortal::<Test>::from(Era::Immortal).validate_and_prepare(
            signed(1),
            &remark(),
            &weighing(1_000, 10),
            100,
            0,
        );
        assert_eq!(applied.unwrap_err(), InvalidTransaction::Custom(4).into());
    });
}

#[test]
fn refuses_eras_whose_first_block_is_forgotten() {
    build_and_execute(|| {
        System::set_block_number(1_000);

        let forgotten = InvalidTransaction::AncientBirthBlock.into();
        assert_eq!(longevity(Era::mortal(512, 600)), Err(forgotten));
    });
}

#[test]
fn looks_like_the_check_it_wraps() {
    build_and_execute(|| {
        System::set_block_number(17);
        BlockHash::<Test>::insert(16, H256::repeat_byte(1));
        let era = Era::mortal(16, 16);
        let (ours, theirs) = (CheckMortal::<Test>::from(era), CheckMortality::<Test>::from(era));

        assert_eq!(ours.encode(), theirs.encode());
        assert_eq!(ours.implicit(), theirs.implicit());
        assert_eq!(ours.weight(&remark()), theirs.weight(&remark()));
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
        assert_eq!(CheckMortal::<Test>::type_info(), CheckMortality::<Test>::type_info());
        let (ours, theirs) = (
            <CheckMortal<Test> as TransactionExtension<RuntimeCall>>::metadata(),
            <CheckMortality<Test> as TransactionExtension<RuntimeCall>>::metadata(),
        );
        assert_eq!(ours[0].identifier, theirs[0].identifier);
        assert_eq!(ours[0].implicit, theirs[0].implicit);
        assert_eq!(ours[0].ty.type_info(), theirs[0].ty.type_info());
        assert_eq!(ours[0].ty, meta_type::<CheckMortality<Test>>());
    });
}
