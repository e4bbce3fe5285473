//! Where the keys of institutions live, as they say and as the consortium requires.

use super::{AccountId, At, ChainError, Node, queries::now, raw, session::next_keys};
use critical_chains_lei::Lei;
use critical_chains_policy::{Custody, CustodyClass, KeyPurpose, Shortfall, shortfall};
use std::collections::BTreeMap;

/// A public key, Ed25519.
pub type Key = [u8; 32];

/// What the chain knows of the custody of keys.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Custodies {
    /// Time of the block, in milliseconds since the Unix epoch.
    pub now: u64,
    /// The class that is required of every institution that has none of its own.
    pub common: Option<CustodyClass>,
    /// The class that is required of single institutions.
    pub own: BTreeMap<Lei, CustodyClass>,
    /// What each institution says of its keys.
    pub said: BTreeMap<Lei, BTreeMap<Key, Custody>>,
    /// The session keys of each seat: Aura's and GRANDPA's.
    pub session: BTreeMap<Lei, [Key; 2]>,
}

/// A key, with what is said of it and what it lacks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KeyState {
    /// The public key.
    pub key: Key,
    /// What it signs: for the seat, or as the institution says.
    pub purpose: KeyPurpose,
    /// Whether it is a session key of the seat.
    pub in_use: bool,
    /// What the institution says, if anything.
    pub custody: Option<Custody>,
    /// What it lacks.
    pub shortfall: Option<Shortfall>,
}

impl Custodies {
    /// The class that is required of an institution.
    pub fn required_of(&self, lei: &Lei) -> Option<CustodyClass> {
        self.own.get(lei).copied().or(self.common)
    }

    /// The institutions of which there is something to say.
    pub fn institutions(&self) -> Vec<Lei> {
        let known = self.said.keys().chain(self.session.keys()).chain(self.own.keys());
        let mut known: Vec<_> = known.copied().collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// The keys of an institution: those of its seat, then the others.
    pub fn keys_of(&self, lei: &Lei) -> Vec<KeyState> {
        let none = BTreeMap::new();
        let said = self.said.get(lei).unwrap_or(&none);
        let required = self.required_of(lei);
        let state = |key: Key, purpose: KeyPurpose, in_use: bool| {
            let custody = said.get(&key).copied();
            let shortfall = shortfall(required, purpose, custody.as_ref(), self.now);
            KeyState { key, purpose, in_use, custody, shortfall }
        };
        let mut keys: Vec<_> = self.session.get(lei).map_or_else(Vec::new, |[aura, grandpa]| {
            vec![state(*aura, KeyPurpose::Seals, true), state(*grandpa, KeyPurpose::Votes, true)]
        });
        for (key, custody) in said {
            if keys.iter().all(|own| own.key != *key) {
                keys.push(state(*key, custody.purpose, false));
            }
        }
        keys
    }
}

const PALLET: &str = "Custody";

impl Node {
    /// What the chain knows of the custody of keys, in the newest block.
    pub async fn custodies(&self) -> Result<Custodies, ChainError> {
        let block = self.at(At::Best).await?;
        let own: Vec<(Lei, CustodyClass)> = raw::map(&block, PALLET, "Requirements").await?;
        let said: Vec<(Lei, BTreeMap<Key, Custody>)> = raw::map(&block, PALLET, "Keys").await?;
        let seats: Vec<(Lei, AccountId)> = raw::map(&block, "Institutions", "Seats").await?;
        let mut session = BTreeMap::new();
        for (lei, account) in seats {
            if let Some(keys) = next_keys(&block, &account).await? {
                session.insert(lei, keys);
            }
        }
        Ok(Custodies {
            now: now(&block).await?,
            common: raw::value(&block, PALLET, "CommonRequirement", vec![]).await?,
            own: own.into_iter().collect(),
            said: said.into_iter().collect(),
            session,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000_000;

    fn lei() -> Lei {
        "CCDEV0ALPHABANK00022".parse().unwrap()
    }

    fn custody(purpose: KeyPurpose) -> Custody {
        Custody { purpose, class: CustodyClass::Token, evidence: None, expires: None }
    }

    #[test]
    fn keys_of_the_seat_come_first_and_once() {
        let said =
            [([3; 32], custody(KeyPurpose::Statements)), ([2; 32], custody(KeyPurpose::Votes))];
        let custodies = Custodies {
            now: NOW,
            common: Some(CustodyClass::Token),
            said: BTreeMap::from([(lei(), BTreeMap::from(said))]),
            session: BTreeMap::from([(lei(), [[1; 32], [2; 32]])]),
            ..Custodies::default()
        };

        let keys = custodies.keys_of(&lei());

        let lacks: Vec<_> =
            keys.iter().map(|own| (own.key[0], own.in_use, own.shortfall)).collect();
        let unregistered = Some(Shortfall::Unregistered);
        assert_eq!(lacks, [(1, true, unregistered), (2, true, None), (3, false, None)]);
        assert_eq!(custodies.institutions(), [lei()]);
    }

    #[test]
    fn what_is_required_of_one_goes_before_what_is_required_of_all() {
        let custodies = Custodies {
            common: Some(CustodyClass::CertifiedModule),
            own: BTreeMap::from([(lei(), CustodyClass::Software)]),
            ..Custodies::default()
        };

        assert_eq!(custodies.required_of(&lei()), Some(CustodyClass::Software));
        let other = "CCDEV0BETACLEARING22".parse().unwrap();
        assert_eq!(custodies.required_of(&other), Some(CustodyClass::CertifiedModule));
    }
}
