//! Numbers, moments and durations as people read them.

use critical_chains_policy::MILLIS_PER_DAY;
use critical_chains_records::flows::civil;
use std::time::Duration;

/// A moment in UTC, to the second; milliseconds since 1970 if no calendar reaches that far.
pub fn date_time(millis: u64) -> String {
    let Ok(days) = i64::try_from(millis / MILLIS_PER_DAY) else {
        return format!("{millis} ms after 1970");
    };
    let (year, month, day) = civil(days);
    let seconds = millis % MILLIS_PER_DAY / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// A duration to a tenth of a second.
pub fn duration(duration: Duration) -> String {
    let tenths = (duration.as_millis() + 50) / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

/// A number with a comma before every three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_709_164_799, "2024-02-28 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        ] {
            assert_eq!(date_time(seconds * 1000), text);
        }
        assert!(!date_time(u64::MAX).is_empty());
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (65_536, "65,536")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn durations_are_rounded_to_tenths() {
        assert_eq!(duration(Duration::from_millis(3_949)), "3.9 s");
        assert_eq!(duration(Duration::from_millis(3_950)), "4.0 s");
    }
}
