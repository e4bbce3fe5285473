//! Flows from pacs.008, pain.001 and camt.054, and everything that can be wrong.

#![allow(clippy::unwrap_used)]

use critical_chains_flows::{Channel, Flow, PseudonymKey};
use critical_chains_records::{
    Cause, Limit, Limits, Pacs008Reader,
    flows::{
        MessageError, MessageOptions, MessageReader, MissingAccount, Naming, PaymentError,
        PaymentFlow, Side, payment_flow,
    },
    generate::{Options, write_message},
};

fn key() -> PseudonymKey {
    PseudonymKey::new([7; 32], 1)
}

type Results = Vec<Result<PaymentFlow, MessageError>>;

fn read_with(text: &[u8], missing_account: MissingAccount) -> Results {
    let options = MessageOptions { missing_account, ..MessageOptions::default() };
    MessageReader::new(text, key(), options).collect()
}

fn read(text: &str) -> Results {
    read_with(text.as_bytes(), MissingAccount::Refuse)
}

/// The payments that are errors, by their messages.
fn errors(results: &Results) -> Vec<String> {
    results.iter().filter_map(|result| result.as_ref().err().map(ToString::to_string)).collect()
}

fn flows(results: &Results) -> Vec<&PaymentFlow> {
    results.iter().filter_map(|result| result.as_ref().ok()).collect()
}

const ISO: &str = "urn:iso:std:iso:20022:tech:xsd:";

const DEBTOR: &str = "<DbtrAcct><Id><IBAN>CH9300762011623852957</IBAN></Id></DbtrAcct>";
const CREDITOR: &str = "<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>";

fn iban(number: &str) -> critical_chains_flows::Pseudonym {
    key().pseudonym("iban", number.as_bytes())
}

mod pacs008 {
    use super::*;

    #[test]
    fn gives_the_same_flows_as_its_records() {
        for version in [2, 8, 13] {
            let mut text = Vec::new();
            write_message(&mut text, &Options { count: 200, seed: 5, version }).unwrap();
            let records = Pacs008Reader::new(text.as_slice(), Limits::default()).unwrap();
            let expected: Vec<_> = records
                .map(|record| {
                    let record = record.unwrap();
                    (record.identifier.clone(), payment_flow(&record, &key()).unwrap())
                })
                .collect();

            let results = read_with(&text, MissingAccount::Refuse);

            let found: Vec<_> = flows(&results)
                .into_iter()
                .map(|payment| (payment.identifier.clone(), payment.flow.clone()))
                .collect();
            assert_eq!(found, expected);
        }
    }
}

mod pain001 {
    use super::*;

    fn message(version: &str, count: u32, batches: &str) -> String {
        format!(
            "<Document xmlns=\"{ISO}pain.001.001.{version}\"><CstmrCdtTrfInitn><GrpHdr><MsgId>M\
             </MsgId><CreDtTm>2026-09-15T06:30:00Z</CreDtTm><NbOfTxs>{count}</NbOfTxs></GrpHdr>\
             {batches}</CstmrCdtTrfInitn></Document>"
        )
    }

    fn payment(rest: &str) -> String {
        format!(
            "<CdtTrfTxInf><PmtId><EndToEndId>NOTPROVIDED</EndToEndId><InstrId>I1</InstrId></PmtId>\
             <Amt><InstdAmt Ccy=\"EUR\">12.30</InstdAmt></Amt>{rest}</CdtTrfTxInf>"
        )
    }

    #[test]
    fn gives_every_payment_of_a_batch_its_debtor() {
        let first = format!(
            "<PmtInf><PmtTpInf><LclInstrm><Cd>INST</Cd></LclInstrm></PmtTpInf><ReqdExctnDt><Dt>\
             2026-09-16</Dt></ReqdExctnDt>{DEBTOR}{0}{0}</PmtInf>",
            payment(CREDITOR)
        );
        let second = format!(
            "<PmtInf><ReqdExctnDt><DtTm>2026-09-15T08:30:00+02:00</DtTm></ReqdExctnDt>{}{}</PmtInf>",
            CREDITOR.replace("Cdtr", "Dbtr"),
            payment(&DEBTOR.replace("Dbtr", "Cdtr"))
        );

        let results = read(&message("09", 3, &(first + &second)));

        assert_eq!(errors(&results), [""; 0]);
        let payments = flows(&results);
        assert_eq!(payments.len(), 3);
        assert_eq!(payments[0].identifier, "I1");
        assert_eq!(payments[0].flow.channel, Channel::InstantTransfer);
        assert_eq!((payments[1].flow.amount, payments[1].flow.time), (1_230, 1_789_516_800));
        assert_eq!(payments[2].flow.time, 1_789_453_800);
        assert_eq!(payments[2].own, None);
        assert_eq!(payments[2].flow.channel, Channel::CreditTransfer);
        assert_eq!(payments[0].flow.source, payments[2].flow.destination);
        assert_eq!(payments[0].flow.destination, payments[2].flow.source);
    }

    #[test]
    fn is_read_in_all_its_versions() {
        for version in 2..=12 {
            let day = match version {
                2..=7 => "2026-09-16",
                _ => "<Dt>2026-09-16</Dt>",
            };
            let batch = format!(
                "<PmtInf><ReqdExctnDt>{day}</ReqdExctnDt>{DEBTOR}{}</PmtInf>",
                payment(CREDITOR)
            );
            let mut text = message(&format!("{version:02}"), 1, &batch);
            if version == 2 {
                text = text.replace("CstmrCdtTrfInitn", "pain.001.001.02");
            }

            let results = read(&text);

            assert_eq!(flows(&results)[0].flow.time, 1_789_516_800, "{version}");
        }
    }

    #[test]
    fn without_a_day_of_execution_has_the_time_of_its_creation() {
        let batch = format!("<PmtInf>{DEBTOR}{}</PmtInf>", payment(CREDITOR));

        assert_eq!(flows(&read(&message("09", 1, &batch)))[0].flow.time, 1_789_453_800);
    }

    #[test]
    fn names_what_is_missing_and_reads_on() {
        let batch = format!(
            "<PmtInf>{DEBTOR}{}{}{}</PmtInf>",
            payment(""),
            payment(CREDITOR).replace("12.30", "1.234"),
            payment(CREDITOR)
        );

        let results = read(&message("09", 3, &batch));

        let is_no_account = |error: &MessageError| {
            let expected =
                PaymentError::NoAccount { payment: "I1".to_owned(), side: Side::Creditor };
            matches!(error, MessageError::Payment(error) if *error == expected)
        };
        assert!(is_no_account(results[0].as_ref().unwrap_err()));
        let amount = results[1].as_ref().unwrap_err();
        assert!(matches!(amount, MessageError::Payment(PaymentError::InvalidAmount { .. })));
        assert!(results[2].is_ok());
        assert!(!amount.hint().is_empty());
    }

    #[test]
    fn whose_debtor_stands_behind_the_payments_is_refused() {
        let batch = format!("<PmtInf>{}{DEBTOR}</PmtInf>", payment(CREDITOR));

        let results = read(&message("09", 1, &batch));

        let last = results.last().unwrap().as_ref().unwrap_err();
        let MessageError::Read(error) = last else { panic!("{last}") };
        assert!(
            matches!(&error.cause, Cause::UnexpectedElement { found, .. } if found == "DbtrAcct")
        );
    }

    #[test]
    fn without_times_or_amounts_is_refused() {
        let batch = format!("<PmtInf>{DEBTOR}{}</PmtInf>", payment(CREDITOR));
        let timeless = message("09", 1, &batch).replace("2026-09-15T06:30:00Z", "today");
        let free = message("09", 1, &batch).replace("InstdAmt", "Amount");

        assert_eq!(
            errors(&read(&timeless)),
            [PaymentError::NoTime { payment: "I1".to_owned() }.to_string()]
        );
        assert_eq!(
            errors(&read(&free)),
            [PaymentError::NoAmount { payment: "I1".to_owned() }.to_string()]
        );
    }
}

mod camt054 {
    use super::*;

    const OWN: &str = "<Acct><Id><IBAN>CH9300762011623852957</IBAN></Id></Acct>";

    fn message(entries: &str) -> String {
        format!(
            "<Document xmlns=\"{ISO}camt.054.001.08\"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>M\
             </MsgId></GrpHdr><Ntfctn>{OWN}{entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
        )
    }

    fn entry(direction: &str, more: &str, details: &str) -> String {
        format!(
            "<Ntry><Amt Ccy=\"CHF\">30.00</Amt><CdtDbtInd>{direction}</CdtDbtInd>{more}<Sts><Cd>BOOK\
             </Cd></Sts><BookgDt><Dt>2026-09-16</Dt></BookgDt><AcctSvcrRef>R1</AcctSvcrRef>\
             <BkTxCd><Domn><Fmly><Cd>RCDT</Cd></Fmly></Domn></BkTxCd>{details}</Ntry>"
        )
    }

    fn details(payments: &[String]) -> String {
        format!("<NtryDtls>{}</NtryDtls>", payments.concat())
    }

    fn payment(amount: &str, parties: &str) -> String {
        format!(
            "<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>{amount}<RltdPties>{parties}\
             </RltdPties></TxDtls>"
        )
    }

    /// A payment with the bank of the other party, by its BIC.
    fn at_bank(side: &str, payment: &str) -> String {
        let agent = format!(
            "<RltdAgts><{side}Agt><FinInstnId><BICFI>BANKDEFFXXX</BICFI></FinInstnId></{side}Agt>\
             </RltdAgts></TxDtls>"
        );
        payment.replace("</TxDtls>", &agent)
    }

    const TEN: &str = "<Amt Ccy=\"CHF\">10.00</Amt>";

    #[test]
    fn goes_the_way_that_the_indicator_says() {
        let debtor = CREDITOR.replace("Cdtr", "Dbtr");
        let text = message(
            &(entry("CRDT", "", &details(&[payment(TEN, &debtor)]))
                + &entry("DBIT", "", &details(&[payment(TEN, CREDITOR)]))),
        );

        let results = read(&text);

        let payments = flows(&results);
        assert_eq!(payments[0].flow.source, iban("DE89370400440532013000"));
        assert_eq!(payments[0].flow.destination, iban("CH9300762011623852957"));
        assert_eq!(payments[1].flow.source, payments[0].flow.destination);
        assert_eq!(payments[1].flow.destination, payments[0].flow.source);
        assert_eq!((payments[0].flow.amount, payments[0].flow.time), (1_000, 1_789_516_800));
        assert_eq!(payments[0].flow.channel, Channel::CreditTransfer);
    }

    #[test]
    fn says_which_side_has_the_account() {
        let (from, to) = (CREDITOR.replace("Cdtr", "Dbtr"), CREDITOR);
        let credit = entry("CRDT", "", &details(&[at_bank("Dbtr", &payment(TEN, &from))]));
        let debit = entry("DBIT", "", &details(&[at_bank("Cdtr", &payment(TEN, to))]));
        let reversed = credit.replace("<Sts>", "<RvslInd>true</RvslInd><Sts>");

        let results = read(&message(&[credit, debit, reversed].concat()));

        let sides: Vec<_> = flows(&results).iter().map(|payment| payment.own).collect();
        assert_eq!(sides, [Some(Side::Creditor), Some(Side::Debtor), Some(Side::Creditor)]);
        for payment in flows(&results) {
            let Flow { source_institution, destination_institution, .. } = &payment.flow;
            assert_eq!((*source_institution, *destination_institution), (None, None));
        }
    }

    #[test]
    fn whose_account_is_not_known_is_refused_whatever_stands_for_others() {
        let own = "<Acct><Id><Othr><Id>12345</Id></Othr></Id></Acct>";
        let text = message(&entry("DBIT", "", &details(&[payment(TEN, CREDITOR)])));
        let text = text.replace(OWN, own);

        let results = read_with(text.as_bytes(), MissingAccount::SingleUse);

        let refused = PaymentError::NoOwnAccount { payment: "E1".to_owned() }.to_string();
        assert_eq!(errors(&results), [refused]);
    }

    #[test]
    fn of_a_reversal_finds_the_other_party_either_way() {
        let reversed = "<RvslInd>true</RvslInd>";
        let own = DEBTOR;
        let as_it_was =
            entry("CRDT", reversed, &details(&[payment(TEN, &(own.to_owned() + CREDITOR))]));
        let as_it_goes =
            entry("CRDT", reversed, &details(&[payment(TEN, &CREDITOR.replace("Cdtr", "Dbtr"))]));

        let results = read(&message(&(as_it_was + &as_it_goes)));

        assert_eq!(errors(&results), [""; 0]);
        for payment in flows(&results) {
            assert!(payment.is_reversal);
            assert_eq!(payment.flow.source, iban("DE89370400440532013000"));
            assert_eq!(payment.flow.destination, iban("CH9300762011623852957"));
        }
    }

    #[test]
    fn gives_the_only_payment_of_an_entry_the_amount_of_the_entry() {
        let one = entry("DBIT", "", &details(&[payment("", CREDITOR)]));
        let two = entry("DBIT", "", &details(&[payment("", CREDITOR), payment("", CREDITOR)]));

        assert_eq!(flows(&read(&message(&one)))[0].flow.amount, 3_000);
        let refused = PaymentError::NoAmount { payment: "E1".to_owned() }.to_string();
        assert_eq!(errors(&read(&message(&two))), [refused.clone(), refused]);
    }

    #[test]
    fn without_details_is_an_error_or_a_payment_of_somebody() {
        let text = message(&entry("DBIT", "", ""));

        let refused = [PaymentError::NoDetails { payment: "R1".to_owned() }.to_string()];
        assert_eq!(errors(&read(&text)), refused);
        let named = read_with(text.as_bytes(), MissingAccount::AgentAndName);
        assert_eq!(errors(&named), refused);
        let results = read_with(text.as_bytes(), MissingAccount::SingleUse);
        let payment = flows(&results)[0];
        assert_eq!((payment.flow.amount, payment.destination), (3_000, Naming::SingleUse));
        assert_eq!(payment.source, Naming::Iban);
    }

    #[test]
    fn leaves_out_what_is_not_booked() {
        let announced = entry("DBIT", "", &details(&[payment(TEN, CREDITOR)]))
            .replace("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>");
        let text = message(&announced);
        let mut reader = MessageReader::new(text.as_bytes(), key(), MessageOptions::default());

        assert!(reader.next().is_none());
        assert_eq!(reader.skipped_entries(), 1);
    }

    #[test]
    fn that_does_not_say_which_way_is_refused() {
        let text = message(&entry("BOTH", "", &details(&[payment(TEN, CREDITOR)])));

        let refused = PaymentError::NoDirection { payment: "E1".to_owned() }.to_string();
        assert_eq!(errors(&read(&text)), [refused]);
    }

    #[test]
    fn never_takes_unknown_parties_for_each_other() {
        let name = "<Dbtr><Pty><Nm>John Smith</Nm></Pty></Dbtr>";
        let one = at_bank("Dbtr", &payment(TEN, name));
        let text = message(&entry("CRDT", "", &details(&[one.clone(), one])));

        let single = read_with(text.as_bytes(), MissingAccount::SingleUse);
        let again = read_with(text.as_bytes(), MissingAccount::SingleUse);
        let named = read_with(text.as_bytes(), MissingAccount::AgentAndName);

        let sources =
            |results: &Results| flows(results).iter().map(|p| p.flow.source).collect::<Vec<_>>();
        assert_eq!(errors(&read(&text)).len(), 2);
        assert_ne!(sources(&single)[0], sources(&single)[1]);
        assert_eq!(sources(&single), sources(&again));
        assert_eq!(sources(&named)[0], sources(&named)[1]);
        assert_eq!(flows(&named)[0].source, Naming::AgentAndName);
    }
}

mod reading {
    use super::*;

    fn failure(text: &str, limits: Limits) -> MessageError {
        let options = MessageOptions { limits, ..MessageOptions::default() };
        MessageReader::new(text.as_bytes(), key(), options).find_map(Result::err).unwrap()
    }

    fn cause(text: &str) -> Cause {
        match failure(text, Limits::default()) {
            MessageError::Read(error) => error.cause,
            other => panic!("{other}"),
        }
    }

    fn pain(inside: &str) -> String {
        format!(
            "<e><Document xmlns=\"{ISO}pain.001.001.09\"><CstmrCdtTrfInitn>{inside}\
             </CstmrCdtTrfInitn></Document></e>"
        )
    }

    #[test]
    fn refuses_other_messages() {
        let other = format!("<Document xmlns=\"{ISO}pain.002.001.03\"/>");
        let late = format!("<Document xmlns=\"{ISO}pain.001.001.13\"/>");
        let bare = "<Document><CstmrCdtTrfInitn/></Document>".to_owned();
        for text in [other, late, bare] {
            let error = failure(&text, Limits::default());
            assert!(matches!(error, MessageError::Unsupported { .. }), "{error}");
            assert!(!error.hint().is_empty());
        }
        assert!(matches!(cause("<a/>"), Cause::NoMessage { .. }));
    }

    #[test]
    fn checks_the_number_of_payments() {
        let header = |count: &str| format!("<GrpHdr><NbOfTxs>{count}</NbOfTxs></GrpHdr>");

        assert!(matches!(
            cause(&pain(&header("1"))),
            Cause::CountMismatch { stated: 1, counted: 0 }
        ));
        assert!(matches!(cause(&pain(&header("x"))), Cause::InvalidCount { .. }));
        assert!(matches!(cause(&pain("")), Cause::MissingElement { .. }));
    }

    #[test]
    fn refuses_text_beside_elements() {
        for inside in ["x", "<GrpHdr>x<MsgId/></GrpHdr>", "<GrpHdr><MsgId/>x</GrpHdr>"] {
            assert!(matches!(cause(&pain(inside)), Cause::MixedContent { .. }), "{inside}");
        }
    }

    #[test]
    fn is_bounded() {
        let long = "x".repeat(200);
        let text = pain(&format!("<GrpHdr><MsgId>{long}</MsgId></GrpHdr>"));
        let limited = |limits| match failure(&text, limits) {
            MessageError::Read(error) => error.cause,
            other => panic!("{other}"),
        };

        let short = Limits { text_bytes: 100, ..Limits::default() };
        let small = Limits { record_bytes: 100, ..Limits::default() };
        assert!(matches!(limited(short), Cause::LimitExceeded { limit: Limit::TextBytes, .. }));
        assert!(matches!(limited(small), Cause::LimitExceeded { limit: Limit::RecordBytes, .. }));
    }

    #[test]
    fn reads_messages_one_after_the_other_and_skips_what_is_foreign() {
        let foreign = "<o:x xmlns:o=\"other\"><o:y>text<o:z/></o:y></o:x>";
        let one = |version: u32| {
            format!(
                "<Document xmlns=\"{ISO}pain.001.001.{version:02}\"><CstmrCdtTrfInitn><GrpHdr>{foreign}\
                 <CreDtTm>2026-09-15T06:30:00Z</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr><PmtInf>{DEBTOR}\
                 <CdtTrfTxInf><Amt><InstdAmt Ccy=\"JPY\">5</InstdAmt></Amt>{CREDITOR}{foreign}\
                 </CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>"
            )
        };

        let results = read(&format!("<e>{}{}</e>", one(3), one(9)));

        assert_eq!(errors(&results), [""; 0]);
        assert_eq!(flows(&results).len(), 2);
        assert_eq!(flows(&results)[1].identifier, "number 1");
        assert_eq!(flows(&results)[1].flow.amount, 5);
    }

    #[test]
    fn ends_at_what_is_cut_off() {
        let text = pain("<GrpHdr>");
        assert!(matches!(
            cause(&text[..text.len() - 40]),
            Cause::MismatchedEndTag { .. } | Cause::Truncated { .. }
        ));
    }
}
