//! Prints how large receipts are.
//!
//! ```text
//! cargo run -p critical-chains-integrity --example receipt_size
//! ```

mod receipt_vectors;
mod sized;

use critical_chains_integrity::verify::{TrustAnchors, verify};
use sized::{Parts, Sized, YEARS_TEN};

fn main() {
    println!("bytes of a receipt without the record itself");
    println!();
    println!("records  anchors  blocks      validators  signatures  checkpoint");
    for parts in [
        Parts { records: 1_000, anchors: 1, blocks: 1_000, validators: 4 },
        Parts { records: 1_000, anchors: 16, blocks: YEARS_TEN, validators: 4 },
        Parts { records: 1_000, anchors: 16, blocks: YEARS_TEN, validators: 7 },
        Parts { records: 1 << 20, anchors: 1, blocks: 1_000, validators: 4 },
        Parts { records: 1 << 20, anchors: 1_024, blocks: YEARS_TEN, validators: 4 },
        Parts { records: 1 << 20, anchors: 1_024, blocks: YEARS_TEN, validators: 7 },
        Parts { records: 1 << 20, anchors: 1_024, blocks: YEARS_TEN, validators: 100 },
    ] {
        let sized = Sized::new(parts);
        for receipt in [&sized.signed, &sized.keyless] {
            let trust = TrustAnchors {
                trust_file: Some(&sized.trust_file),
                checkpoint: Some(&sized.checkpoint),
            };
            let verdict = verify(receipt, trust, None);
            assert!(verdict.decided_by.is_some(), "{verdict}");
        }
        println!(
            "{:<7}  {:<7}  {:<10}  {:<10}  {:<10}  {}",
            parts.records,
            parts.anchors,
            parts.blocks,
            parts.validators,
            sized.signed.to_cbor().len(),
            sized.keyless.to_cbor().len(),
        );
    }
}
