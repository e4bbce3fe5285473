//! Values of columns: amounts, places, categories, institutions.

use super::{
    FlowCause,
    profile::{Rounding, Time},
    time,
};
use critical_chains_flows::Place;
use critical_chains_lei::{LEI_LENGTH, Lei, PREFIX_LENGTH};
use csv::ByteRecord;
use std::borrow::Cow;

/// Millionths of a degree.
const MICRODEGREES: f64 = 1_000_000.0;

/// Most digits behind the point that an exponent can ask for: those of the smallest `f64`.
const MAX_EXPONENT: usize = 400;

/// The beginning of all invented legal entity identifiers. No issuer has it.
const SYNTHETIC_PREFIX: &[u8] = b"TEST";

pub(super) fn field(record: &ByteRecord, column: usize) -> &[u8] {
    record.get(column).unwrap_or_default()
}

pub(super) fn text(record: &ByteRecord, column: usize) -> Cow<'_, str> {
    String::from_utf8_lossy(field(record, column))
}

pub(super) fn read_time(
    time: &Time,
    columns: &[usize],
    record: &ByteRecord,
) -> Result<u64, FlowCause> {
    let value = |index: usize| text(record, columns.get(index).copied().unwrap_or(usize::MAX));
    let joined =
        || (0..columns.len()).map(|index| value(index).into_owned()).collect::<Vec<_>>().join(" ");
    let invalid =
        |format: &str| FlowCause::InvalidTime { found: joined(), format: format.to_owned() };
    match time {
        Time::Written { formats, .. } => written_time(&value(0), formats),
        Time::Joined { formats, .. } => written_time(&joined(), formats),
        Time::Steps { step_seconds, epoch, .. } => value(0)
            .trim()
            .parse::<u64>()
            .ok()
            .and_then(|step| step.checked_mul(*step_seconds)?.checked_add(*epoch))
            .ok_or_else(|| invalid("a whole number of steps")),
        Time::Calendar { .. } => {
            let number = |index: usize| value(index).trim().parse::<i64>().ok();
            number(0)
                .zip(time::month(&value(1)))
                .zip(number(2).zip(time::weekday(&value(3))))
                .and_then(|((year, month), (week, weekday))| {
                    let day = week.checked_sub(1)?.checked_mul(7)?.checked_add(weekday)?;
                    time::seconds((year, month, day.checked_add(1)?), (0, 0, 0))
                })
                .ok_or_else(|| invalid("year, month, week of the month, day of the week"))
        }
    }
}

/// A time in the first of the formats that fits.
pub(super) fn written_time(text: &str, formats: &[String]) -> Result<u64, FlowCause> {
    let found = formats.iter().find_map(|format| time::parse(text, format));
    found.ok_or_else(|| FlowCause::InvalidTime {
        found: text.to_owned(),
        format: formats.join(" or "),
    })
}

/// A decimal number in units of its last decimal, exactly; what is too long is rounded half to even,
/// or refused.
pub(super) fn minor_units(
    written: &str,
    decimals: u32,
    rounding: Rounding,
) -> Result<u64, FlowCause> {
    let invalid = || FlowCause::InvalidAmount { found: written.to_owned() };
    let trimmed = written.trim();
    // Programs write very small amounts with a negative exponent.
    let (mantissa, exponent) = trimmed.split_once(['e', 'E']).unwrap_or((trimmed, "-0"));
    let shift: usize =
        exponent.strip_prefix('-').and_then(|digits| digits.parse().ok()).ok_or_else(invalid)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    if !is_number || shift > MAX_EXPONENT {
        return Err(invalid());
    }
    let all = [whole.as_bytes(), fraction.as_bytes()].concat();
    let padded = [vec![b'0'; shift.saturating_sub(whole.len())], all].concat();
    let (whole, fraction) =
        padded.split_at_checked(whole.len().saturating_sub(shift)).ok_or_else(invalid)?;
    let decimals = decimals as usize;
    let kept = whole.iter().chain(fraction.iter().chain(std::iter::repeat(&b'0')).take(decimals));
    let value = kept.into_iter().try_fold(0u64, |value, digit| {
        value.checked_mul(10)?.checked_add(u64::from(digit.wrapping_sub(b'0')))
    });
    let value = value.ok_or_else(invalid)?;
    let rest = fraction.get(decimals..).unwrap_or_default();
    if rounding == Rounding::Refuse && rest.iter().any(|digit| *digit != b'0') {
        return Err(FlowCause::TooManyDigits {
            found: written.to_owned(),
            decimals: decimals as u32,
        });
    }
    let is_half = rest.starts_with(b"5") && rest.iter().skip(1).all(|digit| *digit == b'0');
    let is_up = if is_half { value % 2 == 1 } else { rest.first() >= Some(&b'5') };
    value.checked_add(u64::from(is_up)).ok_or_else(invalid)
}

/// Decimals of a currency (ISO 4217): two, but for these.
pub(super) fn decimals(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

pub(super) fn read_place(text: &str) -> Result<Place, FlowCause> {
    let degrees = |part: &str, limit: f64| {
        let value: f64 = part.trim().parse().ok()?;
        (value.abs() <= limit).then(|| (value * MICRODEGREES).round() as i32)
    };
    text.split_once(',')
        .and_then(|(latitude, longitude)| {
            Some(Place {
                latitude: degrees(latitude, 90.0)?,
                longitude: degrees(longitude, 180.0)?,
            })
        })
        .ok_or_else(|| FlowCause::InvalidPlace { found: text.to_owned() })
}

/// FNV-1a (Fowler, Noll and Vo), 64 bits.
pub(super) fn hash(value: &[u8]) -> u64 {
    value.trim_ascii().iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The category of a text: FNV-1a folded to 32 bits. The same text is the same category in every file.
pub(super) fn category(value: &[u8]) -> u32 {
    let hash = hash(value);
    (hash ^ (hash >> 32)) as u32
}

/// A legal entity identifier in a column, if what stands there is meant to be one.
pub(super) fn written_lei(value: &[u8]) -> Result<Option<Lei>, FlowCause> {
    let is_letter = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let is_meant = value.len() == LEI_LENGTH
        && value.iter().all(is_letter)
        // Names in capitals do not end in check digits.
        && value.iter().rev().take(2).all(u8::is_ascii_digit);
    if !is_meant {
        return Ok(None);
    }
    Lei::try_from(value).map(Some).map_err(|error| FlowCause::InvalidInstitution {
        found: String::from_utf8_lossy(value).into_owned(),
        why: error.to_string(),
    })
}

/// A well-formed legal entity identifier for a name in test data: `TEST`, and FNV-1a of the name to
/// base 36.
pub(super) fn synthetic_lei(name: &[u8]) -> Option<Lei> {
    let mut prefix = [b'0'; PREFIX_LENGTH];
    let mut rest = hash(name);
    let (start, digits) = prefix.split_at_mut_checked(SYNTHETIC_PREFIX.len())?;
    start.copy_from_slice(SYNTHETIC_PREFIX);
    for digit in digits.iter_mut().rev() {
        let value = char::from_digit((rest % 36) as u32, 36)?;
        *digit = u8::try_from(value.to_ascii_uppercase()).ok()?;
        rest /= 36;
    }
    Lei::from_prefix(prefix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        let good = [
            ("57.16", 2, 5_716),
            ("57", 2, 5_700),
            ("57.1", 2, 5_710),
            ("0.125", 2, 12),
            ("0.135", 2, 14),
            ("592.534549", 2, 59_253),
            (".5", 2, 50),
            ("2.5e-06", 2, 0),
            ("12e-1", 2, 120),
            ("5E-1", 0, 0),
            ("1.5e-0", 0, 2),
            ("123.45e-2", 2, 123),
            ("18446744073709551615", 0, u64::MAX),
        ];
        for (text, decimals, expected) in good {
            let found = minor_units(text, decimals, Rounding::HalfEven);
            assert_eq!(found.ok(), Some(expected), "{text}");
        }
        let bad = [
            "",
            ".",
            "-1",
            "1,000.00",
            "12.3x",
            "18446744073709551616",
            "1e5",
            "NaN",
            "xe-1",
            "1e-401",
            "1e--1",
            "1e-",
            "-1e-9",
        ];
        for text in bad {
            assert!(minor_units(text, 0, Rounding::HalfEven).is_err(), "{text}");
        }
    }

    #[test]
    fn digits_that_the_currency_lacks_are_refused_if_the_profile_says_so() {
        let refused = minor_units("1.005", 2, Rounding::Refuse);
        assert!(matches!(refused, Err(FlowCause::TooManyDigits { decimals: 2, .. })));
        assert_eq!(minor_units("1.050", 2, Rounding::Refuse).ok(), Some(105));
    }

    #[test]
    fn places_are_degrees() {
        let place = read_place("13.059816123454882, 77.77068662374292").ok();

        assert_eq!(place, Some(Place { latitude: 13_059_816, longitude: 77_770_687 }));
        for text in ["", "1", "91,0", "0,181", "a,b"] {
            assert!(read_place(text).is_err(), "{text}");
        }
    }

    #[test]
    fn invented_institutions_are_well_formed_and_differ() {
        let (one, other) = (synthetic_lei(b"bank_a").unwrap(), synthetic_lei(b"bank_b").unwrap());

        assert!(one.as_str().starts_with("TEST"));
        assert_ne!(one, other);
        assert_eq!(synthetic_lei(b" bank_a "), Some(one));
        assert_eq!(written_lei(one.as_bytes()).ok(), Some(Some(one)));
    }
}
