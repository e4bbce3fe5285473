//! Proves that other people's messages are read, or refused by name; none makes the reader panic.
#![allow(clippy::unwrap_used)]

mod common;

use common::{read, vectors};
use critical_chains_records::Cause;

#[test]
fn reads_or_names_every_sample() {
    let Some(folder) = vectors("iso20022") else { return };
    let mut read_any = false;

    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read(&path).unwrap();
        let is_ours = String::from_utf8_lossy(&text).contains(":xsd:pacs.008.001.");

        match read(&text) {
            Ok(records) => {
                assert!(is_ours && !records.is_empty(), "{name}");
                read_any = true;
            }
            Err(error) => {
                assert!(!is_ours, "{name}: {error}");
                let Cause::UnsupportedMessage { found } = &error.cause else {
                    panic!("{name}: {error}")
                };
                let names_it = String::from_utf8_lossy(&text).contains(found.as_str());
                let is_nameless = found == "Document without a namespace";
                let is_house = found.starts_with("Document in the namespace http://");
                assert!(names_it || is_nameless || is_house, "{name}: {error}");
            }
        }
    }

    assert!(read_any);
}

#[test]
fn reads_the_payment_with_a_business_header() {
    let Some(folder) = vectors("iso20022") else { return };
    let xml = std::fs::read(folder.join("prowide_pacs.008.001.07.xml")).unwrap();

    let records = read(&xml).unwrap();

    let [record] = records.as_slice() else { panic!("{} records", records.len()) };
    let text = str::from_utf8(&record.canonical).unwrap();
    assert_eq!(record.identifier, "123452342");
    assert_eq!(record.summary.debtor.as_deref(), Some("JOHN DOE"));
    assert_eq!(record.summary.creditor_agent.as_deref(), Some("USTBUS31XXX"));
    assert_eq!(record.summary.settlement_date.as_deref(), Some("2018-07-31"));
    assert!(text.starts_with(
        "critical-chains-record:1\nprofile=iso20022:pacs.008.001.07\nGrpHdr/MsgId=823823423\n"
    ));
    assert!(text.ends_with("CdtTrfTxInf/Cdtr/Nm=Mike Smith\n"));
    assert_eq!(text.lines().count(), 2 + 23 + 28);
}
