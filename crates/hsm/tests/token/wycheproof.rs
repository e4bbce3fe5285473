//! Wycheproof's cases for Ed25519, by which a token and the verification of the runtime are judged,
//! and each by the other.
//!
//! The cases come with the crate `wycheproof` (C2SP/wycheproof, Apache-2.0). Their groups hold no
//! secret keys any more; five of them are known all the same, from RFC 8032 and from the older files.

use crate::support::{Device, PIN};
use critical_chains_hsm_shim::Shim;
use cryptoki::{
    context::{CInitializeArgs, CInitializeFlags, Pkcs11},
    error::{Error, RvError},
    mechanism::{
        Mechanism,
        eddsa::{EddsaParams, EddsaSignatureScheme},
    },
    object::{Attribute, KeyType, ObjectClass, ObjectHandle},
    session::{Session, UserType},
    types::AuthPin,
};
use polkadot_sdk::sp_core::{Pair as _, ed25519};
use wycheproof::{
    TestResult,
    eddsa::{TestGroup, TestName, TestSet},
};

/// So that none is left out when the crate is a newer one.
const GROUPS: usize = 78;
const VALID: usize = 88;
const INVALID: usize = 63;

/// Valid cases of the keys whose secrets are known.
const SIGNED: usize = 13;

/// OID 1.3.101.112.
const OID: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];

/// Where the runtime takes what Wycheproof calls invalid, by RFC 8032.
///
/// It goes by ZIP 215 (ed25519-zebra), which takes points that are written in another way than the one
/// RFC 8032 permits, and multiplies by the cofactor. In case 151, R is the neutral point with the sign
/// of x set, which has none. Such a signature takes the secret key to make, and no device makes
/// it; all nodes judge it alike.
const RUNTIME_DIFFERS: &[usize] = &[151];

/// Where the token differs.
const TOKEN_DIFFERS: &[usize] = &[];

/// Secret keys: that of the first group, and those of RFC 8032, section 7.1, tests 1 to 3 and 1024.
const SECRETS: [&str; 5] = [
    "add4bb8103785baf9ac534258e8aaf65f5f1adb5ef5f3df19bb80ab989c4d64b",
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
];

fn groups() -> Vec<TestGroup> {
    TestSet::load(TestName::Ed25519).unwrap().test_groups
}

/// A token that is asked directly.
struct Token {
    /// Ends before the device does.
    session: Session,
    _device: Device,
}

impl Token {
    fn new() -> Self {
        let device = Device::new();
        let session = session(&device.shim);
        Self { session, _device: device }
    }

    fn mechanism() -> Mechanism<'static> {
        Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Pure))
    }

    fn import_public(&self, public: &[u8]) -> ObjectHandle {
        self.import(&[
            Attribute::Class(ObjectClass::PUBLIC_KEY),
            Attribute::EcPoint([&[0x04, 0x20], public].concat()),
            Attribute::Verify(true),
        ])
    }

    fn import_secret(&self, secret: &[u8]) -> ObjectHandle {
        self.import(&[
            Attribute::Class(ObjectClass::PRIVATE_KEY),
            Attribute::Value(secret.to_vec()),
            Attribute::Sign(true),
        ])
    }

    fn import(&self, own: &[Attribute]) -> ObjectHandle {
        let common = [
            Attribute::KeyType(KeyType::EC_EDWARDS),
            Attribute::EcParams(OID.to_vec()),
            Attribute::Token(false),
        ];
        self.session.create_object(&[own, &common].concat()).unwrap()
    }

    fn verifies(&self, public: ObjectHandle, message: &[u8], signature: &[u8]) -> bool {
        match self.session.verify(&Self::mechanism(), public, message, signature) {
            Ok(()) => true,
            Err(Error::Pkcs11(RvError::SignatureInvalid | RvError::SignatureLenRange, _)) => false,
            Err(error) => panic!("neither valid nor invalid: {error}"),
        }
    }
}

fn session(shim: &Shim) -> Session {
    let pkcs11 = Pkcs11::new(shim.module()).unwrap();
    pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).unwrap();
    let slot = pkcs11.get_slots_with_initialized_token().unwrap()[0];
    let session = pkcs11.open_rw_session(slot).unwrap();
    session.login(UserType::User, Some(&AuthPin::new(PIN.into()))).unwrap();
    session
}

/// As the runtime does it, where a signature of another length cannot even be written down.
fn runtime_verifies(public: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let public = ed25519::Public::try_from(public).unwrap();
    ed25519::Signature::try_from(signature)
        .is_ok_and(|signature| ed25519::Pair::verify(&signature, message, &public))
}

#[test]
fn token_and_runtime_verify_as_wycheproof_says_and_as_each_other() {
    let token = Token::new();
    let groups = groups();
    let (mut valid, mut invalid) = (0, 0);
    let (mut runtime_differs, mut token_differs, mut apart) = (Vec::new(), Vec::new(), Vec::new());

    for group in &groups {
        let public = token.import_public(&group.key.pk);
        for test in &group.tests {
            let expected = match test.result {
                TestResult::Valid => true,
                TestResult::Invalid => false,
                TestResult::Acceptable => panic!("case {} is neither", test.tc_id),
            };
            *if expected { &mut valid } else { &mut invalid } += 1;
            let runtime = runtime_verifies(&group.key.pk, &test.msg, &test.sig);
            let token = token.verifies(public, &test.msg, &test.sig);
            for (differs, list) in [
                (runtime != expected, &mut runtime_differs),
                (token != expected, &mut token_differs),
                (runtime != token, &mut apart),
            ] {
                if differs {
                    list.push(test.tc_id);
                }
            }
        }
    }

    assert_eq!((groups.len(), valid, invalid), (GROUPS, VALID, INVALID));
    assert_eq!(runtime_differs, RUNTIME_DIFFERS);
    assert_eq!(token_differs, TOKEN_DIFFERS);
    assert_eq!(apart, [RUNTIME_DIFFERS, TOKEN_DIFFERS].concat());
}

#[test]
fn token_makes_the_signatures_of_the_valid_cases() {
    let token = Token::new();
    let groups = groups();
    let mut signed = 0;

    for secret in SECRETS.map(|secret| hex::decode(secret).unwrap()) {
        let public = ed25519::Pair::from_seed_slice(&secret).unwrap().public();
        let key = token.import_secret(&secret);
        let of_key = groups.iter().filter(|group| group.key.pk[..] == public.0);
        for test in of_key.flat_map(|group| &group.tests) {
            if test.result == TestResult::Valid {
                let signature = token.session.sign(&Token::mechanism(), key, &test.msg).unwrap();
                assert_eq!(hex::encode(signature), hex::encode(&test.sig), "case {}", test.tc_id);
                signed += 1;
            }
        }
    }

    assert_eq!(signed, SIGNED);
}
