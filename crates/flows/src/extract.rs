//! From what the layers know to the features of a flow.

use crate::{
    Burst, Feature, Features, Flow,
    fixed::log2,
    profile::{Departure, Profile, Record, Side},
    sectors::SectorFindings,
    window::{List, Shapes},
};

/// Seconds of a day and of an hour.
const DAY: u64 = 86_400;
const HOUR: u64 = 3_600;

/// The first day of the Unix epoch was a Thursday.
const FIRST_WEEKDAY: u64 = 3;

/// One side of a flow: its profile after the flow, and how the flow departs from what was before.
pub(crate) struct Party {
    pub(crate) profile: Profile,
    pub(crate) departure: Departure,
    pub(crate) record: Record,
}

/// The features that summarise one list.
struct ListFeatures {
    flows: Feature,
    partners: Feature,
    sum: Feature,
    mean: Feature,
    deviation: Feature,
    smallest: Feature,
    largest: Feature,
    span: Feature,
}

/// The features that summarise one side of a profile.
struct SideFeatures {
    short: Feature,
    long: Feature,
    sum_short: Feature,
    sum_long: Feature,
    partners: Feature,
    below: Feature,
}

/// Logarithm in Q8, of one more than a number.
#[inline]
fn log(value: u64) -> i32 {
    (log2(value.saturating_add(1)) >> 8) as i32
}

/// Logarithm in Q8 of one number over another, as if both were one more.
#[inline]
fn ratio(over: u64, under: u64) -> i32 {
    log(over).saturating_sub(log(under))
}

/// A number of at most 32 bits, within the positive half of a feature.
#[inline]
fn whole(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// A decayed count in Q8: its logarithm.
#[inline]
fn count(value: u32) -> i32 {
    // One flow in Q8 is 256, so that counts below one have a logarithm as well.
    (log2(u64::from(value).saturating_add(256)) >> 8).saturating_sub(8 << 8) as i32
}

impl Features {
    #[inline]
    pub(crate) fn of(
        flow: &Flow,
        burst: &Burst,
        source: &Party,
        destination: &Party,
        shapes: &Shapes,
        sector: &SectorFindings,
    ) -> Self {
        let mut features = Self::default();
        let now = crate::profile::short_time(flow.time);
        features.flow(flow);
        features.burst(burst);
        features.source(source, flow.amount, now);
        features.destination(destination, now);
        features.shapes(shapes);
        features.sector(sector);
        features
    }

    fn flow(&mut self, flow: &Flow) {
        self.set(Feature::Amount, log(flow.amount));
        self.set(Feature::Hour, whole(((flow.time % DAY) / HOUR) as u32));
        let weekday = (flow.time / DAY).wrapping_add(FIRST_WEEKDAY) % 7;
        self.set(Feature::Weekday, whole(weekday as u32));
        self.set(Feature::Channel, flow.channel as i32);
        self.set(Feature::CrossesInstitutions, i32::from(flow.crosses_institutions()));
    }

    fn burst(&mut self, burst: &Burst) {
        self.set(Feature::EdgeBurst, log(burst.edge));
        self.set(Feature::SourceBurst, log(burst.source));
        self.set(Feature::DestinationBurst, log(burst.destination));
    }

    fn source(&mut self, party: &Party, amount: u64, now: u32) {
        let Party { profile, departure, .. } = party;
        self.set(Feature::SourceAmountDeviation, departure.amount_deviation);
        self.set(Feature::SourceAmountRatio, departure.amount_ratio);
        self.set(Feature::SourceGap, log(u64::from(departure.gap)));
        self.set(Feature::SourceGapRatio, departure.gap_ratio);
        self.set(Feature::SourceNewPartner, i32::from(departure.new_partner));
        self.set(Feature::SourceSeen, log(u64::from(departure.seen)));
        self.side(
            &profile.given,
            &SideFeatures {
                short: Feature::SourceGivenShort,
                long: Feature::SourceGivenLong,
                sum_short: Feature::SourceGivenSumShort,
                sum_long: Feature::SourceGivenSumLong,
                partners: Feature::SourceGivenPartners,
                below: Feature::SourceGivenBelow,
            },
        );
        self.side(
            &profile.received,
            &SideFeatures {
                short: Feature::SourceReceivedShort,
                long: Feature::SourceReceivedLong,
                sum_short: Feature::SourceReceivedSumShort,
                sum_long: Feature::SourceReceivedSumLong,
                partners: Feature::SourceReceivedPartners,
                below: Feature::SourceReceivedBelow,
            },
        );
        let Profile { given, received, .. } = profile;
        self.set(Feature::SourcePassShort, ratio(given.sum_short, received.sum_short));
        self.set(Feature::SourcePassLong, ratio(given.sum_long, received.sum_long));
        let since = if received.is_new() { u32::MAX } else { now.saturating_sub(received.last) };
        self.set(Feature::SourceReceivedGap, log(u64::from(since)));
        self.set(Feature::SourceReceivedRatio, ratio(amount, received.last_amount));
        self.set(Feature::SourceAge, log(u64::from(now.saturating_sub(profile.first))));
        self.set(Feature::SourceConfirmed, whole(party.record.confirmed >> 5));
        self.set(Feature::SourceConfirmedShare, whole(party.record.share));
        self.set(Feature::SourceConfirmedLately, whole(party.record.share_lately));
        self.set(Feature::SourceStreak, i32::from(party.record.streak));
    }

    fn destination(&mut self, party: &Party, now: u32) {
        let Party { profile, departure, .. } = party;
        self.set(Feature::DestinationAmountDeviation, departure.amount_deviation);
        self.set(Feature::DestinationAmountRatio, departure.amount_ratio);
        self.set(Feature::DestinationGap, log(u64::from(departure.gap)));
        self.set(Feature::DestinationGapRatio, departure.gap_ratio);
        self.set(Feature::DestinationNewPartner, i32::from(departure.new_partner));
        self.set(Feature::DestinationSeen, log(u64::from(departure.seen)));
        self.side(
            &profile.given,
            &SideFeatures {
                short: Feature::DestinationGivenShort,
                long: Feature::DestinationGivenLong,
                sum_short: Feature::DestinationGivenSumShort,
                sum_long: Feature::DestinationGivenSumLong,
                partners: Feature::DestinationGivenPartners,
                below: Feature::DestinationGivenBelow,
            },
        );
        self.side(
            &profile.received,
            &SideFeatures {
                short: Feature::DestinationReceivedShort,
                long: Feature::DestinationReceivedLong,
                sum_short: Feature::DestinationReceivedSumShort,
                sum_long: Feature::DestinationReceivedSumLong,
                partners: Feature::DestinationReceivedPartners,
                below: Feature::DestinationReceivedBelow,
            },
        );
        let Profile { given, received, .. } = profile;
        self.set(Feature::DestinationPassShort, ratio(given.sum_short, received.sum_short));
        self.set(Feature::DestinationPassLong, ratio(given.sum_long, received.sum_long));
        self.set(Feature::DestinationAge, log(u64::from(now.saturating_sub(profile.first))));
        self.set(Feature::DestinationConfirmed, whole(party.record.confirmed >> 5));
        self.set(Feature::DestinationConfirmedShare, whole(party.record.share));
        self.set(Feature::DestinationConfirmedLately, whole(party.record.share_lately));
        self.set(Feature::DestinationStreak, i32::from(party.record.streak));
    }

    fn side(&mut self, side: &Side, names: &SideFeatures) {
        self.set(names.short, count(side.count_short));
        self.set(names.long, count(side.count_long));
        self.set(names.sum_short, log(side.sum_short));
        self.set(names.sum_long, log(side.sum_long));
        self.set(names.partners, whole(side.partners()));
        self.set(names.below, whole(side.below >> 5));
    }

    fn shapes(&mut self, shapes: &Shapes) {
        self.list(
            &shapes.source_given,
            &ListFeatures {
                flows: Feature::FanOutFlows,
                partners: Feature::FanOut,
                sum: Feature::FanOutSum,
                mean: Feature::FanOutMean,
                deviation: Feature::FanOutDeviation,
                smallest: Feature::FanOutSmallest,
                largest: Feature::FanOutLargest,
                span: Feature::FanOutSpan,
            },
        );
        self.list(
            &shapes.source_received,
            &ListFeatures {
                flows: Feature::OriginFlows,
                partners: Feature::Origins,
                sum: Feature::OriginSum,
                mean: Feature::OriginMean,
                deviation: Feature::OriginDeviation,
                smallest: Feature::OriginSmallest,
                largest: Feature::OriginLargest,
                span: Feature::OriginSpan,
            },
        );
        self.list(
            &shapes.destination_given,
            &ListFeatures {
                flows: Feature::OnwardFlows,
                partners: Feature::Onward,
                sum: Feature::OnwardSum,
                mean: Feature::OnwardMean,
                deviation: Feature::OnwardDeviation,
                smallest: Feature::OnwardSmallest,
                largest: Feature::OnwardLargest,
                span: Feature::OnwardSpan,
            },
        );
        self.list(
            &shapes.destination_received,
            &ListFeatures {
                flows: Feature::FanInFlows,
                partners: Feature::FanIn,
                sum: Feature::FanInSum,
                mean: Feature::FanInMean,
                deviation: Feature::FanInDeviation,
                smallest: Feature::FanInSmallest,
                largest: Feature::FanInLargest,
                span: Feature::FanInSpan,
            },
        );
        self.set(Feature::ScatterGather, whole(shapes.scatter_gather));
        let both = shapes.source_given.partners.len().min(shapes.source_received.partners.len());
        self.set(Feature::GatherScatter, whole(u32::try_from(both).unwrap_or(u32::MAX)));
        self.set(Feature::CycleLength, whole(shapes.cycles.shortest));
        self.set(Feature::CycleCount, whole(shapes.cycles.count));
        self.set(Feature::Bipartite, whole(shapes.bipartite));
        self.set(Feature::PassDifference, whole(shapes.pass_difference >> 8));
        self.set(Feature::PassGap, log(u64::from(shapes.pass_seconds)));
    }

    fn sector(&mut self, findings: &SectorFindings) {
        self.set(Feature::DuplicateClaims, whole(findings.duplicate_claims));
        self.set(Feature::StagedClaimants, whole(findings.staged_claimants));
        self.set(Feature::EarlyClaim, whole(findings.early_claim));
        self.set(Feature::ImpliedSpeed, whole(findings.implied_speed));
        self.set(Feature::Mismatches, whole(findings.mismatches));
        self.set(Feature::Underpaid, whole(findings.underpaid));
        self.set(Feature::Unbalanced, log(findings.unbalanced));
    }

    fn list(&mut self, list: &List, names: &ListFeatures) {
        self.set(names.flows, whole(list.flows));
        let partners = u32::try_from(list.partners.len()).unwrap_or(u32::MAX);
        self.set(names.partners, whole(partners));
        self.set(names.sum, log(list.sum));
        self.set(names.mean, whole((list.mean() >> 8) as u32));
        self.set(names.deviation, whole((list.deviation() >> 8) as u32));
        self.set(names.smallest, log(list.smallest));
        self.set(names.largest, log(list.largest));
        self.set(names.span, log(u64::from(list.newest.saturating_sub(list.oldest))));
    }
}
