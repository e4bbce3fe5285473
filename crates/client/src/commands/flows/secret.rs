//! `flows secret`: what the pseudonyms of an epoch are made with.

use crate::{
    chain::exposed_mode,
    cli::SecretArgs,
    output::{Console, Exit, Failure},
};
use critical_chains_flows::PseudonymKey;
use serde_json::{Value, json};
use std::{fs, io::Write as _, path::Path};

pub(super) fn run(args: &SecretArgs, console: Console) -> Result<Exit, Failure> {
    if args.new {
        create(&args.file)?;
        console.note(&format!("wrote {}", args.file.display()));
    }
    let key = PseudonymKey::new(read(&args.file)?, args.epoch);
    let check = check_value(&key);
    let text = format!(
        "Check value of epoch {}: {check}\nThe consortium agrees on it with flows.begin_epoch; the \
         secret goes to the members by another way.\n",
        args.epoch
    );
    console.result(&text, &json!({ "epoch": args.epoch, "checkValue": check }))?;
    Ok(Exit::Ok)
}

/// The key of an epoch from its file.
pub(in crate::commands) fn read(path: &Path) -> Result<[u8; 32], Failure> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| {
        Failure::failed(format!("cannot read the secret {shown}: {error}"))
            .hint("check the path given with --secret-file")
    };
    if let Some(mode) = exposed_mode(path).map_err(unreadable)? {
        return Err(Failure::failed(format!(
            "others can read the secret {shown} (mode {mode:03o})"
        ))
        .hint("chmod 600 the file: whoever reads it can undo every pseudonym by trying"));
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
    let digits = text.trim();
    let bytes = hex::decode(digits.strip_prefix("0x").unwrap_or(digits)).ok();
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
        Failure::failed(format!("{shown} holds no secret"))
            .hint("a secret is 64 hexadecimal digits; `flows secret --new` makes one")
    })
}

/// The key of the epoch that a node's `flows_status` tells of, if the secret is the right one.
pub(in crate::commands) fn present_key(
    status: &Value,
    secret: [u8; 32],
) -> Result<PseudonymKey, Failure> {
    let number = status["epoch"]["number"].as_u64().and_then(|number| number.try_into().ok());
    let number: u32 = number.ok_or_else(|| {
        Failure::failed("no epoch has begun")
            .hint("have the consortium agree on one: `flows secret` tells its check value")
    })?;
    let key = PseudonymKey::new(secret, number);
    if status["epoch"]["checkValue"] != check_value(&key) {
        return Err(Failure::failed(format!("the secret is not the one of epoch {number}")).hint(
            "get the present secret: pseudonyms of another would never meet those of other members",
        ));
    }
    Ok(key)
}

fn check_value(key: &PseudonymKey) -> String {
    format!("0x{}", hex::encode(key.check_value()))
}

fn create(path: &Path) -> Result<(), Failure> {
    let failed = |error: String| Failure::failed(format!("{}: {error}", path.display()));
    let mut secret = [0u8; 32];
    getrandom::fill(&mut secret).map_err(|error| failed(error.to_string()))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|error| {
        failed(error.to_string()).hint("an existing secret is never overwritten: name another file")
    })?;
    writeln!(file, "{}", hex::encode(secret))
        .and_then(|()| file.sync_all())
        .map_err(|error| failed(error.to_string()))
}
