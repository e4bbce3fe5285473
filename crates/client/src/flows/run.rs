//! One run of the engine over a data set.

use super::DataSet;
use critical_chains_backtest::{Latency, Percentiles};
use critical_chains_flows::{
    Assessment, BurstSketches, Detectors, Engine, EngineKey, Health, Identity, InvalidParameters,
    Model, Observation, Parameters,
};
use critical_chains_records::flows::LabelledFlow;
use std::{collections::VecDeque, time::Instant};

/// Flows that are timed together where single ones are shorter than the clock.
const TIMED_TOGETHER: usize = 256;

/// When labels are known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Labels {
    /// Never.
    Never,
    /// So many seconds after the flow.
    After(u64),
}

/// What came of a run.
pub struct Run {
    /// The score of each flow.
    pub scores: Vec<i64>,
    /// The detectors that fired for each.
    pub fired: Vec<Detectors>,
    /// Whether the engine would have raised an alert.
    pub alerts: Vec<bool>,
    /// How long flows took.
    pub latency: Percentiles,
    /// Bytes of all tables.
    pub memory_bytes: usize,
    /// How the engine was in the end.
    pub health: Option<Health>,
}

/// The key of a seed.
pub fn key_of_seed(seed: u32) -> EngineKey {
    let mut key = [0x5a; 16];
    for (to, from) in key.iter_mut().zip(seed.to_le_bytes()) {
        *to = from;
    }
    EngineKey(key)
}

/// An engine to which flows are given in order, and labels as late as is said.
pub struct Replayer {
    /// The engine.
    pub engine: Engine,
    labels: Labels,
    waiting: VecDeque<(u64, bool, Observation)>,
}

impl Replayer {
    /// An engine that has seen nothing.
    pub fn new(model: &Model, labels: Labels, seed: u32) -> Result<Self, InvalidParameters> {
        let engine = Engine::new(model, key_of_seed(seed))?;
        Ok(Self { engine, labels, waiting: VecDeque::new() })
    }

    /// Learns all labels that are known at a time.
    pub fn learn_until(&mut self, now: u64) {
        while self.waiting.front().is_some_and(|(known_at, _, _)| *known_at <= now) {
            if let Some((_, anomalous, observation)) = self.waiting.pop_front() {
                self.engine.learn(&observation, now, anomalous);
            }
        }
    }

    /// Keeps the label of a flow until it is known.
    pub fn keep(&mut self, labelled: &LabelledFlow, assessment: Assessment) {
        if let (Labels::After(delay), Some(anomalous)) = (self.labels, labelled.anomalous) {
            let observation = self.engine.observation(&labelled.flow, assessment);
            self.waiting.push_back((
                labelled.flow.time.saturating_add(delay),
                anomalous,
                observation,
            ));
        }
    }
}

/// Runs the whole engine over a data set.
pub fn run(
    data: &DataSet,
    model: &Model,
    labels: Labels,
    seed: u32,
) -> Result<Run, InvalidParameters> {
    let mut replayer = Replayer::new(model, labels, seed)?;
    let mut latency = Latency::default();
    let count = data.flows.len();
    let (mut scores, mut fired, mut alerts) =
        (Vec::with_capacity(count), Vec::with_capacity(count), Vec::with_capacity(count));
    for labelled in &data.flows {
        replayer.learn_until(labelled.flow.time);
        let began = Instant::now();
        let assessment = replayer.engine.observe(&labelled.flow);
        latency.add(nanoseconds(began), 1);
        scores.push(assessment.score.value());
        fired.push(assessment.fired);
        alerts.push(assessment.alert);
        replayer.keep(labelled, assessment);
    }
    Ok(Run {
        scores,
        fired,
        alerts,
        latency: latency.percentiles(),
        memory_bytes: replayer.engine.memory_bytes(),
        health: Some(replayer.engine.health()),
    })
}

/// Runs layer 1 alone, hashing included.
pub fn burst_only(data: &DataSet, parameters: &Parameters, seed: u32) -> Run {
    let key = key_of_seed(seed);
    let mut sketches = BurstSketches::new(&parameters.burst);
    let mut latency = Latency::default();
    let mut scores = Vec::with_capacity(data.flows.len());
    // Only what layer 1 looks at, because reading the rest of a flow from memory takes as long.
    let edges: Vec<_> = data
        .flows
        .iter()
        .map(|labelled| (labelled.flow.time, labelled.flow.source, labelled.flow.destination))
        .collect();
    for edges in edges.chunks(TIMED_TOGETHER) {
        let began = Instant::now();
        for (time, source, destination) in edges {
            let burst = sketches.observe(
                *time,
                Identity::of(&key, source),
                Identity::of(&key, destination),
            );
            scores.push(i64::try_from(burst.strongest()).unwrap_or(i64::MAX));
        }
        latency.add(nanoseconds(began), edges.len() as u64);
    }
    Run {
        scores,
        fired: Vec::new(),
        alerts: Vec::new(),
        latency: latency.percentiles(),
        memory_bytes: sketches.memory_bytes(),
        health: None,
    }
}

fn nanoseconds(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX)
}
