//! What is in the database.

/// The version of what is in the database.
pub(super) const FORMAT_VERSION: i32 = 1;

/// Keeps two that make the schema from each other.
const MAKING: &str = "SELECT pg_advisory_xact_lock(hashtext('critical_chains_guard'))";

/// Makes what is not there.
pub(super) const CREATE: &[&str] = &[
    MAKING,
    "CREATE SCHEMA IF NOT EXISTS critical_chains_guard",
    "CREATE TABLE IF NOT EXISTS critical_chains_guard.format (version integer NOT NULL)",
    "CREATE TABLE IF NOT EXISTS critical_chains_guard.signer (
        genesis bytea PRIMARY KEY CHECK (length(genesis) = 32),
        term bigint NOT NULL,
        node text,
        released boolean NOT NULL,
        tally bytea
    )",
    "CREATE TABLE IF NOT EXISTS critical_chains_guard.watermarks (
        genesis bytea NOT NULL REFERENCES critical_chains_guard.signer,
        key bytea NOT NULL CHECK (length(key) = 32),
        kind smallint NOT NULL,
        watermark bytea NOT NULL,
        node text,
        PRIMARY KEY (genesis, key, kind)
    )",
    "INSERT INTO critical_chains_guard.format (version)
        SELECT 1 WHERE NOT EXISTS (SELECT FROM critical_chains_guard.format)",
];

pub(super) const ADD_CHAIN: &str =
    "INSERT INTO critical_chains_guard.signer (genesis, term, released)
        VALUES ($1, 0, true) ON CONFLICT DO NOTHING";

/// What the session must be like. A server or role that asks for more than `on` keeps it.
pub(super) const SESSION: &str = "
    SET search_path = pg_catalog;
    SET default_transaction_isolation = 'read committed';
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') <> 'remote_apply';
    SET statement_timeout = '2s';
    SET idle_in_transaction_session_timeout = '2s';
    SET idle_session_timeout = '10s';
    SET tcp_keepalives_idle = 5;
    SET tcp_keepalives_interval = 2;
    SET tcp_keepalives_count = 3;
    SET tcp_user_timeout = '10s'";

/// What the server must be like.
pub(super) const SERVER: &str = "SELECT current_setting('fsync') = 'on', pg_is_in_recovery(),
    to_regclass('critical_chains_guard.format') IS NOT NULL";

pub(super) const FORMAT: &str = "SELECT version FROM critical_chains_guard.format";

pub(super) const CHAINS: &str = "SELECT genesis FROM critical_chains_guard.signer
    ORDER BY genesis <> $1 LIMIT 1";

pub(super) const SIGNER: &str =
    "SELECT term, node, released FROM critical_chains_guard.signer WHERE genesis = $1";

/// Whether anybody holds the lock: its number is in two halves there.
pub(super) const LOCK_IS_TAKEN: &str = "SELECT EXISTS (SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND ((classid::bigint << 32) | objid::bigint) = $1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";

pub(super) const LOCK: &str = "SELECT pg_try_advisory_lock($1)";

pub(super) const UNLOCK: &str = "SELECT pg_advisory_unlock($1)";

pub(super) const NEXT_TERM: &str = "UPDATE critical_chains_guard.signer
    SET term = term + 1, node = $2, released = false WHERE genesis = $1 RETURNING term";

pub(super) const RELEASED: &str =
    "UPDATE critical_chains_guard.signer SET released = true WHERE genesis = $1";

/// The newest term, and whether this very connection holds the lock. A pooler between here and the
/// server may have put another one in its place.
pub(super) const TERM: &str = "SELECT term, EXISTS (SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid = pg_backend_pid()
        AND ((classid::bigint << 32) | objid::bigint) = $2
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
    FROM critical_chains_guard.signer WHERE genesis = $1";

pub(super) const READ: &str = "SELECT watermark, node FROM critical_chains_guard.watermarks
    WHERE genesis = $1 AND key = $2 AND kind = $3";

pub(super) const READ_ALL: &str =
    "SELECT key, kind, watermark FROM critical_chains_guard.watermarks
    WHERE genesis = $1 ORDER BY key, kind";

pub(super) const WRITE: &str =
    "INSERT INTO critical_chains_guard.watermarks (genesis, key, kind, watermark, node)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (genesis, key, kind) DO UPDATE SET watermark = $4, node = $5";

pub(super) const TALLY: &str = "SELECT tally FROM critical_chains_guard.signer WHERE genesis = $1";

pub(super) const SET_TALLY: &str =
    "UPDATE critical_chains_guard.signer SET tally = $2 WHERE genesis = $1";
