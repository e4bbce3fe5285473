//! An LEI as a string in JSON and the like.

use crate::{LEI_LENGTH, Lei};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

impl Serialize for Lei {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Lei {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(LeiVisitor)
    }
}

struct LeiVisitor;

impl de::Visitor<'_> for LeiVisitor {
    type Value = Lei;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an LEI of {LEI_LENGTH} characters")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Lei, E> {
        text.parse().map_err(E::custom)
    }
}
