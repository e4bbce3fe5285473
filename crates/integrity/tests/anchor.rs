//! Anchors: the layout byte by byte, and everything that is not one.

#![allow(clippy::unwrap_used)]

use codec::{Decode, Encode, MaxEncodedLen};
use critical_chains_integrity::{
    anchor::{
        Anchor, AnchorError, MAX_ANCHOR_BYTES, MAX_PROFILE_LENGTH, Profile, ProfileError, StreamId,
        StreamIdError,
    },
    tree::leaf_hash,
};
use critical_chains_lei::{Lei, LeiError};
use proptest::{collection::vec, prelude::*};

const LEI: &str = "529900T8BM49AURSDO55";

/// Written by hand after the layout, and hashed with another implementation of SHA-256.
const BYTES: &str = concat!(
    "4343616e63686f72",
    "01",
    "3532393930305438424d343941555253444f3535",
    "00000007",
    "0000000000000001",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "01",
    "abababababababababababababababababababababababababababababababab",
    "00000000000003e8",
    "0000019b76daa800",
    "0000019b77119680",
    "18",
    "69736f32303032323a706163732e3030382e3030312e3038",
);
const HASH: &str = "897f8fe5a2d5dc41b6073d6a713dd644c08ca15e507a3032348776a3f4ae0060";
const HASH_OF_SECOND: &str = "fb723398d05b3d706ede42a23fa61e996e3eb1d6c43b2d10a5e2d5d5e9b36302";

fn bytes() -> Vec<u8> {
    hex::decode(BYTES).unwrap()
}

fn anchor() -> Anchor {
    Anchor {
        stream: StreamId { institution: LEI.parse().unwrap(), number: 7 },
        sequence: 1,
        previous: [0; 32],
        root: [0xab; 32],
        leaf_count: 1000,
        not_before: 1_767_225_600_000,
        not_after: 1_767_229_200_000,
        profile: "iso20022:pacs.008.001.08".parse().unwrap(),
    }
}

fn second() -> Anchor {
    Anchor {
        sequence: 2,
        previous: anchor().hash(),
        root: [0xcd; 32],
        leaf_count: 1,
        not_before: 1_767_229_200_000,
        profile: "x".repeat(MAX_PROFILE_LENGTH).parse().unwrap(),
        ..anchor()
    }
}

fn any_anchor() -> impl Strategy<Value = Anchor> {
    let parts = (any::<(u32, [u8; 32], [u8; 32])>(), 1..u64::MAX, 1..u64::MAX);
    (parts, any::<(u64, u64)>(), "[a-z0-9.:_-]{1,64}").prop_map(
        |(((number, previous, root), sequence, leaf_count), (one, other), profile)| Anchor {
            stream: StreamId { number, ..anchor().stream },
            sequence,
            previous: if sequence == 1 { [0; 32] } else { previous },
            root,
            leaf_count,
            not_before: one.min(other),
            not_after: one.max(other),
            profile: profile.parse().unwrap(),
        },
    )
}

mod layout {
    use super::*;

    #[test]
    fn is_the_documented_one() {
        assert_eq!(hex::encode(anchor().to_bytes()), hex::encode(bytes()));
        assert_eq!(Anchor::from_bytes(&bytes()), Ok(anchor()));
        assert_eq!(hex::encode(anchor().hash()), HASH);
        assert_eq!(anchor().hash(), leaf_hash(&bytes()));
    }

    #[test]
    fn has_room_for_the_longest_profile() {
        assert_eq!(second().to_bytes().len(), MAX_ANCHOR_BYTES);
        assert_eq!(Anchor::from_bytes(&second().to_bytes()), Ok(second()));
        assert_eq!(hex::encode(second().hash()), HASH_OF_SECOND);
    }

    proptest! {
        #[test]
        fn survives_the_way_back(anchor in any_anchor()) {
            let bytes = anchor.to_bytes();

            prop_assert_eq!(Anchor::from_bytes(&bytes), Ok(anchor));
            prop_assert_eq!(Anchor::decode(&mut &anchor.encode()[..]), Ok(anchor));
            prop_assert!(anchor.encoded_size() <= Anchor::max_encoded_len());
        }

        #[test]
        fn has_one_reading_only(place in 0..155usize, bit in 0..8u32) {
            let mut spoilt = bytes();
            spoilt[place] ^= 1 << bit;

            if let Ok(read) = Anchor::from_bytes(&spoilt) {
                prop_assert_ne!(read, anchor());
                prop_assert_eq!(read.to_bytes(), spoilt);
            }
        }

        #[test]
        fn survives_any_bytes(mut any in vec(any::<u8>(), 0..250), beginning in 0..=155usize) {
            let _ = Anchor::from_bytes(&any);
            any.splice(..0, bytes()[..beginning].iter().copied());
            let _ = Anchor::from_bytes(&any);
        }
    }
}

mod from_bytes {
    use super::*;

    fn refused(change: impl FnOnce(&mut Vec<u8>)) -> AnchorError {
        let mut bytes = bytes();
        change(&mut bytes);
        Anchor::from_bytes(&bytes).unwrap_err()
    }

    #[test]
    fn rejects_every_shorter_and_longer_input() {
        let bytes = bytes();

        for end in 0..bytes.len() {
            assert_eq!(Anchor::from_bytes(&bytes[..end]), Err(AnchorError::Truncated));
        }
        let longer = refused(|bytes| bytes.extend([0, 0]));
        assert_eq!(longer, AnchorError::TrailingBytes { count: 2 });
    }

    #[test]
    fn rejects_other_formats() {
        assert_eq!(refused(|bytes| bytes[7] = b'R'), AnchorError::NotAnAnchor);
        assert_eq!(refused(|bytes| bytes[8] = 2), AnchorError::UnsupportedVersion { got: 2 });
        let algorithm = refused(|bytes| bytes[73] = 0);
        assert_eq!(algorithm, AnchorError::UnsupportedHashAlgorithm { got: 0 });
    }

    #[test]
    fn rejects_invalid_names() {
        let institution = LeiError::InvalidCheckDigits { expected: *b"55" };
        assert_eq!(refused(|bytes| bytes[28] = b'6'), AnchorError::InvalidInstitution(institution));
        let upper_case = ProfileError::InvalidCharacter { position: 0 };
        assert_eq!(refused(|bytes| bytes[131] = b'I'), AnchorError::InvalidProfile(upper_case));
        let empty = refused(|bytes| {
            bytes.truncate(130);
            bytes.push(0);
        });
        assert_eq!(empty, AnchorError::InvalidProfile(ProfileError::InvalidLength { got: 0 }));
        let long = refused(|bytes| {
            bytes[130] = 65;
            bytes.resize(131 + 65, b'x');
        });
        assert_eq!(long, AnchorError::InvalidProfile(ProfileError::InvalidLength { got: 65 }));
    }

    #[test]
    fn rejects_what_does_not_go_together() {
        let refused = |anchor: Anchor| {
            assert_eq!(Anchor::from_bytes(&anchor.to_bytes()), anchor.check().map(|()| anchor));
            anchor.check().unwrap_err()
        };

        let none = refused(Anchor { sequence: 0, ..anchor() });
        assert_eq!(none, AnchorError::InvalidSequence);
        let first = refused(Anchor { previous: [1; 32], ..anchor() });
        assert_eq!(first, AnchorError::InvalidPrevious { sequence: 1 });
        let later = refused(Anchor { previous: [0; 32], ..second() });
        assert_eq!(later, AnchorError::InvalidPrevious { sequence: 2 });
        let empty = refused(Anchor { leaf_count: 0, ..anchor() });
        assert_eq!(empty, AnchorError::NoRecords);
        let reversed = refused(Anchor { not_before: 2, not_after: 1, ..anchor() });
        assert_eq!(reversed, AnchorError::InvalidInterval { not_before: 2, not_after: 1 });
    }

    #[test]
    fn says_what_is_wrong() {
        let says = |error: AnchorError, text| assert_eq!(error.to_string(), text);

        says(refused(|bytes| bytes[8] = 9), "the anchor is of version 9, expected 1");
        says(
            refused(|bytes| bytes[28] = b'6'),
            "the institution is invalid: the check digits are wrong, expected 55",
        );
        says(
            AnchorError::InvalidPrevious { sequence: 1 },
            "the first anchor of a stream names one before it",
        );
    }
}

mod stream {
    use super::*;

    proptest! {
        #[test]
        fn survives_the_way_back(number: u32) {
            let stream = StreamId { number, ..anchor().stream };

            prop_assert_eq!(stream.to_string(), format!("{LEI}/{number}"));
            prop_assert_eq!(stream.to_string().parse(), Ok(stream));
        }
    }

    #[test]
    fn rejects_other_spellings() {
        let parse = |text: &str| text.parse::<StreamId>().unwrap_err();

        assert_eq!(parse(LEI), StreamIdError::MissingNumber);
        let short = StreamIdError::InvalidInstitution(LeiError::InvalidLength { got: 19 });
        assert_eq!(parse(&format!("{}/1", &LEI[..19])), short);
        for number in ["", "00", "01", "+1", "-1", " 1", "1 ", "1/", "x", "4294967296"] {
            assert_eq!(parse(&format!("{LEI}/{number}")), StreamIdError::InvalidNumber);
        }
    }
}

mod profile {
    use super::*;

    #[test]
    fn has_1_to_64_of_its_characters() {
        let new = |bytes: &[u8]| Profile::new(bytes).map(|profile| profile.as_bytes().to_vec());

        for byte in 0..=u8::MAX {
            let is_allowed = b"abcdefghijklmnopqrstuvwxyz0123456789.:_-".contains(&byte);
            assert_eq!(new(&[b'a', byte]).is_ok(), is_allowed, "{byte}");
        }
        for length in 1..=64 {
            assert_eq!(new(&vec![b'z'; length]), Ok(vec![b'z'; length]));
        }
        assert_eq!(new(&[]), Err(ProfileError::InvalidLength { got: 0 }));
        assert_eq!(new(&[b'z'; 65]), Err(ProfileError::InvalidLength { got: 65 }));
        assert_eq!(new(b"a b"), Err(ProfileError::InvalidCharacter { position: 1 }));
    }

    #[test]
    fn is_encoded_as_a_string() {
        let profile = anchor().profile;
        let longest = second().profile;

        assert_eq!(profile.encode(), "iso20022:pacs.008.001.08".encode());
        assert_eq!(Profile::decode(&mut &profile.encode()[..]), Ok(profile));
        assert_eq!(longest.encode().len(), Profile::max_encoded_len());
        assert_eq!(Profile::decode(&mut &longest.encode()[..]), Ok(longest));
    }

    #[test]
    fn decodes_nothing_else() {
        let huge = [codec::Compact(u32::MAX).encode(), vec![b'x'; 100]].concat();

        for encoded in ["".encode(), "A".encode(), "x".repeat(65).encode(), huge, vec![8, b'x']] {
            assert!(Profile::decode(&mut &encoded[..]).is_err());
        }
    }
}

/// What clients learn from the runtime's metadata must be what is encoded.
#[test]
fn types_are_described_as_encoded() {
    let mut registry = scale_info::Registry::new();
    let lei = registry.register_type(&scale_info::meta_type::<Lei>());
    let profile = registry.register_type(&scale_info::meta_type::<Profile>());
    let registry = scale_info::PortableRegistry::from(registry);

    let field_of = |id: u32| match &registry.resolve(id).unwrap().type_def {
        scale_info::TypeDef::Composite(composite) => {
            registry.resolve(composite.fields[0].ty.id).unwrap().type_def.clone()
        }
        other => panic!("{other:?}"),
    };
    assert!(matches!(field_of(lei.id), scale_info::TypeDef::Array(array) if array.len == 20));
    let text = scale_info::TypeDef::Primitive(scale_info::TypeDefPrimitive::Str);
    assert_eq!(field_of(profile.id), text);
}
