//! The keystore of the node: consensus and attestation keys on the token, all others in files.

use crate::{
    guard::{Position, Purpose},
    hsm::Hsm,
};
use polkadot_sdk::{
    sp_core::{crypto::KeyTypeId, ecdsa, ed25519, sr25519},
    sp_keystore::{Error, Keystore, KeystorePtr},
};
use std::sync::Arc;

/// Where GRANDPA is.
pub trait Rounds: Send + Sync {
    /// The round that begins next; none if that is not known.
    fn next(&self) -> Option<Position>;
}

/// Routes keys by their type.
pub struct HybridKeystore {
    hsm: Arc<Hsm>,
    local: KeystorePtr,
    rounds: Option<Box<dyn Rounds>>,
}

impl HybridKeystore {
    /// Puts a token before a local keystore.
    pub fn new(hsm: Arc<Hsm>, local: KeystorePtr) -> Self {
        Self { hsm, local, rounds: None }
    }

    /// The same for consensus: a key that could not sign now is not there.
    ///
    /// A voter that cannot sign ends, and the node with it. One that has no key follows the votes of
    /// the others, and votes again in a later round.
    #[must_use]
    pub fn for_consensus(&self, rounds: Box<dyn Rounds>) -> Self {
        Self { hsm: self.hsm.clone(), local: self.local.clone(), rounds: Some(rounds) }
    }

    fn can_use(&self, purpose: Purpose, key: &[u8]) -> bool {
        let Ok(key) = ed25519::Public::try_from(key) else {
            return false;
        };
        if !self.hsm.has(purpose, &key) {
            return false;
        }
        let Some(rounds) = &self.rounds else {
            return true;
        };
        self.hsm.is_up()
            && self.hsm.is_active()
            && (purpose != Purpose::Votes
                || rounds.next().is_none_or(|round| self.may_vote(&key, round)))
    }

    fn may_vote(&self, key: &ed25519::Public, round: Position) -> bool {
        let answer = self.hsm.guard().may_vote_in(key, round);
        answer.unwrap_or_else(|error| {
            log::error!(target: crate::LOG_TARGET, "No votes with the key {key}: {error}");
            false
        })
    }
}

impl Keystore for HybridKeystore {
    fn sr25519_public_keys(&self, key_type: KeyTypeId) -> Vec<sr25519::Public> {
        match Purpose::of(key_type) {
            Some(_) => Vec::new(),
            None => self.local.sr25519_public_keys(key_type),
        }
    }

    fn sr25519_generate_new(
        &self,
        key_type: KeyTypeId,
        seed: Option<&str>,
    ) -> Result<sr25519::Public, Error> {
        local_only(key_type)?;
        self.local.sr25519_generate_new(key_type, seed)
    }

    fn sr25519_sign(
        &self,
        key_type: KeyTypeId,
        public: &sr25519::Public,
        message: &[u8],
    ) -> Result<Option<sr25519::Signature>, Error> {
        local_only(key_type)?;
        self.local.sr25519_sign(key_type, public, message)
    }

    fn sr25519_vrf_sign(
        &self,
        key_type: KeyTypeId,
        public: &sr25519::Public,
        data: &sr25519::vrf::VrfSignData,
    ) -> Result<Option<sr25519::vrf::VrfSignature>, Error> {
        local_only(key_type)?;
        self.local.sr25519_vrf_sign(key_type, public, data)
    }

    fn sr25519_vrf_pre_output(
        &self,
        key_type: KeyTypeId,
        public: &sr25519::Public,
        input: &sr25519::vrf::VrfInput,
    ) -> Result<Option<sr25519::vrf::VrfPreOutput>, Error> {
        local_only(key_type)?;
        self.local.sr25519_vrf_pre_output(key_type, public, input)
    }

    fn ed25519_public_keys(&self, key_type: KeyTypeId) -> Vec<ed25519::Public> {
        match Purpose::of(key_type) {
            // Workers state with what they find here, and on standby they do not.
            Some(Purpose::Statements) if !self.hsm.is_active() => Vec::new(),
            Some(purpose) => self.hsm.public_keys(purpose),
            None => self.local.ed25519_public_keys(key_type),
        }
    }

    fn ed25519_generate_new(
        &self,
        key_type: KeyTypeId,
        seed: Option<&str>,
    ) -> Result<ed25519::Public, Error> {
        let Some(purpose) = Purpose::of(key_type) else {
            return self.local.ed25519_generate_new(key_type, seed);
        };
        if seed.is_some() {
            return Err(Error::ValidationError(format!(
                "{} keys live on the token, which takes no seed",
                purpose.name(),
            )));
        }
        self.hsm.generate(purpose).map_err(|error| Error::Other(error.to_string()))
    }

    fn ed25519_sign(
        &self,
        key_type: KeyTypeId,
        public: &ed25519::Public,
        message: &[u8],
    ) -> Result<Option<ed25519::Signature>, Error> {
        match Purpose::of(key_type) {
            Some(purpose) => self.hsm.sign(purpose, public, message).map_err(|error| {
                // Who asks keeps the reason to himself.
                log::error!(target: crate::LOG_TARGET, "Not signed as {}: {error}", purpose.name());
                Error::Other(error.to_string())
            }),
            None => self.local.ed25519_sign(key_type, public, message),
        }
    }

    fn ecdsa_public_keys(&self, key_type: KeyTypeId) -> Vec<ecdsa::Public> {
        match Purpose::of(key_type) {
            Some(_) => Vec::new(),
            None => self.local.ecdsa_public_keys(key_type),
        }
    }

    fn ecdsa_generate_new(
        &self,
        key_type: KeyTypeId,
        seed: Option<&str>,
    ) -> Result<ecdsa::Public, Error> {
        local_only(key_type)?;
        self.local.ecdsa_generate_new(key_type, seed)
    }

    fn ecdsa_sign(
        &self,
        key_type: KeyTypeId,
        public: &ecdsa::Public,
        message: &[u8],
    ) -> Result<Option<ecdsa::Signature>, Error> {
        local_only(key_type)?;
        self.local.ecdsa_sign(key_type, public, message)
    }

    fn ecdsa_sign_prehashed(
        &self,
        key_type: KeyTypeId,
        public: &ecdsa::Public,
        message: &[u8; 32],
    ) -> Result<Option<ecdsa::Signature>, Error> {
        local_only(key_type)?;
        self.local.ecdsa_sign_prehashed(key_type, public, message)
    }

    /// Keys for the token are made there: one that comes from outside was a file, or a message.
    fn insert(&self, key_type: KeyTypeId, suri: &str, public: &[u8]) -> Result<(), ()> {
        if let Some(purpose) = Purpose::of(key_type) {
            log::error!(
                target: crate::LOG_TARGET,
                "No {} key is inserted: it lives on the token. hint: have one made there by \
                 author_rotateKeysWithOwner or `critical-chains-node hsm provision`",
                purpose.name(),
            );
            return Err(());
        }
        self.local.insert(key_type, suri, public)
    }

    fn keys(&self, key_type: KeyTypeId) -> Result<Vec<Vec<u8>>, Error> {
        match Purpose::of(key_type) {
            Some(purpose) => {
                Ok(self.hsm.public_keys(purpose).into_iter().map(|key| key.0.to_vec()).collect())
            }
            None => self.local.keys(key_type),
        }
    }

    fn has_keys(&self, keys: &[(Vec<u8>, KeyTypeId)]) -> bool {
        keys.iter().all(|(key, key_type)| match Purpose::of(*key_type) {
            Some(purpose) => self.can_use(purpose, key),
            None => self.local.has_keys(&[(key.clone(), *key_type)]),
        })
    }
}

/// The token has Ed25519 keys only.
fn local_only(key_type: KeyTypeId) -> Result<(), Error> {
    match Purpose::of(key_type) {
        Some(_) => Err(Error::KeyNotSupported(key_type)),
        None => Ok(()),
    }
}
