//! What goes wrong with a device, and what to do about it.

use crate::{
    guard::{GuardFileError, NotPermitted, Purpose, SharedGuardError, StoreError},
    node_key::NodeKeyError,
};
use cryptoki::{
    context::Function,
    error::{Error as Pkcs11Error, RvError},
};
use std::{path::PathBuf, time::Duration};

/// What kind of failure it is, which decides what is done about it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FailureClass {
    /// The session is of no use any more: another one may be.
    Session,
    /// The device does not answer, or is not there: it may come back.
    Device,
    /// The PIN is not accepted. Trying again would lock the token.
    Pin,
    /// The device has no room.
    Full,
    /// It will not work the next time either.
    Permanent,
}

impl FailureClass {
    /// The name in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Device => "device",
            Self::Pin => "pin",
            Self::Full => "full",
            Self::Permanent => "permanent",
        }
    }
}

/// A call of the device that failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what}{}", remedy(*class))]
pub struct DeviceError {
    /// What kind of failure it is.
    pub class: FailureClass,
    /// What failed and how, in the words of PKCS#11 where there are some.
    pub what: String,
}

fn remedy(class: FailureClass) -> &'static str {
    match class {
        FailureClass::Session | FailureClass::Permanent => "",
        FailureClass::Device => "\nhint: see that the device is connected and switched on",
        FailureClass::Pin => {
            "\nhint: put the right PIN into the PIN file; it is tried again when the file changes"
        }
        FailureClass::Full => "\nhint: remove keys that are not used any more from the token",
    }
}

impl DeviceError {
    pub(crate) fn new(class: FailureClass, what: impl Into<String>) -> Self {
        Self { class, what: what.into() }
    }

    /// That no answer came in time.
    pub(crate) fn timed_out(limit: Duration) -> Self {
        let millis = limit.as_millis();
        Self::new(FailureClass::Device, format!("no answer from the device in {millis} ms"))
    }

    /// Whether another attempt may succeed without anybody's doing.
    pub fn is_transient(&self) -> bool {
        matches!(self.class, FailureClass::Session | FailureClass::Device)
    }
}

impl From<Pkcs11Error> for DeviceError {
    fn from(error: Pkcs11Error) -> Self {
        match error {
            Pkcs11Error::Pkcs11(code, function) => {
                Self::new(class_of(code), describe(code, function))
            }
            other => Self::new(FailureClass::Permanent, other.to_string()),
        }
    }
}

/// The name of a code as the standard writes it.
fn describe(code: RvError, function: Function) -> String {
    let name = match code {
        RvError::VendorDefined(code) | RvError::UnknownErrorCode(code) => format!("{code:#010x}"),
        known => {
            let mut name = String::from("CKR");
            for letter in format!("{known:?}").chars() {
                if letter.is_ascii_uppercase() {
                    name.push('_');
                }
                name.push(letter.to_ascii_uppercase());
            }
            name
        }
    };
    format!("C_{function:?}: {name}")
}

fn class_of(code: RvError) -> FailureClass {
    match code {
        RvError::SessionClosed
        | RvError::SessionHandleInvalid
        | RvError::SessionCount
        | RvError::UserNotLoggedIn
        | RvError::KeyHandleInvalid
        | RvError::ObjectHandleInvalid
        | RvError::OperationActive
        | RvError::OperationNotInitialized => FailureClass::Session,
        RvError::CryptokiNotInitialized
        | RvError::DeviceError
        | RvError::DeviceRemoved
        | RvError::FunctionCanceled
        | RvError::FunctionFailed
        | RvError::GeneralError
        | RvError::HostMemory
        | RvError::SlotIdInvalid
        | RvError::TokenNotPresent
        | RvError::TokenNotRecognized
        | RvError::UnknownErrorCode(_)
        | RvError::VendorDefined(_) => FailureClass::Device,
        RvError::PinExpired
        | RvError::PinIncorrect
        | RvError::PinInvalid
        | RvError::PinLenRange
        | RvError::PinLocked
        | RvError::UserPinNotInitialized => FailureClass::Pin,
        RvError::DeviceMemory => FailureClass::Full,
        _ => FailureClass::Permanent,
    }
}

/// Why the PIN is not known.
#[derive(Debug, thiserror::Error)]
pub enum PinError {
    /// Nobody said where it is.
    #[error(
        "no PIN\nhint: give --hsm-pin-file, or set {} in the environment",
        crate::pin::VARIABLE
    )]
    NotGiven,
    /// The file cannot be read.
    #[error("the PIN file {}: {reason}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Others can read the file.
    #[error("others can read the PIN file {}\nhint: chmod 600 {}", .0.display(), .0.display())]
    Exposed(PathBuf),
}

/// Why the keys on the token cannot be used. The node does not start then.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The module's file is not there.
    #[error(
        "no PKCS#11 module at {}\nhint: give the library of the device's vendor to --hsm-module", .0.display()
    )]
    ModuleMissing(PathBuf),
    /// The module cannot be loaded.
    #[error(
        "the PKCS#11 module {} cannot be loaded: {reason}\nhint: give the library of the device's \
         vendor, made for this machine", path.display()
    )]
    ModuleUnusable {
        /// Which module.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// No token of this name.
    #[error(
        "no token {wanted:?}; the module shows {}\nhint: give one of them to --hsm-token, connect the device, or make a token with the vendor's tool",
        list(seen)
    )]
    TokenMissing {
        /// The label or serial number that was asked for.
        wanted: String,
        /// The labels there are.
        seen: Vec<String>,
    },
    /// Several tokens of this name.
    #[error(
        "{count} tokens are called {wanted:?}\nhint: tell which by `serial` in the file of --hsm-config"
    )]
    TokenAmbiguous {
        /// The label that was asked for.
        wanted: String,
        /// How many there are.
        count: usize,
    },
    /// There is a token of this name already.
    #[error("there is a token {0:?} already\nhint: give another label to --hsm-token")]
    TokenExists(String),
    /// No slot is free for another token.
    #[error("no slot of the device is free\nhint: make the token with the vendor's tool")]
    NoFreeSlot,
    /// The PIN is not known.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// The token does not accept the PIN.
    #[error(
        "the token does not accept the PIN ({0})\nhint: correct the PIN file; most tokens lock after a \
         few attempts, so the node made one"
    )]
    PinRefused(String),
    /// The device lacks a mechanism.
    #[error(
        "the token has no {name} ({number:#010x})\nhint: if the vendor has a number of its own for it, \
         name it under [device] in the file of --hsm-config; `critical-chains-node hsm check` lists \
         what there is"
    )]
    MechanismMissing {
        /// Its name.
        name: &'static str,
        /// Its number.
        number: u64,
    },
    /// A key is not on the token.
    #[error(
        "no {purpose} key on the token{}\nhint: make it with `critical-chains-node hsm provision`, or say which \
         it is under [[keys]] in the file of --hsm-config", selector.as_ref().map(|by| format!(" with {by}")).unwrap_or_default()
    )]
    KeyMissing {
        /// The type of the key.
        purpose: &'static str,
        /// By what it was looked for.
        selector: Option<String>,
    },
    /// A key cannot be used.
    #[error("the {purpose} key {label:?} on the token: {problem}")]
    KeyUnusable {
        /// The type of the key.
        purpose: &'static str,
        /// Its label.
        label: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A key of the same type lies in a file.
    #[error(
        "the keystore directory holds a {purpose} key, which belongs on the token\nhint: if the \
         validator has a key on the token instead, delete the file {} there",
        file
    )]
    KeyInFile {
        /// The type of the key.
        purpose: &'static str,
        /// The name of its file.
        file: String,
    },
    /// The guard knows nothing of a key.
    #[error(
        "the signing guard knows nothing of the {purpose} key {key}\nhint: put its state here with \
         `hsm guard import`, or, if no other node can sign with it any more, run: critical-chains-node \
         hsm guard init"
    )]
    KeyUnguarded {
        /// The type of the key.
        purpose: &'static str,
        /// The key.
        key: String,
    },
    /// The guard is not the one that was used last.
    #[error(
        "the signing guard here is older than what was signed with this token\nhint: put back the one \
         that was used last; if it is lost and no other node can sign with this token, run: \
         critical-chains-node hsm guard init"
    )]
    GuardOutdated,
    /// The token cannot remember the guard.
    #[error(
        "the token cannot remember which signing guard is used with it: {0}\nhint: if it keeps no data \
         objects, say `tally = false` in the file of --hsm-config; an old copy of the guard's state will \
         then show only once the chain does"
    )]
    TallyRefused(String),
    /// The guard's file cannot be used.
    #[error("{file}{hint}", file = .0, hint = guard_hint(.0))]
    Guard(#[from] GuardFileError),
    /// The shared guard cannot be used.
    #[error("{shared}{hint}", shared = .0, hint = shared_guard_hint(.0))]
    SharedGuard(#[from] SharedGuardError),
    /// The guard cannot be read or written.
    #[error(transparent)]
    GuardStore(#[from] StoreError),
    /// The node key cannot be wrapped or unwrapped.
    #[error(transparent)]
    NodeKey(#[from] NodeKeyError),
    /// The device fails.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// A signature of the device is wrong.
    #[error("the token signs wrongly with the {purpose} key {key}\nhint: have the device checked")]
    WrongSignature {
        /// The type of the key.
        purpose: &'static str,
        /// The key.
        key: String,
    },
}

impl StartError {
    /// That a private key has no public one.
    pub(crate) fn without_public(purpose: Purpose, label: String) -> Self {
        let problem = "there is no public key with its CKA_ID\nhint: say the public key under [[keys]] \
                       in the file of --hsm-config";
        Self::KeyUnusable { purpose: purpose.name(), label, problem: problem.into() }
    }
}

fn guard_hint(error: &GuardFileError) -> &'static str {
    match error {
        GuardFileError::Missing(_) => MISSING_GUARD_HINT,
        _ => "",
    }
}

fn shared_guard_hint(error: &SharedGuardError) -> &'static str {
    match error {
        SharedGuardError::Missing(_) => MISSING_GUARD_HINT,
        _ => "",
    }
}

const MISSING_GUARD_HINT: &str = "\nhint: put it back, or, if no other node can sign with these keys, \
    run: critical-chains-node hsm guard init";

fn list(labels: &[String]) -> String {
    if labels.is_empty() {
        return "none".into();
    }
    labels.iter().map(|label| format!("{label:?}")).collect::<Vec<_>>().join(", ")
}

/// Why a message was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The guard did not permit it.
    #[error(transparent)]
    NotPermitted(#[from] NotPermitted),
    /// The device failed, and did not recover in time.
    #[error(transparent)]
    Device(#[from] DeviceError),
}
