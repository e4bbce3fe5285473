//! What the commands about roles, proposals, institutions, policies and supervision have in common.

use crate::{
    chain::{AccountId, Signer},
    policy,
};
use clap::Args;
use critical_chains_lei::Lei;
use critical_chains_policy::{Facts, Name, Scope, Validity};
use std::str::FromStr;
use subxt::utils::AccountId32;

/// An account as people name it.
pub(super) fn parse_account(text: &str) -> Result<AccountId, String> {
    if text.starts_with("//") {
        return Signer::from_uri(text).map(|key| key.account()).map_err(|error| error.to_string());
    }
    if text.starts_with("0x") {
        return crate::batch::hash_from_hex(text)
            .map_err(|_| "expected 64 hexadecimal digits after 0x".to_owned());
    }
    AccountId32::from_str(text).map(|account| account.0).map_err(|_| {
        "expected an address (SS58), 0x and 64 hexadecimal digits, or //Name on a development chain"
            .to_owned()
    })
}

pub(super) fn parse_lei(text: &str) -> Result<Lei, String> {
    text.parse().map_err(|error| format!("not an LEI: {error}"))
}

pub(super) fn parse_hash(text: &str) -> Result<[u8; 32], String> {
    crate::batch::hash_from_hex(text).map_err(|_| "expected 64 hexadecimal digits".to_owned())
}

/// When a role counts.
#[derive(Args, Clone, Copy, Debug)]
pub struct ValidityArgs {
    /// First moment at which it counts, such as 2027-01-01 or 2027-01-01T08:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = policy::read_moment)]
    pub from: Option<u64>,

    /// First moment at which it no longer counts [default: it does not end]
    #[arg(long, value_name = "TIME", value_parser = policy::read_moment)]
    pub until: Option<u64>,
}

impl From<ValidityArgs> for Validity {
    fn from(args: ValidityArgs) -> Self {
        Self { starts: args.from, expires: args.until }
    }
}

/// Whether the consortium is asked.
#[derive(Args, Clone, Copy, Debug)]
pub struct ProposeArgs {
    /// Propose it to the consortium instead of doing it
    #[arg(long)]
    pub propose: bool,
}

/// What is known about a request.
#[derive(Args, Clone, Copy, Debug)]
pub struct FactsArgs {
    /// Amount, such as "EUR 10000.00" or "EUR 1000000 minor units"
    #[arg(long, value_name = "AMOUNT", value_parser = policy::read_amount)]
    pub amount: Option<critical_chains_policy::Amount>,

    /// Kind of the institution on the other side: bank, market-infrastructure, insurer,
    /// toll-operator or authority
    #[arg(long, value_name = "KIND", value_parser = policy::read_kind)]
    pub counterparty: Option<critical_chains_policy::Kind>,

    /// How surely it is known who signs: aal1, aal2 or aal3
    #[arg(long, value_name = "LEVEL", value_parser = policy::read_assurance)]
    pub assurance: Option<critical_chains_policy::Assurance>,

    /// Evidence of where the signer is: phase-ranging, time-of-flight or wired-round-trip
    #[arg(long, value_name = "CLASS", value_parser = policy::read_presence)]
    pub presence: Option<critical_chains_policy::Presence>,

    /// What attestations say: clear, raised, corroborated or confirmed
    #[arg(long, value_name = "STATE", value_parser = policy::read_risk)]
    pub risk: Option<critical_chains_policy::Risk>,

    /// For what purpose it is done
    #[arg(long, value_name = "LABEL", value_parser = policy::read_name)]
    pub purpose: Option<Name>,

    /// Under which law it is done
    #[arg(long, value_name = "LABEL", value_parser = policy::read_name)]
    pub jurisdiction: Option<Name>,
}

impl FactsArgs {
    /// The facts at a time; 0 stands for that of the chain.
    pub fn at(self, now: u64) -> Facts {
        let Self { amount, counterparty, assurance, presence, risk, purpose, jurisdiction } = self;
        Facts { now, amount, counterparty, assurance, presence, risk, purpose, jurisdiction }
    }
}

/// Whose things something is about.
pub(super) fn parse_scope(text: &str) -> Result<Scope, String> {
    if text == "consortium" {
        return Ok(Scope::Consortium);
    }
    text.parse()
        .map(Scope::Institution)
        .map_err(|error| format!("expected consortium or an LEI: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_however_people_write_them() {
        let alice = parse_account("//Alice").unwrap();
        let address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

        assert_eq!(parse_account(address), Ok(alice));
        assert_eq!(parse_account(&format!("0x{}", hex::encode(alice))), Ok(alice));
        for text in ["", "0x12", "Alice", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX"] {
            assert!(parse_account(text).is_err(), "{text}");
        }
    }

    #[test]
    fn scopes_are_institutions_or_all_of_them() {
        assert_eq!(parse_scope("consortium"), Ok(Scope::Consortium));
        let lei = "CCDEV0ALPHABANK00022";
        assert_eq!(parse_scope(lei), Ok(Scope::Institution(lei.parse().unwrap())));
        assert!(parse_scope("institution").is_err());
    }
}
