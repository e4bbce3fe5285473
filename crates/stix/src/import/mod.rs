//! From a bundle to proposals.
//!
//! Every object of a bundle is either proposed or skipped for a reason: nothing is dropped silently,
//! and nothing that the bundle does not say is made up unless whoever imports says it
//! ([`ImportOptions`]).

mod clear;
mod reason;
mod terms;

pub use reason::Reason;

use self::clear::Identified;
use crate::{
    Identifier, Timestamp, canonical,
    export::object_of,
    objects::{Indicator, SpecVersion},
};
use critical_chains_attestation::{IndicatorKind, IndicatorSpec, Marking};
use critical_chains_flows::{Pseudonym, PseudonymKey};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{HashMap, hash_map::Entry};

/// Most bytes of a bundle.
pub const MAX_BUNDLE_BYTES: usize = 16 * 1024 * 1024;

/// Most objects of a bundle.
pub const MAX_OBJECTS: usize = 65_536;

/// Most characters that are repeated of what a bundle says about itself.
const MAX_REPEATED: usize = 250;

/// What whoever imports says where a bundle is silent, or says more than the chain takes.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// The present, in milliseconds since the Unix epoch.
    pub now: u64,
    /// The key with which clear account numbers are made pseudonyms.
    pub key: Option<PseudonymKey>,
    /// The marking of what has none.
    pub unmarked: Option<Marking>,
    /// The confidence in what comes without one, 0 to 100.
    pub confidence: Option<u8>,
    /// How long from now the validity lasts of what has no end, or a later one, in milliseconds.
    pub longest: Option<u64>,
}

/// What could be shared on chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The object in the bundle.
    pub object: Identifier,
    /// What would be shared.
    pub spec: IndicatorSpec,
    /// The STIX object whose digest would be shared: that of the bundle, or one without the clear
    /// number that it had.
    pub stix: Value,
    /// Whether a clear number was made a pseudonym.
    pub was_clear: bool,
    /// Whether the validity was given an end, or an earlier one.
    pub was_shortened: bool,
}

/// What is not proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    /// Its place in the bundle, from 0.
    pub position: usize,
    /// Its type, if it says one.
    pub object: Option<String>,
    /// Its identifier, if it says one.
    pub id: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// What becomes of each object of a bundle, in the order of the bundle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// What could be shared.
    pub proposed: Vec<Proposal>,
    /// What could not, and why.
    pub skipped: Vec<Skipped>,
}

/// Why something is no bundle.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BundleError {
    /// It is too long.
    #[error("the bundle has {got} bytes, {MAX_BUNDLE_BYTES} at most are read")]
    TooLong {
        /// How many bytes it has, or are known of.
        got: usize,
    },
    /// It is no JSON.
    #[error("this is no JSON: {0}")]
    NotJson(String),
    /// It is no bundle.
    #[error("this is no STIX bundle: {0}")]
    NotABundle(String),
    /// It has too many objects.
    #[error("the bundle has {got} objects, {MAX_OBJECTS} at most are read")]
    TooManyObjects {
        /// How many it has.
        got: usize,
    },
}

impl BundleError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLong { .. } | Self::TooManyObjects { .. } => "split it into smaller ones",
            Self::NotJson(_) => "check which file it is; STIX 2.1 is JSON, STIX 1 was XML",
            Self::NotABundle(_) => {
                "a bundle is {\"type\": \"bundle\", \"id\": \"bundle--…\", \"objects\": […]}"
            }
        }
    }
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    object: String,
    id: Identifier,
    #[serde(default)]
    objects: Vec<Value>,
}

/// Reads a bundle and says what of it could be shared.
pub fn import(bytes: &[u8], options: &ImportOptions) -> Result<Import, BundleError> {
    if bytes.len() > MAX_BUNDLE_BYTES {
        return Err(BundleError::TooLong { got: bytes.len() });
    }
    let document: Value =
        serde_json::from_slice(bytes).map_err(|error| BundleError::NotJson(error.to_string()))?;
    let envelope: Envelope = serde_json::from_value(document)
        .map_err(|error| BundleError::NotABundle(error.to_string()))?;
    let Envelope { object, id, objects } = envelope;
    if object != "bundle" || id.object() != "bundle" {
        return Err(BundleError::NotABundle(
            "its type or its identifier is another one".to_owned(),
        ));
    }
    if objects.len() > MAX_OBJECTS {
        return Err(BundleError::TooManyObjects { got: objects.len() });
    }
    Ok(Importer::new(&objects, options).run())
}

struct Importer<'a> {
    objects: &'a [Value],
    options: &'a ImportOptions,
    /// The newest version of each object.
    newest: HashMap<&'a str, Timestamp>,
    /// What is proposed already, and by which object.
    proposed: HashMap<(IndicatorKind, Pseudonym), Identifier>,
}

impl<'a> Importer<'a> {
    fn new(objects: &'a [Value], options: &'a ImportOptions) -> Self {
        let mut newest = HashMap::new();
        for object in objects {
            let Some((id, modified)) = version(object) else { continue };
            match newest.entry(id) {
                Entry::Vacant(entry) => {
                    entry.insert(modified);
                }
                Entry::Occupied(mut entry) => {
                    let latest = modified.max(*entry.get());
                    entry.insert(latest);
                }
            }
        }
        Self { objects, options, newest, proposed: HashMap::new() }
    }

    fn run(mut self) -> Import {
        let mut import = Import::default();
        for (position, object) in self.objects.iter().enumerate() {
            match self.one(object) {
                Ok(proposal) => import.proposed.push(proposal),
                Err(reason) => import.skipped.push(Skipped {
                    position,
                    object: repeated(&object["type"]),
                    id: repeated(&object["id"]),
                    reason,
                }),
            }
        }
        import
    }

    fn one(&mut self, document: &Value) -> Result<Proposal, Reason> {
        let object = read(document)?;
        if let Some((id, modified)) = version(document)
            && self.newest.get(id).is_some_and(|newest| *newest > modified)
        {
            return Err(Reason::Superseded);
        }
        let proposal = self.proposal(&object, document)?;
        match self.proposed.entry((proposal.spec.kind, proposal.spec.value)) {
            Entry::Occupied(other) => Err(Reason::Duplicate(other.get().clone())),
            Entry::Vacant(place) => {
                place.insert(proposal.object.clone());
                Ok(proposal)
            }
        }
    }

    fn proposal(&self, object: &Indicator, document: &Value) -> Result<Proposal, Reason> {
        terms::is_current(object)?;
        let marking = terms::marking(object, self.options)?;
        let (valid_from, valid_until, was_shortened) = terms::validity(object, self.options)?;
        let confidence = terms::confidence(object, self.options)?;
        let typology = terms::typology(object)?;
        let Identified { kind, value, was_clear } =
            clear::identify(object, self.options.key.as_ref())?;
        let stix_digest = [0; 32];
        let mut spec = IndicatorSpec {
            kind,
            value,
            marking,
            valid_from,
            valid_until,
            confidence,
            typology,
            stix_digest,
        };
        let stix = if was_clear {
            // The digest goes on chain. That of an object with an account number in it could be tried
            // against all account numbers, so it is the digest of an object without.
            without_number(&spec, object.modified)?
        } else {
            document.clone()
        };
        spec.stix_digest = canonical::digest(&stix)?;
        Ok(Proposal { object: object.id.clone(), spec, stix, was_clear, was_shortened })
    }
}

/// What is said about something whose number has become a pseudonym, and nothing else of it.
fn without_number(spec: &IndicatorSpec, modified: Timestamp) -> Result<Value, Reason> {
    let object = object_of(spec, modified, None).map(crate::objects::Object::Indicator);
    let document = object.and_then(|object| serde_json::to_value(object).ok());
    document.ok_or_else(|| Reason::Malformed("its times are beyond the year 9999".to_owned()))
}

/// Identifier and version of an object, if it has both.
fn version(object: &Value) -> Option<(&str, Timestamp)> {
    let id = object["id"].as_str()?;
    Some((id, object["modified"].as_str()?.parse().ok()?))
}

/// Something that the bundle says about itself, cut off where it becomes long.
fn repeated(value: &Value) -> Option<String> {
    value.as_str().map(|text| text.chars().take(MAX_REPEATED).collect())
}

fn read(document: &Value) -> Result<Indicator, Reason> {
    if !document.is_object() {
        return Err(Reason::Malformed("it is no object".to_owned()));
    }
    let object = repeated(&document["type"])
        .ok_or_else(|| Reason::Malformed("it has no type".to_owned()))?;
    if object != "indicator" {
        return Err(Reason::NotAnIndicator(object));
    }
    if serde_json::from_value::<SpecVersion>(document["spec_version"].clone()).is_err() {
        return Err(Reason::Version);
    }
    let indicator = Indicator::deserialize(document).map_err(|error| {
        // Its words can repeat what stands there, however long that is.
        Reason::Malformed(error.to_string().chars().take(MAX_REPEATED).collect())
    })?;
    if indicator.id.object() != "indicator" {
        return Err(Reason::Malformed("its identifier is that of another type".to_owned()));
    }
    Ok(indicator)
}
