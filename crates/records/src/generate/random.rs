//! SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
//!
//! Chosen because it is defined in a dozen lines, so that anybody can make the same message; it is
//! no source of secrets.

#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below the bound, 0 for a bound of 0. The bias, less than the bound in
    /// 2⁶⁴, does not matter here.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let product = u128::from(self.next()).saturating_mul(u128::from(bound));
        u64::try_from(product >> 64).unwrap_or(0)
    }

    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// One of the items, each as likely as it is often there.
    pub(super) fn pick<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        let bound = (others.len() as u64).saturating_add(1);
        let at = usize::try_from(self.below(bound)).unwrap_or(0);
        at.checked_sub(1).and_then(|at| others.get(at)).copied().unwrap_or(first)
    }

    /// Fills a pattern: `#` becomes a digit, `?` a digit or, more rarely, a letter, the rest stays.
    pub(super) fn fill(&mut self, pattern: &str) -> String {
        pattern
            .chars()
            .map(|place| match place {
                '?' if self.percent(20) => letter(self.below(26)),
                '#' | '?' => digit(self.below(10)),
                literal => literal,
            })
            .collect()
    }
}

fn digit(value: u64) -> char {
    u32::try_from(value).ok().and_then(|value| char::from_digit(value, 10)).unwrap_or('0')
}

fn letter(value: u64) -> char {
    u32::try_from(value)
        .ok()
        .and_then(|value| char::from_digit(value.saturating_add(10), 36))
        .map_or('A', |letter| letter.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_published_sequence() {
        let mut random = Random::new(1_234_567);

        let first: Vec<u64> = (0..5).map(|_| random.next()).collect();

        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(first, published);
    }

    #[test]
    fn stays_below_the_bound_and_reaches_both_ends() {
        let mut random = Random::new(1);

        let drawn: Vec<u64> = (0..1_000).map(|_| random.below(7)).collect();

        assert!(drawn.iter().all(|value| *value < 7));
        assert!((0..7).all(|value| drawn.contains(&value)));
        assert_eq!(random.below(0), 0);
    }
}
