//! The check of IBANs and LEIs.

/// The remainder by 97 of a text whose letters stand for 10 to 35 (ISO 7064 MOD 97-10).
pub(crate) fn remainder_97(text: &str) -> u32 {
    text.chars().filter_map(|c| c.to_digit(36)).fold(0, |remainder, value| {
        let shift = if value < 10 { 10_u32 } else { 100 };
        remainder.saturating_mul(shift).saturating_add(value) % 97
    })
}
