//! The engine as a whole: determinism, snapshots, bounds, learning, hostile input.

#![allow(clippy::unwrap_used)]

mod common;

use codec::Encode;
use common::{DAY, Random, START, account, engine, everyday, flow, watch};
use critical_chains_flows::{
    Detector, Engine, EngineKey, Feature, InvalidParameters, Parameters, Score, SnapshotError,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// SHA-256 over the scores, detectors and features of 20,000 everyday flows with outcomes. It differs
/// if any score does. If scores were changed on purpose, take the value that the test prints, and
/// raise `ENGINE_VERSION`.
const GOLDEN: &str = "71c6eda66c2fdc7202e010d7bc7f9b347fa0f82781ef2b5968464d455c30f8fe";

fn digest(engine: &mut Engine, count: u64) -> String {
    let mut hasher = Sha256::new();
    for (index, flow) in everyday(1, count).iter().enumerate() {
        let assessment = engine.observe(flow);
        hasher.update(assessment.score.encode());
        hasher.update(assessment.fired.encode());
        hasher.update(assessment.features.values().encode());
        let observation = engine.observation(flow, assessment);
        if index % 7 == 0 {
            engine.learn(&observation, flow.time, index % 91 == 0);
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn scores_are_the_same_on_every_machine() {
    assert_eq!(digest(&mut engine(), 20_000), GOLDEN);
}

mod snapshot {
    use super::*;

    #[test]
    fn a_restored_engine_goes_on_as_if_it_had_never_stopped() {
        let flows = everyday(2, 6_000);
        let mut running = engine();
        for (index, flow) in flows.iter().enumerate() {
            if index == 2_500 {
                let restored = Engine::restore(&running.snapshot()).unwrap();
                assert_eq!(restored, running);
                running = restored;
            }
            running.observe(flow);
        }
        let mut other = engine();
        watch(&mut other, &flows);

        assert_eq!(running, other);
        assert_eq!(running.snapshot(), other.snapshot());
    }

    #[test]
    fn an_empty_engine_takes_no_room() {
        assert!(engine().snapshot().len() < 10_000, "{}", engine().snapshot().len());
    }

    #[test]
    fn what_is_no_snapshot_is_refused() {
        let snapshot = engine().snapshot();
        let mut old = snapshot.clone();
        old[8] = 99;
        let mut damaged = snapshot.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 1;

        assert_eq!(Engine::restore(b"hello"), Err(SnapshotError::NotASnapshot));
        assert_eq!(Engine::restore(&old), Err(SnapshotError::UnknownVersion { found: 99 }));
        assert_eq!(Engine::restore(&damaged), Err(SnapshotError::Damaged));
        for length in 8..snapshot.len() {
            assert_eq!(Engine::restore(&snapshot[..length]), Err(SnapshotError::Damaged));
        }
    }

    /// What a snapshot ends with.
    fn sealed(mut body: Vec<u8>) -> Vec<u8> {
        let check = siphasher::sip::SipHasher13::new().hash(&body);
        body.extend_from_slice(&check.to_le_bytes());
        body
    }

    #[test]
    fn what_no_engine_could_have_written_is_refused() {
        let snapshot = engine().snapshot();
        let body = &snapshot[..snapshot.len() - 8];
        // One byte more, and another number of bits for the capacity of the profiles.
        let longer = sealed([body, &[0]].concat());
        let at = (10..body.len()).find(|at| body[*at..].starts_with(&[15, 0x80, 0x51, 1])).unwrap();
        let mut other = body.to_vec();
        other[at] = 14;

        assert_eq!(Engine::restore(&longer), Err(SnapshotError::Invalid));
        assert_eq!(Engine::restore(&sealed(other)), Err(SnapshotError::Invalid));
        assert_eq!(Engine::restore(&sealed(body[..40].to_vec())), Err(SnapshotError::Invalid));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_change_is_refused_or_harmless(at in 10usize..3_000, byte in any::<u8>()) {
            let mut small = engine();
            watch(&mut small, &everyday(3, 20));
            let snapshot = small.snapshot();
            let mut body = snapshot[..snapshot.len() - 8].to_vec();
            let at = 10 + at % (body.len() - 10);
            body[at] = byte;
            if let Ok(mut engine) = Engine::restore(&sealed(body)) {
                engine.observe(&flow(START, 1, 2, 3));
            }
        }
    }
}

mod bounds {
    use super::*;

    #[test]
    fn memory_is_fixed_and_below_sixteen_megabytes() {
        let mut engine = engine();
        let before = engine.memory_bytes();
        for index in 0..200_000 {
            engine.observe(&flow(START + index, index, 1_000_000 + index, 100));
        }

        assert_eq!(engine.memory_bytes(), before);
        assert!(before < 16_000_000, "{before}");
        assert!(engine.health().evicted > 300_000, "{:?}", engine.health());
        assert_eq!(engine.health().observed, 200_000);
    }

    #[test]
    fn whoever_was_seen_last_survives_a_flood_of_new_pseudonyms() {
        let mut engine = engine();
        for index in 0..100_000 {
            engine.observe(&flow(START + index, 7, 8, 100));
            engine.observe(&flow(START + index, 10_000 + index, 1_000_000 + index, 100));
        }

        let assessment = engine.observe(&flow(START + 100_000, 7, 8, 100));

        assert!(assessment.features.get(Feature::SourceSeen) > 15 << 8);
    }

    #[test]
    fn parameters_that_no_engine_can_have_are_refused() {
        let refused = |change: fn(&mut Parameters)| {
            let mut parameters = Parameters::default();
            change(&mut parameters);
            Engine::new(parameters, EngineKey([0; 16])).unwrap_err()
        };

        let error = refused(|parameters| parameters.window.capacity_bits = 40);
        assert!(matches!(error, InvalidParameters::Capacity { found: 40, limits: (4, 24), .. }));
        assert!(
            error.to_string().starts_with("window.capacity_bits is 40, and has to be from 4 to 24")
        );
        let error = refused(|parameters| parameters.burst.tick_seconds = 0);
        assert_eq!(error, InvalidParameters::Zero { parameter: "burst.tick_seconds" });
        assert_eq!(error.to_string(), "burst.tick_seconds has to be more than 0");
    }
}

mod scores {
    use super::*;

    #[test]
    fn have_no_ties_at_the_top() {
        let mut engine = engine();
        let mut scores: Vec<Score> =
            everyday(4, 20_000).iter().map(|flow| engine.observe(flow).score).collect();
        scores.sort();
        let mut top: Vec<Score> = scores.split_off(scores.len() - 200);
        top.dedup();

        assert!(top.len() > 190, "{} different scores among the highest 200", top.len());
    }

    #[test]
    fn grow_with_the_odds() {
        let parts: Vec<u32> = (-20i64..=20)
            .map(|odds| Score::from_value((odds << 16) << 16).parts_per_million())
            .collect();

        assert!(parts.is_sorted());
        assert_eq!((parts[0], parts[20], parts[40]), (0, 500_000, 999_999));
    }

    #[test]
    fn carry_the_strongest_reasons_first() {
        let mut engine = engine();
        watch(&mut engine, &everyday(5, 20_000));
        let odd = flow(START + 20_001 * 90, 5, 1_035, 9_000_000);

        let assessment = engine.observe(&odd);
        let reasons = engine.explain(&odd, &assessment);

        assert!(reasons.len() <= 5 && !reasons.is_empty());
        assert!(reasons.windows(2).all(|pair| pair[0].contribution >= pair[1].contribution));
        let codes = [Feature::Amount as u16, Feature::SourceAmountDeviation as u16];
        assert!(codes.contains(&reasons[0].code), "{reasons:?}");
        assert!(assessment.fired.contains(Detector::UnusualAmount));
    }

    #[test]
    fn of_parties_rise_with_confirmed_anomalies_and_fall_when_flows_are_cleared() {
        let mut engine = engine();
        watch(&mut engine, &everyday(6, 10_000));
        let time = START + 10_000 * 90;
        let suspect = |engine: &mut Engine, minute: u64| {
            let flow = flow(time + minute * 60, 10, 1_070, 2_100);
            let assessment = engine.observe(&flow);
            (assessment.score, engine.observation(&flow, assessment))
        };

        let (before, observation) = suspect(&mut engine, 1);
        (0..3).for_each(|_| engine.learn(&observation, time, true));
        let (confirmed, _) = suspect(&mut engine, 2);
        (0..40).for_each(|_| engine.learn(&observation, time, false));
        let (cleared, _) = suspect(&mut engine, 3);

        assert!(confirmed > before, "{confirmed:?} after {before:?}");
        assert!(cleared < confirmed, "{cleared:?} after {confirmed:?}");
    }

    #[test]
    fn a_flood_does_not_become_usual() {
        let mut engine = engine();
        let mut burst = |minute: u64, flows: u64| {
            let mut last = 0;
            for index in 0..flows {
                let time = START + minute * 60 + index * 60 / flows.max(1);
                let features = engine.observe(&flow(time, 1, 2, 100)).features;
                last = features.get(Feature::EdgeBurst);
            }
            last
        };
        for minute in 0..2_000 {
            burst(minute, 2);
        }

        let first = burst(2_000, 2_000);
        for minute in 2_001..2_500 {
            burst(minute, 2_000);
        }
        let late = burst(2_500, 2_000);

        assert!(first > 5_000, "{first}");
        assert!(late >= first, "after hours of flooding: {late}, at first {first}");
    }

    #[test]
    fn an_outlier_moves_what_is_usual_by_little() {
        let mut engine = engine();
        for index in 0..200 {
            engine.observe(&flow(START + index * DAY / 10, 1, 2, 10_000 + index));
        }
        engine.observe(&flow(START + 21 * DAY, 1, 2, u64::MAX));

        let after = engine.observe(&flow(START + 22 * DAY, 1, 2, 20_000)).features;

        // One doubling above what is usual, as before.
        let ratio = after.get(Feature::SourceAmountRatio);
        assert!((240..=256).contains(&ratio), "{ratio}");
    }

    #[test]
    fn a_change_of_the_scores_is_noticed() {
        let mut engine = engine();
        watch(&mut engine, &everyday(7, 30_000));
        assert_eq!(engine.health().drifts, 0);
        let mut random = Random(9);
        for index in 0..20_000 {
            let (from, to) = (random.below(50_000), random.below(50_000));
            let time = START + 30_000 * 90 + index;
            engine.observe(&flow(time, from, to, 1 + random.below(1 << 40)));
        }

        assert!(engine.health().drifts > 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn nothing_panics_whatever_comes(
        flows in prop::collection::vec((any::<u64>(), 0u64..6, 0u64..6, any::<u64>()), 1..120),
    ) {
        let mut engine = engine();
        for (time, from, to, amount) in flows {
            let flow = flow(time, from, to, amount);
            let assessment = engine.observe(&flow);
            let reasons = engine.explain(&flow, &assessment);
            prop_assert!(reasons.len() <= 5);
            let observation = engine.observation(&flow, assessment);
            engine.learn(&observation, time, amount % 2 == 0);
        }
        prop_assert!(Engine::restore(&engine.snapshot()).is_ok());
    }
}

#[test]
fn keys_decide_who_shares_a_place() {
    let one = Engine::new(Parameters::default(), EngineKey([1; 16])).unwrap();
    let other = Engine::new(Parameters::default(), EngineKey([2; 16])).unwrap();
    let identity =
        |key: [u8; 16]| critical_chains_flows::Identity::of(&EngineKey(key), &account(1)).encode();

    assert_ne!(one, other);
    assert_ne!(identity([1; 16]), identity([2; 16]));
    assert_eq!(format!("{:?}", EngineKey([1; 16])), "EngineKey");
}
