//! Our policies in Cedar's words.
//!
//! What Cedar computes here: which roles reach the resource and what they inherit from (both as
//! hierarchies of entities, see `world.rs`), whether a rule is about the account, every test, how
//! tests combine, and which effect wins.
//!
//! There is one deliberate difference, and it has to be said in every test. Cedar skips a policy
//! whose evaluation fails, so that a ban on what has no `context.risk` bans nothing. Ours is on the
//! safe side: a test that depends on a fact that is not known is neither true nor false; a rule
//! that permits then does not apply, and one that forbids does. So in a rule that permits, a test
//! becomes `context has x && …`, and in one that forbids `!(context has x) || …`. In disjunctive
//! normal form this is exact: a condition is true if one of its alternatives has true tests only,
//! and it is not false if one of its alternatives has no false test.

use crate::clock;
use cedar_policy::{Policy as CedarPolicy, PolicyId, PolicySet};
use critical_chains_policy::{
    Amount, Assurance, Condition, Effect, Hierarchy, Kind, Kinds, Literal, Policy, Presence, Risk,
    RoleName, Rule, Test,
};
use std::fmt::Write;

/// What a test asks of the context, and the test where the context has it.
struct Asks {
    known: Option<String>,
    holds: String,
}

/// How the policy of a role is called: it permits if the role carries the permission.
pub fn role_id(role: &RoleName) -> PolicyId {
    PolicyId::new(format!("role {role}"))
}

/// How the policy of the rule at this place is called.
pub fn rule_id(at: usize) -> PolicyId {
    PolicyId::new(format!("rule {at}"))
}

/// The texts of all Cedar policies: one of every role, one of every rule.
pub fn policies(roles: &Hierarchy, policy: &Policy) -> Vec<(PolicyId, String)> {
    let roles = roles.iter().map(|(role, _)| (role_id(role), carrier(role)));
    let rules = policy.rules.iter().enumerate().map(|(at, rule)| (rule_id(at), self::rule(rule)));
    roles.chain(rules).collect()
}

/// The policies as Cedar reads them.
pub fn parse(policies: &[(PolicyId, String)]) -> PolicySet {
    let parsed = policies.iter().map(|(id, text)| {
        CedarPolicy::parse(Some(id.clone()), text).unwrap_or_else(|error| panic!("{error}: {text}"))
    });
    PolicySet::from_policies(parsed).unwrap()
}

/// Whoever holds a role that carries the permission, itself or by way of its juniors.
fn carrier(role: &RoleName) -> String {
    format!(
        "permit (principal, action, resource)\n\
         when {{ {} && Role::\"{role}\" in Permission::\"{}\" }};",
        holds(role),
        crate::support::PERMISSION,
    )
}

/// Whether the account holds the role in a scope that reaches the resource.
fn holds(role: &RoleName) -> String {
    format!("principal in resource.holders[\"{role}\"]")
}

fn rule(rule: &Rule) -> String {
    let effect = match rule.effect {
        Effect::Permit => "permit",
        Effect::Forbid => "forbid",
    };
    let mut text = format!("{effect} (principal, action, resource)");
    if !rule.roles.is_empty() {
        let roles: Vec<_> = rule.roles.iter().map(holds).collect();
        write!(text, "\nwhen {{ {} }}", roles.join(" || ")).unwrap();
    }
    if !rule.when.any_of.is_empty() {
        write!(text, "\nwhen {{\n{}\n}}", condition(rule.effect, &rule.when)).unwrap();
    }
    text + ";"
}

fn condition(effect: Effect, condition: &Condition) -> String {
    let alternatives = condition.any_of.iter().map(|alternative| {
        let literals: Vec<_> = alternative.iter().map(|test| literal(effect, test)).collect();
        format!("  ({})", literals.join(" && "))
    });
    alternatives.collect::<Vec<_>>().join(" ||\n")
}

fn literal(effect: Effect, literal: &Literal) -> String {
    let (test, not) = match literal {
        Literal::Is(test) => (test, ""),
        Literal::Not(test) => (test, "!"),
    };
    let Asks { known, holds } = self::test(test);
    match (known, effect) {
        (None, _) => format!("{not}({holds})"),
        (Some(known), Effect::Permit) => format!("({known} && {not}({holds}))"),
        (Some(known), Effect::Forbid) => format!("(!({known}) || {not}({holds}))"),
    }
}

fn test(test: &Test) -> Asks {
    let always = |holds| Asks { known: None, holds };
    let of = |fact: &str, holds| Asks { known: Some(format!("context has {fact}")), holds };
    match test {
        Test::TimeOfDay { from, until, offset } => {
            let minute = format!("{}.toTime().toMinutes()", local(*offset));
            let joint = if from < until { "&&" } else { "||" };
            always(format!("{minute} >= {from} {joint} {minute} < {until}"))
        }
        Test::Weekday { days, offset } => {
            let days = days.iter().map(|day| format!("{day:?}"));
            always(one_of(days, &format!("context.weekday[\"{offset}\"]")))
        }
        Test::Date { dates, offset } => {
            let dates = dates.iter().map(|days| format!("datetime(\"{}\")", clock::date(*days)));
            let dates: Vec<_> = dates.collect();
            always(format!("[{}].contains({}.toDate())", dates.join(", "), local(*offset)))
        }
        Test::Between { from, until } => always(format!(
            "context.now >= {} && context.now < {}",
            after_epoch(*from),
            after_epoch(*until)
        )),
        Test::SubjectKind(kinds) => always(of_kinds(*kinds, "principal.kind")),
        Test::CounterpartyKind(kinds) => {
            of("counterparty", of_kinds(*kinds, "context.counterparty"))
        }
        Test::AmountAtMost(most) => Asks {
            known: Some(format!(
                "(context has amount && context.amount.currency == \"{}\")",
                most.currency.as_str()
            )),
            holds: at_most(most),
        },
        Test::AssuranceAtLeast(level) => {
            of("assurance", format!("context.assurance >= {}", assurance(*level)))
        }
        Test::PresenceAtLeast(class) => {
            of("presence", format!("context.presence >= {}", presence(*class)))
        }
        Test::RiskAtMost(most) => of("risk", format!("context.risk <= {}", risk(*most))),
        Test::Purpose(labels) => of("purpose", one_of(labels, "context.purpose")),
        Test::Jurisdiction(labels) => of("jurisdiction", one_of(labels, "context.jurisdiction")),
    }
}

/// The time as a clock shows it that is so many minutes ahead of UTC.
fn local(offset: i16) -> String {
    format!("context.now.offset(duration(\"{offset}m\"))")
}

/// Cedar's time ends in the year 292 million, and no request is later.
fn after_epoch(millis: u64) -> String {
    let millis = millis.min(i64::MAX.unsigned_abs());
    format!("datetime(\"1970-01-01\").offset(duration(\"{millis}ms\"))")
}

fn of_kinds(kinds: Kinds, value: &str) -> String {
    one_of(kinds.iter().map(kind), value)
}

fn one_of(items: impl IntoIterator<Item = impl ToString>, value: &str) -> String {
    let items: Vec<_> = items.into_iter().map(|item| format!("\"{}\"", item.to_string())).collect();
    format!("[{}].contains({value})", items.join(", "))
}

fn at_most(amount: &Amount) -> String {
    let [high, middle, low] = digits(amount.minor_units);
    let own = "context.amount";
    format!(
        "{own}.high < {high} || {own}.high == {high} && ({own}.middle < {middle} || \
         {own}.middle == {middle} && {own}.low <= {low})"
    )
}

/// Cedar's numbers have 64 bits with a sign, ours 128 without: as three digits to the base 10^18.
pub fn digits(number: u128) -> [i64; 3] {
    const BASE: u128 = 10_u128.pow(18);
    [number / BASE / BASE, number / BASE % BASE, number % BASE]
        .map(|digit| i64::try_from(digit).unwrap())
}

/// The name of a kind.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Bank => "bank",
        Kind::MarketInfrastructure => "market infrastructure",
        Kind::Insurer => "insurer",
        Kind::TollOperator => "toll operator",
        Kind::Authority => "authority",
    }
}

/// The number of a level, as NIST numbers them.
pub fn assurance(level: Assurance) -> i64 {
    match level {
        Assurance::Aal1 => 1,
        Assurance::Aal2 => 2,
        Assurance::Aal3 => 3,
    }
}

/// The more, the stronger.
pub fn presence(class: Presence) -> i64 {
    match class {
        Presence::PhaseRanging => 1,
        Presence::TimeOfFlight => 2,
        Presence::WiredRoundTrip => 3,
    }
}

/// The more, the worse.
pub fn risk(risk: Risk) -> i64 {
    match risk {
        Risk::Clear => 0,
        Risk::Raised => 1,
        Risk::Corroborated => 2,
        Risk::Confirmed => 3,
    }
}

/// The offsets of the clocks by which a policy asks for the day of the week.
pub fn weekday_offsets(policy: &Policy) -> Vec<i16> {
    let conditions = policy.rules.iter().map(|rule| &rule.when);
    let literals = conditions.flat_map(|when| when.any_of.iter().flatten());
    let mut offsets: Vec<_> = literals
        .filter_map(|literal| match literal {
            Literal::Is(Test::Weekday { offset, .. })
            | Literal::Not(Test::Weekday { offset, .. }) => Some(*offset),
            _ => None,
        })
        .collect();
    offsets.sort_unstable();
    offsets.dedup();
    offsets
}
