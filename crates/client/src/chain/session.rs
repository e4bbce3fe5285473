//! The keys with which a validator seals and votes, and the proof of whose they are.

use super::{AccountId, At, ChainError, Node, node::AtBlock, raw, rpc::unintelligible};
use crate::batch::{array_from_hex, to_hex};
use codec::Decode;
use ed25519_zebra::{Signature, VerificationKey};
use serde::Deserialize;
use serde_json::json;
use subxt::dynamic::Value;

/// Bytes of a key, and of half a signature, of Ed25519.
const HALF_BYTES: usize = 32;

/// Bytes of the keys: Aura's and GRANDPA's.
pub const SESSION_KEYS_BYTES: usize = 2 * HALF_BYTES;

/// Bytes of the proof: a signature with each key.
pub const SESSION_PROOF_BYTES: usize = 2 * SESSION_KEYS_BYTES;

/// What each key signs, before the account.
const POSSESSION: &[u8] = b"POP_";

/// The makers of the keys, in their order.
const NAMES: [&str; 2] = ["aura", "gran"];

/// Sessions from the one in which keys are registered to the first in which they are used: the next
/// session has its validators already.
const SESSIONS_UNTIL_USED: u32 = 2;

/// Keys that an account can register.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SessionKeys {
    /// The public keys.
    pub keys: [u8; SESSION_KEYS_BYTES],
    /// That whoever has them gives them to an account.
    pub proof: [u8; SESSION_PROOF_BYTES],
}

/// Both as nodes print them.
#[derive(Deserialize)]
struct RawSessionKeys {
    keys: String,
    proof: String,
}

impl SessionKeys {
    /// Reads what a node prints or answers as JSON.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let raw: RawSessionKeys = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let keys = array_from_hex(&raw.keys).map_err(|error| format!("keys: {error}"))?;
        let proof = array_from_hex(&raw.proof).map_err(|error| format!("proof: {error}"))?;
        Ok(Self { keys, proof })
    }

    /// The first of the keys whose proof is not for this account. The chain refuses the keys then.
    pub fn unproven(&self, account: &AccountId) -> Option<&'static str> {
        let message = [POSSESSION, account].concat();
        let signatures = self.proof.chunks_exact(2 * HALF_BYTES);
        let keys = self.keys.chunks_exact(HALF_BYTES);
        let proven = |key: &[u8], signature: &[u8]| {
            let key = VerificationKey::try_from(key).ok()?;
            key.verify(&Signature::try_from(signature).ok()?, &message).ok()
        };
        let mut each = NAMES.into_iter().zip(keys.zip(signatures));
        each.find(|(_, (key, signature))| proven(key, signature).is_none()).map(|(name, _)| name)
    }
}

/// The sessions around the registration of keys.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Sessions {
    /// That in which they were registered.
    pub registered: u32,
    /// The first in which they are used.
    pub used: u32,
}

impl Node {
    /// Has the node make keys for an account.
    pub async fn rotate_keys(&self, owner: &AccountId) -> Result<SessionKeys, ChainError> {
        const METHOD: &str = "author_rotateKeysWithOwner";
        let made = self.query(METHOD, vec![json!(to_hex(owner))]).await?;
        SessionKeys::from_json(&made.to_string()).map_err(unintelligible(METHOD))
    }

    /// When keys are used that a block has registered.
    pub async fn sessions_of_keys(&self, block: u64) -> Result<Sessions, ChainError> {
        let block = self.at_hash(self.block_hash(block).await?).await?;
        let index: Option<u32> = raw::value(&block, "Session", "CurrentIndex", vec![]).await?;
        let registered = index.unwrap_or_default();
        Ok(Sessions { registered, used: registered.saturating_add(SESSIONS_UNTIL_USED) })
    }

    /// The keys that an account has registered last, if any.
    pub async fn session_keys(
        &self,
        account: &AccountId,
    ) -> Result<Option<[u8; SESSION_KEYS_BYTES]>, ChainError> {
        next_keys(&self.at(At::Best).await?, account).await
    }
}

/// The keys that an account has registered last, if any: one after the other.
pub(super) async fn next_keys<T: Decode>(
    block: &AtBlock,
    account: &AccountId,
) -> Result<Option<T>, ChainError> {
    raw::value(block, "Session", "NextKeys", vec![Value::from_bytes(account)]).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_zebra::SigningKey;

    fn made_for(account: &AccountId) -> SessionKeys {
        let pairs = [1, 2].map(|byte| SigningKey::from([byte; 32]));
        let message = [POSSESSION, account].concat();
        let (mut keys, mut proof) = (Vec::new(), Vec::new());
        for pair in pairs {
            keys.extend(<[u8; 32]>::from(VerificationKey::from(&pair)));
            proof.extend(<[u8; 64]>::from(pair.sign(&message)));
        }
        SessionKeys { keys: keys.try_into().unwrap(), proof: proof.try_into().unwrap() }
    }

    #[test]
    fn proofs_are_for_one_account() {
        let made = made_for(&[7; 32]);

        assert_eq!(made.unproven(&[7; 32]), None);
        assert_eq!(made.unproven(&[8; 32]), Some("aura"));
    }

    #[test]
    fn each_key_has_its_own_proof() {
        let made = made_for(&[7; 32]);
        let (mut other_key, mut other_proof) = (made.clone(), made);
        other_key.keys[40] ^= 1;
        other_proof.proof[..64].rotate_left(1);

        assert_eq!(other_key.unproven(&[7; 32]), Some("gran"));
        assert_eq!(other_proof.unproven(&[7; 32]), Some("aura"));
    }

    #[test]
    fn what_nodes_print_is_read() {
        let made = made_for(&[7; 32]);
        let (keys, proof) = (to_hex(made.keys), to_hex(made.proof));
        let text = json!({ "aura": "0x", "keys": keys, "proof": proof, "call": "0x" }).to_string();

        assert_eq!(SessionKeys::from_json(&text), Ok(made));
        for (keys, proof, wrong) in [
            (&keys[2..], &proof[4..], "proof: got 127 bytes, expected 128"),
            (&keys[4..], &proof[..], "keys: got 63 bytes, expected 64"),
            ("0x0", &proof[..], "keys: not hexadecimal: Odd number of digits"),
        ] {
            let text = json!({ "keys": keys, "proof": proof }).to_string();
            assert_eq!(SessionKeys::from_json(&text), Err(wrong.into()));
        }
        assert!(SessionKeys::from_json("{}").is_err());
    }
}
