//! Times, dates, amounts and names as people write them in policy files.
//!
//! Every value that a policy can hold has exactly one text, and the text reads as the value again.

use critical_chains_policy::{
    Amount, Assurance, Currency, Date, DayOfWeek, Effect, Kind, MILLIS_PER_DAY, Presence, Risk,
    Separation, Steward,
};
use critical_chains_records::flows::civil;

/// A value with a text.
pub(super) trait Text: Sized {
    /// What such a value looks like, for errors.
    const EXPECTED: &'static str;

    fn read(text: &str) -> Option<Self>;

    fn write(&self) -> String;
}

/// Names of the variants of an enumeration.
macro_rules! names {
    ($kind:ty, $expected:literal, { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl Text for $kind {
            const EXPECTED: &'static str = $expected;

            fn read(text: &str) -> Option<Self> {
                match text {
                    $($name => Some(Self::$variant),)+
                    _ => None,
                }
            }

            fn write(&self) -> String {
                match self {
                    $(Self::$variant => $name,)+
                }
                .to_owned()
            }
        }
    };
}

names!(Kind, "bank, market-infrastructure, insurer, toll-operator or authority", {
    Bank = "bank",
    MarketInfrastructure = "market-infrastructure",
    Insurer = "insurer",
    TollOperator = "toll-operator",
    Authority = "authority",
});
names!(DayOfWeek, "a day of the week, such as monday", {
    Monday = "monday",
    Tuesday = "tuesday",
    Wednesday = "wednesday",
    Thursday = "thursday",
    Friday = "friday",
    Saturday = "saturday",
    Sunday = "sunday",
});
names!(Assurance, "aal1, aal2 or aal3", { Aal1 = "aal1", Aal2 = "aal2", Aal3 = "aal3" });
names!(Presence, "phase-ranging, time-of-flight or wired-round-trip", {
    PhaseRanging = "phase-ranging",
    TimeOfFlight = "time-of-flight",
    WiredRoundTrip = "wired-round-trip",
});
names!(Risk, "clear, raised, corroborated or confirmed", {
    Clear = "clear",
    Raised = "raised",
    Corroborated = "corroborated",
    Confirmed = "confirmed",
});
names!(Steward, "institution or consortium", {
    Institution = "institution",
    Consortium = "consortium",
});
names!(Separation, "static or dynamic", { Static = "static", Dynamic = "dynamic" });
names!(Effect, "permit or forbid", { Permit = "permit", Forbid = "forbid" });

/// A span of the day, in minutes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct DaySpan {
    pub(super) from: u16,
    pub(super) until: u16,
}

impl Text for DaySpan {
    const EXPECTED: &'static str = "a span of the day such as \"08:00-18:00\"";

    fn read(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        Some(Self { from: minutes(from.trim())?, until: minutes(until.trim())? })
    }

    fn write(&self) -> String {
        format!("{}-{}", hours(self.from), hours(self.until))
    }
}

fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let minute: u16 = digits(minute).filter(|_| minute.len() == 2)?;
    let hour: u16 = digits(hour).filter(|_| hour.len() >= 2)?;
    (minute < 60).then_some(hour.checked_mul(60)?.checked_add(minute)?)
}

fn hours(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A number of digits alone: no sign, as the standard library would take.
fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    let only = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    only.then(|| text.parse().ok()).flatten()
}

/// By how many minutes a clock is ahead of UTC.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct UtcOffset(pub(super) i16);

impl Text for UtcOffset {
    const EXPECTED: &'static str = "a clock's distance to UTC such as \"+01:00\"";

    fn read(text: &str) -> Option<Self> {
        let (negative, rest) = match text.split_at_checked(1)? {
            ("+", rest) => (false, rest),
            ("-", rest) => (true, rest),
            _ => return None,
        };
        let minutes = i32::from(minutes(rest)?);
        i16::try_from(if negative { -minutes } else { minutes }).ok().map(Self)
    }

    fn write(&self) -> String {
        let sign = if self.0 < 0 { '-' } else { '+' };
        format!("{sign}{}", hours(self.0.unsigned_abs()))
    }
}

/// A day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Day(pub(super) Date);

impl Text for Day {
    const EXPECTED: &'static str = "a date such as 2026-12-25";

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next().filter(|year| year.len() >= 4)?;
        let (month, day) = (parts.next()?, parts.next()?);
        let two = |text: &str| digits::<u32>(text).filter(|_| text.len() == 2);
        let days = days_since_1970(digits(year)?, two(month)?, two(day)?)?;
        let found = Self(Date::try_from(days).ok()?);
        // The 30th of February is the 2nd of March for the arithmetic, and an error for people.
        (found.write() == text).then_some(found)
    }

    fn write(&self) -> String {
        let (year, month, day) = civil(self.0.into());
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// Days of the Gregorian calendar since 1970, if the calendar reaches so far.
fn days_since_1970(year: i64, month: u32, day: u32) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || year > 1_000_000_000 {
        return None;
    }
    Some(critical_chains_records::flows::days_since_1970(year, month.into(), day.into()))
}

/// A moment, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Moment(pub(super) u64);

impl Text for Moment {
    const EXPECTED: &'static str = "a time in UTC such as 2026-12-31T18:00:00Z, or a date";

    fn read(text: &str) -> Option<Self> {
        let (day, time) = match text.split_once(['T', ' ']) {
            Some((day, time)) => (day, time.strip_suffix('Z')?),
            None => (text, "00:00:00"),
        };
        let days = {
            let mut parts = day.splitn(3, '-');
            let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
            let days = days_since_1970(digits(year)?, digits(month)?, digits(date)?)?;
            let (year_again, month_again, date_again) = civil(days);
            let again = format!("{year_again:04}-{month_again:02}-{date_again:02}");
            (again == day).then_some(u64::try_from(days).ok()?)?
        };
        let (time, millis) = match time.split_once('.') {
            Some((time, millis)) if millis.len() == 3 => (time, digits::<u64>(millis)?),
            Some(_) => return None,
            None => (time, 0),
        };
        let mut parts = time.splitn(3, ':');
        let mut part = |most: u64| {
            let text = parts.next()?;
            digits::<u64>(text).filter(|number| text.len() == 2 && *number < most)
        };
        let seconds = part(24)? * 3_600 + part(60)? * 60 + part(60)?;
        days.checked_mul(MILLIS_PER_DAY)?.checked_add(seconds * 1_000 + millis).map(Self)
    }

    fn write(&self) -> String {
        let days = i64::try_from(self.0 / MILLIS_PER_DAY).unwrap_or(i64::MAX);
        let (year, month, day) = civil(days);
        let millis = self.0 % MILLIS_PER_DAY;
        let (seconds, millis) = (millis / 1_000, millis % 1_000);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let fraction = if millis == 0 { String::new() } else { format!(".{millis:03}") };
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
    }
}

/// A length of time, in milliseconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Span(pub(super) u64);

/// Units from the longest, with their length in milliseconds.
const UNITS: [(&str, u64); 5] = [
    ("day", MILLIS_PER_DAY),
    ("hour", 3_600_000),
    ("minute", 60_000),
    ("second", 1_000),
    ("millisecond", 1),
];

impl Text for Span {
    const EXPECTED: &'static str =
        "a length of time such as \"7 days\", \"12 hours\" or \"1 minute\"";

    fn read(text: &str) -> Option<Self> {
        let (number, unit) = text.split_once(' ')?;
        let unit = unit.strip_suffix('s').unwrap_or(unit);
        let (_, millis) = UNITS.iter().find(|(name, _)| *name == unit)?;
        digits::<u64>(number)?.checked_mul(*millis).map(Self)
    }

    fn write(&self) -> String {
        let fits = |(_, millis): &&(&str, u64)| self.0.is_multiple_of(*millis);
        let (name, millis) = if self.0 == 0 {
            ("minute", 60_000)
        } else {
            UNITS.iter().find(fits).copied().unwrap_or(("millisecond", 1))
        };
        match self.0 / millis {
            1 => format!("1 {name}"),
            number => format!("{number} {name}s"),
        }
    }
}

/// Currencies that have no minor unit, by ISO 4217.
const WITHOUT_MINOR_UNIT: [&str; 16] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF",
];

/// Currencies whose unit has a thousand minor ones.
const WITH_THREE_DIGITS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Digits of the minor unit of a currency.
fn minor_digits(currency: &str) -> usize {
    match currency {
        "XPF" => 0,
        code if WITHOUT_MINOR_UNIT.contains(&code) => 0,
        code if WITH_THREE_DIGITS.contains(&code) => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

impl Text for Amount {
    const EXPECTED: &'static str = "an amount such as \"EUR 10000.00\" with all digits of the minor unit, or \"EUR 1000000 minor units\"";

    fn read(text: &str) -> Option<Self> {
        let (code, number) = text.split_once(' ')?;
        let currency: Currency = code.parse().ok()?;
        let minor_units = match number.strip_suffix(" minor units") {
            Some(number) => digits(number)?,
            None => {
                let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
                // "EUR 10000" could mean either: people have to say which.
                if fraction.len() != minor_digits(code) || number.ends_with('.') {
                    return None;
                }
                digits::<u128>(whole)?;
                digits(&format!("{whole}{fraction}"))?
            }
        };
        Some(Self { currency, minor_units })
    }

    fn write(&self) -> String {
        let code = self.currency.as_str();
        let places = minor_digits(code);
        let number = format!("{:0>1$}", self.minor_units, places + 1);
        match number.split_at_checked(number.len() - places) {
            Some((whole, fraction)) if places > 0 => format!("{code} {whole}.{fraction}"),
            _ => format!("{code} {number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read<T: Text>(text: &str) -> Option<T> {
        T::read(text)
    }

    #[test]
    fn what_people_write_is_read() {
        assert_eq!(read("08:00-18:30"), Some(DaySpan { from: 480, until: 1_110 }));
        assert_eq!(read("22:00 - 24:00"), Some(DaySpan { from: 1_320, until: 1_440 }));
        assert_eq!(read("-03:30"), Some(UtcOffset(-210)));
        assert_eq!(read("2026-11-26"), Some(Day(20_783)));
        assert_eq!(read("2000-02-29"), Some(Day(11_016)));
        assert_eq!(read("1970-01-02T00:00:01Z"), Some(Moment(86_401_000)));
        assert_eq!(read("1970-01-02"), Some(Moment(86_400_000)));
        assert_eq!(read("7 days"), Some(Span(7 * MILLIS_PER_DAY)));
        assert_eq!(read("1 minute"), Some(Span(60_000)));
        let euro = |minor_units| Some(Amount { currency: "EUR".parse().unwrap(), minor_units });
        assert_eq!(read("EUR 10000.00"), euro(1_000_000));
        assert_eq!(read("EUR 1000000 minor units"), euro(1_000_000));
        assert_eq!(read("EUR 0.05"), euro(5));
        let yen = Amount { currency: "JPY".parse().unwrap(), minor_units: 500 };
        assert_eq!(read("JPY 500"), Some(yen));
        assert_eq!(read::<Amount>("KWD 1.500").map(|amount| amount.minor_units), Some(1_500));
    }

    #[test]
    fn what_means_nothing_or_two_things_is_not() {
        for text in ["", "8-18", "08:60-09:00", "08:00", "+8:00-09:00"] {
            assert_eq!(read::<DaySpan>(text), None, "{text}");
        }
        for text in ["", "01:00", "+1", "UTC"] {
            assert_eq!(read::<UtcOffset>(text), None, "{text}");
        }
        for text in ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "1969-12-31", "today"] {
            assert_eq!(read::<Day>(text), None, "{text}");
        }
        for text in ["2026-02-30", "2026-01-01T24:00:00Z", "2026-01-01T10:00:00", "noon"] {
            assert_eq!(read::<Moment>(text), None, "{text}");
        }
        for text in ["7", "7days", "-1 day", "1 week", "99999999999999999999 days"] {
            assert_eq!(read::<Span>(text), None, "{text}");
        }
        for text in ["EUR 10000", "EUR 1.0", "EUR .50", "JPY 5.00", "eur 1.00", "EUR -1.00", "EUR"]
        {
            assert_eq!(read::<Amount>(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_value_reads_as_itself(
            (from, until, offset) in any::<(u16, u16, i16)>(),
            (day, millis) in any::<(u32, u64)>(),
            letters in proptest::array::uniform3(b'A'..=b'Z'),
            minor_units in any::<u128>(),
        ) {
            let span = DaySpan { from, until };
            prop_assert_eq!(read(&span.write()), Some(span));
            prop_assert_eq!(read(&UtcOffset(offset).write()), Some(UtcOffset(offset)));
            prop_assert_eq!(read(&Day(day).write()), Some(Day(day)));
            prop_assert_eq!(read(&Moment(millis).write()), Some(Moment(millis)));
            prop_assert_eq!(read(&Span(millis).write()), Some(Span(millis)));
            let amount = Amount { currency: Currency::new(letters).unwrap(), minor_units };
            prop_assert_eq!(read(&amount.write()), Some(amount));
        }
    }
}
