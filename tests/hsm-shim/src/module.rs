//! What one loaded copy of the module knows: its plan, the real module, the sessions.

use crate::{library, plan::Plan, sessions::Sessions};
use cryptoki_sys::*;
use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicU64, Ordering},
    },
};

/// This copy of the module.
pub(crate) static MODULE: LazyLock<Module> = LazyLock::new(|| {
    let own = library::own_path().unwrap_or_default();
    Module::new(own.with_extension("plan"))
});

/// A plan and how many were read before it.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) plan: Arc<Plan>,
    pub(crate) generation: u64,
}

/// A file's state: it is read again when this differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    modified: (i64, i64),
    bytes: u64,
    inode: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let found = fs::metadata(path).ok()?;
        Some(Self {
            modified: (found.mtime(), found.mtime_nsec()),
            bytes: found.len(),
            inode: found.ino(),
        })
    }
}

#[derive(Default)]
struct Watched {
    stamp: Option<Stamp>,
    /// Nothing before the first plan without a mistake.
    last: Option<Arc<Plan>>,
    /// What is wrong with the file now.
    mistake: Option<String>,
}

/// One loaded copy of the module.
pub(crate) struct Module {
    plan_path: PathBuf,
    watched: Mutex<Watched>,
    generation: AtomicU64,
    real: OnceLock<&'static CK_FUNCTION_LIST>,
    sessions: Mutex<Sessions>,
    /// Shared by calls of the real module, and taken alone to end sessions: SoftHSM frees a
    /// session under a call that still uses it.
    in_flight: RwLock<()>,
}

impl Module {
    fn new(plan_path: PathBuf) -> Self {
        Self {
            plan_path,
            watched: Mutex::default(),
            generation: AtomicU64::new(0),
            real: OnceLock::new(),
            sessions: Mutex::default(),
            in_flight: RwLock::default(),
        }
    }

    /// Reads the plan and loads the real module, or says why that fails.
    pub(crate) fn load(&self) -> Result<(), String> {
        let module = self.reading()?.plan.module.clone();
        // Held so that two threads that start do not load twice.
        let _loading = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if self.real.get().is_none() {
            let real = library::load(&module)?;
            self.real.get_or_init(|| real);
        }
        Ok(())
    }

    /// The plan as the file is now.
    pub(crate) fn reading(&self) -> Result<Reading, String> {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = Stamp::of(&self.plan_path);
        if stamp.is_none() || stamp != watched.stamp {
            self.read(&mut watched, stamp);
        }
        match (&watched.mistake, &watched.last) {
            (None, Some(plan)) => Ok(Reading { plan: plan.clone(), generation: self.generation() }),
            (mistake, _) => Err(mistake.clone().unwrap_or_default()),
        }
    }

    fn read(&self, watched: &mut Watched, stamp: Option<Stamp>) {
        let read = fs::read_to_string(&self.plan_path)
            .map_err(|error| error.to_string())
            .and_then(|text| Plan::parse(&text));
        watched.stamp = stamp;
        match read {
            Ok(plan) => {
                self.change(watched.last.as_deref(), &plan);
                watched.last = Some(Arc::new(plan));
                watched.mistake = None;
            }
            Err(why) => {
                let why = format!("{}: {why}", self.plan_path.display());
                // Before the first good plan it is C_Initialize that says so.
                if watched.last.is_some() && watched.mistake.as_ref() != Some(&why) {
                    eprintln!("hsm-shim: {why}");
                }
                watched.mistake = Some(why);
            }
        }
    }

    /// Does what the change from one plan to the next does to sessions.
    fn change(&self, old: Option<&Plan>, new: &Plan) {
        let removed = new.removed && old.is_none_or(|old| !old.removed);
        let closes = new.close_sessions.is_some()
            && old.is_some_and(|old| old.close_sessions != new.close_sessions);

        let _alone = self.in_flight.write().unwrap_or_else(PoisonError::into_inner);
        if removed || closes {
            let slots = self.sessions().slots();
            if let Some(close_all) = self.real.get().and_then(|real| real.C_CloseAllSessions) {
                for slot in slots {
                    // SAFETY: the real module is loaded for good, and no other call is in it.
                    unsafe { close_all(slot) };
                }
            }
            self.sessions().end_all(removed);
        }
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// How many plans were read. Stands still while [`Module::begin_flight`]'s guard lives.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// The right to call the real module. Shared: calls do not wait for each other.
    pub(crate) fn begin_flight(&self) -> RwLockReadGuard<'_, ()> {
        self.in_flight.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The real module, once `C_Initialize` has loaded it.
    pub(crate) fn real(&self) -> Option<&'static CK_FUNCTION_LIST> {
        self.real.get().copied()
    }

    /// What is known of sessions.
    pub(crate) fn sessions(&self) -> MutexGuard<'_, Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
