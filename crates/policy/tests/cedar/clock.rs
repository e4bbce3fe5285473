//! The calendar as the crate `jiff` knows it. Nothing here is computed by what is tested.

use jiff::{Timestamp, ToSpan, civil, tz::Offset};

/// An instant in UTC, as Cedar reads it: `2026-11-26T09:00:00.000Z`.
pub fn instant(unix_millis: u64) -> String {
    Offset::UTC.to_datetime(timestamp(unix_millis)).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// The date so many days after 1970-01-01, as Cedar reads it: `2026-11-26`.
pub fn date(days: u32) -> String {
    civil::date(1970, 1, 1).checked_add(i64::from(days).days()).unwrap().to_string()
}

/// The day of the week on a clock that is so many minutes ahead of UTC.
pub fn weekday(unix_millis: u64, offset_minutes: i16) -> String {
    let offset = Offset::from_seconds(i32::from(offset_minutes) * 60).unwrap();
    format!("{:?}", offset.to_datetime(timestamp(unix_millis)).weekday())
}

fn timestamp(unix_millis: u64) -> Timestamp {
    Timestamp::from_millisecond(i64::try_from(unix_millis).unwrap()).unwrap()
}
