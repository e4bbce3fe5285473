#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod check_digits;
mod error;
mod scale;
#[cfg(feature = "serde")]
mod text;

pub use error::LeiError;

use core::{fmt, str::FromStr};

/// Number of characters of an LEI.
pub const LEI_LENGTH: usize = 20;

/// Number of characters before the check digits.
pub const PREFIX_LENGTH: usize = 18;

/// A Legal Entity Identifier (ISO 17442), known to be well-formed with the right check digits.
///
/// A value of this type says nothing about whether the identifier was ever issued.
#[derive(
    Clone,
    Copy,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    codec::Encode,
    codec::MaxEncodedLen,
    scale_info::TypeInfo,
)]
pub struct Lei([u8; LEI_LENGTH]);

impl Lei {
    /// Checks the 20 characters of an LEI.
    pub fn new(characters: [u8; LEI_LENGTH]) -> Result<Self, LeiError> {
        let (prefix, given) = check_digits::split(characters);
        check_characters(&prefix)?;
        if let Some(at) = given.iter().position(|character| !character.is_ascii_digit()) {
            return Err(LeiError::InvalidCharacter { position: PREFIX_LENGTH.saturating_add(at) });
        }
        let expected = check_digits::compute(&prefix);
        if given != expected {
            return Err(LeiError::InvalidCheckDigits { expected });
        }
        Ok(Self(characters))
    }

    /// Completes the first 18 characters with their check digits.
    pub fn from_prefix(prefix: [u8; PREFIX_LENGTH]) -> Result<Self, LeiError> {
        check_characters(&prefix)?;
        Ok(Self(check_digits::join(prefix, check_digits::compute(&prefix))))
    }

    /// The characters as ASCII bytes.
    pub const fn as_bytes(&self) -> &[u8; LEI_LENGTH] {
        &self.0
    }

    /// The characters as text.
    pub fn as_str(&self) -> &str {
        // All characters are ASCII, so this cannot fail.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn check_characters(characters: &[u8]) -> Result<(), LeiError> {
    let is_invalid = |c: &u8| !(c.is_ascii_uppercase() || c.is_ascii_digit());
    match characters.iter().position(is_invalid) {
        Some(position) => Err(LeiError::InvalidCharacter { position }),
        None => Ok(()),
    }
}

impl TryFrom<&[u8]> for Lei {
    type Error = LeiError;

    fn try_from(bytes: &[u8]) -> Result<Self, LeiError> {
        let characters = bytes.try_into();
        Self::new(characters.map_err(|_| LeiError::InvalidLength { got: bytes.len() })?)
    }
}

impl TryFrom<[u8; LEI_LENGTH]> for Lei {
    type Error = LeiError;

    fn try_from(characters: [u8; LEI_LENGTH]) -> Result<Self, LeiError> {
        Self::new(characters)
    }
}

impl FromStr for Lei {
    type Err = LeiError;

    fn from_str(text: &str) -> Result<Self, LeiError> {
        text.as_bytes().try_into()
    }
}

impl From<Lei> for [u8; LEI_LENGTH] {
    fn from(lei: Lei) -> Self {
        lei.0
    }
}

impl AsRef<[u8]> for Lei {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Lei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Lei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lei({})", self.as_str())
    }
}
