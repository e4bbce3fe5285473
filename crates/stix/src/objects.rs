//! The objects of STIX 2.1 that are written, and the one that is read.
//!
//! Properties that are not named here are ignored when an object is read, as the standard has it; the
//! digest of an object covers them.

use crate::{Identifier, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of STIX.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum SpecVersion {
    /// 2.1.
    #[serde(rename = "2.1")]
    V2_1,
}

/// A number of objects that travel together.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", rename = "bundle")]
pub struct Bundle {
    /// Its identifier.
    pub id: Identifier,
    /// The objects, each once.
    pub objects: Vec<Object>,
}

/// An object.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Object {
    /// An institution.
    Identity(Identity),
    /// With whom something may be shared.
    MarkingDefinition(MarkingDefinition),
    /// What an object of ours means.
    ExtensionDefinition(ExtensionDefinition),
    /// A pattern that means harm.
    Indicator(Indicator),
    /// Who has met an indicator how often.
    Sighting(Sighting),
    /// A bank account.
    BankAccount(BankAccount),
    /// A payment card.
    PaymentCard(Valued),
    /// A wallet of a public blockchain.
    CryptocurrencyWallet(Valued),
    /// A phone number.
    PhoneNumber(Valued),
    /// What has no object of its own.
    PseudonymousIdentifier(PseudonymousIdentifier),
}

impl Object {
    /// Its identifier.
    pub fn id(&self) -> &Identifier {
        match self {
            Self::Identity(own) => &own.id,
            Self::MarkingDefinition(own) => &own.id,
            Self::ExtensionDefinition(own) => &own.id,
            Self::Indicator(own) => &own.id,
            Self::Sighting(own) => &own.id,
            Self::BankAccount(own) => &own.id,
            Self::PaymentCard(own) | Self::CryptocurrencyWallet(own) | Self::PhoneNumber(own) => {
                &own.id
            }
            Self::PseudonymousIdentifier(own) => &own.id,
        }
    }
}

/// Extensions of an object, by the identifier of their definition.
pub type Extensions = BTreeMap<String, Extension>;

/// What an object says about an extension.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Extension {
    /// Whether it makes a new kind of object or adds to one.
    pub extension_type: String,
    /// The word of the Traffic Light Protocol, version 2.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tlp_2_0: Option<String>,
}

/// `identity`
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Identity {
    /// Version of STIX.
    pub spec_version: SpecVersion,
    /// Its identifier.
    pub id: Identifier,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// What it is called.
    pub name: String,
    /// A person, an organisation or a system.
    pub identity_class: String,
    /// Where else it is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_references: Vec<ExternalReference>,
}

/// `marking-definition`
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct MarkingDefinition {
    /// Version of STIX.
    pub spec_version: SpecVersion,
    /// Its identifier.
    pub id: Identifier,
    /// When it was made.
    pub created: Timestamp,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The marking itself.
    pub extensions: Extensions,
}

/// `extension-definition`
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ExtensionDefinition {
    /// Version of STIX.
    pub spec_version: SpecVersion,
    /// Its identifier.
    pub id: Identifier,
    /// Who made it.
    pub created_by_ref: Identifier,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What the objects look like.
    pub schema: String,
    /// Its version.
    pub version: String,
    /// What it makes.
    pub extension_types: Vec<String>,
}

/// `indicator`
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Indicator {
    /// Version of STIX.
    pub spec_version: SpecVersion,
    /// Its identifier.
    pub id: Identifier,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by_ref: Option<Identifier>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Whether it was taken back.
    #[serde(default, skip_serializing_if = "is_false")]
    pub revoked: bool,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What people should know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it indicates, by the words of the standard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicator_types: Vec<String>,
    /// What matches.
    pub pattern: String,
    /// The language of the pattern.
    pub pattern_type: String,
    /// The version of this language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_version: Option<String>,
    /// From when on it is valid.
    pub valid_from: Timestamp,
    /// Until when, this time excluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
    /// How sure its maker is, from 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Words about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Where else it is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_references: Vec<ExternalReference>,
    /// With whom it may be shared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub object_marking_refs: Vec<Identifier>,
    /// With whom parts of it may be shared, and in which languages they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub granular_markings: Vec<GranularMarking>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// What marks a part of an object.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct GranularMarking {
    /// The marking. None if only the language is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking_ref: Option<Identifier>,
    /// Which parts.
    pub selectors: Vec<String>,
}

/// Where else something is known.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ExternalReference {
    /// Where.
    pub source_name: String,
    /// What that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Under which name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// `sighting`
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Sighting {
    /// Version of STIX.
    pub spec_version: SpecVersion,
    /// Its identifier.
    pub id: Identifier,
    /// Who made it.
    pub created_by_ref: Identifier,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// When the indicator was met first.
    pub first_seen: Timestamp,
    /// When last.
    pub last_seen: Timestamp,
    /// How often.
    pub count: u32,
    /// The indicator.
    pub sighting_of_ref: Identifier,
    /// Who has met it.
    pub where_sighted_refs: Vec<Identifier>,
    /// With whom it may be shared.
    pub object_marking_refs: Vec<Identifier>,
}

/// `bank-account`
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct BankAccount {
    /// Version of STIX.
    pub spec_version: SpecVersion,
    /// Its identifier.
    pub id: Identifier,
    /// The pseudonym.
    pub account_number: String,
    /// With whom it may be shared.
    pub object_marking_refs: Vec<Identifier>,
    /// The extension that defines it.
    pub extensions: Extensions,
}

/// An observable that is one value.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Valued {
    /// Version of STIX.
    pub spec_version: SpecVersion,
    /// Its identifier.
    pub id: Identifier,
    /// The pseudonym.
    pub value: String,
    /// With whom it may be shared.
    pub object_marking_refs: Vec<Identifier>,
    /// The extension that defines it.
    pub extensions: Extensions,
}

/// `pseudonymous-identifier`
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PseudonymousIdentifier {
    /// Version of STIX.
    pub spec_version: SpecVersion,
    /// Its identifier.
    pub id: Identifier,
    /// What it is the pseudonym of.
    pub kind: String,
    /// The pseudonym.
    pub value: String,
    /// With whom it may be shared.
    pub object_marking_refs: Vec<Identifier>,
    /// The extension that defines it.
    pub extensions: Extensions,
}
