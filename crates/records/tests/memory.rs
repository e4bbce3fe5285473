//! Proves that memory does not grow with the message: it counts what is allocated at once.
#![allow(clippy::unwrap_used, unsafe_code)]

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use critical_chains_records::{Limits, Pacs008Reader};

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

const BOUND: usize = 1024 * 1024;

/// One test, so that nothing else allocates beside it.
#[test]
fn memory_stays_below_a_mebibyte() {
    let payments = 10_000;
    let xml = common::payment(&format!("<RmtInf><Ustrd>{}</Ustrd></RmtInf>", "x".repeat(1_000)));
    let xml = xml.replace("<NbOfTxs>1", &format!("<NbOfTxs>{payments}"));
    let at = xml.find("<CdtTrfTxInf>").unwrap();
    let end = xml.find("</FIToFICstmrCdtTrf>").unwrap();
    let repeated = |bytes, times| Repeated { bytes, left: &[], times };
    let head = &xml.as_bytes()[..at];
    let tail = &xml.as_bytes()[end..];

    let start = NOW.load(Relaxed);
    MOST.store(start, Relaxed);
    let payments_in = repeated(&xml.as_bytes()[at..end], payments);
    // Megabytes that are skipped: comments, white space, supplementary data.
    let skipped = "<SplmtryData><a b='c'>text</a><!-- comment --></SplmtryData>   \n".repeat(16);
    let skipped_in = repeated(skipped.as_bytes(), 5_000);
    let source = head.chain(payments_in).chain(skipped_in).chain(tail);
    let mut reader = Pacs008Reader::new(source, Limits::default()).unwrap();
    let mut count = 0;
    for record in &mut reader {
        record.unwrap();
        count += 1;
    }

    assert_eq!(count, payments);
    assert!(reader.bytes_read() > 10_000_000);
    let most = MOST.load(Relaxed) - start;
    assert!(most < BOUND, "{most} bytes");
}
