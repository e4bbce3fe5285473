//! How devices name the curve and write its points.

use polkadot_sdk::sp_core::ed25519::Public;

/// A value of CKA_EC_PARAMS that stands for Ed25519.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Curve(Vec<u8>);

impl Curve {
    /// The object identifier 1.3.101.112 (RFC 8410), as SoftHSM and most devices take it.
    const OID: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];
    /// The printable string of the example in PKCS#11 3.0, section 2.3.10.
    const PRINTABLE: &[u8] = b"\x13\x0cedwards25519";
    /// The object identifier 1.3.6.1.4.1.11591.15.1, as Luna takes it.
    const LUNA: &[u8] = &[0x06, 0x09, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x0f, 0x01];

    /// Reads a name or a DER value in hexadecimal.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "oid" => Some(Self(Self::OID.into())),
            "printable" => Some(Self(Self::PRINTABLE.into())),
            "luna" => Some(Self(Self::LUNA.into())),
            other => hex::decode(other).ok().filter(|der| !der.is_empty()).map(Self),
        }
    }

    /// All that are known, the most usual first.
    pub fn known() -> Vec<Self> {
        [Self::OID, Self::PRINTABLE, Self::LUNA].map(|der| Self(der.into())).into()
    }

    /// The value of the attribute.
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

/// Reads CKA_EC_POINT of a key on Ed25519: 32 bytes, also in a DER OCTET STRING (PKCS#11 2.40, as
/// SoftHSM) or in a DER BIT STRING (text of PKCS#11 3.0).
pub fn read_point(point: &[u8]) -> Option<Public> {
    let raw = match point {
        [0x04, 0x20, raw @ ..] | [0x03, 0x21, 0x00, raw @ ..] if raw.len() == 32 => raw,
        raw => raw,
    };
    Some(Public::from(<[u8; 32]>::try_from(raw).ok()?))
}
