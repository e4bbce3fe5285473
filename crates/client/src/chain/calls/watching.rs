//! Models that watch flows, and threat indicators.

use super::NamedCall;
use codec::Encode;
use critical_chains_attestation::{IndicatorSpec, ModelId, Terms, Thresholds};
use critical_chains_integrity::Hash;
use critical_chains_policy::{Kinds, Name, RoleName};

const ATTESTATIONS: &str = "Attestations";

/// A model as it is registered.
#[derive(Clone, Debug, Encode)]
pub struct ModelSpec {
    /// What it is for.
    pub sector: Name,
    /// Version of the engine that runs it.
    pub engine_version: u16,
    /// SHA-256 of its encoding.
    pub parameters_digest: Hash,
    /// Bytes of that.
    pub parameters_bytes: u32,
    /// The scores from which on its findings are worth stating.
    pub thresholds: Thresholds,
    /// What it takes to corroborate and decide them.
    pub terms: Terms,
    /// The kinds of institutions that state them, and the role that this takes.
    pub attesters: (Kinds, Option<RoleName>),
}

/// Registers a model.
pub fn register_model(id: ModelId, spec: &ModelSpec) -> NamedCall {
    NamedCall::new(ATTESTATIONS, "register_model").with(id).with(spec)
}

/// Brings the parameters of a model.
pub fn supply_parameters(id: ModelId, parameters: &[u8]) -> NamedCall {
    NamedCall::new(ATTESTATIONS, "supply_parameters").with(id).with(parameters)
}

/// Makes a model the champion of its sector.
pub fn set_champion(id: ModelId) -> NamedCall {
    NamedCall::new(ATTESTATIONS, "set_champion").with(id)
}

/// Retires a model.
pub fn retire_model(id: ModelId) -> NamedCall {
    NamedCall::new(ATTESTATIONS, "retire_model").with(id)
}

/// Shares a threat indicator.
pub fn share_indicator(spec: &IndicatorSpec) -> NamedCall {
    NamedCall::new(ATTESTATIONS, "share_indicator").with(spec)
}

/// Takes back a threat indicator.
pub fn revoke_indicator(id: u32) -> NamedCall {
    NamedCall::new(ATTESTATIONS, "revoke_indicator").with(id)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::declared, *};
    use critical_chains_attestation::{IndicatorKind, Marking, Typology};
    use critical_chains_flows::Pseudonym;

    /// The arguments of a call, in hexadecimal digits.
    fn encoded(call: NamedCall) -> String {
        hex::encode(&call.encode(&|_, _| Some([0, 0])).unwrap()[2..])
    }

    fn assert_declared(calls: &[&str]) {
        let pallet = declared(include_str!("../../../../../pallets/attestations/src/lib.rs"));
        for call in calls {
            assert!(pallet.iter().any(|own| own == call), "{call}: {pallet:?}");
        }
    }

    #[test]
    fn models_are_registered_as_the_pallet_takes_them() {
        let id: ModelId = "rings@2".parse().unwrap();
        let spec = ModelSpec {
            sector: "banking".parse().unwrap(),
            engine_version: 1,
            parameters_digest: [7; 32],
            parameters_bytes: 3,
            thresholds: Thresholds { usual: 5, of: vec![(Typology::Cycle, 9)].try_into().unwrap() },
            terms: Terms { corroborations: 3, decisions: 4, lifetime: 258 },
            attesters: (Kinds::ALL, Some("watcher".parse().unwrap())),
        };
        let (name, sector, role) = ("1472696e6773", "1c62616e6b696e67", "1c77617463686572");
        let digest = "07".repeat(32);
        let parts = [
            &[name, "02000000", sector, "0100", &digest, "03000000"][..],
            &["05000000", "04", &hex::encode(Typology::Cycle.encode()), "09000000"],
            &["03", "04", "0201000000000000", "1f", "01", role],
        ];
        assert_eq!(encoded(register_model(id, &spec)), parts.concat().concat());
        let supplied = [name, "02000000", "0c", "010203"].concat();
        assert_eq!(encoded(supply_parameters(id, &[1, 2, 3])), supplied);
        for call in [set_champion(id), retire_model(id)] {
            assert_eq!(encoded(call), [name, "02000000"].concat());
        }
        assert_declared(&[
            "register_model(model: ModelId, spec: ModelSpec)",
            "supply_parameters(model: ModelId, parameters: Parameters)",
            "set_champion(model: ModelId)",
            "retire_model(model: ModelId)",
        ]);
    }

    #[test]
    fn indicators_are_shared_as_the_pallet_takes_them() {
        let spec = IndicatorSpec {
            kind: IndicatorKind::Plate,
            value: Pseudonym([0xab; 16]),
            marking: Marking::AmberStrict,
            valid_from: 1,
            valid_until: 258,
            confidence: 80,
            typology: Some(Typology::ClonedTag),
            stix_digest: [7; 32],
        };
        let parts = [
            "03",
            &"ab".repeat(16),
            "03",
            "0100000000000000",
            "0201000000000000",
            "50",
            "0111",
            &"07".repeat(32),
        ];
        assert_eq!(encoded(share_indicator(&spec)), parts.concat());
        assert_eq!(encoded(revoke_indicator(3)), "03000000");
        assert_declared(&[
            "share_indicator(spec: IndicatorSpec)",
            "revoke_indicator(id: IndicatorId)",
        ]);
    }
}
