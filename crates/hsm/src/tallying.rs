//! The tally: the token remembers which state of which guard was used with it last.

use crate::{
    error::{DeviceError, FailureClass, StartError},
    guard::{TalliedStore, Tally},
    opening::{GuardOptions, connect},
    token::{Access, Connection, Token},
};

/// Bytes that tell one guard from another.
const FILE_ID_BYTES: usize = 16;

/// Makes sure that the guard's state is the one that was used last with this token, and counts this
/// opening.
pub(crate) fn settle(
    token: &Token,
    guard: &GuardOptions,
    store: &mut dyn TalliedStore,
    no_keys: bool,
) -> Result<(), StartError> {
    let stored = store.tally()?;
    if !is_kept(token)? {
        log::warn!(
            target: crate::LOG_TARGET,
            "The token does not remember the guard: an older copy of {} would not show",
            guard.place,
        );
        return Ok(());
    }
    let connection = connect(token, Access::Write)?;
    let settled = connection.tally(&guard.genesis).map_err(StartError::from).and_then(|on_token| {
        let next = next(stored, on_token, no_keys)?;
        // The guard first: if it ends here, the guard is one ahead, which is no sign of age.
        store.set_tally(&next)?;
        write(&connection, guard, &next)
    });
    token.disconnect(connection);
    settled
}

/// Has guard and token begin anew with each other.
pub(crate) fn begin(
    token: &Token,
    connection: &Connection,
    guard: &GuardOptions,
    store: &mut dyn TalliedStore,
) -> Result<(), StartError> {
    let before = connection.tally(&guard.genesis)?;
    let openings = before.map_or(0, |tally| tally.openings);
    let tally = Tally { file: new_file_id()?, openings: openings.saturating_add(1) };
    store.set_tally(&tally)?;
    if is_kept(token)? { write(connection, guard, &tally) } else { Ok(()) }
}

fn write(connection: &Connection, guard: &GuardOptions, tally: &Tally) -> Result<(), StartError> {
    connection.set_tally(&guard.genesis, tally).map_err(|error| match error.class {
        FailureClass::Permanent | FailureClass::Full => StartError::TallyRefused(error.what),
        _ => error.into(),
    })
}

/// The tally of this opening, if the guard is as new as the token knows.
fn next(
    stored: Option<Tally>,
    on_token: Option<Tally>,
    no_keys: bool,
) -> Result<Tally, StartError> {
    let tally = match (stored, on_token) {
        (None, None) => Tally { file: new_file_id()?, openings: 0 },
        (None, Some(known)) if no_keys => Tally { file: new_file_id()?, ..known },
        (None, Some(_)) => return Err(StartError::GuardOutdated),
        (Some(stored), None) => stored,
        (Some(stored), Some(known)) => {
            // It is one ahead if the last opening was broken off between the two, and more if the
            // token was put back, which makes the guard no older.
            let is_newest = stored.file == known.file && stored.openings >= known.openings;
            if !is_newest {
                return Err(StartError::GuardOutdated);
            }
            stored
        }
    };
    Ok(Tally { openings: tally.openings.saturating_add(1), ..tally })
}

/// Whether the token can remember the guard, and is meant to.
fn is_kept(token: &Token) -> Result<bool, StartError> {
    Ok(token.config.tally && access(token)? == Access::Write)
}

/// How far the token lets itself be opened.
pub(crate) fn access(token: &Token) -> Result<Access, StartError> {
    let info = token.ask(|pkcs11, slot| pkcs11.get_token_info(slot))?;
    Ok(if info.write_protected() { Access::Read } else { Access::Write })
}

fn new_file_id() -> Result<[u8; FILE_ID_BYTES], StartError> {
    let mut id = [0; FILE_ID_BYTES];
    getrandom::fill(&mut id)
        .map_err(|error| DeviceError::new(FailureClass::Permanent, error.to_string()))?;
    Ok(id)
}
