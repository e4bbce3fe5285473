//! The way of every call: plan, faults, the real module, record.

use crate::{
    faults,
    module::{MODULE, Module, Reading},
    plan::Plan,
    sessions::Sessions,
};
use cryptoki_sys::*;
use std::{fs::OpenOptions, io::Write, path::Path, process, sync::MutexGuard};

/// `Ok` is what the real module answered, `Err` what the plan answers in its place.
pub(crate) type Answer = Result<CK_RV, CK_RV>;

/// What a function is called on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject {
    /// The module as a whole.
    Library,
    /// A slot.
    Slot,
    /// A session.
    Session(CK_SESSION_HANDLE),
    /// A session that signs; `made` unless only the length of the signature is asked.
    Signature { session: CK_SESSION_HANDLE, made: bool },
}

/// A call that may reach the real module.
pub(crate) struct Call<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) real: &'a CK_FUNCTION_LIST,
    module: &'a Module,
}

impl Call<'_> {
    /// What is known of sessions. Not to be held during a call of the real module.
    pub(crate) fn sessions(&self) -> MutexGuard<'_, Sessions> {
        self.module.sessions()
    }
}

/// Calls a function of the real module.
///
/// To be used within functions of the interface only, whose callers vouch for every pointer.
macro_rules! forward {
    ($call:expr, $name:ident($($argument:expr),* $(,)?)) => {
        match $call.real.$name {
            // SAFETY: the real module is loaded for good, and the arguments are those that our
            // own caller vouches for, or our own for the time of the call.
            Some(real) => Ok(unsafe { real($($argument),*) }),
            None => Err(cryptoki_sys::CKR_FUNCTION_NOT_SUPPORTED),
        }
    };
}
pub(crate) use forward;

/// Takes a call through the plan and, if that lets it, to `run`, which calls the real module.
pub(crate) fn call(
    function: &'static str,
    subject: Subject,
    run: impl FnOnce(&Call) -> Answer,
) -> CK_RV {
    let module = &*MODULE;
    if function == "C_Initialize"
        && let Err(why) = module.load()
    {
        eprintln!("hsm-shim: {why}");
        return CKR_ARGUMENTS_BAD;
    }
    let Ok(first) = module.reading() else { return CKR_GENERAL_ERROR };
    if first.plan.crashes(function) {
        process::abort();
    }
    if matches!(subject, Subject::Signature { made: true, .. }) {
        faults::take_time(module, &first.plan);
    }

    let (plan, answer) = match answer(module, function, subject, run) {
        Ok((reading, answer)) => (reading.plan, answer),
        Err(code) => return code,
    };
    let code = answer.unwrap_or_else(|refused| refused);
    if let Some(path) = &plan.record {
        record(path, function, code);
    }
    if answer.is_ok() && plan.crashes_after(function) {
        process::abort();
    }
    code
}

/// The answer and the plan by which it was given.
fn answer(
    module: &Module,
    function: &'static str,
    subject: Subject,
    run: impl FnOnce(&Call) -> Answer,
) -> Result<(Reading, Answer), CK_RV> {
    let real = module.real().ok_or(CKR_CRYPTOKI_NOT_INITIALIZED)?;
    loop {
        let reading = module.reading().map_err(|_| CKR_GENERAL_ERROR)?;
        let refusal = faults::refuse(&reading.plan, function, subject, &module.sessions());
        if let Err(code) = refusal {
            return Ok((reading, Err(code)));
        }
        // May wait for good, and uses no session that could end under it.
        let in_flight = (function != "C_WaitForSlotEvent").then(|| module.begin_flight());
        if module.generation() != reading.generation {
            continue;
        }
        let answer = run(&Call { plan: &reading.plan, real, module });
        drop(in_flight);
        return Ok((reading, answer));
    }
}

fn record(path: &Path, function: &str, code: CK_RV) {
    let line = format!("{function} {code:#x}\n");
    let written = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .and_then(|mut file| file.write_all(line.as_bytes()));
    if let Err(error) = written {
        eprintln!("hsm-shim: cannot record in {}: {error}", path.display());
    }
}
