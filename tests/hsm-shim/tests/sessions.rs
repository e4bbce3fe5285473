//! Sessions and tokens that go away, run out, or may only be read.

mod common;

use common::{Device, OID, code, generate, import, login, sign, until};
use cryptoki::{
    error::RvError,
    object::{Attribute, KeyType, ObjectClass},
};
use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

#[test]
fn removed_takes_the_token_its_sessions_and_the_login() {
    let device = Device::new();
    let session = device.session();
    let (_, private) = generate(&session).expect("keys");

    device.shim.set(&["removed = true"]);
    assert_eq!(device.pkcs11.get_slots_with_token().expect("a list"), []);
    assert!(device.pkcs11.get_all_slots().expect("a list").contains(&device.slot));
    assert!(!device.pkcs11.get_slot_info(device.slot).expect("a slot").token_present());
    let token = device.pkcs11.get_token_info(device.slot);
    assert_eq!(code(token), RvError::TokenNotPresent);
    let opened = device.pkcs11.open_rw_session(device.slot);
    assert_eq!(code(opened), RvError::TokenNotPresent);
    assert_eq!(code(sign(&session, private)), RvError::DeviceRemoved);
    assert_eq!(code(session.get_session_info()), RvError::DeviceRemoved);

    device.shim.clear();
    assert!(device.pkcs11.get_slots_with_token().expect("a list").contains(&device.slot));
    assert!(device.pkcs11.get_slot_info(device.slot).expect("a slot").token_present());
    assert_eq!(code(sign(&session, private)), RvError::SessionHandleInvalid);
    let new = device.open();
    assert_eq!(code(import(&new, KeyType::EC_EDWARDS, OID)), RvError::UserNotLoggedIn);
    login(&new).expect("a login is needed, and possible");
    let key = import(&new, KeyType::EC_EDWARDS, OID).expect("a key");
    sign(&new, key).expect("a signature");
}

#[test]
fn close_sessions_closes_at_each_new_value_once() {
    let device = Device::new();

    for value in ["close-sessions = 1", "close-sessions = 2"] {
        let session = device.session();
        device.shim.set(&[value]);
        assert_eq!(code(session.get_session_info()), RvError::SessionHandleInvalid);

        let session = device.session();
        device.shim.set(&[value, "sign-delay-millis = 0"]);
        session.get_session_info().expect("the same value closes nothing");
    }

    let session = device.session();
    device.shim.clear();
    session.get_session_info().expect("nor does the end of the line");
}

/// SoftHSM itself frees sessions under calls that use them.
#[test]
fn close_sessions_waits_for_calls_in_flight() {
    let device = Device::new();
    let keeper = device.session();
    let (signed, stop) = (AtomicUsize::new(0), AtomicBool::new(false));

    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    let session = device.open();
                    // Another thread may have logged in, or everything was closed meanwhile.
                    let _ = login(&session);
                    let Ok(key) = import(&session, KeyType::EC_EDWARDS, OID) else { continue };
                    while sign(&session, key).is_ok() && !stop.load(Ordering::SeqCst) {
                        signed.fetch_add(1, Ordering::SeqCst);
                    }
                }
            });
        }
        for value in 0..50 {
            let before = signed.load(Ordering::SeqCst);
            until("some signatures", || signed.load(Ordering::SeqCst) > before + 10);
            device.shim.set(&[&format!("close-sessions = {value}")]);
        }
        stop.store(true, Ordering::SeqCst);
    });

    assert_eq!(code(keeper.get_session_info()), RvError::SessionHandleInvalid);
}

#[test]
fn max_sessions_counts_those_that_are_open() {
    let device = Device::new();
    let open = || device.pkcs11.open_rw_session(device.slot);

    device.shim.set(&["max-sessions = 2"]);
    let first = open().expect("one of two");
    let _second = open().expect("two of two");
    assert_eq!(code(open()), RvError::SessionCount);
    drop(first);
    let _third = open().expect("one was closed");
    assert_eq!(code(open()), RvError::SessionCount);

    device.shim.clear();
    open().expect("the line is gone");
}

#[test]
fn read_only_lets_nothing_be_written() {
    let device = Device::new();
    let session = device.session();
    let key = import(&session, KeyType::EC_EDWARDS, OID).expect("a key");
    let data = [Attribute::Class(ObjectClass::DATA)];
    let label = [Attribute::Label(b"new".to_vec())];

    device.shim.set(&["read-only = true"]);
    assert!(device.pkcs11.get_token_info(device.slot).expect("a token").write_protected());
    let opened = device.pkcs11.open_rw_session(device.slot);
    assert_eq!(code(opened), RvError::TokenWriteProtected);
    device.pkcs11.open_ro_session(device.slot).expect("a session to read");
    assert_eq!(code(generate(&session)), RvError::SessionReadOnly);
    assert_eq!(code(session.create_object(&data)), RvError::SessionReadOnly);
    assert_eq!(code(session.destroy_object(key)), RvError::SessionReadOnly);
    assert_eq!(code(session.update_attributes(key, &label)), RvError::SessionReadOnly);
    sign(&session, key).expect("signing writes nothing");

    device.shim.clear();
    assert!(!device.pkcs11.get_token_info(device.slot).expect("a token").write_protected());
    session.update_attributes(key, &label).expect("the line is gone");
    session.destroy_object(key).expect("the line is gone");
    device.open();
}
