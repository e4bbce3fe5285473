//! One account has one pseudonym in every message and file, and another one for every kind, key and
//! epoch.

#![allow(clippy::unwrap_used)]

use critical_chains_flows::{Pseudonym, PseudonymKey};
use critical_chains_records::{
    Limits, Pacs008Reader,
    flows::{FlowReader, MessageOptions, MessageReader, Profile, payment_flow},
};
use proptest::prelude::*;
use std::collections::HashSet;

const ISO: &str = "urn:iso:std:iso:20022:tech:xsd:";

const PROFILE: &str = r#"
about = "payments"
currency = "EUR"
channel = "credit-transfer"
time = { column = "at", formats = ["%Y-%m-%d"] }
source = { columns = ["from"], kind = "iban" }
destination = { columns = ["to"], kind = "iban" }
amount = { column = "amount" }
"#;

type Ends = (Pseudonym, Pseudonym);

fn message(text: &str, key: &PseudonymKey) -> Ends {
    let mut reader = MessageReader::new(text.as_bytes(), key.clone(), MessageOptions::default());
    let flow = reader.next().unwrap().unwrap().flow;
    (flow.source, flow.destination)
}

fn account(side: &str, iban: &str) -> String {
    format!("<{side}Acct><Id><IBAN>{iban}</IBAN></Id></{side}Acct>")
}

fn pacs008(from: &str, to: &str) -> String {
    format!(
        "<Document xmlns=\"{ISO}pacs.008.001.08\"><FIToFICstmrCdtTrf><GrpHdr><MsgId>M</MsgId><NbOfTxs>1\
         </NbOfTxs></GrpHdr><CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId><IntrBkSttlmAmt \
         Ccy=\"EUR\">1</IntrBkSttlmAmt><IntrBkSttlmDt>2026-01-01</IntrBkSttlmDt>{}{}</CdtTrfTxInf>\
         </FIToFICstmrCdtTrf></Document>",
        account("Dbtr", from),
        account("Cdtr", to)
    )
}

fn pain001(from: &str, to: &str) -> String {
    format!(
        "<Document xmlns=\"{ISO}pain.001.001.09\"><CstmrCdtTrfInitn><GrpHdr><NbOfTxs>1</NbOfTxs>\
         </GrpHdr><PmtInf><ReqdExctnDt><Dt>2026-01-01</Dt></ReqdExctnDt>{}<CdtTrfTxInf><Amt><InstdAmt \
         Ccy=\"EUR\">1</InstdAmt></Amt>{}</CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>",
        account("Dbtr", from),
        account("Cdtr", to)
    )
}

fn camt054(own: &str, other: &str, is_credit: bool) -> String {
    let (direction, side) = if is_credit { ("CRDT", "Dbtr") } else { ("DBIT", "Cdtr") };
    format!(
        "<Document xmlns=\"{ISO}camt.054.001.08\"><BkToCstmrDbtCdtNtfctn><Ntfctn><Acct><Id><IBAN>{own}\
         </IBAN></Id></Acct><Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>\
         BOOK</Cd></Sts><BookgDt><Dt>2026-01-01</Dt></BookgDt><NtryDtls><TxDtls><RltdPties>{}\
         </RltdPties></TxDtls></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>",
        account(side, other)
    )
}

fn csv(from: &str, to: &str, kind: &str, key: &PseudonymKey) -> Ends {
    let text = format!("at,from,to,amount\n2026-01-01,{from},{to},1\n");
    let profile = Profile::parse(&PROFILE.replace("\"iban\"", &format!("\"{kind}\""))).unwrap();
    let mut reader = FlowReader::new(text.as_bytes(), profile, key.clone()).unwrap();
    let flow = reader.next().unwrap().unwrap().flow;
    (flow.source, flow.destination)
}

/// An IBAN with the right check digits.
fn iban() -> impl Strategy<Value = String> {
    ("[A-Z]{2}", "[A-Z0-9]{11,30}").prop_map(|(country, account)| {
        let remainder = format!("{account}{country}00").chars().fold(0, |rest: u32, character| {
            let digit = character.to_digit(36).unwrap();
            (rest * if digit < 10 { 10 } else { 100 } + digit) % 97
        });
        format!("{country}{:02}{account}", 98 - remainder)
    })
}

/// How people spell it.
fn spelled(iban: &str, blanks: &[usize], is_small: bool) -> String {
    let mut text = if is_small { iban.to_ascii_lowercase() } else { iban.to_owned() };
    for at in blanks {
        text.insert(at % (text.len() + 1), ' ');
    }
    text
}

proptest! {
    #[test]
    fn one_account_has_one_pseudonym_in_every_message_and_file(
        (one, other) in (iban(), iban()),
        blanks in prop::collection::vec(0usize..40, 0..8),
        is_small: bool,
        secret: [u8; 32],
        epoch: u32,
    ) {
        let key = PseudonymKey::new(secret, epoch);
        let (from, to) = (spelled(&one, &blanks, is_small), spelled(&other, &blanks, !is_small));
        let pseudonym = |iban: &str| key.pseudonym("iban", iban.as_bytes());
        let expected = (pseudonym(&one), pseudonym(&other));

        prop_assert_eq!(message(&pacs008(&from, &to), &key), expected);
        prop_assert_eq!(message(&pain001(&to, &from), &key), (expected.1, expected.0));
        prop_assert_eq!(message(&camt054(&from, &to, false), &key), expected);
        prop_assert_eq!(message(&camt054(&to, &from, true), &key), expected);
        prop_assert_eq!(csv(&from, &to, "iban", &key), expected);
        let text = pacs008(&from, &to);
        let record =
            Pacs008Reader::new(text.as_bytes(), Limits::default()).unwrap().next().unwrap().unwrap();
        let flow = payment_flow(&record, &key).unwrap();
        prop_assert_eq!((flow.source, flow.destination), expected);
        prop_assert_eq!(one == other, expected.0 == expected.1);
    }

    #[test]
    fn every_kind_key_and_epoch_has_another_pseudonym(
        one in iban(),
        secret: [u8; 32],
        changed in 0usize..32,
        epoch in 0u32..u32::MAX,
    ) {
        let mut another = secret;
        another[changed] ^= 1;
        let keys = [
            PseudonymKey::new(secret, epoch),
            PseudonymKey::new(another, epoch),
            PseudonymKey::new(secret, epoch + 1),
        ];

        let mut seen = HashSet::new();
        for key in &keys {
            prop_assert!(seen.insert(message(&pacs008(&one, &one), key).0));
            for kind in ["card", "account", "tag"] {
                prop_assert!(seen.insert(csv(&one, &one, kind, key).0));
            }
        }
    }

    #[test]
    fn nothing_that_is_read_brings_the_readers_down(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        text in "[ -~\n\"€,;]{0,200}",
        cut in 0usize..900,
    ) {
        let key = PseudonymKey::new([7; 32], 1);
        let whole = camt054("CH9300762011623852957", &text, true);
        let cut = whole.as_bytes().get(..cut.min(whole.len())).unwrap();
        for input in [bytes.as_slice(), text.as_bytes(), whole.as_bytes(), cut] {
            MessageReader::new(input, key.clone(), MessageOptions::default()).for_each(drop);
            let rows = [b"at,from,to,amount\n", input].concat();
            for kind in ["iban", "bic"] {
                let profile = PROFILE.replace("\"iban\"", &format!("\"{kind}\""));
                let profile = Profile::parse(&profile).unwrap();
                FlowReader::new(rows.as_slice(), profile, key.clone()).unwrap().for_each(drop);
            }
        }
    }
}
