//! Custody: where a private key lives, and whether that is good enough.
//!
//! What an institution says of its keys is a statement that others can check outside the chain: with
//! the device's attestation, of which the chain keeps a hash. The chain sees to it that the statement
//! is complete, in force, and as good as the consortium requires.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What a key signs.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum KeyPurpose {
    /// Blocks (Aura).
    Seals,
    /// Votes for finality (GRANDPA).
    Votes,
    /// What a node states of flows (attestations).
    Statements,
}

/// Where a private key lives, from the weakest to the strongest.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum CustodyClass {
    /// In a file: whoever copies the disk has it.
    Software,
    /// In a token that does not give it out, of whatever make.
    Token,
    /// In a module that a laboratory has certified (FIPS 140-3, Common Criteria), as its attestation
    /// proves.
    CertifiedModule,
}

/// What an institution says of a key.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Custody {
    /// What the key signs.
    pub purpose: KeyPurpose,
    /// Where it lives.
    pub class: CustodyClass,
    /// SHA-256 of the device's attestation: the certificates or the statement by which the device says
    /// that the key was made in it.
    pub evidence: Option<[u8; 32]>,
    /// When this ends, in milliseconds since the Unix epoch: with the certificate of the module, or
    /// when the key is to be renewed.
    pub expires: Option<u64>,
}

/// Why what is said of a key cannot be taken down.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CustodyFault {
    /// It has ended already.
    InvalidExpiry,
    /// A certified module without evidence or without an end.
    EvidenceMissing,
    /// The consortium requires a better class.
    InsufficientClass,
}

/// Why a key is not kept as it is required.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Shortfall {
    /// Nothing is said of the key.
    Unregistered,
    /// What is said is of a key for something else.
    OtherPurpose,
    /// What is said has ended.
    Expired,
    /// The class is not good enough.
    InsufficientClass,
}

impl Custody {
    /// Whether it has ended.
    pub fn has_expired(&self, now: u64) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }

    /// That this can be taken down, where a class is required.
    ///
    /// # Errors
    /// If it is over already, lacks what its class takes, or is not good enough.
    pub fn check(&self, required: Option<CustodyClass>, now: u64) -> Result<(), CustodyFault> {
        if self.has_expired(now) {
            return Err(CustodyFault::InvalidExpiry);
        }
        // Certificates of modules end; one that is said to hold for ever was not looked at.
        let proven = self.evidence.is_some() && self.expires.is_some();
        if self.class == CustodyClass::CertifiedModule && !proven {
            return Err(CustodyFault::EvidenceMissing);
        }
        if required.is_some_and(|required| self.class < required) {
            return Err(CustodyFault::InsufficientClass);
        }
        Ok(())
    }
}

/// What a key lacks for its purpose, if anything.
pub fn shortfall(
    required: Option<CustodyClass>,
    purpose: KeyPurpose,
    custody: Option<&Custody>,
    now: u64,
) -> Option<Shortfall> {
    let required = required?;
    match custody {
        None => Some(Shortfall::Unregistered),
        Some(custody) if custody.purpose != purpose => Some(Shortfall::OtherPurpose),
        Some(custody) if custody.has_expired(now) => Some(Shortfall::Expired),
        Some(custody) if custody.class < required => Some(Shortfall::InsufficientClass),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{CustodyClass::*, KeyPurpose::*, *};
    use proptest::prelude::*;

    const NOW: u64 = 1_790_000_000_000;

    fn custody(class: CustodyClass) -> Custody {
        Custody { purpose: Votes, class, evidence: Some([7; 32]), expires: Some(NOW + 1) }
    }

    #[test]
    fn a_certified_module_comes_with_evidence_and_an_end() {
        let complete = custody(CertifiedModule);
        assert_eq!(complete.check(None, NOW), Ok(()));
        for lacking in
            [Custody { evidence: None, ..complete }, Custody { expires: None, ..complete }]
        {
            assert_eq!(lacking.check(None, NOW), Err(CustodyFault::EvidenceMissing));
        }
        for class in [Software, Token] {
            let bare = Custody { evidence: None, expires: None, ..custody(class) };
            assert_eq!(bare.check(None, NOW), Ok(()));
        }
    }

    #[test]
    fn what_is_over_is_not_taken_down() {
        let over = Custody { expires: Some(NOW), ..custody(Token) };
        assert_eq!(over.check(None, NOW), Err(CustodyFault::InvalidExpiry));
    }

    #[test]
    fn where_nothing_is_required_nothing_is_lacking() {
        assert_eq!(shortfall(None, Votes, None, NOW), None);
    }

    #[test]
    fn each_shortfall_is_told() {
        let lacks = |custody: Option<&Custody>| shortfall(Some(Token), Votes, custody, NOW);
        assert_eq!(lacks(None), Some(Shortfall::Unregistered));
        let seals = Custody { purpose: Seals, ..custody(Token) };
        assert_eq!(lacks(Some(&seals)), Some(Shortfall::OtherPurpose));
        let over = Custody { expires: Some(NOW), ..custody(Token) };
        assert_eq!(lacks(Some(&over)), Some(Shortfall::Expired));
        assert_eq!(lacks(Some(&custody(Software))), Some(Shortfall::InsufficientClass));
        assert_eq!(lacks(Some(&custody(Token))), None);
        assert_eq!(lacks(Some(&custody(CertifiedModule))), None);
    }

    fn classes() -> impl Strategy<Value = CustodyClass> {
        prop::sample::select(vec![Software, Token, CertifiedModule])
    }

    fn custodies() -> impl Strategy<Value = Custody> {
        let purposes = prop::sample::select(vec![Seals, Votes, Statements]);
        let times = prop::option::of(NOW - 2..NOW + 3);
        (purposes, classes(), any::<Option<[u8; 32]>>(), times).prop_map(
            |(purpose, class, evidence, expires)| Custody { purpose, class, evidence, expires },
        )
    }

    proptest! {
        /// Whatever may be taken down while a class is required lacks nothing, until it ends.
        #[test]
        fn what_may_be_taken_down_suffices(
            custody in custodies(), required in prop::option::of(classes()),
        ) {
            if custody.check(required, NOW).is_ok() {
                prop_assert_eq!(shortfall(required, custody.purpose, Some(&custody), NOW), None);
            }
        }

        /// A better class never lacks more.
        #[test]
        fn a_better_class_suffices_where_a_weaker_one_does(
            custody in custodies(), class in classes(), required in classes(),
        ) {
            let better = Custody { class: class.max(custody.class), ..custody };
            let lacks = |custody: &Custody| {
                shortfall(Some(required), custody.purpose, Some(custody), NOW)
            };
            prop_assert!(lacks(&custody).is_some() || lacks(&better).is_none());
        }
    }
}
