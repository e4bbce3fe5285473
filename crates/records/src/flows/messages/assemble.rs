//! Payments of pacs.008 and pain.001.

use super::{
    MessageReader, PaymentFlow,
    shape::Kind,
    walker::{Level, Walker},
};
use crate::flows::{
    PaymentError, Side,
    party::{Fields, Party},
    payment::{money, transfer_channel},
    time,
};
use critical_chains_flows::Flow;
use std::io::Read;

/// What stands in place of an identification that nobody gave.
const NOT_PROVIDED: &str = "NOTPROVIDED";

impl<R: Read> MessageReader<R> {
    /// The credit transfer that the walk has come to.
    pub(super) fn transfer(&self, kind: Kind) -> Result<PaymentFlow, PaymentError> {
        let nothing = Level::default();
        let level = |index: usize| self.walker.level(index).unwrap_or(&nothing);
        // The debtor of a pain.001 is that of its batch.
        let (header, batch, payment) = match kind {
            Kind::Pain001 => (level(0), level(1), level(2)),
            _ => (level(0), level(1), level(1)),
        };
        let identifier = identifier(
            payment,
            &["PmtId/UETR", "PmtId/TxId", "PmtId/EndToEndId", "PmtId/InstrId"],
            || ordinal(&self.walker),
        );
        let amounts: &[&str] = match kind {
            Kind::Pain001 => &["Amt/InstdAmt", "Amt/EqvtAmt/Amt"],
            _ => &["IntrBkSttlmAmt"],
        };
        let (amount, currency) = amount(payment, amounts)
            .ok_or_else(|| PaymentError::NoAmount { payment: identifier.clone() })?;
        let (amount, currency) = money(&identifier, &amount, &currency)?;
        let times = match kind {
            Kind::Pain001 => [
                batch.get("ReqdExctnDt/DtTm"),
                batch.get("ReqdExctnDt/Dt").or_else(|| batch.get("ReqdExctnDt")),
                header.get("GrpHdr/CreDtTm"),
                None,
            ],
            _ => [
                payment.get("AccptncDtTm"),
                payment.get("IntrBkSttlmDt"),
                header.get("GrpHdr/IntrBkSttlmDt"),
                header.get("GrpHdr/CreDtTm"),
            ],
        };
        let time = first_time(times)
            .ok_or_else(|| PaymentError::NoTime { payment: identifier.clone() })?;
        let debtor = party(batch, Side::Debtor, "", "");
        let creditor = party(payment, Side::Creditor, "", "");
        let everything = || self.walker.everything();
        let name = |party: &Party<'_, Level>| {
            party.pseudonym(&identifier, self.missing, &self.key, everything)
        };
        let (source, source_naming) = name(&debtor)?;
        let (destination, destination_naming) = name(&creditor)?;
        let instrument = payment
            .get("PmtTpInf/LclInstrm/Cd")
            .or_else(|| batch.get("PmtTpInf/LclInstrm/Cd"))
            .or_else(|| header.get("GrpHdr/PmtTpInf/LclInstrm/Cd"));
        let flow = Flow {
            channel: transfer_channel(instrument.as_deref()),
            source_institution: debtor.institution(),
            destination_institution: creditor.institution(),
            ..Flow::between(time, source, destination, amount, currency)
        };
        Ok(PaymentFlow {
            flow,
            identifier,
            source: source_naming,
            destination: destination_naming,
            is_reversal: false,
            own: None,
        })
    }
}

/// A party by the usual names of its elements, which stand in other elements.
pub(super) fn party<'a>(
    fields: &'a Level,
    side: Side,
    parties: &str,
    agents: &str,
) -> Party<'a, Level> {
    let prefix = side.prefix();
    Party {
        side,
        fields,
        account: format!("{parties}{prefix}Acct"),
        agent: format!("{agents}{prefix}Agt/FinInstnId"),
        party: format!("{parties}{prefix}"),
    }
}

/// The first identification that somebody gave.
pub(super) fn identifier(fields: &Level, paths: &[&str], other: impl FnOnce() -> String) -> String {
    let given = |path: &&str| {
        let text = fields.get(path)?.trim().to_owned();
        (text != NOT_PROVIDED).then_some(text)
    };
    paths.iter().find_map(given).unwrap_or_else(other)
}

/// What a payment is called that has no identification.
pub(super) fn ordinal<R: Read>(walker: &Walker<R>) -> String {
    format!("number {}", walker.level(0).map_or(0, |message| message.payments))
}

/// The first amount, and its currency.
pub(super) fn amount(fields: &Level, paths: &[&str]) -> Option<(String, String)> {
    let found = |path: &&str| {
        let currency = fields.get(&format!("{path}/@Ccy")).unwrap_or_default();
        Some((fields.get(path)?.trim().to_owned(), currency))
    };
    paths.iter().find_map(found)
}

/// The first text that is a time.
pub(super) fn first_time<const N: usize>(texts: [Option<String>; N]) -> Option<u64> {
    texts.into_iter().flatten().find_map(|text| time::iso(&text))
}
