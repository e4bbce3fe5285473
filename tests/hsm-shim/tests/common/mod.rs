//! A device: SoftHSM behind a copy of the module, with a token that has a PIN.
#![allow(dead_code, reason = "no file of tests needs all of it")]

use critical_chains_hsm_shim::Shim;
use cryptoki::{
    context::{CInitializeArgs, CInitializeFlags, Pkcs11},
    error::{Error, Result, RvError},
    mechanism::{
        Mechanism,
        eddsa::{EddsaParams, EddsaSignatureScheme},
    },
    object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle},
    session::{Session, UserType},
    slot::Slot,
    types::AuthPin,
};
use std::{
    fmt::Debug,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// OID 1.3.101.112.
pub(crate) const OID: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];
pub(crate) const PIN: &str = "1234";

/// Nothing here takes longer, however busy the machine.
const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) struct Device {
    pub(crate) directory: TempDir,
    pub(crate) shim: Shim,
    pub(crate) pkcs11: Pkcs11,
    pub(crate) slot: Slot,
}

impl Device {
    pub(crate) fn new() -> Self {
        let directory = TempDir::new().expect("a directory");
        let shim = Shim::new(directory.path());
        shim.init_token("test", "so-pin", PIN);
        let pkcs11 = Pkcs11::new(shim.module()).expect("the module loads");
        pkcs11.initialize(locking()).expect("the module starts");
        let slot = pkcs11.get_slots_with_initialized_token().expect("slots")[0];
        Self { directory, shim, pkcs11, slot }
    }

    /// A session that is logged in.
    pub(crate) fn session(&self) -> Session {
        let session = self.open();
        login(&session).expect("a login");
        session
    }

    pub(crate) fn open(&self) -> Session {
        self.pkcs11.open_rw_session(self.slot).expect("a session")
    }
}

pub(crate) fn locking() -> CInitializeArgs {
    CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)
}

pub(crate) fn login(session: &Session) -> Result<()> {
    session.login(UserType::User, Some(&AuthPin::new(PIN.into())))
}

pub(crate) fn eddsa() -> Mechanism<'static> {
    Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Ed25519))
}

pub(crate) fn sign(session: &Session, key: ObjectHandle) -> Result<Vec<u8>> {
    session.sign(&eddsa(), key, b"a block")
}

/// A pair of keys, public and private, that ends with the session.
pub(crate) fn generate(session: &Session) -> Result<(ObjectHandle, ObjectHandle)> {
    generate_on(session, OID)
}

pub(crate) fn generate_on(session: &Session, curve: &[u8]) -> Result<(ObjectHandle, ObjectHandle)> {
    session.generate_key_pair(
        &Mechanism::EccEdwardsKeyPairGen,
        &[Attribute::EcParams(curve.to_vec()), Attribute::Verify(true)],
        &[Attribute::Sign(true)],
    )
}

/// The private key of RFC 8032, test 1, in the given words.
pub(crate) fn import(session: &Session, key_type: KeyType, curve: &[u8]) -> Result<ObjectHandle> {
    const SEED: [u8; 32] = [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c,
        0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae,
        0x7f, 0x60,
    ];
    session.create_object(&[
        Attribute::Class(ObjectClass::PRIVATE_KEY),
        Attribute::KeyType(key_type),
        Attribute::EcParams(curve.to_vec()),
        Attribute::Value(SEED.to_vec()),
        Attribute::Sign(true),
    ])
}

/// A public key of this point.
pub(crate) fn import_public(session: &Session, curve: &[u8], point: &[u8]) -> Result<ObjectHandle> {
    session.create_object(&[
        Attribute::Class(ObjectClass::PUBLIC_KEY),
        Attribute::KeyType(KeyType::EC_EDWARDS),
        Attribute::EcParams(curve.to_vec()),
        Attribute::EcPoint(point.to_vec()),
        Attribute::Verify(true),
    ])
}

/// The bytes of an attribute that has bytes.
pub(crate) fn bytes(session: &Session, object: ObjectHandle, of: AttributeType) -> Vec<u8> {
    match session.get_attributes(object, &[of]).expect("an attribute").remove(0) {
        Attribute::EcPoint(value) | Attribute::EcParams(value) => value,
        other => panic!("{other:?} has no bytes"),
    }
}

/// The code with which a call failed.
pub(crate) fn code<T: Debug>(result: Result<T>) -> RvError {
    match result {
        Err(Error::Pkcs11(code, _)) => code,
        other => panic!("got {other:?}, expected a code"),
    }
}

/// Waits until this holds.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < DEADLINE, "never: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
