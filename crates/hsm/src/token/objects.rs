//! Keys on the token.

use super::{
    Token,
    curve::{Curve, read_point},
    session::Connection,
};
use crate::{
    config::{Device, KeySelector},
    error::{DeviceError, FailureClass, StartError},
    guard::Purpose,
};
use cryptoki::{
    error::{Error as Pkcs11Error, RvError},
    mechanism::{
        Mechanism, MechanismType,
        eddsa::{EddsaParams, EddsaSignatureScheme},
        vendor_defined::VendorDefinedMechanism,
    },
    object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle},
    session::Session,
};
use polkadot_sdk::sp_core::ed25519::Public;

/// How labels begin that this program gives to keys.
const LABEL_PREFIX: &str = "critical-chains:";

/// Bytes of the CKA_ID that this program gives to keys.
const ID_BYTES: usize = 16;

/// CKA_KEY_TYPE, for devices whose number of CKK_EC_EDWARDS is their own.
const CKA_KEY_TYPE: u64 = 0x100;

/// The label of keys for a purpose that this program makes.
pub fn label_for(purpose: Purpose) -> String {
    format!("{LABEL_PREFIX}{}", purpose.name())
}

/// By what a private key is found on the token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyName {
    /// Its CKA_ID; keys without one are found by their label.
    pub id: Vec<u8>,
    /// Its CKA_LABEL.
    pub label: String,
}

/// A key on the token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyInfo {
    /// What it is for.
    pub purpose: Purpose,
    /// The public key.
    pub public: Public,
    /// By what it is found.
    pub name: KeyName,
    /// Whether the device may give it away; none if it does not say.
    pub extractable: Option<bool>,
    /// Whether it was made on the device; none if it does not say.
    pub made_on_device: Option<bool>,
}

/// A private key as the token describes it.
struct Private {
    name: KeyName,
    extractable: Option<bool>,
    made_on_device: Option<bool>,
}

/// What the token holds for our purposes.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Keys that can be used.
    pub(crate) keys: Vec<KeyInfo>,
    /// Purposes and names of keys that cannot, because their public key is not known.
    pub(crate) without_public: Vec<(Purpose, KeyName)>,
}

/// All keys for our purposes.
pub(crate) fn list(
    connection: &Connection,
    device: &Device,
    selectors: &[KeySelector],
) -> Result<Found, DeviceError> {
    let session = connection.session();
    let mut found = Found::default();
    for Private { name, extractable, made_on_device } in private_keys(session, device)? {
        let selector = selectors.iter().find(|selector| selector.selects(&name));
        let purpose = match selector {
            Some(selector) => Some(selector.purpose),
            None => Purpose::ALL.into_iter().find(|purpose| label_for(*purpose) == name.label),
        };
        let Some(purpose) = purpose else {
            continue;
        };
        let public = match selector.and_then(|selector| selector.public) {
            Some(public) => Some(public),
            None => find_public(session, device, &name)?,
        };
        match public {
            Some(public) => {
                found.keys.push(KeyInfo { purpose, public, name, extractable, made_on_device });
            }
            None => found.without_public.push((purpose, name)),
        }
    }
    found.keys.sort_by_key(|key| (key.purpose, key.public.0));
    Ok(found)
}

fn private_keys(session: &Session, device: &Device) -> Result<Vec<Private>, DeviceError> {
    let template = [Attribute::Class(ObjectClass::PRIVATE_KEY), key_type(device)];
    let read = |handle| {
        let asked = [
            AttributeType::Id,
            AttributeType::Label,
            AttributeType::Extractable,
            AttributeType::Local,
        ];
        let mut key = Private {
            name: KeyName { id: Vec::new(), label: String::new() },
            extractable: None,
            made_on_device: None,
        };
        for attribute in session.get_attributes(handle, &asked)? {
            match attribute {
                Attribute::Id(id) => key.name.id = id,
                Attribute::Label(label) => {
                    key.name.label = String::from_utf8_lossy(&label).into_owned();
                }
                Attribute::Extractable(extractable) => key.extractable = Some(extractable),
                Attribute::Local(local) => key.made_on_device = Some(local),
                _ => {}
            }
        }
        Ok(key)
    };
    session.find_objects(&template)?.into_iter().map(read).collect()
}

fn find_public(
    session: &Session,
    device: &Device,
    name: &KeyName,
) -> Result<Option<Public>, DeviceError> {
    let template = [Attribute::Class(ObjectClass::PUBLIC_KEY), key_type(device), name.attribute()];
    for handle in session.find_objects(&template)? {
        if let Some(public) = point(session, handle)? {
            return Ok(Some(public));
        }
    }
    Ok(None)
}

fn point(session: &Session, public: ObjectHandle) -> Result<Option<Public>, DeviceError> {
    let attributes = session.get_attributes(public, &[AttributeType::EcPoint])?;
    Ok(attributes.iter().find_map(|attribute| match attribute {
        Attribute::EcPoint(point) => read_point(point),
        _ => None,
    }))
}

/// The handle of a private key in a session.
pub(crate) fn find_private(
    session: &Session,
    device: &Device,
    name: &KeyName,
) -> Result<ObjectHandle, DeviceError> {
    let template = [Attribute::Class(ObjectClass::PRIVATE_KEY), key_type(device), name.attribute()];
    match session.find_objects(&template)?.as_slice() {
        [handle] => Ok(*handle),
        [] => Err(DeviceError::new(
            FailureClass::Permanent,
            format!("the key {:?} is not on the token any more", name.label),
        )),
        several => Err(DeviceError::new(
            FailureClass::Permanent,
            format!(
                "{} keys on the token have the same CKA_ID and label {:?}",
                several.len(),
                name.label
            ),
        )),
    }
}

impl KeyName {
    /// What it is looked for by.
    fn attribute(&self) -> Attribute {
        if self.id.is_empty() {
            Attribute::Label(self.label.as_bytes().to_vec())
        } else {
            Attribute::Id(self.id.clone())
        }
    }
}

/// Makes a key on the token that cannot leave it.
pub(crate) fn generate(
    connection: &Connection,
    device: &Device,
    purpose: Purpose,
) -> Result<KeyInfo, DeviceError> {
    let session = connection.session();
    let mut id = vec![0; ID_BYTES];
    getrandom::fill(&mut id)
        .map_err(|error| DeviceError::new(FailureClass::Permanent, error.to_string()))?;
    let name = KeyName { id, label: label_for(purpose) };
    let curves = device.curve.clone().map_or_else(Curve::known, |curve| vec![curve]);
    let mut refused = None;
    for curve in curves {
        match generate_on(session, device, &name, &curve) {
            Ok(public) => {
                let public = point(session, public)?.ok_or_else(|| {
                    DeviceError::new(FailureClass::Permanent, "CKA_EC_POINT is no point of Ed25519")
                })?;
                return Ok(KeyInfo {
                    purpose,
                    public,
                    name,
                    extractable: Some(false),
                    made_on_device: Some(true),
                });
            }
            Err(error) if is_about_curve(&error) => refused = Some(error),
            Err(error) => return Err(error.into()),
        }
    }
    Err(refused.map_or_else(
        || DeviceError::new(FailureClass::Permanent, "no name of the curve to try"),
        DeviceError::from,
    ))
}

fn generate_on(
    session: &Session,
    device: &Device,
    name: &KeyName,
    curve: &Curve,
) -> Result<ObjectHandle, Pkcs11Error> {
    let label = name.label.as_bytes().to_vec();
    let public = [
        Attribute::Class(ObjectClass::PUBLIC_KEY),
        key_type(device),
        Attribute::Token(true),
        Attribute::Private(false),
        Attribute::Verify(true),
        Attribute::EcParams(curve.der().to_vec()),
        Attribute::Id(name.id.clone()),
        Attribute::Label(label.clone()),
    ];
    let private = [
        Attribute::Class(ObjectClass::PRIVATE_KEY),
        key_type(device),
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
        Attribute::Id(name.id.clone()),
        Attribute::Label(label),
    ];
    let mechanism = match device.edwards_key_pair_gen {
        Device::EDWARDS_KEY_PAIR_GEN => Mechanism::EccEdwardsKeyPairGen,
        number => vendor(number)?,
    };
    session.generate_key_pair(&mechanism, &public, &private).map(|(public, _)| public)
}

/// Devices say in many ways that they know the curve by another name.
fn is_about_curve(error: &Pkcs11Error) -> bool {
    matches!(
        error,
        Pkcs11Error::Pkcs11(
            RvError::ArgumentsBad
                | RvError::AttributeValueInvalid
                | RvError::CurveNotSupported
                | RvError::DomainParamsInvalid
                | RvError::GeneralError
                | RvError::TemplateInconsistent,
            _
        )
    )
}

/// The mechanism that signs.
pub(crate) fn eddsa(device: &Device) -> Result<Mechanism<'static>, DeviceError> {
    match device.eddsa {
        Device::EDDSA => Ok(Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Pure))),
        number => Ok(vendor(number)?),
    }
}

/// Whether the device has a mechanism. The list of all would leave out those of vendors.
pub(crate) fn has_mechanism(token: &Token, number: u64) -> Result<bool, StartError> {
    let mechanism = match MechanismType::try_from(number) {
        Ok(mechanism) => mechanism,
        Err(_) => MechanismType::new_vendor_defined(number).map_err(DeviceError::from)?,
    };
    token.ask(|pkcs11, slot| match pkcs11.get_mechanism_info(slot, mechanism) {
        Ok(_) => Ok(true),
        Err(Pkcs11Error::Pkcs11(RvError::MechanismInvalid, _)) => Ok(false),
        Err(error) => Err(error),
    })
}

fn vendor(number: u64) -> Result<Mechanism<'static>, Pkcs11Error> {
    let mechanism = MechanismType::new_vendor_defined(number)?;
    Ok(Mechanism::VendorDefined(VendorDefinedMechanism::new::<()>(mechanism, None)))
}

pub(crate) fn key_type(device: &Device) -> Attribute {
    if device.edwards_key_type == Device::EDWARDS_KEY_TYPE {
        return Attribute::KeyType(KeyType::EC_EDWARDS);
    }
    let number = device.edwards_key_type.to_ne_bytes().to_vec();
    Attribute::VendorDefined((AttributeType::VendorDefined(CKA_KEY_TYPE), number))
}
