//! Times of the day, days of the week and dates, from milliseconds since the Unix epoch.
//!
//! Days are those of the proleptic Gregorian calendar without leap seconds, as Unix time counts
//! them. A clock is a fixed offset from UTC: laws of summer time change, and a chain must decide
//! the same for ever.

#[cfg(feature = "serde")]
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Minutes of a day.
pub const MINUTES_PER_DAY: u16 = 1_440;

/// Most minutes by which a clock can differ from UTC: 14 hours.
const MAX_OFFSET_MINUTES: i16 = 840;

const MILLIS_PER_MINUTE: i64 = 60_000;

/// Milliseconds of a day.
pub const MILLIS_PER_DAY: u64 = 86_400_000;

/// How many days before something ends whoever has it is warned.
pub const WARNING_DAYS: [u64; 3] = [30, 7, 1];

/// The day, counted from 1970-01-01, of an instant in milliseconds since the Unix epoch.
pub fn day_of(unix_millis: u64) -> u64 {
    unix_millis / MILLIS_PER_DAY
}

/// Days in a row whose warnings are given together: today, and those on which nobody could give them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Days {
    /// The day before the first of them.
    pub after: u64,
    /// The last of them.
    pub until: u64,
}

/// In how many days something ends that ends at this time, if one of these days is one to warn of it.
pub fn days_to_warn_of(expires: u64, days: Days) -> Option<u64> {
    let end = day_of(expires);
    let left = end.checked_sub(days.until)?;
    let mut due = WARNING_DAYS.into_iter().filter_map(|ahead| end.checked_sub(ahead));
    due.any(|day| day > days.after && day <= days.until).then_some(left)
}

/// A day: how many days after 1970-01-01 it is.
pub type Date = u32;

/// Why a time of the day or an offset makes no sense.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidTime;

/// A day of the week.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
#[allow(missing_docs)]
pub enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl DayOfWeek {
    /// The days from Monday to Sunday.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

/// A set of days of the week: one bit for each, Monday first.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);

    /// Whether a day is in the set.
    pub fn contains(self, day: DayOfWeek) -> bool {
        self.0 & Self::bit(day) != 0
    }

    /// Whether it has a day, and no more than seven.
    pub fn is_valid(self) -> bool {
        self.0 != 0 && self.0 < 128
    }

    /// The days in the set, Monday first.
    pub fn iter(self) -> impl Iterator<Item = DayOfWeek> {
        DayOfWeek::ALL.into_iter().filter(move |day| self.contains(*day))
    }

    const fn bit(day: DayOfWeek) -> u8 {
        match day {
            DayOfWeek::Monday => 1,
            DayOfWeek::Tuesday => 2,
            DayOfWeek::Wednesday => 4,
            DayOfWeek::Thursday => 8,
            DayOfWeek::Friday => 16,
            DayOfWeek::Saturday => 32,
            DayOfWeek::Sunday => 64,
        }
    }
}

impl FromIterator<DayOfWeek> for Weekdays {
    fn from_iter<I: IntoIterator<Item = DayOfWeek>>(days: I) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | Self::bit(day)))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Weekdays {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Weekdays {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<DayOfWeek>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// An instant as a clock at a fixed offset from UTC shows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LocalTime {
    /// The day.
    pub date: Date,
    /// Its day of the week.
    pub weekday: DayOfWeek,
    /// The minute of the day, from 0 to 1,439.
    pub minute: u16,
}

impl LocalTime {
    /// What a clock shows that is so many minutes ahead of UTC. Before 1970 it shows the first
    /// minute of 1970, after the year 11 million the last day it knows.
    pub fn at(unix_millis: u64, offset_minutes: i16) -> Self {
        let minutes = i64::try_from(unix_millis).unwrap_or(i64::MAX) / MILLIS_PER_MINUTE;
        let local = minutes.saturating_add(offset_minutes.into()).max(0);
        let per_day = i64::from(MINUTES_PER_DAY);
        let days = local.checked_div(per_day).unwrap_or_default();
        let minute = local.checked_rem(per_day).unwrap_or_default();
        // 1970-01-01 was a Thursday.
        let weekday = days.saturating_add(3).checked_rem(7).unwrap_or_default();
        let weekday = usize::try_from(weekday).unwrap_or_default();
        Self {
            date: Date::try_from(days).unwrap_or(Date::MAX),
            weekday: DayOfWeek::ALL.get(weekday).copied().unwrap_or(DayOfWeek::Monday),
            minute: u16::try_from(minute).unwrap_or_default(),
        }
    }
}

/// Checks a span of the day, which must not be empty, and the offset of its clock.
pub(crate) fn check_span(from: u16, until: u16, offset: i16) -> Result<(), InvalidTime> {
    let fits = from < MINUTES_PER_DAY
        && until <= MINUTES_PER_DAY
        && from != until
        && offset.unsigned_abs() <= MAX_OFFSET_MINUTES.unsigned_abs();
    fits.then_some(()).ok_or(InvalidTime)
}

/// Whether a minute is in a span of the day. One that ends before it begins goes over midnight.
pub(crate) fn is_in_span(minute: u16, from: u16, until: u16) -> bool {
    if from < until { (from..until).contains(&minute) } else { minute >= from || minute < until }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_days_that_others_have_written_down() {
        // `date -u -d @… '+%F %u %H:%M'`
        for (seconds, days, weekday, minute) in [
            (0, 0, DayOfWeek::Thursday, 0),
            (951_782_400, 11_016, DayOfWeek::Tuesday, 0), // 2000-02-29
            (1_735_689_599, 20_088, DayOfWeek::Tuesday, 1_439), // 2024-12-31 23:59:59
            (1_795_651_200, 20_783, DayOfWeek::Thursday, 0), // 2026-11-26
        ] {
            let time = LocalTime::at(seconds * 1_000, 0);

            assert_eq!((time.date, time.weekday, time.minute), (days, weekday, minute));
        }
    }

    #[test]
    fn offsets_move_over_midnight() {
        let midnight = 20_783 * 86_400_000;

        assert_eq!(LocalTime::at(midnight, -60).date, 20_782);
        assert_eq!(LocalTime::at(midnight, -60).minute, 1_380);
        assert_eq!(LocalTime::at(midnight, 840).minute, 840);
        assert_eq!(LocalTime::at(0, -840), LocalTime::at(0, 0));
    }

    #[test]
    fn survives_the_ends_of_time() {
        for millis in [0, u64::MAX, i64::MAX as u64] {
            for offset in [i16::MIN, 0, i16::MAX] {
                assert!(LocalTime::at(millis, offset).minute < MINUTES_PER_DAY);
            }
        }
    }

    #[test]
    fn spans_may_go_over_midnight() {
        assert!(is_in_span(0, 1_320, 360) && is_in_span(1_320, 1_320, 360));
        assert!(!is_in_span(360, 1_320, 360) && !is_in_span(1_319, 1_320, 360));
        assert!(is_in_span(540, 540, 1_440) && is_in_span(1_439, 540, 1_440));
        assert!(!is_in_span(539, 540, 1_440));
    }

    #[test]
    fn rejects_times_that_do_not_exist() {
        assert_eq!(check_span(540, 1_080, 60), Ok(()));
        assert_eq!(check_span(540, 540, 0), Err(InvalidTime));
        assert_eq!(check_span(1_440, 10, 0), Err(InvalidTime));
        assert_eq!(check_span(0, 1_441, 0), Err(InvalidTime));
        assert_eq!(check_span(0, 10, 841), Err(InvalidTime));
        assert_eq!(check_span(0, 10, i16::MIN), Err(InvalidTime));
    }
}
