//! Names that say nothing to whoever does not hold the key.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use hmac::{Hmac, Mac};
use scale_info::TypeInfo;
use sha2::Sha256;

/// Bytes of a pseudonym.
pub const PSEUDONYM_BYTES: usize = 16;

/// Separates pseudonyms from every other use of the key.
const DOMAIN: &[u8] = b"critical-chains-pseudonym:1";

/// Separates check values of keys from pseudonyms.
const CHECK_DOMAIN: &[u8] = b"critical-chains-pseudonym-check:1";

/// A keyed name of an account, card, vehicle, policy or terminal.
///
/// Plain hashes of account numbers can be undone by trying all account numbers, so a pseudonym is
/// made with a key that the consortium keeps secret ([`PseudonymKey`]).
#[derive(
    Clone,
    Copy,
    Default,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Pseudonym(pub [u8; PSEUDONYM_BYTES]);

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The secret of one epoch, from which all pseudonyms of that epoch are made.
#[derive(Clone)]
pub struct PseudonymKey {
    secret: [u8; 32],
    epoch: u32,
}

impl PseudonymKey {
    /// The key of an epoch.
    pub fn new(secret: [u8; 32], epoch: u32) -> Self {
        Self { secret, epoch }
    }

    /// The epoch.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The pseudonym of something of a kind (`iban`, `card`, `tag`): the first 16 bytes of
    /// HMAC-SHA-256 (RFC 2104) over domain, epoch, kind and identifier, each but the last with its
    /// length.
    pub fn pseudonym(&self, kind: &str, identifier: &[u8]) -> Pseudonym {
        let kind_length = (kind.len() as u64).to_le_bytes();
        let epoch = self.epoch.to_le_bytes();
        Pseudonym(self.authenticate(&[DOMAIN, &epoch, &kind_length, kind.as_bytes(), identifier]))
    }

    /// By what institutions tell that they hold the same key without showing it: the first 16 bytes
    /// of HMAC-SHA-256 over another domain and the epoch.
    pub fn check_value(&self) -> [u8; PSEUDONYM_BYTES] {
        self.authenticate(&[CHECK_DOMAIN, &self.epoch.to_le_bytes()])
    }

    fn authenticate(&self, parts: &[&[u8]]) -> [u8; PSEUDONYM_BYTES] {
        // HMAC fills a short key up with zeros itself; a whole block cannot be refused.
        let mut block = [0; 64];
        block.iter_mut().zip(self.secret).for_each(|(to, from)| *to = from);
        let mut mac = <Hmac<Sha256> as Mac>::new(&block.into());
        parts.iter().for_each(|part| mac.update(part));
        let digest = mac.finalize().into_bytes();
        let mut bytes = [0; PSEUDONYM_BYTES];
        bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        bytes
    }
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PseudonymKey(epoch {})", self.epoch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::Digest;

    #[test]
    fn pseudonyms_are_those_of_hmac() {
        let key = PseudonymKey::new([7; 32], 3);
        let mut mac = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        mac.update(b"critical-chains-pseudonym:1\x03\0\0\0\x04\0\0\0\0\0\0\0ibanX");

        let expected = mac.finalize().into_bytes();

        assert_eq!(key.pseudonym("iban", b"X").0, expected[..PSEUDONYM_BYTES]);
        assert_eq!(format!("{key:?}"), "PseudonymKey(epoch 3)");
    }

    #[test]
    fn check_values_tell_keys_and_epochs_apart() {
        let key = PseudonymKey::new([7; 32], 3);
        let mut mac = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        mac.update(b"critical-chains-pseudonym-check:1\x03\0\0\0");

        let expected = mac.finalize().into_bytes();

        assert_eq!(key.check_value(), expected[..PSEUDONYM_BYTES]);
        assert_ne!(key.check_value(), PseudonymKey::new([7; 32], 4).check_value());
        assert_ne!(key.check_value(), PseudonymKey::new([8; 32], 3).check_value());
    }

    #[test]
    fn epochs_and_kinds_cannot_be_linked_without_the_key() {
        let of = |secret, epoch, kind| PseudonymKey::new([secret; 32], epoch).pseudonym(kind, b"X");

        let all = [of(1, 1, "iban"), of(1, 2, "iban"), of(2, 1, "iban"), of(1, 1, "card")];

        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| other != one));
            let plain: [u8; 32] = Sha256::digest(b"X").into();
            assert_ne!(one.0, plain[..PSEUDONYM_BYTES]);
        }
    }
}
