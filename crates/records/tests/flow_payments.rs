//! Flows from pacs.008 payments.

#![allow(clippy::unwrap_used)]

use critical_chains_flows::{Channel, PseudonymKey};
use critical_chains_records::{
    Limits, Pacs008Reader, Record,
    flows::{PaymentError, Side, payment_flow},
};
use proptest::prelude::*;
use std::{fs, path::Path};

fn key() -> PseudonymKey {
    PseudonymKey::new([7; 32], 1)
}

const DEBTOR: &str = "<DbtrAcct><Id><IBAN>CH9300762011623852957</IBAN></Id></DbtrAcct>";
const CREDITOR: &str = "<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>";
const AMOUNT: &str = r#"<IntrBkSttlmAmt Ccy="EUR">54.96</IntrBkSttlmAmt>"#;
const SETTLED: &str = "<IntrBkSttlmDt>2026-09-16</IntrBkSttlmDt>";

/// The only payment of a message with these elements.
fn payment(elements: &[&str]) -> Record {
    let message = format!(
        r#"<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf>
        <GrpHdr><MsgId>M</MsgId><CreDtTm>x</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr>
        <CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId></PmtId>{}</CdtTrfTxInf>
        </FIToFICstmrCdtTrf></Document>"#,
        elements.concat()
    );
    Pacs008Reader::new(message.as_bytes(), Limits::default()).unwrap().next().unwrap().unwrap()
}

#[test]
fn the_sample_gives_a_flow_for_every_payment() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/payments-1000.pacs.008.001.08.xml");
    let message = fs::read(path).unwrap();

    let flows: Vec<_> = Pacs008Reader::new(message.as_slice(), Limits::default())
        .unwrap()
        .map(|record| payment_flow(&record.unwrap(), &key()).unwrap())
        .collect();

    assert_eq!(flows.len(), 1_000);
    let first = &flows[0];
    assert_eq!((first.amount, first.currency.as_str()), (5_496, "EUR"));
    assert_eq!(first.time, 1_789_516_800);
    assert_eq!(first.source, key().pseudonym("iban", b"IE48SHNS99010183239326"));
    assert_eq!(first.channel, Channel::CreditTransfer);
    assert!(flows.iter().all(|flow| flow.source != flow.destination));
}

#[test]
fn an_instant_payment_between_known_institutions_is_told() {
    let lei = "CRITICALCHAINSAML194";
    let agent = format!("<DbtrAgt><FinInstnId><LEI>{lei}</LEI></FinInstnId></DbtrAgt>");
    let flow = payment_flow(
        &payment(&[
            "<PmtTpInf><LclInstrm><Cd>INST</Cd></LclInstrm></PmtTpInf>",
            AMOUNT,
            "<AccptncDtTm>2026-09-15T08:30:00+02:00</AccptncDtTm>",
            DEBTOR,
            &agent,
            CREDITOR,
        ]),
        &key(),
    )
    .unwrap();

    assert_eq!(flow.channel, Channel::InstantTransfer);
    assert_eq!(flow.time, 1_789_453_800);
    assert_eq!(flow.source_institution.map(|lei| lei.as_str().to_owned()), Some(lei.to_owned()));
    assert_eq!(flow.destination_institution, None);
}

#[test]
fn an_account_that_is_no_iban_is_one_at_its_agent() {
    let account = |bic: &str| {
        let agent = format!("<CdtrAgt><FinInstnId><BICFI>{bic}</BICFI></FinInstnId></CdtrAgt>");
        let other = "<CdtrAcct><Id><Othr><Id>4711</Id></Othr></Id></CdtrAcct>";
        let record = payment(&[AMOUNT, SETTLED, DEBTOR, &agent, other]);
        payment_flow(&record, &key()).unwrap().destination
    };

    assert_eq!(account("BANKDEFF"), account("bankdeff"));
    assert_ne!(account("BANKDEFF"), account("BANKFRPP"));
}

#[test]
fn what_is_missing_is_named() {
    let error = |elements: &[&str]| payment_flow(&payment(elements), &key()).unwrap_err();
    let named = || "E1".to_owned();

    assert_eq!(
        error(&[AMOUNT, SETTLED, CREDITOR]),
        PaymentError::NoAccount { payment: named(), side: Side::Debtor }
    );
    assert_eq!(
        error(&[AMOUNT, SETTLED, DEBTOR, "<CdtrAcct><Id><IBAN>X1</IBAN></Id></CdtrAcct>"]),
        PaymentError::NoAgent { payment: named(), side: Side::Creditor }
    );
    assert_eq!(error(&[AMOUNT, DEBTOR, CREDITOR]), PaymentError::NoTime { payment: named() });
    for (amount, currency) in [("1.5", "JPY"), ("1.005", "EUR"), ("-1", "EUR"), ("1", "euro")] {
        let written = format!(r#"<IntrBkSttlmAmt Ccy="{currency}">{amount}</IntrBkSttlmAmt>"#);
        let error = error(&[&written, SETTLED, DEBTOR, CREDITOR]);
        assert!(matches!(error, PaymentError::InvalidAmount { .. }), "{error}");
        assert!(error.to_string().starts_with("payment E1: "));
    }
}

proptest! {
    /// One account has one pseudonym, however it is spelled, and another one for every key and epoch.
    #[test]
    fn spelling_does_not_matter(blanks in prop::collection::vec(0usize..20, 0..6), epoch in 2u32..) {
        let mut iban = "CH9300762011623852957".to_owned();
        for at in blanks {
            iban.insert(at.min(iban.len()), ' ');
        }
        let spelled =
            format!("<DbtrAcct><Id><IBAN>{}</IBAN></Id></DbtrAcct>", iban.to_ascii_lowercase());
        let record = payment(&[AMOUNT, SETTLED, &spelled, CREDITOR]);
        let plain = payment(&[AMOUNT, SETTLED, DEBTOR, CREDITOR]);

        let flow = payment_flow(&record, &key()).unwrap();
        prop_assert_eq!(flow.source, payment_flow(&plain, &key()).unwrap().source);
        prop_assert_eq!(flow.source, key().pseudonym("iban", b"CH9300762011623852957"));
        let later = PseudonymKey::new([7; 32], epoch);
        prop_assert_ne!(payment_flow(&record, &later).unwrap().source, flow.source);
        prop_assert_ne!(flow.source, key().pseudonym("account", b"CH9300762011623852957"));
    }
}
