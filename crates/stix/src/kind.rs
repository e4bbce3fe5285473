//! What an indicator is about, and which STIX object that is.

use codec::{Decode, Encode};
use critical_chains_flows::{PSEUDONYM_BYTES, Pseudonym};
use std::fmt;

/// What an indicator is the pseudonym of, in the order of the chain.
#[derive(
    Clone,
    Copy,
    Debug,
    Decode,
    Encode,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    serde::Deserialize,
    serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A bank account.
    Account,
    /// A payment card.
    Card,
    /// A device: a phone, a browser.
    Device,
    /// A number plate.
    Plate,
    /// A toll tag.
    Tag,
    /// A network address, or a domain.
    Address,
    /// A wallet of a public blockchain.
    Wallet,
    /// A phone number.
    Phone,
    /// An insurance policy, or a person as an insurer knows it.
    Policy,
}

/// The object that stands for what STIX and its published extensions have no object for.
pub(crate) const PSEUDONYMOUS_IDENTIFIER: &str = "pseudonymous-identifier";

/// The extension that defines [`PSEUDONYMOUS_IDENTIFIER`].
pub(crate) const PSEUDONYM_EXTENSION: &str =
    "extension-definition--08e49b11-dfc2-58a2-8525-4a71b277ba02";

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Account,
        Self::Card,
        Self::Device,
        Self::Plate,
        Self::Tag,
        Self::Address,
        Self::Wallet,
        Self::Phone,
        Self::Policy,
    ];

    /// Its name, as the chain and files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Card => "card",
            Self::Device => "device",
            Self::Plate => "plate",
            Self::Tag => "tag",
            Self::Address => "address",
            Self::Wallet => "wallet",
            Self::Phone => "phone",
            Self::Policy => "policy",
        }
    }

    /// Its name in a sentence.
    pub(crate) fn with_article(self) -> String {
        let article = if matches!(self, Self::Account | Self::Address) { "an" } else { "a" };
        format!("{article} {self}")
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The STIX object that stands for it.
    pub fn observable(self) -> &'static Observable {
        match self {
            Self::Account => &BANK_ACCOUNT,
            Self::Card => &PAYMENT_CARD,
            Self::Wallet => &CRYPTOCURRENCY_WALLET,
            Self::Phone => &PHONE_NUMBER,
            Self::Device | Self::Plate | Self::Tag | Self::Address | Self::Policy => &OWN,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// An object of an extension, and where it carries the pseudonym.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Observable {
    /// Type of the object.
    pub object: &'static str,
    /// The property with the pseudonym.
    pub property: &'static str,
    /// The extension that defines the object.
    pub extension: &'static str,
}

const BANK_ACCOUNT: Observable = Observable {
    object: "bank-account",
    property: "account_number",
    extension: "extension-definition--f19f3291-6a84-5674-b311-d75a925d5bd9",
};

const PAYMENT_CARD: Observable = Observable {
    object: "payment-card",
    property: "value",
    extension: "extension-definition--b160c6ee-26b6-591c-8885-c192db67cac9",
};

const CRYPTOCURRENCY_WALLET: Observable = Observable {
    object: "cryptocurrency-wallet",
    property: "value",
    extension: "extension-definition--be78509e-6958-51b1-8b26-d17ee0eba2d7",
};

const PHONE_NUMBER: Observable = Observable {
    object: "phone-number",
    property: "value",
    extension: "extension-definition--14a97ee2-e666-5ada-a6bd-b7177f79e211",
};

const OWN: Observable = Observable {
    object: PSEUDONYMOUS_IDENTIFIER,
    property: "value",
    extension: PSEUDONYM_EXTENSION,
};

/// Tells a pseudonym from a number of an account or a card, whoever looks at it.
const PREFIX: &str = "pseudonym:";

/// A pseudonym as a STIX object carries it.
pub(crate) fn marked(pseudonym: Pseudonym) -> String {
    format!("{PREFIX}{pseudonym}")
}

/// The pseudonym that a STIX object carries. None if the value is something else, which may be
/// somebody's account number.
pub(crate) fn unmarked(value: &str) -> Option<Pseudonym> {
    parse_pseudonym(value.strip_prefix(PREFIX)?)
}

/// A pseudonym of its 32 hexadecimal digits in small letters: another spelling would be another
/// STIX object.
pub fn parse_pseudonym(digits: &str) -> Option<Pseudonym> {
    if digits.bytes().any(|digit| digit.is_ascii_uppercase()) {
        return None;
    }
    let mut bytes = [0; PSEUDONYM_BYTES];
    hex::decode_to_slice(digits, &mut bytes).ok()?;
    Some(Pseudonym(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_has_one_spelling() {
        let pseudonym = Pseudonym([0xab; 16]);

        assert_eq!(unmarked(&marked(pseudonym)), Some(pseudonym));
        for other in
            ["", "pseudonym:", "abababababababababababababababab", "DE89370400440532013000"]
        {
            assert_eq!(unmarked(other), None, "{other}");
        }
        assert_eq!(unmarked(&format!("pseudonym:{}", "AB".repeat(16))), None);
        assert_eq!(unmarked(&format!("pseudonym:{}", "ab".repeat(17))), None);
    }

    #[test]
    fn kinds_have_the_names_that_the_chain_writes() {
        for kind in Kind::ALL {
            let written = serde_json::to_value(kind).unwrap();
            assert_eq!(written, kind.as_str());
            assert_eq!(Kind::named(kind.as_str()), Some(kind));
        }
    }
}
