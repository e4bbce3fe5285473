//! Proves what files mean, and what they would do to a consortium like that of the genesis.

mod check;
mod diff;
mod graph;
mod parse;
mod round_trip;
mod simulate;

use super::{Consortium, ParsedFile, PolicyFile};
use crate::chain::{AccountId, Institution, Status, Subject};
use critical_chains_lei::Lei;
use critical_chains_policy::{Assignment, Hierarchy, Kind, Name, Scope, Source, Validity};

/// What the consortium of the tests has.
pub(crate) const PRESENT: &str = r#"
complete = true

[roles.auditor]
permissions = ["audit.read"]
steward = "institution"

[roles.operator]
permissions = ["anchoring.anchor", "anchoring.open"]
steward = "institution"

[roles.representative]
permissions = [
  "approvals.propose", "approvals.vote", "authorisation.appoint", "authorisation.define",
  "authorisation.policy", "institutions.expiry",
]

[roles.chief]
inherits = ["operator"]
max-holders = 2
essential = true

[constraints.audit-operation]
separation = "static"
roles = ["auditor", "operator"]
at-most = 1

[policies."authorisation.policy".approval]
approvals = 2
proposer-institution-votes = true
authority-veto = true
lifetime = "7 days"
"#;

pub(crate) const ALPHA: &str = "CCDEV0ALPHABANK00022";
pub(crate) const BETA: &str = "CCDEV0BETACLEARING22";

/// Thursday 26 November 2026, 10:00 UTC.
pub(crate) const NOW: u64 = 1_795_687_200_000;

pub(super) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

pub(super) fn parse(text: &str) -> ParsedFile {
    ParsedFile::parse(text).unwrap_or_else(|problem| panic!("{problem}"))
}

fn institution(kind: Kind) -> Institution {
    let name = format!("{kind:?}").into_bytes();
    Institution { name, kind, status: Status::Active, accounts: 1, quota: None, expires: None }
}

pub(crate) fn granted(role: &str, scope: Scope) -> Assignment<AccountId> {
    Assignment {
        role: name(role),
        scope,
        validity: Validity::PERMANENT,
        active: true,
        levels: 0,
        source: Source::Granted,
    }
}

fn subject(lei: &str, roles: &[&str]) -> Subject {
    let institution: Lei = lei.parse().unwrap();
    let own = |role: &&str| granted(role, Scope::Institution(institution));
    Subject { institution, assignments: roles.iter().map(own).collect(), frozen: false }
}

/// An Authority.
fn gamma() -> Lei {
    Lei::from_prefix(*b"CCDEV0GAMMA0000000").unwrap()
}

/// Three institutions with four accounts: a bank's operator and its auditor, a clearing house, and
/// an Authority.
pub(crate) fn consortium() -> Consortium {
    let PolicyFile { roles, constraints, policies, .. } = parse(PRESENT).file;
    let mut chain = Consortium {
        now: NOW,
        voting_role: Some(name("representative")),
        constitution: Some(name("authorisation.policy")),
        roles: Hierarchy::trusted(roles),
        constraints: constraints.into_iter().collect(),
        subjects: [
            ([1; 32], subject(ALPHA, &["chief", "representative"])),
            ([2; 32], subject(ALPHA, &["auditor"])),
            ([3; 32], subject(BETA, &["operator", "representative"])),
            ([4; 32], subject(gamma().as_str(), &["representative"])),
        ]
        .into(),
        institutions: [
            (ALPHA.parse().unwrap(), institution(Kind::Bank)),
            (BETA.parse().unwrap(), institution(Kind::MarketInfrastructure)),
            (gamma(), institution(Kind::Authority)),
        ]
        .into(),
        ..Consortium::default()
    };
    for (permission, policy) in policies {
        chain.permissions.entry(permission).or_default().policy = policy;
    }
    chain.address_all();
    chain
}
