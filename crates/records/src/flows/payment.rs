//! Flows from credit transfers between banks (ISO 20022 pacs.008).

use super::{
    MissingAccount,
    party::{Fields, Party},
    profile::Rounding,
    time,
    value::{decimals, minor_units},
};
use crate::Record;
use critical_chains_flows::{Channel, Flow, PseudonymKey};
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
    /// The beginning of the names of its elements.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Debtor => "Dbtr",
            Self::Creditor => "Cdtr",
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
        "payment {payment}: the account of the {side} is no IBAN, and its agent has neither BIC, LEI \
         nor number in a named clearing system"
    )]
    NoAgent {
        /// What people call the payment.
        payment: String,
        /// Which party.
        side: Side,
    },
    /// A notification does not say which account it is about.
    #[error(
        "payment {payment}: the notification has no account (Acct/Id) that is an IBAN, or that names its \
         bank (Acct/Svcr) as well"
    )]
    NoOwnAccount {
        /// What people call the payment.
        payment: String,
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
    /// There is no amount of this payment alone.
    #[error("payment {payment}: it has no amount of its own")]
    NoAmount {
        /// What people call the payment.
        payment: String,
    },
    /// It says nowhere when it is.
    #[error("payment {payment}: neither acceptance, settlement nor creation gives a time")]
    NoTime {
        /// What people call the payment.
        payment: String,
    },
    /// It does not say whether money came or went.
    #[error("payment {payment}: CdtDbtInd is neither CRDT nor DBIT")]
    NoDirection {
        /// What people call the payment.
        payment: String,
    },
    /// An entry of an account that says nothing about the payments in it.
    #[error("entry {payment}: the bank gives no details (NtryDtls/TxDtls) of the payments in it")]
    NoDetails {
        /// What people call the entry.
        payment: String,
    },
}

impl PaymentError {
    /// What to do about it, as one sentence.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoAccount { .. } | Self::NoAgent { .. } => {
                "ask the sender for the account, or choose what stands for it (--missing-account)"
            }
            Self::NoOwnAccount { .. } => "ask the bank for notifications that name the account",
            Self::InvalidAmount { .. } => {
                "digits with one point, not negative, and no more decimals than the currency has"
            }
            Self::NoAmount { .. } => "ask the bank for the amount of each payment of the entry",
            Self::NoTime { .. } => "check the message against the schema of its version",
            Self::NoDirection { .. } => "check the message against the schema of its version",
            Self::NoDetails { .. } => {
                "ask the bank for notifications with details, or make each entry a payment \
                 (--missing-account single-use)"
            }
        }
    }
}

/// An amount in minor units of its currency.
pub(super) fn money(
    payment: &str,
    amount: &str,
    currency: &str,
) -> Result<(u64, Currency), PaymentError> {
    let invalid = || PaymentError::InvalidAmount {
        payment: payment.to_owned(),
        amount: amount.to_owned(),
        currency: currency.to_owned(),
    };
    let code: Currency = currency.trim().parse().map_err(|_| invalid())?;
    // XML has no exponents in decimals.
    if amount.contains(['e', 'E']) {
        return Err(invalid());
    }
    let units = minor_units(amount, decimals(code.as_str()), Rounding::Refuse);
    Ok((units.map_err(|_| invalid())?, code))
}

/// How value moves, by the code of the local instrument.
pub(super) fn transfer_channel(instrument: Option<&str>) -> Channel {
    match instrument.map(str::trim) {
        Some("INST") => Channel::InstantTransfer,
        _ => Channel::CreditTransfer,
    }
}

/// The flow of a payment.
///
/// Accounts are pseudonyms of kind `iban`, without blanks and in capitals, if the check digits are
/// right (ISO 13616); any other account is of kind `account`, and named together with its agent, its
/// scheme and its issuer. The time is that of acceptance, else the day of settlement, else the
/// creation of the message.
pub fn payment_flow(record: &Record, key: &PseudonymKey) -> Result<Flow, PaymentError> {
    let lines = Lines::of(record);
    let payment = &record.identifier;
    let summary = &record.summary;
    let (amount, currency) = money(payment, &summary.amount, &summary.currency)?;
    let when = [
        lines.get("CdtTrfTxInf/AccptncDtTm"),
        summary.settlement_date.clone(),
        lines.get("GrpHdr/CreDtTm"),
    ];
    let time = when.into_iter().flatten().find_map(|text| time::iso(&text));
    let time = time.ok_or_else(|| PaymentError::NoTime { payment: payment.clone() })?;
    let (debtor, creditor) = (lines.party(Side::Debtor), lines.party(Side::Creditor));
    let refuse = MissingAccount::Refuse;
    let (source, _) = debtor.pseudonym(payment, refuse, key, String::new)?;
    let (destination, _) = creditor.pseudonym(payment, refuse, key, String::new)?;
    let instrument = lines.get("CdtTrfTxInf/PmtTpInf/LclInstrm/Cd");
    Ok(Flow {
        channel: transfer_channel(instrument.as_deref()),
        source_institution: debtor.institution(),
        destination_institution: creditor.institution(),
        ..Flow::between(time, source, destination, amount, currency)
    })
}

/// The lines of a record: `docs/reference/records.md`.
struct Lines<'a> {
    lines: Vec<(&'a str, &'a str)>,
}

impl Fields for Lines<'_> {
    fn get(&self, path: &str) -> Option<String> {
        let found = self.lines.iter().find(|(name, _)| *name == path);
        found.map(|(_, value)| unescape(value)).filter(|value| !value.trim().is_empty())
    }
}

impl<'a> Lines<'a> {
    fn of(record: &'a Record) -> Self {
        let text = std::str::from_utf8(&record.canonical).unwrap_or_default();
        Self { lines: text.lines().filter_map(|line| line.split_once('=')).collect() }
    }

    fn party(&self, side: Side) -> Party<'_, Self> {
        let prefix = format!("CdtTrfTxInf/{}", side.prefix());
        Party {
            side,
            fields: self,
            account: format!("{prefix}Acct"),
            agent: format!("{prefix}Agt/FinInstnId"),
            party: prefix,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescape(r"a\\b\nc\td\re"), "a\\b\nc\td\re");
    }
}
