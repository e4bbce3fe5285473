//! How long the verification of a receipt takes, from its bytes to the verdict.
//!
//! ```text
//! cargo bench -p critical-chains-integrity --bench verify
//! ```

#![allow(clippy::unwrap_used)]

#[path = "../examples/receipt_vectors/mod.rs"]
mod receipt_vectors;
#[path = "../examples/sized/mod.rs"]
mod sized;

use criterion::{BenchmarkId, Criterion};
use critical_chains_integrity::{
    receipt::Receipt,
    verify::{TrustAnchors, verify_bytes},
};
use sized::{Parts, Sized, YEARS_TEN};
use std::hint::black_box;

const LARGE: Parts = Parts { records: 1 << 20, anchors: 1_024, blocks: YEARS_TEN, validators: 4 };

fn by_signatures(c: &mut Criterion) {
    let mut group = c.benchmark_group("verify by signatures");
    for validators in [4, 7, 21, 100] {
        let sized = Sized::new(Parts { validators, ..LARGE });
        let cbor = sized.signed.to_cbor();
        let trust = TrustAnchors { trust_file: Some(&sized.trust_file), checkpoint: None };
        group.bench_function(BenchmarkId::from_parameter(validators), |b| {
            b.iter(|| verify_bytes(black_box(&cbor), trust, Some(&sized.record)));
        });
    }
}

fn by_checkpoint(c: &mut Criterion) {
    let sized = Sized::new(LARGE);
    let cbor = sized.keyless.to_cbor();
    let trust = TrustAnchors { trust_file: None, checkpoint: Some(&sized.checkpoint) };
    c.bench_function("verify by checkpoint", |b| {
        b.iter(|| verify_bytes(black_box(&cbor), trust, Some(&sized.record)));
    });
}

fn decode(c: &mut Criterion) {
    let cbor = Sized::new(LARGE).signed.to_cbor();
    c.bench_function("decode", |b| b.iter(|| Receipt::from_cbor(black_box(&cbor))));
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    by_signatures(&mut criterion);
    by_checkpoint(&mut criterion);
    decode(&mut criterion);
    criterion.final_summary();
}
