//! Flows of any number, for tests of load and of equality. The same seed gives the same flows.

use super::random::Random;
use critical_chains_flows::{Attribute, Channel, Flow, Pseudonym};
use critical_chains_lei::Lei;
use critical_chains_policy::Currency;

/// Accounts at each institution.
const ACCOUNTS: u64 = 20_000;

/// Names of the institutions, without check digits.
const INSTITUTIONS: [&[u8; 18]; 4] =
    [b"TESTGENERATEDBANK1", b"TESTGENERATEDBANK2", b"TESTGENERATEDBANK3", b"TESTGENERATEDBANK4"];

/// An endless sequence of flows between the customers of four institutions, in the order of time: few
/// accounts give and receive most, amounts spread over five orders of magnitude, some flows go out of
/// the consortium, and some carry attributes.
#[derive(Debug)]
pub struct Flows {
    random: Random,
    time: u64,
    institutions: Vec<Lei>,
    currency: Currency,
}

impl Flows {
    /// The sequence of a seed, from a time in seconds since the Unix epoch on.
    pub fn new(seed: u64, from: u64) -> Option<Self> {
        let institutions: Option<Vec<Lei>> =
            INSTITUTIONS.iter().map(|prefix| Lei::from_prefix(**prefix).ok()).collect();
        Some(Self {
            random: Random::new(seed),
            time: from,
            institutions: institutions?,
            currency: Currency::new(*b"EUR")?,
        })
    }

    /// An account: the smaller its number, the more often it comes.
    fn account(&mut self) -> (Option<Lei>, Pseudonym) {
        let at = self.random.below(self.institutions.len() as u64 + 1);
        let skewed = self.random.below(ACCOUNTS) * self.random.below(ACCOUNTS) / ACCOUNTS;
        let mut bytes = [0x67; 16];
        for (to, from) in bytes.iter_mut().zip(at.to_le_bytes().iter().chain(&skewed.to_le_bytes()))
        {
            *to = *from;
        }
        let institution = usize::try_from(at).ok().and_then(|at| self.institutions.get(at));
        (institution.copied(), Pseudonym(bytes))
    }
}

impl Iterator for Flows {
    type Item = Flow;

    fn next(&mut self) -> Option<Flow> {
        self.time = self.time.saturating_add(self.random.below(9));
        let (source_institution, source) = self.account();
        let (destination_institution, destination) = self.account();
        // As many amounts between 1 and 10 as between 10,000 and 100,000.
        let scale = 10u64.saturating_pow(u32::try_from(self.random.below(5)).unwrap_or(0));
        let amount = scale.saturating_mul(self.random.below(900) + 100);
        let mut flow = Flow {
            source_institution,
            destination_institution,
            channel: self.random.pick(
                Channel::CreditTransfer,
                &[Channel::InstantTransfer, Channel::Card, Channel::Cash, Channel::DirectDebit],
            ),
            ..Flow::between(self.time, source, destination, amount, self.currency)
        };
        if self.random.percent(20) {
            let value = u32::try_from(self.random.below(12)).unwrap_or(0);
            // There is room for more than one.
            let _ = flow.attributes.try_push(Attribute { code: 1, value });
        }
        Some(flow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_flows_in_the_order_of_time() {
        let of = |seed| Flows::new(seed, 1_700_000_000).unwrap().take(2_000).collect::<Vec<_>>();

        let flows = of(1);

        assert_eq!(flows, of(1));
        assert_ne!(flows, of(2));
        assert!(flows.is_sorted_by_key(|flow| flow.time));
        assert!(flows.iter().any(Flow::crosses_institutions));
        assert!(flows.iter().any(|flow| flow.source_institution.is_none()));
        assert!(flows.iter().all(|flow| flow.amount > 0));
    }
}
