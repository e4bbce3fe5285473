//! Proves that no input makes the reader hold more than its limits.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{self, Read};

use common::{payment, read, read_within};
use critical_chains_records::{Cause, Limit, Limits, Pacs008Reader};

#[track_caller]
fn exceeds(xml: &str, limits: Limits, limit: Limit) {
    let error = read_within(xml, limits).unwrap_err();
    assert!(
        matches!(error.cause, Cause::LimitExceeded { limit: found, .. } if found == limit),
        "{error}"
    );
    assert!(error.to_string().contains("exceeds the limit of "), "{error}");
    assert!(error.hint().contains("where the file comes from"));
}

#[test]
fn holds_each_default_to_the_byte() {
    let deep =
        |levels: usize| payment(&format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels)));
    let name = |length: usize| payment(&format!("<{}/>", "a".repeat(length)));
    let attributes = |count: usize| {
        let all: Vec<String> = (0..count).map(|n| format!("a{n}='1'")).collect();
        payment(&format!("<a {}/>", all.join(" ")))
    };
    let namespaces = |count: usize| {
        let all: Vec<String> = (0..count).map(|n| format!("xmlns:a{n}='u'")).collect();
        payment(&format!("<a {}/>", all.join(" ")))
    };
    let text = |length: usize| payment(&format!("<a>{}</a>", "x".repeat(length)));
    let value = |length: usize| payment(&format!("<a b='{}'/>", "x".repeat(length)));
    let comment = |length: usize| payment(&format!("<!--{}-->", "x".repeat(length - 7)));

    type Case<'a> = (Limit, usize, &'a dyn Fn(usize) -> String);
    let cases: [Case<'_>; 7] = [
        // Document, message and transaction are open around it.
        (Limit::Depth, 64 - 3, &deep),
        (Limit::NameBytes, 128, &name),
        (Limit::Attributes, 16, &attributes),
        // The document declares one.
        (Limit::Namespaces, 127, &namespaces),
        (Limit::TextBytes, 65_536, &text),
        (Limit::TextBytes, 65_536, &value),
        (Limit::TokenBytes, 131_072, &comment),
    ];
    for (limit, most, build) in cases {
        assert!(read(build(most)).is_ok(), "{limit:?}");
        exceeds(&build(most + 1), Limits::default(), limit);
    }
}

#[test]
fn counts_text_of_all_spellings() {
    let spelling = "x&#120;<![CDATA[x]]><!-- c -->";
    let xml = |times| payment(&format!("<a>{}</a>", spelling.repeat(times)));
    let limits = Limits { text_bytes: 300, ..Limits::default() };

    assert!(read_within(xml(100), limits).is_ok());
    exceeds(&xml(101), limits, Limit::TextBytes);
}

#[test]
fn holds_records_to_the_byte() {
    let xml = payment("<a>x</a>");
    let length = read(&xml).unwrap()[0].canonical.len();
    let within = |record_bytes| Limits { record_bytes, ..Limits::default() };

    assert!(read_within(&xml, within(length)).is_ok());
    exceeds(&xml, within(length - 1), Limit::RecordBytes);
}

#[test]
fn stops_endless_pieces_without_reading_them() {
    let starts =
        ["<!--", "<![CDATA[", "<?pi ", "<a b='", "<a ", "<", "</", "&", "&#", "text", "<a b=\""];
    for start in starts {
        let xml = payment("");
        let head = xml.strip_suffix("</CdtTrfTxInf></FIToFICstmrCdtTrf></Document>").unwrap();
        let head = format!("{head}{start}");
        let mut source = head.as_bytes().chain(io::repeat(b'x'));

        let mut reader = Pacs008Reader::new(&mut source, Limits::default()).unwrap();
        let error = reader.next().unwrap().unwrap_err();

        assert!(matches!(error.cause, Cause::LimitExceeded { .. }), "{start}: {error}");
        assert!(reader.bytes_read() < 400_000, "{start}: {}", reader.bytes_read());
        assert!(reader.next().is_none());
    }
}
