//! Identifiers of STIX objects, and how ours are made.

use crate::canonical;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::Value;
use std::{fmt, str::FromStr};
use uuid::{Uuid, uuid};

/// Names of our objects are made in this space: UUIDv5 of `urn:critical-chains:stix:1` among URLs.
const OURS: Uuid = uuid!("6893ba8e-8258-51c6-bb5f-2e89d8f06d03");

/// The space in which STIX 2.1 (section 2.9) has the names of observables made.
const OBSERVABLES: Uuid = uuid!("00abedb4-aa42-466c-9c01-fed23315a9b7");

/// Most bytes of an identifier: a type has 250, two dashes and a UUID follow.
const MAX_BYTES: usize = 288;

/// A type, two dashes and a UUID.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Identifier(String);

/// Not an identifier of a STIX object.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("expected an identifier: a type, two dashes and a UUID in small letters")]
pub struct InvalidIdentifier;

impl Identifier {
    /// The identifier of one of our objects: the same for the same name, in every bundle.
    pub(crate) fn ours(object: &str, name: &Value) -> Self {
        Self::in_space(&OURS, object, name)
    }

    /// The identifier of an observable with these contributing properties: everybody who follows the
    /// standard comes to the same one.
    pub(crate) fn observable(object: &str, contributing: &Value) -> Self {
        Self::in_space(&OBSERVABLES, object, contributing)
    }

    fn in_space(space: &Uuid, object: &str, name: &Value) -> Self {
        Self(format!("{object}--{}", Uuid::new_v5(space, canonical::text(name).as_bytes())))
    }

    pub(crate) fn fixed(object: &str, uuid: &str) -> Self {
        Self(format!("{object}--{uuid}"))
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The UUID, if the object is of this type.
    pub(crate) fn uuid_of(&self, object: &str) -> Option<&str> {
        self.0.strip_prefix(object)?.strip_prefix("--")
    }

    /// The type of the object.
    pub fn object(&self) -> &str {
        self.0.rsplit_once("--").map_or("", |(object, _)| object)
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Identifier {
    type Err = InvalidIdentifier;

    fn from_str(text: &str) -> Result<Self, InvalidIdentifier> {
        let (object, uuid) = text.rsplit_once("--").ok_or(InvalidIdentifier)?;
        let is_type = object.starts_with(|first: char| first.is_ascii_lowercase())
            && object.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
        // The spelling with dashes alone, which is how a UUID writes itself.
        let is_uuid = Uuid::parse_str(uuid).is_ok_and(|parsed| parsed.to_string() == uuid);
        if text.len() > MAX_BYTES || !is_type || !is_uuid {
            return Err(InvalidIdentifier);
        }
        Ok(Self(text.to_owned()))
    }
}

impl Serialize for Identifier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::PSEUDONYM_EXTENSION;
    use serde_json::json;

    #[test]
    fn our_space_has_a_name() {
        assert_eq!(Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:critical-chains:stix:1"), OURS);
        let extension = Identifier::ours("extension-definition", &json!("pseudonymous-identifier"));
        assert_eq!(extension.as_str(), PSEUDONYM_EXTENSION);
    }

    /// Made with the Python package stix2extensions 2.3.5.
    #[test]
    fn observables_are_named_as_others_name_them() {
        let id = Identifier::observable("bank-account", &json!({ "account_number": "abc" }));

        assert_eq!(id.as_str(), "bank-account--d6a5a5d4-f26e-5ed3-a4b2-1f1dab0a4f0e");
    }

    #[test]
    fn identifiers_have_one_spelling() {
        let good = "x-thing-2--d6a5a5d4-f26e-5ed3-a4b2-1f1dab0a4f0e";
        assert_eq!(good.parse::<Identifier>().unwrap().object(), "x-thing-2");
        for bad in [
            "",
            "--",
            "indicator",
            "indicator--",
            "--d6a5a5d4-f26e-5ed3-a4b2-1f1dab0a4f0e",
            "Indicator--d6a5a5d4-f26e-5ed3-a4b2-1f1dab0a4f0e",
            "indicator--D6A5A5D4-f26e-5ed3-a4b2-1f1dab0a4f0e",
            "indicator--d6a5a5d4f26e5ed3a4b21f1dab0a4f0e",
            "indicator--{d6a5a5d4-f26e-5ed3-a4b2-1f1dab0a4f0e}",
        ] {
            assert_eq!(bad.parse::<Identifier>(), Err(InvalidIdentifier), "{bad}");
        }
    }
}
