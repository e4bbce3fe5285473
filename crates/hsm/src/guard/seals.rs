//! Which slot a header was made for. The seal is over the hash of the header alone.

use super::position::Target;
use parking_lot::Mutex;
use std::collections::VecDeque;

/// Headers that wait to be sealed at the same time: one slot's block is sealed before the next one's
/// is made, so this is ample.
const MAX_HEADERS: usize = 16;

/// A header that this node made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Proposed {
    /// Its hash, before it is sealed, and its number.
    pub target: Target,
    /// The slot that it names in its digest.
    pub slot: u64,
}

/// The headers that this node made lately.
#[derive(Debug, Default)]
pub struct ProposedHeaders(Mutex<VecDeque<Proposed>>);

impl ProposedHeaders {
    /// Notes a header as its proposer made it.
    pub fn note(&self, header: Proposed) {
        let mut headers = self.0.lock();
        if headers.len() == MAX_HEADERS {
            headers.pop_front();
        }
        headers.push_back(header);
    }

    /// The header with a hash, if it was made here.
    pub fn find(&self, hash: &[u8; 32]) -> Option<Proposed> {
        self.0.lock().iter().find(|header| header.target.hash == *hash).copied()
    }
}
