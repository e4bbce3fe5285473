//! What the consortium requires.

use super::mock::*;
use crate::{CustodyClass::*, *};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

#[test]
fn holds_for_all_or_for_one_instead() {
    build_and_execute(|| {
        let (own, other) = (institution_of(ALICE), institution_of(BOB));
        let required = |lei: Lei| KeyCustody::requirement(lei.into());
        let set = |lei: Option<Lei>, class| {
            assert_ok!(KeyCustody::set_requirement(root(), lei.map(Into::into), class));
            assert_eq!(events(), [Event::RequirementSet { institution: lei, class }]);
        };
        assert_eq!(required(own), None);

        set(None, Some(Token));
        assert_eq!((required(own), required(other)), (Some(Token), Some(Token)));
        set(Some(own), Some(CertifiedModule));
        assert_eq!((required(own), required(other)), (Some(CertifiedModule), Some(Token)));
        set(None, None);
        assert_eq!((required(own), required(other)), (Some(CertifiedModule), None));
        set(Some(own), None);
        assert_eq!((required(own), required(other)), (None, None));
    });
}

#[test]
fn is_for_the_consortium_and_about_institutions() {
    build_and_execute(|| {
        let set = |origin, lei| KeyCustody::set_requirement(origin, lei, Some(Token));
        assert_noop!(set(signed(ALICE), None), BadOrigin);
        let stranger = institution_of(EVE).into();
        assert_noop!(set(root(), Some(stranger)), Error::<Test>::NotFound);
        let mistyped = *b"TESTINSTITUTION00199";
        assert_noop!(set(root(), Some(mistyped)), Error::<Test>::InvalidLei);
        assert_eq!(KeyCustody::requirement(mistyped), None);
    });
}
