//! `hsm keys`

use super::{TokenArguments, table, told};
use crate::cli::Cli;
use critical_chains_hsm::{KeyInfo, list_keys};
use polkadot_sdk::{sc_cli::Result, sp_core::crypto::Ss58Codec};
use serde_json::json;

/// `hsm keys`
#[derive(Debug, clap::Args)]
pub(crate) struct KeysCommand {
    #[command(flatten)]
    token: TokenArguments,
}

impl KeysCommand {
    pub(super) fn run(&self, cli: &Cli) -> Result<()> {
        let keys = list_keys(self.token.settings(cli)?.config).map_err(told)?;
        let rows: Vec<_> = keys.iter().map(row).collect();
        let text = if rows.is_empty() {
            "No keys of this program on the token. Next: critical-chains-node hsm provision".into()
        } else {
            table(
                &["TYPE", "PUBLIC KEY", "ACCOUNT", "ID", "LABEL", "MADE ON IT", "MAY LEAVE"],
                &rows,
            )
        };
        let answer: Vec<_> = keys.iter().map(object).collect();
        self.token.write(&answer, text)
    }
}

fn row(key: &KeyInfo) -> Vec<String> {
    vec![
        key.purpose.name().into(),
        format!("0x{}", hex::encode(key.public.0)),
        key.public.to_ss58check(),
        hex::encode(&key.name.id),
        key.name.label.clone(),
        yes_or_no(key.made_on_device),
        yes_or_no(key.extractable),
    ]
}

fn yes_or_no(answer: Option<bool>) -> String {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not told",
    }
    .into()
}

fn object(key: &KeyInfo) -> serde_json::Value {
    json!({
        "type": key.purpose.name(),
        "publicKey": format!("0x{}", hex::encode(key.public.0)),
        "account": key.public.to_ss58check(),
        "id": hex::encode(&key.name.id),
        "label": key.name.label,
        "madeOnDevice": key.made_on_device,
        "extractable": key.extractable,
    })
}
