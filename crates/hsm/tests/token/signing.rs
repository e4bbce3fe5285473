//! Signing while the device fails in all the ways that devices fail.

use crate::support::{Device, PIN, header, key, prevote, signs, statement, wait_until};
use critical_chains_hsm::{
    FailureClass, Hsm, SignError,
    guard::{NotPermitted, Purpose, Refusal},
};
use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

fn failure(hsm: &Hsm, purpose: Purpose, message: &[u8]) -> SignError {
    hsm.sign(purpose, &key(hsm, purpose), message).unwrap_err()
}

fn class(error: &SignError) -> FailureClass {
    match error {
        SignError::Device(error) => error.class,
        other => panic!("{other}"),
    }
}

#[test]
fn each_purpose_signs_with_its_key() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    let header = header(&hsm, 1, 5);

    assert!(signs(&hsm, Purpose::Seals, &header));
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
    assert!(signs(&hsm, Purpose::Statements, &statement(1)));
}

#[test]
fn a_key_of_another_purpose_or_nobody_is_none() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();

    let voter = key(&hsm, Purpose::Votes);

    assert!(hsm.sign(Purpose::Statements, &voter, &statement(1)).unwrap().is_none());
}

#[test]
fn what_the_guard_refuses_does_not_reach_the_token() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
    let record = device.path("calls");
    device.shim.set(&[&format!("record = {}", record.display())]);

    let error = failure(&hsm, Purpose::Votes, &prevote(2, 1));

    assert!(
        matches!(error, SignError::NotPermitted(NotPermitted::Refused(Refusal::Conflict { .. }))),
        "{error}"
    );
    assert!(!record.exists());
}

#[test]
fn asking_for_keys_does_not_reach_the_token() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    let record = device.path("calls");
    device.shim.set(&[&format!("record = {}", record.display())]);

    assert_eq!(hsm.keys().len(), 3);
    assert!(hsm.has(Purpose::Votes, &key(&hsm, Purpose::Votes)));

    assert!(!record.exists());
}

#[test]
fn sessions_that_were_closed_are_opened_again() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    assert!(signs(&hsm, Purpose::Statements, &statement(1)));

    for (round, times) in (1..=3).zip(["1", "2", "3"]) {
        device.shim.set(&[&format!("close-sessions = {times}")]);

        assert!(signs(&hsm, Purpose::Votes, &prevote(1, round)));
    }
    assert!(hsm.is_up());
}

#[test]
fn calls_that_fail_once_are_repeated() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();

    for (round, fault) in (1_u64..).zip([
        "fail = C_Sign CKR_DEVICE_ERROR 1",
        "fail = C_SignInit CKR_KEY_HANDLE_INVALID 1",
        "fail = C_Sign CKR_FUNCTION_FAILED 2",
        "fail = C_Sign CKR_GENERAL_ERROR 1",
        "fail = C_SignInit CKR_USER_NOT_LOGGED_IN 1",
        "fail = C_Sign CKR_OPERATION_NOT_INITIALIZED 1",
        "fail = C_Sign 0x80000011 1",
    ]) {
        device.shim.set(&[fault]);

        assert!(signs(&hsm, Purpose::Votes, &prevote(1, round)), "{fault}");
    }
}

#[test]
fn a_failure_that_will_not_pass_is_told_at_once() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    device.shim.set(&["fail = C_Sign CKR_KEY_FUNCTION_NOT_PERMITTED"]);
    let started = Instant::now();

    let error = failure(&hsm, Purpose::Votes, &prevote(1, 1));

    assert_eq!(class(&error), FailureClass::Permanent);
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(hsm.is_up());
}

#[test]
fn a_token_that_is_removed_is_waited_for_and_found_again() {
    let device = Device::with_keys();
    let hsm = Arc::new(device.open().unwrap());
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
    device.shim.set(&["removed = true"]);
    let voter = {
        let hsm = hsm.clone();
        thread::spawn(move || signs(&hsm, Purpose::Votes, &prevote(1, 2)))
    };
    wait_until("the token to be missed", || !hsm.is_up());
    assert!(!voter.is_finished());

    device.shim.clear();

    assert!(voter.join().unwrap());
    wait_until("the token to serve", || hsm.is_up());
    assert!(signs(&hsm, Purpose::Statements, &statement(1)));
}

#[test]
fn a_token_that_comes_back_is_noticed_without_anybody_signing() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    device.shim.set(&["removed = true"]);
    let error = failure(&hsm, Purpose::Seals, &header(&hsm, 1, 5));
    assert_eq!(class(&error), FailureClass::Device);
    assert!(!hsm.is_up());

    device.shim.clear();

    wait_until("the token to serve", || hsm.is_up());
}

#[test]
fn a_seal_waits_no_longer_than_it_is_worth() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    device.shim.set(&["removed = true"]);
    let header = header(&hsm, 1, 5);
    let started = Instant::now();

    let error = failure(&hsm, Purpose::Seals, &header);

    assert_eq!(class(&error), FailureClass::Device);
    assert!(started.elapsed() < Duration::from_secs(10));
    device.shim.clear();
    assert!(signs(&hsm, Purpose::Seals, &header));
}

#[test]
fn calls_that_hang_are_given_up_and_others_go_on() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    device.shim.set(&["hang = sign"]);
    let error = failure(&hsm, Purpose::Seals, &header(&hsm, 1, 5));
    assert!(error.to_string().contains("no answer from the device in"), "{error}");

    device.shim.clear();

    wait_until("the token to serve", || hsm.is_up());
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
    assert!(signs(&hsm, Purpose::Statements, &statement(1)));
}

#[test]
fn a_slow_device_serves() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    device.shim.set(&["sign-delay-millis = 300"]);
    let started = Instant::now();

    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));

    assert!(started.elapsed() >= Duration::from_millis(300));
    assert!(hsm.is_up());
}

#[test]
fn more_threads_than_sessions_take_turns() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();

    thread::scope(|scope| {
        for thread in 0..8 {
            let hsm = &hsm;
            scope.spawn(move || {
                for turn in 0..10 {
                    assert!(signs(hsm, Purpose::Statements, &statement(thread * 10 + turn)));
                }
            });
        }
    });
}

#[test]
fn a_device_with_few_sessions_serves_with_those() {
    let device = Device::with_keys();
    device.shim.set(&["max-sessions = 2"]);
    let hsm = device.open().unwrap();

    thread::scope(|scope| {
        for thread in 0..4 {
            let hsm = &hsm;
            scope.spawn(move || assert!(signs(hsm, Purpose::Statements, &statement(thread))));
        }
    });
}

#[test]
fn a_changed_pin_is_tried_once_and_again_when_the_file_changes() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    let record = device.path("calls");
    let recording = format!("record = {}", record.display());
    device.shim.set(&["close-sessions = 1", "refuse-pin = true", &recording]);

    let error = failure(&hsm, Purpose::Seals, &header(&hsm, 1, 5));

    assert_eq!(class(&error), FailureClass::Pin);
    assert!(!hsm.is_up());
    let attempts = || fs::read_to_string(&record).unwrap().matches("C_Login").count();
    assert_eq!(attempts(), 1);
    assert_eq!(class(&failure(&hsm, Purpose::Seals, &header(&hsm, 2, 6))), FailureClass::Pin);
    assert_eq!(attempts(), 1);

    device.shim.clear();
    // The PIN of the token is the same again; the operator has seen to it.
    device.write_pin(PIN);

    wait_until("the token to serve", || hsm.is_up());
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
}

#[test]
fn a_pin_file_that_is_gone_does_not_matter_until_the_next_login() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    fs::remove_file(device.path("pin")).unwrap();
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));

    device.shim.set(&["close-sessions = 1"]);

    let error = failure(&hsm, Purpose::Seals, &header(&hsm, 1, 5));
    assert_eq!(class(&error), FailureClass::Pin);
    device.write_pin(PIN);
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 2)));
}

#[test]
fn a_full_token_makes_no_key_and_goes_on_signing() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    device.shim.set(&["full = true"]);

    let error = hsm.generate(Purpose::Votes).unwrap_err();

    assert_eq!(class(&error), FailureClass::Full);
    assert!(error.to_string().contains("\nhint: remove keys"), "{error}");
    assert!(hsm.is_up());
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
}

#[test]
fn waiting_ends_when_the_node_does() {
    let device = Device::with_keys();
    let hsm = Arc::new(device.open().unwrap());
    device.shim.set(&["removed = true"]);
    let began = Arc::new(AtomicBool::new(false));
    let voter = {
        let (hsm, began) = (hsm.clone(), began.clone());
        thread::spawn(move || {
            began.store(true, Ordering::SeqCst);
            failure(&hsm, Purpose::Votes, &prevote(1, 1))
        })
    };
    wait_until("the voter to wait", || began.load(Ordering::SeqCst) && !hsm.is_up());
    let started = Instant::now();

    hsm.stop();

    assert_eq!(class(&voter.join().unwrap()), FailureClass::Device);
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn keys_made_here_sign_at_once_and_after_a_restart() {
    let device = Device::with_keys();
    let hsm = device.open().unwrap();
    let made = hsm.generate(Purpose::Votes).unwrap();
    assert!(hsm.sign(Purpose::Votes, &made, &prevote(1, 1)).unwrap().is_some());
    drop(hsm);

    let hsm = device.open().unwrap();

    assert!(hsm.has(Purpose::Votes, &made));
    assert!(hsm.sign(Purpose::Votes, &made, &prevote(1, 1)).unwrap().is_some());
    assert!(hsm.sign(Purpose::Votes, &made, &prevote(2, 1)).is_err());
}
