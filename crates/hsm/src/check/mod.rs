//! What a device can do, tried one by one, with what to do about what it cannot.

mod random;
mod vectors;
mod wrapping;

use crate::{
    config::Config,
    error::StartError,
    hsm,
    opening::connect,
    token::{Access, Connection, KeyInfo, Token, objects, objects::Found},
};
use cryptoki::mechanism::MechanismType;
use serde::Serialize;
use std::time::Instant;

/// Signatures made to tell how long one takes.
const TIMED_SIGNATURES: u32 = 20;

/// How something went.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As it should.
    Ok,
    /// The device lacks it, and the node does without.
    Missing,
    /// The node cannot do without it.
    Failed,
}

/// One thing that was tried.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Finding {
    /// What was tried.
    pub what: String,
    /// How it went.
    pub status: Status,
    /// What was found.
    pub found: String,
    /// What to do about it, where something can be done.
    pub remedy: String,
}

impl Finding {
    fn ok(what: &str, found: impl Into<String>) -> Self {
        Self { what: what.into(), status: Status::Ok, found: found.into(), remedy: String::new() }
    }

    fn missing(what: &str, found: impl Into<String>, remedy: &str) -> Self {
        Self {
            what: what.into(),
            status: Status::Missing,
            found: found.into(),
            remedy: remedy.into(),
        }
    }

    fn failed(what: &str, error: &StartError) -> Self {
        let text = error.to_string();
        let (found, remedy) = text.split_once("\nhint: ").unwrap_or((&text, ""));
        Self {
            what: what.into(),
            status: Status::Failed,
            found: found.replace('\n', " "),
            remedy: remedy.replace("\nhint: ", "; "),
        }
    }

    fn of(what: &str, result: Result<String, StartError>) -> Self {
        match result {
            Ok(found) => Self::ok(what, found),
            Err(error) => Self::failed(what, &error),
        }
    }
}

/// Tries a device. Makes session objects only, which are gone afterwards.
pub fn check(config: &Config) -> Vec<Finding> {
    let token = match Token::find(config.clone()) {
        Ok(token) => token,
        Err(error) => return vec![Finding::failed("token", &error)],
    };
    let mut findings = vec![Finding::of("token", describe(&token))];
    findings.extend(mechanisms(&token));
    let mut connection = match connect(&token, Access::Read) {
        Ok(connection) => connection,
        Err(error) => {
            findings.push(Finding::failed("login", &error));
            return findings;
        }
    };
    findings.push(Finding::ok("login", "as user"));
    findings.push(writable(&token));
    findings.extend(vectors::check(&connection, &config.device));
    findings.push(random::check(&connection));
    findings.push(wrapping::check(&connection));
    findings.extend(keys(&token, &mut connection));
    token.disconnect(connection);
    findings
}

fn describe(token: &Token) -> Result<String, StartError> {
    let info = token.ask(|pkcs11, slot| pkcs11.get_token_info(slot))?;
    Ok(format!(
        "{} by {}, serial {}, firmware {}",
        info.model(),
        info.manufacturer_id(),
        info.serial_number(),
        info.firmware_version(),
    ))
}

fn mechanisms(token: &Token) -> Vec<Finding> {
    let device = &token.config.device;
    let vendor = "name the vendor's number under [device] in the file of --hsm-config";
    let wanted = [
        ("CKM_EDDSA", device.eddsa, vendor),
        ("CKM_EC_EDWARDS_KEY_PAIR_GEN", device.edwards_key_pair_gen, vendor),
        (
            "CKM_AES_GCM",
            *MechanismType::AES_GCM,
            "keep the node key in a file: the token cannot wrap it",
        ),
    ];
    let look = |(name, number, remedy): (&'static str, u64, &str)| match objects::has_mechanism(
        token, number,
    ) {
        Ok(true) => Finding::ok(name, format!("{number:#010x}")),
        Ok(false) if number == device.eddsa => {
            Finding::failed(name, &StartError::MechanismMissing { name, number })
        }
        Ok(false) => Finding::missing(name, format!("no {number:#010x}"), remedy),
        Err(error) => Finding::failed(name, &error),
    };
    wanted.into_iter().map(look).collect()
}

fn writable(token: &Token) -> Finding {
    let what = "writable";
    match token.ask(|pkcs11, slot| pkcs11.get_token_info(slot)) {
        Ok(info) if info.write_protected() => Finding::missing(
            what,
            "write-protected",
            "make keys with the vendor's tool; an old copy of the signing guard will not show",
        ),
        Ok(_) => Finding::ok(what, "keys can be made here"),
        Err(error) => Finding::failed(what, &error),
    }
}

fn keys(token: &Token, connection: &mut Connection) -> Vec<Finding> {
    let Config { device, keys: selectors, .. } = &token.config;
    let Found { keys, without_public } = match objects::list(connection, device, selectors) {
        Ok(found) => found,
        Err(error) => return vec![Finding::failed("keys", &error.into())],
    };
    let mut findings: Vec<_> = without_public
        .into_iter()
        .map(|(purpose, name)| {
            Finding::failed(
                &format!("{} key", purpose.name()),
                &StartError::without_public(purpose, name.label),
            )
        })
        .collect();
    if keys.is_empty() && findings.is_empty() {
        let remedy = "critical-chains-node hsm provision";
        findings.push(Finding::missing("keys", "none for this program", remedy));
    }
    for key in keys {
        let what = format!("{} key", key.purpose.name());
        let result = hsm::test(token, connection, &key).map(|()| {
            let per_signature = time(token, connection, &key);
            format!("{} signs in {per_signature}", key.public)
        });
        let mut finding = Finding::of(&what, result);
        if key.extractable == Some(true) {
            finding.status = Status::Failed;
            finding.remedy = "it may leave the token (CKA_EXTRACTABLE): make another one".into();
        }
        findings.push(finding);
    }
    findings
}

fn time(token: &Token, connection: &mut Connection, key: &KeyInfo) -> String {
    let started = Instant::now();
    for _ in 0..TIMED_SIGNATURES {
        if hsm::test(token, connection, key).is_err() {
            return "an unknown time".into();
        }
    }
    let micros = started.elapsed().as_micros() / u128::from(TIMED_SIGNATURES);
    format!("{micros} µs, verified")
}
