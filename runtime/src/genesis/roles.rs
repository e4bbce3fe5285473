//! The roles and policies with which a consortium starts. It can change all of them.

use crate::{
    AccountId, AuthorisationConfig,
    configs::VotingRole,
    permissions::{CATALOGUE, Level, names::*},
};
use alloc::{vec, vec::Vec};
use critical_chains_policy::{
    ApprovalRule, Condition, Constraint, Effect, Kind, Kinds, Literal, Name, Permission, Policy,
    Requirement, Role, RoleName, Rule, Separation, Steward, Test,
};
use pallet_authorisation::GenesisAssignment;
use polkadot_sdk::frame_support::BoundedVec;

const ADMINISTRATOR: RoleName = Name::constant("administrator");
const ANALYST: RoleName = Name::constant("analyst");
const AUDITOR: RoleName = Name::constant("auditor");
const EMERGENCY_OPERATOR: RoleName = Name::constant("emergency-operator");
const OPERATOR: RoleName = Name::constant("operator");
const SUPERVISOR: RoleName = Name::constant("supervisor");
const VALIDATOR: RoleName = Name::constant("validator");
const WATCHER: RoleName = Name::constant("watcher");

const MINUTE: u64 = 60_000;
const WEEK: u64 = 7 * 24 * 60 * MINUTE;

/// The roles of one account at the start.
pub(super) struct Holder {
    pub(super) account: AccountId,
    /// Whether it manages the accounts and roles of its institution, and registers session keys.
    pub(super) leads: bool,
    /// Whether its institution is an Authority.
    pub(super) supervises: bool,
}

/// Roles, constraints and policies of a consortium in which so many institutions approve, and who
/// holds which role.
pub(super) fn genesis(approvals: u8, holders: &[Holder]) -> AuthorisationConfig {
    AuthorisationConfig {
        roles: roles(),
        constraints: constraints(),
        assignments: holders.iter().flat_map(assignments).collect(),
        policies: policies(approvals),
    }
}

fn roles() -> Vec<(RoleName, Role)> {
    let of_institution = |permissions| Role { steward: Steward::Institution, ..role(permissions) };
    vec![
        (AUDITOR, of_institution(vec![AuditRead::get(), AuthorisationActivate::get()])),
        // Looks into what others and machines have found.
        (
            ANALYST,
            of_institution(vec![
                AttestationsContest::get(),
                AttestationsDecide::get(),
                AttestationsShare::get(),
                AttestationsSight::get(),
                AuthorisationActivate::get(),
                FlowsEvidence::get(),
            ]),
        ),
        // For the key of a node, which watches flows and does nothing else.
        (
            WATCHER,
            of_institution(vec![
                AttestationsCorroborate::get(),
                AttestationsRaise::get(),
                AttestationsSight::get(),
                FlowsReport::get(),
            ]),
        ),
        (
            OPERATOR,
            of_institution(vec![
                AnchoringOpen::get(),
                AnchoringAnchor::get(),
                AnchoringClose::get(),
                AttestationsContest::get(),
                AttestationsCorroborate::get(),
                AttestationsRaise::get(),
                AttestationsShare::get(),
                AttestationsSight::get(),
                AttestationsSupply::get(),
                AuthorisationActivate::get(),
                FlowsEvidence::get(),
                FlowsSubmit::get(),
                SupervisionAnswer::get(),
                SupervisionBreakGlass::get(),
            ]),
        ),
        (
            VALIDATOR,
            of_institution(vec![CustodyRegister::get(), SessionKeys::get(), GrandpaReport::get()]),
        ),
        (
            ADMINISTRATOR,
            Role {
                essential: true,
                ..role(vec![
                    AuthorisationActivate::get(),
                    AuthorisationDelegate::get(),
                    AuthorisationGrant::get(),
                    AuthorisationRevoke::get(),
                    InstitutionsEnrol::get(),
                    InstitutionsWithdraw::get(),
                ])
            },
        ),
        (
            EMERGENCY_OPERATOR,
            Role {
                emergency: true,
                ..role(vec![
                    AuthorisationGrant::get(),
                    AuthorisationRevoke::get(),
                    InstitutionsEnrol::get(),
                    InstitutionsWithdraw::get(),
                ])
            },
        ),
        (VotingRole::get(), role(joint_permissions())),
        (
            SUPERVISOR,
            role(vec![
                AnchoringFreeze::get(),
                AttestationsDecide::get(),
                AttestationsShare::get(),
                AuditRead::get(),
                AuthorisationActivate::get(),
                FlowsEvidence::get(),
                SupervisionDemand::get(),
                SupervisionFreeze::get(),
                SupervisionReview::get(),
                SupervisionStop::get(),
            ]),
        ),
    ]
}

fn role(permissions: Vec<Permission>) -> Role {
    Role { permissions: BoundedVec::truncate_from(permissions), ..Role::default() }
}

/// What representatives do for their institutions: everything that the consortium does.
fn joint_permissions() -> Vec<Permission> {
    let joint = CATALOGUE.iter().filter(|info| info.level != Level::Account);
    let mut permissions: Vec<_> = joint.map(|info| info.name).collect();
    permissions.extend([ApprovalsExecute::get(), AuthorisationActivate::get()]);
    permissions
}

/// Who audits an institution does not operate it.
fn constraints() -> Vec<(Name, Constraint)> {
    let pair = |other| BoundedVec::truncate_from(vec![AUDITOR, other]);
    [
        (Name::constant("audit-operation"), OPERATOR),
        (Name::constant("audit-administration"), ADMINISTRATOR),
    ]
    .into_iter()
    .map(|(name, other)| {
        let separation = Separation::Static;
        (name, Constraint { separation, roles: pair(other), at_most: 1 })
    })
    .collect()
}

fn assignments(holder: &Holder) -> Vec<GenesisAssignment<AccountId>> {
    let of = |role, consortium, levels| GenesisAssignment {
        account: holder.account.clone(),
        role,
        consortium,
        levels,
    };
    let mut assignments = vec![of(OPERATOR, false, 1), of(VotingRole::get(), false, 0)];
    if holder.leads {
        assignments.extend([of(ADMINISTRATOR, false, 0), of(VALIDATOR, false, 1)]);
    }
    if holder.supervises {
        assignments.push(of(SUPERVISOR, true, 0));
    }
    assignments
}

fn policies(approvals: u8) -> Vec<(Permission, Policy)> {
    let rule = ApprovalRule {
        approvals,
        eligible: Kinds::ALL,
        required: BoundedVec::default(),
        proposer_institution_votes: true,
        authority_veto: true,
        lifetime: WEEK,
        waiting: 0,
    };
    let authority = Requirement { kinds: Kinds::only(Kind::Authority), count: 1 };
    let upgrade = ApprovalRule {
        required: BoundedVec::truncate_from(vec![authority]),
        waiting: MINUTE,
        ..rule.clone()
    };
    let approved = |rule| Policy { rules: BoundedVec::default(), approval: Some(rule) };
    let mut policies = vec![
        (AuthorisationPolicy::get(), approved(rule)),
        (RuntimeUpgrade::get(), approved(upgrade)),
    ];
    let powers = [
        AnchoringFreeze::get(),
        SupervisionDemand::get(),
        SupervisionFreeze::get(),
        SupervisionReview::get(),
        SupervisionStop::get(),
    ];
    policies.extend(powers.map(|permission| (permission, authorities_only())));
    policies
}

/// Whatever role somebody holds: not without acting for an Authority.
fn authorities_only() -> Policy {
    let authority = Test::SubjectKind(Kinds::only(Kind::Authority));
    let rule = Rule {
        effect: Effect::Forbid,
        roles: BoundedVec::default(),
        when: Condition::all([Literal::Not(authority)]),
    };
    Policy { rules: BoundedVec::truncate_from(vec![rule]), approval: None }
}
