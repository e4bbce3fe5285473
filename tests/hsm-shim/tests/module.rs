//! The module as a whole: its plan, its copies, its record.

mod common;

use common::{Device, OID, PIN, code, generate, import, locking, login, sign};
use critical_chains_hsm_shim::Shim;
use cryptoki::{context::Pkcs11, error::RvError, object::KeyType};
use std::{fs, panic, path::PathBuf, process::Command, thread};
use tempfile::TempDir;

fn plan_of(shim: &Shim) -> PathBuf {
    shim.module().with_extension("plan")
}

fn label_of(pkcs11: &Pkcs11) -> String {
    let slot = pkcs11.get_slots_with_initialized_token().expect("slots")[0];
    pkcs11.get_token_info(slot).expect("a token").label().to_owned()
}

#[test]
fn a_plan_with_a_mistake_or_without_a_file_does_not_start() {
    let directory = TempDir::new().expect("a directory");
    let shim = Shim::new(directory.path());
    shim.init_token("test", "so-pin", PIN);
    let good = fs::read_to_string(plan_of(&shim)).expect("a plan");
    let pkcs11 = Pkcs11::new(shim.module()).expect("the module loads");
    let said = || {
        let output = Command::new("softhsm2-util")
            .arg("--module")
            .arg(shim.module())
            .arg("--show-slots")
            .env("SOFTHSM2_CONF", shim.softhsm_conf())
            .output()
            .expect("softhsm2-util runs");
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };

    fs::write(plan_of(&shim), format!("{good}remove = true\n")).expect("a plan");
    assert_eq!(code(pkcs11.initialize(locking())), RvError::ArgumentsBad);
    assert!(said().contains("no plan knows the name \"remove\""), "got {}", said());

    fs::remove_file(plan_of(&shim)).expect("a file");
    assert_eq!(code(pkcs11.initialize(locking())), RvError::ArgumentsBad);
    assert!(said().contains("libshim.plan: No such file"), "got {}", said());

    fs::write(plan_of(&shim), "module = /nowhere.so\n").expect("a plan");
    assert_eq!(code(pkcs11.initialize(locking())), RvError::ArgumentsBad);
    assert!(said().contains("cannot load /nowhere.so"), "got {}", said());

    shim.clear();
    pkcs11.initialize(locking()).expect("a good plan starts");
}

#[test]
fn a_mistake_while_running_fails_every_call_until_it_is_mended() {
    let device = Device::new();
    let session = device.session();

    fs::write(plan_of(&device.shim), "nonsense").expect("a plan");
    assert_eq!(code(session.get_session_info()), RvError::GeneralError);

    device.shim.clear();
    session.get_session_info().expect("the session lived on");
}

#[test]
fn set_refuses_what_is_no_plan() {
    let directory = TempDir::new().expect("a directory");
    let shim = Shim::new(directory.path());
    let before = fs::read(plan_of(&shim)).expect("a plan");

    let refused = panic::catch_unwind(|| shim.set(&["remove = true"]));

    assert!(refused.is_err());
    assert_eq!(fs::read(plan_of(&shim)).expect("a plan"), before);
}

#[test]
fn record_tells_each_call_and_its_code() {
    let device = Device::new();
    let session = device.session();
    let (_, private) = generate(&session).expect("keys");
    let file = device.directory.path().join("calls");
    let recorded = || fs::read_to_string(&file).unwrap_or_default();

    device.shim.set(&[&format!("record = {}", file.display()), "fail = C_SignInit 0x30 1"]);
    assert_eq!(code(sign(&session, private)), RvError::DeviceError);
    sign(&session, private).expect("a signature");
    let calls = recorded();
    let calls: Vec<_> = calls.lines().collect();
    assert_eq!(calls[..2], ["C_SignInit 0x30", "C_SignInit 0x0"]);
    assert!(calls[2..].iter().all(|call| *call == "C_Sign 0x0"), "got {calls:?}");

    device.shim.clear();
    let before = recorded();
    sign(&session, private).expect("a signature");
    assert_eq!(recorded(), before);
}

#[test]
fn a_module_of_any_name_reads_the_plan_beside_it() {
    let device = Device::new();
    let elsewhere = TempDir::new().expect("a directory");
    let copy = elsewhere.path().join("vendor-pkcs11.so");
    fs::copy(device.shim.module(), &copy).expect("a copy");
    let other_directory = TempDir::new().expect("a directory");
    let other = Shim::new(other_directory.path());
    other.init_token("other", "so-pin", PIN);
    let plan = fs::read_to_string(plan_of(&other)).expect("a plan");
    let plan = format!("{plan}fail = C_GetInfo CKR_DEVICE_ERROR\n");
    fs::write(elsewhere.path().join("vendor-pkcs11.plan"), plan).expect("a plan");

    let pkcs11 = Pkcs11::new(&copy).expect("the copy loads");
    pkcs11.initialize(locking()).expect("the copy starts");

    assert_eq!(code(pkcs11.get_library_info()), RvError::DeviceError);
    device.pkcs11.get_library_info().expect("the first has its own plan");
    assert_eq!((label_of(&pkcs11), label_of(&device.pkcs11)), ("other".into(), "test".into()));
}

#[test]
fn copies_in_one_process_start_sign_and_end_side_by_side() {
    thread::scope(|scope| {
        for label in ["first", "second", "third", "fourth"] {
            scope.spawn(move || {
                let directory = TempDir::new().expect("a directory");
                let shim = Shim::new(directory.path());
                shim.init_token(label, "so-pin", PIN);

                for _ in 0..50 {
                    let pkcs11 = Pkcs11::new(shim.module()).expect("the module loads");
                    pkcs11.initialize(locking()).expect("the module starts");
                    assert_eq!(label_of(&pkcs11), label);
                    let slot = pkcs11.get_slots_with_initialized_token().expect("slots")[0];
                    let session = pkcs11.open_rw_session(slot).expect("a session");
                    login(&session).expect("a login");
                    let key = import(&session, KeyType::EC_EDWARDS, OID).expect("a key");
                    for _ in 0..5 {
                        sign(&session, key).expect("a signature");
                    }
                    drop(session);
                    pkcs11.finalize().expect("an end");
                }
            });
        }
    });
}

#[test]
fn threads_share_one_module() {
    let device = Device::new();
    let _login = device.session();

    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let session = device.open();
                let key = import(&session, KeyType::EC_EDWARDS, OID).expect("a key");
                for _ in 0..200 {
                    sign(&session, key).expect("a signature");
                }
            });
        }
        for millis in 0..50 {
            device.shim.set(&[&format!("sign-delay-millis = {}", millis % 2)]);
        }
    });
}
