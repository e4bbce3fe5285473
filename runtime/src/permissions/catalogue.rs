//! The permissions by name.

use critical_chains_policy::{Name, Permission};
use pallet_authorisation::Catalogue;

/// Names of the permissions as types, for the origins of pallets.
pub mod names {
    use super::{Name, Permission};
    use polkadot_sdk::frame_support::parameter_types;

    parameter_types! {
        pub const AnchoringAnchor: Permission = Name::constant("anchoring.anchor");
        pub const AnchoringClose: Permission = Name::constant("anchoring.close");
        pub const AnchoringFreeze: Permission = Name::constant("anchoring.freeze");
        pub const AnchoringOpen: Permission = Name::constant("anchoring.open");
        pub const ApprovalsExecute: Permission = Name::constant("approvals.execute");
        pub const ApprovalsPropose: Permission = Name::constant("approvals.propose");
        pub const ApprovalsVote: Permission = Name::constant("approvals.vote");
        pub const AttestationsContest: Permission = Name::constant("attestations.contest");
        pub const AttestationsCorroborate: Permission = Name::constant("attestations.corroborate");
        pub const AttestationsDecide: Permission = Name::constant("attestations.decide");
        pub const AttestationsModels: Permission = Name::constant("attestations.models");
        pub const AttestationsRaise: Permission = Name::constant("attestations.raise");
        pub const AttestationsShare: Permission = Name::constant("attestations.share");
        pub const AttestationsSight: Permission = Name::constant("attestations.sight");
        pub const AttestationsSupply: Permission = Name::constant("attestations.supply");
        pub const AuditRead: Permission = Name::constant("audit.read");
        pub const AuthorisationActivate: Permission = Name::constant("authorisation.activate");
        pub const AuthorisationAppoint: Permission = Name::constant("authorisation.appoint");
        pub const AuthorisationConstrain: Permission = Name::constant("authorisation.constrain");
        pub const AuthorisationDefine: Permission = Name::constant("authorisation.define");
        pub const AuthorisationDelegate: Permission = Name::constant("authorisation.delegate");
        pub const AuthorisationGrant: Permission = Name::constant("authorisation.grant");
        pub const AuthorisationPolicy: Permission = Name::constant("authorisation.policy");
        pub const AuthorisationRevoke: Permission = Name::constant("authorisation.revoke");
        pub const CustodyRegister: Permission = Name::constant("custody.register");
        pub const CustodyRequire: Permission = Name::constant("custody.require");
        pub const FlowsEpoch: Permission = Name::constant("flows.epoch");
        pub const FlowsEvidence: Permission = Name::constant("flows.evidence");
        pub const FlowsReport: Permission = Name::constant("flows.report");
        pub const FlowsSubmit: Permission = Name::constant("flows.submit");
        pub const GrandpaNoteStalled: Permission = Name::constant("grandpa.note-stalled");
        pub const GrandpaReport: Permission = Name::constant("grandpa.report");
        pub const InstitutionsAccounts: Permission = Name::constant("institutions.accounts");
        pub const InstitutionsAdmit: Permission = Name::constant("institutions.admit");
        pub const InstitutionsEnrol: Permission = Name::constant("institutions.enrol");
        pub const InstitutionsExpiry: Permission = Name::constant("institutions.expiry");
        pub const InstitutionsQuota: Permission = Name::constant("institutions.quota");
        pub const InstitutionsSeats: Permission = Name::constant("institutions.seats");
        pub const InstitutionsStatus: Permission = Name::constant("institutions.status");
        pub const InstitutionsWithdraw: Permission = Name::constant("institutions.withdraw");
        pub const RuntimeUpgrade: Permission = Name::constant("runtime.upgrade");
        pub const SessionKeys: Permission = Name::constant("session.keys");
        pub const SupervisionAnswer: Permission = Name::constant("supervision.answer");
        pub const SupervisionBreakGlass: Permission = Name::constant("supervision.break-glass");
        pub const SupervisionDecide: Permission = Name::constant("supervision.decide");
        pub const SupervisionDemand: Permission = Name::constant("supervision.demand");
        pub const SupervisionFreeze: Permission = Name::constant("supervision.freeze");
        pub const SupervisionReview: Permission = Name::constant("supervision.review");
        pub const SupervisionStop: Permission = Name::constant("supervision.stop");
    }
}

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
#[derive(Clone, Copy, Debug)]
pub struct PermissionInfo {
    /// Its name.
    pub name: Permission,
    /// Who comes to use it.
    pub level: Level,
    /// What it allows.
    pub allows: &'static str,
}

const fn info(name: Permission, level: Level, allows: &'static str) -> PermissionInfo {
    PermissionInfo { name, level, allows }
}

/// All permissions, in the order of their names.
pub const CATALOGUE: [PermissionInfo; 49] = {
    use Level::*;
    use names::*;
    [
        info(AnchoringAnchor::get(), Account, "anchor batches to streams of the own institution"),
        info(AnchoringClose::get(), Account, "close streams of the own institution for good"),
        info(AnchoringFreeze::get(), Account, "freeze and thaw anybody's streams"),
        info(AnchoringOpen::get(), Account, "open streams for the own institution"),
        info(ApprovalsExecute::get(), Account, "have an approved proposal executed early"),
        info(ApprovalsPropose::get(), Voter, "propose what one may do jointly, and withdraw it"),
        info(ApprovalsVote::get(), Voter, "approve and reject proposals for the own institution"),
        info(AttestationsContest::get(), Account, "contest attestations for the own institution"),
        info(
            AttestationsCorroborate::get(),
            Account,
            "corroborate attestations for the own institution",
        ),
        info(AttestationsDecide::get(), Account, "confirm and clear attestations, or vote on them"),
        info(
            AttestationsModels::get(),
            Consortium,
            "register models, make them champions, and retire them",
        ),
        info(AttestationsRaise::get(), Account, "raise attestations for the own institution"),
        info(AttestationsShare::get(), Account, "share and revoke threat indicators"),
        info(AttestationsSight::get(), Account, "report sightings of threat indicators"),
        info(AttestationsSupply::get(), Account, "supply the parameters of registered models"),
        info(AuditRead::get(), Account, "read what services show to auditors only; no call"),
        info(AuthorisationActivate::get(), Account, "choose which of the own roles are active"),
        info(AuthorisationAppoint::get(), Constitution, "grant and revoke any role"),
        info(AuthorisationConstrain::get(), Consortium, "set which roles must not come together"),
        info(AuthorisationDefine::get(), Constitution, "define and remove roles"),
        info(
            AuthorisationDelegate::get(),
            Account,
            "pass on the own roles to colleagues, and take them back",
        ),
        info(AuthorisationGrant::get(), Account, "grant roles that are left to institutions"),
        info(AuthorisationPolicy::get(), Constitution, "set policies and who approves what"),
        info(AuthorisationRevoke::get(), Account, "revoke roles that are left to institutions"),
        info(CustodyRegister::get(), Account, "say where keys of the own institution live"),
        info(CustodyRequire::get(), Consortium, "require a class of custody, remove what was said"),
        info(FlowsEpoch::get(), Consortium, "agree on the key of pseudonyms for an epoch"),
        info(FlowsEvidence::get(), Account, "ask a node for the evidence that it holds; no call"),
        info(FlowsReport::get(), Account, "report flows of the own institution by pseudonyms"),
        info(FlowsSubmit::get(), Account, "give flows to a node of the own institution; no call"),
        info(GrandpaNoteStalled::get(), Consortium, "restart finality after a stall"),
        info(GrandpaReport::get(), Account, "report a validator that voted twice"),
        info(InstitutionsAccounts::get(), Consortium, "enrol and withdraw anybody's accounts"),
        info(InstitutionsAdmit::get(), Consortium, "admit institutions"),
        info(InstitutionsEnrol::get(), Account, "enrol accounts for the own institution"),
        info(InstitutionsExpiry::get(), Constitution, "set when memberships end"),
        info(InstitutionsQuota::get(), Consortium, "set quotas"),
        info(InstitutionsSeats::get(), Consortium, "grant and revoke validator seats"),
        info(InstitutionsStatus::get(), Consortium, "suspend, readmit and let go institutions"),
        info(InstitutionsWithdraw::get(), Account, "withdraw accounts of the own institution"),
        info(RuntimeUpgrade::get(), Consortium, "authorise a new runtime by its hash"),
        info(SessionKeys::get(), Account, "register the session keys of the own validator seat"),
        info(SupervisionAnswer::get(), Account, "answer demands for an explanation"),
        info(SupervisionBreakGlass::get(), Account, "take a role for emergencies, to be reviewed"),
        info(SupervisionDecide::get(), Consortium, "confirm and lift stops, unfreeze accounts"),
        info(SupervisionDemand::get(), Account, "demand explanations of any institution"),
        info(SupervisionFreeze::get(), Account, "freeze and unfreeze anybody's accounts"),
        info(SupervisionReview::get(), Account, "review emergency access of other institutions"),
        info(SupervisionStop::get(), Account, "stop a call or a pallet in an emergency"),
    ]
};

const NAMES: [Permission; CATALOGUE.len()] = {
    let mut names = [CATALOGUE[0].name; CATALOGUE.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = CATALOGUE[at].name;
        at += 1;
    }
    names
};

/// The permissions of this runtime.
pub struct Permissions;

impl Permissions {
    fn level(permission: &Permission) -> Option<Level> {
        let place = NAMES.binary_search(permission).ok()?;
        CATALOGUE.get(place).map(|info| info.level)
    }
}

impl Catalogue for Permissions {
    fn permissions() -> &'static [Permission] {
        &NAMES
    }

    fn is_governed(permission: &Permission) -> bool {
        matches!(Self::level(permission), Some(Level::Consortium | Level::Constitution))
    }

    fn is_constitutional(permission: &Permission) -> bool {
        matches!(Self::level(permission), Some(Level::Constitution | Level::Voter))
    }
}
