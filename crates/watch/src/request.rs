//! What somebody signs who asks a node for something that is not for everybody.

use alloc::vec::Vec;
use codec::Encode;
use sha2::{Digest, Sha256};

/// Separates signatures of requests from all others of the same key.
const DOMAIN: &[u8; 32] = b"critical-chains-node-request:1\0\0";

/// How far in the future a request may expire, in milliseconds: five minutes.
pub const MAX_REQUEST_MILLIS: u64 = 300_000;

/// What is signed: the domain (32 bytes), the hash of the genesis (32 bytes), the name of the method
/// (SCALE), when the request expires in milliseconds since the Unix epoch (8 bytes, little endian),
/// and the SHA-256 of what is asked with.
pub fn request_bytes(genesis: &[u8; 32], method: &str, expires: u64, body: &[u8]) -> Vec<u8> {
    let digest: [u8; 32] = Sha256::digest(body).into();
    (DOMAIN, genesis, method, expires, digest).encode()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_laid_out_as_documented() {
        let bytes = request_bytes(&[7; 32], "flows_submit", 1, b"abc");

        assert_eq!(bytes.len(), 32 + 32 + 13 + 8 + 32);
        assert_eq!(&bytes[..30], b"critical-chains-node-request:1");
        assert_eq!(bytes[32..64], [7; 32]);
        assert_eq!(&bytes[64..77], b"\x30flows_submit");
        assert_eq!(bytes[77..85], [1, 0, 0, 0, 0, 0, 0, 0]);
        // SHA-256 of "abc", FIPS 180-4.
        assert_eq!(bytes[85..89], [0xba, 0x78, 0x16, 0xbf]);
    }
}
