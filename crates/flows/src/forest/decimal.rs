//! Decimal numbers in text, exactly.

/// Most digits that are read: more than LightGBM writes, and few enough for 128 bits.
const MAX_DIGITS: usize = 25;

/// A number as `digits * 10^exponent`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// Reads `-12.5e-3` and the like.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, read_exponent(exponent)?),
            None => (text, 0),
        };
        let (negative, number) = match number.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, number),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let count = whole.len().saturating_add(fraction.len());
        if count == 0 || count > MAX_DIGITS {
            return None;
        }
        let mut digits = 0i128;
        for byte in whole.bytes().chain(fraction.bytes()) {
            let digit = byte.is_ascii_digit().then(|| i128::from(byte.saturating_sub(b'0')))?;
            digits = digits.checked_mul(10)?.checked_add(digit)?;
        }
        let exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        Some(Self { digits: if negative { digits.checked_neg()? } else { digits }, exponent })
    }

    /// The largest number of 32 bits that is not above it; nothing if all are.
    ///
    /// So it serves as a threshold for numbers of 32 bits in place of any number that is not below all.
    pub(super) fn floor(self) -> Option<i32> {
        let whole = match u32::try_from(self.exponent) {
            Ok(exponent) => {
                // Saturated it is still on its side of all numbers of 32 bits, and zero stays zero.
                self.digits.saturating_mul(10i128.saturating_pow(exponent))
            }
            Err(_) => match 10i128.checked_pow(self.exponent.unsigned_abs()) {
                Some(divisor) => self.digits.div_euclid(divisor),
                None if self.digits < 0 => -1,
                None => 0,
            },
        };
        i32::try_from(whole.min(i128::from(i32::MAX))).ok()
    }

    /// It in units of 2⁻³², rounded half to even; nothing if 64 bits do not hold that.
    pub(super) fn fixed(self) -> Option<i64> {
        // 25 digits and 32 bits are 116 bits.
        let scaled = self.digits.checked_mul(1 << 32)?;
        let rounded = match u32::try_from(self.exponent) {
            Ok(exponent) if scaled != 0 => scaled.checked_mul(10i128.checked_pow(exponent)?)?,
            Ok(_) => 0,
            Err(_) => match 10i128.checked_pow(self.exponent.unsigned_abs()) {
                Some(divisor) => {
                    let below = scaled.div_euclid(divisor);
                    let rest = scaled.rem_euclid(divisor);
                    let twice = rest.saturating_mul(2);
                    let up = twice > divisor || (twice == divisor && below.rem_euclid(2) == 1);
                    below.checked_add(i128::from(up))?
                }
                None => 0,
            },
        };
        i64::try_from(rounded).ok()
    }
}

/// Reads `-35` and `+5`.
fn read_exponent(text: &str) -> Option<i32> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = i32::from(digits.parse::<u16>().ok()?);
    Some(if negative { size.saturating_neg() } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn floor(text: &str) -> Option<i32> {
        Decimal::parse(text)?.floor()
    }

    #[test]
    fn floors_are_exact() {
        let cases = [
            ("1.0000000180025095e-35", 0),
            ("-1.0000000180025095e-35", -1),
            ("-0.5", -1),
            ("2.5000000000000004", 2),
            ("-3", -3),
            ("1e3", 1_000),
            ("0e400", 0),
            ("0e65535", 0),
            ("5e+0", 5),
            ("2147483646.9", i32::MAX - 1),
            ("2147483647.9", i32::MAX),
            ("-2147483648", i32::MIN),
        ];
        for (text, expected) in cases {
            assert_eq!(floor(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn floors_beyond_32_bits_decide_as_the_number_does() {
        for text in ["2147483648", "1e30", "1.7976931348623157e+308", "1e65535"] {
            assert_eq!(floor(text), Some(i32::MAX), "{text}");
        }
        for text in ["-2147483648.5", "-2147483649", "-1e30", "-1e65535"] {
            assert_eq!(floor(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", ".", "e5", "1e", "1.2.3", "nan", "inf", "0x10", "1 ", "--1", "+1", "1e++5",
            "1e+-5", "1e65536",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
        assert_eq!(Decimal::parse("11111111111111111111111111"), None);
    }

    #[test]
    fn halves_are_rounded_to_even() {
        // 2^-33, and three times that.
        let (half, more) = ("1.16415321826934814453125e-10", "3.49245965480804443359375e-10");
        assert_eq!(Decimal::parse(half).and_then(Decimal::fixed), Some(0));
        assert_eq!(Decimal::parse(more).and_then(Decimal::fixed), Some(2));
        assert_eq!(Decimal::parse("0.5").and_then(Decimal::fixed), Some(1 << 31));
        assert_eq!(Decimal::parse("-1.5").and_then(Decimal::fixed), Some(-3 << 31));
        assert_eq!(Decimal::parse("1e-50").and_then(Decimal::fixed), Some(0));
        assert_eq!(Decimal::parse("1e20").and_then(Decimal::fixed), None);
    }

    proptest! {
        #[test]
        fn agrees_with_floating_point(value in -2_000_000.0f64..2_000_000.0) {
            let text = alloc::format!("{value:e}");
            prop_assert_eq!(floor(&text), Some(value.floor() as i32));
            let fixed = Decimal::parse(&text).and_then(Decimal::fixed).unwrap();
            prop_assert!((fixed as f64 / 4_294_967_296.0 - value).abs() < 1e-9);
        }
    }
}
