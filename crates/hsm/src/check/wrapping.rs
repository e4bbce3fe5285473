//! Whether the token can wrap a node key.

use super::{Finding, Status};
use crate::{
    error::{DeviceError, StartError},
    node_key::NodeKeyError,
    token::{
        Connection,
        wrapping::{self, Lifetime},
    },
};

/// What is tried.
const WHAT: &str = "node key";

/// Encrypts, decrypts, and looks whether damage is noticed: with the key on the token, or with one of
/// this session.
pub(super) fn check(connection: &Connection) -> Finding {
    let found = match wrapping::find(connection, None) {
        Ok(found) => found,
        Err(error) => return Finding::failed(WHAT, &error.into()),
    };
    match found.as_slice() {
        [] => try_session_key(connection),
        [key] => {
            let label = wrapping::LABEL;
            let tried = wrapping::test(connection, key).map_err(StartError::from);
            let mut finding =
                Finding::of(WHAT, tried.map(|()| format!("{label:?} wraps, and notices damage")));
            if key.extractable == Some(true) {
                finding.status = Status::Failed;
                finding.remedy =
                    format!("{label:?} may leave the token (CKA_EXTRACTABLE): make another one");
            }
            finding
        }
        several => {
            let (label, count) = (wrapping::LABEL, several.len());
            Finding::failed(WHAT, &NodeKeyError::WrappingKeyAmbiguous { label, count }.into())
        }
    }
}

fn try_session_key(connection: &Connection) -> Finding {
    let tried = wrapping::make(connection, Lifetime::Session).and_then(|key| {
        let tried = wrapping::test(connection, &key);
        wrapping::forget(connection, key);
        tried
    });
    match tried {
        Ok(()) => Finding::ok(WHAT, "can be wrapped, and damage is noticed"),
        Err(DeviceError { what, .. }) => Finding::missing(
            WHAT,
            what,
            "`hsm node-key init` tries it with a key on the token; otherwise keep the node key in a file",
        ),
    }
}
