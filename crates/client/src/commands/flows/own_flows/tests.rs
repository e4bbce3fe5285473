use super::*;
use critical_chains_flows::Pseudonym;
use critical_chains_watch::{Parties, Report};
use std::fs;

/// 2026-09-16, on which the entries of the notification are booked, and half a day.
const NOW: u64 = 1_789_516_800 + 43_200;

fn bank(number: u8) -> Lei {
    Lei::from_prefix(format!("TESTINSTITUTION{number:03}").as_bytes().try_into().unwrap()).unwrap()
}

fn key() -> PseudonymKey {
    PseudonymKey::new([7; 32], 1)
}

fn flow(ago: u64, from: Option<u8>, to: Option<u8>) -> Flow {
    Flow {
        source_institution: from.map(bank),
        destination_institution: to.map(bank),
        ..Flow::between(
            NOW - ago,
            Pseudonym([1; 16]),
            Pseudonym([2; 16]),
            5,
            "EUR".parse().unwrap(),
        )
    }
}

/// What the first bank reports of flows of no account in particular.
fn selected(flows: Vec<Flow>, otherwise: OwnSide) -> OwnFlows {
    let flows = flows.into_iter().map(|flow| FileFlow { flow, account: None }).collect();
    FlowFile { flows, ..FlowFile::default() }.select(bank(1), otherwise, NOW)
}

fn read(name: &str, text: &str, missing_account: MissingAccount) -> Result<FlowFile, Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    FlowFile::read(&path, "payments", missing_account, key())
}

mod flows {
    use super::*;

    #[test]
    fn who_gives_reports_and_who_receives_from_outside() {
        let flows = vec![
            flow(1, Some(1), Some(2)),
            flow(5, Some(1), None),
            flow(3, None, Some(1)),
            flow(2, Some(2), Some(1)),
            flow(4, None, Some(2)),
        ];

        let found = selected(flows, OwnSide::Source);

        let ages: Vec<_> = found.flows.iter().map(|flow| NOW - flow.time).collect();
        assert_eq!(ages, [5, 3, 1]);
        assert_eq!(found.remarks(), "; 2 left out because another institution reports them");
    }

    #[test]
    fn nothing_is_left_out_without_saying_so() {
        let future = Flow { time: NOW + 1, ..flow(0, Some(1), None) };
        let nothing = Flow { amount: 0, ..flow(0, Some(1), None) };
        let old = flow(MAX_REPORT_AGE_SECONDS + 1, Some(1), None);

        let found = selected(vec![future, nothing, old], OwnSide::Source);

        assert_eq!(found.flows, []);
        assert_eq!(
            found.remarks(),
            "; 1 left out because they are older than a week; 1 left out because they lie in the \
             future; 1 left out because they move nothing"
        );
    }

    #[test]
    fn a_file_that_names_no_institutions_is_of_own_customers() {
        let of = |side| {
            let found = selected(vec![flow(1, None, None)], side);
            (found.flows[0].source_institution, found.flows[0].destination_institution)
        };

        assert_eq!(of(OwnSide::Source), (Some(bank(1)), None));
        assert_eq!(of(OwnSide::Destination), (None, Some(bank(1))));
    }

    #[test]
    fn invalid_ibans_of_rows_are_shown() {
        let rows = "time,source,destination,amount,currency,source_institution,\
                    destination_institution\n\
                    2026-09-16 08:00:00,CH9300762011623852957,DE00370400440532013000,5,EUR,,\n";

        let found = read("payments.csv", rows, MissingAccount::Refuse).unwrap();
        let found = found.select(bank(1), OwnSide::Source, NOW);

        assert_eq!((found.flows.len(), found.invalid_ibans), (1, 1));
        assert_eq!(found.remarks(), "; 1 identifiers are no IBAN where one belongs");
    }
}

mod notification {
    use super::*;

    const IBAN: &str = "<IBAN>DE89370400440532013000</IBAN>";
    const BIC: &str = "<BICFI>BANKDEFFXXX</BICFI>";

    fn message(servicer: &str, entries: &[String]) -> String {
        format!(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">\
             <BkToCstmrDbtCdtNtfctn><Ntfctn><Acct><Id><IBAN>CH9300762011623852957</IBAN></Id><Svcr>\
             <FinInstnId>{servicer}</FinInstnId></Svcr></Acct>{}</Ntfctn></BkToCstmrDbtCdtNtfctn>\
             </Document>",
            entries.concat()
        )
    }

    /// An entry with the account of the other party, and what names the other party's bank.
    fn entry(direction: &str, account: &str, bank: &str) -> String {
        let side = if direction == "CRDT" { "Dbtr" } else { "Cdtr" };
        format!(
            "<Ntry><Amt Ccy=\"CHF\">30.00</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>BOOK</Cd>\
             </Sts><BookgDt><Dt>2026-09-16</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>E1\
             </EndToEndId></Refs><RltdPties><{side}Acct><Id>{account}</Id></{side}Acct></RltdPties>\
             <RltdAgts><{side}Agt><FinInstnId>{bank}</FinInstnId></{side}Agt></RltdAgts></TxDtls>\
             </NtryDtls></Ntry>"
        )
    }

    fn lei(number: u8) -> String {
        format!("{BIC}<LEI>{}</LEI>", bank(number))
    }

    /// What the first bank reports, whatever it says of files that do not tell.
    fn reported(servicer: &str, entries: &[String]) -> (Vec<Parties>, String) {
        let [found, same] = [OwnSide::Source, OwnSide::Destination].map(|otherwise| {
            let file = read("camt054.xml", &message(servicer, entries), MissingAccount::Refuse);
            file.unwrap().select(bank(1), otherwise, NOW)
        });
        assert_eq!(found.flows, same.flows);
        let remarks = found.remarks();
        if found.flows.is_empty() {
            return (vec![], remarks);
        }
        let report = Report::of(0, 1, &bank(1), &found.flows).unwrap();
        (report.edges.iter().map(|edge| edge.parties).collect(), remarks)
    }

    #[test]
    fn that_names_banks_by_bic_has_credits_received_and_debits_given() {
        let entries = [entry("CRDT", IBAN, BIC), entry("DBIT", IBAN, BIC)];

        let (parties, remarks) = reported(BIC, &entries);

        assert_eq!(parties, [Parties::In, Parties::Out]);
        assert_eq!(remarks, "");
    }

    #[test]
    fn of_a_credit_from_a_bank_with_an_lei_is_told_by_that_one() {
        let (parties, remarks) = reported(BIC, &[entry("CRDT", IBAN, &lei(2))]);

        assert_eq!(parties, []);
        assert_eq!(remarks, "; 1 left out because another institution reports them");
    }

    #[test]
    fn of_a_debit_to_a_bank_with_an_lei_names_it() {
        let (parties, _) = reported(BIC, &[entry("DBIT", IBAN, &lei(2))]);

        assert_eq!(parties, [Parties::To(0)]);
    }

    #[test]
    fn of_a_payment_among_own_customers_is_own() {
        let (parties, _) = reported(BIC, &[entry("CRDT", IBAN, &lei(1))]);

        assert_eq!(parties, [Parties::Own]);
    }

    #[test]
    fn of_an_account_elsewhere_is_reported_there() {
        let entries = [entry("CRDT", IBAN, BIC), entry("DBIT", IBAN, BIC)];

        let (parties, remarks) = reported(&lei(2), &entries);

        assert_eq!(parties, []);
        assert_eq!(remarks, "; 2 left out because another institution reports them");
    }

    #[test]
    fn says_what_is_not_booked_and_what_is_no_iban() {
        let announced = entry("CRDT", IBAN, BIC).replace("BOOK", "PDNG");
        let wrong = entry("DBIT", "<IBAN>DE00370400440532013000</IBAN>", BIC);

        let (parties, remarks) = reported(BIC, &[announced, wrong]);

        assert_eq!(parties, [Parties::Out]);
        assert_eq!(
            remarks,
            "; 1 left out because they are entries that are not booked; 1 identifiers are no IBAN \
             where one belongs"
        );
    }

    #[test]
    fn without_an_account_is_refused_unless_something_stands_for_it() {
        let text = message(BIC, &[entry("CRDT", "", BIC)]);

        let refused = read("camt054.xml", &text, MissingAccount::Refuse).err().unwrap();
        let found = read("camt054.xml", &text, MissingAccount::SingleUse).unwrap();

        assert!(format!("{refused:?}").contains("--missing-account"), "{refused:?}");
        assert_eq!(found.flows.len(), 1);
    }
}
