//! What keeps a node from starting: each with its own error and remedy.

use crate::support::{Device, PIN, header, key, prevote, signs, statement, write_private};
use critical_chains_hsm::{
    ConfigError, ConfigFile, DeviceError, FailureClass, Hsm, PinError, PinSource, StartError,
    guard::{GuardFileError, GuardPlace, Kind, Position, Purpose, Watermark},
    initialise_guard,
};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

fn hint(error: &StartError) -> String {
    let text = error.to_string();
    text.split_once("\nhint: ").unwrap_or_else(|| panic!("no hint: {text}")).1.to_owned()
}

#[test]
fn a_module_that_is_not_there() {
    let device = Device::new();
    let mut config = device.config();
    config.module = device.path("no.so");

    let error = device.refusal(config);

    assert!(
        matches!(&error, StartError::ModuleMissing(path) if path.ends_with("no.so")),
        "{error}"
    );
    assert!(hint(&error).contains("--hsm-module"), "{error}");
}

#[test]
fn a_module_that_is_none() {
    let device = Device::new();
    let mut config = device.config();
    config.module = device.path("pin");

    let error = device.refusal(config);

    assert!(matches!(error, StartError::ModuleUnusable { .. }), "{error}");
    hint(&error);
}

#[test]
fn a_token_that_is_not_there() {
    let device = Device::new();
    let mut config = device.config();
    config.token = Some("other".into());

    let error = device.refusal(config);

    assert!(
        matches!(&error, StartError::TokenMissing { wanted, seen } if wanted == "other" && seen == &["validator"]),
        "{error}"
    );
    assert!(hint(&error).contains("--hsm-token"), "{error}");
}

#[test]
fn two_tokens_of_one_name_are_told_by_serial_number() {
    let device = Device::new();
    device.shim.init_token("validator", "12345678", PIN);

    let error = device.refusal(device.config());

    assert!(matches!(error, StartError::TokenAmbiguous { count: 2, .. }), "{error}");
    assert!(hint(&error).contains("serial"), "{error}");
}

#[test]
fn no_pin() {
    let device = Device::new();
    let mut config = device.config();
    config.pin = PinSource::Environment;

    let error = device.refusal(config);

    assert!(matches!(error, StartError::Pin(PinError::NotGiven)), "{error}");
    assert!(hint(&error).contains("--hsm-pin-file"), "{error}");
}

#[test]
fn a_pin_file_that_cannot_be_read_or_is_empty() {
    let device = Device::new();
    for text in [None, Some(""), Some("\n")] {
        fs::remove_file(device.path("pin")).ok();
        if let Some(text) = text {
            write_private(&device.path("pin"), text);
        }

        let error = device.refusal(device.config());

        assert!(matches!(error, StartError::Pin(PinError::Unreadable { .. })), "{error}");
    }
}

#[test]
fn a_pin_file_that_others_can_read() {
    let device = Device::new();
    fs::set_permissions(device.path("pin"), fs::Permissions::from_mode(0o640)).unwrap();

    let error = device.refusal(device.config());

    assert!(matches!(error, StartError::Pin(PinError::Exposed(_))), "{error}");
    assert!(hint(&error).contains("chmod 600"), "{error}");
}

#[test]
fn a_wrong_pin_is_tried_once() {
    let device = Device::new();
    device.write_pin("0000");
    let record = device.path("calls");
    device.shim.set(&[&format!("record = {}", record.display())]);

    let error = device.refusal(device.config());

    assert!(matches!(error, StartError::PinRefused(_)), "{error}");
    assert!(error.to_string().contains("CKR_PIN_INCORRECT"), "{error}");
    hint(&error);
    let calls = fs::read_to_string(record).unwrap();
    assert_eq!(calls.matches("C_Login").count(), 1, "{calls}");
}

#[test]
fn a_mechanism_that_the_device_lacks() {
    let device = Device::new();
    device.shim.set(&["no-mechanism = 0x1057"]);

    let error = device.refusal(device.config());

    assert!(
        matches!(error, StartError::MechanismMissing { name: "CKM_EDDSA", number: 0x1057 }),
        "{error}"
    );
    assert!(hint(&error).contains("[device]"), "{error}");
}

#[test]
fn one_of_two_consensus_keys() {
    let device = Device::new();
    device.open().unwrap().generate(Purpose::Votes).unwrap();

    let error = device.refusal(device.config());

    assert!(matches!(error, StartError::KeyMissing { purpose: "aura", selector: None }), "{error}");
    assert!(hint(&error).contains("provision"), "{error}");
}

#[test]
fn a_key_that_the_file_names_and_the_token_lacks() {
    let device = Device::new();
    let config = device.config_with("[[keys]]\npurpose = 'gran'\nlabel = 'mine'\nid = '0a01'\n");

    let error = device.refusal(config);

    assert!(
        matches!(&error, StartError::KeyMissing { purpose: "gran", selector: Some(by) } if by == "id 0a01 and label \"mine\""),
        "{error}"
    );
}

#[test]
fn a_device_that_fails() {
    let device = Device::new();
    device.shim.set(&["fail = C_OpenSession CKR_DEVICE_ERROR"]);

    let error = device.refusal(device.config());

    assert!(
        matches!(&error, StartError::Device(DeviceError { class: FailureClass::Device, what }) if what == "C_OpenSession: CKR_DEVICE_ERROR"),
        "{error}"
    );
    hint(&error);
}

mod a_guard {
    use super::*;

    #[test]
    fn that_is_missing_beside_keys() {
        let device = Device::with_keys();
        fs::remove_dir_all(device.path("guard")).unwrap();

        let error = device.refusal(device.config());

        assert!(matches!(error, StartError::Guard(GuardFileError::Missing(_))), "{error}");
        assert!(hint(&error).contains("hsm guard init"), "{error}");
    }

    #[test]
    fn that_was_put_back_from_a_copy() {
        let device = Device::with_keys();
        fs::copy(device.path("guard/watermarks.redb"), device.path("copy")).unwrap();
        drop(device.open().unwrap());
        fs::rename(device.path("copy"), device.path("guard/watermarks.redb")).unwrap();

        let error = device.refusal(device.config());

        assert!(matches!(error, StartError::GuardOutdated), "{error}");
        assert!(hint(&error).contains("hsm guard init"), "{error}");
    }

    #[test]
    fn that_is_newer_than_a_token_that_was_put_back() {
        let device = Device::with_keys();
        let (tokens, copy) = (device.shim.tokens().to_owned(), device.path("tokens-copy"));
        copy_folder(&tokens, &copy);
        for _ in 0..3 {
            drop(device.open().unwrap());
        }
        fs::remove_dir_all(&tokens).unwrap();
        copy_folder(&copy, &tokens);

        assert!(device.open().is_ok());
    }

    fn copy_folder(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy_folder(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    #[test]
    fn that_is_another_s() {
        let (device, other) = (Device::with_keys(), Device::with_keys());
        fs::copy(other.path("guard/watermarks.redb"), device.path("guard/watermarks.redb"))
            .unwrap();

        let error = device.refusal(device.config());

        assert!(matches!(error, StartError::GuardOutdated), "{error}");
    }

    #[test]
    fn that_does_not_know_a_key() {
        let device = Device::with_keys();
        // What the vendor's tool would make: a key that nobody told the guard of.
        let elsewhere = device.path("elsewhere");
        let mut guard = device.guard();
        guard.place = GuardPlace::Directory(elsewhere);
        guard.genesis = [7; 32];
        let mut config = device.config();
        config.keys.clear();
        initialise_guard(config.clone(), &guard, 5, None).unwrap();
        Hsm::open(config, &guard, None).unwrap().generate(Purpose::Votes).unwrap();

        let error = device.refusal(device.config());

        assert!(matches!(error, StartError::KeyUnguarded { purpose: "gran", .. }), "{error}");
        assert!(hint(&error).contains("hsm guard import"), "{error}");
    }

    #[test]
    fn of_an_instant_ago_is_good_after_a_crash_between_file_and_token() {
        let device = Device::with_keys();
        // The file is written, and the token is not.
        device.shim.set(&["fail = C_CreateObject CKR_DEVICE_ERROR"]);
        let error = device.refusal(device.config());
        assert!(matches!(error, StartError::Device(_)), "{error}");
        device.shim.clear();

        assert!(device.open().is_ok());
    }

    #[test]
    fn started_anew_seals_later_slots_and_waits_with_votes() {
        let device = Device::with_keys();
        fs::remove_dir_all(device.path("guard")).unwrap();

        let entries = initialise_guard(device.config(), &device.guard(), 100, None).unwrap();

        assert_eq!(entries.len(), 4);
        assert!(entries.iter().any(|entry| entry.kind == Kind::Seal
            && entry.watermark == Watermark::After(Position::Slot(100))));
        let hsm = device.open().unwrap();
        let (early, late) = (header(&hsm, 1, 100), header(&hsm, 2, 101));
        assert!(!signs(&hsm, Purpose::Seals, &early));
        assert!(signs(&hsm, Purpose::Seals, &late));
        assert!(!signs(&hsm, Purpose::Votes, &prevote(1, 7)));
        hsm.guard().saw_final(101, 0, 6).unwrap();
        assert!(signs(&hsm, Purpose::Votes, &prevote(1, 7)));
    }

    #[test]
    fn started_anew_with_a_round_that_the_operator_knows() {
        let device = Device::with_keys();
        let after = Position::Round { set: 0, round: 9 };

        initialise_guard(device.config(), &device.guard(), 100, Some(after)).unwrap();

        let hsm = device.open().unwrap();
        assert!(!signs(&hsm, Purpose::Votes, &prevote(1, 9)));
        assert!(signs(&hsm, Purpose::Votes, &prevote(1, 10)));
    }
}

mod a_configuration {
    use super::*;

    fn error(text: &str) -> ConfigError {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("hsm.toml");
        fs::write(&path, text).unwrap();
        ConfigFile::read(&path).and_then(ConfigFile::complete).unwrap_err()
    }

    #[test]
    fn that_lacks_something_or_says_what_cannot_be() {
        let whole = "module = 'm'\ntoken = 't'\n";
        let key = |line: &str| format!("{whole}[[keys]]\npurpose = 'aura'\n{line}\n");

        assert!(matches!(error("token = 't'"), ConfigError::NoModule));
        assert!(matches!(error("module = 'm'"), ConfigError::NoToken));
        assert!(matches!(error(&key("")), ConfigError::NoSelector(0)));
        assert!(matches!(error(&key("id = 'xy'")), ConfigError::InvalidId(0)));
        assert!(matches!(error(&key("id = '01'\npublic = '01'")), ConfigError::InvalidPublic(0)));
        let number = error(&format!("{whole}[device]\neddsa = 0x1234\n"));
        assert!(matches!(number, ConfigError::InvalidNumber(0x1234)));
        for invalid in
            ["modul = 'm'", "[device]\ncurve = 'x'", "[[keys]]\npurpose = 'babe'\nid = '01'"]
        {
            let error = error(invalid);
            assert!(matches!(error, ConfigError::Invalid { .. }), "{error}");
        }
    }

    #[test]
    fn that_cannot_be_read() {
        let error = ConfigFile::read("/no/such/file".as_ref()).unwrap_err();

        assert!(matches!(error, ConfigError::Unreadable { .. }), "{error}");
    }

    #[test]
    fn names_files_from_where_it_is() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("hsm.toml");
        fs::write(&path, "module = '/m.so'\ntoken = 't'\npin_file = 'pin'\n").unwrap();

        let config = ConfigFile::read(&path).unwrap().complete().unwrap();

        assert_eq!(config.module.to_str(), Some("/m.so"));
        assert_eq!(config.pin, PinSource::File(folder.path().join("pin")));
    }
}

#[test]
fn keys_are_found_again_after_a_restart() {
    let device = Device::with_keys();
    let before = device.open().unwrap().keys();

    let hsm = device.open().unwrap();

    assert_eq!(hsm.keys().len(), 3);
    assert_eq!(
        hsm.keys().iter().map(|key| key.public).collect::<Vec<_>>(),
        before.iter().map(|key| key.public).collect::<Vec<_>>()
    );
    assert!(hsm.keys().iter().all(|key| key.extractable == Some(false)));
    assert!(signs(&hsm, Purpose::Statements, &statement(1)));
    assert!(hsm.has(Purpose::Votes, &key(&hsm, Purpose::Votes)));
    assert!(!hsm.has(Purpose::Seals, &key(&hsm, Purpose::Votes)));
}
