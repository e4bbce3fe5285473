//! The objects to whose digests something is shared, to be kept and handed on.

use crate::{Identifier, Proposal, marking, objects::Object};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A bundle, as JSON, of the objects whose digests would be shared, as they are digested, with the
/// definitions of their markings. None if there are none.
pub fn bundle_of_proposals(proposals: &[Proposal]) -> Option<String> {
    let mut markings = BTreeMap::new();
    for own in proposals {
        for reference in own.stix["object_marking_refs"].as_array().into_iter().flatten() {
            let Some(id) = reference.as_str().and_then(|id| id.parse::<Identifier>().ok()) else {
                continue;
            };
            // Those of version 1.0 are part of the standard, and nobody carries them.
            let known = marking::referenced(&id).filter(|own| marking::reference(*own) == id);
            if let Some(marking) = known {
                let definition = Object::MarkingDefinition(marking::definition(marking));
                markings.insert(id, serde_json::to_value(definition).ok()?);
            }
        }
    }
    if proposals.is_empty() {
        return None;
    }
    let objects: Vec<Value> =
        markings.into_values().chain(proposals.iter().map(|own| own.stix.clone())).collect();
    let digests: Vec<String> =
        proposals.iter().map(|own| hex::encode(own.spec.stix_digest)).collect();
    let id = Identifier::ours("bundle", &json!(["proposals", digests]));
    let bundle = json!({ "type": "bundle", "id": id, "objects": objects });
    Some(format!("{bundle:#}\n"))
}
