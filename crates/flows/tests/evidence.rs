//! Evidence: whoever holds it works the score out again, and finds what was changed.

#![allow(clippy::unwrap_used)]

mod common;

use codec::{Decode, Encode};
use common::{DAY, START, engine, everyday, flow};
use critical_chains_flows::{
    Assessment, Detector, Detectors, Engine, EngineKey, Evidence, EvidenceError, FEATURES, Feature,
    Flow, InvalidParameters, Model, Parameters, Score, forest::Forest,
};
use critical_chains_integrity::tree::{inclusion_path, leaf_hash, verify_inclusion};
use proptest::prelude::*;
use std::collections::HashMap;

/// An engine that keeps its flows, as whoever attests has to.
struct Watch {
    engine: Engine,
    held: HashMap<u32, Flow>,
}

impl Watch {
    fn new(model: impl Into<Model>) -> Self {
        let engine = Engine::new(model, EngineKey([3; 16])).unwrap();
        Self { engine, held: HashMap::new() }
    }

    fn observe(&mut self, flow: &Flow) -> Assessment {
        let assessment = self.engine.observe(flow);
        self.held.insert(assessment.sequence, flow.clone());
        assessment
    }

    fn gather(&self, flow: &Flow, assessment: &Assessment) -> Result<Evidence, EvidenceError> {
        Evidence::gather(&self.engine, flow, assessment, |sequence| {
            self.held.get(&sequence).cloned()
        })
    }
}

/// A cycle of five over some days, among everyday flows; its last flow.
fn ring(watch: &mut Watch) -> (Flow, Assessment) {
    for flow in everyday(1, 3_000) {
        watch.observe(&flow);
    }
    let start = START + 3_000 * 90;
    let ring = [9_001, 9_002, 9_003, 9_004, 9_005, 9_001];
    let mut last = None;
    for (step, pair) in ring.windows(2).enumerate() {
        let flow = flow(start + step as u64 * DAY, pair[0], pair[1], 500_000 - step as u64 * 900);
        let assessment = watch.observe(&flow);
        last = Some((flow, assessment));
    }
    last.unwrap()
}

fn evidence() -> Evidence {
    let mut watch = Watch::new(Parameters::default());
    let (flow, assessment) = ring(&mut watch);
    watch.gather(&flow, &assessment).unwrap()
}

#[test]
fn whoever_holds_it_finds_the_same() {
    let mut watch = Watch::new(Parameters::default());
    let (flow, assessment) = ring(&mut watch);

    let evidence = watch.gather(&flow, &assessment).unwrap();

    assert!(assessment.fired.contains(Detector::Cycle));
    assert_eq!(assessment.features.get(Feature::CycleLength), 5);
    assert_eq!(evidence.statement.score, assessment.score);
    assert_eq!(evidence.statement.features.as_slice(), assessment.features.values());
    assert_eq!(evidence.flows.last(), Some(&flow));
    assert_eq!(evidence.verify(Parameters::default()), Ok(evidence.root()));
    let decoded = Evidence::decode(&mut evidence.encode().as_slice()).unwrap();
    assert_eq!(decoded.verify(Parameters::default()), Ok(evidence.root()));
}

#[test]
fn its_root_is_that_of_an_rfc_9162_tree() {
    let evidence = evidence();
    let leaves: Vec<_> = std::iter::once(leaf_hash(&evidence.statement.encode()))
        .chain(evidence.flows.iter().map(|flow| leaf_hash(&flow.encode())))
        .collect();
    let size = leaves.len() as u64;

    for (index, leaf) in leaves.iter().enumerate() {
        let path = inclusion_path(&leaves, index as u64).unwrap();
        assert!(verify_inclusion(&evidence.root(), size, index as u64, leaf, &path).is_ok());
    }
}

#[test]
fn trees_are_walked_again() {
    // The model knows the first six features only; the others are columns that it has no use for.
    let names: Vec<&str> = Feature::ALL.iter().map(|feature| feature.name()).collect();
    let model = include_str!("forest/model.txt")
        .replacen("max_feature_idx=5", &format!("max_feature_idx={}", FEATURES - 1), 1)
        .replacen("Column_0 Column_1 Column_2 Column_3 Column_4 Column_5", &names.join(" "), 1);
    let forest = Forest::from_lightgbm(&model, FEATURES as u16).unwrap();
    let model = Model { parameters: Parameters::default(), forest: Some(forest) };
    let mut watch = Watch::new(&model);
    let (flow, assessment) = ring(&mut watch);

    let evidence = watch.gather(&flow, &assessment).unwrap();

    assert_eq!(evidence.statement.score, assessment.score);
    assert_eq!(evidence.verify(&model), Ok(evidence.root()));
    assert_eq!(evidence.verify(Parameters::default()), Err(EvidenceError::OtherModel));
    let mut changed = evidence.clone();
    changed.statement.contributions[0] += 1;
    assert_eq!(changed.verify(&model), Err(EvidenceError::ContributionsDiffer));
    assert!(watch.engine.explain(&flow, &assessment).len() <= 5);
}

mod refuses {
    use super::*;

    fn error(change: impl FnOnce(&mut Evidence)) -> EvidenceError {
        let mut evidence = evidence();
        change(&mut evidence);
        evidence.verify(Parameters::default()).unwrap_err()
    }

    #[test]
    fn another_version_or_model() {
        assert_eq!(
            error(|evidence| evidence.statement.engine_version = 9),
            EvidenceError::UnknownVersion { found: 9 }
        );
        assert_eq!(error(|evidence| evidence.statement.model = [0; 32]), EvidenceError::OtherModel);
    }

    #[test]
    fn parameters_that_nobody_could_have_scored_with() {
        let mut parameters = Parameters::default();
        parameters.window.seconds = 0;
        let mut evidence = evidence();
        evidence.statement.model = Model::from(&parameters).hash();

        assert_eq!(
            evidence.verify(&parameters),
            Err(EvidenceError::InvalidParameters(InvalidParameters::Zero {
                parameter: "window.seconds"
            }))
        );
    }

    #[test]
    fn what_is_missing() {
        assert_eq!(error(|evidence| evidence.flows.clear()), EvidenceError::Empty);
        assert_eq!(
            error(|evidence| evidence.statement.features = vec![1].try_into().unwrap()),
            EvidenceError::WrongFeatures
        );
        assert_eq!(
            error(|evidence| evidence.statement.contributions = vec![1].try_into().unwrap()),
            EvidenceError::WrongFeatures
        );
        let dropped = error(|evidence| drop(evidence.flows.remove(0)));
        assert!(matches!(dropped, EvidenceError::FeatureDiffers { .. }), "{dropped}");
    }

    #[test]
    fn what_was_changed() {
        let amount = error(|evidence| evidence.flows[0].amount *= 2);
        assert!(matches!(amount, EvidenceError::FeatureDiffers { .. }), "{amount}");
        let added = error(|evidence| {
            let copy = evidence.flows[0].clone();
            evidence.flows.try_insert(0, copy).unwrap();
        });
        assert!(matches!(added, EvidenceError::FeatureDiffers { .. }), "{added}");
        let fired = error(|evidence| evidence.statement.fired = Detectors(0));
        assert!(matches!(fired, EvidenceError::DetectorsDiffer { .. }), "{fired}");
        let score = error(|evidence| evidence.statement.score = Score::from_value(1));
        assert!(matches!(score, EvidenceError::ScoreDiffers { .. }), "{score}");
        let rest = error(|evidence| evidence.statement.rest += 1);
        assert!(matches!(rest, EvidenceError::ScoreDiffers { .. }), "{rest}");
    }

    #[test]
    fn flows_that_are_not_held_any_more() {
        let mut watch = Watch::new(Parameters::default());
        let (flow, assessment) = ring(&mut watch);
        let oldest = watch.engine.looked_at(&flow)[0];
        watch.held.remove(&oldest);

        let error = watch.gather(&flow, &assessment).unwrap_err();

        assert_eq!(error, EvidenceError::FlowNotFound { sequence: oldest });
        assert!(error.to_string().contains("keep flows for as long as the window is"));
    }
}

#[test]
fn errors_say_what_to_do() {
    let texts = [
        EvidenceError::TooManyFlows.to_string(),
        EvidenceError::OtherModel.to_string(),
        EvidenceError::ContributionsDiffer.to_string(),
        EvidenceError::WrongFeatures.to_string(),
        EvidenceError::Empty.to_string(),
        EvidenceError::UnknownVersion { found: 3 }.to_string(),
    ];

    assert!(texts.iter().all(|text| text.len() > 15));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Dense little worlds, in which detectors reach their bounds.
    #[test]
    fn always_verifies(
        flows in prop::collection::vec((0u64..3 * DAY, 0u64..12, 0u64..12, 1u64..5_000), 1..400),
    ) {
        let mut watch = Watch::new(Parameters::default());
        let mut time = START;
        for (step, from, to, amount) in flows {
            time += step / 8;
            let flow = flow(time, from, to, amount);
            let assessment = watch.observe(&flow);
            if amount % 16 == 0 {
                let evidence = watch.gather(&flow, &assessment).unwrap();
                prop_assert_eq!(evidence.statement.score, assessment.score);
                prop_assert_eq!(evidence.verify(Parameters::default()), Ok(evidence.root()));
            }
        }
    }
}

#[test]
fn an_engine_without_flows_looks_at_none() {
    let mut engine = engine();
    let first = flow(START, 1, 2, 3);
    engine.observe(&first);

    assert_eq!(engine.looked_at(&first), [1]);
}
