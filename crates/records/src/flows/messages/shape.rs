//! Which messages are read, and how they nest.

use core::ops::RangeInclusive;

const ISO_20022: &str = "urn:iso:std:iso:20022:tech:xsd:";

/// Swiss banks had namespaces of their own for messages of the standard with fewer liberties.
const SWISS: &str = "http://www.six-interbank-clearing.com/de/";
const SWISS_VARIANT: &str = ".ch.";

/// What kind of message it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// A bank pays another one for its customer.
    Pacs008,
    /// A customer asks its bank to pay.
    Pain001,
    /// A bank tells a customer what was booked.
    Camt054,
}

/// How a message nests.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    definition: &'static str,
    versions: RangeInclusive<u8>,
    /// Names of the element, oldest first.
    messages: &'static [&'static str],
    /// Elements in each other, the last one of which is a payment.
    pub(super) levels: &'static [&'static str],
    /// Whether the header says how many payments there are.
    pub(super) is_counted: bool,
}

static SHAPES: [Shape; 3] = [
    Shape {
        kind: Kind::Pacs008,
        definition: "pacs.008.001.",
        versions: crate::VERSIONS,
        messages: &["FIToFICstmrCdtTrf"],
        levels: &["CdtTrfTxInf"],
        is_counted: true,
    },
    Shape {
        kind: Kind::Pain001,
        definition: "pain.001.001.",
        versions: 2..=12,
        messages: &["pain.001.001.02", "CstmrCdtTrfInitn"],
        levels: &["PmtInf", "CdtTrfTxInf"],
        is_counted: true,
    },
    Shape {
        kind: Kind::Camt054,
        definition: "camt.054.001.",
        versions: 2..=12,
        messages: &["BkToCstmrDbtCdtNtfctn"],
        levels: &["Ntfctn", "Ntry", "NtryDtls", "TxDtls"],
        is_counted: false,
    },
];

impl Shape {
    pub(super) fn has_version(&self, definition: &str) -> bool {
        definition
            .strip_prefix(self.definition)
            .filter(|version| version.len() == 2 && version.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|version| version.parse().ok())
            .is_some_and(|version| self.versions.contains(&version))
    }

    /// Whether a message of this definition is read.
    pub(super) fn is_any(definition: &str) -> bool {
        SHAPES.iter().any(|shape| shape.has_version(definition))
    }
}

/// The shape of the message in an element of this name.
pub(super) fn shape_of(message: &str) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.messages.contains(&message))
}

/// The definition that a namespace names, such as `pain.001.001.03`.
pub(super) fn definition(namespace: &str) -> Option<&str> {
    let swiss = || {
        let name = namespace.strip_prefix(SWISS)?.strip_suffix(".xsd")?;
        Some(name.split_once(SWISS_VARIANT)?.0)
    };
    namespace.strip_prefix(ISO_20022).or_else(swiss)
}
