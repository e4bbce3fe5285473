//! What profiles can say about rows, and what rows are refused.

#![allow(clippy::unwrap_used)]

use critical_chains_flows::{Attribute, Channel, PseudonymKey, Sector, Settlement};
use critical_chains_records::flows::{
    FileError, FlowCause, FlowError, FlowReader, LabelledFlow, NodeLabels, Profile, open_flows,
};
use std::{fs, io::Write, path::PathBuf};

fn key() -> PseudonymKey {
    PseudonymKey::new([7; 32], 1)
}

const SMALL: &str = r#"
about = "test"
currency = "EUR"
channel = "credit-transfer"
time = { column = "at", formats = ["%Y-%m-%d"] }
source = { columns = ["from"], kind = "account" }
destination = { columns = ["to"], kind = "account" }
amount = { column = "amount" }
"#;

fn read(profile: &str, text: &str) -> Result<Vec<LabelledFlow>, FlowError> {
    let profile = Profile::parse(profile).unwrap();
    FlowReader::new(text.as_bytes(), profile, key())?.collect()
}

fn refused(profile: &str, text: &str) -> FlowError {
    read(profile, text).unwrap_err()
}

mod parties {
    use super::*;

    #[test]
    fn of_several_columns_differ_if_one_of_them_does() {
        let profile = SMALL.replace(r#"["from"]"#, r#"["bank", "from"]"#);
        let text = "at,bank,from,to,amount\n2026-01-01,A,BC,x,1\n2026-01-01,AB,C,x,1\n\
                    2026-01-01, A , BC,x,1\n";

        let flows = read(&profile, text).unwrap();

        assert_ne!(flows[0].flow.source, flows[1].flow.source);
        assert_eq!(flows[0].flow.source, flows[2].flow.source);
    }

    #[test]
    fn that_are_the_same_in_all_rows_need_no_column() {
        let profile = SMALL.replace(r#"columns = ["to"]"#, r#"value = "issuer""#);

        let flows = read(&profile, "at,from,amount\n2026-01-01,a,1\n").unwrap();

        assert_eq!(flows[0].flow.destination, key().pseudonym("account", b"issuer"));
        let both = SMALL.replace(r#"columns = ["to"]"#, r#"columns = ["to"], value = "issuer""#);
        assert!(matches!(refused(&both, "").cause, FlowCause::InvalidProfile(_)));
    }

    #[test]
    fn without_a_name_are_never_one_party() {
        let text = "at,from,to,amount\n2026-01-01,,x,1\n2026-01-01, ,x,1\n";

        let error = refused(SMALL, text);
        let own = SMALL.replace(r#"["from"], "#, r#"["from"], empty = "own", "#);
        let flows = read(&own, text).unwrap();

        assert_eq!((error.row, error.column.as_deref()), (1, Some("from")));
        assert!(matches!(error.cause, FlowCause::EmptyIdentifier { .. }));
        assert_ne!(flows[0].flow.source, flows[1].flow.source);
        // The first row of another file is yet another party.
        let other = read(&own, "at,from,to,amount\n2026-01-02,,x,1\n").unwrap();
        assert_ne!(flows[0].flow.source, other[0].flow.source);
        assert_eq!(flows, read(&own, text).unwrap());
        // What is known afterwards makes nobody another one.
        let labelled = format!("label = {{ column = \"l\", anomalous = [\"1\"] }}\n{own}");
        let source = |label: u8| {
            let text = format!("at,from,to,amount,l\n2026-01-01,,x,1,{label}\n");
            read(&labelled, &text).unwrap()[0].flow.source
        };
        assert_eq!(source(0), source(1));
    }

    #[test]
    fn with_wrong_check_digits_are_counted_and_stay_themselves() {
        let profile = SMALL.replace("account", "iban");
        let text = "at,from,to,amount\n2026-01-01,CH9300762011623852957,CH9300762011623852958,1\n";
        let mut reader =
            FlowReader::new(text.as_bytes(), Profile::parse(&profile).unwrap(), key()).unwrap();

        let flow = reader.next().unwrap().unwrap().flow;

        assert_ne!(flow.source, flow.destination);
        assert_eq!(reader.invalid_ibans(), 1);
    }
}

mod values {
    use super::*;

    #[test]
    fn have_the_decimals_of_their_currency() {
        let profile = format!("currency_column = \"ccy\"\n{SMALL}");
        let text = "at,from,to,amount,ccy\n2026-01-01,a,b,1.5,EUR\n2026-01-01,a,b,15,JPY\n\
                    2026-01-01,a,b,1.5, KWD\n2026-01-01,a,b,1.5,euro\n";
        let mut reader =
            FlowReader::new(text.as_bytes(), Profile::parse(&profile).unwrap(), key()).unwrap();

        let amounts: Vec<_> =
            reader.by_ref().take(3).map(|flow| flow.unwrap().flow.amount).collect();
        let error = reader.next().unwrap().unwrap_err();

        assert_eq!(amounts, [150, 15, 1_500]);
        assert_eq!((error.row, error.column.as_deref()), (4, Some("ccy")));
        assert!(matches!(error.cause, FlowCause::InvalidCurrency { .. }), "{error}");
    }

    #[test]
    fn with_too_many_digits_are_rounded_or_refused() {
        let text = "at,from,to,amount\n2026-01-01,a,b,0.125\n";
        let exact = SMALL.replace(r#""amount" }"#, r#""amount", rounding = "refuse" }"#);

        assert_eq!(read(SMALL, text).unwrap()[0].flow.amount, 12);
        let error = refused(&exact, text);
        assert_eq!(error.column.as_deref(), Some("amount"));
        assert!(matches!(error.cause, FlowCause::TooManyDigits { decimals: 2, .. }), "{error}");
    }

    #[test]
    fn of_time_may_stand_in_several_columns() {
        let profile = SMALL.replace(
            r#"{ column = "at", formats = ["%Y-%m-%d"] }"#,
            r#"{ columns = ["day", "hour"], formats = ["%Y-%m-%d %H:%M%z"] }"#,
        );

        let flows =
            read(&profile, "day,hour,from,to,amount\n2026-09-15,08:30+02:00,a,b,1\n").unwrap();

        assert_eq!(flows[0].flow.time, 1_789_453_800);
    }

    #[test]
    fn of_categories_are_positions_in_a_list_or_hashes() {
        let profile = format!(
            "attributes = [\"kind\", {{ column = \"kind\", values = [\"x\", \"y\"] }}]\n{SMALL}"
        );
        let text = "at,from,to,amount,kind\n2026-01-01,a,b,1,y\n2026-01-01,a,b,1,z\n\
                    2026-01-01,a,b,1,foobar\n";

        let flows = read(&profile, text).unwrap();

        let values = |row: usize| {
            flows[row].flow.attributes.iter().map(|attribute| attribute.value).collect::<Vec<_>>()
        };
        assert_eq!(flows[0].flow.attributes[1], Attribute { code: 1, value: 1 });
        assert_eq!(values(1)[1], 2);
        // FNV-1a of "foobar" is 85944171f73967e8 in its authors' test vectors.
        assert_eq!(values(2)[0], 0x8594_4171 ^ 0xf739_67e8);
    }

    #[test]
    fn of_channels_may_differ_by_row() {
        let profile =
            format!("{SMALL}\n[channels]\ncolumn = \"type\"\nnames = {{ CASH = \"cash\" }}\n");
        let text = "at,from,to,amount,type\n2026-01-01,a,b,1,CASH\n2026-01-01,a,b,1,OTHER\n";

        let flows = read(&profile, text).unwrap();

        assert_eq!(flows[0].flow.channel, Channel::Cash);
        assert_eq!(flows[1].flow.channel, Channel::CreditTransfer);
    }

    #[test]
    fn of_institutions_are_identifiers_names_of_a_table_or_invented() {
        let profile = format!(
            "{SMALL}\n[institutions]\nsource = \"fb\"\ndestination = \"tb\"\nsynthetic = true\n\
             leis = {{ a = \"CRITICALCHAINSAML194\" }}\n"
        );
        let text = "at,from,to,amount,fb,tb\n2026-01-01,a,b,1,a,CRITICALCHAINSAML291\n\
                    2026-01-01,a,b,1,bank,\n2026-01-01,a,b,1,a,CRITICALCHAINSAML292\n";
        let mut reader =
            FlowReader::new(text.as_bytes(), Profile::parse(&profile).unwrap(), key()).unwrap();
        let mut next = || reader.next().unwrap();
        let (first, second, error) = (next().unwrap(), next().unwrap(), next().unwrap_err());

        let text = |lei: Option<critical_chains_lei::Lei>| lei.map(|lei| lei.to_string());
        assert_eq!(text(first.flow.source_institution).unwrap(), "CRITICALCHAINSAML194");
        assert_eq!(text(first.flow.destination_institution).unwrap(), "CRITICALCHAINSAML291");
        assert!(text(second.flow.source_institution).unwrap().starts_with("TEST"));
        assert_eq!(second.flow.destination_institution, None);
        assert_eq!(error.column.as_deref(), Some("tb"));
        assert!(matches!(error.cause, FlowCause::InvalidInstitution { .. }), "{error}");
    }

    #[test]
    fn of_claims_and_settlements_have_their_fields() {
        let claim = SMALL.replace("credit-transfer", "claim")
            + "\n[claim]\nobject = \"car\"\nincident = { column = \"hit\", formats = [\"%d.%m.%Y\"] }\n\
               insured_since = { column = \"since\", formats = [\"%Y\"] }\ncounterparty = \"other\"\n";
        let text = "at,from,to,amount,car,hit,since,other\n2026-01-02,a,b,1,VIN,01.01.2026,,\n";

        let Sector::Claim(found) = read(&claim, text).unwrap()[0].flow.sector else { panic!() };
        assert_eq!(found.object, Some(key().pseudonym("object", b"VIN")));
        assert_eq!(found.incident, Some(1_767_225_600));
        assert_eq!((found.insured_since, found.counterparty), (None, None));

        let settlement = SMALL.replace("credit-transfer", "settlement")
            + "\n[settlement]\ncycle = \"cycle\"\nnet = { column = \"type\", is = [\"NET\"] }\n";
        let text = "at,from,to,amount,cycle,type\n2026-01-01,a,b,1,7,NET\n2026-01-01,a,b,1,x,NET\n";
        let mut reader =
            FlowReader::new(text.as_bytes(), Profile::parse(&settlement).unwrap(), key()).unwrap();
        let first = reader.next().unwrap().unwrap();
        assert_eq!(first.flow.sector, Sector::Settlement(Settlement { cycle: 7, net: true }));
        let error = reader.next().unwrap().unwrap_err();
        assert_eq!(error.column.as_deref(), Some("cycle"));
        assert!(matches!(error.cause, FlowCause::InvalidCycle { .. }), "{error}");
    }
}

mod labels {
    use super::*;

    const BY_PARTY: &str = "\n[node_labels]\nmember = \"nodes.csv\"\nnode = \"id\"\n\
                            label = { column = \"bad\", anomalous = [\"1\"] }\n";

    #[test]
    fn that_the_profile_does_not_know_are_none() {
        let both = "label = { column = \"l\", anomalous = [\"1\"], ordinary = [\"0\"] }\n";
        let text =
            "at,from,to,amount,l\n2026-01-01,a,b,1,1\n2026-01-01,a,b,1,0\n2026-01-01,a,b,1,?\n";

        let flows = read(&format!("{both}{SMALL}"), text).unwrap();

        let labels: Vec<_> = flows.iter().map(|flow| flow.anomalous).collect();
        assert_eq!(labels, [Some(true), Some(false), None]);
    }

    #[test]
    fn of_parties_label_flows_by_one_end_or_both() {
        let text = "at,from,to,amount\n2026-01-01,a,b,1\n2026-01-01,a,c,1\n";
        let nodes = "id,bad\na,1\nb,1\nc,0\n";
        for (ends, expected) in [("both", [true, false]), ("any", [true, true])] {
            let text_of_profile = format!("{SMALL}{BY_PARTY}ends = \"{ends}\"\n");
            let profile = Profile::parse(&text_of_profile).unwrap();
            let labels = NodeLabels::read(nodes.as_bytes(), &profile).unwrap();
            assert_eq!((labels.len(), labels.is_empty()), (2, false));
            assert!(!profile.has_labels());

            let mut reader =
                FlowReader::new(text.as_bytes(), profile, key()).unwrap().with_node_labels(labels);

            assert!(reader.profile().has_labels());
            let found: Vec<_> = reader.by_ref().map(|flow| flow.unwrap().anomalous).collect();
            assert_eq!(found, expected.map(Some));
        }
    }

    #[test]
    fn of_parties_are_refused_if_columns_are_missing() {
        let profile = Profile::parse(&format!("{SMALL}{BY_PARTY}")).unwrap();
        let read = |text: &str, profile| NodeLabels::read(text.as_bytes(), profile).unwrap_err();

        let missing = read("id,good\n", &profile).cause;
        let short = read("id,bad\na\n", &profile);
        let none = read("", &Profile::parse(SMALL).unwrap()).cause;

        assert!(matches!(missing, FlowCause::ColumnNotFound { column } if column == "bad"));
        assert_eq!(short.row, 1);
        assert!(matches!(short.cause, FlowCause::TooFewColumns { found: 1, expected: 2 }));
        assert!(matches!(none, FlowCause::InvalidProfile(_)));
    }

    #[test]
    fn of_parties_are_found_beside_the_file() {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("flow_rows");
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("flows.csv");
        fs::write(&path, "at,from,to,amount\n2026-01-01,a,b,1\n").unwrap();
        let profile = Profile::parse(&format!("{SMALL}{BY_PARTY}")).unwrap();
        let label = || {
            let mut reader = open_flows(&path, profile.clone(), key()).unwrap();
            reader.next().unwrap().unwrap().anomalous
        };

        let _ = fs::remove_file(folder.join("nodes.csv"));
        assert_eq!(label(), None);
        fs::write(folder.join("nodes.csv"), "id,bad\na,1\nb,1\n").unwrap();
        assert_eq!(label(), Some(true));
        fs::write(folder.join("nodes.csv"), "id\n").unwrap();
        let wrong = open_flows(&path, profile.clone(), key()).err();
        assert!(matches!(wrong, Some(FileError::Flow(_))), "{wrong:?}");
        fs::remove_file(folder.join("nodes.csv")).unwrap();
        let absent = open_flows(&folder.join("none.csv"), profile.clone(), key()).err();
        assert!(matches!(absent, Some(FileError::Open(_))), "{absent:?}");
    }
}

mod files {
    use super::*;

    #[test]
    fn with_a_byte_order_mark_and_line_ends_of_windows_are_read() {
        let text = "\u{feff}at,from,to,amount\r\n2026-01-01,a,b,1\r\n";

        assert_eq!(read(SMALL, text).unwrap().len(), 1);
    }

    #[test]
    fn with_columns_of_one_name_are_refused() {
        let error = refused(SMALL, "at,from,from,to,amount\n2026-01-01,a,a,b,1\n");

        assert!(matches!(error.cause, FlowCause::ColumnTwice { .. }), "{error}");
        assert_eq!((error.row, error.column.as_deref()), (0, Some("from")));
    }

    #[test]
    fn without_a_header_have_numbers_for_names() {
        let profile = format!("header = false\n{SMALL}")
            .replace("\"at\"", "\"0\"")
            .replace("\"from\"", "\"1\"")
            .replace("\"to\"", "\"2\"");

        let named = refused(&profile, "2026-01-01,a,b,1\n").cause;
        let flows = read(&profile.replace("\"amount\"", "\"3\""), "2026-01-01,a,b,1\n").unwrap();

        assert!(matches!(named, FlowCause::ColumnNotFound { column } if column == "amount"));
        assert_eq!((flows[0].row, flows[0].flow.amount), (1, 100));
    }

    #[test]
    fn with_short_rows_are_refused() {
        let error = refused(SMALL, "at,from,to,amount\n2026-01-01,a,b,1\n2026-01-01,a,b\n");

        assert_eq!(error.row, 2);
        assert!(matches!(error.cause, FlowCause::TooFewColumns { found: 3, expected: 4 }));
        assert!(!error.hint().is_empty());
    }

    #[test]
    fn with_a_quotation_mark_that_never_closes_end_in_an_error() {
        let mut text = b"at,from,to,amount\n2026-01-01,\"".to_vec();
        text.resize(4 << 20, b'x');
        let profile = Profile::parse(SMALL).unwrap();

        let error =
            FlowReader::new(text.as_slice(), profile, key()).unwrap().next().unwrap().unwrap_err();

        assert!(matches!(error.cause, FlowCause::RowTooLong { .. }), "{error}");
        assert_eq!(error.row, 1);
    }

    #[test]
    fn with_endless_names_of_typologies_are_refused() {
        let profile = format!(
            "label = {{ column = \"l\", ordinary = [\"-\"] }}\ntypology = {{ column = \"l\" }}\n{SMALL}"
        );
        let mut text = b"at,from,to,amount,l\n".to_vec();
        for name in 0..2_000 {
            writeln!(text, "2026-01-01,a,b,1,{name}").unwrap();
        }
        let mut reader =
            FlowReader::new(text.as_slice(), Profile::parse(&profile).unwrap(), key()).unwrap();

        let error = reader.find_map(Result::err).unwrap();

        assert!(matches!(error.cause, FlowCause::TooManyTypologies { maximum: 1_024 }), "{error}");
        assert_eq!((error.row, error.column.as_deref()), (1_025, Some("l")));
    }

    #[test]
    fn with_more_attributes_than_a_flow_has_are_refused() {
        let profile = format!("attributes = {:?}\n{SMALL}", ["at"; 33]);

        assert!(matches!(refused(&profile, "").cause, FlowCause::InvalidProfile(_)));
    }
}
