//! The names of what can be wrong.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use critical_chains_flows::Detector;
use scale_info::TypeInfo;

macro_rules! typologies {
    ($($(#[$doc:meta])+ $name:ident = $code:literal, $text:literal;)+) => {
        /// What kind of anomaly it is. The codes never get another meaning.
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
        pub enum Typology {
            $($(#[$doc])+ #[codec(index = $code)] $name = $code,)+
        }

        impl Typology {
            /// Every typology, in the order of the codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name, as people and files write it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

typologies! {
    /// One gives to many.
    FanOut = 1, "fan_out";
    /// Many give to one.
    FanIn = 2, "fan_in";
    /// Value comes back to where it came from.
    Cycle = 3, "cycle";
    /// Several give to the same several others.
    Bipartite = 4, "bipartite";
    /// Layers of several that give to several.
    Stack = 5, "stack";
    /// One gives to many, who give to one.
    ScatterGather = 6, "scatter_gather";
    /// Many give to one, who gives to many.
    GatherScatter = 7, "gather_scatter";
    /// Amounts are kept just below a threshold.
    Structuring = 8, "structuring";
    /// What comes in goes out again almost at once.
    PassThrough = 9, "pass_through";
    /// Far more happens than before.
    Burst = 10, "burst";
    /// An amount is far above the usual.
    UnusualAmount = 11, "unusual_amount";
    /// Somebody who was silent for long gives much.
    Dormant = 12, "dormant";
    /// Earlier anomalies of a party were confirmed.
    ConfirmedParty = 13, "confirmed_party";
    /// The same damage is claimed more than once.
    DuplicateClaim = 14, "duplicate_claim";
    /// A damage looks arranged.
    StagedClaim = 15, "staged_claim";
    /// Nobody gets from one plaza to the other in that time.
    ImpossiblePassage = 16, "impossible_passage";
    /// One tag is used with several plates, or one plate with several tags.
    ClonedTag = 17, "cloned_tag";
    /// Less was paid than was due.
    UnderpaidPassage = 18, "underpaid_passage";
    /// Obligations and net positions do not add up.
    UnbalancedNetting = 19, "unbalanced_netting";
    /// It meets an indicator that somebody shared.
    Indicator = 20, "indicator";
    /// It is unusual as a whole, and no detector alone says why.
    Combined = 21, "combined";
}

impl From<Detector> for Typology {
    fn from(detector: Detector) -> Self {
        match detector {
            Detector::Burst => Self::Burst,
            Detector::UnusualAmount => Self::UnusualAmount,
            Detector::FanIn => Self::FanIn,
            Detector::FanOut => Self::FanOut,
            Detector::Cycle => Self::Cycle,
            Detector::ScatterGather => Self::ScatterGather,
            Detector::GatherScatter => Self::GatherScatter,
            Detector::Bipartite => Self::Bipartite,
            Detector::Stack => Self::Stack,
            Detector::Structuring => Self::Structuring,
            Detector::PassThrough => Self::PassThrough,
            Detector::Dormant => Self::Dormant,
            Detector::ConfirmedParty => Self::ConfirmedParty,
            Detector::DuplicateClaim => Self::DuplicateClaim,
            Detector::StagedClaim => Self::StagedClaim,
            Detector::ImpossiblePassage => Self::ImpossiblePassage,
            Detector::ClonedTag => Self::ClonedTag,
            Detector::UnderpaidPassage => Self::UnderpaidPassage,
            Detector::UnbalancedNetting => Self::UnbalancedNetting,
        }
    }
}

impl Typology {
    /// Its code.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The typology of a code, if there is one.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|typology| typology.code() == code)
    }
}

impl fmt::Display for Typology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Typology {
    type Err = UnknownTypology;

    fn from_str(text: &str) -> Result<Self, UnknownTypology> {
        let all = Self::ALL.iter().copied();
        all.into_iter().find(|typology| typology.as_str() == text).ok_or(UnknownTypology)
    }
}

/// There is no typology of this name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownTypology;

impl fmt::Display for UnknownTypology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such typology: expected one of")?;
        Typology::ALL.iter().try_for_each(|typology| write!(f, " {typology}"))
    }
}

impl core::error::Error for UnknownTypology {}
