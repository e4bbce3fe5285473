//! Names of permissions, roles, constraints and labels.

#[cfg(feature = "serde")]
use alloc::string::String;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen, Output};
use core::{fmt, str::FromStr};
use scale_info::{Type, TypeInfo};

/// Most bytes of a name.
pub const MAX_NAME_BYTES: usize = 32;

/// A short name: it begins with a letter `a-z` and goes on with `a-z 0-9 . _ -`.
///
/// It encodes like a vector of its bytes, so that clients show it as text. Decoding checks the
/// length only: whoever takes a name from outside asks [`is_valid`](Self::is_valid) and can answer
/// with an error that says what is wrong.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Name {
    bytes: [u8; MAX_NAME_BYTES],
    length: u8,
}

/// Names one action, as `<pallet>.<verb>`.
pub type Permission = Name;

/// Names a role.
pub type RoleName = Name;

/// Why some text is no name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidName {
    /// It is empty, or longer than [`MAX_NAME_BYTES`].
    Length {
        /// How many bytes it has.
        got: usize,
    },
    /// It has a character that names do not have at this place.
    Character {
        /// Place of the character, from 0.
        at: usize,
    },
}

impl fmt::Display for InvalidName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { got } => {
                write!(f, "got {got} bytes, expected 1 to {MAX_NAME_BYTES}")
            }
            Self::Character { at } => write!(
                f,
                "the character at {at} is wrong: expected a letter a-z, then a-z 0-9 . _ -"
            ),
        }
    }
}

impl core::error::Error for InvalidName {}

impl Name {
    /// A name that is part of the code.
    ///
    /// # Panics
    /// If the text is no name. In a constant this stops the compiler.
    pub const fn constant(text: &str) -> Self {
        match Self::from_ascii(text.as_bytes()) {
            Ok(name) => name,
            Err(_) => panic!("not a name"),
        }
    }

    // Loops and indices, because iterators are not const.
    #[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
    const fn from_ascii(text: &[u8]) -> Result<Self, InvalidName> {
        if text.is_empty() || text.len() > MAX_NAME_BYTES {
            return Err(InvalidName::Length { got: text.len() });
        }
        let mut bytes = [0; MAX_NAME_BYTES];
        let mut at = 0;
        while at < text.len() {
            let byte = text[at];
            let fits = byte.is_ascii_lowercase()
                || (at > 0 && (byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-')));
            if !fits {
                return Err(InvalidName::Character { at });
            }
            bytes[at] = byte;
            at += 1;
        }
        // The length is at most `MAX_NAME_BYTES`.
        Ok(Self { bytes, length: text.len() as u8 })
    }

    /// The bytes of the name.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The name as text, empty if it was decoded from bytes that are none.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// Whether this is a name, which decoding does not check.
    pub fn is_valid(&self) -> bool {
        Self::from_ascii(self.as_bytes()).is_ok()
    }

    /// The part before the first point: for a permission, the pallet.
    pub fn family(&self) -> &str {
        self.as_str().split('.').next().unwrap_or_default()
    }

    /// Whether it has no point: among permissions, the name of a pallet.
    pub fn is_family(&self) -> bool {
        self.family() == self.as_str()
    }
}

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        Self::from_ascii(text.as_bytes())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Encode for Name {
    fn size_hint(&self) -> usize {
        self.as_bytes().size_hint()
    }

    fn encode_to<T: Output + ?Sized>(&self, dest: &mut T) {
        self.as_bytes().encode_to(dest);
    }
}

impl codec::EncodeLike for Name {}

impl Decode for Name {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let length = codec::Compact::<u32>::decode(input)?.0;
        let length = u8::try_from(length).map_err(|_| Error::from("name too long"))?;
        let mut bytes = [0; MAX_NAME_BYTES];
        let target = bytes.get_mut(..usize::from(length)).ok_or("name too long")?;
        input.read(target)?;
        Ok(Self { bytes, length })
    }
}

impl DecodeWithMemTracking for Name {}

impl MaxEncodedLen for Name {
    fn max_encoded_len() -> usize {
        // One byte of length: it is below 64.
        MAX_NAME_BYTES.saturating_add(1)
    }
}

impl TypeInfo for Name {
    type Identity = Vec<u8>;

    fn type_info() -> Type {
        Vec::<u8>::type_info()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Name {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error| {
            serde::de::Error::custom(alloc::format!("{text:?} is no name: {error}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_a_name_may_hold_and_nothing_else() {
        for text in ["a", "anchoring.anchor", "x-1_2.y", &"z".repeat(MAX_NAME_BYTES)] {
            assert_eq!(text.parse::<Name>().unwrap().as_str(), text);
        }
        assert_eq!("".parse::<Name>(), Err(InvalidName::Length { got: 0 }));
        assert_eq!("z".repeat(33).parse::<Name>(), Err(InvalidName::Length { got: 33 }));
        for (text, at) in [("1a", 0), ("aB", 1), ("a b", 1), (".a", 0), ("aä", 1)] {
            assert_eq!(text.parse::<Name>(), Err(InvalidName::Character { at }), "{text}");
        }
    }

    #[test]
    fn encodes_as_its_bytes() {
        let name = Name::constant("anchoring.anchor");

        assert_eq!(name.encode(), b"anchoring.anchor".to_vec().encode());
        assert_eq!(Name::decode(&mut &name.encode()[..]).unwrap(), name);
        assert_eq!(name.family(), "anchoring");
        assert!(!name.is_family() && Name::constant("anchoring").is_family());
    }

    #[test]
    fn decodes_what_is_no_name_so_that_it_can_be_told() {
        let decoded = |bytes: &[u8]| Name::decode(&mut &bytes.to_vec().encode()[..]);

        assert!(!decoded(b"").unwrap().is_valid());
        assert!(!decoded(b"\xff\xfe").unwrap().is_valid());
        assert!(decoded(&[b'a'; 33]).is_err());
        assert!(decoded(&[b'a'; 300]).is_err());
        assert_eq!(Name::decode(&mut &[0x80][..]).ok(), None);
    }
}
