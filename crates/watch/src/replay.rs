//! Flows through an engine, with a digest of everything that it says: whoever gets the same digest
//! has the same engine, whatever it was compiled for.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use critical_chains_flows::{Engine, EngineKey, Flow, InvalidParameters, Model, SnapshotError};
use sha2::{Digest, Sha256};

/// Most flows of one call of the runtime.
pub const MAX_REPLAYED: usize = 65_536;

/// An engine with the digest of all that it said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Replay {
    engine: Engine,
    digest: [u8; 32],
    flows: u64,
    alerts: u64,
}

#[derive(Encode, Decode)]
struct Saved {
    digest: [u8; 32],
    flows: u64,
    alerts: u64,
    engine: Vec<u8>,
}

impl Replay {
    /// An engine that has seen nothing.
    pub fn begin(model: Model, key: EngineKey) -> Result<Self, InvalidParameters> {
        Ok(Self { engine: Engine::new(model, key)?, digest: [0; 32], flows: 0, alerts: 0 })
    }

    /// Takes flows in. What is said of them goes into the digest: score, detectors, alert, and all
    /// features.
    pub fn take_in<'a>(&mut self, flows: impl IntoIterator<Item = &'a Flow>) {
        for flow in flows {
            let assessment = self.engine.observe(flow);
            let mut said = Sha256::new_with_prefix(self.digest);
            said.update(assessment.score.value().to_le_bytes());
            said.update(assessment.fired.0.to_le_bytes());
            said.update([u8::from(assessment.alert)]);
            for value in assessment.features.values() {
                said.update(value.to_le_bytes());
            }
            self.digest = said.finalize().into();
            self.flows = self.flows.saturating_add(1);
            self.alerts = self.alerts.saturating_add(u64::from(assessment.alert));
        }
    }

    /// SHA-256 of the digest before and of what was said of the last flow; zeros before the first.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// How many flows there were.
    pub fn flows(&self) -> u64 {
        self.flows
    }

    /// How many of them were alerts.
    pub fn alerts(&self) -> u64 {
        self.alerts
    }

    /// Its whole state.
    pub fn snapshot(&self) -> Vec<u8> {
        let Self { digest, flows, alerts, .. } = *self;
        Saved { digest, flows, alerts, engine: self.engine.snapshot() }.encode()
    }

    /// Goes on from a snapshot.
    pub fn restore(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let saved = Saved::decode(&mut &*bytes).map_err(|_| SnapshotError::NotASnapshot)?;
        let Saved { digest, flows, alerts, engine } = saved;
        Ok(Self { engine: Engine::restore(&engine)?, digest, flows, alerts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use critical_chains_flows::{Parameters, Pseudonym};
    use critical_chains_policy::Currency;

    fn flows(count: u64) -> Vec<Flow> {
        let euro = Currency::new(*b"EUR").unwrap();
        let who = |number: u64| Pseudonym([(number % 41) as u8; 16]);
        (0..count)
            .map(|at| Flow::between(at * 60, who(at * 7), who(at * 11 + 1), at * 977 % 5_000, euro))
            .collect()
    }

    fn begin() -> Replay {
        Replay::begin(Parameters::default().into(), EngineKey([3; 16])).unwrap()
    }

    #[test]
    fn comes_to_the_same_in_parts() {
        let flows = flows(3_000);
        let mut at_once = begin();
        at_once.take_in(&flows);

        let mut in_parts = begin();
        for part in flows.chunks(700) {
            in_parts.take_in(part);
            in_parts = Replay::restore(&in_parts.snapshot()).unwrap();
        }

        assert_eq!(in_parts.digest(), at_once.digest());
        assert_eq!((in_parts.flows(), in_parts.alerts()), (3_000, at_once.alerts()));
    }

    #[test]
    fn another_order_is_another_digest() {
        let mut flows = flows(100);
        let mut one = begin();
        one.take_in(&flows);

        flows.swap(50, 51);
        let mut other = begin();
        other.take_in(&flows);

        assert_ne!(one.digest(), other.digest());
    }

    #[test]
    fn refuses_what_is_no_snapshot() {
        assert_eq!(Replay::restore(b"no"), Err(SnapshotError::NotASnapshot));
        let mut bytes = begin().snapshot();
        bytes.truncate(bytes.len() - 1);
        assert!(Replay::restore(&bytes).is_err());
    }
}
