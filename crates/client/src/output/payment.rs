//! What a canonical record says of a payment.

use super::printable;
use serde_json::{Value, json};

/// What people ask of a payment first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Payment {
    /// Identification of the message it came in.
    pub message_id: Option<String>,
    /// Its unique end-to-end transaction reference.
    pub uetr: Option<String>,
    /// Its identification between the banks.
    pub transaction_id: Option<String>,
    /// Its identification by the debtor.
    pub end_to_end_id: Option<String>,
    /// How much, as written.
    pub amount: Option<String>,
    /// Of what.
    pub currency: Option<String>,
    /// When it is settled.
    pub settlement_date: Option<String>,
    /// Who pays.
    pub debtor: Option<String>,
    /// Who is paid.
    pub creditor: Option<String>,
}

impl Payment {
    /// Reads the lines of a canonical record; nothing if it is of another kind.
    pub fn from_canonical(canonical: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(canonical).ok()?;
        let mut lines = text.lines();
        if lines.next() != Some("critical-chains-record:1") {
            return None;
        }
        let mut payment = Self::default();
        let mut message_date = None;
        for (path, value) in lines.filter_map(|line| line.split_once('=')) {
            let slot = match path {
                "GrpHdr/MsgId" => &mut payment.message_id,
                "GrpHdr/IntrBkSttlmDt" => &mut message_date,
                "CdtTrfTxInf/PmtId/UETR" => &mut payment.uetr,
                "CdtTrfTxInf/PmtId/TxId" => &mut payment.transaction_id,
                "CdtTrfTxInf/PmtId/EndToEndId" => &mut payment.end_to_end_id,
                "CdtTrfTxInf/IntrBkSttlmAmt" => &mut payment.amount,
                "CdtTrfTxInf/IntrBkSttlmAmt/@Ccy" => &mut payment.currency,
                "CdtTrfTxInf/IntrBkSttlmDt" => &mut payment.settlement_date,
                "CdtTrfTxInf/Dbtr/Nm" => &mut payment.debtor,
                "CdtTrfTxInf/Cdtr/Nm" => &mut payment.creditor,
                _ => continue,
            };
            *slot = Some(printable(value));
        }
        payment.settlement_date = payment.settlement_date.or(message_date);
        payment.amount.is_some().then_some(payment)
    }

    /// One sentence.
    pub fn sentence(&self) -> String {
        let word = |part: &Option<String>| part.clone().unwrap_or_else(|| "?".to_owned());
        let mut text = format!("{} {}", word(&self.currency), word(&self.amount));
        for (label, part) in [
            ("from", &self.debtor),
            ("to", &self.creditor),
            ("settled", &self.settlement_date),
            ("reference", &self.reference().map(str::to_owned)),
        ] {
            if let Some(part) = part {
                text.push_str(&format!(", {label} {part}"));
            }
        }
        text
    }

    /// What it is called: its UETR, else its transaction identification, else its end-to-end one.
    pub fn reference(&self) -> Option<&str> {
        self.uetr.as_deref().or(self.transaction_id.as_deref()).or(self.end_to_end_id.as_deref())
    }

    /// The same for programs.
    pub fn to_json(&self) -> Value {
        json!({
            "message_id": self.message_id,
            "uetr": self.uetr,
            "transaction_id": self.transaction_id,
            "end_to_end_id": self.end_to_end_id,
            "amount": self.amount,
            "currency": self.currency,
            "settlement_date": self.settlement_date,
            "debtor": self.debtor,
            "creditor": self.creditor,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "critical-chains-record:1
profile=iso20022:pacs.008.001.08
GrpHdr/MsgId=MSG-1
GrpHdr/IntrBkSttlmDt=2026-03-02
CdtTrfTxInf/PmtId/EndToEndId=E2E-1
CdtTrfTxInf/PmtId/UETR=eb6305c9-1f7f-49de-aed0-16487c27b42d
CdtTrfTxInf/IntrBkSttlmAmt/@Ccy=EUR
CdtTrfTxInf/IntrBkSttlmAmt=100.00
CdtTrfTxInf/Dbtr/Nm=Anna \u{1b}[31mBauer
CdtTrfTxInf/Cdtr/Nm=A=B Ltd
";

    #[test]
    fn says_what_people_ask_first() {
        let payment = Payment::from_canonical(RECORD.as_bytes()).unwrap();

        assert_eq!(
            payment.sentence(),
            "EUR 100.00, from Anna \u{fffd}[31mBauer, to A=B Ltd, settled 2026-03-02, \
             reference eb6305c9-1f7f-49de-aed0-16487c27b42d"
        );
    }

    #[test]
    fn other_bytes_are_no_payment() {
        for bytes in [b"".as_slice(), b"\xff", b"critical-chains-record:1\n", b"<Document/>"] {
            assert_eq!(Payment::from_canonical(bytes), None);
        }
    }
}
