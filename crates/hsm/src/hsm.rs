//! The keys on the token, behind the guard.

use crate::{
    config::Config,
    error::{DeviceError, FailureClass, SignError, StartError},
    guard::{Guard, NotPermitted, Purpose, SharedStore, StoreError},
    metrics::Metrics,
    opening::GuardOptions,
    pool::Pool,
    standby::{Parts, TakeOver},
    token::{Access, Connection, KeyInfo, KeyName, Token, objects},
};
use parking_lot::RwLock;
use polkadot_sdk::sp_core::{
    Pair as _,
    ed25519::{Pair, Public, Signature},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// What a key signs to show that it works. No message of any protocol has this beginning and length.
const SELF_TEST: &[u8; 32] = b"critical-chains-hsm-self-test:1\0";

/// The keys on a token.
pub struct Hsm {
    /// Ends before what it uses.
    take_over: Option<TakeOver>,
    pool: Arc<Pool>,
    guard: Arc<Guard>,
    keys: Arc<RwLock<Vec<KeyInfo>>>,
    metrics: Option<Metrics>,
}

impl Hsm {
    pub(crate) fn new(
        pool: Pool,
        guard: Guard,
        keys: Vec<KeyInfo>,
        metrics: Option<Metrics>,
    ) -> Self {
        let (pool, guard, keys) = (Arc::new(pool), Arc::new(guard), Arc::new(RwLock::new(keys)));
        Self { take_over: None, pool, guard, keys, metrics }
    }

    /// The same, as one of the nodes that share a guard.
    pub(crate) fn standing_by(
        mut self,
        store: SharedStore,
        options: GuardOptions,
    ) -> Result<Self, StartError> {
        let parts = Parts {
            pool: self.pool.clone(),
            guard: self.guard.clone(),
            keys: self.keys.clone(),
            store,
            options,
        };
        self.take_over = Some(TakeOver::start(parts)?);
        Ok(self)
    }

    /// What the operator said.
    pub fn config(&self) -> &Config {
        &self.pool.token().config
    }

    /// The guard.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Whether the device answered when it was last asked.
    pub fn is_up(&self) -> bool {
        self.pool.health().is_up()
    }

    /// Whether this node signs, rather than standing by for another one.
    pub fn is_active(&self) -> bool {
        self.guard.is_active()
    }

    /// The keys, as they were found when the token was opened or made since. The token is not asked.
    pub fn keys(&self) -> Vec<KeyInfo> {
        self.keys.read().clone()
    }

    /// The public keys for a purpose. The token is not asked.
    pub fn public_keys(&self, purpose: Purpose) -> Vec<Public> {
        let keys = self.keys.read();
        keys.iter().filter(|key| key.purpose == purpose).map(|key| key.public).collect()
    }

    /// Whether there is a key for a purpose. The token is not asked.
    pub fn has(&self, purpose: Purpose, public: &Public) -> bool {
        self.name(purpose, public).is_some()
    }

    /// Signs a message, if the guard permits it; none if the key is not on the token.
    ///
    /// # Errors
    /// If the guard does not permit it, or if the device fails for longer than such a signature is
    /// worth waiting for.
    pub fn sign(
        &self,
        purpose: Purpose,
        public: &Public,
        message: &[u8],
    ) -> Result<Option<Signature>, SignError> {
        let Some(name) = self.name(purpose, public) else {
            return Ok(None);
        };
        let started = Instant::now();
        let result = self.sign_guarded(purpose, public, name, message);
        let outcome = match &result {
            Ok(_) => "signed",
            Err(SignError::NotPermitted(_)) => "not-permitted",
            Err(SignError::Device(error)) => error.class.name(),
        };
        self.tell("sign", purpose, outcome, started.elapsed());
        result.map(Some)
    }

    fn sign_guarded(
        &self,
        purpose: Purpose,
        public: &Public,
        name: KeyName,
        message: &[u8],
    ) -> Result<Signature, SignError> {
        let patience = self.config().patience.of(purpose);
        let end = Instant::now() + patience;
        let mut pauses = self.pool.pauses(end);
        let permit =
            self.guard.permit_patiently(purpose, public, message, || pauses.next().is_some())?;
        let (key, message) = (*permit.key(), Arc::<[u8]>::from(permit.message()));
        let patience = end.saturating_duration_since(Instant::now());
        let asked = message.clone();
        let signature = self.pool.ask(patience, move |token, connection| {
            connection.sign(&token.config.device, &key, &name, &asked)
        })?;
        if self.config().verify_signatures && !Pair::verify(&signature, &message[..], &key) {
            let what = format!("a wrong signature with the {} key {key}", purpose.name());
            return Err(DeviceError::new(FailureClass::Permanent, what).into());
        }
        Ok(signature)
    }

    /// Makes a key on the token, which cannot leave it.
    ///
    /// # Errors
    /// If the device makes none, or if the guard cannot be told of it.
    pub fn generate(&self, purpose: Purpose) -> Result<Public, SignError> {
        let started = Instant::now();
        let result = self.generate_guarded(purpose);
        let outcome = match &result {
            Ok(_) => "made",
            Err(SignError::NotPermitted(_)) => "no-store",
            Err(SignError::Device(error)) => error.class.name(),
        };
        self.tell("generate", purpose, outcome, started.elapsed());
        result
    }

    fn generate_guarded(&self, purpose: Purpose) -> Result<Public, SignError> {
        // What is made and not guarded would keep the node from starting.
        if !self.is_active() {
            return Err(NotPermitted::from(StoreError::Standby).into());
        }
        let patience = self.config().patience.generate;
        // Once only: an answer that came too late may have made a key.
        let key = self.pool.ask_once(patience, move |token, _| generate(token, purpose))?;
        self.guard.watch_new(purpose, key.public).map_err(NotPermitted::from)?;
        let public = key.public;
        log::info!(target: crate::LOG_TARGET, "Made the {} key {public} on the token", purpose.name());
        self.keys.write().push(key);
        Ok(public)
    }

    /// Has all who wait for the device wait no more.
    pub fn stop(&self) {
        self.pool.stop();
    }

    fn name(&self, purpose: Purpose, public: &Public) -> Option<KeyName> {
        let keys = self.keys.read();
        let key = keys.iter().find(|key| key.purpose == purpose && key.public == *public);
        key.map(|key| key.name.clone())
    }

    fn tell(&self, operation: &str, purpose: Purpose, outcome: &str, elapsed: Duration) {
        if let Some(metrics) = &self.metrics {
            metrics.done(operation, purpose, outcome, elapsed);
        }
    }
}

/// Makes a key and tries it.
pub(crate) fn generate(token: &Token, purpose: Purpose) -> Result<KeyInfo, DeviceError> {
    let mut connection = token.connect(Access::Write)?;
    let made = objects::generate(&connection, &token.config.device, purpose);
    let tried = made.and_then(|key| {
        test(token, &mut connection, &key).map_err(|error| match error {
            StartError::Device(error) => error,
            other => DeviceError::new(FailureClass::Permanent, other.to_string()),
        })?;
        Ok(key)
    });
    token.disconnect(connection);
    tried
}

/// Has a key sign something that means nothing, and verifies it.
pub(crate) fn test(
    token: &Token,
    connection: &mut Connection,
    key: &KeyInfo,
) -> Result<(), StartError> {
    let message = [SELF_TEST.as_slice(), &key.public.0].concat();
    let signature = connection.sign(&token.config.device, &key.public, &key.name, &message)?;
    if Pair::verify(&signature, &message, &key.public) {
        return Ok(());
    }
    Err(StartError::WrongSignature { purpose: key.purpose.name(), key: key.public.to_string() })
}
