//! How the engine finds a pseudonym in its tables.

use crate::Pseudonym;
use codec::{Decode, Encode};
use siphasher::sip::SipHasher13;

/// The secret of one engine.
///
/// Whoever knows it can choose pseudonyms that share cells with others, so that these are overlooked
/// or accused. Every institution draws its own.
#[derive(Clone, Copy, Eq, PartialEq, Encode, Decode)]
pub struct EngineKey(pub [u8; 16]);

impl core::fmt::Debug for EngineKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("EngineKey")
    }
}

/// A pseudonym, or a pair of them, as the tables of one engine know it: SipHash-1-3 (Aumasson and
/// Bernstein, 2012) under its key.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub struct Identity(u64);

impl Identity {
    /// The identity of a pseudonym.
    #[inline]
    pub fn of(key: &EngineKey, pseudonym: &Pseudonym) -> Self {
        Self(SipHasher13::new_with_key(&key.0).hash(&pseudonym.0))
    }

    /// The ordered pair. Both identities are secret and even already, so that mixing them is enough.
    #[inline]
    pub fn edge(source: Self, destination: Self) -> Self {
        Self(fold(source.0, destination.0.rotate_left(32)))
    }

    /// The identity of something else that goes by the same pseudonym.
    pub(crate) fn tagged(self, tag: u64) -> Self {
        Self(fold(self.0.rotate_left(17), tag.wrapping_mul(2).wrapping_add(1)))
    }

    /// Its bits from the lowest; those of [`Self::upper`] are independent of them.
    #[inline]
    pub(crate) fn lower(self) -> usize {
        self.0 as u32 as usize
    }

    /// Bits that tell counterparties of one profile apart.
    #[inline]
    pub(crate) fn mark(self) -> u64 {
        self.0 >> 20
    }

    /// Its upper half.
    #[inline]
    pub(crate) fn upper(self) -> usize {
        (self.0 >> 32) as usize
    }
}

/// Both halves of the product of two numbers, one over the other.
#[inline]
fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left).wrapping_mul(u128::from(right ^ 0x9e37_79b9_7f4a_7c15));
    (product as u64) ^ ((product >> 64) as u64)
}
