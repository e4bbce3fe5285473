//! Times as they stand in files, to seconds since the Unix epoch (UTC).

/// Days from 1970-01-01 to a date of the Gregorian calendar (Hinnant, `days_from_civil`). Months are
/// 1 to 12; a day beyond the end of its month counts on into the next one.
pub fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of the Gregorian calendar, from days since 1970 (Hinnant's algorithm: years
/// begin in March, so that the leap day is the last).
pub fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Seconds since the Unix epoch of a date and a time of day. A day beyond the end of its month counts
/// on into the next one: the public DARPA stream has a 32 July.
pub(super) fn seconds(date: (i64, i64, i64), time: (i64, i64, i64)) -> Option<u64> {
    let (year, month, day) = date;
    let (hour, minute, second) = time;
    let valid = (1..=12).contains(&month)
        && (1..=39).contains(&day)
        && (1970..=9999).contains(&year)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    let whole = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    valid.then(|| u64::try_from(whole).ok()).flatten()
}

/// Reads a time by a format of `%Y %y %m %b %d %H %M %S %f %z` and other characters as they are. What
/// the format does not have is the beginning of the day, UTC.
pub(super) fn parse(text: &str, format: &str) -> Option<u64> {
    let mut rest = text.trim().as_bytes();
    let (mut year, mut month, mut day) = (1970, 1, 1);
    let (mut hour, mut minute, mut second) = (0, 0, 0);
    let (mut offset, mut fraction) = (0, 0);
    let mut pattern = format.bytes();
    while let Some(character) = pattern.next() {
        if character != b'%' {
            rest = rest.strip_prefix(&[character])?;
            continue;
        }
        let (field, digits) = match pattern.next()? {
            b'Y' => (&mut year, 4),
            b'y' => (&mut year, 2),
            b'm' => (&mut month, 2),
            b'd' => (&mut day, 2),
            b'H' => (&mut hour, 2),
            b'M' => (&mut minute, 2),
            b'S' => (&mut second, 2),
            b'f' => (&mut fraction, 9),
            b'b' => {
                let (name, after) = rest.split_at_checked(3)?;
                month = self::month(std::str::from_utf8(name).ok()?)?;
                rest = after;
                continue;
            }
            b'z' => {
                (offset, rest) = zone(rest)?;
                continue;
            }
            _ => return None,
        };
        let length = rest.iter().take(digits).take_while(|byte| byte.is_ascii_digit()).count();
        let (number, after) = rest.split_at_checked(length)?;
        *field = std::str::from_utf8(number).ok()?.parse().ok()?;
        rest = after;
    }
    if year < 100 {
        year += if year < 70 { 2_000 } else { 1_900 };
    }
    let local = seconds((year, month, day), (hour, minute, second))?;
    rest.is_empty().then(|| local.checked_add_signed(-offset)).flatten()
}

/// An offset from UTC in seconds, and what stands behind it: `Z`, `+02:00` or `-0530`.
fn zone(text: &[u8]) -> Option<(i64, &[u8])> {
    if let Some(rest) = text.strip_prefix(b"Z") {
        return Some((0, rest));
    }
    let (sign, rest) = text.split_first()?;
    let (hours, rest) = two_digits(rest)?;
    let (minutes, rest) = two_digits(rest.strip_prefix(b":").unwrap_or(rest))?;
    let seconds = hours * 3_600 + minutes * 60;
    match sign {
        b'+' if hours < 24 && minutes < 60 => Some((seconds, rest)),
        b'-' if hours < 24 && minutes < 60 => Some((-seconds, rest)),
        _ => None,
    }
}

fn two_digits(text: &[u8]) -> Option<(i64, &[u8])> {
    let (digits, rest) = text.split_at_checked(2)?;
    let is_number = digits.iter().all(u8::is_ascii_digit);
    let number = is_number.then(|| std::str::from_utf8(digits).ok()?.parse().ok()).flatten()?;
    Some((number, rest))
}

/// An ISO 8601 date, or date and time; without an offset it is UTC.
pub(super) fn iso(text: &str) -> Option<u64> {
    const FORMATS: [&str; 5] = [
        "%Y-%m-%d",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%dT%H:%M:%S%z",
        "%Y-%m-%dT%H:%M:%S.%f",
        "%Y-%m-%dT%H:%M:%S.%f%z",
    ];
    FORMATS.iter().find_map(|format| parse(text, format))
}

/// The number of a month by its English name.
pub(super) fn month(name: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = name.trim().get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|month| *month == start).map(|index| index as i64 + 1)
}

/// The number of a day of the week by its English name, Monday is 0.
pub(super) fn weekday(name: &str) -> Option<i64> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let start = name.trim().get(..3)?.to_ascii_lowercase();
    DAYS.iter().position(|day| *day == start).map(|index| index as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_formats_of_the_profiles() {
        assert_eq!(parse("2018-07-11 00:00:54", "%Y-%m-%d %H:%M:%S"), Some(1_531_267_254));
        assert_eq!(parse("06/01/1998-07:55", "%m/%d/%Y-%H:%M"), Some(896_687_700));
        assert_eq!(parse("01-06-23 11:20", "%m-%d-%y %H:%M"), Some(1_673_004_000));
        assert_eq!(parse("2020-02-29", "%Y-%m-%d"), Some(1_582_934_400));
    }

    #[test]
    fn reads_fractions_zones_and_names_of_months() {
        assert_eq!(parse("15 Sep 2026", "%d %b %Y"), Some(1_789_430_400));
        assert_eq!(
            parse("2026-09-15 08:30:00.125 +0200", "%Y-%m-%d %H:%M:%S.%f %z"),
            Some(1_789_453_800)
        );
        assert_eq!(parse("2026-09-15 06:30Z", "%Y-%m-%d %H:%M%z"), Some(1_789_453_800));
        for zone in ["", "+2", "+02", "+0a:00", "+25:00", "x0200", "+00:61"] {
            assert_eq!(parse(&format!("06:30{zone}"), "%H:%M%z"), None, "{zone}");
        }
        assert_eq!(parse("00:30+01:00", "%H:%M%z"), None);
    }

    #[test]
    fn iso_times_are_read_with_their_offset() {
        assert_eq!(iso("2026-09-16"), Some(1_789_516_800));
        assert_eq!(iso("2026-09-15T06:30:00Z"), Some(1_789_453_800));
        assert_eq!(iso("2026-09-15T08:30:00.125+02:00"), Some(1_789_453_800));
        assert_eq!(iso("2026-09-15T01:00:00-05:30"), Some(1_789_453_800));
        for text in
            ["", "2026", "2026-09-15T06:30", "2026-09-15T06:30:00X", "2026-09-15T06:30:00+2"]
        {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_too_many_is_the_first_of_the_next_month() {
        let format = "%m/%d/%Y-%H:%M";

        assert_eq!(parse("07/32/1998-05:31", format), parse("08/01/1998-05:31", format));
    }

    #[test]
    fn refuses_what_is_no_time() {
        let refused = ["", "2018", "2018-13-01", "2018-00-10", "2018-01-40", "2018-01-01x", "x"];

        for text in refused {
            assert_eq!(parse(text, "%Y-%m-%d"), None, "{text}");
        }
        assert_eq!(parse("25", "%H"), None);
        assert_eq!(parse("12", "%Q"), None);
    }

    #[test]
    fn names_have_numbers() {
        assert_eq!((month("December"), month("x")), (Some(12), None));
        assert_eq!((weekday("Sunday"), weekday("")), (Some(6), None));
    }
}
