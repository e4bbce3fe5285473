//! What other parts of the runtime, and view functions, ask.

use crate::{
    CommonRequirement, Config, Custody, CustodyClass, Key, KeyPurpose, KeyShortfall, Keys, Lei,
    Pallet, Requirements, Seats,
};
use alloc::vec::Vec;
use critical_chains_policy::shortfall;
use polkadot_sdk::{frame_support::traits::UnixTime, sp_runtime::SaturatedConversion};

impl<T: Config> Pallet<T> {
    /// Whether these keys of an institution are kept as is required, so that it may register them.
    pub fn suffices(institution: &Lei, keys: &[(KeyPurpose, Key)]) -> bool {
        let Some(required) = Self::required_of(institution) else { return true };
        Self::lacking(institution, required, keys).is_empty()
    }

    /// The class that is required of an institution.
    pub(crate) fn required_of(institution: &Lei) -> Option<CustodyClass> {
        Requirements::<T>::get(institution).or_else(CommonRequirement::<T>::get)
    }

    /// What the seat of an institution uses a key for.
    pub(crate) fn use_of(institution: &Lei, key: &Key) -> Option<KeyPurpose> {
        let keys = T::Seats::keys_of(institution);
        keys.into_iter().find(|(_, used)| used == key).map(|(purpose, _)| purpose)
    }

    pub(crate) fn custody_of(institution: &Lei) -> Vec<(Key, Custody)> {
        Keys::<T>::get(institution).into_iter().collect()
    }

    pub(crate) fn all_shortfalls() -> Vec<KeyShortfall> {
        let mut institutions: Vec<_> = Keys::<T>::iter_keys().chain(T::Seats::seated()).collect();
        institutions.sort_unstable();
        institutions.dedup();
        institutions.iter().flat_map(Self::shortfalls_of).collect()
    }

    fn shortfalls_of(institution: &Lei) -> Vec<KeyShortfall> {
        let Some(required) = Self::required_of(institution) else { return Vec::new() };
        let mut used = T::Seats::keys_of(institution);
        let said = Self::custody_of(institution).into_iter();
        let states = said.filter(|(_, custody)| custody.purpose == KeyPurpose::Statements);
        used.extend(states.map(|(key, _)| (KeyPurpose::Statements, key)));
        Self::lacking(institution, required, &used)
    }

    fn lacking(
        institution: &Lei,
        required: CustodyClass,
        used: &[(KeyPurpose, Key)],
    ) -> Vec<KeyShortfall> {
        let (keys, now) = (Keys::<T>::get(institution), Self::now());
        let institution = *institution;
        let lacking = used.iter().filter_map(|&(purpose, key)| {
            let shortfall = shortfall(Some(required), purpose, keys.get(&key), now)?;
            Some(KeyShortfall { institution, key, purpose, required, shortfall })
        });
        lacking.collect()
    }

    pub(crate) fn expiring(before: u64) -> Vec<(Lei, Key, u64)> {
        let said = Keys::<T>::iter().flat_map(|(institution, keys)| {
            keys.into_iter().filter_map(move |(key, custody)| {
                Some((institution, key, custody.expires.filter(|expires| *expires < before)?))
            })
        });
        let mut found: Vec<_> = said.collect();
        found.sort_by_key(|(institution, key, expires)| (*expires, *institution, *key));
        found
    }

    /// The time of the block, in milliseconds since the Unix epoch.
    pub(crate) fn now() -> u64 {
        T::Time::now().as_millis().saturated_into()
    }
}
