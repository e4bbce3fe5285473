//! What devices do differently: each is made, found and used.

use crate::support::{Device, key, prevote, signs, statement};
use critical_chains_hsm::{
    FailureClass, SignError, StartError,
    check::{Status, check},
    guard::Purpose,
};

/// Makes keys on a device with a peculiarity, opens it again, and signs.
fn serves(device: &Device, plan: &[&str], config: &str) {
    device.shim.set(plan);
    let hsm = device.open_with(device.config_with(config)).unwrap();
    for purpose in Purpose::ALL {
        hsm.generate(purpose).unwrap();
    }
    drop(hsm);
    let hsm = device.open_with(device.config_with(config)).unwrap();
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
    assert!(signs(&hsm, Purpose::Statements, &statement(1)));
}

#[test]
fn points_as_octet_string_raw_and_bit_string() {
    for form in ["octet-string", "raw", "bit-string"] {
        serves(&Device::new(), &[&format!("ec-point = {form}")], "");
    }
}

#[test]
fn curves_by_every_name_without_being_told() {
    for name in ["oid", "printable", "06092b06010401da470f01"] {
        serves(&Device::new(), &[&format!("ec-params = {name}")], "");
    }
}

#[test]
fn curves_by_the_name_that_the_file_says() {
    for (known, said) in [
        ("printable", "printable"),
        ("06092b06010401da470f01", "luna"),
        ("06092b06010401da470f01", "06092b06010401da470f01"),
    ] {
        let config = format!("[device]\ncurve = '{said}'\n");
        serves(&Device::new(), &[&format!("ec-params = {known}")], &config);
    }
}

#[test]
fn a_curve_by_a_name_that_the_device_does_not_know() {
    let device = Device::new();
    device.shim.set(&["ec-params = printable"]);
    let hsm = device.open_with(device.config_with("[device]\ncurve = 'oid'\n")).unwrap();

    let error = hsm.generate(Purpose::Votes).unwrap_err();

    assert!(error.to_string().contains("CKR_DOMAIN_PARAMS_INVALID"), "{error}");
}

const VENDOR: &str = "[device]
eddsa = 0x80000C03
edwards_key_pair_gen = 0x80000C02
edwards_key_type = 0x80000012
";

#[test]
fn numbers_of_the_vendor() {
    serves(
        &Device::new(),
        &[
            "mechanism-eddsa = 0x80000C03",
            "mechanism-edwards-key-pair-gen = 0x80000C02",
            "key-type-edwards = 0x80000012",
        ],
        VENDOR,
    );
}

#[test]
fn numbers_of_the_vendor_that_nobody_told() {
    let device = Device::new();
    device.shim.set(&["mechanism-eddsa = 0x80000C03"]);

    let error = device.refusal(device.config());

    assert!(matches!(error, StartError::MechanismMissing { number: 0x1057, .. }), "{error}");
}

#[test]
fn a_read_only_token_signs_and_makes_no_keys() {
    let device = Device::with_keys();
    device.shim.set(&["read-only = true"]);

    let hsm = device.open().unwrap();

    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
    let error = hsm.generate(Purpose::Votes).unwrap_err();
    assert!(
        matches!(&error, SignError::Device(error) if error.class == FailureClass::Permanent),
        "{error}"
    );
    assert!(error.to_string().contains("CKR_TOKEN_WRITE_PROTECTED"), "{error}");
}

#[test]
fn a_token_without_data_objects_needs_to_be_told() {
    let device = Device::new();
    device.shim.set(&["no-object-data = true"]);

    let error = device.refusal(device.config());
    assert!(error.to_string().contains("tally = false"), "{error}");

    serves(&device, &["no-object-data = true"], "tally = false\n");
}

mod keys_of_other_tools {
    use super::*;
    use std::process::Command;

    /// Makes a key as an operator does with OpenSC.
    fn make(device: &Device, label: &str, id: &str) {
        let output = Command::new("pkcs11-tool")
            .args([
                "--login",
                "--pin",
                crate::support::PIN,
                "--keypairgen",
                "--key-type",
                "EC:edwards25519",
            ])
            .args(["--label", label, "--id", id, "--token-label", "validator"])
            .arg("--module")
            .arg(device.shim.module())
            .output()
            .expect("pkcs11-tool: install opensc (scripts/setup)");
        assert!(output.status.success(), "{output:?}");
    }

    const BY_ID: &str =
        "[[keys]]\npurpose = 'aura'\nid = '0a01'\n[[keys]]\npurpose = 'gran'\nid = '0x0a02'\n";
    const BY_LABEL: &str =
        "[[keys]]\npurpose = 'aura'\nlabel = 'seal'\n[[keys]]\npurpose = 'gran'\nlabel = 'vote'\n";

    #[test]
    fn are_found_by_id_or_label() {
        for config in [BY_ID, BY_LABEL] {
            let device = Device::new();
            make(&device, "seal", "0a01");
            make(&device, "vote", "0a02");
            let config = device.config_with(config);
            let error = device.refusal(config.clone());
            assert!(matches!(error, StartError::Guard(_)), "{error}");
            let after = critical_chains_hsm::guard::Position::Round { set: 0, round: 0 };
            critical_chains_hsm::initialise_guard(config.clone(), &device.guard(), 1, Some(after))
                .unwrap();

            let hsm = device.open_with(config).unwrap();

            assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
            assert_ne!(key(&hsm, Purpose::Seals), key(&hsm, Purpose::Votes));
        }
    }

    #[test]
    fn without_a_public_object_need_the_public_key_in_the_file() {
        let device = Device::new();
        make(&device, "vote", "0a02");
        make(&device, "seal", "0a01");
        let after = critical_chains_hsm::guard::Position::Round { set: 0, round: 0 };
        let config = device.config_with(BY_ID);
        critical_chains_hsm::initialise_guard(config.clone(), &device.guard(), 1, Some(after))
            .unwrap();
        let public = key(&device.open_with(config.clone()).unwrap(), Purpose::Votes);
        let output = Command::new("pkcs11-tool")
            .args(["--login", "--pin", crate::support::PIN, "--delete-object", "--type", "pubkey"])
            .args(["--id", "0a02", "--token-label", "validator", "--module"])
            .arg(device.shim.module())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");

        let error = device.refusal(config);
        assert!(matches!(error, StartError::KeyUnusable { purpose: "gran", .. }), "{error}");

        let said = format!("{BY_ID}public = '{}'\n", hex::encode(public.0));
        let hsm = device.open_with(device.config_with(&said)).unwrap();
        assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
    }

    #[test]
    fn with_the_wrong_public_key_in_the_file_are_refused() {
        let device = Device::new();
        make(&device, "seal", "0a01");
        make(&device, "vote", "0a02");
        let said = format!("{BY_ID}public = '{}'\n", hex::encode([7; 32]));

        let error = device.refusal(device.config_with(&said));

        assert!(matches!(error, StartError::WrongSignature { purpose: "gran", .. }), "{error}");
    }
}

mod checks {
    use super::*;

    #[test]
    fn find_all_that_is_there() {
        let device = Device::with_keys();

        let findings = check(&device.config());

        let problems: Vec<_> =
            findings.iter().filter(|finding| finding.status != Status::Ok).collect();
        assert!(problems.is_empty(), "{problems:#?}");
        for what in
            ["token", "CKM_AES_GCM", "RFC 8032 TEST 1", "random numbers", "node key", "gran key"]
        {
            assert!(findings.iter().any(|finding| finding.what == what), "{what}");
        }
    }

    #[test]
    fn say_what_is_missing_and_what_to_do() {
        let device = Device::new();
        device.shim.set(&["no-mechanism = 0x1087", "read-only = true"]);

        let findings = check(&device.config());

        for what in ["CKM_AES_GCM", "node key", "writable", "keys", "RFC 8032 TEST 1"] {
            let finding = findings.iter().find(|finding| finding.what == what).unwrap();
            assert_eq!(finding.status, Status::Missing, "{finding:?}");
            assert!(!finding.remedy.is_empty(), "{finding:?}");
        }
    }

    #[test]
    fn end_where_nothing_more_can_be_tried() {
        let device = Device::new();
        device.write_pin("0000");

        let findings = check(&device.config());

        let last = findings.last().unwrap();
        assert_eq!((last.what.as_str(), last.status), ("login", Status::Failed));
        assert!(last.remedy.contains("PIN file"), "{last:?}");
    }
}
