//! What a pattern is about: a pseudonym, or a clear number that becomes one.

use super::Reason;
use crate::{
    kind::{PSEUDONYMOUS_IDENTIFIER, observable, unmarked},
    objects::Indicator,
    pattern::{self, Comparison, PatternError},
};
use critical_chains_attestation::IndicatorKind;
use critical_chains_flows::{Pseudonym, PseudonymKey};
use critical_chains_records::flows::normalised_iban;
use std::net::IpAddr;

/// The only language of patterns that is read.
const PATTERN_TYPE: &str = "stix";

/// What a pattern is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Identified {
    /// What the pseudonym stands for.
    pub(super) kind: IndicatorKind,
    /// The pseudonym.
    pub(super) value: Pseudonym,
    /// Whether the pattern had a clear number.
    pub(super) was_clear: bool,
}

pub(super) fn identify(
    object: &Indicator,
    key: Option<&PseudonymKey>,
) -> Result<Identified, Reason> {
    if object.pattern_type != PATTERN_TYPE {
        let named: String = object.pattern_type.chars().take(super::MAX_REPEATED).collect();
        return Err(Reason::PatternType(named));
    }
    let comparisons = pattern::parse(&object.pattern)?;
    match comparisons.as_slice() {
        [one] => of_one(one, key),
        [first, second] => of_two(first, second),
        _ => Err(PatternError::Several.into()),
    }
}

/// The objects that carry a pseudonym, or a clear number, in one property.
fn of_one(own: &Comparison, key: Option<&PseudonymKey>) -> Result<Identified, Reason> {
    let property = (own.object.as_str(), own.property.as_str());
    let kind = match property {
        ("bank-account", "account_number" | "iban") => IndicatorKind::Account,
        ("payment-card", "value") => IndicatorKind::Card,
        ("cryptocurrency-wallet", "value") => IndicatorKind::Wallet,
        ("phone-number", "value") => IndicatorKind::Phone,
        ("ipv4-addr" | "ipv6-addr" | "domain-name", "value") => IndicatorKind::Address,
        (object, property) => return Err(Reason::UnknownKind(format!("{object}:{property}"))),
    };
    if let Some(value) = unmarked(&own.value) {
        let is_its_place =
            observable(kind).object == own.object && observable(kind).property == own.property;
        return if is_its_place {
            Ok(Identified { kind, value, was_clear: false })
        } else {
            Err(Reason::UnknownKind(format!("a pseudonym in {}:{}", own.object, own.property)))
        };
    }
    let key = key.ok_or(Reason::Clear(kind))?;
    // The kinds and spellings with which flows are made pseudonyms, so that an indicator meets them.
    let (name, identifier) = match property {
        (_, "iban" | "account_number") => {
            let expected =
                if own.property == "iban" { Reason::NotA("IBAN") } else { Reason::NotAnIban };
            ("iban", normalised_iban(&own.value).ok_or(expected)?)
        }
        ("payment-card", _) => {
            ("card", digits(&own.value, 8..=19).ok_or(Reason::NotA("card number"))?)
        }
        ("phone-number", _) => {
            ("phone", digits(&own.value, 5..=15).ok_or(Reason::NotA("phone number"))?)
        }
        ("cryptocurrency-wallet", _) => {
            let wallet = own.value.trim();
            if wallet.is_empty() {
                return Err(Reason::NotA("wallet"));
            }
            ("wallet", wallet.to_owned())
        }
        _ => ("address", address(&own.object, &own.value)?),
    };
    Ok(Identified { kind, value: key.pseudonym(name, identifier.as_bytes()), was_clear: true })
}

/// Our own object says of which kind it is.
fn of_two(first: &Comparison, second: &Comparison) -> Result<Identified, Reason> {
    let is_own = |own: &Comparison, property: &str| {
        own.object == PSEUDONYMOUS_IDENTIFIER && own.property == property
    };
    let (kind, value) = if is_own(first, "kind") && is_own(second, "value") {
        (first, second)
    } else if is_own(first, "value") && is_own(second, "kind") {
        (second, first)
    } else {
        return Err(PatternError::Several.into());
    };
    let kind = IndicatorKind::named(&kind.value)
        .filter(|kind| observable(*kind).object == PSEUDONYMOUS_IDENTIFIER)
        .ok_or_else(|| Reason::UnknownKind(format!("this kind of {PSEUDONYMOUS_IDENTIFIER}")))?;
    // This object is for pseudonyms, so a clear number in it is a mistake of whoever wrote it.
    let value = unmarked(&value.value).ok_or(Reason::NotA("pseudonym"))?;
    Ok(Identified { kind, value, was_clear: false })
}

/// The digits of a number that is written in groups.
fn digits(written: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<String> {
    let written = written.trim();
    let written = written.strip_prefix('+').unwrap_or(written);
    let compact: String = written.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let is_number = compact.bytes().all(|digit| digit.is_ascii_digit());
    (is_number && lengths.contains(&compact.len())).then_some(compact)
}

/// The one spelling of an address or a domain.
fn address(object: &str, written: &str) -> Result<String, Reason> {
    let written = written.trim();
    if object == "domain-name" {
        let name = written.strip_suffix('.').unwrap_or(written).to_ascii_lowercase();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_name = !name.is_empty() && name.len() <= 253 && name.chars().all(is_part);
        return if is_name { Ok(name) } else { Err(Reason::NotA("domain")) };
    }
    // A network is many addresses, and a pseudonym stands for one.
    match written.parse::<IpAddr>() {
        Ok(address) if address.is_ipv4() == (object == "ipv4-addr") => Ok(address.to_string()),
        _ => Err(Reason::NotA("single network address")),
    }
}
