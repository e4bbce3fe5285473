//! What the commands about roles, proposals, institutions and policies ask a node.

use super::{
    AccountId, At, ChainError, DescribedCall, Execution, Expiring, Explanation, Institution,
    NamedCall, Node, PermissionEntry, ProposalDetails, RoleOfAccount, Subject, Verdict,
    node::{AtBlock, explain},
    raw,
    rpc::{from_rpc, unintelligible},
    values::named_payload,
};
use crate::{batch::SignedExtrinsic, policy::Consortium};
use codec::Decode;
use critical_chains_integrity::Hash;
use critical_chains_lei::{LEI_LENGTH, Lei};
use critical_chains_policy::{
    Constraint, Facts, Hierarchy, Name, Permission, Role, RoleName, Scope,
};
use std::collections::BTreeMap;
use subxt::{config::substrate::H256, events::Phase};

/// What became of an extrinsic.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It succeeded.
    Succeeded,
    /// It failed.
    Failed(Explanation),
}

/// Bytes of the event `ProposalExecuted` before its result: number, hash, institution and proposer.
const EXECUTED_PREFIX: usize = 4 + 32 + LEI_LENGTH + 32;

impl Node {
    /// Who may do what, in the newest block.
    pub async fn consortium(&self) -> Result<Consortium, ChainError> {
        let block = self.at(At::Best).await?;
        let roles: Vec<(RoleName, Role)> = raw::map(&block, "Authorisation", "Roles").await?;
        let constraints: Option<Vec<(Name, Constraint)>> =
            raw::value(&block, "Authorisation", "SeparationConstraints", vec![]).await?;
        let permissions: Vec<(Permission, PermissionEntry)> =
            raw::map(&block, "Authorisation", "Permissions").await?;
        let subjects: Vec<(AccountId, Subject)> =
            raw::map(&block, "Authorisation", "Subjects").await?;
        Ok(Consortium {
            now: now(&block).await?,
            voting_role: Some(raw::constant(&block, "Authorisation", "VotingRole")?),
            constitution: Some(raw::constant(&block, "Authorisation", "Constitution")?),
            roles: Hierarchy::trusted(roles),
            constraints: constraints.unwrap_or_default(),
            permissions: permissions.into_iter().collect(),
            subjects: subjects.into_iter().collect(),
            institutions: institutions(&block).await?,
        })
    }

    /// Time of the newest block, in milliseconds since the Unix epoch.
    pub async fn now(&self) -> Result<u64, ChainError> {
        now(&self.at(At::Best).await?).await
    }

    /// The institutions, in the order of their LEI.
    pub async fn institutions(&self) -> Result<BTreeMap<Lei, Institution>, ChainError> {
        institutions(&self.at(At::Best).await?).await
    }

    /// The account that validates for each institution with a seat.
    pub async fn seats(&self) -> Result<BTreeMap<Lei, AccountId>, ChainError> {
        let block = self.at(At::Best).await?;
        let seats: Vec<(Lei, AccountId)> = raw::map(&block, "Institutions", "Seats").await?;
        Ok(seats.into_iter().collect())
    }

    /// The accounts that act for institutions.
    pub async fn accounts(&self) -> Result<BTreeMap<AccountId, Lei>, ChainError> {
        let block = self.at(At::Best).await?;
        let accounts: Vec<(AccountId, Lei)> = raw::map(&block, "Institutions", "Accounts").await?;
        Ok(accounts.into_iter().collect())
    }

    /// The quota of an institution that was not given its own.
    pub async fn default_quota(&self) -> Result<super::Quota, ChainError> {
        raw::constant(&self.at(At::Best).await?, "Institutions", "DefaultQuota")
    }

    /// The roles of an account.
    pub async fn roles_of(&self, account: &AccountId) -> Result<Vec<RoleOfAccount>, ChainError> {
        raw::ask(&self.at(At::Best).await?, "AuthorisationApi_roles_of", account).await
    }

    /// The accounts that have a permission, alone or together with others.
    pub async fn who_can(&self, permission: &Permission) -> Result<Vec<AccountId>, ChainError> {
        raw::ask(&self.at(At::Best).await?, "AuthorisationApi_who_can", permission).await
    }

    /// The roles that end before this time.
    pub async fn expiring(&self, before: u64) -> Result<Vec<Expiring>, ChainError> {
        raw::ask(&self.at(At::Best).await?, "AuthorisationApi_expiring", before).await
    }

    /// Whether an account may do something on its own.
    pub async fn is_permitted(
        &self,
        account: &AccountId,
        permission: &Permission,
        resource: Option<Scope>,
        facts: Facts,
    ) -> Result<Verdict, ChainError> {
        let arguments = (account, permission, resource, facts);
        raw::ask(&self.at(At::Best).await?, "AuthorisationApi_is_permitted", arguments).await
    }

    /// The proposals that are open or wait, the oldest first.
    pub async fn proposals(&self) -> Result<Vec<ProposalDetails>, ChainError> {
        raw::ask(&self.at(At::Best).await?, "ApprovalsApi_proposals", ()).await
    }

    /// Those on which an institution has a vote and has not approved.
    pub async fn pending_approvals(&self, lei: &Lei) -> Result<Vec<ProposalDetails>, ChainError> {
        raw::ask(&self.at(At::Best).await?, "ApprovalsApi_pending_approvals", lei).await
    }

    /// A proposal that is open or waits.
    pub async fn proposal(&self, id: u32) -> Result<Option<ProposalDetails>, ChainError> {
        raw::ask(&self.at(At::Best).await?, "ApprovalsApi_proposal", id).await
    }

    /// Reads an encoded call by the metadata of the newest block.
    pub async fn describe(&self, call: &[u8]) -> Result<DescribedCall, ChainError> {
        DescribedCall::read(call, &self.at(At::Best).await?.metadata())
    }

    /// Hash of the runtime that the consortium has authorised and nobody has brought yet.
    pub async fn authorised_upgrade(&self) -> Result<Option<Hash>, ChainError> {
        let block = self.at(At::Best).await?;
        let found: Option<(Hash, bool)> =
            raw::value(&block, "System", "AuthorizedUpgrade", vec![]).await?;
        Ok(found.map(|(hash, _)| hash))
    }

    /// A call without an account, as the chain takes those that authorise themselves.
    pub async fn bare(&self, call: &NamedCall) -> Result<SignedExtrinsic, ChainError> {
        let block = self.at(At::Best).await?;
        let unusable = |error: subxt::error::ExtrinsicError| {
            ChainError::Unsupported(format!("its extrinsics are built otherwise: {error}"))
        };
        let transactions = block.tx();
        let call = named_payload(&block, call)?;
        let bare = transactions.create_unsigned(&call).map_err(unusable)?;
        Ok(SignedExtrinsic { bytes: bare.into_encoded(), nonce: 0, expires: u64::MAX })
    }

    /// What became of a proposal in this block or one of those after it, up to the newest.
    pub async fn execution(&self, id: u32, from: u64) -> Result<Option<Execution>, ChainError> {
        let newest = self.head(At::Best).await?.number;
        for number in from..=newest {
            let hash = self.block_hash(number).await?;
            if let Some(found) = execution_in(&self.at_hash(hash).await?, id).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// What became of an extrinsic in a block; nothing if the block does not have it.
    pub async fn outcome_of(
        &self,
        extrinsic: &Hash,
        block: &Hash,
    ) -> Result<Option<(String, Outcome)>, ChainError> {
        let block = self.at_hash(H256(*block)).await?;
        let extrinsics = block.extrinsics().fetch().await.map_err(unintelligible("a block"))?;
        for found in extrinsics.iter() {
            let found = found.map_err(unintelligible("an extrinsic"))?;
            if found.hash().0 != *extrinsic {
                continue;
            }
            let name = format!("{}.{}", found.pallet_name(), found.call_name());
            let position = u32::try_from(found.index()).unwrap_or(u32::MAX);
            let events = block.events().fetch().await.map_err(unintelligible("events"))?;
            for event in events.iter() {
                let event = event.map_err(unintelligible("events"))?;
                if event.phase() != Phase::ApplyExtrinsic(position) {
                    continue;
                }
                let fields = event.field_bytes();
                let error = match (event.pallet_name(), event.event_name()) {
                    ("System", "ExtrinsicFailed") => Some(fields),
                    (pallet, event) => hidden_error(pallet, event, fields),
                };
                if let Some(error) = error {
                    return Ok(Some((name, Outcome::Failed(explain(error, block.metadata())))));
                }
            }
            return Ok(Some((name, Outcome::Succeeded)));
        }
        Ok(None)
    }

    /// Whether the node knows a block of this hash.
    pub async fn has_block(&self, hash: &Hash) -> Result<bool, ChainError> {
        let header = self.methods().chain_get_header(Some(H256(*hash))).await;
        Ok(header.map_err(|error| from_rpc("chain_getHeader", error))?.is_some())
    }

    /// Hash of the block of this number in the best chain.
    pub async fn block_hash(&self, number: u64) -> Result<H256, ChainError> {
        let hash = self.methods().chain_get_block_hash(Some(number.into())).await;
        let hash = hash.map_err(|error| from_rpc("chain_getBlockHash", error))?;
        hash.ok_or(ChainError::Absent)
    }
}

pub(super) async fn now(block: &AtBlock) -> Result<u64, ChainError> {
    Ok(raw::value(block, "Timestamp", "Now", vec![]).await?.unwrap_or_default())
}

async fn institutions(block: &AtBlock) -> Result<BTreeMap<Lei, Institution>, ChainError> {
    let found: Vec<(Lei, Institution)> = raw::map(block, "Institutions", "Institutions").await?;
    Ok(found.into_iter().collect())
}

async fn execution_in(block: &AtBlock, id: u32) -> Result<Option<Execution>, ChainError> {
    let number = block.block_number();
    let events = block.events().fetch().await.map_err(unintelligible("events"))?;
    for event in events.iter() {
        let event = event.map_err(unintelligible("events"))?;
        let fields = event.field_bytes();
        if event.pallet_name() != "Approvals" || u32::decode(&mut &*fields) != Ok(id) {
            continue;
        }
        match event.event_name() {
            "Vetoed" => return Ok(Some(Execution::Vetoed { block: number })),
            "ProposalExecuted" => {
                let failed = executed_error(fields).map(|error| explain(error, block.metadata()));
                return Ok(Some(match failed {
                    Some(why) => Execution::Failed { block: number, why },
                    None => Execution::Done { block: number },
                }));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// The error in the fields of `ProposalExecuted`, if it failed.
fn executed_error(fields: &[u8]) -> Option<&[u8]> {
    match fields.get(EXECUTED_PREFIX..)?.split_first()? {
        (1, error) => Some(error),
        _ => None,
    }
}

/// The error in an event of an extrinsic that counts as a success all the same.
pub(super) fn hidden_error<'a>(pallet: &str, event: &str, fields: &'a [u8]) -> Option<&'a [u8]> {
    match (pallet, event) {
        ("Approvals", "ProposalExecuted") => executed_error(fields),
        // The hash of the code comes first.
        ("System", "RejectedInvalidAuthorizedUpgrade") => fields.get(32..),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_of_a_proposal_is_the_last_field() {
        let fields = |result: &[u8]| [&[0; EXECUTED_PREFIX], result].concat();

        assert_eq!(executed_error(&fields(&[0])), None);
        assert_eq!(executed_error(&fields(&[1, 3, 7])), Some(&[3, 7][..]));
        assert_eq!(executed_error(&[1]), None);
    }

    #[test]
    fn what_counts_as_a_success_may_have_failed() {
        let rejected = [&[7; 32][..], &[3, 0, 1, 0, 0, 0]].concat();
        let event = "RejectedInvalidAuthorizedUpgrade";

        assert_eq!(hidden_error("System", event, &rejected), Some(&[3, 0, 1, 0, 0, 0][..]));
        assert_eq!(hidden_error("System", "CodeUpdated", &[]), None);
    }
}
