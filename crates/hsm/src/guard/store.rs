//! Where watermarks are kept.

use super::{
    file::Tally,
    position::{Act, Kind, Position, Verdict, Watermark},
    standing::StandingCell,
};
use polkadot_sdk::sp_core::ed25519::Public;

/// One watermark and whose it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Public,
    /// The kind of signature.
    pub kind: Kind,
    /// How far the key has gone.
    pub watermark: Watermark,
}

/// Why the guard cannot judge. No signature is made then.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The watermark could not be read or written.
    #[error("the guard's state could not be read or written: {0}\nhint: check the disk it is on")]
    Storage(String),
    /// The database of a shared guard does not serve, or not yet. It may do so in a moment.
    #[error(
        "the shared guard does not serve: {0}\nhint: see that its database runs, and that this node \
         reaches it"
    )]
    Unreachable(String),
    /// What is stored cannot be understood.
    #[error(
        "the guard's state is damaged: {0}\nhint: put it back from `hsm guard export`, or start it \
         anew with `hsm guard init`"
    )]
    Damaged(String),
    /// Another signer is the active one.
    #[error("another node is the active signer\nhint: this one takes over when that one ends")]
    Standby,
}

/// Keeps the watermarks of the keys of one chain.
///
/// One call at a time. Whatever `judge` permits is safe from power failure before it returns.
pub trait WatermarkStore: Send {
    /// Judges a signature, and makes it the watermark if it is new.
    ///
    /// # Errors
    /// If the watermark cannot be read or written: then nothing may be signed.
    fn judge(&mut self, key: &Public, act: &Act) -> Result<Verdict, StoreError>;

    /// The watermark of a key.
    ///
    /// # Errors
    /// If it cannot be read.
    fn watermark(&mut self, key: &Public, kind: Kind) -> Result<Option<Watermark>, StoreError>;

    /// All watermarks, by key and kind.
    ///
    /// # Errors
    /// If they cannot be read.
    fn entries(&mut self) -> Result<Vec<Entry>, StoreError>;

    /// Changes watermarks, all or none.
    ///
    /// # Errors
    /// If they cannot be written.
    fn set(&mut self, entries: &[Entry]) -> Result<(), StoreError>;

    /// Whether this process is the one that signs.
    fn standing(&self) -> StandingCell {
        StandingCell::alone()
    }

    /// How far another node has gone with votes of a key. Who was not there cannot go on with such a
    /// round: it would vote in it as if for the first time.
    ///
    /// # Errors
    /// If it cannot be read.
    fn voted_elsewhere(&mut self, _key: &Public) -> Result<Option<Position>, StoreError> {
        Ok(None)
    }
}

/// Keeps beside the watermarks what the token is compared with.
pub trait TalliedStore: WatermarkStore {
    /// Which state of which guard this is; none before it was opened for signing.
    ///
    /// # Errors
    /// If it cannot be read.
    fn tally(&mut self) -> Result<Option<Tally>, StoreError>;

    /// Changes the tally.
    ///
    /// # Errors
    /// If it cannot be written.
    fn set_tally(&mut self, tally: &Tally) -> Result<(), StoreError>;
}
