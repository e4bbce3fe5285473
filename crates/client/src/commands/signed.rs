//! Requests to a node that an account signs.

use crate::chain::Signer;
use critical_chains_watch::request_bytes;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

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
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let expires = u64::try_from(now.as_millis()).unwrap_or(u64::MAX).saturating_add(VALID_MILLIS);
    let signature = signer.sign(&request_bytes(genesis, method, expires, body));
    json!({
        "account": format!("0x{}", hex::encode(signer.account())),
        "expires": expires,
        "signature": format!("0x{}", hex::encode([&[SR25519][..], &signature].concat())),
    })
}
