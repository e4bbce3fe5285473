//! Moments as STIX writes them.

use critical_chains_records::flows::{civil, days_since_1970};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{fmt, str::FromStr};

const MILLIS_PER_DAY: u64 = 86_400_000;

/// The first moment of the year 10000, which STIX cannot write.
const END: u64 = 253_402_300_800_000;

/// A moment in UTC, to the millisecond, before the year 10000.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(u64);

/// Not a moment as STIX writes it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("expected a moment such as 2026-11-26T08:00:00.000Z, in UTC and since 1970")]
pub struct InvalidTimestamp;

impl Timestamp {
    /// The moment so many milliseconds after the Unix epoch. None if it is too far ahead.
    pub fn from_millis(millis: u64) -> Option<Self> {
        (millis < END).then_some(Self(millis))
    }

    pub(crate) const fn constant(millis: u64) -> Self {
        assert!(millis < END);
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub fn millis(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Days before the year 10000 fit.
        let (year, month, day) = civil((self.0 / MILLIS_PER_DAY) as i64);
        let millis = self.0 % MILLIS_PER_DAY;
        let (hour, minute) = (millis / 3_600_000, millis / 60_000 % 60);
        let (second, milli) = (millis / 1_000 % 60, millis % 1_000);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    /// What is finer than a millisecond is cut off.
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        parse(text).and_then(Self::from_millis).ok_or(InvalidTimestamp)
    }
}

fn parse(text: &str) -> Option<u64> {
    let (whole, fraction) = text.strip_suffix('Z')?.split_at_checked(19)?;
    let form = "dddd-dd-ddTdd:dd:dd";
    let fits = |(own, wanted): (u8, u8)| match wanted {
        b'd' => own.is_ascii_digit(),
        other => own == other,
    };
    if !whole.bytes().zip(form.bytes()).all(fits) {
        return None;
    }
    let number = |from: usize, to: usize| whole.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let days = days_since_1970(year, month, day);
    // A day that there is comes back as itself. A second 60 is a leap second.
    let is_possible = (1..=12).contains(&month)
        && civil(days) == (year, month, day)
        && hour < 24
        && minute < 60
        && second <= 60;
    if !is_possible {
        return None;
    }
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second;
    u64::try_from(seconds).ok()?.checked_mul(1_000)?.checked_add(millis(fraction)?)
}

/// Milliseconds of what follows the seconds: nothing, or a point and digits.
fn millis(fraction: &str) -> Option<u64> {
    if fraction.is_empty() {
        return Some(0);
    }
    let digits = fraction.strip_prefix('.')?;
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let three: String = digits.chars().chain("00".chars()).take(3).collect();
    three.parse().ok()
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T00:00:00.5Z", 951_782_400_500),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
            ("2026-11-26T08:00:00.123999Z", 1_795_680_000_123),
            ("9999-12-31T23:59:59.999Z", END - 1),
        ] {
            assert_eq!(text.parse::<Timestamp>().map(Timestamp::millis), Ok(millis), "{text}");
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "",
            "Z",
            "2026-11-26",
            "2026-11-26 08:00:00Z",
            "2026-11-26T08:00:00",
            "2026-11-26T08:00:00+01:00",
            "2026-11-26T08:00:00.Z",
            "2026-11-26T08:00:00.1aZ",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-11-26T24:00:00Z",
            "1969-12-31T23:59:59Z",
            "+026-11-26T08:00:00Z",
            "２026-11-26T08:00:0Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp), "{text}");
        }
        assert_eq!(Timestamp::from_millis(END), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(millis in 0..END) {
            let moment = Timestamp(millis);
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        }
    }
}
