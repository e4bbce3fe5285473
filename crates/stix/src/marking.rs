//! The Traffic Light Protocol in STIX.
//!
//! Version 2.0 comes as marking definitions with an extension that OASIS has published; version 1.0 is
//! part of STIX 2.1 and is read only. Their identifiers are fixed: a marking with another one means
//! nothing to anybody.

use crate::{
    Identifier, Timestamp,
    objects::{Extension, MarkingDefinition, SpecVersion},
};
use critical_chains_attestation::Marking;
use std::collections::BTreeMap;

/// The extension for version 2.0.
const TLP_EXTENSION: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// 2022-10-01, which all published marking definitions of version 2.0 carry.
const PUBLISHED: u64 = 1_664_582_400_000;

/// Marking, its word in the extension, and the UUID of its definition.
const VERSION_2: [(Marking, &str, &str); 5] = [
    (Marking::Clear, "clear", "94868c89-83c2-464b-929b-a1a8aa3c8487"),
    (Marking::Green, "green", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb"),
    (Marking::Amber, "amber", "55d920b0-5e8b-4f79-9ee9-91f868d9b421"),
    (Marking::AmberStrict, "amber+strict", "939a9414-2ddd-4d32-a0cd-375ea402b003"),
    (Marking::Red, "red", "e828b379-4e03-4974-9ac4-e53a884c97c1"),
];

/// Version 1.0: what was WHITE is CLEAR; AMBER included clients who need to know, as it does now.
const VERSION_1: [(Marking, &str); 4] = [
    (Marking::Clear, "613f2e26-407d-48c7-9eca-b8e91df99dc9"),
    (Marking::Green, "34098fce-860f-48ae-8e50-ebd3cc5e41da"),
    (Marking::Amber, "f88d31f6-486f-44da-b317-01333bde0b82"),
    (Marking::Red, "5e57c739-391a-4eb3-b6be-7d15ca92d5ed"),
];

const TYPE: &str = "marking-definition";

/// The identifier of the definition of a marking.
pub(crate) fn reference(marking: Marking) -> Identifier {
    let (_, uuid) = row(marking);
    Identifier::fixed(TYPE, uuid)
}

/// The marking whose definition has this identifier.
pub(crate) fn referenced(id: &Identifier) -> Option<Marking> {
    let uuid = id.uuid_of(TYPE)?;
    let second = VERSION_2.iter().map(|(marking, _, uuid)| (*marking, *uuid));
    let mut all = second.chain(VERSION_1);
    all.find(|(_, own)| *own == uuid).map(|(marking, _)| marking)
}

/// The definition of a marking, as OASIS has published it.
pub(crate) fn definition(marking: Marking) -> MarkingDefinition {
    let (word, _) = row(marking);
    let extension = Extension {
        extension_type: "property-extension".to_owned(),
        tlp_2_0: Some(word.to_owned()),
    };
    MarkingDefinition {
        spec_version: SpecVersion::V2_1,
        id: reference(marking),
        created: Timestamp::constant(PUBLISHED),
        name: Some(marking.as_str().to_owned()),
        extensions: BTreeMap::from([(TLP_EXTENSION.to_owned(), extension)]),
    }
}

fn row(marking: Marking) -> (&'static str, &'static str) {
    let (word, uuid) = match marking {
        Marking::Clear => (VERSION_2[0].1, VERSION_2[0].2),
        Marking::Green => (VERSION_2[1].1, VERSION_2[1].2),
        Marking::Amber => (VERSION_2[2].1, VERSION_2[2].2),
        Marking::AmberStrict => (VERSION_2[3].1, VERSION_2[3].2),
        Marking::Red => (VERSION_2[4].1, VERSION_2[4].2),
    };
    (word, uuid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markings_are_found_by_their_references() {
        for (marking, word, _) in VERSION_2 {
            assert_eq!(referenced(&reference(marking)), Some(marking));
            let definition = definition(marking);
            assert_eq!(definition.extensions[TLP_EXTENSION].tlp_2_0.as_deref(), Some(word));
            assert_eq!(marking.as_str(), format!("TLP:{}", word.to_uppercase()));
        }
        assert_eq!(definition(Marking::Red).created.to_string(), "2022-10-01T00:00:00.000Z");
    }

    #[test]
    fn version_1_is_read() {
        let red = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed".parse().unwrap();
        let none = "marking-definition--00000000-391a-4eb3-b6be-7d15ca92d5ed".parse().unwrap();

        assert_eq!(referenced(&red), Some(Marking::Red));
        assert_eq!(referenced(&none), None);
    }
}
