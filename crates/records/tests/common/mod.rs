//! What the tests share: building and reading small messages.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::io::Write;
use std::path::PathBuf;

use critical_chains_records::{Limits, Pacs008Reader, ReadError, Record};

pub const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08";

pub const HEADER: &str = "<GrpHdr><MsgId>M1</MsgId><NbOfTxs>1</NbOfTxs></GrpHdr>";

/// What a payment cannot do without.
pub const ESSENTIALS: &str = "<PmtId><EndToEndId>E1</EndToEndId></PmtId>\
    <IntrBkSttlmAmt Ccy=\"EUR\">1.00</IntrBkSttlmAmt>";

pub fn read(xml: impl AsRef<[u8]>) -> Result<Vec<Record>, ReadError> {
    read_within(xml, Limits::default())
}

pub fn read_within(xml: impl AsRef<[u8]>, limits: Limits) -> Result<Vec<Record>, ReadError> {
    Pacs008Reader::new(xml.as_ref(), limits)?.collect()
}

/// Asserts the whole line of an error, and that it comes with a hint.
#[track_caller]
pub fn rejects(xml: impl AsRef<[u8]>, expected: &str) -> ReadError {
    let error = read(xml).unwrap_err();
    assert_eq!(error.to_string(), expected);
    assert!(!error.hint().is_empty());
    error
}

/// A document around the content of its message.
pub fn document(content: &str) -> String {
    format!(
        "<Document xmlns=\"{NAMESPACE}\"><FIToFICstmrCdtTrf>{content}</FIToFICstmrCdtTrf></Document>"
    )
}

/// A message of one payment with this behind what every payment has.
pub fn payment(content: &str) -> String {
    document(&format!("{HEADER}<CdtTrfTxInf>{ESSENTIALS}{content}</CdtTrfTxInf>"))
}

/// The canonical text of the only record.
pub fn canonical(xml: &str) -> String {
    let mut records = read(xml).unwrap_or_else(|error| panic!("{error}\n{xml}"));
    assert_eq!(records.len(), 1);
    String::from_utf8(records.remove(0).canonical).unwrap()
}

/// The canonical lines of `content` in a message made by [`payment`].
pub fn lines_of(content: &str) -> Vec<String> {
    let all = canonical(&payment(content));
    let essentials = canonical(&payment(""));
    let lines = all.strip_prefix(&essentials).unwrap();
    lines.lines().map(str::to_owned).collect()
}

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder of other people's vectors, or none with a visible word about it.
pub fn vectors(folder: &str) -> Option<PathBuf> {
    let data = std::env::var_os("CRITICAL_CHAINS_DATA")
        .map_or_else(|| root().join("../shared/data"), |data| root().join(data));
    let path = data.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    say_skipped(&format!("{folder} not found, set CRITICAL_CHAINS_DATA"));
    None
}

/// Says it past the test harness, which would keep a passing test's words to itself.
#[allow(clippy::explicit_write)]
pub fn say_skipped(reason: &str) {
    writeln!(std::io::stderr(), "skipped: {reason}").unwrap();
}
