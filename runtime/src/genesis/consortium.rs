//! The invented members of the `dev` and `local` networks.

use super::{DEV_PRESET, LOCAL_PRESET, roles::Holder};
use crate::AccountId;
use alloc::{vec, vec::Vec};
use pallet_institutions::{GenesisInstitution, Kind};
use polkadot_sdk::sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// One member with its well-known development keys.
pub(super) struct Member {
    lei: &'static str,
    name: &'static str,
    kind: Kind,
    accounts: [Sr25519Keyring; 2],
    pub(super) validator: Option<Ed25519Keyring>,
}

impl Member {
    /// The account that acts for the member and, if it has one, holds its seat.
    pub(super) fn account(&self) -> AccountId {
        self.accounts[0].to_account_id()
    }

    /// Its accounts with their roles. The first one leads.
    pub(super) fn holders(&self) -> impl Iterator<Item = Holder> {
        let supervises = self.kind == Kind::Authority;
        self.accounts.iter().enumerate().map(move |(place, key)| Holder {
            account: key.to_account_id(),
            leads: place == 0,
            supervises,
        })
    }

    pub(super) fn at_genesis(&self) -> GenesisInstitution<AccountId> {
        GenesisInstitution {
            lei: self.lei.into(),
            name: self.name.into(),
            kind: self.kind,
            accounts: self.accounts.iter().map(|key| key.to_account_id()).collect(),
            validator: self.validator.map(|_| self.account()),
        }
    }
}

pub(super) fn members_of(preset: &str) -> Option<Vec<Member>> {
    let mut members = vec![bank(), market_infrastructure(), insurer(), authority()];
    match preset {
        DEV_PRESET => {
            for member in members.iter_mut().skip(1) {
                member.validator = None;
            }
            Some(members)
        }
        LOCAL_PRESET => Some(members),
        _ => None,
    }
}

fn bank() -> Member {
    Member {
        lei: "CCDEV0ALPHABANK00022",
        name: "Alpha Bank",
        kind: Kind::Bank,
        accounts: [Sr25519Keyring::Alice, Sr25519Keyring::AliceStash],
        validator: Some(Ed25519Keyring::Alice),
    }
}

fn market_infrastructure() -> Member {
    Member {
        lei: "CCDEV0BETACLEARING22",
        name: "Beta Clearing House",
        kind: Kind::MarketInfrastructure,
        accounts: [Sr25519Keyring::Bob, Sr25519Keyring::BobStash],
        validator: Some(Ed25519Keyring::Bob),
    }
}

fn insurer() -> Member {
    Member {
        lei: "CCDEV0GAMMAINSURE080",
        name: "Gamma Insurance",
        kind: Kind::Insurer,
        accounts: [Sr25519Keyring::Charlie, Sr25519Keyring::CharlieStash],
        validator: Some(Ed25519Keyring::Charlie),
    }
}

fn authority() -> Member {
    Member {
        lei: "CCDEV0DELTAAUTHOR035",
        name: "Delta Financial Authority",
        kind: Kind::Authority,
        accounts: [Sr25519Keyring::Dave, Sr25519Keyring::DaveStash],
        validator: Some(Ed25519Keyring::Dave),
    }
}
