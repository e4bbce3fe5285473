//! Identifiers with check digits.

use super::random::Random;
use crate::remainder::remainder_97;

/// The two digits that make `text` followed by them leave a remainder of 1.
fn check_digits(text: &str) -> String {
    let remainder = remainder_97(&format!("{text}00"));
    format!("{:02}", 98_u32.saturating_sub(remainder))
}

/// An IBAN (ISO 13616).
pub(super) fn iban(country: &str, bban: &str) -> String {
    format!("{country}{}{bban}", check_digits(&format!("{bban}{country}")))
}

/// An LEI (ISO 17442) under a prefix that no issuer has.
pub(super) fn lei(random: &mut Random) -> String {
    let prefix = random.fill("ZZ9900????????????");
    format!("{prefix}{}", check_digits(&prefix))
}

/// A structured creditor reference (ISO 11649).
pub(super) fn creditor_reference(number: &str) -> String {
    format!("RF{}{number}", check_digits(&format!("{number}RF")))
}

/// A version 4 UUID (RFC 9562), as UETRs are.
pub(super) fn uetr(random: &mut Random) -> String {
    let high = random.next() & !0xF000 | 0x4000;
    let low = random.next() >> 2 | 1 << 63;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes_known_check_digits() {
        assert_eq!(iban("GB", "WEST12345698765432"), "GB82WEST12345698765432");
        assert_eq!(iban("DE", "370400440532013000"), "DE89370400440532013000");
        assert_eq!(check_digits("5493001KJTIIGC8Y1R"), "12");
        assert_eq!(creditor_reference("539007547034"), "RF18539007547034");
    }

    #[test]
    fn makes_uuids_of_version_4() {
        let mut random = Random::new(7);

        for _ in 0..100 {
            let uetr = uetr(&mut random);
            let parts: Vec<&str> = uetr.split('-').collect();

            assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
            assert!(parts[2].starts_with('4'));
            assert!(parts[3].starts_with(['8', '9', 'a', 'b']));
        }
    }

    #[test]
    fn makes_valid_leis() {
        let mut random = Random::new(7);

        for _ in 0..100 {
            let lei = lei(&mut random);

            assert_eq!((lei.len(), remainder_97(&lei)), (20, 1), "{lei}");
        }
    }
}
