//! From indicators of the chain to a bundle.
//!
//! The same indicators give the same bytes, in whatever order they come: identifiers are made from
//! content, times are those of the chain, and no clock is read.

use crate::{
    Identifier, NumberedIndicator, Timestamp, canonical,
    kind::{self, PSEUDONYMOUS_IDENTIFIER},
    marking,
    objects::{
        BankAccount, Bundle, Extension, ExtensionDefinition, Extensions, ExternalReference,
        Identity, Indicator, Object, PseudonymousIdentifier, Sighting, SpecVersion, Valued,
    },
    pattern,
};
use critical_chains_attestation::{
    IndicatorKind, IndicatorSpec, MAX_CONFIDENCE, Marking, Sightings, Typology,
};
use critical_chains_lei::Lei;
use serde_json::json;
use std::collections::BTreeMap;

/// The highest count that a sighting can have in STIX.
const MAX_COUNT: u32 = 999_999_999;

/// 2026-01-01: identities say nothing that changes, so they carry one date for all.
const IDENTITIES_MADE: u64 = 1_767_225_600_000;

/// Before the name of a typology in the labels of an indicator.
pub(crate) const TYPOLOGY_LABEL: &str = "typology:";

/// Where the number of an indicator means something.
const SOURCE: &str = "critical-chains";

/// Where a LEI means something.
const LEI_SOURCE: &str = "lei";

/// What `pseudonymous-identifier` means, for whoever meets it in a bundle.
const SCHEMA: &str = "An observable with two required properties, which also make its identifier \
    (UUIDv5 as for all observables). kind (string): device, plate, tag, address or policy, which \
    says what it is the pseudonym of. value (string): pseudonym: and 32 hexadecimal digits, the \
    first 16 bytes of an HMAC-SHA-256 under a key of the consortium.";

/// What whoever meets an indicator has to know to make use of it.
const DESCRIPTION: &str = "The pattern holds a pseudonym, not a number of an account, card or \
    thing. Whoever holds the key of the consortium makes the pseudonyms of own numbers and compares.";

/// What an export gives.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Export {
    /// The bundle.
    pub bundle: Bundle,
    /// The numbers of indicators that are not in it, because they may not be shared so far.
    pub left_out: Vec<u32>,
}

/// Why there is no bundle.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ExportError {
    /// There is nothing to put in.
    #[error("there is no indicator that may be exported")]
    Empty,
    /// It is none that a chain has, and STIX takes it no more than a chain does.
    #[error("indicator {id} has a confidence above {MAX_CONFIDENCE}, or ends before it begins")]
    Unsound {
        /// Number of the indicator.
        id: u32,
    },
    /// STIX cannot write a time of it.
    #[error("indicator {id} has a time beyond the year 9999")]
    Time {
        /// Number of the indicator.
        id: u32,
    },
}

impl ExportError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "a bundle holds one object at least: ask for more indicators",
            Self::Unsound { .. } | Self::Time { .. } => {
                "leave it out: no chain takes such an indicator"
            }
        }
    }
}

/// Makes a bundle of indicators, of those at most that may be shared as far as `up_to`.
pub fn export(
    indicators: &[NumberedIndicator],
    up_to: Option<Marking>,
) -> Result<Export, ExportError> {
    let mut objects = Objects::default();
    let mut left_out = Vec::new();
    for own in indicators {
        if up_to.is_some_and(|limit| own.indicator.spec.marking > limit) {
            left_out.push(own.id);
        } else if !is_sound(&own.indicator) {
            return Err(ExportError::Unsound { id: own.id });
        } else {
            objects.add(own).ok_or(ExportError::Time { id: own.id })?;
        }
    }
    left_out.sort_unstable();
    left_out.dedup();
    Ok(Export { bundle: objects.bundle().ok_or(ExportError::Empty)?, left_out })
}

fn is_sound(own: &crate::Indicator) -> bool {
    let spec = &own.spec;
    spec.confidence <= MAX_CONFIDENCE
        && spec.valid_from < spec.valid_until
        && own.sightings.iter().all(|seen| seen.first_seen <= seen.last_seen)
}

/// The STIX object of something that is about to be shared. Its digest is what goes on chain, so it
/// has none itself.
pub fn object_of(
    spec: &IndicatorSpec,
    created: Timestamp,
    author: Option<Lei>,
) -> Option<Indicator> {
    let by = author.map(|lei| lei.as_str().to_owned());
    let name = json!(["proposal", by, spec.kind, spec.value.to_string(), created]);
    indicator_object(spec, (Identifier::ours("indicator", &name), created), author)
}

/// A bundle of such objects, with what they refer to.
pub fn bundle_of(
    objects: impl IntoIterator<Item = (Indicator, Marking, Option<Lei>)>,
) -> Option<Bundle> {
    let mut all = Objects::default();
    for (object, marking, author) in objects {
        all.put(Object::MarkingDefinition(marking::definition(marking)));
        if let Some(lei) = author {
            all.put(Object::Identity(institution(&lei)));
        }
        all.put(Object::Indicator(object));
    }
    all.bundle()
}

/// Objects by rank of their type and identifier, so that their order says nothing.
#[derive(Default)]
struct Objects(BTreeMap<(u8, Identifier), Object>);

impl Objects {
    fn put(&mut self, object: Object) {
        self.0.insert((rank(&object), object.id().clone()), object);
    }

    fn add(&mut self, own: &NumberedIndicator) -> Option<()> {
        let indicator = &own.indicator;
        let spec = &indicator.spec;
        self.put(Object::MarkingDefinition(marking::definition(spec.marking)));
        self.put(Object::Identity(institution(&indicator.institution)));
        self.observable(spec);

        let shared = Timestamp::from_millis(indicator.shared)?;
        let by = indicator.institution.as_str();
        let name = json!([by, spec.kind, spec.value.to_string(), shared, own.id]);
        let id = Identifier::ours("indicator", &name);
        let mut object = indicator_object(spec, (id, shared), Some(indicator.institution))?;
        if let Some(revoked) = indicator.revoked {
            object.revoked = true;
            object.modified = shared.max(Timestamp::from_millis(revoked)?);
        }
        object.external_references = vec![
            reference("number of the indicator on chain", own.id.to_string()),
            reference(
                "SHA-256 of the STIX object it was shared with, in canonical JSON (RFC 8785)",
                hex::encode(spec.stix_digest),
            ),
        ];
        let of = object.id.clone();
        self.put(Object::Indicator(object));
        for seen in &indicator.sightings {
            let sighting = sighting(seen, &of, shared, spec.marking)?;
            self.put(Object::Identity(institution(&seen.institution)));
            self.put(Object::Sighting(sighting));
        }
        Some(())
    }

    /// The observable, under the strictest marking of the indicators that are about it.
    fn observable(&mut self, spec: &IndicatorSpec) {
        let object = observable(spec);
        let key = (rank(&object), object.id().clone());
        let other = self.0.get(&key).and_then(marking_of);
        if other.is_none_or(|other| other < spec.marking) {
            self.0.insert(key, object);
        }
        if kind::observable(spec.kind).object == PSEUDONYMOUS_IDENTIFIER {
            self.put(Object::Identity(consortium_software()));
            self.put(Object::ExtensionDefinition(extension_definition()));
        }
    }

    fn bundle(self) -> Option<Bundle> {
        let objects: Vec<Object> = self.0.into_values().collect();
        let content = serde_json::to_value(&objects).ok()?;
        let id = Identifier::ours("bundle", &content);
        (!objects.is_empty()).then_some(Bundle { id, objects })
    }
}

/// What is referred to stands before what refers to it.
fn rank(object: &Object) -> u8 {
    match object {
        Object::MarkingDefinition(_) => 0,
        Object::Identity(_) => 1,
        Object::ExtensionDefinition(_) => 2,
        Object::BankAccount(_)
        | Object::PaymentCard(_)
        | Object::CryptocurrencyWallet(_)
        | Object::PhoneNumber(_)
        | Object::PseudonymousIdentifier(_) => 3,
        Object::Indicator(_) => 4,
        Object::Sighting(_) => 5,
    }
}

fn marking_of(object: &Object) -> Option<Marking> {
    let references = match object {
        Object::BankAccount(own) => &own.object_marking_refs,
        Object::PaymentCard(own) | Object::CryptocurrencyWallet(own) | Object::PhoneNumber(own) => {
            &own.object_marking_refs
        }
        Object::PseudonymousIdentifier(own) => &own.object_marking_refs,
        _ => return None,
    };
    references.first().and_then(marking::referenced)
}

fn indicator_object(
    spec: &IndicatorSpec,
    (id, created): (Identifier, Timestamp),
    author: Option<Lei>,
) -> Option<Indicator> {
    let typology = spec.typology.map(Typology::as_str);
    Some(Indicator {
        spec_version: SpecVersion::V2_1,
        id,
        created_by_ref: author.map(|lei| identity_id(&lei)),
        created,
        modified: created,
        revoked: false,
        name: Some(match typology {
            Some(typology) => format!("{typology}: pseudonym of {}", kind::with_article(spec.kind)),
            None => format!("pseudonym of {}", kind::with_article(spec.kind)),
        }),
        description: Some(DESCRIPTION.to_owned()),
        indicator_types: vec!["malicious-activity".to_owned()],
        pattern: pattern::of(spec.kind, spec.value),
        pattern_type: "stix".to_owned(),
        pattern_version: Some("2.1".to_owned()),
        valid_from: Timestamp::from_millis(spec.valid_from)?,
        valid_until: Some(Timestamp::from_millis(spec.valid_until)?),
        confidence: Some(spec.confidence),
        labels: typology.map(|name| format!("{TYPOLOGY_LABEL}{name}")).into_iter().collect(),
        external_references: Vec::new(),
        object_marking_refs: vec![marking::reference(spec.marking)],
        granular_markings: Vec::new(),
    })
}

fn reference(what: &str, external_id: String) -> ExternalReference {
    ExternalReference {
        source_name: SOURCE.to_owned(),
        description: Some(what.to_owned()),
        external_id: Some(external_id),
    }
}

fn sighting(
    seen: &Sightings,
    of: &Identifier,
    shared: Timestamp,
    marking: Marking,
) -> Option<Sighting> {
    let identity = identity_id(&seen.institution);
    let last_seen = Timestamp::from_millis(seen.last_seen)?;
    Some(Sighting {
        spec_version: SpecVersion::V2_1,
        id: Identifier::ours("sighting", &json!([of, seen.institution.as_str()])),
        created_by_ref: identity.clone(),
        // The chain keeps no time of a report. The first cannot be before the indicator was shared.
        created: shared,
        modified: shared.max(last_seen),
        first_seen: Timestamp::from_millis(seen.first_seen)?,
        last_seen,
        count: seen.count.min(MAX_COUNT),
        sighting_of_ref: of.clone(),
        where_sighted_refs: vec![identity],
        object_marking_refs: vec![marking::reference(marking)],
    })
}

fn observable(spec: &IndicatorSpec) -> Object {
    let own = kind::observable(spec.kind);
    let value = kind::marked(spec.value);
    let spec_version = SpecVersion::V2_1;
    let object_marking_refs = vec![marking::reference(spec.marking)];
    let extension = Extension { extension_type: "new-sco".to_owned(), tlp_2_0: None };
    let extensions = Extensions::from([(own.extension.to_owned(), extension)]);
    let contributing = if own.object == PSEUDONYMOUS_IDENTIFIER {
        json!({ "kind": spec.kind, "value": value })
    } else {
        json!({ own.property: value })
    };
    let id = Identifier::observable(own.object, &contributing);
    let valued = |id, value, object_marking_refs, extensions| Valued {
        spec_version,
        id,
        value,
        object_marking_refs,
        extensions,
    };
    match spec.kind {
        IndicatorKind::Account => Object::BankAccount(BankAccount {
            spec_version,
            id,
            account_number: value,
            object_marking_refs,
            extensions,
        }),
        IndicatorKind::Card => {
            Object::PaymentCard(valued(id, value, object_marking_refs, extensions))
        }
        IndicatorKind::Wallet => {
            Object::CryptocurrencyWallet(valued(id, value, object_marking_refs, extensions))
        }
        IndicatorKind::Phone => {
            Object::PhoneNumber(valued(id, value, object_marking_refs, extensions))
        }
        IndicatorKind::Device
        | IndicatorKind::Plate
        | IndicatorKind::Tag
        | IndicatorKind::Address
        | IndicatorKind::Policy => Object::PseudonymousIdentifier(PseudonymousIdentifier {
            spec_version,
            id,
            kind: spec.kind.as_str().to_owned(),
            value,
            object_marking_refs,
            extensions,
        }),
    }
}

fn identity_id(lei: &Lei) -> Identifier {
    Identifier::ours("identity", &json!(["lei", lei.as_str()]))
}

fn institution(lei: &Lei) -> Identity {
    Identity {
        spec_version: SpecVersion::V2_1,
        id: identity_id(lei),
        created: Timestamp::constant(IDENTITIES_MADE),
        modified: Timestamp::constant(IDENTITIES_MADE),
        // What an institution is called can change; by what it is known cannot.
        name: lei.as_str().to_owned(),
        identity_class: "organization".to_owned(),
        external_references: vec![ExternalReference {
            source_name: LEI_SOURCE.to_owned(),
            description: Some("Legal Entity Identifier (ISO 17442)".to_owned()),
            external_id: Some(lei.as_str().to_owned()),
        }],
    }
}

fn consortium_software() -> Identity {
    Identity {
        spec_version: SpecVersion::V2_1,
        id: Identifier::ours("identity", &json!(["software", SOURCE])),
        created: Timestamp::constant(IDENTITIES_MADE),
        modified: Timestamp::constant(IDENTITIES_MADE),
        name: "Critical Chains".to_owned(),
        identity_class: "system".to_owned(),
        external_references: Vec::new(),
    }
}

fn extension_definition() -> ExtensionDefinition {
    ExtensionDefinition {
        spec_version: SpecVersion::V2_1,
        id: Identifier::ours("extension-definition", &json!(PSEUDONYMOUS_IDENTIFIER)),
        created_by_ref: consortium_software().id,
        created: Timestamp::constant(IDENTITIES_MADE),
        modified: Timestamp::constant(IDENTITIES_MADE),
        name: "Pseudonymous identifier".to_owned(),
        description: "The pseudonym of a device, a number plate, a toll tag, a network address or \
                      an insurance policy."
            .to_owned(),
        schema: SCHEMA.to_owned(),
        version: "1.0.0".to_owned(),
        extension_types: vec!["new-sco".to_owned()],
    }
}

impl Bundle {
    /// The bundle as JSON, the same bytes for the same content.
    pub fn to_json(&self) -> String {
        // There is no map with other keys than text in it, and nothing else can fail.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl Indicator {
    /// SHA-256 of the object in canonical JSON. It holds no number that could be refused.
    pub fn digest(&self) -> [u8; 32] {
        let document = serde_json::to_value(self).map(|mut document| {
            document["type"] = json!("indicator");
            document
        });
        document.ok().and_then(|own| canonical::digest(&own).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::PSEUDONYM_EXTENSION;

    #[test]
    fn the_extension_is_the_one_that_objects_name() {
        assert_eq!(extension_definition().id.as_str(), PSEUDONYM_EXTENSION);
    }

    #[test]
    fn the_digest_is_that_of_the_object_in_a_bundle() {
        let spec = IndicatorSpec {
            kind: IndicatorKind::Card,
            value: Default::default(),
            marking: Marking::Green,
            valid_from: 1,
            valid_until: 2,
            confidence: 3,
            typology: None,
            stix_digest: [0; 32],
        };
        let object = object_of(&spec, Timestamp::constant(4), None).unwrap();
        let in_bundle = serde_json::to_value(Object::Indicator(object.clone())).unwrap();

        assert_eq!(object.digest(), canonical::digest(&in_bundle).unwrap());
        assert_eq!(in_bundle["type"], "indicator");
    }
}
