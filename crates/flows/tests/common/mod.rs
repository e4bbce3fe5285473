//! Invented flows from a seed.

#![allow(dead_code, clippy::unwrap_used)]

use critical_chains_flows::{Engine, EngineKey, Flow, Parameters, Pseudonym};

pub(crate) const DAY: u64 = 86_400;
/// 2026-01-01
pub(crate) const START: u64 = 1_767_225_600;

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub(crate) struct Random(pub u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
}

pub(crate) fn account(number: u64) -> Pseudonym {
    let mut bytes = [0x11; 16];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    Pseudonym(bytes)
}

pub(crate) fn flow(time: u64, from: u64, to: u64, amount: u64) -> Flow {
    Flow::between(time, account(from), account(to), amount, "EUR".parse().unwrap())
}

pub(crate) fn engine() -> Engine {
    Engine::new(Parameters::default(), EngineKey([3; 16])).unwrap()
}

/// Payments of everyday life: some hundred accounts, each with a few partners and usual amounts.
pub(crate) fn everyday(seed: u64, count: u64) -> Vec<Flow> {
    let mut random = Random(seed);
    (0..count)
        .map(|index| {
            let from = random.below(400);
            let partner = random.below(4);
            let to = 1_000 + (from * 7 + partner * 131) % 300;
            let amount = 2_000 + from * 10 + random.below(800);
            flow(START + index * 90, from, to, amount)
        })
        .collect()
}

/// Gives all flows to an engine.
pub(crate) fn watch(engine: &mut Engine, flows: &[Flow]) {
    for flow in flows {
        engine.observe(flow);
    }
}
