//! Requests to a node that an account signs.

use super::present_millis;
use crate::chain::Signer;
use critical_chains_watch::request_bytes;
use serde_json::{Value, json};

/// How long a request is valid, in milliseconds: as long as it may take to arrive.
const VALID_MILLIS: u64 = 120_000;

/// Number of Sr25519 among the kinds of signatures.
const SR25519: u8 = 1;

/// Account, expiry and signature of a request with a body.
pub(super) fn signed_request(
    signer: &Signer,
    genesis: &[u8; 32],
    method: &str,
    body: &[u8],
) -> Value {
    let expires = present_millis().saturating_add(VALID_MILLIS);
    let signature = signer.sign(&request_bytes(genesis, method, expires, body));
    json!({
        "account": format!("0x{}", hex::encode(signer.account())),
        "expires": expires,
        "signature": format!("0x{}", hex::encode([&[SR25519][..], &signature].concat())),
    })
}
