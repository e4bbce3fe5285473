//! Kinds of institutions.

#[cfg(feature = "serde")]
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What an institution does in the consortium.
#[derive(
    Clone,
    Copy,
    Debug,
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Kind {
    /// Takes deposits or moves payments.
    Bank,
    /// Clears, settles, or runs a payment system.
    MarketInfrastructure,
    /// Insures.
    Insurer,
    /// Operates tolled roads.
    TollOperator,
    /// Supervises or regulates.
    Authority,
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 5] = [
        Self::Bank,
        Self::MarketInfrastructure,
        Self::Insurer,
        Self::TollOperator,
        Self::Authority,
    ];

    const fn bit(self) -> u8 {
        match self {
            Self::Bank => 1,
            Self::MarketInfrastructure => 2,
            Self::Insurer => 4,
            Self::TollOperator => 8,
            Self::Authority => 16,
        }
    }
}

/// A set of kinds: one bit for each, in the order of [`Kind`].
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Kinds(u8);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);

    /// Every kind.
    pub const ALL: Self = Self(31);

    /// The set of one kind.
    pub const fn only(kind: Kind) -> Self {
        Self(kind.bit())
    }

    /// The set with this kind added.
    #[must_use]
    pub const fn and(self, kind: Kind) -> Self {
        Self(self.0 | kind.bit())
    }

    /// Kinds that are in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether a kind is in the set.
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Whether no kind is in the set.
    pub const fn is_empty(self) -> bool {
        self.intersection(Self::ALL).0 == 0
    }

    /// The kinds in the set, in the order of [`Kind`].
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| self.contains(*kind))
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, Self::and)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Kinds {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Kinds {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Kind>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        for wanted in 0..32_u8 {
            let kinds: Vec<Kind> =
                Kind::ALL.into_iter().filter(|kind| wanted & kind.bit() != 0).collect();
            let set: Kinds = kinds.iter().copied().collect();

            assert_eq!(set.iter().collect::<Vec<_>>(), kinds);
            assert_eq!(set.is_empty(), kinds.is_empty());
        }
        assert_eq!(Kind::ALL.into_iter().collect::<Kinds>(), Kinds::ALL);
    }
}
