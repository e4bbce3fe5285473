//! Each detector fires on its typology, and not on what is ordinary.

#![allow(clippy::unwrap_used)]

mod common;

use common::{DAY, START, account, engine, everyday, flow};
use critical_chains_flows::{
    Channel, Claim, Detector, Detectors, Engine, Feature, Flow, Passage, Place, Sector, Settlement,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What fires for the last of some flows, after everyday ones.
fn fired_after(flows: &[Flow]) -> Detectors {
    let mut engine = engine();
    for flow in everyday(1, 2_000) {
        engine.observe(&flow);
    }
    observe_all(&mut engine, flows)
}

fn observe_all(engine: &mut Engine, flows: &[Flow]) -> Detectors {
    flows.iter().fold(Detectors::default(), |_, flow| engine.observe(flow).fired)
}

/// Transfers between accounts that everyday flows do not touch, an hour apart.
fn transfers(pairs: &[(u64, u64)], amount: impl Fn(usize) -> u64) -> Vec<Flow> {
    let start = START + 2_000 * 90;
    let hour = |index: usize| start + index as u64 * 3_600;
    pairs
        .iter()
        .enumerate()
        .map(|(index, (from, to))| flow(hour(index), 50_000 + from, 50_000 + to, amount(index)))
        .collect()
}

mod graph {
    use super::*;

    fn amount(index: usize) -> u64 {
        90_000 + (index as u64 * 7_919) % 20_000
    }

    fn fires(detector: Detector, pairs: &[(u64, u64)]) {
        let all = transfers(pairs, amount);
        assert!(fired_after(&all).contains(detector), "{detector:?}");
        // Without its beginning, the shape is not there.
        let alone = fired_after(&all[all.len() - 1..]);
        assert!(!alone.contains(detector), "{detector:?} without a beginning: {alone:?}");
    }

    #[test]
    fn fan_in() {
        fires(Detector::FanIn, &(1..=8).map(|source| (source, 0)).collect::<Vec<_>>());
    }

    #[test]
    fn fan_out() {
        fires(Detector::FanOut, &(1..=8).map(|target| (0, target)).collect::<Vec<_>>());
    }

    #[test]
    fn cycle() {
        fires(Detector::Cycle, &[(0, 1), (1, 2), (2, 3), (3, 0)]);
    }

    #[test]
    fn a_cycle_against_the_order_of_time_is_none() {
        let against = transfers(&[(2, 3), (1, 2), (0, 1), (3, 0)], amount);

        assert!(!fired_after(&against).contains(Detector::Cycle));
    }

    #[test]
    fn scatter_gather() {
        fires(Detector::ScatterGather, &[(0, 1), (0, 2), (0, 3), (1, 9), (2, 9), (3, 9)]);
    }

    #[test]
    fn gather_scatter() {
        fires(Detector::GatherScatter, &[(1, 0), (2, 0), (3, 0), (0, 4), (0, 5), (0, 6)]);
    }

    #[test]
    fn bipartite() {
        let pairs: Vec<_> = (0..3).flat_map(|from| (10..13).map(move |to| (from, to))).collect();
        fires(Detector::Bipartite, &pairs);
    }

    #[test]
    fn stack() {
        let first = (0..3).flat_map(|from| (10..13).map(move |to| (from, to)));
        let second = (10..13).flat_map(|from| (20..23).map(move |to| (from, to)));
        fires(Detector::Stack, &first.chain(second).collect::<Vec<_>>());
    }

    #[test]
    fn pass_through() {
        let flows = transfers(&[(1, 0), (0, 2)], |index| 700_000 - index as u64 * 20_000);
        assert!(fired_after(&flows).contains(Detector::PassThrough));
        let kept = transfers(&[(1, 0), (0, 2)], |index| 700_000 - index as u64 * 600_000);
        assert!(!fired_after(&kept).contains(Detector::PassThrough));
    }

    #[test]
    fn shapes_end_with_the_window() {
        let mut flows = transfers(&[(0, 1), (1, 2), (2, 0)], amount);
        flows[2].time += 40 * DAY;

        assert!(!fired_after(&flows).contains(Detector::Cycle));
    }
}

mod profiles {
    use super::*;

    #[test]
    fn structuring() {
        let below = transfers(&[(0, 1), (0, 2), (0, 3), (0, 4)], |index| 995_000 - index as u64);
        assert!(fired_after(&below).contains(Detector::Structuring));
        let above = transfers(&[(0, 1), (0, 2), (0, 3), (0, 4)], |_| 1_005_000);
        assert!(!fired_after(&above).contains(Detector::Structuring));
    }

    #[test]
    fn dormant() {
        let mut flows = transfers(&[(0, 1), (0, 1), (0, 1)], |index| 5_000 + index as u64 * 90_000);
        flows[2].time += 120 * DAY;
        assert!(fired_after(&flows).contains(Detector::Dormant));
        flows[2].time -= 119 * DAY;
        assert!(!fired_after(&flows).contains(Detector::Dormant));
    }

    #[test]
    fn burst() {
        let at = START + 2_000 * 90;
        let flows: Vec<_> = (0..1_500).map(|_| flow(at, 60_001, 60_002, 5_000)).collect();
        assert!(fired_after(&flows).contains(Detector::Burst));
        assert!(!fired_after(&flows[..20]).contains(Detector::Burst));
    }

    #[test]
    fn confirmed_party() {
        let mut engine = engine();
        let first = flow(START, 1, 2, 1_000);
        let assessment = engine.observe(&first);
        let observation = engine.observation(&first, assessment);
        engine.learn(&observation, START + DAY, true);

        let later = engine.observe(&flow(START + 2 * DAY, 3, 2, 1_000));
        let other = engine.observe(&flow(START + 2 * DAY, 3, 4, 1_000));

        assert!(later.fired.contains(Detector::ConfirmedParty));
        assert!(!other.fired.contains(Detector::ConfirmedParty));
    }

    #[test]
    fn everyday_flows_raise_few_alarms() {
        let mut engine = engine();
        let rare = [
            Detector::Burst,
            Detector::Cycle,
            Detector::UnusualAmount,
            Detector::Structuring,
            Detector::Dormant,
            Detector::ConfirmedParty,
        ];
        let alarms = everyday(2, 20_000)
            .iter()
            .filter(|flow| {
                let fired = engine.observe(flow).fired;
                rare.iter().any(|detector| fired.contains(*detector))
            })
            .count();

        assert!(alarms < 20, "{alarms} alarms in 20,000 flows");
    }
}

mod sectors {
    use super::*;

    fn claim(day: u64, claimant: u64, object: u64, counterparty: u64, incident: u64) -> Flow {
        let mut claim = flow(START + day * DAY, claimant, 9_000 + claimant, 400_000);
        claim.channel = Channel::Claim;
        claim.sector = Sector::Claim(Claim {
            object: Some(account(object)),
            incident: Some(START + incident * DAY),
            insured_since: Some(START),
            counterparty: Some(account(counterparty)),
        });
        claim
    }

    #[test]
    fn duplicate_claim() {
        let first = claim(10, 1, 100, 200, 5);
        let again = claim(12, 2, 100, 201, 5);
        let later = claim(300, 1, 100, 202, 290);

        assert!(
            observe_all(&mut engine(), &[first.clone(), again]).contains(Detector::DuplicateClaim)
        );
        assert!(!observe_all(&mut engine(), &[first, later]).contains(Detector::DuplicateClaim));
    }

    #[test]
    fn staged_claim() {
        let claims: Vec<_> = (1..=3).map(|who| claim(10 + who, who, 100 + who, 200, who)).collect();
        assert!(observe_all(&mut engine(), &claims).contains(Detector::StagedClaim));
        let same: Vec<_> = (1..=3).map(|day| claim(10 * day, 1, 100, 200, 10 * day)).collect();
        assert!(!observe_all(&mut engine(), &same).contains(Detector::StagedClaim));
    }

    #[test]
    fn an_early_claim_is_told_by_its_days() {
        let features = engine().observe(&claim(20, 1, 2, 3, 10)).features;

        assert_eq!(features.get(Feature::EarlyClaim), 390);
    }

    fn passage(minute: u64, tag: u64, plate: u64, longitude: i32) -> Flow {
        let mut passage = flow(START + minute * 60, tag, 8_000, 350);
        passage.channel = Channel::Toll;
        passage.sector = Sector::Passage(Passage {
            plate: Some(account(plate)),
            place: Some(Place { latitude: 47_000_000, longitude }),
            due: Some(350),
        });
        passage
    }

    #[test]
    fn impossible_passage() {
        // A degree of longitude is 76 km there.
        let fast = [passage(0, 1, 100, 7_000_000), passage(10, 1, 100, 8_000_000)];
        assert!(observe_all(&mut engine(), &fast).contains(Detector::ImpossiblePassage));
        let slow = [passage(0, 1, 100, 7_000_000), passage(50, 1, 100, 8_000_000)];
        assert!(!observe_all(&mut engine(), &slow).contains(Detector::ImpossiblePassage));
    }

    #[test]
    fn a_plate_with_two_tags_cannot_be_in_two_places() {
        let twins = [passage(0, 1, 100, 7_000_000), passage(10, 2, 100, 8_000_000)];
        let fired = observe_all(&mut engine(), &twins);

        assert!(fired.contains(Detector::ImpossiblePassage));
        assert!(fired.contains(Detector::ClonedTag));
    }

    #[test]
    fn cloned_tag() {
        let other = [passage(0, 1, 100, 0), passage(600, 1, 101, 0)];
        assert!(observe_all(&mut engine(), &other).contains(Detector::ClonedTag));
        let same = [passage(0, 1, 100, 0), passage(600, 1, 100, 0)];
        assert!(!observe_all(&mut engine(), &same).contains(Detector::ClonedTag));
    }

    #[test]
    fn underpaid_passage() {
        let mut less = passage(0, 1, 100, 0);
        less.amount = 120;
        assert!(observe_all(&mut engine(), &[less]).contains(Detector::UnderpaidPassage));
        assert!(
            !observe_all(&mut engine(), &[passage(0, 1, 100, 0)])
                .contains(Detector::UnderpaidPassage)
        );
    }

    fn settlement(from: u64, to: u64, amount: u64, net: bool) -> Flow {
        let mut flow = flow(START, from, to, amount);
        flow.channel = Channel::Settlement;
        flow.sector = Sector::Settlement(Settlement { cycle: 7, net });
        flow
    }

    #[test]
    fn unbalanced_netting() {
        // 1 owes 100 to 2 and is owed 30: it has to pay 70 to the clearing house, number 9.
        let obligations = [settlement(1, 2, 100, false), settlement(2, 1, 30, false)];
        let fired = |net: Flow| {
            let mut engine = engine();
            observe_all(&mut engine, &obligations);
            engine.observe(&net).fired.contains(Detector::UnbalancedNetting)
        };

        assert!(!fired(settlement(1, 9, 70, true)));
        assert!(!fired(settlement(9, 2, 70, true)));
        assert!(fired(settlement(1, 9, 60, true)));
        assert!(fired(settlement(9, 1, 70, true)));
    }
}

mod oracle {
    use super::*;

    type World = Vec<(u64, u64)>;

    /// Few enough flows that no detector reaches a bound; one an hour.
    fn world() -> impl Strategy<Value = World> {
        prop::collection::vec((0u64..9, 0u64..9), 1..24)
    }

    fn features(world: &World) -> critical_chains_flows::Features {
        let mut engine = engine();
        let mut last = None;
        for (index, (from, to)) in world.iter().enumerate() {
            last = Some(engine.observe(&flow(START + index as u64 * 3_600, *from, *to, 100)));
        }
        last.unwrap().features
    }

    /// The shortest way from a flow's destination back to its source in the order of time, by trying
    /// all of them; a way visits no flow twice because times only grow.
    fn shortest_cycle(world: &World, from: u64, to: u64) -> i32 {
        fn ways(world: &World, at: u64, before: usize, target: u64, length: i32) -> Option<i32> {
            (0..before)
                .filter(|index| world[*index].1 == at && world[*index].0 != at)
                .filter_map(|index| {
                    let source = world[index].0;
                    if source == target {
                        return Some(length + 1);
                    }
                    (length < 9).then(|| ways(world, source, index, target, length + 1)).flatten()
                })
                .min()
        }
        if from == to {
            return 0;
        }
        ways(world, from, world.len() - 1, to, 1).unwrap_or(0)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn fans_are_counted_exactly(world in world()) {
            let features = features(&world);
            let (source, destination) = *world.last().unwrap();
            let fan = |select: &dyn Fn(&(u64, u64)) -> Option<u64>| {
                world.iter().filter_map(select).collect::<BTreeSet<_>>().len() as i32
            };

            let fan_out = fan(&|(from, to)| (*from == source).then_some(*to));
            let fan_in = fan(&|(from, to)| (*to == destination).then_some(*from));
            let origins = fan(&|(from, to)| (*to == source).then_some(*from));
            prop_assert_eq!(features.get(Feature::FanOut), fan_out);
            prop_assert_eq!(features.get(Feature::FanIn), fan_in);
            prop_assert_eq!(features.get(Feature::Origins), origins);
            prop_assert_eq!(features.get(Feature::GatherScatter), fan_out.min(origins));
        }

        #[test]
        fn found_cycles_are_real_and_short_ones_are_found(world in world()) {
            let (source, destination) = *world.last().unwrap();
            let found = features(&world).get(Feature::CycleLength);

            let shortest = shortest_cycle(&world, source, destination);

            // The search follows six flows of each party, so it may miss some, and invents none.
            if found != 0 {
                prop_assert!(shortest != 0 && found >= shortest, "{found} instead of {shortest}");
            }
            if shortest == 2 && world.len() < 7 {
                prop_assert_eq!(found, 2);
            }
        }

        #[test]
        fn intermediaries_are_counted_exactly(world in world()) {
            let features = features(&world);
            let (source, destination) = *world.last().unwrap();
            // The newest flow from each intermediary to the destination counts.
            let received = |of: u64, before: usize| -> BTreeSet<u64> {
                world[..before].iter().filter(|(_, to)| *to == of).map(|(from, _)| *from).collect()
            };
            let origins = received(source, world.len());
            let intermediaries: BTreeSet<u64> = (0..world.len())
                .filter(|index| world[*index].1 == destination && world[*index].0 != source)
                .filter(|index| {
                    let newest = (0..world.len())
                        .rev()
                        .find(|other| world[*other] == world[*index])
                        .unwrap();
                    // A flow in the same second counts as before.
                    !received(world[*index].0, newest + 1).is_disjoint(&origins)
                })
                .map(|index| world[index].0)
                .collect();
            let found = features.get(Feature::ScatterGather);

            // Six flows of each intermediary are looked at.
            prop_assert!(found <= intermediaries.len() as i32);
            if world.len() < 12 {
                prop_assert_eq!(found, intermediaries.len() as i32);
            }
        }
    }
}
