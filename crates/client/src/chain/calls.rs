//! Calls of the consortium's pallets: by name, with encoded arguments.
//!
//! Numbers of pallets and calls come from the chain's metadata when a call is signed, and the
//! metadata also checks that what was encoded here is what the chain takes.

mod custody;
mod watching;

pub use custody::*;
pub use watching::*;

use super::{AccountId, Finding, SESSION_KEYS_BYTES, StopTarget, state::Quota, state::Status};
use codec::{Compact, Encode};
use critical_chains_integrity::Hash;
use critical_chains_lei::Lei;
use critical_chains_policy::{
    Constraint, Kind, Name, Permission, Policy, Role, RoleName, Scope, Validity,
};

/// A call by its names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NamedCall {
    /// The pallet.
    pub pallet: &'static str,
    /// The call.
    pub name: &'static str,
    arguments: Vec<Argument>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Argument {
    Encoded(Vec<u8>),
    Call(NamedCall),
    Calls(Vec<NamedCall>),
}

impl NamedCall {
    fn new(pallet: &'static str, name: &'static str) -> Self {
        Self { pallet, name, arguments: Vec::new() }
    }

    fn with(mut self, argument: impl Encode) -> Self {
        self.arguments.push(Argument::Encoded(argument.encode()));
        self
    }

    fn holding(mut self, argument: Argument) -> Self {
        self.arguments.push(argument);
        self
    }

    /// The call as the chain takes it. `indices` knows the numbers of a pallet and its call.
    pub(super) fn encode(
        &self,
        indices: &impl Fn(&str, &str) -> Option<[u8; 2]>,
    ) -> Result<Vec<u8>, String> {
        let unknown = || format!("it has no call {}.{}", self.pallet, self.name);
        let mut bytes = indices(self.pallet, self.name).ok_or_else(unknown)?.to_vec();
        for argument in &self.arguments {
            match argument {
                Argument::Encoded(encoded) => bytes.extend_from_slice(encoded),
                Argument::Call(call) => bytes.extend(call.encode(indices)?),
                Argument::Calls(calls) => {
                    let count = u32::try_from(calls.len()).unwrap_or(u32::MAX);
                    Compact(count).encode_to(&mut bytes);
                    for call in calls {
                        bytes.extend(call.encode(indices)?);
                    }
                }
            }
        }
        Ok(bytes)
    }
}

const ANCHORING: &str = "Anchoring";
const APPROVALS: &str = "Approvals";
const AUTHORISATION: &str = "Authorisation";
const INSTITUTIONS: &str = "Institutions";
const SUPERVISION: &str = "Supervision";

/// Several calls, all done or none.
pub fn batch_all(calls: Vec<NamedCall>) -> NamedCall {
    NamedCall::new("Utility", "batch_all").holding(Argument::Calls(calls))
}

/// Proposes a call.
pub fn propose(call: NamedCall) -> NamedCall {
    NamedCall::new(APPROVALS, "propose").holding(Argument::Call(call))
}

/// Approves a proposal.
pub fn approve(proposal: u32, call_hash: Hash) -> NamedCall {
    NamedCall::new(APPROVALS, "approve").with(proposal).with(call_hash)
}

/// Rejects a proposal.
pub fn reject(proposal: u32, call_hash: Hash) -> NamedCall {
    NamedCall::new(APPROVALS, "reject").with(proposal).with(call_hash)
}

/// Withdraws a proposal.
pub fn withdraw(proposal: u32) -> NamedCall {
    NamedCall::new(APPROVALS, "withdraw").with(proposal)
}

/// Executes a proposal that has its approvals.
pub fn execute(proposal: u32) -> NamedCall {
    NamedCall::new(APPROVALS, "execute").with(proposal)
}

/// Defines a role.
pub fn define_role(name: RoleName, role: &Role) -> NamedCall {
    NamedCall::new(AUTHORISATION, "define_role").with(name).with(role)
}

/// Removes a role.
pub fn remove_role(name: RoleName) -> NamedCall {
    NamedCall::new(AUTHORISATION, "remove_role").with(name)
}

/// Grants a role.
pub fn grant_role(
    account: AccountId,
    role: RoleName,
    scope: Scope,
    validity: Validity,
    levels: u8,
) -> NamedCall {
    NamedCall::new(AUTHORISATION, "grant_role")
        .with(account)
        .with(role)
        .with(scope)
        .with(validity)
        .with(levels)
}

/// Revokes a role.
pub fn revoke_role(account: AccountId, role: RoleName) -> NamedCall {
    NamedCall::new(AUTHORISATION, "revoke_role").with(account).with(role)
}

/// Passes on a role.
pub fn delegate_role(to: AccountId, role: RoleName, validity: Validity, levels: u8) -> NamedCall {
    NamedCall::new(AUTHORISATION, "delegate_role").with(to).with(role).with(validity).with(levels)
}

/// Takes back a role that the signer has passed on.
pub fn recall_role(from: AccountId, role: RoleName) -> NamedCall {
    NamedCall::new(AUTHORISATION, "recall_role").with(from).with(role)
}

/// Activates a role of the signer.
pub fn activate_role(role: RoleName) -> NamedCall {
    NamedCall::new(AUTHORISATION, "activate_role").with(role)
}

/// Deactivates a role of the signer.
pub fn deactivate_role(role: RoleName) -> NamedCall {
    NamedCall::new(AUTHORISATION, "deactivate_role").with(role)
}

/// Sets a constraint.
pub fn set_constraint(name: Name, constraint: &Constraint) -> NamedCall {
    NamedCall::new(AUTHORISATION, "set_constraint").with(name).with(constraint)
}

/// Removes a constraint.
pub fn remove_constraint(name: Name) -> NamedCall {
    NamedCall::new(AUTHORISATION, "remove_constraint").with(name)
}

/// Sets the policy of a permission.
pub fn set_policy(permission: Permission, policy: &Policy) -> NamedCall {
    NamedCall::new(AUTHORISATION, "set_policy").with(permission).with(policy)
}

/// Admits an institution.
pub fn admit_institution(lei: Lei, name: &str, kind: Kind) -> NamedCall {
    NamedCall::new(INSTITUTIONS, "admit_institution")
        .with(<[u8; 20]>::from(lei))
        .with(name.as_bytes())
        .with(kind)
}

/// Sets whether an institution has access.
pub fn set_status(lei: Lei, status: Status) -> NamedCall {
    NamedCall::new(INSTITUTIONS, "set_status").with(<[u8; 20]>::from(lei)).with(status)
}

/// Enrols an account.
pub fn enrol_account(lei: Lei, account: AccountId) -> NamedCall {
    NamedCall::new(INSTITUTIONS, "enrol_account").with(<[u8; 20]>::from(lei)).with(account)
}

/// Withdraws an account.
pub fn withdraw_account(account: AccountId) -> NamedCall {
    NamedCall::new(INSTITUTIONS, "withdraw_account").with(account)
}

/// Grants a validator seat.
pub fn grant_seat(lei: Lei, account: AccountId) -> NamedCall {
    NamedCall::new(INSTITUTIONS, "grant_seat").with(<[u8; 20]>::from(lei)).with(account)
}

/// Revokes a validator seat.
pub fn revoke_seat(lei: Lei) -> NamedCall {
    NamedCall::new(INSTITUTIONS, "revoke_seat").with(<[u8; 20]>::from(lei))
}

/// Sets a quota.
pub fn set_quota(lei: Lei, quota: Option<Quota>) -> NamedCall {
    NamedCall::new(INSTITUTIONS, "set_quota").with(<[u8; 20]>::from(lei)).with(quota)
}

/// Sets when a membership ends.
pub fn set_expiry(lei: Lei, expires: Option<u64>) -> NamedCall {
    NamedCall::new(INSTITUTIONS, "set_expiry").with(<[u8; 20]>::from(lei)).with(expires)
}

/// Stops a pallet or a permission.
pub fn stop(target: StopTarget, reason: &str) -> NamedCall {
    NamedCall::new(SUPERVISION, "stop").with(target).with(reason.as_bytes())
}

/// Confirms a stop, so that it does not lapse.
pub fn confirm_stop(target: StopTarget) -> NamedCall {
    NamedCall::new(SUPERVISION, "confirm_stop").with(target)
}

/// Lifts a stop.
pub fn lift_stop(target: StopTarget) -> NamedCall {
    NamedCall::new(SUPERVISION, "lift_stop").with(target)
}

/// Freezes an account.
pub fn freeze_account(account: AccountId, reason: &str) -> NamedCall {
    NamedCall::new(SUPERVISION, "freeze_account").with(account).with(reason.as_bytes())
}

/// Ends the freeze of an account.
pub fn unfreeze_account(account: AccountId) -> NamedCall {
    NamedCall::new(SUPERVISION, "unfreeze_account").with(account)
}

/// Takes a role in an emergency.
pub fn break_glass(role: RoleName, reason: &str) -> NamedCall {
    NamedCall::new(SUPERVISION, "break_glass").with(role).with(reason.as_bytes())
}

/// Reviews an emergency access.
pub fn review_access(review: u32, finding: Finding, remark: &str) -> NamedCall {
    NamedCall::new(SUPERVISION, "review_access").with(review).with(finding).with(remark.as_bytes())
}

/// Demands an explanation of an institution.
pub fn demand_explanation(lei: Lei, about: &str, deadline: u64) -> NamedCall {
    NamedCall::new(SUPERVISION, "demand_explanation")
        .with(<[u8; 20]>::from(lei))
        .with(about.as_bytes())
        .with(deadline)
}

/// Answers a demand by the SHA-256 of what is handed over.
pub fn answer_demand(demand: u32, digest: Hash) -> NamedCall {
    NamedCall::new(SUPERVISION, "answer_demand").with(demand).with(digest)
}

/// Closes a demand.
pub fn close_demand(demand: u32) -> NamedCall {
    NamedCall::new(SUPERVISION, "close_demand").with(demand)
}

/// Freezes a stream.
pub fn freeze_stream(lei: Lei, number: u32) -> NamedCall {
    NamedCall::new(ANCHORING, "freeze_stream").with(<[u8; 20]>::from(lei)).with(number)
}

/// Ends the freeze of a stream.
pub fn thaw_stream(lei: Lei, number: u32) -> NamedCall {
    NamedCall::new(ANCHORING, "thaw_stream").with(<[u8; 20]>::from(lei)).with(number)
}

/// Registers the session keys of the signer's validator seat.
pub fn set_session_keys(keys: [u8; SESSION_KEYS_BYTES], proof: &[u8]) -> NamedCall {
    NamedCall::new("Session", "set_keys").with(keys).with(proof)
}

/// Authorises the runtime with this hash (BLAKE2-256) to be brought by anybody.
pub fn authorize_upgrade(code_hash: Hash) -> NamedCall {
    NamedCall::new("System", "authorize_upgrade").with(code_hash)
}

/// Brings the runtime that was authorised.
pub fn apply_authorized_upgrade(code: &[u8]) -> NamedCall {
    NamedCall::new("System", "apply_authorized_upgrade").with(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indices(pallet: &str, call: &str) -> Option<[u8; 2]> {
        match (pallet, call) {
            ("Approvals", "propose") => Some([9, 0]),
            ("Utility", "batch_all") => Some([2, 2]),
            ("Authorisation", "remove_role") => Some([8, 1]),
            _ => None,
        }
    }

    #[test]
    fn calls_that_hold_calls_are_encoded_as_one() {
        let remove = |name: &str| remove_role(name.parse().unwrap());
        let call = propose(batch_all(vec![remove("a"), remove("bc")]));

        let bytes = call.encode(&indices).unwrap();

        let expected: [&[u8]; 4] = [&[9, 0, 2, 2, 8], &[8, 1, 4, b'a'], &[8, 1, 8, b'b'], b"c"];
        assert_eq!(bytes, expected.concat());
    }

    #[test]
    fn session_keys_are_encoded_as_the_chain_takes_them() {
        let bytes = set_session_keys([7; 64], &[9; 128]).encode(&|_, _| Some([4, 0])).unwrap();

        // 128 in SCALE's compact form takes two bytes.
        assert_eq!(bytes, [&[4, 0][..], &[7; 64], &[1, 2], &[9; 128]].concat());
    }

    #[test]
    fn calls_that_the_chain_does_not_have_are_named() {
        let error = propose(withdraw(1)).encode(&indices).unwrap_err();

        assert_eq!(error, "it has no call Approvals.withdraw");
    }

    /// The calls in the source of a pallet, in order, each with its arguments and their types.
    pub(super) fn declared(source: &str) -> Vec<String> {
        let one = |rest: &str| {
            let (name, rest) = rest.split_once("pub fn ").unwrap().1.split_once('(').unwrap();
            let arguments = rest.split_once(") -> DispatchResult").unwrap().0;
            let arguments = arguments.split(',').map(str::trim).filter(|own| !own.is_empty());
            format!("{name}({})", arguments.skip(1).collect::<Vec<_>>().join(", "))
        };
        source.split("call_index(").skip(1).map(one).collect()
    }

    /// Read from their sources: the client does not depend on the pallets.
    #[test]
    fn supervision_has_the_calls_of_the_pallets() {
        let lei: Lei = "CCDEV0ALPHABANK00022".parse().unwrap();
        let target = StopTarget::Pallet(Name::constant("ab"));
        let permission = StopTarget::Permission(Name::constant("a.b"));
        let (lei_hex, account) = (hex::encode(<[u8; 20]>::from(lei)), "07".repeat(32));
        let supervision = include_str!("../../../../pallets/supervision/src/lib.rs");
        let anchoring = include_str!("../../../../pallets/anchoring/src/lib.rs");
        let rows: [(_, &str, String); 12] = [
            (stop(target, "x"), "target: StopTarget, reason: Reason", "00086162 0478".into()),
            (confirm_stop(permission), "target: StopTarget", "010c612e62".into()),
            (lift_stop(target), "target: StopTarget", "00086162".into()),
            (
                freeze_account([7; 32], "x"),
                "account: T::AccountId, reason: Reason",
                format!("{account} 0478"),
            ),
            (unfreeze_account([7; 32]), "account: T::AccountId", account.clone()),
            (
                break_glass(Name::constant("ab"), "x"),
                "role: RoleName, reason: Reason",
                "086162 0478".into(),
            ),
            (
                review_access(3, Finding::Misused, "x"),
                "id: u32, finding: Finding, remark: Reason",
                "03000000 01 0478".into(),
            ),
            (
                demand_explanation(lei, "x", 258),
                "institution: [u8; LEI_LENGTH], about: Reason, deadline_millis: u64",
                format!("{lei_hex} 0478 0201000000000000"),
            ),
            (
                answer_demand(3, [7; 32]),
                "id: u32, answer_digest: AnswerDigest",
                format!("03000000 {account}"),
            ),
            (close_demand(3), "id: u32", "03000000".into()),
            (
                freeze_stream(lei, 3),
                "institution: [u8; LEI_LENGTH], stream: u32",
                format!("{lei_hex} 03000000"),
            ),
            (
                thaw_stream(lei, 3),
                "institution: [u8; LEI_LENGTH], stream: u32",
                format!("{lei_hex} 03000000"),
            ),
        ];

        for (call, _, encoded) in &rows {
            let bytes = call.encode(&|_, _| Some([0, 0])).unwrap();
            assert_eq!(hex::encode(&bytes[2..]), encoded.replace(' ', ""), "{}", call.name);
        }
        let ours = rows.map(|(call, arguments, _)| format!("{}({arguments})", call.name));
        let (of_supervision, of_anchoring) = ours.split_at(10);
        assert_eq!(of_supervision, declared(supervision));
        let anchoring = declared(anchoring);
        for own in of_anchoring {
            assert!(anchoring.contains(own), "{own}: {anchoring:?}");
        }
    }
}
