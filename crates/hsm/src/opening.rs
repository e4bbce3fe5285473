//! Opening a token with its guard: everything is found out before the node begins.

use crate::{
    config::Config,
    error::{FailureClass, StartError},
    guard::{
        Entry, FileStore, Guard, GuardFileError, GuardPlace, Kind, Position, Purpose,
        SharedGuardError, SharedStore, StatementShape, Watermark, WatermarkStore,
    },
    hsm::{self, Hsm},
    metrics::Metrics,
    pool::Pool,
    tallying,
    token::{Access, Connection, KeyInfo, Token, objects, objects::Found},
};

/// Where the guard is, and for what.
#[derive(Clone, Debug)]
pub struct GuardOptions {
    /// Where its state is.
    pub place: GuardPlace,
    /// The chain's genesis hash.
    pub genesis: [u8; 32],
    /// What statements look like.
    pub statements: StatementShape,
}

impl Hsm {
    /// Opens a token, tries each key, and opens the guard. If another node signs by the same guard, this
    /// one stands by, and takes over when that one ends.
    ///
    /// # Errors
    /// Whatever would keep the node from signing: see [`StartError`].
    pub fn open(
        config: Config,
        options: &GuardOptions,
        metrics: Option<Metrics>,
    ) -> Result<Self, StartError> {
        let token = Token::find(config)?;
        check_mechanism(&token)?;
        let mut connection = connect(&token, Access::Read)?;
        let found = find_keys(&token, &mut connection);
        let opened = found.and_then(|keys| {
            let store = open_store(&token, options, &keys, metrics.clone())?;
            Ok((keys, store))
        });
        token.disconnect(connection);
        let (keys, store) = opened?;

        if let Some(metrics) = &metrics {
            metrics.pool_size(token.config.sessions.get());
        }
        let (store, shared): (Box<dyn WatermarkStore>, _) = match store {
            Opened::File(store) => (Box::new(store), None),
            Opened::Shared(store) => (Box::new(store.clone()), Some(store)),
        };
        let guard = Guard::new(options.genesis, options.statements, store, metrics.clone());
        check_watched(&guard, &keys)?;
        let pool = Pool::open(token, metrics.clone())?;
        let hsm = Self::new(pool, guard, keys, metrics);
        Ok(match shared {
            Some(store) => hsm.standing_by(store, options.clone())?,
            None => hsm,
        })
    }
}

/// Starts the guard anew: the operator says that no other node can sign with these keys, and that what
/// they signed before is unknown.
///
/// Seals begin after `slot`, the present one. Votes begin once a block that was made later is final,
/// or after `votes_after` if the operator knows better.
///
/// # Errors
/// If the token or the guard's state cannot be used, or if a node signs by it.
pub fn initialise_guard(
    config: Config,
    guard: &GuardOptions,
    slot: u64,
    votes_after: Option<Position>,
) -> Result<Vec<Entry>, StartError> {
    let token = Token::find(config)?;
    let mut connection = connect(&token, tallying::access(&token)?)?;
    let result = find_keys(&token, &mut connection).and_then(|keys| {
        let mut store = guard.place.open_to_change(&guard.genesis)?;
        let votes = votes_after.map_or(Watermark::Unknown { since_slot: slot }, Watermark::After);
        let entry = |key: &KeyInfo, kind: Kind| {
            let seal = Watermark::After(Position::Slot(slot));
            let watermark = if kind == Kind::Seal { seal } else { votes };
            Entry { key: key.public, kind, watermark }
        };
        let mut entries: Vec<_> = keys
            .iter()
            .flat_map(|key| key.purpose.kinds().iter().map(|kind| entry(key, *kind)))
            .collect();
        // As they are shown later on.
        entries.sort_by_key(|entry| (entry.key.0, entry.kind));
        store.set(&entries)?;
        tallying::begin(&token, &connection, guard, &mut *store)?;
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

pub(crate) fn find_keys(
    token: &Token,
    connection: &mut Connection,
) -> Result<Vec<KeyInfo>, StartError> {
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

/// The guard's state, in the place where it is.
enum Opened {
    File(FileStore),
    Shared(SharedStore),
}

/// Opens the guard's state, and makes sure that it is the one that was used last with this token,
/// unless another node signs by it.
fn open_store(
    token: &Token,
    guard: &GuardOptions,
    keys: &[KeyInfo],
    metrics: Option<Metrics>,
) -> Result<Opened, StartError> {
    let genesis = &guard.genesis;
    // Without keys there is no past either.
    let no_keys = keys.is_empty();
    match &guard.place {
        GuardPlace::Directory(path) => {
            let mut store = match FileStore::open(path, genesis) {
                Err(GuardFileError::Missing(_)) if no_keys => FileStore::create(path, genesis)?,
                other => other?,
            };
            tallying::settle(token, guard, &mut store, no_keys)?;
            Ok(Opened::File(store))
        }
        GuardPlace::Shared(options) => {
            let mut store = match SharedStore::open(options, genesis, metrics.clone()) {
                Err(SharedGuardError::Missing(_)) if no_keys => {
                    SharedStore::create(options, genesis)?;
                    SharedStore::open(options, genesis, metrics)?
                }
                other => other?,
            };
            if store.claim()? {
                tallying::settle(token, guard, &mut store, no_keys)?;
                store.activate()?;
            }
            Ok(Opened::Shared(store))
        }
    }
}

/// Makes sure that the guard knows each key.
pub(crate) fn check_watched(guard: &Guard, keys: &[KeyInfo]) -> Result<(), StartError> {
    for key in keys {
        if !guard.watches(key.purpose, &key.public)? {
            return Err(unguarded(key));
        }
    }
    Ok(())
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
