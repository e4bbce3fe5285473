//! Dialects: the same token, in the words of other devices.

mod common;

use common::{Device, OID, bytes, code, eddsa, generate, generate_on, import, import_public, sign};
use cryptoki::{
    error::{Result, RvError},
    mechanism::{
        Mechanism, MechanismType, aead::GcmParams, vendor_defined::VendorDefinedMechanism,
    },
    object::{Attribute, AttributeInfo, AttributeType, KeyType, ObjectClass, ObjectHandle},
    session::Session,
};
use cryptoki_sys::{
    CK_MECHANISM_TYPE, CKM_EC_EDWARDS_KEY_PAIR_GEN, CKM_EDDSA, CKR_BUFFER_TOO_SMALL, CKR_OK,
};
use std::ptr;

const PRINTABLE: &[u8] = b"\x13\x0cedwards25519";
/// OID 1.3.6.1.4.1.11591.15.1.
const LUNA: &[u8] = &[0x06, 0x09, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x0f, 0x01];
const P256: &[u8] = &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

fn vendor(number: u64) -> Mechanism<'static> {
    let number = MechanismType::new_vendor_defined(number).expect("a vendor's number");
    Mechanism::VendorDefined(VendorDefinedMechanism::new::<()>(number, None))
}

/// The whole list: `get_mechanism_list` leaves out numbers that it does not know.
fn mechanisms(device: &Device) -> Vec<CK_MECHANISM_TYPE> {
    let (mut list, mut count) = (ptr::null_mut(), 0);
    // SAFETY: the module that `device` has loaded and started, with room for what it tells.
    unsafe {
        let module = cryptoki_sys::Pkcs11::new(device.shim.module()).expect("the module loads");
        assert_eq!(module.C_GetFunctionList(&mut list), CKR_OK);
        let get = (*list).C_GetMechanismList.expect("the function");
        assert_eq!(get(device.slot.id(), ptr::null_mut(), &mut count), CKR_OK);
        assert!(count > 1);
        let mut found = vec![0; count as usize];
        let mut little = 1;
        let code = get(device.slot.id(), found.as_mut_ptr(), &mut little);
        assert_eq!((code, little, found[0]), (CKR_BUFFER_TOO_SMALL, count, 0));
        assert_eq!(get(device.slot.id(), found.as_mut_ptr(), &mut count), CKR_OK);
        found
    }
}

fn find(session: &Session, attribute: Attribute) -> Vec<ObjectHandle> {
    session.find_objects(&[attribute]).expect("a search")
}

#[test]
fn ec_point_is_read_found_and_imported_in_its_form() {
    let device = Device::new();
    let session = device.session();
    let (public, _) = generate(&session).expect("keys");
    let softhsm = bytes(&session, public, AttributeType::EcPoint);
    let point = softhsm[2..].to_vec();
    assert_eq!(softhsm[..2], [0x04, 0x20]);

    let forms = [
        ("octet-string", softhsm.clone()),
        ("raw", point.clone()),
        ("bit-string", [[0x03, 0x21, 0x00].as_slice(), &point].concat()),
    ];
    for (name, form) in &forms {
        device.shim.set(&[&format!("ec-point = {name}")]);

        let length = session.get_attribute_info(public, &[AttributeType::EcPoint]);
        let length = length.expect("a length").remove(0);
        assert!(matches!(length, AttributeInfo::Available(bytes) if bytes == form.len()));
        assert_eq!(&bytes(&session, public, AttributeType::EcPoint), form);
        let copy = import_public(&session, OID, form).expect("a public key of this form");
        assert_eq!(find(&session, Attribute::EcPoint(form.clone())).len(), 2);
        session.destroy_object(copy).expect("an object");
        for (_, other) in forms.iter().filter(|(other, _)| other != name) {
            assert_eq!(find(&session, Attribute::EcPoint(other.clone())), []);
            let refused = import_public(&session, OID, other);
            assert_eq!(code(refused), RvError::AttributeValueInvalid);
        }
    }

    device.shim.clear();
    assert_eq!(bytes(&session, public, AttributeType::EcPoint), softhsm);
}

#[test]
fn ec_point_leaves_other_curves_and_private_keys_alone() {
    let device = Device::new();
    let session = device.session();
    let (_, private) = generate(&session).expect("keys");
    let (p256, _) = session
        .generate_key_pair(&Mechanism::EccKeyPairGen, &[Attribute::EcParams(P256.to_vec())], &[])
        .expect("keys");

    device.shim.set(&["ec-point = raw", "ec-params = printable"]);

    assert_eq!(bytes(&session, p256, AttributeType::EcPoint)[..2], [0x04, 0x41]);
    assert_eq!(bytes(&session, p256, AttributeType::EcParams), P256);
    let asked = [AttributeType::EcPoint, AttributeType::EcParams];
    let lengths = session.get_attribute_info(private, &asked).expect("lengths");
    assert!(!matches!(lengths[0], AttributeInfo::Available(_)), "got {lengths:?}");
}

#[test]
fn ec_params_has_one_form_for_edwards_keys() {
    let device = Device::new();
    let session = device.session();
    let forms = [("oid", OID), ("printable", PRINTABLE), ("06092b06010401da470f01", LUNA)];

    for (name, form) in forms {
        device.shim.set(&[&format!("ec-params = {name}")]);

        let (public, private) = generate_on(&session, form).expect("keys");
        assert_eq!(bytes(&session, public, AttributeType::EcParams), form);
        let found = find(&session, Attribute::EcParams(form.to_vec()));
        assert!(found.contains(&public) && found.contains(&private), "got {found:?}");
        sign(&session, private).expect("a signature");
        let imported = import(&session, KeyType::EC_EDWARDS, form).expect("a key");
        sign(&session, imported).expect("a signature");

        for (_, other) in forms.into_iter().filter(|(_, other)| *other != form) {
            let generated = generate_on(&session, other);
            assert_eq!(code(generated), RvError::DomainParamsInvalid);
            let imported = import(&session, KeyType::EC_EDWARDS, other);
            assert_eq!(code(imported), RvError::DomainParamsInvalid);
            assert_eq!(find(&session, Attribute::EcParams(other.to_vec())), []);
        }
    }

    device.shim.clear();
    generate_on(&session, OID).expect("as SoftHSM has it");
    generate_on(&session, PRINTABLE).expect("as SoftHSM has it");
    assert_eq!(code(generate_on(&session, LUNA)), RvError::GeneralError);
}

#[test]
fn mechanism_numbers_are_the_devices_own() {
    const EDDSA: u64 = 0x8000_0c03;
    const GENERATE: u64 = 0x8000_0c04;
    let device = Device::new();
    let session = device.session();
    let list = || mechanisms(&device);
    let info = |of| device.pkcs11.get_mechanism_info(device.slot, of);
    let own = MechanismType::new_vendor_defined(EDDSA).expect("a number");

    device
        .shim
        .set(&["mechanism-eddsa = 0x80000C03", "mechanism-edwards-key-pair-gen = 0x80000C04"]);
    assert!(list().contains(&EDDSA) && list().contains(&GENERATE));
    assert!(!list().contains(&CKM_EDDSA) && !list().contains(&CKM_EC_EDWARDS_KEY_PAIR_GEN));
    info(own).expect("what it can");
    assert_eq!(code(info(MechanismType::EDDSA)), RvError::MechanismInvalid);
    let generated = session.generate_key_pair(
        &vendor(GENERATE),
        &[Attribute::EcParams(OID.to_vec()), Attribute::Verify(true)],
        &[Attribute::Sign(true)],
    );
    let (public, private) = generated.expect("keys");
    assert_eq!(code(generate(&session)), RvError::MechanismInvalid);
    let signature = session.sign(&vendor(EDDSA), private, b"a block").expect("a signature");
    session.verify(&vendor(EDDSA), public, b"a block", &signature).expect("a good one");
    assert_eq!(code(sign(&session, private)), RvError::MechanismInvalid);
    let verified = session.verify(&eddsa(), public, b"a block", &signature);
    assert_eq!(code(verified), RvError::MechanismInvalid);

    device.shim.clear();
    assert!(list().contains(&CKM_EDDSA) && !list().contains(&EDDSA));
    assert_eq!(sign(&session, private).expect("a signature"), signature);
    assert_eq!(code(session.sign(&vendor(EDDSA), private, b"a block")), RvError::MechanismInvalid);
}

#[test]
fn no_mechanism_takes_mechanisms_away() {
    let device = Device::new();
    let session = device.session();
    let (_, private) = generate(&session).expect("keys");
    let list = || device.pkcs11.get_mechanism_list(device.slot).expect("a list");
    let all = list();

    device.shim.set(&["no-mechanism = 0x1057", "no-mechanism = 0x250"]);
    assert_eq!(list().len(), all.len() - 2);
    assert!(!list().contains(&MechanismType::EDDSA));
    let info = device.pkcs11.get_mechanism_info(device.slot, MechanismType::EDDSA);
    assert_eq!(code(info), RvError::MechanismInvalid);
    assert_eq!(code(sign(&session, private)), RvError::MechanismInvalid);
    assert_eq!(code(session.digest(&Mechanism::Sha256, b"x")), RvError::MechanismInvalid);

    device.shim.clear();
    assert_eq!(list(), all);
    sign(&session, private).expect("a signature");
    session.digest(&Mechanism::Sha256, b"x").expect("a hash");
}

#[test]
fn key_type_edwards_is_the_devices_own() {
    let device = Device::new();
    let session = device.session();
    let own = KeyType::new_vendor_defined(0x8000_0c05).expect("a number");
    let key_type = |of| match session.get_attributes(of, &[AttributeType::KeyType]) {
        Ok(found) => found,
        Err(error) => panic!("{error}"),
    };

    device.shim.set(&["key-type-edwards = 0x80000C05"]);
    let key = import(&session, own, OID).expect("a key");
    assert_eq!(key_type(key), [Attribute::KeyType(own)]);
    sign(&session, key).expect("a signature");
    assert_eq!(find(&session, Attribute::KeyType(own)), [key]);
    assert_eq!(find(&session, Attribute::KeyType(KeyType::EC_EDWARDS)), []);
    let standard = import(&session, KeyType::EC_EDWARDS, OID);
    assert_eq!(code(standard), RvError::AttributeValueInvalid);

    device.shim.clear();
    assert_eq!(key_type(key), [Attribute::KeyType(KeyType::EC_EDWARDS)]);
    assert_eq!(find(&session, Attribute::KeyType(KeyType::EC_EDWARDS)), [key]);
    import(&session, KeyType::EC_EDWARDS, OID).expect("a key");
}

#[test]
fn no_object_data_refuses_data_alone() {
    let device = Device::new();
    let session = device.session();
    let create = || -> Result<ObjectHandle> {
        session.create_object(&[Attribute::Class(ObjectClass::DATA), Attribute::Value(vec![1])])
    };

    device.shim.set(&["no-object-data = true"]);
    assert_eq!(code(create()), RvError::AttributeValueInvalid);
    import(&session, KeyType::EC_EDWARDS, OID).expect("keys are no data");

    device.shim.clear();
    create().expect("the line is gone");
}

#[test]
fn own_gcm_nonce_is_drawn_by_the_device_alone() {
    let device = Device::new();
    let session = device.session();
    let template = [Attribute::ValueLen(32.into()), Attribute::Encrypt(true)];
    let key = session.generate_key(&Mechanism::AesKeyGen, &template).expect("a key");
    let encrypt = |nonce: &mut [u8; 12]| {
        let gcm = Mechanism::AesGcm(GcmParams::new(nonce, b"", 128.into()).expect("parameters"));
        session.encrypt(&gcm, key, b"a block")
    };

    device.shim.set(&["own-gcm-nonce = true"]);
    let (mut first, mut second) = ([0; 12], [0; 12]);
    encrypt(&mut first).expect("what was encrypted");
    encrypt(&mut second).expect("what was encrypted");
    assert!(first != [0; 12] && first != second);
    assert_eq!(code(encrypt(&mut [1; 12])), RvError::MechanismParamInvalid);

    device.shim.clear();
    let mut own = [1; 12];
    encrypt(&mut own).expect("what was encrypted");
    assert_eq!(own, [1; 12]);
}

#[test]
fn faults_come_before_dialects() {
    let device = Device::new();
    let session = device.session();

    device.shim.set(&["ec-params = printable", "full = true"]);

    assert_eq!(code(generate(&session)), RvError::DeviceMemory);
}
