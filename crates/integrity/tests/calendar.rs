//! The calendar: leaves and digests byte by byte, and everything that is neither.

#![allow(clippy::unwrap_used)]

use codec::{Decode, Encode, MaxEncodedLen};
use critical_chains_integrity::{
    calendar::{CALENDAR_LEAF_BYTES, CalendarDigest, CalendarError, CalendarLeaf, ENGINE_ID},
    tree::EMPTY_ROOT,
};
use proptest::{collection::vec, prelude::*};

/// Written by hand after the layout, and hashed with another implementation of SHA-256.
const LEAF: &str = concat!(
    "434363616c6e6472",
    "01",
    "1111111111111111111111111111111111111111111111111111111111111111",
    "0000000000001267",
    "0000019b77119a68",
    "2222222222222222222222222222222222222222222222222222222222222222",
    "3333333333333333333333333333333333333333333333333333333333333333",
    "0000002a",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
);
const HASH: &str = "ff0051544253e536a3952db5b0ffe7f9d7a03d9c4eac528a31e1e7e7c367335c";
const DIGEST: &str = concat!(
    "01",
    "ff0051544253e536a3952db5b0ffe7f9d7a03d9c4eac528a31e1e7e7c367335c",
    "4444444444444444444444444444444444444444444444444444444444444444",
);

fn leaf() -> CalendarLeaf {
    CalendarLeaf {
        genesis: [0x11; 32],
        number: 4711,
        timestamp: 1_767_229_201_000,
        parent: [0x22; 32],
        anchors_root: [0x33; 32],
        anchor_count: 42,
        status_root: EMPTY_ROOT,
    }
}

fn digest() -> CalendarDigest {
    CalendarDigest { leaf: leaf().hash(), root: [0x44; 32] }
}

fn bytes() -> Vec<u8> {
    hex::decode(LEAF).unwrap()
}

mod leaf {
    use super::*;

    #[test]
    fn is_laid_out_as_documented() {
        assert_eq!(hex::encode(leaf().to_bytes()), LEAF);
        assert_eq!(CalendarLeaf::from_bytes(&bytes()), Ok(leaf()));
        assert_eq!(hex::encode(leaf().hash()), HASH);
        assert_eq!(leaf().index(), 4710);
    }

    #[test]
    fn survives_the_way_through_storage() {
        let encoded = leaf().encode();

        assert_eq!(CalendarLeaf::decode(&mut &encoded[..]), Ok(leaf()));
        assert_eq!(encoded.len(), CalendarLeaf::max_encoded_len());
    }

    #[test]
    fn has_one_length() {
        let bytes = [bytes(), vec![0; 2]].concat();

        for got in (0..bytes.len()).filter(|got| *got != CALENDAR_LEAF_BYTES) {
            let refused = CalendarLeaf::from_bytes(&bytes[..got]);
            let expected = CALENDAR_LEAF_BYTES;
            assert_eq!(refused, Err(CalendarError::InvalidLength { expected, got }));
        }
    }

    #[test]
    fn is_no_other_format() {
        let refused = |place: usize, byte| {
            let mut bytes = bytes();
            bytes[place] = byte;
            CalendarLeaf::from_bytes(&bytes).unwrap_err()
        };

        assert_eq!(refused(0, b'c'), CalendarError::NotACalendarLeaf);
        assert_eq!(refused(8, 2), CalendarError::UnsupportedVersion { expected: 1, got: 2 });
    }

    #[test]
    fn is_not_of_the_genesis_block() {
        let genesis = CalendarLeaf { number: 0, ..leaf() };

        let refused = CalendarLeaf::from_bytes(&genesis.to_bytes());

        assert_eq!(refused, Err(CalendarError::InvalidNumber));
        assert_eq!(genesis.index(), 0);
    }

    proptest! {
        #[test]
        fn survives_the_way_back(
            hashes: [[u8; 32]; 4], number in 1..=u64::MAX, timestamp: u64, anchor_count: u32,
        ) {
            let [genesis, parent, anchors_root, status_root] = hashes;
            let leaf = CalendarLeaf {
                genesis, number, timestamp, parent, anchors_root, anchor_count, status_root,
            };

            prop_assert_eq!(CalendarLeaf::from_bytes(&leaf.to_bytes()), Ok(leaf));
        }

        #[test]
        fn survives_any_bytes(mut any in vec(any::<u8>(), 0..200), beginning in 0..=157usize) {
            let _ = CalendarLeaf::from_bytes(&any);
            any.splice(..0, bytes()[..beginning].iter().copied());
            let _ = CalendarLeaf::from_bytes(&any);
        }
    }
}

mod digest {
    use super::*;

    #[test]
    fn is_laid_out_as_documented() {
        assert_eq!(&ENGINE_ID, b"CCAL");
        assert_eq!(hex::encode(digest().to_bytes()), DIGEST);
        assert_eq!(CalendarDigest::from_bytes(&hex::decode(DIGEST).unwrap()), Ok(digest()));
    }

    #[test]
    fn is_nothing_else() {
        let bytes = [&digest().to_bytes()[..], &[0]].concat();

        for got in (0..=66).filter(|got| *got != 65) {
            let refused = CalendarDigest::from_bytes(&bytes[..got]);
            assert_eq!(refused, Err(CalendarError::InvalidLength { expected: 65, got }));
        }
        let refused = CalendarDigest::from_bytes(&[2; 65]);
        assert_eq!(refused, Err(CalendarError::UnsupportedVersion { expected: 1, got: 2 }));
    }
}
