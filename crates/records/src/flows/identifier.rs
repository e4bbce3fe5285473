//! One spelling for identifiers that people spell in several ways.

use crate::remainder::remainder_97;
use std::borrow::Cow;

/// Kind of the pseudonyms of international bank account numbers.
pub(super) const IBAN: &str = "iban";

/// Kind of the pseudonyms of banks by their business identifier code.
pub(super) const BIC: &str = "bic";

/// Lengths of an IBAN (ISO 13616).
const IBAN_LENGTHS: std::ops::RangeInclusive<usize> = 15..=34;

/// What stands for the head office at the end of a code of eleven characters (ISO 9362).
const HEAD_OFFICE: &str = "XXX";

/// An identifier as it is made a pseudonym.
pub(super) struct Identifier<'a> {
    pub(super) text: Cow<'a, [u8]>,
    /// It ought to be an IBAN, and its check digits are wrong.
    pub(super) is_invalid_iban: bool,
}

/// The one spelling of an identifier of a kind. An IBAN with wrong check digits stays as written, so
/// that it is never the pseudonym of another account.
pub(super) fn normalise<'a>(kind: &str, written: &'a [u8]) -> Identifier<'a> {
    let trimmed = written.trim_ascii();
    let as_written = Identifier { text: Cow::Borrowed(trimmed), is_invalid_iban: false };
    match (kind, std::str::from_utf8(trimmed)) {
        (IBAN, Ok(text)) => match iban(text) {
            Some(iban) => Identifier { text: Cow::Owned(iban.into_bytes()), ..as_written },
            None => Identifier { is_invalid_iban: true, ..as_written },
        },
        (IBAN, Err(_)) => Identifier { is_invalid_iban: true, ..as_written },
        (BIC, Ok(text)) => Identifier { text: Cow::Owned(bic(text).into_bytes()), ..as_written },
        _ => as_written,
    }
}

/// An IBAN without blanks and in capitals, if its check digits are right (ISO 13616, ISO 7064
/// MOD 97-10).
pub fn iban(written: &str) -> Option<String> {
    let compact: String =
        written.chars().filter(|character| !character.is_whitespace()).collect::<String>();
    let compact = compact.to_ascii_uppercase();
    let bytes = compact.as_bytes();
    if !IBAN_LENGTHS.contains(&bytes.len()) {
        return None;
    }
    if !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let (head, tail) = compact.split_at_checked(4)?;
    let (country, check) = head.as_bytes().split_at_checked(2)?;
    let is_formed = country.iter().all(u8::is_ascii_uppercase)
        && check.iter().all(u8::is_ascii_digit)
        // 00, 01 and 99 leave the same remainders as three of the pairs that are used.
        && !matches!(check, b"00" | b"01" | b"99");
    let is_right = remainder_97(&format!("{tail}{head}")) == 1;
    (is_formed && is_right).then_some(compact)
}

/// A business identifier code in capitals, of the head office without its branch.
pub(super) fn bic(written: &str) -> String {
    let code = written.trim().to_ascii_uppercase();
    match code.strip_suffix(HEAD_OFFICE) {
        Some(bank) if bank.len() == 8 => bank.to_owned(),
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_have_their_check_digits() {
        for good in ["CH9300762011623852957", "DE89370400440532013000", "NO9386011117947"] {
            assert_eq!(iban(good).as_deref(), Some(good));
        }
        let bad = [
            "CH9300762011623852958",
            "DE8937040044053201300",
            "",
            "XX",
            "12345678901234567",
            "CH€€€€€€€€€€€€",
            "CHA300762011623852957",
        ];
        for bad in bad {
            assert_eq!(iban(bad), None, "{bad}");
        }
    }

    #[test]
    fn blanks_and_small_letters_do_not_matter() {
        let written = normalise(IBAN, b" ch93 0076 2011 6238 5295 7 ");

        assert_eq!(written.text.as_ref(), b"CH9300762011623852957");
        assert!(!written.is_invalid_iban);
    }

    #[test]
    fn an_iban_with_wrong_check_digits_stays_as_written_and_is_marked() {
        let written = normalise(IBAN, b" ch93 ");

        assert_eq!(written.text.as_ref(), b"ch93");
        assert!(written.is_invalid_iban);
        assert!(normalise(IBAN, &[0xff]).is_invalid_iban);
    }

    #[test]
    fn the_head_office_is_the_bank() {
        assert_eq!(bic("poFIchBExxx"), "POFICHBE");
        assert_eq!(bic("POFICHBE"), "POFICHBE");
        assert_eq!(bic("DEUTDEFF500"), "DEUTDEFF500");
        assert_eq!(normalise(BIC, b"pofichbeXXX").text.as_ref(), b"POFICHBE");
        assert_eq!(normalise("card", b" 4711xxx ").text.as_ref(), b"4711xxx");
    }
}
