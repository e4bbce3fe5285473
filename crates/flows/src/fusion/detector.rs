//! The detectors by name, and when each of them fires.

use crate::{Feature, Features};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

macro_rules! detectors {
    ($($(#[doc = $doc:literal])+ $name:ident = $bit:literal $text:literal,)+) => {
        /// What finds an anomaly, and names its typology. The number is the bit in [`Detectors`].
        #[derive(
            Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd,
            Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
        )]
        #[repr(u8)]
        pub enum Detector { $($(#[doc = $doc])+ #[codec(index = $bit)] $name = $bit,)+ }

        impl Detector {
            /// All detectors, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name in reports and files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What it finds.
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc,)+),)+ }
            }
        }
    };
}

detectors! {
    /// A pair, a source or a destination appears far more often than usual.
    Burst = 0 "burst",
    /// An amount far above what the source usually gives.
    UnusualAmount = 1 "unusual_amount",
    /// Many sources give to one destination.
    FanIn = 2 "fan_in",
    /// One source gives to many destinations.
    FanOut = 3 "fan_out",
    /// Value comes back to where it came from.
    Cycle = 4 "cycle",
    /// Value is spread over intermediaries and brought together again.
    ScatterGather = 5 "scatter_gather",
    /// Value of many sources is brought together and spread over many destinations.
    GatherScatter = 6 "gather_scatter",
    /// Each of several sources gives to each of several destinations.
    Bipartite = 7 "bipartite",
    /// Layers of several parties, each of which gives to the next.
    Stack = 8 "stack",
    /// Several amounts just below the reporting threshold.
    Structuring = 9 "structuring",
    /// What came in goes out again soon, nearly all of it.
    PassThrough = 10 "pass_through",
    /// A source that was silent for long gives much.
    Dormant = 11 "dormant",
    /// Earlier anomalies of a party were confirmed.
    ConfirmedParty = 12 "confirmed_party",
    /// The same incident of the same object is claimed again.
    DuplicateClaim = 13 "duplicate_claim",
    /// Several claimants name the same other party.
    StagedClaim = 14 "staged_claim",
    /// A tag or a vehicle cannot have come that fast.
    ImpossiblePassage = 15 "impossible_passage",
    /// A tag with another plate, or a plate with another tag.
    ClonedTag = 16 "cloned_tag",
    /// Less was paid than was due.
    UnderpaidPassage = 17 "underpaid_passage",
    /// A net position that does not follow from the obligations.
    UnbalancedNetting = 18 "unbalanced_netting",
}

impl Detector {
    /// The feature that says most about why it fired.
    pub fn feature(self) -> Feature {
        match self {
            Self::Burst => Feature::EdgeBurst,
            Self::UnusualAmount => Feature::SourceAmountDeviation,
            Self::FanIn => Feature::FanIn,
            Self::FanOut => Feature::FanOut,
            Self::Cycle => Feature::CycleLength,
            Self::ScatterGather => Feature::ScatterGather,
            Self::GatherScatter => Feature::GatherScatter,
            Self::Bipartite | Self::Stack => Feature::Bipartite,
            Self::Structuring => Feature::SourceGivenBelow,
            Self::PassThrough => Feature::PassDifference,
            Self::Dormant => Feature::SourceGap,
            Self::ConfirmedParty => Feature::SourceConfirmedShare,
            Self::DuplicateClaim => Feature::DuplicateClaims,
            Self::StagedClaim => Feature::StagedClaimants,
            Self::ImpossiblePassage => Feature::ImpliedSpeed,
            Self::ClonedTag => Feature::Mismatches,
            Self::UnderpaidPassage => Feature::Underpaid,
            Self::UnbalancedNetting => Feature::Unbalanced,
        }
    }
}

/// A set of detectors.
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
pub struct Detectors(pub u64);

impl Detectors {
    /// Adds a detector if it fired.
    pub(crate) fn set(&mut self, detector: Detector, fired: bool) {
        self.0 |= u64::from(fired) << (detector as u8);
    }

    /// Whether a detector fired.
    pub fn contains(self, detector: Detector) -> bool {
        (self.0 >> (detector as u8)) & 1 == 1
    }

    /// All that fired.
    pub fn iter(self) -> impl Iterator<Item = Detector> {
        Detector::ALL.iter().copied().filter(move |detector| self.contains(*detector))
    }
}

/// From which value of a feature on a detector fires.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct DetectorLevels {
    /// log2 of 1 + chi squared (Q8) in units of 2⁻⁸, for bursts.
    pub burst: i32,
    /// Standard deviations, Q8.
    pub deviation: i32,
    /// Counterparties of a fan.
    pub fan: i32,
    /// Intermediaries of scatter-gather, and parties on each side of gather-scatter.
    pub intermediaries: i32,
    /// Pairs of a bipartite shape.
    pub pairs: i32,
    /// Flows just below the threshold, in eighths.
    pub below: i32,
    /// Difference of log2 between what came in and what goes out, Q8.
    pub pass_difference: i32,
    /// log2 of seconds of silence, Q8.
    pub silence: i32,
    /// Share of confirmed anomalies, in thousandths.
    pub confirmed_share: i32,
    /// Claimants that name the same other party.
    pub claimants: i32,
    /// Kilometres an hour.
    pub speed: i32,
}

impl Default for DetectorLevels {
    fn default() -> Self {
        Self {
            // chi squared of 30,000, in Q8.
            burst: 5_857,
            deviation: 4 * 256,
            fan: 6,
            intermediaries: 2,
            pairs: 4,
            below: 20,
            // An eighth of a doubling: 9 % away.
            pass_difference: 32,
            // A hundred days.
            silence: 5_898,
            confirmed_share: 200,
            claimants: 3,
            speed: 200,
        }
    }
}

impl DetectorLevels {
    /// Which detectors fire.
    pub(crate) fn fired(&self, features: &Features) -> Detectors {
        let value = |feature| features.get(feature);
        let bursts = [Feature::EdgeBurst, Feature::SourceBurst, Feature::DestinationBurst];
        let scatter_gather = value(Feature::ScatterGather) >= self.intermediaries;
        let bipartite = value(Feature::Bipartite) >= self.pairs;
        let unusual = value(Feature::SourceAmountDeviation) >= self.deviation;
        let below = value(Feature::SourceGivenBelow).max(value(Feature::DestinationReceivedBelow));
        let confirmed =
            value(Feature::SourceConfirmedShare).max(value(Feature::DestinationConfirmedShare));
        let silent = value(Feature::SourceSeen) > 0 && value(Feature::SourceGap) >= self.silence;

        let mut fired = Detectors::default();
        fired.set(Detector::Burst, bursts.into_iter().any(|burst| value(burst) >= self.burst));
        fired.set(Detector::UnusualAmount, unusual);
        fired.set(Detector::FanIn, value(Feature::FanIn) >= self.fan);
        fired.set(Detector::FanOut, value(Feature::FanOut) >= self.fan);
        fired.set(Detector::Cycle, value(Feature::CycleCount) > 0);
        fired.set(Detector::ScatterGather, scatter_gather);
        fired.set(Detector::GatherScatter, value(Feature::GatherScatter) > self.intermediaries);
        fired.set(Detector::Bipartite, bipartite);
        fired.set(Detector::Stack, bipartite && scatter_gather);
        fired.set(Detector::Structuring, below >= self.below);
        fired.set(Detector::PassThrough, value(Feature::PassDifference) <= self.pass_difference);
        fired.set(Detector::Dormant, silent && value(Feature::SourceAmountRatio) > 0);
        fired.set(Detector::ConfirmedParty, confirmed >= self.confirmed_share);
        fired.set(Detector::DuplicateClaim, value(Feature::DuplicateClaims) > 0);
        fired.set(Detector::StagedClaim, value(Feature::StagedClaimants) >= self.claimants);
        fired.set(Detector::ImpossiblePassage, value(Feature::ImpliedSpeed) >= self.speed);
        fired.set(Detector::ClonedTag, value(Feature::Mismatches) > 0);
        fired.set(Detector::UnderpaidPassage, value(Feature::Underpaid) > 0);
        fired.set(Detector::UnbalancedNetting, value(Feature::Unbalanced) > 0);
        fired
    }
}
