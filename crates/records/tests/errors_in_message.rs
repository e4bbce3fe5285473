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
fn rejects_message_elements_of_an_envelope_without_a_header_of_ours() {
    let foreign = "FIToFICstmrCdtTrf in the namespace u";
    let expected = "expected pacs.008.001.02 to pacs.008.001.13";
    let header = HEADER.replace("<GrpHdr", &format!("<GrpHdr xmlns='{NAMESPACE}'"));
    let transaction = format!("<CdtTrfTxInf>{ESSENTIALS}</CdtTrfTxInf>");
    for (content, sentence) in [
        (String::new(), format!("the message is {foreign}, {expected}")),
        (HEADER.to_owned(), format!("the message is {foreign}, {expected}")),
        (format!("<x/>{header}"), format!("the message is {foreign}, {expected}")),
        (format!("<x>{header}</x>"), format!("the message is {foreign}, {expected}")),
        (
            header.replace("008.001.08", "008.001.14"),
            format!("the message is pacs.008.001.14, {expected}"),
        ),
        (
            format!("{header}{transaction}"),
            "the element is CdtTrfTxInf in the namespace u, expected CdtTrfTxInf or SplmtryData"
                .to_owned(),
        ),
        (
            header.clone(),
            "the message has 0 transactions, expected 1 as GrpHdr/NbOfTxs says".to_owned(),
        ),
    ] {
        let xml = format!("<e xmlns='u'><FIToFICstmrCdtTrf>{content}</FIToFICstmrCdtTrf></e>");

        assert_eq!(read(xml).unwrap_err().cause.to_string(), sentence);
    }
    let behind = format!("<e>{}<FIToFICstmrCdtTrf xmlns='u'/></e>", payment(""));
    let error = read(behind).unwrap_err();
    assert_eq!(error.cause.to_string(), format!("the message is {foreign}, {expected}"));
}

/// Nothing that looks like a message is passed over because a message of ours stands beside it.
#[test]
fn rejects_other_messages_wherever_they_stand() {
    let ours = payment("");
    let content = format!("{HEADER}<CdtTrfTxInf>{ESSENTIALS}</CdtTrfTxInf>");
    let house = "<FIToFICstmrCdtTrf xmlns='urn:house'>";
    let others = [
        format!(
            "<Document xmlns='urn:house'><FIToFICstmrCdtTrf>{content}</FIToFICstmrCdtTrf></Document>"
        ),
        format!("<Document xmlns=''><FIToFICstmrCdtTrf>{content}</FIToFICstmrCdtTrf></Document>"),
        format!("<Document xmlns='urn:house'>{content}</Document>"),
        "<Document xmlns='urn:house'/>".to_owned(),
        format!("{house}{content}</FIToFICstmrCdtTrf>"),
        format!("{house}<x/><GrpHdr xmlns='{NAMESPACE}'/></FIToFICstmrCdtTrf>"),
    ];
    for other in others {
        for xml in [
            format!("<e>{ours}{other}{ours}</e>"),
            format!("<e>{other}{ours}</e>"),
            format!("<e>{ours}{other}</e>"),
            format!("<e>{ours}<f>{other}</f><g>{ours}</g></e>"),
            // A wrapper with a message of ours in it does not vouch for what else is in it.
            format!("<Document xmlns='urn:w'>{other}{ours}</Document>"),
            format!("<Document xmlns='urn:w'>{ours}{other}{ours}</Document>"),
        ] {
            let error = read(&xml).unwrap_err();

            assert!(matches!(error.cause, Cause::UnsupportedMessage { .. }), "{error}: {xml}");
        }
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

/// A namespace of a payment is somebody else's text, of any length.
#[test]
fn shows_the_place_of_mixed_content_in_one_short_line() {
    let hostile = "\u{202E}\u{85}\u{9B}2J\u{2066}";
    let long = "u".repeat(60_000);
    for namespace in [hostile, &long] {
        let error = read(payment(&format!("<a xmlns='{namespace}'>x<b/></a>"))).unwrap_err();

        let said = error.to_string();
        assert!(matches!(error.cause, Cause::MixedContent { .. }), "{said}");
        assert!(said.contains("the element CdtTrfTxInf/{"), "{said}");
        assert!(!said.chars().any(char::is_control), "{said:?}");
        assert!(!said.contains(['\u{202E}', '\u{2066}']), "{said:?}");
        assert!(said.chars().count() < 200, "{said}");
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
