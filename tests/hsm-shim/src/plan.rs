//! What the module is to do otherwise than the real one, and how that is read.

use crate::{edwards, edwards::PointForm, functions, names};
use cryptoki_sys::*;
use std::{
    collections::HashSet,
    ffi::CStr,
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// A plan as read.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) module: PathBuf,
    /// The variable by which the real module finds its configuration, and that.
    pub(crate) conf: Option<(&'static CStr, PathBuf)>,
    pub(crate) record: Option<PathBuf>,
    pub(crate) sign_delay: Duration,
    pub(crate) hang_sign: bool,
    failures: Vec<Failure>,
    pub(crate) removed: bool,
    pub(crate) close_sessions: Option<u64>,
    crash: Option<String>,
    crash_after: Option<String>,
    pub(crate) refuse_pin: bool,
    pub(crate) full: bool,
    pub(crate) max_sessions: Option<usize>,
    /// No form named is SoftHSM's own.
    pub(crate) ec_point: Option<PointForm>,
    /// The one value of `CKA_EC_PARAMS` that the device knows for Ed25519.
    pub(crate) ec_params: Option<Vec<u8>>,
    /// Standard number and the device's own.
    pub(crate) mechanisms: Vec<(CK_MECHANISM_TYPE, CK_MECHANISM_TYPE)>,
    pub(crate) no_mechanisms: Vec<CK_MECHANISM_TYPE>,
    pub(crate) key_type_edwards: Option<CK_KEY_TYPE>,
    pub(crate) read_only: bool,
    pub(crate) no_object_data: bool,
    /// Whether the device draws the nonces of GCM.
    pub(crate) own_gcm_nonce: bool,
}

/// A line `fail = …`.
#[derive(Debug)]
struct Failure {
    /// Nothing stands for all.
    function: Option<String>,
    code: CK_RV,
    /// Nothing is for as long as the line is there.
    left: Option<AtomicU64>,
}

impl Failure {
    fn concerns(&self, function: &str) -> bool {
        match &self.function {
            Some(named) => named == function,
            None => !["C_Initialize", "C_Finalize"].contains(&function),
        }
    }

    fn takes_one(&self) -> bool {
        self.left.as_ref().is_none_or(|left| {
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                .is_ok()
        })
    }
}

impl Plan {
    /// Reads a plan, or says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut plan = Self::default();
        let mut seen = HashSet::new();

        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let at_line = |why: String| format!("line {}: {why}", number + 1);
            let (name, value) = line
                .split_once('=')
                .ok_or_else(|| at_line(format!("got {line:?}, expected name = value")))?;
            let (name, value) = (name.trim(), value.trim());
            if !seen.insert(name.to_owned()) && !["fail", "no-mechanism"].contains(&name) {
                return Err(at_line(format!("{name} is there twice")));
            }
            plan.set(name, value).map_err(at_line)?;
        }

        if plan.module.as_os_str().is_empty() {
            return Err("no line names the real module: module = PATH".into());
        }
        Ok(plan)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "module" => self.module = value.into(),
            "softhsm-conf" => self.conf = Some((c"SOFTHSM2_CONF", value.into())),
            "kryoptic-conf" => self.conf = Some((c"KRYOPTIC_CONF", value.into())),
            "record" => self.record = Some(value.into()),
            "sign-delay-millis" => self.sign_delay = Duration::from_millis(number(value)?),
            "hang" => match value {
                "sign" => self.hang_sign = true,
                _ => return Err(format!("hang is {value:?}, expected sign")),
            },
            "fail" => self.failures.push(failure(value)?),
            "removed" => self.removed = truth(value)?,
            "close-sessions" => self.close_sessions = Some(number(value)?),
            "crash" => self.crash = Some(function(value)?),
            "crash-after" => self.crash_after = Some(function(value)?),
            "refuse-pin" => self.refuse_pin = truth(value)?,
            "full" => self.full = truth(value)?,
            "max-sessions" => self.max_sessions = Some(number(value)? as usize),
            "ec-point" => self.ec_point = Some(point_form(value)?),
            "ec-params" => self.ec_params = Some(curve(value)?),
            "mechanism-eddsa" => self.mechanisms.push((CKM_EDDSA, number(value)?)),
            "mechanism-edwards-key-pair-gen" => {
                self.mechanisms.push((CKM_EC_EDWARDS_KEY_PAIR_GEN, number(value)?));
            }
            "no-mechanism" => self.no_mechanisms.push(number(value)?),
            "key-type-edwards" => self.key_type_edwards = Some(number(value)?),
            "read-only" => self.read_only = truth(value)?,
            "no-object-data" => self.no_object_data = truth(value)?,
            "own-gcm-nonce" => self.own_gcm_nonce = truth(value)?,
            _ => return Err(format!("no plan knows the name {name:?}")),
        }
        Ok(())
    }

    /// The code with which a call of this function fails, if it does. Counts the call.
    pub(crate) fn failure(&self, function: &str) -> Option<CK_RV> {
        self.failures
            .iter()
            .find(|failure| failure.concerns(function) && failure.takes_one())
            .map(|failure| failure.code)
    }

    /// Whether the process dies on entry of this function.
    pub(crate) fn crashes(&self, function: &str) -> bool {
        self.crash.as_deref() == Some(function)
    }

    /// Whether the process dies when the real module has answered.
    pub(crate) fn crashes_after(&self, function: &str) -> bool {
        self.crash_after.as_deref() == Some(function)
    }
}

fn number(value: &str) -> Result<u64, String> {
    match value.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => value.parse(),
    }
    .map_err(|error| format!("{value:?} is no number: {error}"))
}

fn truth(value: &str) -> Result<bool, String> {
    value.parse().map_err(|_| format!("got {value:?}, expected true or false"))
}

fn function(value: &str) -> Result<String, String> {
    if functions::NAMES.contains(&value) {
        Ok(value.into())
    } else {
        Err(format!("{value:?} is no function whose calls pass through a plan"))
    }
}

fn failure(value: &str) -> Result<Failure, String> {
    let mut words = value.split_whitespace();
    let (Some(named), Some(code)) = (words.next(), words.next()) else {
        return Err(format!("got {value:?}, expected FUNCTION CODE [COUNT]"));
    };
    let left = words.next().map(number).transpose()?.map(AtomicU64::new);
    if let Some(rest) = words.next() {
        return Err(format!("{rest:?} is too much after FUNCTION CODE COUNT"));
    }

    Ok(Failure {
        function: (named != "*").then(|| function(named)).transpose()?,
        code: names::code(code).map_or_else(|| number(code), Ok)?,
        left,
    })
}

fn point_form(value: &str) -> Result<PointForm, String> {
    match value {
        "octet-string" => Ok(PointForm::OctetString),
        "raw" => Ok(PointForm::Raw),
        "bit-string" => Ok(PointForm::BitString),
        _ => Err(format!("ec-point is {value:?}, expected octet-string, raw or bit-string")),
    }
}

fn curve(value: &str) -> Result<Vec<u8>, String> {
    match value {
        "oid" => Ok(edwards::OID.to_vec()),
        "printable" => Ok(edwards::PRINTABLE.to_vec()),
        _ => hex(value).ok_or_else(|| {
            format!("ec-params is {value:?}, expected oid, printable or hexadecimal DER")
        }),
    }
}

fn hex(value: &str) -> Option<Vec<u8>> {
    if value.is_empty() || !value.len().is_multiple_of(2) || !value.is_ascii() {
        return None;
    }
    (0..value.len()).step_by(2).map(|at| u8::from_str_radix(&value[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(lines: &str) -> String {
        Plan::parse(&format!("module = /m.so\n{lines}")).expect_err("a plan with a mistake")
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        assert_eq!(refusal("remove = true"), "line 2: no plan knows the name \"remove\"");
        assert_eq!(refusal("removed = yes"), "line 2: got \"yes\", expected true or false");
        assert_eq!(refusal("full = true\nfull = true"), "line 3: full is there twice");
        assert!(refusal("fail = C_Sing CKR_DEVICE_ERROR").contains("\"C_Sing\" is no function"));
        assert!(refusal("fail = C_Sign CKR_DEVICE").contains("\"CKR_DEVICE\" is no number"));
        assert!(refusal("hang = login").contains("expected sign"));
        assert!(refusal("ec-params = 060").contains("expected oid, printable or hexadecimal"));
        assert!(Plan::parse("full = true").expect_err("no module").contains("module = PATH"));
    }

    #[test]
    fn counted_failures_end_and_the_next_line_counts_on() {
        let plan = Plan::parse(
            "module = /m.so\n# a comment\n\nfail = C_Sign CKR_DEVICE_ERROR 1\nfail = C_Sign 0x80000001 2\nfail = * 5 1",
        )
        .expect("a plan");

        let codes = [(); 5].map(|()| plan.failure("C_Sign"));

        assert_eq!(
            codes,
            [
                Some(CKR_DEVICE_ERROR),
                Some(0x8000_0001),
                Some(0x8000_0001),
                Some(CKR_GENERAL_ERROR),
                None
            ]
        );
        assert_eq!(plan.failure("C_Initialize"), None);
    }
}
