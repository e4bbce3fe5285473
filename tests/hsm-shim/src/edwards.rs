//! How devices write the curve and the points of Ed25519.

/// OID 1.3.101.112 of RFC 8410, the form that SoftHSM is given.
pub(crate) const OID: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];

/// PrintableString "edwards25519", the form of the examples in the specification.
pub(crate) const PRINTABLE: &[u8] = b"\x13\x0cedwards25519";

const POINT_BYTES: usize = 32;

/// How a device writes a public key in `CKA_EC_POINT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointForm {
    /// DER OCTET STRING, as SoftHSM does.
    OctetString,
    /// Nothing but the 32 bytes, as PKCS#11 3.1 says.
    Raw,
    /// DER BIT STRING, as PKCS#11 3.0 was read.
    BitString,
}

impl PointForm {
    fn prefix(self) -> &'static [u8] {
        match self {
            Self::OctetString => &[0x04, 0x20],
            Self::Raw => &[],
            Self::BitString => &[0x03, 0x21, 0x00],
        }
    }

    /// The point within a value of this form.
    fn point(self, value: &[u8]) -> Option<&[u8]> {
        value.strip_prefix(self.prefix()).filter(|point| point.len() == POINT_BYTES)
    }

    /// The value rewritten, where it is of this form.
    pub(crate) fn rewrite(self, value: &[u8], to: Self) -> Option<Vec<u8>> {
        self.point(value).map(|point| [to.prefix(), point].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_leads_to_every_other() {
        let forms = [PointForm::OctetString, PointForm::Raw, PointForm::BitString];
        let written = [[0x04, 0x20].as_slice(), &[], &[0x03, 0x21, 0x00]]
            .map(|prefix| [prefix, &[7; 32]].concat());

        for (from, value) in forms.into_iter().zip(&written) {
            for (to, expected) in forms.into_iter().zip(&written) {
                assert_eq!(from.rewrite(value, to).as_ref(), Some(expected));
            }
        }
    }

    #[test]
    fn a_point_of_another_curve_is_left_alone() {
        let p256 = [0x04, 0x41].into_iter().chain([4; 65]).collect::<Vec<u8>>();

        assert_eq!(PointForm::OctetString.rewrite(&p256, PointForm::Raw), None);
        assert_eq!(PointForm::Raw.rewrite(&p256, PointForm::OctetString), None);
    }
}
