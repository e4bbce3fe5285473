//! What a reader hands out.

/// One payment of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The bytes that are hashed: `docs/reference/records.md`.
    pub canonical: Vec<u8>,
    /// What people call the payment: its UETR, else `TxId`, else `EndToEndId`.
    pub identifier: String,
    /// The facts to show and search by.
    pub summary: Summary,
}

/// The facts of a payment that people look for.
///
/// White space around a value is dropped here; the canonical bytes keep it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// `GrpHdr/MsgId`
    pub message_id: String,
    /// `PmtId/EndToEndId`
    pub end_to_end_id: String,
    /// `PmtId/TxId`
    pub transaction_id: Option<String>,
    /// `PmtId/UETR`
    pub uetr: Option<String>,
    /// `IntrBkSttlmAmt`, as written
    pub amount: String,
    /// `IntrBkSttlmAmt/@Ccy`
    pub currency: String,
    /// `IntrBkSttlmDt` of the payment, else of the message
    pub settlement_date: Option<String>,
    /// `Dbtr/Nm`
    pub debtor: Option<String>,
    /// `Cdtr/Nm`
    pub creditor: Option<String>,
    /// `DbtrAgt/FinInstnId`: BIC, else LEI, clearing member identification or name
    pub debtor_agent: Option<String>,
    /// `CdtrAgt/FinInstnId`, likewise
    pub creditor_agent: Option<String>,
}
