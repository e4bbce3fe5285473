//! Writes payments as pacs.008 XML.

use std::io::{self, Write};

use super::parties::{Address, Party};
use super::payment::{Payment, Remittance};

/// Before this version a bank's BIC was `BIC`.
const FIRST_WITH_BICFI: u8 = 3;
/// The first version with UETR and LEI.
const FIRST_WITH_UETR: u8 = 8;

const CREATED: &str = "2026-09-15T06:30:00Z";

/// A message in the making.
pub(super) struct MessageWriter<W> {
    output: W,
    version: u8,
    depth: usize,
}

impl<W: Write> MessageWriter<W> {
    pub(super) fn new(output: W, version: u8) -> Self {
        Self { output, version, depth: 0 }
    }

    pub(super) fn begin(&mut self, message_id: &str, count: u64) -> io::Result<()> {
        writeln!(self.output, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        let version = self.version;
        let namespace = format!("urn:iso:std:iso:20022:tech:xsd:pacs.008.001.{version:02}");
        self.open(&format!(r#"Document xmlns="{namespace}""#))?;
        self.open("FIToFICstmrCdtTrf")?;
        self.open("GrpHdr")?;
        self.leaf("MsgId", message_id)?;
        self.leaf("CreDtTm", CREATED)?;
        self.leaf("NbOfTxs", &count.to_string())?;
        self.open("SttlmInf")?;
        self.leaf("SttlmMtd", "CLRG")?;
        self.close("SttlmInf")?;
        self.close("GrpHdr")
    }

    pub(super) fn payment(&mut self, payment: &Payment) -> io::Result<()> {
        self.open("CdtTrfTxInf")?;
        self.identification(payment)?;
        if let Some(code) = payment.service_level {
            self.open("PmtTpInf")?;
            self.nested("SvcLvl", "Cd", code)?;
            self.close("PmtTpInf")?;
        }
        self.line(|output| {
            let (currency, amount) = (payment.currency, &payment.amount);
            write!(output, r#"<IntrBkSttlmAmt Ccy="{currency}">{amount}</IntrBkSttlmAmt>"#)
        })?;
        self.leaf("IntrBkSttlmDt", payment.settlement_date)?;
        self.leaf("ChrgBr", payment.charge_bearer)?;
        self.agent("InstgAgt", payment.debtor.bank.bic)?;
        self.agent("InstdAgt", payment.creditor.bank.bic)?;
        self.party("Dbtr", &payment.debtor)?;
        self.account("DbtrAcct", &payment.debtor)?;
        self.agent("DbtrAgt", payment.debtor.bank.bic)?;
        self.agent("CdtrAgt", payment.creditor.bank.bic)?;
        self.party("Cdtr", &payment.creditor)?;
        self.account("CdtrAcct", &payment.creditor)?;
        if let Some(code) = payment.purpose {
            self.nested("Purp", "Cd", code)?;
        }
        self.remittance(&payment.remittance)?;
        self.close("CdtTrfTxInf")
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.close("FIToFICstmrCdtTrf")?;
        self.close("Document")?;
        self.output.flush()
    }

    fn identification(&mut self, payment: &Payment) -> io::Result<()> {
        self.open("PmtId")?;
        if let Some(id) = &payment.instruction_id {
            self.leaf("InstrId", id)?;
        }
        self.leaf("EndToEndId", &payment.end_to_end_id)?;
        self.leaf("TxId", &payment.transaction_id)?;
        if self.version >= FIRST_WITH_UETR {
            self.leaf("UETR", &payment.uetr)?;
        }
        self.close("PmtId")
    }

    fn agent(&mut self, tag: &str, bic: &str) -> io::Result<()> {
        let element = if self.version >= FIRST_WITH_BICFI { "BICFI" } else { "BIC" };
        self.open(tag)?;
        self.nested("FinInstnId", element, bic)?;
        self.close(tag)
    }

    fn party(&mut self, tag: &str, party: &Party) -> io::Result<()> {
        self.open(tag)?;
        self.leaf("Nm", &party.name)?;
        if let Some(address) = &party.address {
            self.address(address)?;
        }
        if let Some(lei) = party.lei.as_deref().filter(|_| self.version >= FIRST_WITH_UETR) {
            self.open("Id")?;
            self.nested("OrgId", "LEI", lei)?;
            self.close("Id")?;
        }
        self.close(tag)
    }

    fn address(&mut self, address: &Address) -> io::Result<()> {
        self.open("PstlAdr")?;
        self.leaf("StrtNm", address.street)?;
        self.leaf("BldgNb", &address.number)?;
        self.leaf("PstCd", &address.postcode)?;
        self.leaf("TwnNm", address.town)?;
        self.leaf("Ctry", address.country)?;
        self.close("PstlAdr")
    }

    fn account(&mut self, tag: &str, party: &Party) -> io::Result<()> {
        self.open(tag)?;
        self.nested("Id", "IBAN", &party.iban)?;
        self.close(tag)
    }

    fn remittance(&mut self, remittance: &Remittance) -> io::Result<()> {
        match remittance {
            Remittance::None => Ok(()),
            Remittance::Text(text) => self.nested("RmtInf", "Ustrd", text),
            Remittance::CreditorReference(reference) => {
                self.open("RmtInf")?;
                self.open("Strd")?;
                self.open("CdtrRefInf")?;
                self.open("Tp")?;
                self.nested("CdOrPrtry", "Cd", "SCOR")?;
                self.leaf("Issr", "ISO")?;
                self.close("Tp")?;
                self.leaf("Ref", reference)?;
                self.close("CdtrRefInf")?;
                self.close("Strd")?;
                self.close("RmtInf")
            }
        }
    }

    fn nested(&mut self, outer: &str, inner: &str, text: &str) -> io::Result<()> {
        self.open(outer)?;
        self.leaf(inner, text)?;
        self.close(outer)
    }

    fn open(&mut self, tag: &str) -> io::Result<()> {
        self.line(|output| write!(output, "<{tag}>"))?;
        self.depth = self.depth.saturating_add(1);
        Ok(())
    }

    fn close(&mut self, tag: &str) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        self.line(|output| write!(output, "</{tag}>"))
    }

    fn leaf(&mut self, tag: &str, text: &str) -> io::Result<()> {
        self.line(|output| {
            write!(output, "<{tag}>")?;
            write_escaped(output, text)?;
            write!(output, "</{tag}>")
        })
    }

    fn line(&mut self, write: impl FnOnce(&mut W) -> io::Result<()>) -> io::Result<()> {
        for _ in 0..self.depth {
            self.output.write_all(b"\t")?;
        }
        write(&mut self.output)?;
        self.output.write_all(b"\n")
    }
}

fn write_escaped<W: Write>(output: &mut W, text: &str) -> io::Result<()> {
    for part in text.split_inclusive(['&', '<']) {
        match part.strip_suffix(['&', '<']) {
            Some(plain) => {
                output.write_all(plain.as_bytes())?;
                output.write_all(if part.ends_with('&') { b"&amp;" } else { b"&lt;" })?;
            }
            None => output.write_all(part.as_bytes())?,
        }
    }
    Ok(())
}
