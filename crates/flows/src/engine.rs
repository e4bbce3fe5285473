//! All layers together.

use crate::{
    Attribute, BurstSketches, Drift, EngineKey, Features, Flow, Identity, InvalidParameters,
    MAX_ATTRIBUTES, Model, Parameters,
    budget::Budget,
    drift::PageHinkley,
    extract::Party,
    features::Buckets,
    fixed::decay_rate,
    forest::Forest,
    fusion::{Detectors, Fused, Fusion, Reasons, Score, Strongest},
    profile::{Departure, Horizons, Profile, ProfileTable, short_time},
    sectors::Sectors,
    window::{Focus, Graph, Sequence, Shapes, Window, WindowFlow},
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, Encode};

/// What is kept of a flow until its outcome is known.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub struct Observation {
    source: Identity,
    destination: Identity,
    surprise: u32,
    buckets: Buckets,
    attributes: BoundedVec<Attribute, ConstU32<MAX_ATTRIBUTES>>,
}

/// What the engine says of a flow.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// How anomalous it is.
    pub score: Score,
    /// All detectors that fired.
    pub fired: Detectors,
    /// Whether it is above the threshold of its source's institution.
    pub alert: bool,
    /// Its number in the window.
    pub sequence: u32,
    /// Its features.
    pub features: Features,
    pub(crate) fused: Fused,
}

/// Watches flows, one after the other.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub struct Engine {
    key: EngineKey,
    model: Model,
    horizons: Horizons,
    standing_rate: u64,
    burst: BurstSketches,
    profiles: ProfileTable,
    window: Window,
    sectors: Sectors,
    fusion: Fusion,
    budget: Budget,
    scores: PageHinkley,
    drifts: u32,
    last_drift: Option<(Drift, u64)>,
    observed: u64,
}

/// How an engine is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Health {
    /// Flows that it observed.
    pub observed: u64,
    /// Profiles that had to give way to others: if they are many, the table is too small.
    pub evicted: u64,
    /// How often the mean of the scores changed.
    pub drifts: u32,
    /// Which way it went the last time, and when, in seconds since the Unix epoch.
    pub last_drift: Option<(Drift, u64)>,
}

impl Engine {
    /// An engine that has seen nothing. Its memory does not grow afterwards.
    pub fn new(model: impl Into<Model>, key: EngineKey) -> Result<Self, InvalidParameters> {
        let model = model.into();
        let parameters = &model.parameters;
        parameters.validate()?;
        Ok(Self {
            key,
            horizons: Horizons::new(&parameters.profiles),
            standing_rate: decay_rate(u64::from(parameters.profiles.standing_half_life)),
            burst: BurstSketches::new(&parameters.burst),
            profiles: ProfileTable::new(&parameters.profiles),
            window: Window::new(&parameters.window),
            sectors: Sectors::new(&parameters.sectors),
            fusion: Fusion::new(&parameters.outcomes),
            budget: Budget::new(&parameters.budget),
            scores: PageHinkley::default(),
            drifts: 0,
            last_drift: None,
            observed: 0,
            model,
        })
    }

    /// What decides how it scores.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Its parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.model.parameters
    }

    /// How it is.
    pub fn health(&self) -> Health {
        Health {
            observed: self.observed,
            evicted: self.profiles.evicted(),
            drifts: self.drifts,
            last_drift: self.last_drift,
        }
    }

    /// Whether its tables have the sizes that its parameters say.
    pub(crate) fn fits_together(&self) -> bool {
        let Ok(fresh) = Self::new(self.model.parameters.clone(), self.key) else { return false };
        self.horizons == fresh.horizons
            && self.standing_rate == fresh.standing_rate
            && self.burst.has_shape_of(&fresh.burst)
            && self.profiles.len() == fresh.profiles.len()
            && self.window.len() == fresh.window.len()
            && self.sectors.len() == fresh.sectors.len()
            && self.fusion.has_shape_of(&fresh.fusion)
            && self.budget.is_valid()
    }

    /// Bytes of all tables.
    pub fn memory_bytes(&self) -> usize {
        self.burst
            .memory_bytes()
            .saturating_add(self.profiles.memory_bytes())
            .saturating_add(self.window.memory_bytes())
            .saturating_add(self.sectors.memory_bytes())
            .saturating_add(self.fusion.memory_bytes())
            .saturating_add(self.budget.memory_bytes())
    }

    /// Takes a flow in, and works out its features.
    #[inline]
    pub fn features(&mut self, flow: &Flow) -> Features {
        let focus = self.focus(flow);
        let burst = self.burst.observe(flow.time, focus.source, focus.destination);
        let (giver, receiver) = self.enter(&focus);
        let shapes = self.shapes(&focus);
        let sector = self.sectors.observe(&self.key, flow);
        Features::of(flow, &burst, &giver, &receiver, &shapes, &sector)
    }

    /// Takes a flow in, and says how anomalous it is.
    #[inline]
    pub fn observe(&mut self, flow: &Flow) -> Assessment {
        let features = self.features(flow);
        let mut fused = self.fusion.score(&features, &flow.attributes);
        if let Some(forest) = &self.model.forest {
            fused.log_odds = bits(forest.score(features.values()));
        }
        let score = Score::new(fused.log_odds, flow.amount);
        if let Some(drift) = self.scores.observe(score.log_odds(), &self.model.parameters.drift) {
            self.drifts = self.drifts.saturating_add(1);
            self.last_drift = Some((drift, flow.time));
        }
        self.observed = self.observed.saturating_add(1);
        Assessment {
            score,
            fired: self.model.parameters.levels.fired(&features),
            alert: self.budget.is_alert(flow.source_institution, flow.time, score),
            sequence: self.window.newest(),
            features,
            fused,
        }
    }

    /// The numbers in the window of all flows that the detectors looked at for the flow that was
    /// observed last, it among them.
    pub fn looked_at(&self, flow: &Flow) -> Vec<u32> {
        let mut sequences: Vec<Sequence> = alloc::vec![self.window.newest()];
        let focus = self.focus(flow);
        Shapes::around(
            &self.graph(focus.time),
            &focus,
            self.model.parameters.window.pass_seconds,
            &mut sequences,
        );
        // In the order in which they came, also when numbers have begun anew.
        let newest = self.window.newest();
        sequences
            .sort_unstable_by_key(|sequence| core::cmp::Reverse(newest.wrapping_sub(*sequence)));
        sequences.dedup();
        sequences
    }

    pub(crate) fn focus(&self, flow: &Flow) -> Focus {
        Focus {
            source: Identity::of(&self.key, &flow.source),
            destination: Identity::of(&self.key, &flow.destination),
            amount: flow.amount,
            time: short_time(flow.time),
        }
    }

    fn graph(&self, now: u32) -> Graph<'_> {
        Graph { window: &self.window, profiles: &self.profiles, since: self.window.since(now) }
    }

    /// Why a flow that was just observed scored as it did.
    pub fn explain(&self, flow: &Flow, assessment: &Assessment) -> Reasons {
        match &self.model.forest {
            Some(forest) => {
                let (contributions, _) = forest_contributions(forest, &assessment.features);
                Strongest::of(&assessment.features, &contributions)
            }
            None => self.fusion.explain(&assessment.features, &assessment.fused, &flow.attributes),
        }
    }

    /// What each feature adds to the log-odds of the flow that was observed last, Q16, and what all
    /// else adds.
    pub(crate) fn contributions(
        &self,
        features: &Features,
        flow: &Flow,
        assessment: &Assessment,
    ) -> (Vec<i32>, i64) {
        match &self.model.forest {
            Some(forest) => forest_contributions(forest, features),
            None => self.fusion.contributions(features, &assessment.fused, &flow.attributes),
        }
    }

    /// What to keep of a flow until its outcome is known.
    pub fn observation(&self, flow: &Flow, assessment: Assessment) -> Observation {
        Observation {
            source: Identity::of(&self.key, &flow.source),
            destination: Identity::of(&self.key, &flow.destination),
            surprise: assessment.fused.surprise,
            buckets: assessment.fused.buckets,
            attributes: flow.attributes.clone(),
        }
    }

    /// Takes the outcome of an earlier flow in: whether an anomaly was confirmed, or the flow cleared.
    pub fn learn(&mut self, observation: &Observation, now: u64, confirmed: bool) {
        let time = short_time(now);
        for identity in [observation.source, observation.destination] {
            if let Some(profile) = self.profiles.get_mut(identity) {
                profile.standing.learn(time, self.standing_rate, confirmed);
            }
        }
        self.fusion.outcomes.learn(
            &observation.buckets,
            &observation.attributes,
            observation.surprise,
            confirmed,
        );
    }

    /// What the graph around a flow looks like that was entered last.
    #[inline]
    pub(crate) fn shapes(&self, focus: &Focus) -> Shapes {
        let pass_seconds = self.model.parameters.window.pass_seconds;
        Shapes::around(&self.graph(focus.time), focus, pass_seconds, &mut ())
    }

    /// Writes a flow into both profiles and into the window.
    #[inline]
    pub(crate) fn enter(&mut self, focus: &Focus) -> (Party, Party) {
        let sequence = self.window.next();
        let mut flow = WindowFlow {
            time: focus.time,
            amount: focus.amount,
            source: focus.source,
            destination: focus.destination,
            ..WindowFlow::default()
        };
        let giver = self.party(focus.source, focus.time, |profile, horizons| {
            let partner = focus.destination.mark();
            flow.previous_given = core::mem::replace(&mut profile.given.head, sequence);
            profile.given.add(focus.time, focus.amount, partner, horizons)
        });
        let receiver = self.party(focus.destination, focus.time, |profile, horizons| {
            let partner = focus.source.mark();
            flow.previous_received = core::mem::replace(&mut profile.received.head, sequence);
            profile.received.add(focus.time, focus.amount, partner, horizons)
        });
        self.window.add(flow);
        (giver, receiver)
    }

    #[inline]
    fn party(
        &mut self,
        identity: Identity,
        time: u32,
        add: impl FnOnce(&mut Profile, &Horizons) -> Departure,
    ) -> Party {
        let mut empty = Profile::default();
        let profile = self.profiles.enter(identity, time).unwrap_or(&mut empty);
        let departure = add(profile, &self.horizons);
        profile.given.decay(time, &self.horizons);
        profile.received.decay(time, &self.horizons);
        Party {
            profile: *profile,
            departure,
            record: profile.standing.record(time, self.standing_rate),
        }
    }
}

/// log2(e) in Q16.
const BITS_OF_E: i128 = 94_548;

/// Natural log-odds in units of 2^-32 as binary ones, Q16.
fn bits(natural: i64) -> i64 {
    let scaled = i128::from(natural).saturating_mul(BITS_OF_E) >> 32;
    i64::try_from(scaled).unwrap_or(i64::MAX)
}

/// What each feature adds to a forest's log-odds (base 2), Q16, and what makes up for the rest.
pub(crate) fn forest_contributions(forest: &Forest, features: &Features) -> (Vec<i32>, i64) {
    let (natural, _) = forest.explain(features.values());
    let mut contributions: Vec<i32> = natural
        .into_iter()
        .map(|value| bits(value).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
        .collect();
    contributions.resize(crate::FEATURES, 0);
    let sum = contributions.iter().fold(0i64, |sum, part| sum.saturating_add(i64::from(*part)));
    let rest = bits(forest.score(features.values())).saturating_sub(sum);
    (contributions, rest)
}
