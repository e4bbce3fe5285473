//! `hsm provision`

use super::{TokenArguments, told};
use crate::cli::Cli;
use codec::{DecodeAll, Encode};
use critical_chains_hsm::{Hsm, guard::Purpose};
use critical_chains_runtime::{AccountId, RuntimeCall, opaque::SessionKeys};
use polkadot_sdk::{
    pallet_session,
    sc_cli::{Error, Result},
    sp_core::{crypto::Ss58Codec, ed25519::Public},
};
use serde_json::json;

/// Before the account in a proof of possession.
const POSSESSION: &[u8] = b"POP_";

/// `hsm provision`
#[derive(Debug, clap::Args)]
pub(crate) struct ProvisionCommand {
    /// The account that holds the validator's seat, and will register the keys.
    #[arg(long, value_name = "ADDRESS", value_parser = account)]
    owner: AccountId,

    /// Make new keys beside those that are there, as for a rotation.
    #[arg(long)]
    new: bool,

    /// Make no key for attestations: for nodes that watch no flows.
    #[arg(long)]
    without_attestation_key: bool,

    #[command(flatten)]
    token: TokenArguments,
}

fn account(text: &str) -> std::result::Result<AccountId, String> {
    AccountId::from_ss58check(text).map_err(|error| format!("not an account ({error})"))
}

impl ProvisionCommand {
    pub(super) fn run(&self, cli: &Cli) -> Result<()> {
        let hsm = self.token.open(cli)?;
        let seals = self.key(&hsm, Purpose::Seals)?;
        let votes = self.key(&hsm, Purpose::Votes)?;
        let statements = match self.without_attestation_key {
            true => None,
            false => Some(self.key(&hsm, Purpose::Statements)?),
        };
        let keys = (seals, votes).encode();
        let proof =
            (self.prove(&hsm, Purpose::Seals, &seals)?, self.prove(&hsm, Purpose::Votes, &votes)?);
        let proof = proof.encode();
        let call = RuntimeCall::Session(pallet_session::Call::set_keys {
            keys: SessionKeys::decode_all(&mut keys.as_slice()).map_err(told)?,
            proof: proof.clone(),
        })
        .encode();
        let prefixed = |bytes: &[u8]| format!("0x{}", hex::encode(bytes));
        let attestation = statements.map(|key| key.to_ss58check());
        let answer = json!({
            "aura": prefixed(&seals.0),
            "grandpa": prefixed(&votes.0),
            "attestation": statements.map(|key| prefixed(&key.0)),
            "attestationAccount": attestation,
            "keys": prefixed(&keys),
            "proof": prefixed(&proof),
            "call": prefixed(&call),
        });
        let mut text = format!("aura   {}\ngran   {}\n", prefixed(&seals.0), prefixed(&votes.0),);
        if let (Some(key), Some(account)) = (statements, &attestation) {
            text.push_str(&format!("atst   {}\n       account {account}\n", prefixed(&key.0)));
        }
        let say = |key: &Public, purpose: &str| {
            format!(
                "critical-chains custody register {} --purpose {purpose} --class token --signer-file \
                 FILE\n",
                prefixed(&key.0)
            )
        };
        text.push_str(&format!(
            "keys   {keys}\nproof  {proof}\ncall   {}\n\nNext, with the key of {}, say where they live and \
             register them:\n{}{}critical-chains session set-keys --keys {keys} --proof {proof} \
             --signer-file FILE\nThe keys are in use from the session after the next.",
            prefixed(&call),
            self.owner.to_ss58check(),
            say(&seals, "seals"),
            say(&votes, "votes"),
            keys = prefixed(&keys),
            proof = prefixed(&proof),
        ));
        if let Some(account) = attestation {
            text.push_str(&format!(
                "\nFor attestations: have the account {account} enrolled, with the role watcher."
            ));
        }
        self.token.write(&answer, text)
    }

    /// The key for a purpose: the one that is there, or a new one.
    fn key(&self, hsm: &Hsm, purpose: Purpose) -> Result<Public> {
        match (self.new, hsm.public_keys(purpose).as_slice()) {
            (false, [key]) => Ok(*key),
            (false, [_, _, ..]) => Err(Error::Input(format!(
                "several {name} keys are on the token\nhint: see them by `hsm keys`; give --new to make \
                 another, or have those that are not registered removed with the vendor's tool",
                name = purpose.name(),
            ))),
            (true, _) | (false, []) => {
                eprintln!("Making the {} key…", purpose.name());
                hsm.generate(purpose).map_err(told)
            }
        }
    }

    fn prove(&self, hsm: &Hsm, purpose: Purpose, key: &Public) -> Result<[u8; 64]> {
        let message = [POSSESSION, self.owner.as_ref()].concat();
        let signature = hsm.sign(purpose, key, &message).map_err(told)?;
        signature.map(|signature| signature.0).ok_or_else(|| told("the key is gone again"))
    }
}
