//! Proves that memory does not grow with the message: it counts what is allocated at once.
#![allow(clippy::unwrap_used, unsafe_code)]

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use common::{ESSENTIALS, HEADER, document, payment};
use critical_chains_flows::PseudonymKey;
use critical_chains_records::flows::{FlowReader, MessageOptions, MessageReader, Profile};
use critical_chains_records::{Limits, Pacs008Reader, ReadError};

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// Only a counter around the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(now, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The same bytes again and again.
struct Repeated<'a> {
    bytes: &'a [u8],
    left: &'a [u8],
    times: u64,
}

impl Read for Repeated<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left.is_empty() && self.times > 0 {
            self.times -= 1;
            self.left = self.bytes;
        }
        self.left.read(out)
    }
}

/// What `Limits` promises of its defaults.
const PROMISED: usize = 16 * 1024 * 1024;

/// Bytes that reading `source` holds at most, beside the records, and how the reading ends.
fn most_held(source: impl Read) -> (usize, u64, Result<u64, ReadError>) {
    let start = NOW.load(Relaxed);
    MOST.store(start, Relaxed);
    let mut reader = Pacs008Reader::new(source, Limits::default()).unwrap();
    let mut count = 0;
    let mut end = Ok(());
    for record in &mut reader {
        match record {
            Ok(_) => count += 1,
            Err(error) => end = Err(error),
        }
    }
    let bytes = reader.bytes_read();
    (MOST.load(Relaxed) - start, bytes, end.map(|()| count))
}

fn repeated(bytes: &[u8], times: u64) -> Repeated<'_> {
    Repeated { bytes, left: &[], times }
}

/// One test, so that nothing else allocates beside it.
#[test]
fn memory_does_not_grow_with_the_message() {
    stays_below_a_mebibyte_for_regular_messages();
    stays_within_what_the_limits_promise_for_hostile_names();
    stays_within_what_the_limits_promise_for_hostile_nesting();
    stays_below_a_mebibyte_for_flows_of_batches();
    stays_within_what_the_limits_promise_for_flows_of_hostile_payments();
    stays_within_what_is_remembered_for_flows_of_rows();
}

fn stays_below_a_mebibyte_for_regular_messages() {
    let payments = 10_000;
    let xml = payment(&format!("<RmtInf><Ustrd>{}</Ustrd></RmtInf>", "x".repeat(1_000)));
    let xml = xml.replace("<NbOfTxs>1", &format!("<NbOfTxs>{payments}"));
    let at = xml.find("<CdtTrfTxInf>").unwrap();
    let end = xml.find("</FIToFICstmrCdtTrf>").unwrap();
    let head = &xml.as_bytes()[..at];
    let tail = &xml.as_bytes()[end..];

    let payments_in = repeated(&xml.as_bytes()[at..end], payments);
    // Megabytes that are skipped: comments, white space, supplementary data.
    let skipped = "<SplmtryData><a b='c'>text</a><!-- comment --></SplmtryData>   \n".repeat(16);
    let skipped_in = repeated(skipped.as_bytes(), 5_000);
    let source = head.chain(payments_in).chain(skipped_in).chain(tail);

    let (most, bytes, count) = most_held(source);

    assert_eq!(count.unwrap(), payments);
    assert!(bytes > 10_000_000);
    assert!(most < 1024 * 1024, "{most} bytes");
}

/// Payments that have, each at another depth, as many or as long names as a record can hold.
fn stays_within_what_the_limits_promise_for_hostile_names() {
    const DEPTHS: usize = 60;
    const MOST_NAME_BYTES: usize = 900_000;
    let long = |_: usize| -> String {
        let name = |n| format!("<a xmlns='{n:03}{}'/>", "\\".repeat(30_000));
        (0..MOST_NAME_BYTES / 60_000).map(name).collect()
    };
    let many = |depth: usize| -> String {
        let line = "CdtTrfTxInf/a12345=\n".len() + depth * "/b".len();
        (0..MOST_NAME_BYTES / line).map(|n| format!("<a{n}/>")).collect()
    };
    for children in [&long as &dyn Fn(usize) -> String, &many] {
        let at_depth = |depth: usize| {
            let content =
                format!("{}{}{}", "<b>".repeat(depth), children(depth), "</b>".repeat(depth));
            format!("<CdtTrfTxInf>{ESSENTIALS}{content}</CdtTrfTxInf>")
        };
        // The deepest first: what comes after does not touch what they leave behind.
        let payments: String = (0..DEPTHS).rev().map(at_depth).collect();
        let header = HEADER.replace("<NbOfTxs>1", &format!("<NbOfTxs>{DEPTHS}"));
        let xml = document(&format!("{header}{payments}"));

        let (most, _, count) = most_held(xml.as_bytes());

        assert_eq!(count.unwrap(), DEPTHS as u64);
        assert!(most < PROMISED, "{most} bytes");
    }
}

/// Elements in each other, as deep as the limit, with as long namespaces as a tag can hold.
fn stays_within_what_the_limits_promise_for_hostile_nesting() {
    let long = "\\".repeat(60_000);
    let used = format!("<a xmlns='{long}' xmlns:p='{long}'>");
    let unused = format!("<a xmlns:p='{long}' xmlns:q='{long}'>");
    for tag in [used, unused] {
        let xml = payment(&format!("{}{}", tag.repeat(60), "</a>".repeat(60)));

        let (most, _, _) = most_held(xml.as_bytes());

        assert!(most < PROMISED, "{most} bytes");
    }
}

const BATCH: &str = "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'><CstmrCdtTrfInitn>\
    <GrpHdr><NbOfTxs>10000</NbOfTxs></GrpHdr><PmtInf><ReqdExctnDt><Dt>2026-01-01</Dt></ReqdExctnDt>\
    <DbtrAcct><Id><IBAN>CH9300762011623852957</IBAN></Id></DbtrAcct>";
const BATCH_END: &str = "</PmtInf></CstmrCdtTrfInitn></Document>";

/// Bytes that reading the flows of a message holds at most, and how many flows and errors there are.
fn most_held_by_flows(source: impl Read) -> (usize, usize, usize) {
    let start = NOW.load(Relaxed);
    MOST.store(start, Relaxed);
    let key = PseudonymKey::new([7; 32], 1);
    let (mut flows, mut errors) = (0, 0);
    for payment in MessageReader::new(source, key, MessageOptions::default()) {
        *(if payment.is_ok() { &mut flows } else { &mut errors }) += 1;
    }
    (MOST.load(Relaxed) - start, flows, errors)
}

fn batch_payment(more: &str) -> String {
    format!(
        "<CdtTrfTxInf><Amt><InstdAmt Ccy='EUR'>1</InstdAmt></Amt><CdtrAcct><Id><IBAN>\
         DE89370400440532013000</IBAN></Id></CdtrAcct>{more}</CdtTrfTxInf>"
    )
}

fn stays_below_a_mebibyte_for_flows_of_batches() {
    let text = batch_payment(&format!("<RmtInf><Ustrd>{}</Ustrd></RmtInf>", "x".repeat(1_000)));
    let payments = repeated(text.as_bytes(), 10_000);

    let (most, flows, errors) =
        most_held_by_flows(BATCH.as_bytes().chain(payments).chain(BATCH_END.as_bytes()));

    assert_eq!((flows, errors), (10_000, 0));
    assert!(most < 1024 * 1024, "{most} bytes");
}

/// A payment of endless short fields, empty ones, and elements of another namespace.
fn stays_within_what_the_limits_promise_for_flows_of_hostile_payments() {
    for endless in ["<a>b</a>", "<a/>", "<a xmlns='b'>c</a>"] {
        let start = [BATCH, "<CdtTrfTxInf>"].concat();
        let fields = repeated(endless.as_bytes(), 1_000_000);

        let (most, flows, errors) = most_held_by_flows(start.as_bytes().chain(fields));

        assert_eq!((flows, errors), (0, 1), "{endless}");
        assert!(most < PROMISED, "{most} bytes");
    }
}

/// Rows without end, of parties that are all different.
fn stays_within_what_is_remembered_for_flows_of_rows() {
    /// Twice what 262,144 names and pseudonyms take in a table that has just grown.
    const REMEMBERED: usize = 96 * 1024 * 1024;
    struct Rows(u64, Vec<u8>);
    impl Read for Rows {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.1.is_empty() && self.0 < 1_000_000 {
                self.0 += 1;
                self.1 = format!("2026-01-01,{:064},x\n", self.0).into_bytes();
            }
            let length = out.len().min(self.1.len());
            out[..length].copy_from_slice(&self.1[..length]);
            self.1.drain(..length);
            Ok(length)
        }
    }
    let profile = "about = ''\nheader = false\ncurrency = 'XXX'\nchannel = 'other'\namount = {}\n\
        time = { column = '0', formats = ['%Y-%m-%d'] }\nsource = { columns = ['1'], kind = 'a' }\n\
        destination = { columns = ['2'], kind = 'b' }\n";
    let start = NOW.load(Relaxed);
    MOST.store(start, Relaxed);
    let key = PseudonymKey::new([7; 32], 1);
    let reader =
        FlowReader::new(Rows(0, Vec::new()), Profile::parse(profile).unwrap(), key).unwrap();

    let rows = reader.map(|flow| flow.unwrap().row).last();

    let most = MOST.load(Relaxed) - start;
    assert_eq!(rows, Some(1_000_000));
    assert!(most < REMEMBERED, "{most} bytes");
}
