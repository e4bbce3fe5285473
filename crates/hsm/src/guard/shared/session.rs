//! One connection with the database, and the lock that it may hold.

use super::{error::SharedGuardError, options::SharedOptions, schema, tls};
use crate::guard::store::StoreError;
use codec::Encode;
use parking_lot::Mutex;
use polkadot_sdk::sp_core::ed25519::Public;
use postgres::{Client, NoTls, Statement, Transaction, error::Severity};
use std::{error::Error as _, sync::Arc, time::Duration};

/// How long the server may take to accept a connection.
const CONNECT_LIMIT: Duration = Duration::from_secs(2);

/// What is sent and not confirmed for this long means that the server is gone.
const SILENCE_LIMIT: Duration = Duration::from_secs(5);

/// By which the server's log and `pg_stat_activity` name this program.
const APPLICATION: &str = "critical-chains-node";

/// Which guard in the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chain {
    pub(super) genesis: [u8; 32],
    /// The number of the advisory lock: the beginning of the genesis hash.
    lock: i64,
}

impl Chain {
    pub(super) fn new(genesis: [u8; 32]) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = genesis;
        Self { genesis, lock: i64::from_be_bytes([a, b, c, d, e, f, g, h]) }
    }

    fn genesis(&self) -> &[u8] {
        &self.genesis
    }
}

/// Who signs, by the database.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Signer {
    pub(super) term: i64,
    pub(super) node: Option<String>,
    /// Whether it said that it ends.
    pub(super) released: bool,
}

/// Key, kind and watermark as they are stored.
pub(super) type Row = (Vec<u8>, i16, Vec<u8>);

/// Why a transaction came to nothing.
#[derive(Debug)]
pub(super) enum Fault {
    Database(postgres::Error),
    Store(StoreError),
    /// The lock was lost, or another signer has begun a later term.
    Fenced,
}

impl From<postgres::Error> for Fault {
    fn from(error: postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A connection with a database that has the guard of the chain.
pub(super) struct Session {
    client: Client,
    chain: Chain,
    fence: Statement,
    read: Statement,
    write: Statement,
    /// What the server warned of since it was last asked.
    warning: Arc<Mutex<Option<String>>>,
    /// The term of this connection, while it holds the lock.
    pub(super) term: Option<i64>,
}

impl Session {
    /// Connects, and makes sure that the server is fit for a guard.
    pub(super) fn connect(options: &SharedOptions, chain: Chain) -> Result<Self, SharedGuardError> {
        let place = options.place();
        let (mut client, warning) = connect(options)?;
        check(&mut client, &chain, &place)?;
        let fence = format!("{} FOR UPDATE", schema::TERM);
        let mut prepare =
            |text: &str| client.prepare(text).map_err(|error| unreachable(&place, &error));
        let (fence, read, write) =
            (prepare(&fence)?, prepare(schema::READ)?, prepare(schema::WRITE)?);
        Ok(Self { client, chain, fence, read, write, warning, term: None })
    }

    /// Makes the guard of a chain, if it is not there.
    pub(super) fn create(options: &SharedOptions, chain: Chain) -> Result<(), SharedGuardError> {
        let place = options.place();
        let fail = |error| unreachable(&place, &error);
        let (mut client, _) = connect(options)?;
        let is_made = check_server(&mut client, &place)?;
        let mut change = client.transaction().map_err(fail)?;
        if !is_made {
            change.batch_execute(&schema::CREATE.join(";")).map_err(fail)?;
        }
        check_format(&mut change, &place)?;
        change.execute(schema::ADD_CHAIN, &[&chain.genesis()]).map_err(fail)?;
        change.commit().map_err(fail)
    }

    /// Who signs, by the database.
    pub(super) fn signer(&mut self) -> Result<Signer, Fault> {
        let row = self.client.query_one(schema::SIGNER, &[&self.chain.genesis()])?;
        Ok(Signer { term: row.try_get(0)?, node: row.try_get(1)?, released: row.try_get(2)? })
    }

    /// Whether anybody holds the lock.
    pub(super) fn lock_is_taken(&mut self) -> Result<bool, Fault> {
        Ok(self.client.query_one(schema::LOCK_IS_TAKEN, &[&self.chain.lock])?.try_get(0)?)
    }

    /// Takes the lock if it is free, and begins a term.
    pub(super) fn take_lock(&mut self, node: Option<&str>) -> Result<bool, Fault> {
        let taken: bool = self.client.query_one(schema::LOCK, &[&self.chain.lock])?.try_get(0)?;
        if taken {
            let mut change = self.client.transaction()?;
            let row = change.query_one(schema::NEXT_TERM, &[&self.chain.genesis(), &node])?;
            let term = row.try_get(0)?;
            commit(change, &self.warning)?;
            self.term = Some(term);
        }
        Ok(taken)
    }

    /// Gives the lock back. `ends` tells the others that they need not wait.
    pub(super) fn give_lock_back(&mut self, ends: bool) -> Result<(), Fault> {
        if ends {
            self.fenced(|change| {
                let genesis = change.chain.genesis;
                change.transaction.execute(schema::RELEASED, &[&genesis.as_slice()])?;
                Ok(())
            })?;
        }
        self.term = None;
        self.client.query_one(schema::UNLOCK, &[&self.chain.lock])?;
        Ok(())
    }

    /// Makes sure that this connection still holds the lock, and that its term is the newest.
    pub(super) fn check_lock(&mut self) -> Result<(), Fault> {
        let parameters: [&(dyn postgres::types::ToSql + Sync); 2] =
            [&self.chain.genesis(), &self.chain.lock];
        let row = self.client.query_one(schema::TERM, &parameters)?;
        is_ours(&row, self.term)
    }

    /// Changes something, if this connection is still the signer's: neither before nor meanwhile can
    /// another one change anything.
    pub(super) fn fenced<T>(
        &mut self,
        work: impl FnOnce(&mut Change<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut transaction = self.client.transaction()?;
        let row = transaction.query_one(&self.fence, &[&self.chain.genesis(), &self.chain.lock])?;
        is_ours(&row, self.term)?;
        let mut change =
            Change { transaction, chain: self.chain, read: &self.read, write: &self.write };
        let result = work(&mut change)?;
        commit(change.transaction, &self.warning)?;
        Ok(result)
    }

    /// What is known of a key, and which node it is from.
    pub(super) fn read(&mut self, key: &Public, kind: i16) -> Result<Option<Known>, Fault> {
        let row = self
            .client
            .query_opt(&self.read, &[&self.chain.genesis(), &key.0.as_slice(), &kind])?;
        row.map(|row| Known::of(&row)).transpose()
    }

    /// All watermarks, by key and kind.
    pub(super) fn read_all(&mut self) -> Result<Vec<Row>, Fault> {
        let rows = self.client.query(schema::READ_ALL, &[&self.chain.genesis()])?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
    }

    pub(super) fn setting(&mut self, name: &str) -> Result<String, Fault> {
        Ok(self.client.query_one("SELECT current_setting($1)", &[&name])?.try_get(0)?)
    }

    pub(super) fn process(&mut self) -> Result<i32, Fault> {
        Ok(self.client.query_one("SELECT pg_backend_pid()", &[])?.try_get(0)?)
    }

    /// What the token is compared with.
    pub(super) fn tally(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.client.query_one(schema::TALLY, &[&self.chain.genesis()])?.try_get(0)?)
    }
}

/// A watermark as it is stored.
pub(super) struct Known {
    pub(super) watermark: Vec<u8>,
    pub(super) node: Option<String>,
}

impl Known {
    fn of(row: &postgres::Row) -> Result<Self, Fault> {
        Ok(Self { watermark: row.try_get(0)?, node: row.try_get(1)? })
    }
}

/// A change that is being made, behind the fence.
pub(super) struct Change<'a> {
    transaction: Transaction<'a>,
    chain: Chain,
    read: &'a Statement,
    write: &'a Statement,
}

impl Change<'_> {
    pub(super) fn read(&mut self, key: &Public, kind: i16) -> Result<Option<Known>, Fault> {
        let parameters: [&(dyn postgres::types::ToSql + Sync); 3] =
            [&self.chain.genesis(), &key.0.as_slice(), &kind];
        let row = self.transaction.query_opt(self.read, &parameters)?;
        row.map(|row| Known::of(&row)).transpose()
    }

    pub(super) fn write(
        &mut self,
        key: &Public,
        kind: i16,
        watermark: &impl Encode,
        node: Option<&str>,
    ) -> Result<(), Fault> {
        let bytes = watermark.encode();
        let parameters: [&(dyn postgres::types::ToSql + Sync); 5] =
            [&self.chain.genesis(), &key.0.as_slice(), &kind, &bytes, &node];
        self.transaction.execute(self.write, &parameters)?;
        Ok(())
    }

    pub(super) fn set_tally(&mut self, tally: &impl Encode) -> Result<(), Fault> {
        let bytes = tally.encode();
        self.transaction.execute(schema::SET_TALLY, &[&self.chain.genesis(), &bytes])?;
        Ok(())
    }
}

fn is_ours(row: &postgres::Row, term: Option<i64>) -> Result<(), Fault> {
    let (newest, holds): (i64, bool) = (row.try_get(0)?, row.try_get(1)?);
    if holds && term == Some(newest) { Ok(()) } else { Err(Fault::Fenced) }
}

/// Commits, and takes a warning for a failure: with one, a server says that it did not wait for its
/// replicas.
fn commit(change: Transaction<'_>, warning: &Mutex<Option<String>>) -> Result<(), Fault> {
    warning.lock().take();
    change.commit()?;
    match warning.lock().take() {
        Some(text) => {
            Err(StoreError::Unreachable(format!("it warned while writing: {text}")).into())
        }
        None => Ok(()),
    }
}

type Connected = (Client, Arc<Mutex<Option<String>>>);

fn connect(options: &SharedOptions) -> Result<Connected, SharedGuardError> {
    let place = options.place();
    let warning = Arc::<Mutex<Option<String>>>::default();
    let warned = warning.clone();
    let mut database = options.with_password()?;
    database
        .application_name(APPLICATION)
        .connect_timeout(CONNECT_LIMIT)
        .tcp_user_timeout(SILENCE_LIMIT)
        .keepalives_idle(SILENCE_LIMIT)
        .keepalives_interval(CONNECT_LIMIT)
        .notice_callback(move |notice| {
            if notice.parsed_severity() == Some(Severity::Warning) {
                *warned.lock() = Some(notice.message().into());
            }
        });
    let client = match &options.ca_file {
        Some(path) => database.connect(tls::connector(path)?),
        None => database.connect(NoTls),
    };
    let mut client = client.map_err(|error| unreachable(&place, &error))?;
    client.batch_execute(schema::SESSION).map_err(|error| unreachable(&place, &error))?;
    Ok((client, warning))
}

/// Returns whether there is a guard of any chain.
fn check_server(client: &mut Client, place: &str) -> Result<bool, SharedGuardError> {
    let fail = |error| unreachable(place, &error);
    let row = client.query_one(schema::SERVER, &[]).map_err(fail)?;
    let get = |index| row.try_get::<usize, bool>(index).map_err(fail);
    if !get(0)? {
        return Err(SharedGuardError::NotDurable);
    }
    if get(1)? {
        return Err(SharedGuardError::Replica);
    }
    get(2)
}

fn check_format(
    client: &mut impl postgres::GenericClient,
    place: &str,
) -> Result<(), SharedGuardError> {
    let row = client.query_opt(schema::FORMAT, &[]).map_err(|error| unreachable(place, &error))?;
    let version: Option<i32> = row.and_then(|row| row.try_get(0).ok());
    match version {
        Some(schema::FORMAT_VERSION) => Ok(()),
        Some(version) => Err(SharedGuardError::OtherFormat { place: place.into(), version }),
        None => {
            let source = StoreError::Damaged("its format is not told".into());
            Err(SharedGuardError::Store { place: place.into(), source })
        }
    }
}

fn check(client: &mut Client, chain: &Chain, place: &str) -> Result<(), SharedGuardError> {
    if !check_server(client, place)? {
        return Err(SharedGuardError::Missing(place.into()));
    }
    check_format(client, place)?;
    let found = client
        .query_opt(schema::CHAINS, &[&chain.genesis()])
        .and_then(|row| row.map(|row| row.try_get::<_, Vec<u8>>(0)).transpose())
        .map_err(|error| unreachable(place, &error))?;
    let Some(found) = found else { return Err(SharedGuardError::Missing(place.into())) };
    if found == chain.genesis {
        return Ok(());
    }
    let genesis = <[u8; 32]>::try_from(found).unwrap_or_default();
    Err(SharedGuardError::OtherChain { place: place.into(), genesis })
}

fn unreachable(place: &str, error: &postgres::Error) -> SharedGuardError {
    SharedGuardError::Unreachable { place: place.into(), reason: describe(error) }
}

/// The error with its reason, which the library keeps apart.
pub(super) fn describe(error: &postgres::Error) -> String {
    if let Some(said) = error.as_db_error() {
        return format!("{} ({})", said.message(), said.code().code());
    }
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
