//! Proves that records have the bytes that `docs/reference/records.md` defines, rule by rule.
#![allow(clippy::unwrap_used)]

mod common;

use common::{ESSENTIALS, HEADER, NAMESPACE, canonical, document, lines_of, payment, read, root};

/// The first fenced block of a language behind a heading.
fn fenced<'a>(page: &'a str, heading: &str, language: &str) -> &'a str {
    let (_, section) = page.split_once(heading).unwrap();
    let (_, block) = section.split_once(&format!("```{language}\n")).unwrap();
    block.split_once("```").unwrap().0
}

#[test]
fn keeps_the_promise_of_the_reference() {
    let page = std::fs::read_to_string(root().join("docs/reference/records.md")).unwrap();

    let xml = fenced(&page, "## Example", "xml");
    let record = fenced(&page, "## Example", "text");

    assert_eq!(canonical(xml), record);
    assert_eq!(canonical(&xml.replace('\n', "\r\n")), record);
}

#[test]
fn writes_header_then_transaction() {
    assert_eq!(
        canonical(&payment("<Purp><Cd>SUPP</Cd></Purp>")),
        "critical-chains-record:1\n\
         profile=iso20022:pacs.008.001.08\n\
         GrpHdr/MsgId=M1\n\
         GrpHdr/NbOfTxs=1\n\
         CdtTrfTxInf/PmtId/EndToEndId=E1\n\
         CdtTrfTxInf/IntrBkSttlmAmt/@Ccy=EUR\n\
         CdtTrfTxInf/IntrBkSttlmAmt=1.00\n\
         CdtTrfTxInf/Purp/Cd=SUPP\n"
    );
}

#[test]
fn numbers_siblings_of_one_name() {
    assert_eq!(
        lines_of("<a>1</a><b><c/></b><a>2</a><b><c/><c/></b><a>3</a>"),
        [
            "CdtTrfTxInf/a=1",
            "CdtTrfTxInf/b/c=",
            "CdtTrfTxInf/a[2]=2",
            "CdtTrfTxInf/b[2]/c=",
            "CdtTrfTxInf/b[2]/c[2]=",
            "CdtTrfTxInf/a[3]=3",
        ]
    );
}

#[test]
fn numbers_names_of_each_namespace_apart() {
    assert_eq!(
        lines_of("<a/><a xmlns='u'/><a xmlns=''/><p:a xmlns:p='u'/><a/>"),
        [
            "CdtTrfTxInf/a=",
            "CdtTrfTxInf/{u}a=",
            "CdtTrfTxInf/{}a=",
            "CdtTrfTxInf/{u}a[2]=",
            "CdtTrfTxInf/a[2]=",
        ]
    );
}

#[test]
fn sorts_attributes_and_puts_them_first() {
    assert_eq!(
        lines_of("<a z='1' xmlns:p='urn:a' b='2' p:c='3' xml:lang='en'><d e='4'>5</d></a>"),
        [
            "CdtTrfTxInf/a/@b=2",
            "CdtTrfTxInf/a/@z=1",
            "CdtTrfTxInf/a/@{http://www.w3.org/XML/1998/namespace}lang=en",
            "CdtTrfTxInf/a/@{urn:a}c=3",
            "CdtTrfTxInf/a/d/@e=4",
            "CdtTrfTxInf/a/d=5",
        ]
    );
}

#[test]
fn keeps_attributes_in_the_namespace_of_the_message_apart() {
    assert_eq!(
        lines_of(&format!("<a xmlns:p='{NAMESPACE}' p:b='1' b='2'/>")),
        [
            "CdtTrfTxInf/a/@b=2".to_owned(),
            format!("CdtTrfTxInf/a/@{{{NAMESPACE}}}b=1"),
            "CdtTrfTxInf/a=".to_owned(),
        ]
    );
}

#[test]
fn writes_attributes_of_the_outermost_elements() {
    let xml = payment("")
        .replace("<GrpHdr>", "<GrpHdr x='1'>")
        .replace("<CdtTrfTxInf>", "<CdtTrfTxInf y='2'>");

    let text = canonical(&xml);

    assert!(text.contains("\nGrpHdr/@x=1\nGrpHdr/MsgId="));
    assert!(text.contains("\nCdtTrfTxInf/@y=2\nCdtTrfTxInf/PmtId/"));
}

#[test]
fn drops_white_space_beside_elements() {
    assert_eq!(
        lines_of(" <a>x</a>\n<b/>\t<c>&#32;<d/><![CDATA[\n]]></c>"),
        ["CdtTrfTxInf/a=x", "CdtTrfTxInf/b=", "CdtTrfTxInf/c/d="]
    );
}

/// An empty element that a tool has indented is still empty.
#[test]
fn takes_text_of_nothing_but_white_space_for_none() {
    for empty in ["<a/>", "<a></a>", "<a>\n  </a>", "<a>\r\n\t</a>", "<a> <!-- c --> </a>"] {
        assert_eq!(lines_of(empty), ["CdtTrfTxInf/a="], "{empty}");
    }
    for spelled in ["<a>&#32;&#9;&#10;&#13;</a>", "<a><![CDATA[ \n]]></a>"] {
        assert_eq!(lines_of(spelled), ["CdtTrfTxInf/a="], "{spelled}");
    }
}

#[test]
fn keeps_text_with_its_white_space_and_white_values_of_attributes() {
    assert_eq!(
        lines_of("<a> x </a><a>\n  x\n</a><a>x  y</a><a>\u{A0}</a><a b=' '/>"),
        [
            "CdtTrfTxInf/a= x ",
            "CdtTrfTxInf/a[2]=\\n  x\\n",
            "CdtTrfTxInf/a[3]=x  y",
            "CdtTrfTxInf/a[4]=\u{A0}",
            "CdtTrfTxInf/a[5]/@b= ",
            "CdtTrfTxInf/a[5]=",
        ]
    );
}

#[test]
fn unifies_line_ends_but_not_references_to_them() {
    assert_eq!(
        lines_of(
            "<a>1\r\n2\r3\n4\r\r\n5&#13;&#10;6&#xD;</a><b c='1\r\n2\r3\t4\r\r\n5&#9;6&#13;'/>"
        ),
        [
            "CdtTrfTxInf/a=1\\n2\\n3\\n4\\n\\n5\\r\\n6\\r",
            "CdtTrfTxInf/b/@c=1 2 3 4  5\\t6\\r",
            "CdtTrfTxInf/b="
        ]
    );
}

#[test]
fn escapes_what_would_break_a_line_or_a_brace() {
    assert_eq!(
        lines_of("<a>\\ \\n =&#9;</a><b xmlns='u}\\{&#10;='/>"),
        ["CdtTrfTxInf/a=\\\\ \\\\n =\\t", "CdtTrfTxInf/{u\\}\\\\{\\n=}b="]
    );
}

#[test]
fn joins_text_across_comments_and_cdata() {
    assert_eq!(
        lines_of("<a>x<!-- c -->&lt;<?pi x?><![CDATA[<&amp;]]>&#x1F600;&gt;&apos;&quot;</a>"),
        ["CdtTrfTxInf/a=x<<&amp;😀>'\""]
    );
}

#[test]
fn leaves_unicode_as_it_is() {
    assert_eq!(
        lines_of("<a>e\u{301} \u{E9} \u{2028}\u{FEFF}</a>"),
        ["CdtTrfTxInf/a=e\u{301} \u{E9} \u{2028}\u{FEFF}"]
    );
}

#[test]
fn ignores_what_stands_around_the_payment() {
    let plain = canonical(&payment(""));
    let message = payment("");
    let header = "<AppHdr xmlns='urn:iso:std:iso:20022:tech:xsd:head.001.001.02'><Fr><FIId>x</FIId></Fr>\
                  <MsgDefIdr>pacs.008.001.08</MsgDefIdr></AppHdr>";

    for envelope in [
        format!("<message>{header}{message}</message>"),
        format!("<BizMsgEnvlp xmlns='urn:swift:xsd:envelope'>{header}{message}</BizMsgEnvlp>"),
        format!("<RequestPayload>\n{header}\n{message}\n</RequestPayload>"),
        format!(
            "<Saa:DataPDU xmlns:Saa='urn:swift:saa:xsd:saa.2.0'><Saa:Revision>2.0.13</Saa:Revision>\
             <Saa:Body>{header}{message}</Saa:Body></Saa:DataPDU>"
        ),
        format!("<Document xmlns='urn:house:envelope'>mixed {header}{message}</Document>"),
        format!("<Document><Document xmlns='u'><x/>{message}<x/></Document><x/></Document>"),
        format!("<FIToFICstmrCdtTrf xmlns='u'><x/>{message}<x/></FIToFICstmrCdtTrf>"),
        format!("<?xml version='1.0'?><!-- c --><e a='1'><f>x</f>{message}<g/></e>"),
        message.replace("</FIToFICstmrCdtTrf>", "<SplmtryData><a>x<b/></a></SplmtryData></FIToFICstmrCdtTrf>"),
        message.replace("<FIToFICstmrCdtTrf>", "<FIToFICstmrCdtTrf a='1'>"),
        message.replace("<Document ", "<Document xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a b' "),
        message
            .replace("<Document xmlns=", "<e xmlns=")
            .replace("</Document>", "</e>"),
        format!("<e xmlns='{NAMESPACE}'>{}</e>", message.replace(&format!(" xmlns=\"{NAMESPACE}\""), "")),
    ] {
        assert_eq!(canonical(&envelope), plain, "{envelope}");
    }
}

/// Stores of messages put the header before the document without a root around them.
#[test]
fn reads_a_document_behind_its_application_header() {
    let plain = canonical(&payment(""));
    let message = payment("");
    let head = "urn:iso:std:iso:20022:tech:xsd:head.001.001";
    for header in [
        format!("<AppHdr xmlns='{head}.01'><Fr/></AppHdr>"),
        format!("<AppHdr xmlns='{head}.02'/>"),
        format!("<h:AppHdr xmlns:h='{head}.04'><h:Fr>x</h:Fr></h:AppHdr>"),
    ] {
        for between in ["", "\n", " <!-- c --><?pi x?>\r\n"] {
            let xml = format!("<?xml version='1.0'?>\n{header}{between}{message}\n");

            assert_eq!(canonical(&xml), plain, "{xml}");
        }
        let bulk = format!("{header}<Bulk>{message}{message}</Bulk>");
        assert_eq!(read(bulk).unwrap().len(), 2);
    }
}

/// Some clearing systems declare the message's element, and `Document` too, in the namespace of
/// their envelope; only what is in it belongs to the message.
#[test]
fn reads_messages_whose_element_belongs_to_the_envelope() {
    let plain = canonical(&payment(""));
    let content = format!("{HEADER}<CdtTrfTxInf>{ESSENTIALS}</CdtTrfTxInf><SplmtryData/>");
    let prefixed = content.replace("</", "</p:").replace('<', "<p:").replace("<p:/p:", "</p:");
    let header = "<AppHdr xmlns='urn:iso:std:iso:20022:tech:xsd:head.001.001.01'><Fr/></AppHdr>";

    for envelope in [
        format!(
            "<h:Message xmlns:h='urn:h'>{header}<h:FIToFICstmrCdtTrf xmlns='{NAMESPACE}' a='1'>\
             \n<!-- c -->{content}</h:FIToFICstmrCdtTrf><h:End/></h:Message>"
        ),
        format!(
            "<h:BusMsg xmlns:h='urn:h' xmlns:p='{NAMESPACE}'>{header}<h:Document>\
             <h:FIToFICstmrCdtTrf>{prefixed}</h:FIToFICstmrCdtTrf></h:Document></h:BusMsg>"
        ),
        format!(
            "<FIToFICstmrCdtTrf>{}</FIToFICstmrCdtTrf>",
            content
                .replace("Hdr><M", &format!("Hdr xmlns='{NAMESPACE}'><M"))
                .replace("<CdtTrfTxInf>", &format!("<CdtTrfTxInf xmlns='{NAMESPACE}'>"))
                .replace("<SplmtryData/>", "")
        ),
    ] {
        assert_eq!(canonical(&envelope), plain, "{envelope}");
    }

    let message = format!("<h:FIToFICstmrCdtTrf>{prefixed}</h:FIToFICstmrCdtTrf>");
    let in_document = format!("<h:Document><x/>{message}<x/>{message}</h:Document>");
    let bulk = format!(
        "<h:Bulk xmlns:h='urn:h' xmlns:p='{NAMESPACE}'>{message}{message}{in_document}</h:Bulk>"
    );
    assert_eq!(read(bulk).unwrap().len(), 4);
}

#[test]
fn reads_several_messages_of_an_envelope_each_with_its_header() {
    let second = payment("").replace("M1", "M2");

    let records = read(format!("<bulk>{}{second}</bulk>", payment(""))).unwrap();

    let messages: Vec<_> = records.iter().map(|r| r.summary.message_id.as_str()).collect();
    assert_eq!(messages, ["M1", "M2"]);
    assert_eq!(String::from_utf8(records[1].canonical.clone()).unwrap(), canonical(&second));
}

#[test]
fn does_not_say_which_payment_of_the_message_it_was() {
    let transaction = format!("<CdtTrfTxInf>{}</CdtTrfTxInf>", ESSENTIALS);
    let header = HEADER.replace("<NbOfTxs>1", "<NbOfTxs>2");

    let records = read(document(&format!("{header}{transaction}{transaction}"))).unwrap();

    assert_eq!(records[0], records[1]);
}

#[test]
fn reads_every_version() {
    for version in 2..=13 {
        let definition = format!("pacs.008.001.{version:02}");

        let text = canonical(&payment("").replace("pacs.008.001.08", &definition));

        assert!(text.contains(&format!("\nprofile=iso20022:{definition}\n")));
    }
}

mod summary {
    use super::*;

    #[test]
    fn prefers_uetr_then_transaction_then_end_to_end() {
        let identifier = |ids: &str| {
            let xml = payment("").replace("</PmtId>", &format!("{ids}</PmtId>"));
            read(xml).unwrap().remove(0).identifier
        };

        assert_eq!(identifier(""), "E1");
        assert_eq!(identifier("<TxId>T1</TxId>"), "T1");
        assert_eq!(identifier("<TxId>T1</TxId><UETR> U1\n</UETR>"), "U1");
        assert_eq!(identifier("<TxId>T1</TxId><UETR/>"), "T1");
    }

    #[test]
    fn takes_the_settlement_date_of_the_message_for_want_of_another() {
        let header = "<IntrBkSttlmDt>2026-01-01</IntrBkSttlmDt></GrpHdr>";
        let date = |xml: String| read(xml).unwrap().remove(0).summary.settlement_date;

        assert_eq!(date(payment("")), None);
        let in_header = payment("").replace("</GrpHdr>", header);
        assert_eq!(date(in_header).as_deref(), Some("2026-01-01"));
        let in_both =
            payment("<IntrBkSttlmDt>2026-02-02</IntrBkSttlmDt>").replace("</GrpHdr>", header);
        assert_eq!(date(in_both).as_deref(), Some("2026-02-02"));
    }

    #[test]
    fn names_parties_and_the_best_identification_of_their_banks() {
        let content = "<Dbtr><Nm> A &amp; B </Nm></Dbtr>\
            <DbtrAgt><FinInstnId><Nm>Bank</Nm><LEI>L</LEI><BICFI>B</BICFI></FinInstnId></DbtrAgt>\
            <CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>7</MmbId></ClrSysMmbId><Nm>Bank</Nm></FinInstnId></CdtrAgt>\
            <Cdtr><Nm>C</Nm></Cdtr>";

        let summary = read(payment(content)).unwrap().remove(0).summary;

        assert_eq!(summary.debtor.as_deref(), Some("A & B"));
        assert_eq!(summary.creditor.as_deref(), Some("C"));
        assert_eq!(summary.debtor_agent.as_deref(), Some("B"));
        assert_eq!(summary.creditor_agent.as_deref(), Some("7"));
        assert_eq!((summary.amount.as_str(), summary.currency.as_str()), ("1.00", "EUR"));
        assert_eq!((summary.message_id.as_str(), summary.end_to_end_id.as_str()), ("M1", "E1"));
    }
}
