//! Block headers.

use crate::{
    Hash,
    calendar::{CalendarDigest, ENGINE_ID},
};
use alloc::vec::Vec;
use blake2::{Blake2b, Digest, digest::consts::U32};
use codec::{DecodeAll, Encode};
use core::fmt;

/// The header of a block.
#[derive(Clone, Debug, Eq, PartialEq, Encode, codec::Decode)]
pub struct Header {
    /// Hash of the parent.
    pub parent_hash: Hash,
    /// Number of the block.
    #[codec(compact)]
    pub number: u32,
    /// Root of the state after the block.
    pub state_root: Hash,
    /// Root of the block's extrinsics.
    pub extrinsics_root: Hash,
    /// What consensus and runtime have to say to each other and to light clients.
    pub digest: Vec<DigestItem>,
}

/// An item of a header's digest.
#[derive(Clone, Debug, Eq, PartialEq, Encode, codec::Decode)]
pub enum DigestItem {
    /// Opaque to the node.
    #[codec(index = 0)]
    Other(Vec<u8>),
    /// From the runtime, for an engine.
    #[codec(index = 4)]
    Consensus([u8; 4], Vec<u8>),
    /// The author's signature.
    #[codec(index = 5)]
    Seal([u8; 4], Vec<u8>),
    /// From an engine, for the runtime.
    #[codec(index = 6)]
    PreRuntime([u8; 4], Vec<u8>),
    /// The runtime has been replaced.
    #[codec(index = 8)]
    RuntimeEnvironmentUpdated,
}

impl Header {
    /// Reads the SCALE encoding of a header, with nothing before or after it.
    pub fn from_scale(bytes: &[u8]) -> Result<Self, HeaderError> {
        let header = Self::decode_all(&mut &bytes[..]).map_err(|_| HeaderError::Malformed)?;
        // Hashes are of bytes: two encodings of one header would be two blocks.
        if header.encode() == bytes { Ok(header) } else { Err(HeaderError::Malformed) }
    }

    /// Hash of the block.
    pub fn hash(&self) -> Hash {
        block_hash(&self.encode())
    }

    /// The calendar's root and leaf that the runtime has put into the digest.
    pub fn calendar_digest(&self) -> Result<CalendarDigest, HeaderError> {
        let mut payloads = self.consensus_items(ENGINE_ID);
        let payload = payloads.next().ok_or(HeaderError::NoCalendarDigest)?;
        if payloads.next().is_some() {
            return Err(HeaderError::SeveralCalendarDigests);
        }
        CalendarDigest::from_bytes(payload).map_err(|_| HeaderError::MalformedCalendarDigest)
    }

    /// What the runtime has put into the digest for an engine.
    pub(crate) fn consensus_items(&self, engine: [u8; 4]) -> impl Iterator<Item = &[u8]> {
        self.digest.iter().filter_map(move |item| match item {
            DigestItem::Consensus(id, payload) if *id == engine => Some(&payload[..]),
            _ => None,
        })
    }
}

/// Hash of the block with this SCALE-encoded header: BLAKE2b-256.
pub fn block_hash(header: &[u8]) -> Hash {
    Blake2b::<U32>::digest(header).into()
}

/// Why a header cannot be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HeaderError {
    /// Not the SCALE encoding of a header.
    Malformed,
    /// The digest states no calendar root.
    NoCalendarDigest,
    /// The digest states several calendar roots.
    SeveralCalendarDigests,
    /// The digest's calendar item has another layout.
    MalformedCalendarDigest,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the bytes are not the encoding of a header",
            Self::NoCalendarDigest => "the header has no calendar item",
            Self::SeveralCalendarDigests => "the header has several calendar items",
            Self::MalformedCalendarDigest => "the header's calendar item is malformed",
        })
    }
}

impl core::error::Error for HeaderError {}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    fn header() -> Header {
        Header {
            parent_hash: [1; 32],
            number: 70,
            state_root: [2; 32],
            extrinsics_root: [3; 32],
            digest: [
                DigestItem::PreRuntime(*b"aura", [9; 8].into()),
                DigestItem::RuntimeEnvironmentUpdated,
                DigestItem::Other([7].into()),
                DigestItem::Seal(*b"aura", [8; 3].into()),
            ]
            .into(),
        }
    }

    /// The layout of sp-runtime 49 `generic::Header<u32, BlakeTwo256>`, byte by byte.
    #[test]
    fn encodes_as_substrate_does() {
        let expected = [
            "01".repeat(32).as_str(),
            "1901",
            &"02".repeat(32),
            &"03".repeat(32),
            "10",
            "06 61757261 20 0909090909090909",
            "08",
            "00 04 07",
            "05 61757261 0c 080808",
        ]
        .concat()
        .replace(' ', "");

        assert_eq!(hex::encode(header().encode()), expected);
    }

    #[test]
    fn reads_what_it_wrote_and_nothing_else() {
        let bytes = header().encode();

        assert_eq!(Header::from_scale(&bytes), Ok(header()));
        assert_eq!(Header::from_scale(&[&bytes[..], &[0]].concat()), Err(HeaderError::Malformed));
        for len in 0..bytes.len() {
            assert_eq!(Header::from_scale(&bytes[..len]), Err(HeaderError::Malformed));
        }
        // The number 70 in four bytes instead of two.
        let long = [&bytes[..32], &[0x1a, 0x01, 0, 0], &bytes[34..]].concat();
        assert_eq!(Header::from_scale(&long), Err(HeaderError::Malformed));
    }

    #[test]
    fn takes_the_calendar_item_of_the_runtime_only() {
        let calendar = CalendarDigest { leaf: [4; 32], root: [5; 32] };
        let payload = calendar.to_bytes().to_vec();
        let mut header = header();
        assert_eq!(header.calendar_digest(), Err(HeaderError::NoCalendarDigest));

        header.digest.push(DigestItem::PreRuntime(ENGINE_ID, payload.clone()));
        assert_eq!(header.calendar_digest(), Err(HeaderError::NoCalendarDigest));

        header.digest.push(DigestItem::Consensus(ENGINE_ID, payload.clone()));
        assert_eq!(header.calendar_digest(), Ok(calendar));

        header.digest.push(DigestItem::Consensus(ENGINE_ID, payload));
        assert_eq!(header.calendar_digest(), Err(HeaderError::SeveralCalendarDigests));
    }
}
