//! The node key, wrapped by a key of the token: what comes back, and what is refused.

use crate::support::{Device, PIN, write_private};
use critical_chains_hsm::{
    Config, ConfigFile, FailureClass, NodeKey, NodeKeyError, StartError,
    check::{Status, check},
    unwrap_node_key, wrap_node_key, wrapped_public_key,
};
use serde_json::Value;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

/// The secret key of RFC 8032, test 1, and its public key.
const SECRET: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

const FILE: &str = "node-key.json";

/// The key that everybody knows, by way of a file.
fn known(device: &Device) -> NodeKey {
    write_private(&device.path("secret"), SECRET);
    NodeKey::read(&device.path("secret")).unwrap()
}

/// A device, and the file in which it wrapped the key.
fn wrapped() -> (Device, PathBuf) {
    let device = Device::new();
    let path = device.path(FILE);
    wrap_node_key(device.config(), &known(&device), &path).unwrap();
    (device, path)
}

fn refusal(config: Config, path: &Path) -> StartError {
    match unwrap_node_key(config, path) {
        Ok(_) => panic!("unwrapped"),
        Err(error) => error,
    }
}

fn refusal_to_wrap(device: &Device, path: &Path) -> StartError {
    wrap_node_key(device.config(), &known(device), path).unwrap_err()
}

fn hint(error: &StartError) -> String {
    let text = error.to_string();
    text.split_once("\nhint: ").unwrap_or_else(|| panic!("no hint: {text}")).1.to_owned()
}

/// Writes the file with one of its values changed.
fn change(path: &Path, name: &str, by: impl FnOnce(&str) -> Value) {
    let mut contents: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    contents[name] = by(contents[name].as_str().unwrap_or_default());
    fs::write(path, contents.to_string()).unwrap();
}

/// Hexadecimal with the first bit of a byte turned.
fn turned(hexadecimal: &str, byte: usize) -> Value {
    let mut bytes = hex::decode(hexadecimal).unwrap();
    bytes[byte] ^= 0x80;
    hex::encode(bytes).into()
}

#[test]
fn comes_back_as_it_was() {
    let (device, path) = wrapped();

    let key = unwrap_node_key(device.config(), &path).unwrap();

    assert_eq!(hex::encode(key.secret()), SECRET);
    assert_eq!(hex::encode(key.public().0), PUBLIC);
    assert_eq!(hex::encode(wrapped_public_key(&path).unwrap().0), PUBLIC);
}

#[test]
fn lies_in_a_file_that_only_its_owner_reads_and_that_does_not_show_it() {
    let (device, path) = wrapped();

    let text = fs::read_to_string(&path).unwrap();
    let names: Vec<_> = fs::read_dir(device.path("")).unwrap().collect();

    assert!(!text.contains(SECRET) && text.contains(PUBLIC), "{text}");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!names.iter().any(|name| format!("{name:?}").contains(".new")), "{names:?}");
}

#[test]
fn is_wrapped_anew_each_time_by_one_key() {
    let (device, path) = wrapped();
    let second = device.path("second.json");

    wrap_node_key(device.config(), &NodeKey::draw().unwrap(), &second).unwrap();

    let read = |path| serde_json::from_slice::<Value>(&fs::read(path).unwrap()).unwrap();
    let (first, second) = (read(&path), read(&second));
    assert_eq!(first["key_id"], second["key_id"]);
    assert_ne!(first["nonce"], second["nonce"]);
    assert_ne!(first["public"], second["public"]);
    assert!(unwrap_node_key(device.config(), &path).is_ok());
}

#[test]
fn is_read_raw_and_in_hexadecimal() {
    let device = Device::new();
    let path = device.path("secret");
    let texts = [SECRET.to_owned(), format!("{SECRET}\n")].map(String::into_bytes);
    for bytes in texts.into_iter().chain([hex::decode(SECRET).unwrap()]) {
        fs::write(&path, bytes).unwrap();

        assert_eq!(hex::encode(NodeKey::read(&path).unwrap().public().0), PUBLIC);
    }
    for bytes in [&b""[..], b"no key", &[7; 31], &[7; 33], &[b'a'; 100]] {
        fs::write(&path, bytes).unwrap();

        assert!(matches!(NodeKey::read(&path), Err(NodeKeyError::NoSecret { .. })));
    }
}

#[test]
fn is_never_overwritten() {
    let (device, path) = wrapped();
    let before = fs::read(&path).unwrap();

    let error = refusal_to_wrap(&device, &path);

    assert!(
        matches!(&error, StartError::NodeKey(NodeKeyError::AlreadyExists(at)) if *at == path),
        "{error}"
    );
    assert!(hint(&error).contains("--hsm-node-key"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn is_not_written_while_another_process_does() {
    let device = Device::new();
    let path = device.path(FILE);
    fs::write(device.path("node-key.json.new"), "half").unwrap();

    let error = refusal_to_wrap(&device, &path);

    assert!(matches!(error, StartError::NodeKey(NodeKeyError::Unwritable { .. })), "{error}");
    assert!(hint(&error).contains("remove this file"), "{error}");
    assert!(!path.exists());
}

#[test]
fn needs_the_token_that_wrapped_it() {
    let (_device, path) = wrapped();
    let (empty, other) = (Device::new(), wrapped().0);
    for device in [empty, other] {
        let error = refusal(device.config(), &path);

        assert!(
            matches!(error, StartError::NodeKey(NodeKeyError::WrappingKeyMissing { .. })),
            "{error}"
        );
        assert!(hint(&error).contains("on which it was wrapped"), "{error}");
    }
}

#[test]
fn is_damaged_whatever_bit_is_turned() {
    let (device, path) = wrapped();
    let whole = fs::read(&path).unwrap();
    let places =
        (0..48).step_by(5).map(|byte| ("wrapped", byte)).chain([("nonce", 0), ("nonce", 11)]);
    for (name, byte) in places {
        fs::write(&path, &whole).unwrap();
        change(&path, name, |value| turned(value, byte));

        let error = refusal(device.config(), &path);

        assert!(
            matches!(&error, StartError::NodeKey(NodeKeyError::Damaged(at)) if *at == path),
            "{name} {byte}: {error}"
        );
        assert!(hint(&error).contains("from a copy"), "{error}");
    }
}

#[test]
fn is_damaged_if_it_is_cut() {
    let (device, path) = wrapped();
    for bytes in [0, 15, 16, 47] {
        let whole = fs::read(&path).unwrap();
        change(&path, "wrapped", |value| value[..2 * bytes].into());

        let error = refusal(device.config(), &path);

        assert!(matches!(error, StartError::NodeKey(NodeKeyError::Damaged(_))), "{bytes}: {error}");
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn has_the_public_key_that_the_file_says() {
    let (device, path) = wrapped();
    change(&path, "public", |value| turned(value.trim_start_matches("0x"), 0));

    let error = refusal(device.config(), &path);

    assert!(
        matches!(&error, StartError::NodeKey(NodeKeyError::OtherPublicKey { found, .. }) if found.ends_with(PUBLIC)),
        "{error}"
    );
    hint(&error);
}

#[test]
fn is_in_a_file_of_this_format() {
    let (device, path) = wrapped();
    let whole = fs::read(&path).unwrap();

    for (name, value) in [("version", 2.into()), ("format", "other".into())] {
        fs::write(&path, &whole).unwrap();
        change(&path, name, |_| value);
        let error = refusal(device.config(), &path);
        assert!(matches!(error, StartError::NodeKey(NodeKeyError::OtherFormat { .. })), "{error}");
        hint(&error);
    }
    for (name, value) in [
        ("mechanism", "CKM_AES_CBC"),
        ("key_label", "other"),
        ("key_id", "xy"),
        ("public", "00"),
        ("nonce", "00"),
        ("wrapped", "xy"),
        ("more", "00"),
    ] {
        fs::write(&path, &whole).unwrap();
        change(&path, name, |_| value.into());
        let error = refusal(device.config(), &path);
        assert!(
            matches!(error, StartError::NodeKey(NodeKeyError::Invalid { .. })),
            "{name}: {error}"
        );
        hint(&error);
    }
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let error = refusal(device.config(), &path);
    assert!(matches!(error, StartError::NodeKey(NodeKeyError::Invalid { .. })), "{error}");
}

#[test]
fn that_is_not_there() {
    let device = Device::new();

    let error = refusal(device.config(), &device.path(FILE));

    assert!(matches!(error, StartError::NodeKey(NodeKeyError::Missing(_))), "{error}");
    assert!(hint(&error).contains("hsm node-key init"), "{error}");
}

#[test]
fn needs_the_mechanism() {
    let (device, path) = wrapped();
    device.shim.set(&["no-mechanism = 0x1087"]);

    for error in
        [refusal(device.config(), &path), refusal_to_wrap(&device, &device.path("second.json"))]
    {
        assert!(
            matches!(
                error,
                StartError::NodeKey(NodeKeyError::MechanismMissing { number: 0x1087, .. })
            ),
            "{error}"
        );
        assert!(hint(&error).contains("--node-key-file"), "{error}");
    }
}

#[test]
fn needs_a_mechanism_for_making_the_key_that_wraps() {
    let device = Device::new();
    device.shim.set(&["no-mechanism = 0x1080"]);

    let error = refusal_to_wrap(&device, &device.path(FILE));

    assert!(
        matches!(error, StartError::NodeKey(NodeKeyError::MechanismMissing { number: 0x1080, .. })),
        "{error}"
    );
}

#[test]
fn is_unwrapped_by_a_read_only_token_which_makes_no_key() {
    let (device, path) = wrapped();
    device.shim.set(&["read-only = true"]);
    assert!(unwrap_node_key(device.config(), &path).is_ok());
    let second = device.path("second.json");
    assert!(wrap_node_key(device.config(), &known(&device), &second).is_ok());

    let empty = Device::new();
    empty.shim.set(&["read-only = true"]);
    let error = refusal_to_wrap(&empty, &empty.path(FILE));

    assert!(matches!(error, StartError::NodeKey(NodeKeyError::WriteProtected)), "{error}");
    assert!(hint(&error).contains("critical-chains node-key wrapping"), "{error}");
    assert!(!empty.path(FILE).exists());
}

#[test]
fn is_wrapped_by_a_device_that_draws_nonces_itself() {
    let device = Device::new();
    let path = device.path(FILE);
    device.shim.set(&["own-gcm-nonce = true"]);

    wrap_node_key(device.config(), &known(&device), &path).unwrap();

    let key = unwrap_node_key(device.config(), &path).unwrap();
    assert_eq!(hex::encode(key.secret()), SECRET);
}

#[test]
fn is_not_called_damaged_when_the_device_fails() {
    let (device, path) = wrapped();
    for (fault, class) in [
        ("fail = C_Decrypt CKR_DEVICE_ERROR", FailureClass::Device),
        ("fail = C_Decrypt CKR_SESSION_HANDLE_INVALID 1", FailureClass::Session),
        ("fail = C_DecryptInit CKR_GENERAL_ERROR", FailureClass::Device),
    ] {
        device.shim.set(&[fault]);

        let error = refusal(device.config(), &path);

        assert!(
            matches!(&error, StartError::Device(error) if error.class == class),
            "{fault}: {error}"
        );
    }
}

#[test]
fn is_not_unwrapped_with_a_wrong_pin() {
    let (device, path) = wrapped();
    device.write_pin("0000");

    let error = refusal(device.config(), &path);

    assert!(matches!(error, StartError::PinRefused(_)), "{error}");
}

#[test]
fn is_wrapped_by_the_key_that_another_tool_made() {
    let device = Device::new();
    let make = |id: &[&str]| {
        let output = Command::new("pkcs11-tool")
            .args(["--login", "--pin", PIN, "--keygen", "--key-type", "AES:32", "--sensitive"])
            .args(["--label", "critical-chains node-key wrapping", "--token-label", "validator"])
            .args(id)
            .arg("--module")
            .arg(device.shim.module())
            .output()
            .expect("pkcs11-tool: install opensc (scripts/setup)");
        assert!(output.status.success(), "{output:?}");
    };
    make(&[]);
    let path = device.path(FILE);

    wrap_node_key(device.config(), &known(&device), &path).unwrap();
    assert!(unwrap_node_key(device.config(), &path).is_ok());

    make(&["--id", "0a01"]);
    let error = refusal_to_wrap(&device, &device.path("second.json"));
    assert!(
        matches!(error, StartError::NodeKey(NodeKeyError::WrappingKeyAmbiguous { count: 2, .. })),
        "{error}"
    );
    hint(&error);
}

#[test]
fn is_named_in_the_file_from_where_that_is() {
    let device = Device::new();
    fs::write(device.path("hsm.toml"), "node_key = 'node-key.json'\n").unwrap();

    let file = ConfigFile::read(&device.path("hsm.toml")).unwrap();

    assert_eq!(file.node_key, Some(device.path(FILE)));
}

mod is_checked {
    use super::*;

    fn finding(device: &Device) -> (Status, String, String) {
        let findings = check(&device.config());
        let found = findings.iter().find(|finding| finding.what == "node key").unwrap();
        (found.status, found.found.clone(), found.remedy.clone())
    }

    #[test]
    fn with_a_key_of_the_session_or_the_one_on_the_token() {
        let (status, found, _) = finding(&Device::new());
        assert_eq!(status, Status::Ok, "{found}");
        assert!(found.contains("can be wrapped"), "{found}");

        let (status, found, _) = finding(&wrapped().0);
        assert_eq!(status, Status::Ok, "{found}");
        assert!(found.contains("critical-chains node-key wrapping"), "{found}");
    }

    #[test]
    fn with_what_to_do_where_it_cannot_be_tried() {
        let device = Device::new();
        for line in ["no-mechanism = 0x1087", "no-mechanism = 0x1080", "read-only = true"] {
            device.shim.set(&[line]);

            let (status, found, remedy) = finding(&device);

            assert_eq!(status, Status::Missing, "{line}: {found}");
            assert!(remedy.contains("node key in a file"), "{line}: {remedy}");
        }
    }

    #[test]
    fn as_failed_where_the_key_on_the_token_does_not_decrypt() {
        let (device, _) = wrapped();
        device.shim.set(&["fail = C_DecryptInit CKR_KEY_FUNCTION_NOT_PERMITTED"]);

        let (status, found, _) = finding(&device);

        assert_eq!(status, Status::Failed, "{found}");
    }
}
