//! Flows from credit transfers between banks (ISO 20022 pacs.008).

use super::{reader::minor_units, time};
use crate::Record;
use critical_chains_flows::{Channel, Flow, Pseudonym, PseudonymKey};
use critical_chains_lei::Lei;
use critical_chains_policy::Currency;
use std::fmt;

/// Which party of a payment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// Who pays.
    Debtor,
    /// Who is paid.
    Creditor,
}

impl Side {
    fn prefix(self) -> &'static str {
        match self {
            Self::Debtor => "CdtTrfTxInf/Dbtr",
            Self::Creditor => "CdtTrfTxInf/Cdtr",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Debtor => "debtor",
            Self::Creditor => "creditor",
        })
    }
}

/// Why a payment gives no flow.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PaymentError {
    /// A party has no account, and parties without one are never taken for each other.
    #[error("payment {payment}: the {side} has no account (Id/IBAN or Id/Othr/Id)")]
    NoAccount {
        /// What people call the payment.
        payment: String,
        /// Which party.
        side: Side,
    },
    /// An account that is no IBAN is known at its agent only, and the agent has no identification.
    #[error(
        "payment {payment}: the account of the {side} is no IBAN, and its agent has neither BIC nor LEI"
    )]
    NoAgent {
        /// What people call the payment.
        payment: String,
        /// Which party.
        side: Side,
    },
    /// The amount is not what its currency allows.
    #[error("payment {payment}: '{amount} {currency}' is no amount in minor units of the currency")]
    InvalidAmount {
        /// What people call the payment.
        payment: String,
        /// As written.
        amount: String,
        /// As written.
        currency: String,
    },
    /// It says nowhere when it is.
    #[error("payment {payment}: neither acceptance, settlement nor creation gives a time")]
    NoTime {
        /// What people call the payment.
        payment: String,
    },
}

/// The flow of a payment.
///
/// Accounts are pseudonyms of kind `iban`, without blanks and in capitals, if the check digits are
/// right (ISO 13616); any other account is of kind `account`, and named together with its agent, its
/// scheme and its issuer. The time is that of acceptance, else the day of settlement, else the
/// creation of the message.
pub fn payment_flow(record: &Record, key: &PseudonymKey) -> Result<Flow, PaymentError> {
    let lines = Lines::of(record);
    let payment = || record.identifier.clone();
    let summary = &record.summary;
    let invalid = || PaymentError::InvalidAmount {
        payment: payment(),
        amount: summary.amount.clone(),
        currency: summary.currency.clone(),
    };
    let currency: Currency = summary.currency.parse().map_err(|_| invalid())?;
    let decimals = decimals(&summary.currency);
    let fraction = summary.amount.split_once('.').map_or("", |(_, fraction)| fraction);
    if fraction.trim_end_matches('0').len() > decimals as usize {
        return Err(invalid());
    }
    let amount = minor_units(&summary.amount, decimals).map_err(|_| invalid())?;
    let when = [
        lines.get("CdtTrfTxInf/AccptncDtTm"),
        summary.settlement_date.clone(),
        lines.get("GrpHdr/CreDtTm"),
    ];
    let time = when.into_iter().flatten().find_map(|text| iso_time(&text));
    let time = time.ok_or_else(|| PaymentError::NoTime { payment: payment() })?;
    let source = lines.account(Side::Debtor, &record.identifier, key)?;
    let destination = lines.account(Side::Creditor, &record.identifier, key)?;
    let instant = lines.get("CdtTrfTxInf/PmtTpInf/LclInstrm/Cd").is_some_and(|code| code == "INST");
    Ok(Flow {
        channel: if instant { Channel::InstantTransfer } else { Channel::CreditTransfer },
        source_institution: lines.institution(Side::Debtor),
        destination_institution: lines.institution(Side::Creditor),
        ..Flow::between(time, source, destination, amount, currency)
    })
}

/// The lines of a record: `docs/reference/records.md`.
struct Lines<'a> {
    lines: Vec<(&'a str, &'a str)>,
}

impl<'a> Lines<'a> {
    fn of(record: &'a Record) -> Self {
        let text = std::str::from_utf8(&record.canonical).unwrap_or_default();
        Self { lines: text.lines().filter_map(|line| line.split_once('=')).collect() }
    }

    fn get(&self, path: &str) -> Option<String> {
        let found = self.lines.iter().find(|(name, _)| *name == path);
        found.map(|(_, value)| unescape(value)).filter(|value| !value.trim().is_empty())
    }

    fn account(
        &self,
        side: Side,
        payment: &str,
        key: &PseudonymKey,
    ) -> Result<Pseudonym, PaymentError> {
        let at = |path: &str| self.get(&format!("{}Acct/Id/{path}", side.prefix()));
        let written = at("IBAN").or_else(|| at("Othr/Id"));
        let written =
            written.ok_or_else(|| PaymentError::NoAccount { payment: payment.to_owned(), side })?;
        let compact: String =
            written.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        if is_iban(&compact) {
            return Ok(key.pseudonym("iban", compact.as_bytes()));
        }
        let agent = ["BICFI", "BIC", "LEI"]
            .iter()
            .find_map(|name| self.get(&format!("{}Agt/FinInstnId/{name}", side.prefix())));
        let agent =
            agent.ok_or_else(|| PaymentError::NoAgent { payment: payment.to_owned(), side })?;
        let scheme = at("Othr/SchmeNm/Cd").or_else(|| at("Othr/SchmeNm/Prtry")).unwrap_or_default();
        let issuer = at("Othr/Issr").unwrap_or_default();
        let parts = [agent.trim().to_ascii_uppercase(), scheme, issuer, written.trim().to_owned()];
        Ok(key.pseudonym("account", parts.join("\u{1f}").as_bytes()))
    }

    fn institution(&self, side: Side) -> Option<Lei> {
        self.get(&format!("{}Agt/FinInstnId/LEI", side.prefix()))?.trim().parse().ok()
    }
}

/// Undoes the escapes of canonical bytes.
fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some(other) => text.push(other),
                None => {}
            },
            (plain, false) => text.push(plain),
        }
    }
    text
}

/// Whether the check digits of an IBAN are right (ISO 13616, ISO 7064 MOD 97-10).
fn is_iban(text: &str) -> bool {
    let letters = text.bytes().take(2).all(|byte| byte.is_ascii_uppercase());
    if !(15..=34).contains(&text.len()) || !letters {
        return false;
    }
    let (head, tail) = text.split_at(4);
    let digits = tail.bytes().chain(head.bytes()).try_fold(0u32, |rest, byte| match byte {
        b'0'..=b'9' => Some((rest * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(byte - b'A') + 10) % 97),
        _ => None,
    });
    digits == Some(1)
}

/// Decimals of a currency (ISO 4217): two, but for these.
fn decimals(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

/// An ISO 8601 date, or date and time; without an offset it is UTC.
fn iso_time(text: &str) -> Option<u64> {
    let text = text.trim();
    let date = text.get(..10)?;
    let Some(rest) = text.get(10..).filter(|rest| !rest.is_empty()) else {
        return time::parse(date, "%Y-%m-%d");
    };
    let seconds = time::parse(text.get(..19)?, "%Y-%m-%dT%H:%M:%S")?;
    let rest = rest.get(9..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    if rest.is_empty() || rest == "Z" {
        return Some(seconds);
    }
    let (sign, offset) = rest.split_at_checked(1)?;
    let offset = time::parse(&format!("1970-01-01 {offset}"), "%Y-%m-%d %H:%M")?;
    match sign {
        "+" => seconds.checked_sub(offset),
        "-" => seconds.checked_add(offset),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_have_their_check_digits() {
        for good in ["CH9300762011623852957", "DE89370400440532013000", "NO9386011117947"] {
            assert!(is_iban(good), "{good}");
        }
        for bad in ["CH9300762011623852958", "DE8937040044053201300", "", "XX", "12345678901234567"]
        {
            assert!(!is_iban(bad), "{bad}");
        }
    }

    #[test]
    fn times_are_read_with_their_offset() {
        assert_eq!(iso_time("2026-09-16"), Some(1_789_516_800));
        assert_eq!(iso_time("2026-09-15T06:30:00Z"), Some(1_789_453_800));
        assert_eq!(iso_time("2026-09-15T08:30:00.125+02:00"), Some(1_789_453_800));
        assert_eq!(iso_time("2026-09-15T01:00:00-05:30"), Some(1_789_453_800));
        for text in
            ["", "2026", "2026-09-15T06:30", "2026-09-15T06:30:00X", "2026-09-15T06:30:00+2"]
        {
            assert_eq!(iso_time(text), None, "{text}");
        }
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescape(r"a\\b\nc\td\re"), "a\\b\nc\td\re");
    }
}
