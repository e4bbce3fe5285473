//! Check digits after ISO/IEC 7064, MOD 97-10.

use crate::{LEI_LENGTH, PREFIX_LENGTH};

const MODULUS: u32 = 97;

/// Check digits of a prefix of upper-case letters and digits.
///
/// They are 02 to 98. The three other pairs of digits would pass a bare test of the remainder in
/// place of one of these, which is why the digits are computed and compared.
pub(crate) fn compute(prefix: &[u8; PREFIX_LENGTH]) -> [u8; 2] {
    // Two zeros stand where the check digits will be, so that their sum leaves the remainder 1.
    let remainder = prefix.iter().chain(b"00").fold(0, |remainder: u32, character| {
        // Letters count as two decimal digits: A is 10, Z is 35.
        let value = char::from(*character).to_digit(36).unwrap_or_default();
        let shift: u32 = if value < 10 { 10 } else { 100 };
        // The remainder is below 97, so this stays below 97 × 100 + 36.
        remainder.saturating_mul(shift).saturating_add(value) % MODULUS
    });
    let check = MODULUS.saturating_add(1).saturating_sub(remainder);
    [check / 10, check % 10].map(|digit| b'0'.saturating_add(digit as u8))
}

/// Prefix and check digits of 20 characters.
pub(crate) fn split(characters: [u8; LEI_LENGTH]) -> ([u8; PREFIX_LENGTH], [u8; 2]) {
    let [prefix @ .., tens, ones] = characters;
    (prefix, [tens, ones])
}

/// The 20 characters of prefix and check digits.
pub(crate) fn join(prefix: [u8; PREFIX_LENGTH], check_digits: [u8; 2]) -> [u8; LEI_LENGTH] {
    let mut characters = [0; LEI_LENGTH];
    let all = prefix.iter().chain(&check_digits);
    characters.iter_mut().zip(all).for_each(|(to, from)| *to = *from);
    characters
}
