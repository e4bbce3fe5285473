//! What one node sees of the chain over a time.

use crate::Node;
use anyhow::{Context, Result};
use codec::Decode;
use polkadot_sdk::sp_runtime::DigestItem;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    thread::sleep,
    time::{Duration, Instant},
};

/// How often the node is asked.
const POLL: Duration = Duration::from_millis(50);

/// A block as it was seen.
#[derive(Clone, Copy, Debug)]
struct Seen {
    slot: u64,
    at: Instant,
    final_at: Option<Instant>,
}

/// The blocks that were seen for the first time in a span of time.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    blocks: BTreeMap<u64, Seen>,
}

/// Median, and what nineteen of twenty and all stay below, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Half are no greater.
    pub median: f64,
    /// Nineteen of twenty are no greater.
    pub p95: f64,
    /// None is greater.
    pub max: f64,
}

impl Observed {
    /// Watches a node for a while. Blocks that are best at the beginning do not count.
    pub fn watch(node: &Node, duration: Duration) -> Result<Self> {
        let end = Instant::now() + duration;
        let mut observed = Self::default();
        let first = number(&node.call("chain_getHeader", json!([]))?)?;
        while Instant::now() < end {
            let now = Instant::now();
            let mut header = node.call("chain_getHeader", json!([]))?;
            // A block that takes the place of another one counts in its stead.
            loop {
                let number = number(&header)?;
                let slot = slot(&header)?;
                if number <= first
                    || observed.blocks.get(&number).is_some_and(|seen| seen.slot == slot)
                {
                    break;
                }
                observed.blocks.insert(number, Seen { slot, at: now, final_at: None });
                header = node.call("chain_getHeader", json!([header["parentHash"]]))?;
            }
            let finalised = node.finalised()?;
            let now = Instant::now();
            for (_, seen) in observed.blocks.range_mut(..=finalised) {
                seen.final_at.get_or_insert(now);
            }
            sleep(POLL);
        }
        Ok(observed)
    }

    /// How many blocks there were.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// How many slots stayed empty between the first and the last block.
    pub fn empty_slots(&self) -> u64 {
        let slots = self.slots();
        let all = slots.end().saturating_sub(*slots.start()).saturating_add(1);
        if self.blocks.is_empty() { 0 } else { all.saturating_sub(self.blocks.len() as u64) }
    }

    /// How many slots of one of several validators stayed empty.
    pub fn empty_slots_of(&self, position: u64, validators: u64) -> u64 {
        let sealed = self.blocks.values().filter(|seen| seen.slot % validators == position).count();
        let slots = self.slots().filter(|slot| slot % validators == position).count();
        (slots as u64).saturating_sub(sealed as u64)
    }

    fn slots(&self) -> std::ops::RangeInclusive<u64> {
        let slots = || self.blocks.values().map(|seen| seen.slot);
        slots().min().unwrap_or(1)..=slots().max().unwrap_or(0)
    }

    /// Time between blocks.
    pub fn block_times(&self) -> Spread {
        let seen: Vec<_> = self.blocks.values().map(|seen| seen.at).collect();
        spread(seen.windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64()).collect())
    }

    /// Time from a block to its finality, as the node saw both.
    pub fn finality_times(&self) -> Spread {
        let time = |seen: &Seen| Some((seen.final_at? - seen.at).as_secs_f64());
        spread(self.blocks.values().filter_map(time).collect())
    }

    /// How many blocks were not final at the end.
    pub fn not_final(&self) -> usize {
        self.blocks.values().filter(|seen| seen.final_at.is_none()).count()
    }
}

fn spread(mut times: Vec<f64>) -> Spread {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| {
        let index = (times.len() * share / 100).min(times.len().saturating_sub(1));
        times.get(index).copied().unwrap_or_default()
    };
    Spread { median: at(50), p95: at(95), max: at(100) }
}

/// The number of a block.
pub(crate) fn number(header: &Value) -> Result<u64> {
    let digits = header["number"].as_str().context("a header without a number")?;
    Ok(u64::from_str_radix(digits.trim_start_matches("0x"), 16)?)
}

/// The slot that a header names in its digest.
pub(crate) fn slot(header: &Value) -> Result<u64> {
    let logs = header["digest"]["logs"].as_array();
    let slot = logs.into_iter().flatten().find_map(|log| {
        let log = hex::decode(log.as_str()?.trim_start_matches("0x")).ok()?;
        match DigestItem::decode(&mut log.as_slice()).ok()? {
            DigestItem::PreRuntime(engine, slot) if engine == *b"aura" => {
                u64::decode(&mut slot.as_slice()).ok()
            }
            _ => None,
        }
    });
    slot.context("a header without a slot")
}
