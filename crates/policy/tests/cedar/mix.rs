//! What the random cases are made of, so that they cannot agree because they say nothing.

use crate::{Case, support::Asked};
use critical_chains_policy::{
    Basis, Condition, Decision, Denial, Literal, Policy, Test, Truth, decide,
};
use std::{collections::BTreeMap, fmt};

/// Of a hundred cases, how many must end in each way at least.
const LEAST_PERCENT: usize = 10;

/// How often each test must have decided with each answer it can have.
const LEAST_DECIDED: usize = 20;

/// The names of the tests, and whether a test can be without an answer.
const TESTS: [(&str, bool); 12] = [
    ("TimeOfDay", false),
    ("Weekday", false),
    ("Date", false),
    ("Between", false),
    ("SubjectKind", false),
    ("CounterpartyKind", true),
    ("AmountAtMost", true),
    ("AssuranceAtLeast", true),
    ("PresenceAtLeast", true),
    ("RiskAtMost", true),
    ("Purpose", true),
    ("Jurisdiction", true),
];

/// What the cases came to.
#[derive(Debug, Default)]
pub struct Mix {
    by_role: usize,
    by_rule: usize,
    forbidden: usize,
    /// Of those that were forbidden: for want of a fact, where Cedar's own way would not have.
    forbidden_unknown: usize,
    no_rule: usize,
    /// By the name of a test and its answer.
    decided: BTreeMap<(&'static str, &'static str), usize>,
}

impl Mix {
    /// Counts a decision.
    pub fn count(&mut self, case: &Case, asked: &Asked, decision: Decision) {
        match decision {
            Decision::Permit { by: Basis::Role(_) } => self.by_role += 1,
            Decision::Permit { by: Basis::Rule(_) } => self.by_rule += 1,
            Decision::Deny { by: Denial::NoRule } => self.no_rule += 1,
            Decision::Deny { by: Denial::Rule(at) } => {
                let when = &case.policy.rules[usize::from(at)].when;
                let unknown = when.evaluate(asked.kind, &asked.facts) == Truth::Unknown;
                self.forbidden += 1;
                self.forbidden_unknown += usize::from(unknown);
            }
        }
    }

    /// Counts the tests on which the decision hung: had they come to something else, so would it.
    pub fn count_decisive(&mut self, case: &Case, asked: &Asked, decision: Decision) {
        let audience = case.audience();
        let without = |rule: usize, alternative: usize, literal: usize, holds: bool| {
            let mut policy: Policy = case.policy.clone();
            let any_of = &mut policy.rules[rule].when.any_of;
            any_of.as_mut()[alternative].as_mut()[literal] = constant(holds);
            decide(&audience, &policy, &asked.request())
        };
        for (rule, Condition { any_of }) in
            case.policy.rules.iter().map(|rule| &rule.when).enumerate()
        {
            for (alternative, literals) in any_of.iter().enumerate() {
                for (literal, tested) in literals.iter().enumerate() {
                    let hung = [true, false].into_iter().any(|holds| {
                        without(rule, alternative, literal, holds).is_permit()
                            != decision.is_permit()
                    });
                    if hung {
                        let (Literal::Is(test) | Literal::Not(test)) = tested;
                        let answer = test.evaluate(asked.kind, &asked.facts);
                        *self.decided.entry((name(test), word(answer))).or_default() += 1;
                    }
                }
            }
        }
    }

    /// How many cases there were.
    pub fn total(&self) -> usize {
        self.by_role + self.by_rule + self.forbidden + self.no_rule
    }

    /// Panics if the cases say too little.
    pub fn check(&self) {
        let least = self.total() * LEAST_PERCENT / 100;
        let permitted = self.by_role + self.by_rule;
        for (count, what) in [
            (permitted, "permitted"),
            (self.by_role * 2, "permitted by a role"),
            (self.by_rule * 2, "permitted by a rule"),
            (self.forbidden, "forbidden"),
            (self.forbidden_unknown * 10, "forbidden for want of a fact"),
            (self.no_rule, "denied because nothing permits"),
        ] {
            assert!(count >= least, "too few were {what}: {self}");
        }
        for (name, can_be_unknown) in TESTS {
            let answers = [Truth::True, Truth::False, Truth::Unknown];
            for answer in &answers[..if can_be_unknown { 3 } else { 2 }] {
                let decided = self.decided.get(&(name, word(*answer))).copied().unwrap_or_default();
                assert!(decided >= LEAST_DECIDED, "{name} was {answer:?} too seldom: {self}");
            }
        }
    }
}

impl fmt::Display for Mix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total();
        writeln!(f, "{total} cases")?;
        for (what, count) in [
            ("permitted by a role", self.by_role),
            ("permitted by a rule", self.by_rule),
            ("forbidden by a rule", self.forbidden),
            ("  for want of a fact", self.forbidden_unknown),
            ("denied by nothing", self.no_rule),
        ] {
            writeln!(f, "{what:<22}{count:>8} {:>5.1} %", 100.0 * count as f64 / total as f64)?;
        }
        writeln!(f, "Tests that decided{:>14} {:>7} {:>7}", "true", "false", "unknown")?;
        for (name, _) in TESTS {
            let of = |truth| self.decided.get(&(name, word(truth))).copied().unwrap_or_default();
            let [yes, no, unknown] = [Truth::True, Truth::False, Truth::Unknown].map(of);
            writeln!(f, "{name:<25}{yes:>7} {no:>7} {unknown:>7}")?;
        }
        Ok(())
    }
}

/// A test that comes to the same for every request.
fn constant(holds: bool) -> Literal {
    let ever = Test::Between { from: 0, until: u64::MAX };
    if holds { Literal::Is(ever) } else { Literal::Not(ever) }
}

fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
    }
}

fn name(test: &Test) -> &'static str {
    match test {
        Test::TimeOfDay { .. } => "TimeOfDay",
        Test::Weekday { .. } => "Weekday",
        Test::Date { .. } => "Date",
        Test::Between { .. } => "Between",
        Test::SubjectKind(_) => "SubjectKind",
        Test::CounterpartyKind(_) => "CounterpartyKind",
        Test::AmountAtMost(_) => "AmountAtMost",
        Test::AssuranceAtLeast(_) => "AssuranceAtLeast",
        Test::PresenceAtLeast(_) => "PresenceAtLeast",
        Test::RiskAtMost(_) => "RiskAtMost",
        Test::Purpose(_) => "Purpose",
        Test::Jurisdiction(_) => "Jurisdiction",
    }
}
