//! Calls about the custody of keys.

use super::NamedCall;
use crate::chain::Key;
use critical_chains_lei::Lei;
use critical_chains_policy::{Custody, CustodyClass};

const CUSTODY: &str = "Custody";

/// Says where a key of the own institution lives.
pub fn register_custody(key: Key, custody: &Custody) -> NamedCall {
    NamedCall::new(CUSTODY, "register_custody").with(key).with(custody)
}

/// Removes what an institution has said of a key.
pub fn remove_custody(lei: Lei, key: Key) -> NamedCall {
    NamedCall::new(CUSTODY, "remove_custody").with(<[u8; 20]>::from(lei)).with(key)
}

/// Says which class of custody is required, of one institution or of all others.
pub fn set_requirement(lei: Option<Lei>, class: Option<CustodyClass>) -> NamedCall {
    NamedCall::new(CUSTODY, "set_requirement").with(lei.map(<[u8; 20]>::from)).with(class)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::declared, *};
    use critical_chains_policy::KeyPurpose;

    /// Read from its source: the client does not depend on the pallet.
    #[test]
    fn custody_has_the_calls_of_the_pallet() {
        let lei: Lei = "CCDEV0ALPHABANK00022".parse().unwrap();
        let (lei_hex, key) = (hex::encode(<[u8; 20]>::from(lei)), "07".repeat(32));
        let custody = Custody {
            purpose: KeyPurpose::Votes,
            class: CustodyClass::CertifiedModule,
            evidence: Some([7; 32]),
            expires: Some(258),
        };
        let rows = [
            (
                register_custody([7; 32], &custody),
                "key: Key, custody: Custody",
                format!("{key} 01 02 01{key} 010201000000000000"),
            ),
            (
                remove_custody(lei, [7; 32]),
                "lei: [u8; LEI_LENGTH], key: Key",
                format!("{lei_hex} {key}"),
            ),
            (
                set_requirement(Some(lei), Some(CustodyClass::Token)),
                "lei: Option<[u8; LEI_LENGTH]>, class: Option<CustodyClass>",
                format!("01{lei_hex} 0101"),
            ),
        ];
        for (call, _, encoded) in &rows {
            let bytes = call.encode(&|_, _| Some([0, 0])).unwrap();
            assert_eq!(hex::encode(&bytes[2..]), encoded.replace(' ', ""), "{}", call.name);
        }
        let ours = rows.map(|(call, arguments, _)| format!("{}({arguments})", call.name));
        assert_eq!(ours[..], declared(include_str!("../../../../../pallets/custody/src/lib.rs")));
    }
}
