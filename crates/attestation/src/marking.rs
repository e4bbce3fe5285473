//! With whom something may be shared.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// A marking of the Traffic Light Protocol, version 2.0 (FIRST, 2022), from the freest to the
/// strictest.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Marking {
    /// TLP:CLEAR: with everybody.
    Clear,
    /// TLP:GREEN: within the community of those who defend against the same.
    Green,
    /// TLP:AMBER: within the recipients' institutions, and with clients who need to know.
    #[default]
    Amber,
    /// TLP:AMBER+STRICT: within the recipients' institutions only.
    AmberStrict,
    /// TLP:RED: with nobody but the people to whom it was said.
    Red,
}

impl Marking {
    /// Whether every institution of a consortium may have it. What is for named people only does
    /// not go on a chain that all of them keep.
    pub fn may_be_shared(self) -> bool {
        self != Self::Red
    }

    /// Every marking.
    pub const ALL: [Self; 5] =
        [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// The marking that the standard writes so.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|marking| marking.as_str() == text)
    }

    /// The marking as the standard writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }
}

impl fmt::Display for Marking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_marking_has_a_name_of_its_own() {
        for marking in Marking::ALL {
            assert_eq!(Marking::named(marking.as_str()), Some(marking));
        }
        assert_eq!(Marking::named("TLP:WHITE"), None);
    }
}
