//! Who can vote, counted: as much as it takes to tell whether a rule for approvals can be met.

use crate::{Kind, Kinds};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The institutions of one kind that can vote.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Voters {
    /// Those for which at least one account can vote.
    pub institutions: u32,
    /// Those among them for which several can, so that one proposes and another votes.
    pub with_colleagues: u32,
}

/// The institutions that can vote, in the order of their [`Kind`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Electorate([Voters; Kind::ALL.len()]);

impl Electorate {
    /// Counts an institution for which so many accounts can vote.
    pub fn add(&mut self, kind: Kind, accounts: u32) {
        if let Some(voters) = self.0.get_mut(kind as usize) {
            voters.institutions = voters.institutions.saturating_add((accounts > 0).into());
            voters.with_colleagues = voters.with_colleagues.saturating_add((accounts > 1).into());
        }
    }

    /// No longer counts an institution for which so many accounts can vote.
    pub fn remove(&mut self, kind: Kind, accounts: u32) {
        if let Some(voters) = self.0.get_mut(kind as usize) {
            voters.institutions = voters.institutions.saturating_sub((accounts > 0).into());
            voters.with_colleagues = voters.with_colleagues.saturating_sub((accounts > 1).into());
        }
    }

    /// The institutions of one kind that can vote.
    pub fn of(&self, kind: Kind) -> Voters {
        self.0.get(kind as usize).copied().unwrap_or_default()
    }

    /// How many institutions of these kinds can vote.
    pub fn institutions(&self, kinds: Kinds) -> u32 {
        kinds.iter().fold(0, |sum, kind| sum.saturating_add(self.of(kind).institutions))
    }
}

/// Institutions, each with its kind and how many accounts can vote for it.
impl FromIterator<(Kind, u32)> for Electorate {
    fn from_iter<I: IntoIterator<Item = (Kind, u32)>>(institutions: I) -> Self {
        let mut electorate = Self::default();
        for (kind, accounts) in institutions {
            electorate.add(kind, accounts);
        }
        electorate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_removed_was_never_there() {
        let bank = Electorate::from_iter([(Kind::Bank, 2)]);
        let mut both = bank;

        both.add(Kind::Authority, 1);
        assert_eq!(both.of(Kind::Bank), Voters { institutions: 1, with_colleagues: 1 });
        assert_eq!(both.of(Kind::Authority), Voters { institutions: 1, with_colleagues: 0 });
        assert_eq!(both.institutions(Kinds::ALL), 2);
        assert_eq!(both.institutions(Kinds::only(Kind::Insurer).and(Kind::Bank)), 1);

        both.remove(Kind::Authority, 1);
        assert_eq!(both, bank);
        both.remove(Kind::Bank, 2);
        assert_eq!(both, Electorate::default());
    }

    #[test]
    fn institutions_without_voters_do_not_count() {
        assert_eq!(Electorate::from_iter([(Kind::Bank, 0)]), Electorate::default());
    }
}
