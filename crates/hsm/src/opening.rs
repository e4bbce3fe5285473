//! Opening a token with its guard: everything is found out before the node begins.

use crate::{
    config::Config,
    error::{DeviceError, FailureClass, StartError},
    guard::{
        Entry, FileStore, Guard, GuardFileError, Kind, Position, Purpose, StatementShape, Tally,
        Watermark, WatermarkStore,
    },
    hsm::{self, Hsm},
    metrics::Metrics,
    pool::Pool,
    token::{Access, Connection, KeyInfo, Token, objects, objects::Found},
};
use std::path::PathBuf;

/// Bytes that tell one guard from another.
const FILE_ID_BYTES: usize = 16;

/// Where the guard is, and for what.
#[derive(Clone, Debug)]
pub struct GuardOptions {
    /// The directory of its state.
    pub directory: PathBuf,
    /// The chain's genesis hash.
    pub genesis: [u8; 32],
    /// What statements look like.
    pub statements: StatementShape,
}

impl Hsm {
    /// Opens a token, tries each key, and opens the guard.
    ///
    /// # Errors
    /// Whatever would keep the node from signing: see [`StartError`].
    pub fn open(
        config: Config,
        guard: &GuardOptions,
        metrics: Option<Metrics>,
    ) -> Result<Self, StartError> {
        let token = Token::find(config)?;
        check_mechanism(&token)?;
        let mut connection = connect(&token, Access::Read)?;
        let found = find_keys(&token, &mut connection);
        let opened = found.and_then(|keys| {
            let store = open_store(&token, guard, &keys)?;
            Ok((keys, store))
        });
        token.disconnect(connection);
        let (keys, store) = opened?;

        if let Some(metrics) = &metrics {
            metrics.pool_size(token.config.sessions.get());
        }
        let guard = Guard::new(guard.genesis, guard.statements, Box::new(store), metrics.clone());
        for key in &keys {
            if !guard.watches(key.purpose, &key.public)? {
                return Err(unguarded(key));
            }
        }
        let pool = Pool::open(token, metrics.clone())?;
        Ok(Self::new(pool, guard, keys, metrics))
    }
}

/// Starts the guard anew: the operator says that no other node can sign with these keys, and that what
/// they signed before is unknown.
///
/// Seals begin after `slot`, the present one. Votes begin once a block that was made later is final,
/// or after `votes_after` if the operator knows better.
///
/// # Errors
/// If the token or the guard's file cannot be used.
pub fn initialise_guard(
    config: Config,
    guard: &GuardOptions,
    slot: u64,
    votes_after: Option<Position>,
) -> Result<Vec<Entry>, StartError> {
    let token = Token::find(config)?;
    let mut connection = connect(&token, access(&token)?)?;
    let result = find_keys(&token, &mut connection).and_then(|keys| {
        let mut store = match FileStore::open(&guard.directory, &guard.genesis) {
            Ok(store) => store,
            Err(GuardFileError::Missing(_)) => FileStore::create(&guard.directory, &guard.genesis)?,
            Err(other) => return Err(other.into()),
        };
        let votes = votes_after.map_or(Watermark::Unknown { since_slot: slot }, Watermark::After);
        let entry = |key: &KeyInfo, kind: Kind| {
            let seal = Watermark::After(Position::Slot(slot));
            let watermark = if kind == Kind::Seal { seal } else { votes };
            Entry { key: key.public, kind, watermark }
        };
        let entries: Vec<_> = keys
            .iter()
            .flat_map(|key| key.purpose.kinds().iter().map(|kind| entry(key, *kind)))
            .collect();
        store.set(&entries)?;
        let before = connection.tally(&guard.genesis)?;
        let openings = before.map_or(0, |tally| tally.openings);
        let tally = Tally { file: new_file_id()?, openings: openings.saturating_add(1) };
        store.set_tally(&tally)?;
        if keeps_tally(&token)? {
            write_tally(&connection, guard, &tally)?;
        }
        Ok(entries)
    });
    token.disconnect(connection);
    result
}

/// Opens a session, with the PIN's refusal told apart.
pub(crate) fn connect(token: &Token, access: Access) -> Result<Connection, StartError> {
    // The reason why there is no PIN says what to do about it.
    token.config.pin.read()?;
    token.connect(access).map_err(|error| match error.class {
        FailureClass::Pin => StartError::PinRefused(error.what),
        _ => error.into(),
    })
}

fn check_mechanism(token: &Token) -> Result<(), StartError> {
    let number = token.config.device.eddsa;
    if objects::has_mechanism(token, number)? {
        return Ok(());
    }
    Err(StartError::MechanismMissing { name: "CKM_EDDSA", number })
}

fn find_keys(token: &Token, connection: &mut Connection) -> Result<Vec<KeyInfo>, StartError> {
    let Config { device, keys: selectors, .. } = &token.config;
    let Found { keys, without_public } = objects::list(connection, device, selectors)?;
    if let Some((purpose, name)) = without_public.into_iter().next() {
        return Err(StartError::without_public(purpose, name.label));
    }
    for selector in selectors {
        if !keys.iter().any(|key| selector.selects(&key.name)) {
            return Err(StartError::KeyMissing {
                purpose: selector.purpose.name(),
                selector: Some(selector.to_string()),
            });
        }
    }
    // Both or none: with one of them a validator would author and not vote, or the other way round.
    let has = |purpose| keys.iter().any(|key: &KeyInfo| key.purpose == purpose);
    let lacking = match (has(Purpose::Seals), has(Purpose::Votes)) {
        (true, false) => Some(Purpose::Votes),
        (false, true) => Some(Purpose::Seals),
        (true, true) | (false, false) => None,
    };
    if let Some(purpose) = lacking {
        return Err(StartError::KeyMissing { purpose: purpose.name(), selector: None });
    }
    for key in &keys {
        hsm::test(token, connection, key)?;
        if key.extractable == Some(true) {
            log::warn!(
                target: crate::LOG_TARGET,
                "The {} key {} may leave the token (CKA_EXTRACTABLE): make another one",
                key.purpose.name(),
                key.public,
            );
        }
    }
    Ok(keys)
}

/// Opens the guard's file, and makes sure that it is the one that was used last with this token.
fn open_store(
    token: &Token,
    guard: &GuardOptions,
    keys: &[KeyInfo],
) -> Result<FileStore, StartError> {
    let mut store = match FileStore::open(&guard.directory, &guard.genesis) {
        // Without keys there is no past either.
        Err(GuardFileError::Missing(_)) if keys.is_empty() => {
            FileStore::create(&guard.directory, &guard.genesis)?
        }
        other => other?,
    };
    let in_file = store.tally()?;
    if !keeps_tally(token)? {
        log::warn!(
            target: crate::LOG_TARGET,
            "The token does not remember the guard: an older copy of {} would not show",
            guard.directory.display(),
        );
        return Ok(store);
    }
    let connection = connect(token, Access::Write)?;
    let settled = connection.tally(&guard.genesis).map_err(StartError::from).and_then(|on_token| {
        let next = next_tally(in_file, on_token, keys.is_empty())?;
        // The file first: if it ends here, the file is one ahead, which is no sign of age.
        store.set_tally(&next)?;
        write_tally(&connection, guard, &next)
    });
    token.disconnect(connection);
    settled.map(|()| store)
}

fn write_tally(
    connection: &Connection,
    guard: &GuardOptions,
    tally: &Tally,
) -> Result<(), StartError> {
    connection.set_tally(&guard.genesis, tally).map_err(|error| match error.class {
        FailureClass::Permanent | FailureClass::Full => StartError::TallyRefused(error.what),
        _ => error.into(),
    })
}

/// The tally of this opening, if the file is as new as the token knows.
fn next_tally(
    in_file: Option<Tally>,
    on_token: Option<Tally>,
    no_keys: bool,
) -> Result<Tally, StartError> {
    let tally = match (in_file, on_token) {
        (None, None) => Tally { file: new_file_id()?, openings: 0 },
        (None, Some(known)) if no_keys => Tally { file: new_file_id()?, ..known },
        (None, Some(_)) => return Err(StartError::GuardOutdated),
        (Some(file), None) => file,
        (Some(file), Some(known)) => {
            // It is one ahead if the last opening was broken off between the two, and more if the
            // token was put back, which makes the file no older.
            let is_newest = file.file == known.file && file.openings >= known.openings;
            if !is_newest {
                return Err(StartError::GuardOutdated);
            }
            file
        }
    };
    Ok(Tally { openings: tally.openings.saturating_add(1), ..tally })
}

/// Whether the token can remember the guard, and is meant to.
fn keeps_tally(token: &Token) -> Result<bool, StartError> {
    Ok(token.config.tally && access(token)? == Access::Write)
}

fn access(token: &Token) -> Result<Access, StartError> {
    let info = token.ask(|pkcs11, slot| pkcs11.get_token_info(slot))?;
    Ok(if info.write_protected() { Access::Read } else { Access::Write })
}

fn new_file_id() -> Result<[u8; FILE_ID_BYTES], StartError> {
    let mut id = [0; FILE_ID_BYTES];
    getrandom::fill(&mut id)
        .map_err(|error| DeviceError::new(FailureClass::Permanent, error.to_string()))?;
    Ok(id)
}

fn unguarded(key: &KeyInfo) -> StartError {
    StartError::KeyUnguarded { purpose: key.purpose.name(), key: key.public.to_string() }
}

/// The keys of this program on a token. The guard is not needed for looking.
///
/// # Errors
/// If the token cannot be used.
pub fn list_keys(config: Config) -> Result<Vec<KeyInfo>, StartError> {
    let token = Token::find(config)?;
    let connection = connect(&token, Access::Read)?;
    let found = objects::list(&connection, &token.config.device, &token.config.keys);
    token.disconnect(connection);
    Ok(found?.keys)
}
