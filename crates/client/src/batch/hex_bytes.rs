//! Hexadecimal text of hashes and bytes, as it stands in manifests and on screens.

use critical_chains_integrity::Hash;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// Bytes as lower-case hexadecimal digits after `0x`.
pub fn to_hex(bytes: impl AsRef<[u8]>) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// Bytes from hexadecimal digits, with or without `0x`.
pub fn from_hex(text: &str) -> Result<Vec<u8>, hex::FromHexError> {
    hex::decode(text.strip_prefix("0x").unwrap_or(text))
}

/// A hash from its 64 hexadecimal digits, with or without `0x`.
pub fn hash_from_hex(text: &str) -> Result<Hash, hex::FromHexError> {
    let mut hash = Hash::default();
    hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut hash)?;
    Ok(hash)
}

/// As many bytes as are wanted, from hexadecimal digits, with or without `0x`; or what is wrong.
pub fn array_from_hex<const N: usize>(text: &str) -> Result<[u8; N], String> {
    let bytes = from_hex(text).map_err(|error| format!("not hexadecimal: {error}"))?;
    let length = bytes.len();
    bytes.try_into().map_err(|_| format!("got {length} bytes, expected {N}"))
}

/// A hash in JSON.
pub(crate) mod hash {
    use super::{Deserialize, Deserializer, Error, Hash, Serializer, hash_from_hex, to_hex};

    pub(crate) fn serialize<S: Serializer>(hash: &Hash, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&to_hex(hash))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Hash, D::Error> {
        hash_from_hex(&String::deserialize(input)?).map_err(D::Error::custom)
    }
}

/// Bytes in JSON.
pub(crate) mod bytes {
    use super::{Deserialize, Deserializer, Error, Serializer, from_hex, to_hex};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&to_hex(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<u8>, D::Error> {
        from_hex(&String::deserialize(input)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_are_as_long_as_they_must_be() {
        assert_eq!(array_from_hex("0x0102"), Ok([1, 2]));
        assert_eq!(array_from_hex("0102"), Ok([1, 2]));
        assert_eq!(array_from_hex::<2>("0x010203"), Err("got 3 bytes, expected 2".into()));
        let odd = array_from_hex::<2>("0x010");
        assert_eq!(odd, Err("not hexadecimal: Odd number of digits".into()));
    }
}
