//! The permissions of the runtime of this release, for people and for checks without a node.

use critical_chains_policy::{Name, Permission};

/// Who comes to use a permission.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Level {
    /// An account that holds it.
    Account,
    /// The consortium, by approvals.
    Consortium,
    /// The same, and without it nobody could govern: it can be neither stopped nor forbidden, and
    /// the voting role always carries it.
    Constitution,
    /// An account that holds it; as indispensable as what is of the constitution.
    Voter,
}

/// A permission, for people.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PermissionInfo {
    /// Its name.
    pub name: Permission,
    /// Who comes to use it.
    pub level: Level,
    /// What it allows.
    pub allows: &'static str,
}

impl PermissionInfo {
    /// Whether it acts on the consortium as a whole, so that only approvals lead to it.
    pub fn is_governed(&self) -> bool {
        matches!(self.level, Level::Consortium | Level::Constitution)
    }

    /// Whether nobody could govern without it.
    pub fn is_constitutional(&self) -> bool {
        matches!(self.level, Level::Constitution | Level::Voter)
    }
}

/// The permission whose policy says who changes policies, in this release.
pub const CONSTITUTION: Permission = Name::constant("authorisation.policy");

const fn info(name: &str, level: Level, allows: &'static str) -> PermissionInfo {
    PermissionInfo { name: Name::constant(name), level, allows }
}

/// All permissions, in the order of their names.
pub const CATALOGUE: [PermissionInfo; 49] = {
    use Level::*;
    [
        info("anchoring.anchor", Account, "anchor batches to streams of the own institution"),
        info("anchoring.close", Account, "close streams of the own institution for good"),
        info("anchoring.freeze", Account, "freeze and thaw anybody's streams"),
        info("anchoring.open", Account, "open streams for the own institution"),
        info("approvals.execute", Account, "have an approved proposal executed early"),
        info("approvals.propose", Voter, "propose what one may do jointly, and withdraw it"),
        info("approvals.vote", Voter, "approve and reject proposals for the own institution"),
        info("attestations.contest", Account, "contest attestations for the own institution"),
        info(
            "attestations.corroborate",
            Account,
            "corroborate attestations for the own institution",
        ),
        info("attestations.decide", Account, "confirm and clear attestations, or vote on them"),
        info(
            "attestations.models",
            Consortium,
            "register models, make them champions, and retire them",
        ),
        info("attestations.raise", Account, "raise attestations for the own institution"),
        info("attestations.share", Account, "share and revoke threat indicators"),
        info("attestations.sight", Account, "report sightings of threat indicators"),
        info("attestations.supply", Account, "supply the parameters of registered models"),
        info("audit.read", Account, "read what services show to auditors only; no call"),
        info("authorisation.activate", Account, "choose which of the own roles are active"),
        info("authorisation.appoint", Constitution, "grant and revoke any role"),
        info("authorisation.constrain", Consortium, "set which roles must not come together"),
        info("authorisation.define", Constitution, "define and remove roles"),
        info(
            "authorisation.delegate",
            Account,
            "pass on the own roles to colleagues, and take them back",
        ),
        info("authorisation.grant", Account, "grant roles that are left to institutions"),
        info("authorisation.policy", Constitution, "set policies and who approves what"),
        info("authorisation.revoke", Account, "revoke roles that are left to institutions"),
        info("custody.register", Account, "say where keys of the own institution live"),
        info("custody.require", Consortium, "require a class of custody, remove what was said"),
        info("flows.epoch", Consortium, "agree on the key of pseudonyms for an epoch"),
        info("flows.evidence", Account, "ask a node for the evidence that it holds; no call"),
        info("flows.report", Account, "report flows of the own institution by pseudonyms"),
        info("flows.submit", Account, "give flows to a node of the own institution; no call"),
        info("grandpa.note-stalled", Consortium, "restart finality after a stall"),
        info("grandpa.report", Account, "report a validator that voted twice"),
        info("institutions.accounts", Consortium, "enrol and withdraw anybody's accounts"),
        info("institutions.admit", Consortium, "admit institutions"),
        info("institutions.enrol", Account, "enrol accounts for the own institution"),
        info("institutions.expiry", Constitution, "set when memberships end"),
        info("institutions.quota", Consortium, "set quotas"),
        info("institutions.seats", Consortium, "grant and revoke validator seats"),
        info("institutions.status", Consortium, "suspend, readmit and let go institutions"),
        info("institutions.withdraw", Account, "withdraw accounts of the own institution"),
        info("runtime.upgrade", Consortium, "authorise a new runtime by its hash"),
        info("session.keys", Account, "register the session keys of the own validator seat"),
        info("supervision.answer", Account, "answer demands for an explanation"),
        info("supervision.break-glass", Account, "take a role for emergencies, to be reviewed"),
        info("supervision.decide", Consortium, "confirm and lift stops, unfreeze accounts"),
        info("supervision.demand", Account, "demand explanations of any institution"),
        info("supervision.freeze", Account, "freeze and unfreeze anybody's accounts"),
        info("supervision.review", Account, "review emergency access of other institutions"),
        info("supervision.stop", Account, "stop a call or a pallet in an emergency"),
    ]
};

/// What is known of a permission; nothing if the runtime of this release has none of this name.
pub fn permission_info(name: &Permission) -> Option<&'static PermissionInfo> {
    CATALOGUE.iter().find(|info| info.name == *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Text between these, and what follows.
    fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<(&'a str, &'a str)> {
        text.split_once(start)?.1.split_once(end)
    }

    /// Read from its source: the client does not depend on the runtime.
    #[test]
    fn the_catalogue_is_that_of_the_runtime() {
        let source = include_str!("../../../../runtime/src/permissions/catalogue.rs");
        let mut names = BTreeMap::new();
        let mut rest = source;
        while let Some((constant, after)) = between(rest, "pub const ", ";") {
            if let Some((name, _)) = between(constant, "Name::constant(\"", "\"") {
                names.insert(constant.split(':').next().unwrap(), name);
            }
            rest = after;
        }
        let catalogue = source.split_once("pub const CATALOGUE").unwrap().1;
        let rows = catalogue.split(" info(").skip(1);
        let found: Vec<_> = rows
            .map(|row| {
                let (name, row) = row.trim_start().split_once("::get(),").unwrap();
                let (level, row) = row.split_once(',').unwrap();
                let (allows, _) = between(row, "\"", "\"").unwrap();
                format!("{} {} {allows}", names[name], level.trim())
            })
            .collect();

        let own = CATALOGUE.map(|own| format!("{} {:?} {}", own.name, own.level, own.allows));
        assert_eq!(found, own);
        assert!(permission_info(&CONSTITUTION).is_some_and(PermissionInfo::is_constitutional));
    }
}
