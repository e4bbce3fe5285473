//! Who pays and who is paid: from accounts to pseudonyms.

use super::{
    PaymentError, Side,
    identifier::{IBAN, bic, iban},
};
use critical_chains_flows::{Pseudonym, PseudonymKey};
use critical_chains_lei::Lei;

/// Kind of the pseudonyms of accounts that are no IBAN.
const ACCOUNT: &str = "account";

/// Kind of the pseudonyms of parties that are known by their bank and their name.
const NAMED: &str = "agent-and-name";

/// Kind of the pseudonyms that stand for one party of one payment.
const SINGLE_USE: &str = "single-use";

/// Between the parts of an identifier.
const SEPARATOR: &str = "\u{1f}";

/// What is done with payments in which a party has no account.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum MissingAccount {
    /// They are errors, and the next payment is read.
    #[default]
    Refuse,
    /// The party has a pseudonym that no other party of any payment has.
    SingleUse,
    /// The party is known by its agent and its name: namesakes at one bank are taken for each other.
    AgentAndName,
}

/// What a pseudonym of a payment stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Naming {
    /// An IBAN with the right check digits.
    Iban,
    /// An account that is no IBAN, at its agent.
    Account,
    /// Something that stands where an IBAN belongs and is none, at its agent.
    InvalidIban,
    /// An agent and a name.
    AgentAndName,
    /// One party of one payment.
    SingleUse,
}

/// Values by their paths.
pub(super) trait Fields {
    /// A value that is not blank.
    fn get(&self, path: &str) -> Option<String>;
}

/// Where a party stands in a message.
pub(super) struct Party<'a, F> {
    pub(super) side: Side,
    pub(super) fields: &'a F,
    /// Its account, such as `DbtrAcct`.
    pub(super) account: String,
    /// The institution of its account, such as `DbtrAgt/FinInstnId`.
    pub(super) agent: String,
    /// The party, such as `Dbtr`.
    pub(super) party: String,
}

impl<F: Fields> Party<'_, F> {
    fn account(&self, path: &str) -> Option<String> {
        self.fields.get(&format!("{}/Id/{path}", self.account))
    }

    fn agent(&self, path: &str) -> Option<String> {
        self.fields.get(&format!("{}/{path}", self.agent))
    }

    /// Whether it has an account.
    pub(super) fn has_account(&self) -> bool {
        self.account("IBAN").or_else(|| self.account("Othr/Id")).is_some()
    }

    /// The institution, if its legal entity identifier is given.
    pub(super) fn institution(&self) -> Option<Lei> {
        self.agent("LEI")?.trim().parse().ok()
    }

    /// Its pseudonym. `everything` is what no other payment has all of.
    pub(super) fn pseudonym(
        &self,
        payment: &str,
        missing: MissingAccount,
        key: &PseudonymKey,
        everything: impl FnOnce() -> String,
    ) -> Result<(Pseudonym, Naming), PaymentError> {
        let refusal = match self.by_account(payment, key) {
            Ok(named) => return Ok(named),
            Err(refusal) => refusal,
        };
        match missing {
            MissingAccount::Refuse => Err(refusal),
            MissingAccount::SingleUse => {
                let identifier = [&self.side.to_string(), SEPARATOR, &everything()].concat();
                Ok((key.pseudonym(SINGLE_USE, identifier.as_bytes()), Naming::SingleUse))
            }
            MissingAccount::AgentAndName => {
                let name = ["Nm", "Pty/Nm"]
                    .iter()
                    .find_map(|path| self.fields.get(&format!("{}/{path}", self.party)));
                let (agent, name) = self.agent_identifier().zip(name).ok_or(refusal)?;
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
                let identifier = [agent, name].join(SEPARATOR);
                Ok((key.pseudonym(NAMED, identifier.as_bytes()), Naming::AgentAndName))
            }
        }
    }

    fn by_account(
        &self,
        payment: &str,
        key: &PseudonymKey,
    ) -> Result<(Pseudonym, Naming), PaymentError> {
        let side = self.side;
        let payment = || payment.to_owned();
        let (as_iban, other) = (self.account("IBAN"), self.account("Othr/Id"));
        let naming = if as_iban.is_some() { Naming::InvalidIban } else { Naming::Account };
        let written = as_iban
            .or(other)
            .ok_or_else(|| PaymentError::NoAccount { payment: payment(), side })?;
        if let Some(iban) = iban(&written) {
            return Ok((key.pseudonym(IBAN, iban.as_bytes()), Naming::Iban));
        }
        let agent = self
            .agent_identifier()
            .ok_or_else(|| PaymentError::NoAgent { payment: payment(), side })?;
        let scheme = ["Othr/SchmeNm/Cd", "Othr/SchmeNm/Prtry"]
            .iter()
            .find_map(|path| self.account(path))
            .unwrap_or_default();
        let issuer = self.account("Othr/Issr").unwrap_or_default();
        let parts = [agent, scheme, issuer, written.trim().to_owned()];
        Ok((key.pseudonym(ACCOUNT, parts.join(SEPARATOR).as_bytes()), naming))
    }

    /// What identifies the agent: its BIC, else its LEI, else its number in a clearing system.
    fn agent_identifier(&self) -> Option<String> {
        let code = ["BICFI", "BIC", "LEI"].iter().find_map(|path| self.agent(path));
        if let Some(code) = code {
            return Some(bic(&code));
        }
        let member = self.agent("ClrSysMmbId/MmbId")?;
        // Without its system, a number means something in its country at best.
        let system = ["ClrSysMmbId/ClrSysId/Cd", "ClrSysMmbId/ClrSysId/Prtry"]
            .iter()
            .find_map(|path| self.agent(path))?;
        Some([system.trim(), member.trim()].join(SEPARATOR))
    }
}
