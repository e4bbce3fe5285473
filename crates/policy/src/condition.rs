//! Conditions: a small language without recursion, so that its depth is bounded by its types.
//!
//! A condition is a list of alternatives, each a list of tests that must all hold (disjunctive
//! normal form). Logic has three values (Kleene's): what depends on a fact that is not known is
//! neither true nor false, and a [rule](crate::Rule) then decides on the safe side.

use crate::{
    Amount, Assurance, Facts, Kind, Kinds, Name, Presence, Risk,
    calendar::{Date, LocalTime, Weekdays, check_span, is_in_span},
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Most alternatives of a condition.
pub const MAX_ALTERNATIVES: u32 = 4;

/// Most tests in one alternative.
pub const MAX_LITERALS: u32 = 6;

/// Most dates in one test.
const MAX_DATES: u32 = 32;

/// Most labels in one test.
const MAX_LABELS: u32 = 4;

/// What a test, or a condition, comes to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Truth {
    /// It does not hold.
    False,
    /// It depends on a fact that is not known.
    Unknown,
    /// It holds.
    True,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl Truth {
    fn of<T>(fact: Option<T>, test: impl FnOnce(T) -> bool) -> Self {
        fact.map_or(Self::Unknown, |fact| test(fact).into())
    }

    fn negated_if(self, negated: bool) -> Self {
        match self {
            Self::False if negated => Self::True,
            Self::True if negated => Self::False,
            truth => truth,
        }
    }
}

/// A question about a request with a yes, a no, or no answer.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", rename_all_fields = "camelCase"))]
pub enum Test {
    /// The time of the day is in a span, which may go over midnight.
    TimeOfDay {
        /// First minute of the day that is in the span, from 0 to 1,439.
        from: u16,
        /// First minute that is not, up to 1,440.
        until: u16,
        /// Minutes by which the clock is ahead of UTC.
        offset: i16,
    },
    /// The day of the week is one of these.
    Weekday {
        /// The days.
        days: Weekdays,
        /// Minutes by which the clock is ahead of UTC.
        offset: i16,
    },
    /// The date is one of these: a calendar of holidays, or of the days on which to settle.
    Date {
        /// The days, as numbers of days after 1970-01-01.
        dates: BoundedVec<Date, ConstU32<MAX_DATES>>,
        /// Minutes by which the clock is ahead of UTC.
        offset: i16,
    },
    /// The time is in this interval.
    Between {
        /// First millisecond since the Unix epoch that is in it.
        from: u64,
        /// First millisecond that is not.
        until: u64,
    },
    /// The account acts for an institution of one of these kinds.
    SubjectKind(Kinds),
    /// The institution on the other side is of one of these kinds.
    CounterpartyKind(Kinds),
    /// The amount is not greater. An amount in another currency does not answer this.
    AmountAtMost(Amount),
    /// The signer is known at least so surely.
    AssuranceAtLeast(Assurance),
    /// The evidence of where the signer was is at least so strong.
    PresenceAtLeast(Presence),
    /// Attestations say nothing worse of the subject.
    RiskAtMost(Risk),
    /// It is done for one of these purposes.
    Purpose(BoundedVec<Name, ConstU32<MAX_LABELS>>),
    /// It is done under one of these laws.
    Jurisdiction(BoundedVec<Name, ConstU32<MAX_LABELS>>),
}

/// A test, or its opposite.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Literal {
    /// The test holds.
    Is(Test),
    /// The test does not hold.
    Not(Test),
}

/// Alternatives, of which one must hold with all its tests. Without alternatives it always holds.
#[derive(
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Condition {
    /// The alternatives.
    pub any_of: BoundedVec<BoundedVec<Literal, ConstU32<MAX_LITERALS>>, ConstU32<MAX_ALTERNATIVES>>,
}

/// Why a condition makes no sense.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidCondition {
    /// An alternative without tests would always hold: leave the condition empty instead.
    EmptyAlternative,
    /// A span of time is empty, or has minutes or offsets that do not exist.
    Time,
    /// A set of kinds, days, dates or labels is empty.
    EmptySet,
    /// A currency is not three letters, or a label is no name.
    Label,
}

impl fmt::Display for InvalidCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyAlternative => "an alternative has no tests; leave the condition empty",
            Self::Time => "a span of time is empty or has minutes or offsets that do not exist",
            Self::EmptySet => "a set of kinds, days, dates or labels is empty",
            Self::Label => "a currency is not three letters A-Z, or a label is no name",
        })
    }
}

impl core::error::Error for InvalidCondition {}

impl Condition {
    /// Holds whatever the facts are.
    pub fn always() -> Self {
        Self::default()
    }

    /// One alternative.
    pub fn all(literals: impl IntoIterator<Item = Literal>) -> Self {
        let literals = BoundedVec::truncate_from(literals.into_iter().collect());
        Self { any_of: BoundedVec::truncate_from(alloc::vec![literals]) }
    }

    /// How many tests it has.
    pub fn tests(&self) -> usize {
        self.any_of.iter().map(|alternative| alternative.len()).sum()
    }

    /// Whether every test makes sense.
    pub fn check(&self) -> Result<(), InvalidCondition> {
        for alternative in &self.any_of {
            if alternative.is_empty() {
                return Err(InvalidCondition::EmptyAlternative);
            }
            for Literal::Is(test) | Literal::Not(test) in alternative {
                test.check()?;
            }
        }
        Ok(())
    }

    /// What it comes to for an account of an institution of this kind.
    pub fn evaluate(&self, subject: Kind, facts: &Facts) -> Truth {
        if self.any_of.is_empty() {
            return Truth::True;
        }
        let mut result = Truth::False;
        for alternative in &self.any_of {
            match all(alternative, subject, facts) {
                Truth::True => return Truth::True,
                Truth::Unknown => result = Truth::Unknown,
                Truth::False => {}
            }
        }
        result
    }
}

fn all(literals: &[Literal], subject: Kind, facts: &Facts) -> Truth {
    let mut result = Truth::True;
    for literal in literals {
        match literal.evaluate(subject, facts) {
            Truth::False => return Truth::False,
            Truth::Unknown => result = Truth::Unknown,
            Truth::True => {}
        }
    }
    result
}

impl Literal {
    fn evaluate(&self, subject: Kind, facts: &Facts) -> Truth {
        match self {
            Self::Is(test) => test.evaluate(subject, facts),
            Self::Not(test) => test.evaluate(subject, facts).negated_if(true),
        }
    }
}

impl Test {
    fn check(&self) -> Result<(), InvalidCondition> {
        use InvalidCondition::{EmptySet, Label, Time};
        let whole_day = |offset| check_span(0, 1, offset).map_err(|_| Time);
        let not_empty = |empty: bool| if empty { Err(EmptySet) } else { Ok(()) };
        match self {
            Self::TimeOfDay { from, until, offset } => {
                check_span(*from, *until, *offset).map_err(|_| Time)
            }
            Self::Weekday { days, offset } => {
                not_empty(!days.is_valid())?;
                whole_day(*offset)
            }
            Self::Date { dates, offset } => {
                not_empty(dates.is_empty())?;
                whole_day(*offset)
            }
            Self::Between { from, until } => (from < until).then_some(()).ok_or(Time),
            Self::SubjectKind(kinds) | Self::CounterpartyKind(kinds) => not_empty(kinds.is_empty()),
            Self::AmountAtMost(amount) => amount.currency.is_valid().then_some(()).ok_or(Label),
            Self::Purpose(labels) | Self::Jurisdiction(labels) => {
                not_empty(labels.is_empty())?;
                labels.iter().all(Name::is_valid).then_some(()).ok_or(Label)
            }
            Self::AssuranceAtLeast(_) | Self::PresenceAtLeast(_) | Self::RiskAtMost(_) => Ok(()),
        }
    }

    /// What the test comes to.
    pub fn evaluate(&self, subject: Kind, facts: &Facts) -> Truth {
        match self {
            Self::TimeOfDay { from, until, offset } => {
                is_in_span(LocalTime::at(facts.now, *offset).minute, *from, *until).into()
            }
            Self::Weekday { days, offset } => {
                days.contains(LocalTime::at(facts.now, *offset).weekday).into()
            }
            Self::Date { dates, offset } => {
                dates.contains(&LocalTime::at(facts.now, *offset).date).into()
            }
            Self::Between { from, until } => (*from..*until).contains(&facts.now).into(),
            Self::SubjectKind(kinds) => kinds.contains(subject).into(),
            Self::CounterpartyKind(kinds) => {
                Truth::of(facts.counterparty, |kind| kinds.contains(kind))
            }
            Self::AmountAtMost(most) => {
                let comparable = facts.amount.filter(|amount| amount.currency == most.currency);
                Truth::of(comparable, |amount| amount.minor_units <= most.minor_units)
            }
            Self::AssuranceAtLeast(least) => Truth::of(facts.assurance, |level| level >= *least),
            Self::PresenceAtLeast(least) => Truth::of(facts.presence, |class| class >= *least),
            Self::RiskAtMost(most) => Truth::of(facts.risk, |risk| risk <= *most),
            Self::Purpose(labels) => Truth::of(facts.purpose, |label| labels.contains(&label)),
            Self::Jurisdiction(labels) => {
                Truth::of(facts.jurisdiction, |label| labels.contains(&label))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DayOfWeek;

    fn euros(minor_units: u128) -> Amount {
        Amount { currency: "EUR".parse().unwrap(), minor_units }
    }

    fn evaluate(literal: Literal, facts: &Facts) -> Truth {
        Condition::all([literal]).evaluate(Kind::Bank, facts)
    }

    #[test]
    fn without_alternatives_it_always_holds() {
        assert_eq!(Condition::always().evaluate(Kind::Bank, &Facts::default()), Truth::True);
    }

    #[test]
    fn a_fact_that_is_not_known_answers_neither_a_test_nor_its_opposite() {
        let cap = Test::AmountAtMost(euros(100));
        let dollars = Amount { currency: "USD".parse().unwrap(), minor_units: 1 };
        for amount in [None, Some(dollars)] {
            let facts = Facts { amount, ..Facts::default() };

            assert_eq!(evaluate(Literal::Is(cap.clone()), &facts), Truth::Unknown);
            assert_eq!(evaluate(Literal::Not(cap.clone()), &facts), Truth::Unknown);
        }
        let facts = Facts { amount: Some(euros(101)), ..Facts::default() };
        assert_eq!(evaluate(Literal::Is(cap.clone()), &facts), Truth::False);
        assert_eq!(evaluate(Literal::Not(cap), &facts), Truth::True);
    }

    #[test]
    fn office_hours_follow_the_clock_of_the_place() {
        // 2026-11-26 is a Thursday; in Tokyo it begins nine hours earlier.
        let office = Condition::all([
            Literal::Is(Test::TimeOfDay { from: 540, until: 1_020, offset: 540 }),
            Literal::Is(Test::Weekday { days: Weekdays::WORKING, offset: 540 }),
        ]);
        let at =
            |hour: u64| office.evaluate(Kind::Bank, &Facts::at((20_783 * 24 + hour) * 3_600_000));

        assert_eq!(
            [at(0), at(7), at(8), at(23)],
            [Truth::True, Truth::True, Truth::False, Truth::False]
        );
        assert_eq!(at(24), Truth::True, "Friday morning");
        assert_eq!(at(48), Truth::False, "Saturday morning");
    }

    #[test]
    fn rejects_tests_that_make_no_sense() {
        let check = |test| Condition::all([Literal::Not(test)]).check();
        let bytes: &[u8] = &[3, b'A', b'!', 0];
        let label: Name = Decode::decode(&mut &[3 << 2, b'A', b'!', b' '][..]).unwrap();
        let currency: crate::Currency = Decode::decode(&mut &bytes[1..]).unwrap();

        let time = Err(InvalidCondition::Time);
        assert_eq!(check(Test::TimeOfDay { from: 9, until: 9, offset: 0 }), time);
        assert_eq!(check(Test::Between { from: 9, until: 9 }), time);
        assert_eq!(check(Test::Weekday { days: Weekdays::WORKING, offset: 841 }), time);
        let empty = Err(InvalidCondition::EmptySet);
        assert_eq!(check(Test::SubjectKind(Kinds::NONE)), empty);
        assert_eq!(check(Test::Weekday { days: Weekdays::default(), offset: 0 }), empty);
        assert_eq!(check(Test::Date { dates: BoundedVec::default(), offset: 0 }), empty);
        assert_eq!(check(Test::Purpose(BoundedVec::default())), empty);
        let wrong = Err(InvalidCondition::Label);
        assert_eq!(check(Test::AmountAtMost(Amount { currency, minor_units: 1 })), wrong);
        let labels = BoundedVec::truncate_from(alloc::vec![label]);
        assert_eq!(check(Test::Jurisdiction(labels)), wrong);
        let sunday = [DayOfWeek::Sunday].into_iter().collect();
        assert_eq!(check(Test::Weekday { days: sunday, offset: -840 }), Ok(()));
        assert_eq!(Condition::all([]).check(), Err(InvalidCondition::EmptyAlternative));
    }
}
