//! One payment.

use super::identifiers::{creditor_reference, uetr};
use super::parties::{Currency, EUR, JPY, KWD, Party, PartyKind, draw_bank};
use super::random::Random;

/// A payment, whatever the version of the message that carries it.
pub(super) struct Payment {
    pub(super) instruction_id: Option<String>,
    pub(super) end_to_end_id: String,
    pub(super) transaction_id: String,
    pub(super) uetr: String,
    pub(super) service_level: Option<&'static str>,
    pub(super) amount: String,
    pub(super) currency: &'static str,
    pub(super) settlement_date: &'static str,
    pub(super) charge_bearer: &'static str,
    pub(super) debtor: Party,
    pub(super) creditor: Party,
    pub(super) purpose: Option<&'static str>,
    pub(super) remittance: Remittance,
}

pub(super) enum Remittance {
    None,
    Text(String),
    CreditorReference(String),
}

/// A reason to pay, and what is usual for it.
#[derive(Clone, Copy)]
struct Occasion {
    purpose: &'static str,
    debtor: PartyKind,
    creditor: PartyKind,
    /// In euro cents.
    median: u64,
    text: &'static str,
}

const SUPPLIER: Occasion = Occasion {
    purpose: "SUPP",
    debtor: PartyKind::Company,
    creditor: PartyKind::Company,
    median: 184_000,
    text: "Invoice 2026-######",
};

/// Suppliers stand twice: half of all payments are theirs.
const OTHER_OCCASIONS: [Occasion; 7] = [
    SUPPLIER,
    SUPPLIER,
    Occasion {
        purpose: "SALA",
        debtor: PartyKind::Company,
        creditor: PartyKind::Person,
        median: 261_000,
        text: "Salary 2026-08 no #####",
    },
    Occasion {
        purpose: "RENT",
        debtor: PartyKind::Person,
        creditor: PartyKind::Company,
        median: 94_000,
        text: "Rent September, flat ##",
    },
    Occasion {
        purpose: "INSU",
        debtor: PartyKind::Person,
        creditor: PartyKind::Company,
        median: 11_800,
        text: "Policy ###.###.###",
    },
    Occasion {
        purpose: "GDDS",
        debtor: PartyKind::Person,
        creditor: PartyKind::Company,
        median: 5_900,
        text: "Order ######## – thank you",
    },
    Occasion {
        purpose: "TREA",
        debtor: PartyKind::Company,
        creditor: PartyKind::Company,
        median: 25_000_000,
        text: "Liquidity ####/2026",
    },
];

impl Payment {
    pub(super) fn draw(random: &mut Random, number: u64) -> Self {
        let occasion = random.pick(SUPPLIER, &OTHER_OCCASIONS);
        let debtor_bank = draw_bank(random);
        let creditor_bank = draw_bank(random);
        let currency = match random.below(50) {
            0 => &JPY,
            1 => &KWD,
            draw if draw < 32 => debtor_bank.currency,
            _ => creditor_bank.currency,
        };
        let debtor = Party::draw(random, occasion.debtor, debtor_bank);
        let creditor = Party::draw(random, occasion.creditor, creditor_bank);
        let is_sepa = currency.code == EUR.code;
        let (remittance, end_to_end_id) = Self::references(random, &occasion);
        Self {
            instruction_id: random.percent(50).then(|| random.fill("INSTR-##########")),
            end_to_end_id,
            transaction_id: format!("CC260915{number:015}"),
            uetr: uetr(random),
            service_level: match is_sepa {
                true => Some("SEPA"),
                false => random.percent(15).then_some("URGP"),
            },
            amount: amount(random, occasion.median, currency),
            currency: currency.code,
            settlement_date: random.pick("2026-09-15", &["2026-09-15", "2026-09-16", "2026-09-17"]),
            charge_bearer: if is_sepa { "SLEV" } else { random.pick("SHAR", &["SHAR", "DEBT"]) },
            debtor,
            creditor,
            purpose: random.percent(80).then_some(occasion.purpose),
            remittance,
        }
    }

    fn references(random: &mut Random, occasion: &Occasion) -> (Remittance, String) {
        let reference = random.fill("############");
        let (remittance, end_to_end_id) = match random.below(10) {
            0 => (Remittance::None, String::from("NOTPROVIDED")),
            1..=3 => {
                let reference = creditor_reference(&reference);
                (Remittance::CreditorReference(reference.clone()), reference)
            }
            _ => (Remittance::Text(random.fill(occasion.text)), format!("E2E-{reference}")),
        };
        (remittance, end_to_end_id)
    }
}

/// 2^(i/16) in units of 2⁻¹⁶.
const SIXTEENTH_POWERS: [u64; 16] = [
    65_536, 68_438, 71_468, 74_632, 77_936, 81_386, 84_990, 88_752, 92_682, 96_785, 101_070,
    105_545, 110_218, 115_098, 120_194, 125_515,
];

/// An amount spread around the median almost as a log-normal distribution would have it.
///
/// The sum of eight even draws is close to normal; as a number of sixteenths of a doubling it has
/// a standard deviation of 1.6 doublings. A third of the amounts are whole units.
fn amount(random: &mut Random, median: u64, currency: &Currency) -> String {
    let sum = (0..8).fold(0_u64, |sum, _| sum.saturating_add(random.below(32)));
    let (doublings, sixteenth) = (sum / 16, usize::try_from(sum % 16).unwrap_or(0));
    let factor = SIXTEENTH_POWERS.get(sixteenth).copied().unwrap_or(65_536);
    // The mean of the sum is 124, so that 2^(124/16) is divided out again.
    let cents = u128::from(median)
        .saturating_mul(u128::from(factor))
        .saturating_mul(1 << doublings.min(31))
        .saturating_div(65_536 * 215);
    let cents = u64::try_from(cents).unwrap_or(u64::MAX);
    let cents = cents.saturating_add(random.below(cents / 22)).saturating_mul(currency.per_euro);
    let unit = 10_u64.saturating_pow(currency.minor_digits);
    let minor = (cents.saturating_mul(unit) / 100).max(1);
    let minor = if random.percent(33) { (minor / unit).max(1).saturating_mul(unit) } else { minor };
    decimal(minor, currency.minor_digits)
}

/// A number of minor units as a decimal number.
fn decimal(minor: u64, digits: u32) -> String {
    let unit = 10_u64.saturating_pow(digits);
    let whole = minor / unit;
    match usize::try_from(digits) {
        Ok(width) if width > 0 => format!("{whole}.{:0width$}", minor % unit),
        _ => whole.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_minor_units_by_currency() {
        assert_eq!(decimal(100_050, EUR.minor_digits), "1000.50");
        assert_eq!(decimal(7, EUR.minor_digits), "0.07");
        assert_eq!(decimal(100_050, JPY.minor_digits), "100050");
        assert_eq!(decimal(100_050, KWD.minor_digits), "100.050");
    }

    #[test]
    fn spreads_amounts_around_the_median() {
        let mut random = Random::new(3);
        let median = 100_000;

        let mut cents: Vec<u64> = (0..2_001)
            .map(|_| amount(&mut random, median, &EUR).replace('.', "").parse().unwrap())
            .collect();
        cents.sort_unstable();

        assert!((80_000..130_000).contains(&cents[1_000]), "{}", cents[1_000]);
        assert!(cents[100] < median / 4 && cents[1_900] > median * 4);
    }
}
