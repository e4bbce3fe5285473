//! The name of a kind of record.

use codec::{
    Compact, Decode, DecodeWithMemTracking, Encode, EncodeLike, Error, Input, MaxEncodedLen, Output,
};
use core::{fmt, str::FromStr};
use scale_info::{Path, Type, TypeInfo, build::Fields};

/// Most characters of a profile.
pub const MAX_PROFILE_LENGTH: usize = 64;

/// What the records of a batch are and how they were made into bytes, such as
/// `iso20022:pacs.008.001.08`: 1 to 64 of the characters `a–z`, `0–9`, `.`, `:`, `_` and `-`.
///
/// Kept in place, so that an anchor can be copied and costs no allocation. Its SCALE encoding is
/// that of a string.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct Profile {
    length: u8,
    /// Zeros after the profile, so that equal profiles are equal.
    characters: [u8; MAX_PROFILE_LENGTH],
}

/// Why something is not a profile.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ProfileError {
    /// A profile has 1 to 64 characters.
    InvalidLength {
        /// Number of bytes there were.
        got: usize,
    },
    /// A character is none that a profile may have.
    InvalidCharacter {
        /// Its place, counted from 0.
        position: usize,
    },
}

impl Profile {
    /// Checks the bytes of a profile.
    pub fn new(bytes: &[u8]) -> Result<Self, ProfileError> {
        if bytes.is_empty() || bytes.len() > MAX_PROFILE_LENGTH {
            return Err(ProfileError::InvalidLength { got: bytes.len() });
        }
        if let Some(position) = bytes.iter().position(|byte| !is_allowed(*byte)) {
            return Err(ProfileError::InvalidCharacter { position });
        }
        let mut characters = [0; MAX_PROFILE_LENGTH];
        characters.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        Ok(Self { length: bytes.len() as u8, characters })
    }

    /// The characters as ASCII bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.characters.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The characters as text.
    pub fn as_str(&self) -> &str {
        // All characters are ASCII, so this cannot fail.
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

const fn is_allowed(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b':' | b'_' | b'-')
}

impl FromStr for Profile {
    type Err = ProfileError;

    fn from_str(text: &str) -> Result<Self, ProfileError> {
        Self::new(text.as_bytes())
    }
}

impl TryFrom<&[u8]> for Profile {
    type Error = ProfileError;

    fn try_from(bytes: &[u8]) -> Result<Self, ProfileError> {
        Self::new(bytes)
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({})", self.as_str())
    }
}

impl Encode for Profile {
    fn size_hint(&self) -> usize {
        self.as_bytes().size_hint()
    }

    fn encode_to<T: Output + ?Sized>(&self, output: &mut T) {
        self.as_bytes().encode_to(output);
    }
}

impl EncodeLike for Profile {}

impl Decode for Profile {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let Compact(length) = Compact::<u32>::decode(input)?;
        let length = usize::try_from(length).ok().filter(|length| *length <= MAX_PROFILE_LENGTH);
        let mut bytes = [0; MAX_PROFILE_LENGTH];
        let bytes = length.and_then(|length| bytes.get_mut(..length)).ok_or("profile too long")?;
        input.read(bytes)?;
        Self::new(bytes).map_err(|_| "invalid profile".into())
    }
}

impl DecodeWithMemTracking for Profile {}

impl MaxEncodedLen for Profile {
    fn max_encoded_len() -> usize {
        // The length is a compact integer of one byte below 64, of two from there.
        MAX_PROFILE_LENGTH.saturating_add(2)
    }
}

impl TypeInfo for Profile {
    type Identity = Self;

    fn type_info() -> Type {
        Type::builder()
            .path(Path::new("Profile", module_path!()))
            .composite(Fields::unnamed().field(|field| field.ty::<str>()))
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidLength { got } => {
                write!(f, "a profile has 1 to {MAX_PROFILE_LENGTH} characters, got {got}")
            }
            Self::InvalidCharacter { position } => {
                let place = position.saturating_add(1);
                write!(f, "character {place} is none of a-z, 0-9 and . : _ -")
            }
        }
    }
}

impl core::error::Error for ProfileError {}
