//! Flows through the engine of the runtime, for whoever wants to compare.

use crate::{ReplayFrom, Replayed};
use alloc::vec::Vec;
use codec::DecodeAll;
use critical_chains_flows::{EngineKey, Flow, Model};
use critical_chains_watch::{MAX_REPLAYED, Replay};

/// Puts flows through an engine. Nothing if there are too many, or there is no such engine.
pub fn replay(from: ReplayFrom, flows: &[Flow]) -> Option<Replayed> {
    if flows.len() > MAX_REPLAYED {
        return None;
    }
    let mut replay = match from {
        ReplayFrom::Model { parameters, key } => {
            let model = Model::decode_all(&mut parameters.as_slice()).ok()?;
            Replay::begin(model, EngineKey(key)).ok()?
        }
        ReplayFrom::State(state) => Replay::restore(&state).ok()?,
    };
    replay.take_in(flows);
    let state: Vec<u8> = replay.snapshot();
    Some(Replayed {
        state,
        digest: replay.digest(),
        flows: replay.flows(),
        alerts: replay.alerts(),
    })
}
