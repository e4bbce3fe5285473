//! `authorisation_check`: the chain as a policy decision point for other systems.

use super::{
    arguments, error,
    state::{AtBlock, unknown_block},
};
use critical_chains_lei::Lei;
use critical_chains_policy::{Basis, Facts, Name, Permission, Scope};
use critical_chains_runtime::{AccountId, opaque::Block};
use jsonrpsee::{
    RpcModule,
    core::RegisterMethodError,
    types::{ErrorObjectOwned, Params},
};
use pallet_authorisation::{AuthorisationApi, Obstacle, Verdict};
use polkadot_sdk::{
    sp_api::ProvideRuntimeApi, sp_blockchain::HeaderBackend, sp_core::crypto::Ss58Codec,
};
use serde::Serialize;
use std::sync::Arc;

/// What the method answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    /// Whether it may be done.
    permitted: bool,
    /// The decision with what it rests on.
    decision: Verdict,
    /// The same as a sentence.
    reason: String,
    #[serde(flatten)]
    block: AtBlock,
}

/// The method.
pub(super) fn module<C>(client: Arc<C>) -> Result<RpcModule<Arc<C>>, RegisterMethodError>
where
    C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + 'static,
    C::Api: AuthorisationApi<Block, AccountId>,
{
    let mut module = RpcModule::new(client);
    module.register_blocking_method("authorisation_check", |params, client, _| {
        check(&**client, &params)
    })?;
    Ok(module)
}

fn check<C>(client: &C, params: &Params<'_>) -> Result<Answer, ErrorObjectOwned>
where
    C: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
    C::Api: AuthorisationApi<Block, AccountId>,
{
    let arguments::Check { account, permission, options } = arguments::parse(params)?;
    let options = options.unwrap_or_default();
    let account = read_account(&account)?;
    let permission = read_permission(&permission)?;
    let resource = options.resource.as_deref().map(read_resource).transpose()?;
    let facts: Facts = options.facts.unwrap_or_default();

    let block = AtBlock::find(client, options.at)?;
    let decision = client
        .runtime_api()
        .is_permitted(block.hash, account, permission, resource, facts)
        .map_err(|_| unknown_block())?;
    Ok(Answer {
        permitted: matches!(decision, Verdict::Permitted { .. }),
        reason: sentence(&decision, &permission),
        decision,
        block,
    })
}

pub(super) fn read_account(text: &str) -> Result<AccountId, ErrorObjectOwned> {
    let account = match arguments::bytes(text) {
        Some(bytes) => AccountId::try_from(&bytes[..]).ok(),
        None => AccountId::from_ss58check(text).ok(),
    };
    account.ok_or_else(|| {
        error::invalid_argument(
            format!("{:?} is not an account", arguments::abbreviate(text)),
            "an account is an SS58 address, or 0x and 64 hexadecimal digits",
        )
    })
}

fn read_permission(text: &str) -> Result<Permission, ErrorObjectOwned> {
    let known = |permission: &Permission| {
        use critical_chains_runtime::permissions::Permissions;
        use pallet_authorisation::Catalogue;
        Permissions::permissions().contains(permission)
    };
    text.parse::<Name>().ok().filter(known).ok_or_else(|| {
        error::invalid_argument(
            format!("{:?} is not a permission", arguments::abbreviate(text)),
            "docs/reference/permissions.md lists the permissions",
        )
    })
}

fn read_resource(text: &str) -> Result<Scope, ErrorObjectOwned> {
    if text == "consortium" {
        return Ok(Scope::Consortium);
    }
    text.parse::<Lei>().map(Scope::Institution).map_err(|error| {
        error::invalid_argument(
            format!(
                "{:?} is neither an LEI nor \"consortium\": {error}",
                arguments::abbreviate(text)
            ),
            "give the LEI of the institution whose things it is about",
        )
    })
}

fn sentence(decision: &Verdict, permission: &Permission) -> String {
    match decision {
        Verdict::Permitted { by: Basis::Role(role) } => {
            format!("permitted: the role {role} carries {permission}")
        }
        Verdict::Permitted { by: Basis::Rule(rule) } => {
            format!("permitted by rule {rule} of the policy of {permission}")
        }
        Verdict::Refused { by } => format!("refused: {}", obstacle(by, permission)),
    }
}

pub(super) fn obstacle(obstacle: &Obstacle, permission: &Permission) -> String {
    match obstacle {
        Obstacle::NotAMember => "the account acts for no active institution".into(),
        Obstacle::Frozen => "an Authority has frozen the account".into(),
        Obstacle::Lapsed => "the membership of its institution has ended".into(),
        Obstacle::CallNotAllowed => "nobody may make such a call".into(),
        Obstacle::Stopped => format!("{permission} was stopped in an emergency"),
        Obstacle::Forbidden { rule } => {
            format!("rule {rule} of the policy of {permission} forbids it")
        }
        Obstacle::NothingPermits => {
            format!("no role of the account carries {permission} there, and no rule permits it")
        }
        Obstacle::ApprovalRequired => {
            format!("{permission} takes approvals: nobody does it alone")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(error: &ErrorObjectOwned) -> (i32, bool) {
        (error.code(), error.data().is_some_and(|data| data.get().contains("INVALID_ARGUMENT")))
    }

    #[test]
    fn reads_accounts_in_both_notations() {
        let address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        let hex = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

        assert_eq!(read_account(address).unwrap(), read_account(hex).unwrap());
        for wrong in ["", "0x", "0x12", "alice", &address[1..]] {
            assert_eq!(code(&read_account(wrong).unwrap_err()), (-32602, true), "{wrong}");
        }
    }

    #[test]
    fn knows_the_permissions_of_the_runtime_only() {
        assert!(read_permission("anchoring.anchor").is_ok());
        for wrong in ["", "anchoring", "anchoring.nothing", "Anchoring.Anchor"] {
            assert_eq!(code(&read_permission(wrong).unwrap_err()), (-32602, true), "{wrong}");
        }
    }

    #[test]
    fn reads_whose_things_it_is_about() {
        assert_eq!(read_resource("consortium").unwrap(), Scope::Consortium);
        let own = read_resource("CCDEV0ALPHABANK00022").unwrap();
        assert!(matches!(own, Scope::Institution(lei) if lei.as_str() == "CCDEV0ALPHABANK00022"));
        assert_eq!(code(&read_resource("CCDEV0ALPHABANK00023").unwrap_err()), (-32602, true));
    }

    #[test]
    fn says_what_a_decision_rests_on() {
        let permission = Name::constant("anchoring.anchor");
        let say = |by| sentence(&Verdict::Refused { by }, &permission);
        let role = Verdict::Permitted { by: Basis::Role(Name::constant("operator")) };

        assert_eq!(
            sentence(&role, &permission),
            "permitted: the role operator carries anchoring.anchor"
        );
        let all = [
            Obstacle::NotAMember,
            Obstacle::Frozen,
            Obstacle::Lapsed,
            Obstacle::CallNotAllowed,
            Obstacle::Stopped,
            Obstacle::Forbidden { rule: 1 },
            Obstacle::NothingPermits,
            Obstacle::ApprovalRequired,
        ];
        let sentences: std::collections::BTreeSet<_> = all.into_iter().map(say).collect();
        assert_eq!(sentences.len(), all.len());
    }
}
