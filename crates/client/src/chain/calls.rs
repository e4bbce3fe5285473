//! Calls of the consortium's pallets: by name, with encoded arguments.
//!
//! Numbers of pallets and calls come from the chain's metadata when a call is signed, and the
//! metadata also checks that what was encoded here is what the chain takes.

use super::{AccountId, state::Quota, state::Status};
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

const AUTHORISATION: &str = "Authorisation";
const APPROVALS: &str = "Approvals";
const INSTITUTIONS: &str = "Institutions";

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
    fn calls_that_the_chain_does_not_have_are_named() {
        let error = propose(withdraw(1)).encode(&indices).unwrap_err();

        assert_eq!(error, "it has no call Approvals.withdraw");
    }
}
