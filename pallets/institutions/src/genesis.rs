//! The institutions with which a chain starts.

use crate::{Config, Kind, Lei, Name, Pallet};
use alloc::{string::String, vec::Vec};
use core::fmt::Debug;
use serde::{Deserialize, Serialize};

/// An institution of the first block.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisInstitution<AccountId> {
    /// Its LEI: 20 upper-case letters and digits.
    pub lei: String,
    /// Its name, at most 64 bytes of UTF-8.
    pub name: String,
    /// What it does in the consortium.
    pub kind: Kind,
    /// The accounts that act for it.
    pub accounts: Vec<AccountId>,
    /// The account among them that validates for it, if one does.
    pub validator: Option<AccountId>,
}

/// Admits the institutions by the same rules as the calls.
///
/// A genesis has nobody to return an error to: a wrong one stops here, naming the institution.
pub(crate) fn build<T: Config>(institutions: &[GenesisInstitution<T::AccountId>]) {
    for GenesisInstitution { lei, name, kind, accounts, validator } in institutions {
        let characters = must(lei, "LEI", lei.parse::<Lei>()).into();
        let bytes = must(lei, "name", Name::try_from(name.as_bytes().to_vec()));
        must(lei, "admission", Pallet::<T>::do_admit_institution(characters, bytes, *kind));
        for account in accounts {
            must(lei, "account", Pallet::<T>::do_enrol_account(characters, account.clone()));
        }
        if let Some(account) = validator {
            must(lei, "validator", Pallet::<T>::do_grant_seat(characters, account.clone()));
        }
    }
}

fn must<R, E: Debug>(lei: &str, what: &str, result: Result<R, E>) -> R {
    result.unwrap_or_else(|error| panic!("genesis: wrong {what} of institution {lei}: {error:?}"))
}
