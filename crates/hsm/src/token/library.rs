//! The vendor's library, loaded into this process.

use crate::error::{DeviceError, StartError};
use cryptoki::{
    context::{CInitializeArgs, CInitializeFlags, Pkcs11},
    error::{Error as Pkcs11Error, RvError},
};
use parking_lot::{Mutex, RwLock, RwLockReadGuard};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// How long the library is left alone after it was initialised.
const RECOVERY_PAUSE: Duration = Duration::from_secs(2);

/// The library. Whoever calls it holds [`Library::enter`], so that it is not ended meanwhile.
#[derive(Debug)]
pub(crate) struct Library {
    loaded: RwLock<Loaded>,
    recovered: Mutex<Instant>,
}

/// The library as it was last initialised.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) pkcs11: Pkcs11,
    /// Sessions of earlier epochs are gone.
    pub(crate) epoch: u64,
    /// Whether someone else in this process had initialised it: then it is not ours to end.
    borrowed: bool,
}

impl Library {
    /// Loads and initialises the library.
    pub(crate) fn load(path: &Path) -> Result<Self, StartError> {
        if !path.exists() {
            return Err(StartError::ModuleMissing(path.to_owned()));
        }
        let fail = |error: Pkcs11Error| StartError::ModuleUnusable {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        let pkcs11 = Pkcs11::new(path).map_err(fail)?;
        let borrowed = initialise(&pkcs11).map_err(fail)?;
        let loaded = RwLock::new(Loaded { pkcs11, epoch: 0, borrowed });
        Ok(Self { loaded, recovered: Mutex::new(Instant::now()) })
    }

    /// Keeps the library as it is while it is called. May be entered again by who is in it.
    pub(crate) fn enter(&self) -> RwLockReadGuard<'_, Loaded> {
        self.loaded.read_recursive()
    }

    /// Ends the library and initialises it again: some notice a device that has come back only then.
    ///
    /// Does nothing if that was done since `epoch` or a moment ago, or if calls that do not return
    /// keep the library busy.
    pub(crate) fn recover(&self, epoch: u64, limit: Duration) -> Result<bool, DeviceError> {
        let mut recovered = self.recovered.lock();
        if recovered.elapsed() < RECOVERY_PAUSE {
            return Ok(false);
        }
        let Some(mut loaded) = self.loaded.try_write_for(limit) else {
            return Ok(false);
        };
        if loaded.epoch != epoch || loaded.borrowed {
            return Ok(false);
        }
        *recovered = Instant::now();
        match loaded.pkcs11.clone().finalize() {
            Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::CryptokiNotInitialized, _)) => {}
            Err(error) => return Err(error.into()),
        }
        loaded.epoch = loaded.epoch.saturating_add(1);
        initialise(&loaded.pkcs11)?;
        Ok(true)
    }
}

/// Returns whether someone else had done so.
fn initialise(pkcs11: &Pkcs11) -> Result<bool, Pkcs11Error> {
    match pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) => Ok(false),
        Err(Pkcs11Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(true),
        Err(error) => Err(error),
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        let loaded = self.loaded.get_mut();
        if !loaded.borrowed {
            // The process ends, or the test does: whoever comes next initialises it again.
            let _ = loaded.pkcs11.clone().finalize();
        }
    }
}
