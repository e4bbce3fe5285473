//! Requests that an account signed.

use super::{Desk, failure::Refused, now_millis};
use crate::rpc::{arguments, authorisation};
use codec::Decode;
use critical_chains_lei::Lei;
use critical_chains_policy::{Facts, Permission, Scope};
use critical_chains_runtime::{AccountId, Signature};
use critical_chains_watch::{MAX_REQUEST_MILLIS, request_bytes};
use pallet_authorisation::{AuthorisationApi, Verdict};
use polkadot_sdk::{
    sp_api::ProvideRuntimeApi, sp_core::offchain::OffchainStorage, sp_runtime::traits::Verify,
};
use serde::Deserialize;

/// Who asks, until when, and the signature.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    expecting = "account, expires and signature of a request"
)]
pub(super) struct Signed {
    account: String,
    expires: u64,
    signature: String,
}

/// A signed request, before it is checked.
pub(super) struct Request<'a> {
    pub(super) method: &'static str,
    pub(super) body: &'a [u8],
    pub(super) signed: &'a Signed,
}

impl<S: OffchainStorage> Desk<S> {
    /// Checks that a request is signed by an account with a permission for the things of an
    /// institution.
    pub(super) fn check(
        &self,
        request: &Request<'_>,
        permission: Permission,
        institution: Option<Lei>,
    ) -> Result<AccountId, Refused> {
        let now = now_millis();
        let Signed { account, expires, signature } = request.signed;
        if *expires < now || *expires > now.saturating_add(MAX_REQUEST_MILLIS) {
            return Err(Refused::Expired);
        }
        let account = authorisation::read_account(account).map_err(|_| Refused::BadSignature)?;
        let signature = arguments::bytes(signature)
            .and_then(|bytes| Signature::decode(&mut bytes.as_slice()).ok())
            .ok_or(Refused::BadSignature)?;
        let bytes = request_bytes(&self.genesis(), request.method, *expires, request.body);
        if !signature.verify(bytes.as_slice(), &account) {
            return Err(Refused::BadSignature);
        }

        let resource = institution.map(Scope::Institution);
        let verdict = self.client.runtime_api().is_permitted(
            self.best(),
            account.clone(),
            permission,
            resource,
            Facts::default(),
        );
        match verdict {
            Ok(Verdict::Permitted { .. }) => Ok(account),
            Ok(Verdict::Refused { by }) => {
                Err(Refused::NotPermitted(authorisation::obstacle(&by, &permission)))
            }
            Err(error) => Err(Refused::NotPermitted(error.to_string())),
        }
    }
}
