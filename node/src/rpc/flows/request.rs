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
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// Most requests that are remembered.
const MAX_REMEMBERED: usize = 4_096;

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

/// Requests that were accepted and have not expired, so that nobody repeats them.
#[derive(Default)]
pub(super) struct Requests(Mutex<BTreeMap<Vec<u8>, u64>>);

impl Requests {
    /// Notes a request that expires then.
    fn note(&self, bytes: &[u8], expires: u64, now: u64) -> Result<(), Refused> {
        let mut accepted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        accepted.retain(|_, expires| *expires >= now);
        if accepted.len() >= MAX_REMEMBERED {
            return Err(Refused::TooMany);
        }
        match accepted.insert(bytes.to_vec(), expires) {
            Some(_) => Err(Refused::Repeated),
            None => Ok(()),
        }
    }
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

    /// Notes a request that was accepted, so that it is accepted once.
    pub(super) fn accept_once(&self, request: &Request<'_>) -> Result<(), Refused> {
        let expires = request.signed.expires;
        let bytes = request_bytes(&self.genesis(), request.method, expires, request.body);
        self.flows.requests.note(&bytes, expires, now_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_accepted_once_until_it_expires() {
        let requests = Requests::default();

        assert_eq!(requests.note(b"one", 100, 50), Ok(()));
        assert_eq!(requests.note(b"one", 100, 100), Err(Refused::Repeated));
        assert_eq!(requests.note(b"two", 100, 100), Ok(()));
        assert_eq!(requests.note(b"one", 300, 101), Ok(()));
    }

    #[test]
    fn a_bounded_number_is_remembered() {
        let requests = Requests::default();
        for number in 0..MAX_REMEMBERED {
            assert_eq!(requests.note(&number.to_be_bytes(), 100, 50), Ok(()));
        }

        assert_eq!(requests.note(b"more", 100, 50), Err(Refused::TooMany));
        assert_eq!(requests.note(b"more", 200, 101), Ok(()));
    }
}
