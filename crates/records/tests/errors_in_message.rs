//! Proves that every flaw of a message is refused with its place, its reason and a remedy.
#![allow(clippy::unwrap_used)]

mod common;

use common::{ESSENTIALS, HEADER, NAMESPACE, document, payment, read, rejects};
use critical_chains_records::{Cause, Limits, Pacs008Reader, ReadError};

fn in_namespace(namespace: &str) -> String {
    payment("").replace(NAMESPACE, namespace)
}

#[test]
fn rejects_other_messages_naming_them() {
    let expected = "expected pacs.008.001.02 to pacs.008.001.13";
    for definition in [
        "pacs.008.001.01",
        "pacs.008.001.14",
        "pacs.008.001.8",
        "pacs.008.001.+8",
        "pacs.008.002.02",
        "pacs.002.001.11",
        "pain.001.001.09",
    ] {
        rejects(
            in_namespace(&format!("urn:iso:std:iso:20022:tech:xsd:{definition}")),
            &format!("line 1, column 1: the message is {definition}, {expected}"),
        );
    }
    rejects(
        "<Document><X/></Document>",
        &format!("line 1, column 1: the message is Document without a namespace, {expected}"),
    );
    rejects(
        "<e>\n<Document xmlns='urn:x'/></e>",
        &format!("line 2, column 1: the message is Document in the namespace urn:x, {expected}"),
    );
}

#[test]
fn rejects_xml_without_a_message() {
    rejects(
        "<html>\n</html>",
        "line 2, column 8: there is no ISO 20022 message in the element html without a \
         namespace",
    );
}

#[test]
fn rejects_messages_of_several_versions() {
    let xml = format!("<e>{}{}</e>", payment(""), payment("").replace(".001.08", ".001.10"));

    let mut reader = Pacs008Reader::new(xml.as_bytes(), Limits::default()).unwrap();

    assert!(reader.next().unwrap().is_ok());
    let error = reader.next().unwrap().unwrap_err();
    assert_eq!(error.cause.to_string(), "the input holds pacs.008.001.10 after pacs.008.001.08");
    assert!(error.hint().contains("own file"));
    assert!(reader.next().is_none());
}

#[test]
fn rejects_other_messages_behind_the_first() {
    for other in [
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pacs.002.001.11'/>",
        "<Document xmlns='urn:other'/>",
    ] {
        let error = read(format!("<e>{}{other}</e>", payment(""))).unwrap_err();

        assert!(matches!(error.cause, Cause::UnsupportedMessage { .. }), "{error}");
    }
}

#[test]
fn rejects_elements_out_of_place() {
    let transaction = format!("<CdtTrfTxInf>{ESSENTIALS}</CdtTrfTxInf>");
    let supplement = "<SplmtryData/>";
    for (content, found, expected) in [
        (transaction.clone(), "CdtTrfTxInf", "GrpHdr"),
        (format!("{HEADER}{HEADER}"), "GrpHdr", "CdtTrfTxInf or SplmtryData"),
        (
            format!("{HEADER}<CdtTrfTxInf xmlns='u'/>"),
            "CdtTrfTxInf in the namespace u",
            "CdtTrfTxInf or SplmtryData",
        ),
        (format!("{HEADER}{transaction}{supplement}{transaction}"), "CdtTrfTxInf", "SplmtryData"),
    ] {
        let error = read(document(&content)).unwrap_err();

        let sentence = format!("the element is {found}, expected {expected}");
        assert_eq!(error.cause.to_string(), sentence);
        assert!(error.hint().contains("schema"));
    }
    let twice = payment("").replace("</Document>", "<FIToFICstmrCdtTrf/></Document>");
    let error = read(twice).unwrap_err();
    assert_eq!(
        error.cause.to_string(),
        "the element is FIToFICstmrCdtTrf, expected the end of Document"
    );
    rejects(
        format!("<Document xmlns='{NAMESPACE}'><X/></Document>"),
        "line 1, column 66: the element is X, expected FIToFICstmrCdtTrf",
    );
}

#[test]
fn rejects_missing_elements() {
    for (content, path) in [
        (String::new(), "GrpHdr"),
        ("<GrpHdr/>".to_owned(), "GrpHdr/NbOfTxs"),
        ("<GrpHdr><NbOfTxs>0</NbOfTxs></GrpHdr>".to_owned(), "CdtTrfTxInf"),
        (
            format!("<GrpHdr><NbOfTxs>1</NbOfTxs></GrpHdr><CdtTrfTxInf>{ESSENTIALS}</CdtTrfTxInf>"),
            "GrpHdr/MsgId",
        ),
        (
            format!("{HEADER}<CdtTrfTxInf><PmtId><EndToEndId> </EndToEndId></PmtId></CdtTrfTxInf>"),
            "CdtTrfTxInf/PmtId/EndToEndId",
        ),
        (
            format!("{HEADER}<CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId></CdtTrfTxInf>"),
            "CdtTrfTxInf/IntrBkSttlmAmt",
        ),
        (
            format!("{HEADER}<CdtTrfTxInf>{ESSENTIALS}</CdtTrfTxInf>").replace(" Ccy=\"EUR\"", ""),
            "CdtTrfTxInf/IntrBkSttlmAmt/@Ccy",
        ),
    ] {
        let error = read(document(&content)).unwrap_err();

        assert_eq!(error.cause.to_string(), format!("{path} is missing or empty"));
    }
    rejects(
        format!("<Document xmlns='{NAMESPACE}'/>"),
        "line 1, column 1: FIToFICstmrCdtTrf is missing or empty",
    );
}

#[test]
fn rejects_text_beside_elements() {
    for (xml, path) in [
        (payment("<a>x<b/></a>"), "CdtTrfTxInf/a"),
        (payment("<a/><a><b/>x</a>"), "CdtTrfTxInf/a[2]"),
        (payment("<a><b/>&#120;</a>"), "CdtTrfTxInf/a"),
        (payment("<a><b/><![CDATA[x]]></a>"), "CdtTrfTxInf/a"),
        (payment("x"), "CdtTrfTxInf"),
        (document("x"), "FIToFICstmrCdtTrf"),
        (payment("").replace("</Document>", "x</Document>"), "Document"),
    ] {
        let error = read(xml).unwrap_err();

        assert_eq!(
            error.cause.to_string(),
            format!("the element {path} has both text and child elements")
        );
        assert!(error.hint().contains("stray text"));
    }
}

#[test]
fn rejects_counts_that_are_no_number() {
    for count in ["x", "-1", "+1", "1.0", "0x1", "1234567890123456", "1 2"] {
        let xml = payment("").replace("<NbOfTxs>1", &format!("<NbOfTxs>{count}"));

        let error = read(xml).unwrap_err();

        assert_eq!(
            error.cause.to_string(),
            format!("GrpHdr/NbOfTxs is \"{count}\", expected 1 to 15 digits")
        );
        assert!(error.hint().contains("digits"));
    }
    assert!(read(payment("").replace("<NbOfTxs>1", "<NbOfTxs> 01 ")).is_ok());
}

#[test]
fn rejects_another_number_of_transactions_than_announced() {
    let xml = payment("").replace("<NbOfTxs>1", "<NbOfTxs>2");
    let mut reader = Pacs008Reader::new(xml.as_bytes(), Limits::default()).unwrap();

    assert_eq!(reader.announced(), None);
    assert!(reader.next().unwrap().is_ok());
    assert_eq!(reader.announced(), Some(2));
    let error = reader.next().unwrap().unwrap_err();

    assert_eq!(
        error.cause.to_string(),
        "the message has 1 transactions, expected 2 as GrpHdr/NbOfTxs says"
    );
    assert!(error.hint().contains("lost or added"));
}

#[test]
fn errors_travel_between_threads() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<ReadError>();
}
