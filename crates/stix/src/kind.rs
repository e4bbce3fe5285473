//! What an indicator is about, and which STIX object that is.

use critical_chains_attestation::IndicatorKind;
use critical_chains_flows::{PSEUDONYM_BYTES, Pseudonym};

/// The object that stands for what STIX and its published extensions have no object for.
pub(crate) const PSEUDONYMOUS_IDENTIFIER: &str = "pseudonymous-identifier";

/// The extension that defines [`PSEUDONYMOUS_IDENTIFIER`].
pub(crate) const PSEUDONYM_EXTENSION: &str =
    "extension-definition--08e49b11-dfc2-58a2-8525-4a71b277ba02";

/// The name of a kind in a sentence.
pub(crate) fn with_article(kind: IndicatorKind) -> String {
    let is_vowel = matches!(kind, IndicatorKind::Account | IndicatorKind::Address);
    format!("{} {kind}", if is_vowel { "an" } else { "a" })
}

/// The STIX object that stands for a kind.
pub(crate) fn observable(kind: IndicatorKind) -> &'static Observable {
    match kind {
        IndicatorKind::Account => &BANK_ACCOUNT,
        IndicatorKind::Card => &PAYMENT_CARD,
        IndicatorKind::Wallet => &CRYPTOCURRENCY_WALLET,
        IndicatorKind::Phone => &PHONE_NUMBER,
        IndicatorKind::Device
        | IndicatorKind::Plate
        | IndicatorKind::Tag
        | IndicatorKind::Address
        | IndicatorKind::Policy => &OWN,
    }
}

/// An object of an extension, and where it carries the pseudonym.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Observable {
    /// Type of the object.
    pub(crate) object: &'static str,
    /// The property with the pseudonym.
    pub(crate) property: &'static str,
    /// The extension that defines the object.
    pub(crate) extension: &'static str,
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
}
