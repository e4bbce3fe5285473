//! Why the shared guard cannot be used.

use super::super::store::StoreError;
use std::path::PathBuf;

/// Why the shared guard cannot be used. The node does not start then.
#[derive(Debug, thiserror::Error)]
pub enum SharedGuardError {
    /// What names the database does not.
    #[error(
        "the address of the shared guard: {0}\nhint: postgresql://USER@HOST/DATABASE, or \
         host=/run/postgresql user=USER dbname=DATABASE"
    )]
    InvalidAddress(String),
    /// The password is where others can see it.
    #[error(
        "the address of the shared guard holds a password, which others see among the arguments of this \
         process\nhint: put it into a file, and say password_file under [shared_guard] in the file of \
         --hsm-config"
    )]
    PasswordInAddress,
    /// The password cannot be read.
    #[error("the password file {} of the shared guard: {reason}", path.display())]
    PasswordUnreadable {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Others can read the password.
    #[error(
        "others can read the password file {} of the shared guard\nhint: chmod 600 {}", .0.display(), .0.display()
    )]
    PasswordExposed(PathBuf),
    /// Encryption is asked for, and nobody says whose certificate to believe.
    #[error(
        "sslmode=require is asked for the shared guard, and no authority to believe is named\nhint: say \
         ca_file under [shared_guard] in the file of --hsm-config"
    )]
    NoAuthority,
    /// The certificates of the authorities cannot be used.
    #[error("the file {} of ca_file for the shared guard: {reason}", path.display())]
    AuthorityUnusable {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The database does not answer.
    #[error(
        "the database of the shared guard ({place}): {reason}\nhint: see that it runs, and that this node \
         reaches it"
    )]
    Unreachable {
        /// Which database.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// It forgets after a power failure what it said was written.
    #[error(
        "the server of the shared guard runs with fsync = off, and would forget after a power failure \
         what was signed\nhint: set fsync = on in postgresql.conf, and start the server again"
    )]
    NotDurable,
    /// It takes no changes.
    #[error(
        "the server of the shared guard is a replica, which takes no changes\nhint: name the primary one"
    )]
    Replica,
    /// There is no guard in it.
    #[error("no signing guard in the database {0}")]
    Missing(String),
    /// It has guards of other chains only.
    #[error(
        "the signing guard in the database {place} belongs to the chain with genesis 0x{}\nhint: name \
         another database, or another --chain",
        hex::encode(genesis)
    )]
    OtherChain {
        /// Which database.
        place: String,
        /// The genesis hash of its chain.
        genesis: [u8; 32],
    },
    /// It was made by a newer release.
    #[error(
        "the signing guard in the database {place} has format {version}, which this release does not know"
    )]
    OtherFormat {
        /// Which database.
        place: String,
        /// Its format.
        version: i32,
    },
    /// A node signs with it.
    #[error(
        "{} is the active signer of the guard in the database {place}\nhint: stop all nodes that use it",
        node.as_deref().unwrap_or("another process")
    )]
    InUse {
        /// Which database.
        place: String,
        /// Which node.
        node: Option<String>,
    },
    /// It cannot be read or written.
    #[error("the signing guard in the database {place}: {source}")]
    Store {
        /// Which database.
        place: String,
        /// What is wrong.
        source: StoreError,
    },
}
