//! Signatures that are known: RFC 8032, section 7.1, by import where the device takes keys.

use super::{Finding, Status};
use crate::{
    config::Device,
    error::{DeviceError, FailureClass, StartError},
    token::{Connection, Curve, objects},
};
use cryptoki::object::{Attribute, ObjectClass};

/// A secret key, a message, and the signature of RFC 8032, section 7.1.
struct Vector {
    name: &'static str,
    secret: &'static str,
    message: &'static str,
    signature: &'static str,
}

const VECTORS: [Vector; 3] = [
    Vector {
        name: "RFC 8032 TEST 1",
        secret: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        message: "",
        signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155\
                    5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    },
    Vector {
        name: "RFC 8032 TEST 2",
        secret: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        message: "72",
        signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                    085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    },
    Vector {
        name: "RFC 8032 TEST 3",
        secret: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        message: "af82",
        signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
                    18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    },
];

/// Signs the vectors with keys of this session only.
pub(super) fn check(connection: &Connection, device: &Device) -> Vec<Finding> {
    VECTORS.iter().map(|vector| try_vector(connection, device, vector)).collect()
}

fn try_vector(connection: &Connection, device: &Device, vector: &Vector) -> Finding {
    match sign(connection, device, vector) {
        Ok(signature) if hex::encode(&signature) == vector.signature => {
            Finding::ok(vector.name, "signature as published")
        }
        Ok(_) => {
            let error = DeviceError::new(FailureClass::Permanent, "another signature");
            Finding::failed(vector.name, &StartError::Device(error))
        }
        Err(error) => Finding {
            status: Status::Missing,
            remedy: "none needed: devices that take no keys from outside are tried with their own"
                .into(),
            ..Finding::failed(vector.name, &StartError::Device(error))
        },
    }
}

fn sign(connection: &Connection, device: &Device, vector: &Vector) -> Result<Vec<u8>, DeviceError> {
    let decode = |text: &str| {
        hex::decode(text)
            .map_err(|error| DeviceError::new(FailureClass::Permanent, error.to_string()))
    };
    let key = import(connection, device, decode(vector.secret)?)?;
    let session = connection.session();
    let signed = objects::eddsa(device)
        .and_then(|mechanism| Ok(session.sign(&mechanism, key, &decode(vector.message)?)?));
    // It would go with the session in any case.
    let _ = session.destroy_object(key);
    signed
}

/// Puts a secret key into the session, under the first name of the curve that the device takes.
fn import(
    connection: &Connection,
    device: &Device,
    secret: Vec<u8>,
) -> Result<cryptoki::object::ObjectHandle, DeviceError> {
    let curves = device.curve.clone().map_or_else(Curve::known, |curve| vec![curve]);
    let mut refused = DeviceError::new(FailureClass::Permanent, "no name of the curve to try");
    for curve in curves {
        let made = connection.session().create_object(&[
            Attribute::Class(ObjectClass::PRIVATE_KEY),
            objects::key_type(device),
            Attribute::Token(false),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Sign(true),
            Attribute::EcParams(curve.der().to_vec()),
            Attribute::Value(secret.clone()),
        ]);
        match made {
            Ok(key) => return Ok(key),
            Err(error) => refused = error.into(),
        }
    }
    Err(refused)
}
