//! What the engine knows about a flow, as a list of whole numbers.
//!
//! Codes of features are part of attestations: a code never changes its meaning, and new features
//! come at the end.

use codec::{Decode, Encode};

/// How a feature is cut into buckets: the value less `offset`, divided by 2 to the power of `shift`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    pub(crate) offset: i32,
    pub(crate) shift: u8,
}

/// Buckets of a feature.
pub(crate) const BUCKETS: usize = 64;

/// The highest of them.
const LAST_BUCKET: i32 = BUCKETS as i32 - 1;

/// Logarithms in Q8: four buckets for each doubling.
const FINE: Cut = Cut { offset: 0, shift: 6 };
/// Logarithms in Q8: two buckets for each doubling.
const LOGARITHM: Cut = Cut { offset: 0, shift: 7 };
/// Differences of logarithms in Q8, from -8 to 8 doublings: four buckets for each.
const RATIO: Cut = Cut { offset: -2_048, shift: 6 };
/// Standard deviations in Q8, from -8 to 8: four buckets for each.
const DEVIATION: Cut = RATIO;
/// Whole numbers.
const COUNT: Cut = Cut { offset: 0, shift: 0 };
/// Thousandths.
const SHARE: Cut = Cut { offset: 0, shift: 4 };
/// Whole numbers, eight to a bucket.
const EIGHTHS: Cut = Cut { offset: 0, shift: 3 };
/// Thousandths in a bucket.
pub(crate) const SHARE_WIDTH: u32 = 16;

macro_rules! features {
    ($($(#[doc = $doc:literal])+ $name:ident $text:literal $cut:ident,)+) => {
        /// A feature of a flow.
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        #[repr(u8)]
        pub enum Feature { $($(#[doc = $doc])+ $name,)+ }

        impl Feature {
            /// All features, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name in reports and files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What it is.
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc,)+),)+ }
            }
        }

        pub(crate) const CUTS: [Cut; FEATURES] = [$($cut,)+];
    };
}

features! {
    /// log2 of the amount in minor units, Q8
    Amount "amount" FINE,
    /// Hour of the day, UTC
    Hour "hour" COUNT,
    /// Day of the week, Monday is 0
    Weekday "weekday" COUNT,
    /// Channel
    Channel "channel" COUNT,
    /// 1 if the institutions of both sides are known and differ
    CrossesInstitutions "crosses_institutions" COUNT,

    /// log2 of 1 + chi squared of the pair's recent count, Q8
    EdgeBurst "edge_burst" LOGARITHM,
    /// log2 of 1 + chi squared of the source's recent count, Q8
    SourceBurst "source_burst" LOGARITHM,
    /// log2 of 1 + chi squared of the destination's recent count, Q8
    DestinationBurst "destination_burst" LOGARITHM,

    /// Standard deviations of the amount from what the source usually gives, on the scale of logarithms, Q8
    SourceAmountDeviation "source_amount_deviation" DEVIATION,
    /// log2 of the amount over what the source usually gives, Q8
    SourceAmountRatio "source_amount_ratio" RATIO,
    /// log2 of the seconds since the source last gave, Q8
    SourceGap "source_gap" LOGARITHM,
    /// log2 of the time since the source last gave over what is usual, Q8
    SourceGapRatio "source_gap_ratio" RATIO,
    /// 1 if the source has not given to the destination lately
    SourceNewPartner "source_new_partner" COUNT,
    /// log2 of 1 + flows that the source gave before, Q8
    SourceSeen "source_seen" LOGARITHM,
    /// Standard deviations of the amount from what the destination usually receives, Q8
    DestinationAmountDeviation "destination_amount_deviation" DEVIATION,
    /// log2 of the amount over what the destination usually receives, Q8
    DestinationAmountRatio "destination_amount_ratio" RATIO,
    /// log2 of the seconds since the destination last received, Q8
    DestinationGap "destination_gap" LOGARITHM,
    /// log2 of the time since the destination last received over what is usual, Q8
    DestinationGapRatio "destination_gap_ratio" RATIO,
    /// 1 if the destination has not received from the source lately
    DestinationNewPartner "destination_new_partner" COUNT,
    /// log2 of 1 + flows that the destination received before, Q8
    DestinationSeen "destination_seen" LOGARITHM,

    /// log2 of 1 + flows that the source gave, short horizon, Q8
    SourceGivenShort "source_given_short" LOGARITHM,
    /// log2 of 1 + flows that the source gave, long horizon, Q8
    SourceGivenLong "source_given_long" LOGARITHM,
    /// log2 of what the source gave, short horizon, Q8
    SourceGivenSumShort "source_given_sum_short" FINE,
    /// log2 of what the source gave, long horizon, Q8
    SourceGivenSumLong "source_given_sum_long" FINE,
    /// Counterparties that the source gave to, by 64 bits
    SourceGivenPartners "source_given_partners" COUNT,
    /// Flows just below the reporting threshold that the source gave, in eighths
    SourceGivenBelow "source_given_below" COUNT,
    /// log2 of 1 + flows that the source received, short horizon, Q8
    SourceReceivedShort "source_received_short" LOGARITHM,
    /// log2 of 1 + flows that the source received, long horizon, Q8
    SourceReceivedLong "source_received_long" LOGARITHM,
    /// log2 of what the source received, short horizon, Q8
    SourceReceivedSumShort "source_received_sum_short" FINE,
    /// log2 of what the source received, long horizon, Q8
    SourceReceivedSumLong "source_received_sum_long" FINE,
    /// Counterparties that the source received from, by 64 bits
    SourceReceivedPartners "source_received_partners" COUNT,
    /// Flows just below the reporting threshold that the source received, in eighths
    SourceReceivedBelow "source_received_below" COUNT,
    /// log2 of 1 + flows that the destination gave, short horizon, Q8
    DestinationGivenShort "destination_given_short" LOGARITHM,
    /// log2 of 1 + flows that the destination gave, long horizon, Q8
    DestinationGivenLong "destination_given_long" LOGARITHM,
    /// log2 of what the destination gave, short horizon, Q8
    DestinationGivenSumShort "destination_given_sum_short" FINE,
    /// log2 of what the destination gave, long horizon, Q8
    DestinationGivenSumLong "destination_given_sum_long" FINE,
    /// Counterparties that the destination gave to, by 64 bits
    DestinationGivenPartners "destination_given_partners" COUNT,
    /// Flows just below the reporting threshold that the destination gave, in eighths
    DestinationGivenBelow "destination_given_below" COUNT,
    /// log2 of 1 + flows that the destination received, short horizon, Q8
    DestinationReceivedShort "destination_received_short" LOGARITHM,
    /// log2 of 1 + flows that the destination received, long horizon, Q8
    DestinationReceivedLong "destination_received_long" LOGARITHM,
    /// log2 of what the destination received, short horizon, Q8
    DestinationReceivedSumShort "destination_received_sum_short" FINE,
    /// log2 of what the destination received, long horizon, Q8
    DestinationReceivedSumLong "destination_received_sum_long" FINE,
    /// Counterparties that the destination received from, by 64 bits
    DestinationReceivedPartners "destination_received_partners" COUNT,
    /// Flows just below the reporting threshold that the destination received, in eighths
    DestinationReceivedBelow "destination_received_below" COUNT,

    /// log2 of what the source gave over what it received, short horizon, Q8
    SourcePassShort "source_pass_short" RATIO,
    /// log2 of what the source gave over what it received, long horizon, Q8
    SourcePassLong "source_pass_long" RATIO,
    /// log2 of what the destination gave over what it received, short horizon, Q8
    DestinationPassShort "destination_pass_short" RATIO,
    /// log2 of what the destination gave over what it received, long horizon, Q8
    DestinationPassLong "destination_pass_long" RATIO,
    /// log2 of the seconds since the source last received, Q8
    SourceReceivedGap "source_received_gap" LOGARITHM,
    /// log2 of the amount over what the source last received, Q8
    SourceReceivedRatio "source_received_ratio" RATIO,
    /// log2 of the seconds since the source was first seen, Q8
    SourceAge "source_age" LOGARITHM,
    /// log2 of the seconds since the destination was first seen, Q8
    DestinationAge "destination_age" LOGARITHM,

    /// Flows that the source gave in the window, up to 32
    FanOutFlows "fan_out_flows" COUNT,
    /// Different destinations of the flows that the source gave in the window
    FanOut "fan_out" COUNT,
    /// log2 of the sum of the flows that the source gave in the window, Q8
    FanOutSum "fan_out_sum" FINE,
    /// Mean of log2 of the amounts of the flows that the source gave in the window, Q8
    FanOutMean "fan_out_mean" FINE,
    /// Standard deviation of log2 of the amounts of the flows that the source gave in the window, Q8
    FanOutDeviation "fan_out_deviation" Q8_DEVIATION,
    /// log2 of the smallest of the flows that the source gave in the window, Q8
    FanOutSmallest "fan_out_smallest" FINE,
    /// log2 of the largest of the flows that the source gave in the window, Q8
    FanOutLargest "fan_out_largest" FINE,
    /// log2 of the seconds from the first to the last of the flows that the source gave in the window, Q8
    FanOutSpan "fan_out_span" LOGARITHM,
    /// Flows that the source received in the window, up to 32
    OriginFlows "origin_flows" COUNT,
    /// Different sources of the flows that the source received in the window
    Origins "origins" COUNT,
    /// log2 of the sum of the flows that the source received in the window, Q8
    OriginSum "origin_sum" FINE,
    /// Mean of log2 of the amounts of the flows that the source received in the window, Q8
    OriginMean "origin_mean" FINE,
    /// Standard deviation of log2 of the amounts of the flows that the source received in the window, Q8
    OriginDeviation "origin_deviation" Q8_DEVIATION,
    /// log2 of the smallest of the flows that the source received in the window, Q8
    OriginSmallest "origin_smallest" FINE,
    /// log2 of the largest of the flows that the source received in the window, Q8
    OriginLargest "origin_largest" FINE,
    /// log2 of the seconds from the first to the last of the flows that the source received in the window, Q8
    OriginSpan "origin_span" LOGARITHM,
    /// Flows that the destination gave in the window, up to 32
    OnwardFlows "onward_flows" COUNT,
    /// Different destinations of the flows that the destination gave in the window
    Onward "onward" COUNT,
    /// log2 of the sum of the flows that the destination gave in the window, Q8
    OnwardSum "onward_sum" FINE,
    /// Mean of log2 of the amounts of the flows that the destination gave in the window, Q8
    OnwardMean "onward_mean" FINE,
    /// Standard deviation of log2 of the amounts of the flows that the destination gave in the window, Q8
    OnwardDeviation "onward_deviation" Q8_DEVIATION,
    /// log2 of the smallest of the flows that the destination gave in the window, Q8
    OnwardSmallest "onward_smallest" FINE,
    /// log2 of the largest of the flows that the destination gave in the window, Q8
    OnwardLargest "onward_largest" FINE,
    /// log2 of the seconds from the first to the last of the flows that the destination gave in the window, Q8
    OnwardSpan "onward_span" LOGARITHM,
    /// Flows that the destination received in the window, up to 32
    FanInFlows "fan_in_flows" COUNT,
    /// Different sources of the flows that the destination received in the window
    FanIn "fan_in" COUNT,
    /// log2 of the sum of the flows that the destination received in the window, Q8
    FanInSum "fan_in_sum" FINE,
    /// Mean of log2 of the amounts of the flows that the destination received in the window, Q8
    FanInMean "fan_in_mean" FINE,
    /// Standard deviation of log2 of the amounts of the flows that the destination received in the window, Q8
    FanInDeviation "fan_in_deviation" Q8_DEVIATION,
    /// log2 of the smallest of the flows that the destination received in the window, Q8
    FanInSmallest "fan_in_smallest" FINE,
    /// log2 of the largest of the flows that the destination received in the window, Q8
    FanInLargest "fan_in_largest" FINE,
    /// log2 of the seconds from the first to the last of the flows that the destination received in the window, Q8
    FanInSpan "fan_in_span" LOGARITHM,

    /// Intermediaries between the origins of the source and the destination, besides the source
    ScatterGather "scatter_gather" COUNT,
    /// The smaller of the source's origins and destinations
    GatherScatter "gather_scatter" COUNT,
    /// Flows of the shortest cycle that this flow closes; 0 if it closes none
    CycleLength "cycle_length" COUNT,
    /// Cycles that this flow closes
    CycleCount "cycle_count" COUNT,
    /// Pairs of another source of the destination and another destination of the source
    Bipartite "bipartite" COUNT,
    /// Difference of log2 between the amount and the nearest that the source received lately, Q8
    PassDifference "pass_difference" Q8_DEVIATION,
    /// log2 of the seconds since that was received, Q8
    PassGap "pass_gap" LOGARITHM,

    /// Confirmed anomalies of the source, decayed, in eighths
    SourceConfirmed "source_confirmed" COUNT,
    /// Share of confirmed anomalies among known outcomes of the source, in thousandths
    SourceConfirmedShare "source_confirmed_share" SHARE,
    /// Share of confirmed anomalies among the latest known outcomes of the source, in thousandths
    SourceConfirmedLately "source_confirmed_lately" SHARE,
    /// Confirmed anomalies of the source since a flow of it was last cleared
    SourceStreak "source_streak" COUNT,
    /// Confirmed anomalies of the destination, decayed, in eighths
    DestinationConfirmed "destination_confirmed" COUNT,
    /// Share of confirmed anomalies among known outcomes of the destination, in thousandths
    DestinationConfirmedShare "destination_confirmed_share" SHARE,
    /// Share of confirmed anomalies among the latest known outcomes of the destination, in thousandths
    DestinationConfirmedLately "destination_confirmed_lately" SHARE,
    /// Confirmed anomalies of the destination since a flow of it was last cleared
    DestinationStreak "destination_streak" COUNT,

    /// Earlier claims for the same incident of the same object
    DuplicateClaims "duplicate_claims" COUNT,
    /// Different claimants who named the same other party
    StagedClaimants "staged_claimants" COUNT,
    /// How soon after the start of the insurance it happened: 400 less the days
    EarlyClaim "early_claim" EIGHTHS,
    /// Speed at which tag or vehicle must have come from its last plaza, in km/h
    ImpliedSpeed "implied_speed" SHARE,
    /// Plates seen with this tag, and tags with this plate, that were not seen before
    Mismatches "mismatches" COUNT,
    /// What was paid too little, in thousandths of what was due
    Underpaid "underpaid" SHARE,
    /// log2 of 1 + what a net position is away from the obligations, Q8
    Unbalanced "unbalanced" LOGARITHM,
}

/// Deviations of logarithms in Q8: eight buckets for each doubling.
const Q8_DEVIATION: Cut = Cut { offset: 0, shift: 5 };

/// How many features there are.
pub const FEATURES: usize = Feature::ALL.len();

/// The features of one flow.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Features(pub(crate) [i32; FEATURES]);

impl Default for Features {
    fn default() -> Self {
        Self([0; FEATURES])
    }
}

impl Features {
    /// The value of a feature.
    pub fn get(&self, feature: Feature) -> i32 {
        self.0.get(feature as usize).copied().unwrap_or_default()
    }

    /// All values, in the order of the codes.
    pub fn values(&self) -> &[i32; FEATURES] {
        &self.0
    }

    #[inline]
    pub(crate) fn set(&mut self, feature: Feature, value: i32) {
        if let Some(place) = self.0.get_mut(feature as usize) {
            *place = value;
        }
    }

    /// The bucket of each feature.
    pub(crate) fn buckets(&self) -> Buckets {
        let mut buckets = Buckets([0; FEATURES]);
        for ((bucket, value), cut) in buckets.0.iter_mut().zip(self.0).zip(CUTS) {
            *bucket = cut.bucket(value);
        }
        buckets
    }
}

impl Cut {
    #[inline]
    pub(crate) fn bucket(self, value: i32) -> u8 {
        (value.saturating_sub(self.offset) >> self.shift).clamp(0, LAST_BUCKET) as u8
    }
}

/// The bucket of each feature of one flow.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub struct Buckets(pub(crate) [u8; FEATURES]);
