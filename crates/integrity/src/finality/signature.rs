//! What an authority signs, and the check of it.

use crate::Hash;
use ed25519_zebra::{Signature, VerificationKey};

/// Length of [`precommit_payload`].
pub const PRECOMMIT_PAYLOAD_BYTES: usize = 53;

/// Tag of a precommit among GRANDPA's messages.
const PRECOMMIT: u8 = 1;

/// The bytes an authority signs for a precommit: SCALE of message, round and set id.
pub fn precommit_payload(
    target_hash: &Hash,
    target_number: u32,
    round: u64,
    set_id: u64,
) -> [u8; PRECOMMIT_PAYLOAD_BYTES] {
    let mut payload = [0; PRECOMMIT_PAYLOAD_BYTES];
    let parts: [&[u8]; 5] = [
        &[PRECOMMIT],
        target_hash,
        &target_number.to_le_bytes(),
        &round.to_le_bytes(),
        &set_id.to_le_bytes(),
    ];
    for (to, from) in payload.iter_mut().zip(parts.into_iter().flatten()) {
        *to = *from;
    }
    payload
}

/// Whether the key has signed the message, by the rules of the node (ZIP 215).
pub(super) fn verify(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerificationKey::try_from(*key)
        .and_then(|key| key.verify(&Signature::from_bytes(signature), message))
        .is_ok()
}

/// Whether these bytes are an Ed25519 public key at all.
pub(crate) fn is_authority_key(key: &[u8; 32]) -> bool {
    VerificationKey::try_from(*key).is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    fn array<const N: usize>(text: &str) -> [u8; N] {
        hex::decode(text).unwrap().try_into().unwrap()
    }

    /// RFC 8032 §7.1: key, message, signature.
    const RFC_8032: [(&str, &str, &str); 4] = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
        (
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
        ),
    ];

    #[test]
    fn accepts_the_signatures_of_rfc_8032() {
        for (key, message, signature) in RFC_8032 {
            assert!(verify(&array(key), &hex::decode(message).unwrap(), &array(signature)));
        }
    }

    #[test]
    fn rejects_them_with_any_byte_changed() {
        for (key, message, signature) in RFC_8032 {
            let (key, signature) = (array::<32>(key), array::<64>(signature));
            let message = hex::decode(message).unwrap();
            for i in 0..64 {
                let mut wrong = signature;
                wrong[i] ^= 1;
                assert!(!verify(&key, &message, &wrong), "byte {i} of the signature");
            }
            for i in 0..32 {
                let mut wrong = key;
                wrong[i] ^= 1;
                assert!(!verify(&wrong, &message, &signature), "byte {i} of the key");
            }
            assert!(!verify(&key, &[&message[..], &[0]].concat(), &signature));
        }
    }

    #[test]
    fn rejects_the_signature_of_another_key_or_message() {
        for (i, (key, message, _)) in RFC_8032.into_iter().enumerate() {
            for (j, (_, _, signature)) in RFC_8032.into_iter().enumerate() {
                let valid = verify(&array(key), &hex::decode(message).unwrap(), &array(signature));
                assert_eq!(valid, i == j);
            }
        }
    }

    /// S + L verifies under the equation alone; RFC 8032 §5.1.7 demands that it be refused.
    #[test]
    fn rejects_a_scalar_above_the_group_order() {
        const L: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
        let (key, message, signature) = RFC_8032[1];
        let mut signature = array::<64>(signature);
        let mut carry = 0;
        for (byte, order) in signature[32..].iter_mut().zip(array::<32>(L)) {
            let sum = u16::from(*byte) + u16::from(order) + carry;
            *byte = sum as u8;
            carry = sum >> 8;
        }

        assert!(!verify(&array(key), &hex::decode(message).unwrap(), &signature));
    }

    /// The layout of `sp_consensus_grandpa::localized_payload`, byte by byte.
    #[test]
    fn payload_is_the_one_grandpa_signs() {
        let expected =
            ["01", &"ab".repeat(32), "78563412", "0807060504030201", "1817161514131211"].concat();

        let payload = precommit_payload(
            &[0xab; 32],
            0x1234_5678,
            0x0102_0304_0506_0708,
            0x1112_1314_1516_1718,
        );

        assert_eq!(hex::encode(payload), expected);
    }
}
