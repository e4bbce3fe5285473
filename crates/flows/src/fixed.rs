//! Fixed-point logarithms and powers of two, the same bits on every machine.
//!
//! A number in *Qn* is an integer that counts units of 2⁻ⁿ. The tables are worked out from integers
//! when the crate is compiled.

#![allow(clippy::indexing_slicing, reason = "constant tables with indices masked to their size")]

/// One in Q32.
pub(crate) const ONE: u64 = 1 << 32;

/// One in Q16: one bit, one doubling.
pub(crate) const BIT: u32 = 1 << 16;

/// 2^(-1/256) and 2^(-1/65536) in Q62: the square root of one half, 7 and 15 more roots of it.
const COARSE_STEP: u128 = halving_root(8);
const FINE_STEP: u128 = halving_root(16);

/// 2^(-i/256) in Q31.
static COARSE: [u64; 256] = powers(COARSE_STEP);
/// 2^(-i/65536) in Q31.
static FINE: [u64; 256] = powers(FINE_STEP);
/// log2(1 + i/256) in Q16.
static LOGARITHMS: [u32; 257] = logarithms();

/// 2^(-1/2^roots) in Q62.
#[allow(clippy::arithmetic_side_effects, reason = "worked out when the crate is compiled")]
const fn halving_root(roots: u32) -> u128 {
    let mut value: u128 = 1 << 61;
    let mut root = 0;
    while root < roots {
        value = (value << 62).isqrt();
        root += 1;
    }
    value
}

#[allow(clippy::arithmetic_side_effects, reason = "worked out when the crate is compiled")]
const fn powers(step: u128) -> [u64; 256] {
    let mut table = [0; 256];
    let mut value: u128 = 1 << 62;
    let mut index = 0;
    while index < 256 {
        table[index] = ((value + (1 << 30)) >> 31) as u64;
        value = (value * step) >> 62;
        index += 1;
    }
    table
}

/// Bit by bit: squaring a number doubles its logarithm.
#[allow(clippy::arithmetic_side_effects, reason = "worked out when the crate is compiled")]
const fn logarithms() -> [u32; 257] {
    let mut table = [0; 257];
    let mut index = 0;
    while index < 256 {
        let mut value: u128 = (256 + index as u128) << 54;
        let mut logarithm: u32 = 0;
        let mut bit = 0;
        while bit < 20 {
            value = (value * value) >> 62;
            logarithm <<= 1;
            if value >= 1 << 63 {
                logarithm |= 1;
                value >>= 1;
            }
            bit += 1;
        }
        table[index] = (logarithm + 8) >> 4;
        index += 1;
    }
    table[256] = BIT;
    table
}

/// 2^(-x) in Q32, for x in Q32. Exact to about 2⁻³⁰.
#[inline]
pub(crate) fn exp2_neg(x: u64) -> u64 {
    let whole = x >> 32;
    if whole >= 32 {
        return 0;
    }
    let coarse = COARSE[((x >> 24) & 0xff) as usize];
    let fine = FINE[((x >> 16) & 0xff) as usize];
    // What is left of x is below 2⁻¹⁶, where 2^(-x) is 1 - x ln 2; 45426 is ln 2 in Q16.
    let rest = ONE.wrapping_sub(((x & 0xffff).wrapping_mul(45_426)) >> 16);
    let product = (coarse.wrapping_mul(fine)) >> 31;
    ((product.wrapping_mul(rest)) >> 31) >> whole
}

/// log2(x) in Q16, for a whole number; 0 for 0 and for 1. Exact to about 2⁻¹⁵.
#[inline]
pub(crate) fn log2(x: u64) -> u32 {
    if x < 2 {
        return 0;
    }
    let zeros = x.leading_zeros();
    let whole = 63u32.wrapping_sub(zeros);
    // The digits after the leading one, from the top.
    let fraction = x.wrapping_shl(zeros).wrapping_shl(1);
    let index = (fraction >> 56) as usize;
    let low = LOGARITHMS[index];
    let high = LOGARITHMS[index.wrapping_add(1)];
    let rest = ((fraction >> 40) & 0xffff) as u32;
    let between = high.wrapping_sub(low).wrapping_mul(rest) >> 16;
    (whole << 16).wrapping_add(low).wrapping_add(between)
}

/// The exponent of [`exp2_neg`] by which something decays in a unit of time with this half-life.
pub(crate) fn decay_rate(half_life: u64) -> u64 {
    ONE.checked_div(half_life).unwrap_or(u64::MAX).max(1)
}

/// What is left of one after a time, in Q32.
#[inline]
pub(crate) fn decay(elapsed: u64, rate: u64) -> u64 {
    exp2_neg(elapsed.saturating_mul(rate))
}

/// A value times a factor in Q32.
#[inline]
pub(crate) fn scale(value: u64, factor: u64) -> u64 {
    ((u128::from(value).wrapping_mul(u128::from(factor))) >> 32) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tables_end_where_they_should() {
        assert_eq!((COARSE[0], COARSE[128]), (ONE / 2, 1_518_500_250));
        assert_eq!(FINE[0], ONE / 2);
        assert_eq!(exp2_neg(0), ONE);
        assert_eq!((LOGARITHMS[0], LOGARITHMS[128]), (0, 38_336));
        assert_eq!(exp2_neg(ONE), ONE / 2);
        assert_eq!(exp2_neg(31 << 32), 2);
        assert_eq!(exp2_neg(u64::MAX), 0);
        assert_eq!((log2(0), log2(1), log2(2), log2(u64::MAX)), (0, 0, BIT, 64 * BIT - 1));
    }

    proptest! {
        #[test]
        fn powers_agree_with_floating_point(x in 0u64..(20 << 32)) {
            let expected = (-(x as f64) / ONE as f64).exp2();
            let found = exp2_neg(x) as f64 / ONE as f64;
            prop_assert!((found - expected).abs() < 2e-9, "{found} instead of {expected}");
        }

        #[test]
        fn logarithms_agree_with_floating_point(x in 1u64..) {
            let found = f64::from(log2(x)) / f64::from(BIT);
            prop_assert!((found - (x as f64).log2()).abs() < 4e-5);
        }

        #[test]
        fn decay_takes_half_in_a_half_life(half_life in 1u64..10_000_000) {
            let left = decay(half_life, decay_rate(half_life)) as f64 / ONE as f64;
            prop_assert!((left - 0.5).abs() < 2e-3);
        }

        #[test]
        fn logarithms_never_fall(x in 0u64..u64::MAX, step in 0u64..1_000_000) {
            prop_assert!(log2(x) <= log2(x.saturating_add(step)));
        }
    }
}
