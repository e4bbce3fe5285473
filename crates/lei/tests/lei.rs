//! LEIs: real ones, every way to mistype them, and every representation.

#![allow(clippy::unwrap_used)]

use codec::{Decode, Encode, MaxEncodedLen};
use critical_chains_lei::{Lei, LeiError};
use proptest::prelude::*;

/// Issued LEIs of banks, insurers, market infrastructures and supervisors.
const ISSUED: [&str; 12] = [
    "529900T8BM49AURSDO55",
    "5493001KJTIIGC8Y1R12",
    "213800WAVVOPS85N2205",
    "7LTWFZYICNSX8D621K86",
    "HWUPKR0MPOU8FGXBT394",
    "549300MLUDYVRQOOXS22",
    "MP6I5ZYZBEU3UXPYFY54",
    "R0MUWSFPU8MPRO8K5P83",
    "INR2EJN1ERAN0W5ZP974",
    "5493006MHB84DD0ZWV18",
    "506700GE1G29325QX363",
    "W22LROWP2IHZNBB6K528",
];

const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// ISO 7064 in one go: the characters as one decimal number, which has 38 digits at most.
fn remainder(characters: &[u8]) -> u128 {
    let digits = characters.iter().map(|c| char::from(*c).to_digit(36).unwrap().to_string());
    digits.collect::<String>().parse::<u128>().unwrap() % 97
}

fn prefix() -> impl Strategy<Value = [u8; 18]> {
    prop::array::uniform18(prop::sample::select(ALPHABET))
}

mod check_digits {
    use super::*;

    #[test]
    fn of_issued_leis_are_right() {
        for text in ISSUED {
            let lei: Lei = text.parse().unwrap();

            assert_eq!(lei.as_str(), text);
            assert_eq!(Lei::from_prefix(text.as_bytes()[..18].try_into().unwrap()), Ok(lei));
        }
    }

    /// A letter in place of a letter, or a digit in place of a digit, always shows.
    #[test]
    fn reveal_every_substitution_within_a_class() {
        for (text, place, other) in substitutions() {
            let mut mistyped = *text.as_bytes().first_chunk().unwrap();
            mistyped[place] = other;

            if other.is_ascii_digit() == text.as_bytes()[place].is_ascii_digit() {
                let refused = Lei::new(mistyped);
                assert!(matches!(refused, Err(LeiError::InvalidCheckDigits { .. })), "{refused:?}");
            }
        }
    }

    /// A letter counts as two digits and shifts all before it, so that the standard misses one in
    /// 97 of the others. We refuse exactly as many as it does.
    #[test]
    fn reveal_substitutions_across_classes_as_the_standard_does() {
        for (text, place, other) in substitutions() {
            let mut mistyped = *text.as_bytes().first_chunk().unwrap();
            mistyped[place] = other;

            let is_digits = mistyped[18..].iter().all(u8::is_ascii_digit);
            let expected = is_digits && remainder(&mistyped) == 1;
            assert_eq!(Lei::new(mistyped).is_ok(), expected, "{mistyped:?}");
        }
    }

    fn substitutions() -> impl Iterator<Item = (&'static str, usize, u8)> {
        ISSUED.into_iter().flat_map(|text| {
            (0..20).flat_map(move |place| {
                let others = ALPHABET.iter().filter(move |c| **c != text.as_bytes()[place]);
                others.map(move |other| (text, place, *other))
            })
        })
    }

    #[test]
    fn reveal_swapped_neighbours_of_a_class() {
        for (text, place) in ISSUED.into_iter().flat_map(|text| (0..19).map(move |at| (text, at))) {
            let mut swapped: [u8; 20] = *text.as_bytes().first_chunk().unwrap();
            swapped.swap(place, place + 1);

            if swapped[place].is_ascii_digit() == swapped[place + 1].is_ascii_digit() {
                let is_same = swapped == text.as_bytes();
                assert_eq!(Lei::new(swapped).is_ok(), is_same, "{swapped:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn are_the_only_pair_that_fits(prefix in prefix()) {
            let lei = Lei::from_prefix(prefix).unwrap();

            prop_assert_eq!(remainder(lei.as_bytes()), 1);
            let fitting = (0..100).filter(|pair| {
                let text = format!("{}{pair:02}", std::str::from_utf8(&prefix).unwrap());
                text.parse::<Lei>().is_ok()
            });
            prop_assert_eq!(fitting.count(), 1);
        }
    }

    /// 00, 01 and 99 leave the same remainder as 97, 98 and 02, but are no check digits.
    #[test]
    fn are_neither_00_nor_01_nor_99() {
        let issued_with = |digits: &str| {
            let prefixes = (0..9999).map(|n| format!("52990000000000{n:04}"));
            let mut leis = prefixes.map(|p| Lei::from_prefix(p.as_bytes().try_into().unwrap()));
            leis.find_map(|lei| lei.ok().filter(|lei| lei.as_str().ends_with(digits))).unwrap()
        };

        for (proper, other) in [("97", "00"), ("98", "01"), ("02", "99")] {
            let text = format!("{}{other}", &issued_with(proper).as_str()[..18]);

            assert_eq!(remainder(text.as_bytes()), 1);
            let expected = *proper.as_bytes().first_chunk().unwrap();
            assert_eq!(text.parse::<Lei>(), Err(LeiError::InvalidCheckDigits { expected }));
        }
    }
}

mod rejects {
    use super::*;

    #[test]
    fn any_other_length() {
        for got in (0..50).filter(|got| *got != 20) {
            let text = "5".repeat(got);

            assert_eq!(text.parse::<Lei>(), Err(LeiError::InvalidLength { got }));
        }
    }

    #[test]
    fn any_other_character() {
        for position in 0..20 {
            for character in 0..=u8::MAX {
                let mut characters: [u8; 20] = *ISSUED[0].as_bytes().first_chunk().unwrap();
                characters[position] = character;

                let refused = Lei::new(characters) == Err(LeiError::InvalidCharacter { position });
                let is_allowed =
                    ALPHABET[..if position < 18 { 36 } else { 10 }].contains(&character);
                assert_eq!(refused, !is_allowed, "{characters:?}");
            }
        }
        let mut prefix = [b'0'; 18];
        prefix[17] = b'a';
        assert_eq!(Lei::from_prefix(prefix), Err(LeiError::InvalidCharacter { position: 17 }));
    }

    #[test]
    fn with_a_reason() {
        let reason = |text: &str| text.parse::<Lei>().unwrap_err().to_string();

        assert_eq!(reason("5299"), "an LEI has 20 characters, got 4");
        assert_eq!(reason("529900t8BM49AURSDO55"), "character 7 cannot stand there in an LEI");
        assert_eq!(reason("529900T8BM49AURSDO56"), "the check digits are wrong, expected 55");
    }

    proptest! {
        #[test]
        fn without_panicking(text: String, characters: [u8; 20], prefix: [u8; 18]) {
            let _ = text.parse::<Lei>();
            let _ = Lei::new(characters);
            let _ = Lei::from_prefix(prefix);
        }
    }
}

mod representation {
    use super::*;

    #[test]
    fn in_text_is_the_characters() {
        let lei: Lei = ISSUED[0].parse().unwrap();

        assert_eq!(lei.to_string(), ISSUED[0]);
        assert_eq!(format!("{lei:?}"), format!("Lei({})", ISSUED[0]));
        assert_eq!(format!("{lei:>22}"), format!("  {}", ISSUED[0]));
    }

    proptest! {
        #[test]
        fn in_scale_is_20_bytes(prefix in prefix()) {
            let lei = Lei::from_prefix(prefix).unwrap();

            prop_assert_eq!(lei.encode(), lei.as_bytes());
            prop_assert_eq!(Lei::max_encoded_len(), 20);
            prop_assert_eq!(Lei::decode(&mut &lei.encode()[..]), Ok(lei));
        }
    }

    #[test]
    fn in_scale_is_of_a_valid_lei() {
        for invalid in ["529900T8BM49AURSDO56", "529900T8BM49AURSDO5", "529900t8BM49AURSDO55"] {
            assert!(Lei::decode(&mut invalid.as_bytes()).is_err());
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn in_json_is_a_string() {
        let lei: Lei = ISSUED[0].parse().unwrap();

        let json = serde_json::to_string(&lei).unwrap();

        assert_eq!(json, format!("\"{}\"", ISSUED[0]));
        assert_eq!(serde_json::from_str::<Lei>(&json).unwrap(), lei);
        let refused = serde_json::from_str::<Lei>("\"529900T8BM49AURSDO56\"").unwrap_err();
        assert!(refused.to_string().starts_with("the check digits are wrong, expected 55"));
        let refused = serde_json::from_str::<Lei>("5").unwrap_err();
        assert!(refused.to_string().contains("expected an LEI of 20 characters"));
    }
}
