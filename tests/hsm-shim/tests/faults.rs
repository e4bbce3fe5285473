//! Faults in calls: what a plan makes fail, wait and die, and that it ends with its line.

mod common;

use common::{Device, PIN, code, eddsa, generate, locking, login, sign, until};
use critical_chains_hsm_shim::Shim;
use cryptoki::{
    context::Pkcs11,
    error::RvError,
    mechanism::Mechanism,
    object::{Attribute, ObjectClass},
};
use std::{
    fs,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Command, ExitStatus},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

#[test]
fn sign_delay_millis_delays_signatures_alone() {
    const DELAY: Duration = Duration::from_millis(300);
    let device = Device::new();
    let session = device.session();
    let (public, private) = generate(&session).expect("keys");

    device.shim.set(&["sign-delay-millis = 300"]);
    let start = Instant::now();
    let signature = sign(&session, private).expect("a signature");
    assert!(start.elapsed() >= DELAY);

    device.shim.set(&["sign-delay-millis = 600000"]);
    session.verify(&eddsa(), public, b"a block", &signature).expect("no delay of this");
    device.shim.clear();
    sign(&session, private).expect("no delay after the line");
}

#[test]
fn hang_blocks_until_the_line_goes_and_blocks_nothing_else() {
    let device = Device::new();
    let session = device.session();
    let (_, private) = generate(&session).expect("keys");
    let other = device.open();
    let done = AtomicBool::new(false);

    device.shim.set(&["hang = sign"]);
    let session = thread::scope(|scope| {
        let signer = scope.spawn(|| {
            let session = session;
            let signature = sign(&session, private);
            done.store(true, Ordering::SeqCst);
            signature.map(|_| session)
        });
        let start = Instant::now();
        until("half a second of other calls", || {
            other.get_session_info().expect("other calls pass");
            start.elapsed() > Duration::from_millis(500)
        });
        assert!(!done.load(Ordering::SeqCst), "the signature came while it should hang");

        device.shim.clear();
        signer.join().expect("a thread").expect("a signature after the line")
    });

    sign(&session, private).expect("and one more");
}

#[test]
fn fail_counts_calls_and_starts_again_with_each_plan() {
    let device = Device::new();
    let session = device.session();
    let (_, private) = generate(&session).expect("keys");

    for _ in 0..2 {
        device
            .shim
            .set(&["fail = C_SignInit CKR_DEVICE_ERROR 2", "fail = C_SignInit 0x80000123 1"]);
        assert_eq!(code(sign(&session, private)), RvError::DeviceError);
        assert_eq!(code(sign(&session, private)), RvError::DeviceError);
        assert_eq!(code(sign(&session, private)), RvError::VendorDefined(0x8000_0123));
        sign(&session, private).expect("the counts are used up");
    }
}

#[test]
fn fail_of_all_spares_the_start_and_the_end() {
    let device = Device::new();
    let session = device.session();

    device.shim.set(&["fail = * CKR_FUNCTION_FAILED"]);
    assert_eq!(code(session.get_session_info()), RvError::FunctionFailed);
    assert_eq!(code(device.pkcs11.get_slots_with_token()), RvError::FunctionFailed);
    assert_eq!(code(device.pkcs11.get_library_info()), RvError::FunctionFailed);
    device.shim.clear();
    session.get_session_info().expect("the line is gone");

    device.shim.set(&["fail = * CKR_FUNCTION_FAILED"]);
    drop(session);
    let again = device.pkcs11.clone();
    device.pkcs11.finalize().expect("the end is spared");
    again.initialize(locking()).expect("so is the start");
}

#[test]
fn fail_of_the_start_is_named() {
    let (_directory, shim) = token();
    let pkcs11 = Pkcs11::new(shim.module()).expect("the module loads");

    shim.set(&["fail = C_Initialize CKR_HOST_MEMORY"]);
    assert_eq!(code(pkcs11.initialize(locking())), RvError::HostMemory);
    shim.clear();
    pkcs11.initialize(locking()).expect("the line is gone");
}

#[test]
fn refuse_pin_refuses_logins_and_leaves_those_that_are() {
    let device = Device::new();
    let session = device.session();
    let (_, private) = generate(&session).expect("keys");

    device.shim.set(&["refuse-pin = true"]);
    assert_eq!(code(login(&session)), RvError::PinIncorrect);
    sign(&session, private).expect("still logged in");
    session.logout().expect("a logout");
    assert_eq!(code(login(&session)), RvError::PinIncorrect);

    device.shim.clear();
    login(&session).expect("the line is gone");
}

#[test]
fn full_refuses_every_way_to_make_an_object() {
    let device = Device::new();
    let session = device.session();
    let aes = [Attribute::ValueLen(32.into())];
    let data = [Attribute::Class(ObjectClass::DATA), Attribute::Value(vec![1])];

    device.shim.set(&["full = true"]);
    assert_eq!(code(generate(&session)), RvError::DeviceMemory);
    assert_eq!(code(session.generate_key(&Mechanism::AesKeyGen, &aes)), RvError::DeviceMemory);
    assert_eq!(code(session.create_object(&data)), RvError::DeviceMemory);

    device.shim.clear();
    generate(&session).expect("keys");
    session.generate_key(&Mechanism::AesKeyGen, &aes).expect("a key");
    session.create_object(&data).expect("an object");
}

#[test]
fn crash_kills_before_the_token_is_touched() {
    let (directory, shim) = token();

    shim.set(&["crash = C_InitToken"]);
    assert_eq!(init_through(&shim).signal(), Some(6));
    assert_eq!(tokens(&shim), 1);

    shim.clear();
    assert!(init_through(&shim).success());
    assert_eq!(tokens(&shim), 2);
    drop(directory);
}

#[test]
fn crash_after_kills_when_the_token_was_touched() {
    let (directory, shim) = token();
    let calls = directory.path().join("calls");
    let record = format!("record = {}", calls.display());

    shim.set(&["crash-after = C_InitToken", &record]);
    assert_eq!(init_through(&shim).signal(), Some(6));
    assert_eq!(tokens(&shim), 2);
    let recorded = fs::read_to_string(&calls).expect("a record");
    assert_eq!(recorded.lines().last(), Some("C_InitToken 0x0"));

    shim.set(&["crash-after = C_InitToken", "fail = C_InitToken CKR_DEVICE_ERROR"]);
    assert_eq!(init_through(&shim).signal(), None, "the real module was not called");
}

fn token() -> (TempDir, Shim) {
    let directory = TempDir::new().expect("a directory");
    let shim = Shim::new(directory.path());
    shim.init_token("test", "so-pin", PIN);
    (directory, shim)
}

/// Another process that makes one more token through the module.
fn init_through(shim: &Shim) -> ExitStatus {
    Command::new("softhsm2-util")
        .arg("--module")
        .arg(shim.module())
        .args(["--init-token", "--free", "--label", "more", "--so-pin", "so-pin", "--pin", PIN])
        .env("SOFTHSM2_CONF", shim.softhsm_conf())
        .output()
        .expect("softhsm2-util runs")
        .status
}

fn tokens(shim: &Shim) -> usize {
    let of = |path: &Path| fs::read_dir(path).expect("a directory").count();
    of(shim.tokens())
}
