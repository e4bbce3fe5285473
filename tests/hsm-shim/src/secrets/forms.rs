//! What a seed of Ed25519 looks like where programs keep it.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use memchr::memmem::Finder;
use sha2::{Digest, Sha512};

/// The order of the group, little-endian (RFC 8032, section 5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// A secret, in all forms that are looked for.
pub struct Secret {
    pub(super) name: String,
    pub(super) forms: Vec<Form>,
}

/// One form.
pub(super) struct Form {
    pub(super) what: &'static str,
    pub(super) finder: Finder<'static>,
}

impl Form {
    fn new(what: &'static str, bytes: &[u8]) -> Self {
        Self { what, finder: Finder::new(bytes).into_owned() }
    }
}

impl Secret {
    /// The seed of an Ed25519 key, and all from which signatures can be made: it is found as bytes, as
    /// text, and as the scalar and prefix that signing makes of it.
    pub fn of_seed(name: impl Into<String>, seed: &[u8; 32]) -> Self {
        let expanded = Sha512::digest(seed);
        let (scalar, prefix) = expanded.split_at(32);
        let clamped = clamp(scalar);
        let backwards: Vec<u8> = seed.iter().rev().copied().collect();
        let hexadecimal = hex::encode(seed);
        let mut forms = vec![
            Form::new("seed", seed),
            // As programs keep it that take it for a number.
            Form::new("seed backwards", &backwards),
            Form::new("hexadecimal text", hexadecimal.as_bytes()),
            Form::new("hexadecimal text", hexadecimal.to_uppercase().as_bytes()),
            Form::new("half of the hash that is the scalar", scalar),
            Form::new("half of the hash that is the prefix", prefix),
            Form::new("scalar", &clamped),
            Form::new("scalar", &reduced(clamped)),
        ];
        forms.extend(texts(seed).iter().map(|text| Form::new("base64", text)));
        Self { name: name.into(), forms }
    }

    /// Text such as the words or the derivation that a key was made from.
    pub fn of_text(name: impl Into<String>, text: &str) -> Self {
        Self { name: name.into(), forms: vec![Form::new("text", text.as_bytes())] }
    }
}

/// RFC 8032, section 5.1.5.
fn clamp(scalar: &[u8]) -> [u8; 32] {
    let mut clamped = [0; 32];
    clamped.copy_from_slice(scalar);
    clamped[0] &= 0xf8;
    clamped[31] = clamped[31] & 0x7f | 0x40;
    clamped
}

/// The remainder by the order, as libraries of field arithmetic keep it.
fn reduced(mut scalar: [u8; 32]) -> [u8; 32] {
    // A clamped scalar is less than eight times the order.
    while scalar.iter().rev().ge(ORDER.iter().rev()) {
        let mut borrow = false;
        for (digit, of_order) in scalar.iter_mut().zip(ORDER) {
            let (difference, first) = digit.overflowing_sub(of_order);
            let (difference, second) = difference.overflowing_sub(borrow.into());
            (*digit, borrow) = (difference, first || second);
        }
    }
    scalar
}

/// What base64 makes of it wherever it begins among other bytes, without what depends on those.
fn texts(seed: &[u8; 32]) -> [Vec<u8>; 3] {
    [0, 1, 2].map(|before| {
        let text = STANDARD_NO_PAD.encode([&vec![0; before], &seed[..]].concat());
        let first = (before * 8).div_ceil(6);
        let last = (before + seed.len()) * 8 / 6;
        text.as_bytes()[first..last].to_vec()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, section 7.1, test 1.
    const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    fn seed() -> [u8; 32] {
        hex::decode(SEED).expect("hexadecimal").try_into().expect("32 bytes")
    }

    #[test]
    fn base64_is_found_wherever_the_seed_begins() {
        for before in 0..7 {
            let text = STANDARD_NO_PAD.encode([&vec![7; before], &seed()[..], &[9; 5]].concat());

            assert_eq!(
                texts(&seed())
                    .iter()
                    .filter(|part| Finder::new(part).find(text.as_bytes()).is_some())
                    .count(),
                1,
                "{before}"
            );
        }
    }

    #[test]
    fn remainders_are_those_of_division() {
        let mut seven = [0_u8; 32];
        seven[0] = 7;
        let mut above = ORDER;
        above[0] += 7;

        assert_eq!(reduced(ORDER), [0; 32]);
        assert_eq!(reduced(above), seven);
        assert_eq!(reduced(seven), seven);
    }

    /// Worked out with Python: int.from_bytes(clamped, "little") % L.
    #[test]
    fn scalars_are_those_of_others() {
        let clamped = clamp(&Sha512::digest(seed())[..32]);

        assert_eq!(hex::encode(clamped), CLAMPED);
        assert_eq!(hex::encode(reduced(clamped)), REDUCED);
    }

    const CLAMPED: &str = "307c83864f2833cb427a2ef1c00a013cfdff2768d980c0a3a520f006904de94f";
    const REDUCED: &str = "7c2cac12e69be96ae9065065462385e8fcff2768d980c0a3a520f006904de90f";
}
