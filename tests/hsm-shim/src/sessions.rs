//! Sessions: which are open, and the functions that open and end them.

use crate::{
    call::{Answer, Call, forward},
    library,
};
use cryptoki_sys::*;
use std::collections::{HashMap, HashSet};

/// What is known of sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    open: HashMap<CK_SESSION_HANDLE, CK_SLOT_ID>,
    /// Calls of `C_OpenSession` on their way, which count before they have a handle.
    opening: usize,
    /// Were open when the token was removed.
    removed: HashSet<CK_SESSION_HANDLE>,
}

impl Sessions {
    /// Slots that have sessions.
    pub(crate) fn slots(&self) -> HashSet<CK_SLOT_ID> {
        self.open.values().copied().collect()
    }

    /// Forgets all open sessions, and remembers them as removed where the token is gone.
    pub(crate) fn end_all(&mut self, removed: bool) {
        let ended = self.open.drain().map(|(session, _)| session);
        if removed {
            self.removed.extend(ended);
        }
    }

    /// Whether the session was open when the token was removed.
    pub(crate) fn is_removed(&self, session: CK_SESSION_HANDLE) -> bool {
        self.removed.contains(&session)
    }

    fn begin_opening(&mut self, most: Option<usize>) -> Result<(), CK_RV> {
        if most.is_some_and(|most| self.open.len() + self.opening >= most) {
            return Err(CKR_SESSION_COUNT);
        }
        self.opening += 1;
        Ok(())
    }
}

/// `C_Initialize`, which finds the plan's configuration in the environment.
pub(crate) unsafe fn initialise(call: &Call, arguments: CK_VOID_PTR) -> Answer {
    let conf = call.plan.conf.as_ref().map(|(variable, path)| (*variable, path.as_path()));
    library::alone(conf, || forward!(call, C_Initialize(arguments)))
}

/// `C_Finalize`, after which handles are counted anew.
pub(crate) unsafe fn finalise(call: &Call, reserved: CK_VOID_PTR) -> Answer {
    let code = library::alone(None, || forward!(call, C_Finalize(reserved)))?;
    if code == CKR_OK {
        *call.sessions() = Sessions::default();
    }
    Ok(code)
}

/// `C_OpenSession` within `max-sessions` and `read-only`.
pub(crate) unsafe fn open(
    call: &Call,
    slot: CK_SLOT_ID,
    flags: CK_FLAGS,
    application: CK_VOID_PTR,
    notify: CK_NOTIFY,
    session: CK_SESSION_HANDLE_PTR,
) -> Answer {
    call.sessions().begin_opening(call.plan.max_sessions)?;
    let answer = if call.plan.read_only && flags & CKF_RW_SESSION != 0 {
        Err(CKR_TOKEN_WRITE_PROTECTED)
    } else {
        forward!(call, C_OpenSession(slot, flags, application, notify, session))
    };

    let mut sessions = call.sessions();
    sessions.opening -= 1;
    if answer == Ok(CKR_OK) {
        // SAFETY: the real module has just written a handle there.
        sessions.open.insert(unsafe { *session }, slot);
    }
    answer
}

/// `C_CloseSession`.
pub(crate) unsafe fn close(call: &Call, session: CK_SESSION_HANDLE) -> Answer {
    let code = forward!(call, C_CloseSession(session))?;
    if code == CKR_OK {
        call.sessions().open.remove(&session);
    }
    Ok(code)
}

/// `C_CloseAllSessions`.
pub(crate) unsafe fn close_all(call: &Call, slot: CK_SLOT_ID) -> Answer {
    let code = forward!(call, C_CloseAllSessions(slot))?;
    if code == CKR_OK {
        call.sessions().open.retain(|_, of| *of != slot);
    }
    Ok(code)
}
