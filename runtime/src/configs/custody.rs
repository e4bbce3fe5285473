//! Custody: where the keys of validators and nodes live, as institutions say and the consortium
//! requires.

use super::authorisation::{Consortium, ConsortiumOr};
use crate::{permissions::names::*, *};
use critical_chains_lei::Lei;
use frame_support::traits::ConstU32;
use frame_system::EnsureRoot;
use pallet_authorisation::EnsurePermission;
use pallet_custody::{Key, KeyPurpose, Seats};

impl pallet_custody::Config for Runtime {
    // Those of a seat and its replacement, and of several nodes that state.
    type MaxKeys = ConstU32<16>;
    type RegisterOrigin = EnsurePermission<Runtime, CustodyRegister>;
    type RemoveOrigin = ConsortiumOr<CustodyRegister>;
    type RequireOrigin = EnsureRoot<AccountId>;
    type Seats = Consortium;
    type Time = Timestamp;
    // Rounded up; not measured on a machine like the validators' yet.
    type WeightInfo = ();
}

impl Seats for Consortium {
    fn is_institution(lei: &Lei) -> bool {
        pallet_institutions::Institutions::<Runtime>::contains_key(lei)
    }

    fn seated() -> Vec<Lei> {
        Institutions::seats().into_iter().map(|(lei, _)| lei).collect()
    }

    fn keys_of(lei: &Lei) -> Vec<(KeyPurpose, Key)> {
        let Some(account) = pallet_institutions::Seats::<Runtime>::get(lei) else {
            return Vec::new();
        };
        // Those of the session to come, too: they may differ from what was registered since.
        let planned = pallet_session::QueuedKeys::<Runtime>::get().into_iter();
        let planned = planned.filter(|(validator, _)| *validator == account).map(|(_, keys)| keys);
        let mut keys: Vec<_> = Session::load_keys(&account)
            .into_iter()
            .chain(planned)
            .flat_map(|keys| named_keys(&keys))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_seat(lei: &Lei, keys: &[(KeyPurpose, Key)]) {
        use codec::{Decode, Encode};

        let accounts = pallet_institutions::Accounts::<Runtime>::iter();
        let account = accounts.filter(|(_, own)| own == lei).map(|(account, _)| account).next();
        let bytes = keys.iter().map(|(_, key)| *key).collect::<Vec<_>>().encode();
        // Behind the length come the keys, in the order of the fields.
        let keys = opaque::SessionKeys::decode(&mut bytes.get(1..).unwrap_or_default());
        if let (Some(account), Ok(keys)) = (account, keys) {
            pallet_institutions::Seats::<Runtime>::insert(lei, &account);
            pallet_session::QueuedKeys::<Runtime>::put(alloc::vec![(
                account.clone(),
                keys.clone()
            )]);
            pallet_session::NextKeys::<Runtime>::insert(account, keys);
        }
    }
}

/// The keys of a session, by what they sign.
pub(super) fn named_keys(keys: &opaque::SessionKeys) -> [(KeyPurpose, Key); 2] {
    let opaque::SessionKeys { aura, grandpa } = keys;
    let raw = |key: &[u8]| Key::try_from(key).unwrap_or_default();
    [(KeyPurpose::Seals, raw(aura.as_ref())), (KeyPurpose::Votes, raw(grandpa.as_ref()))]
}
