//! Collects a payment's summary while its canonical bytes are written.

use crate::error::Cause;
use crate::record::Summary;

/// What was seen so far.
#[derive(Clone, Default)]
pub(crate) struct Draft {
    message_id: Option<String>,
    message_settlement_date: Option<String>,
    pub(crate) announced: Option<String>,
    end_to_end_id: Option<String>,
    transaction_id: Option<String>,
    uetr: Option<String>,
    amount: Option<String>,
    currency: Option<String>,
    settlement_date: Option<String>,
    debtor: Option<String>,
    creditor: Option<String>,
    debtor_agent: Agent,
    creditor_agent: Agent,
}

/// The best identification seen of a bank; a lower rank is better.
#[derive(Clone, Default)]
struct Agent(Option<(u8, String)>);

impl Agent {
    fn note(&mut self, element: &str, value: &str) {
        let rank = match element {
            "BICFI" | "BIC" => 0,
            "LEI" => 1,
            "ClrSysMmbId/MmbId" => 2,
            "Nm" => 3,
            _ => return,
        };
        if self.0.as_ref().is_none_or(|(known, _)| rank < *known) {
            self.0 = Some((rank, value.to_owned()));
        }
    }
}

impl Draft {
    /// Notes one line of the canonical bytes.
    pub(crate) fn note(&mut self, path: &str, text: &str) {
        let value = text.trim_matches([' ', '\t', '\n', '\r']);
        if value.is_empty() {
            return;
        }
        if let Some(field) = path.strip_prefix("CdtTrfTxInf/") {
            self.note_transaction(field, value);
            return;
        }
        let slot = match path {
            "GrpHdr/MsgId" => &mut self.message_id,
            "GrpHdr/NbOfTxs" => &mut self.announced,
            "GrpHdr/IntrBkSttlmDt" => &mut self.message_settlement_date,
            _ => return,
        };
        *slot = Some(value.to_owned());
    }

    fn note_transaction(&mut self, field: &str, value: &str) {
        let slot = match field {
            "PmtId/EndToEndId" => &mut self.end_to_end_id,
            "PmtId/TxId" => &mut self.transaction_id,
            "PmtId/UETR" => &mut self.uetr,
            "IntrBkSttlmAmt" => &mut self.amount,
            "IntrBkSttlmAmt/@Ccy" => &mut self.currency,
            "IntrBkSttlmDt" => &mut self.settlement_date,
            "Dbtr/Nm" => &mut self.debtor,
            "Cdtr/Nm" => &mut self.creditor,
            other => {
                if let Some(element) = other.strip_prefix("DbtrAgt/FinInstnId/") {
                    self.debtor_agent.note(element, value);
                } else if let Some(element) = other.strip_prefix("CdtrAgt/FinInstnId/") {
                    self.creditor_agent.note(element, value);
                }
                return;
            }
        };
        *slot = Some(value.to_owned());
    }

    /// The identifier and the summary, if all that every payment has is there.
    pub(crate) fn finish(self) -> Result<(String, Summary), Cause> {
        let must = |value: Option<String>, path| value.ok_or(Cause::MissingElement { path });
        let summary = Summary {
            message_id: must(self.message_id, "GrpHdr/MsgId")?,
            end_to_end_id: must(self.end_to_end_id, "CdtTrfTxInf/PmtId/EndToEndId")?,
            amount: must(self.amount, "CdtTrfTxInf/IntrBkSttlmAmt")?,
            currency: must(self.currency, "CdtTrfTxInf/IntrBkSttlmAmt/@Ccy")?,
            transaction_id: self.transaction_id,
            uetr: self.uetr,
            settlement_date: self.settlement_date.or(self.message_settlement_date),
            debtor: self.debtor,
            creditor: self.creditor,
            debtor_agent: self.debtor_agent.0.map(|(_, value)| value),
            creditor_agent: self.creditor_agent.0.map(|(_, value)| value),
        };
        let identifier = summary
            .uetr
            .as_ref()
            .or(summary.transaction_id.as_ref())
            .unwrap_or(&summary.end_to_end_id)
            .clone();
        Ok((identifier, summary))
    }
}
