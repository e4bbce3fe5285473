//! Conditions as tables of tests, and back.
//!
//! A table holds each kind of test once, in a fixed order: first those that hold, then those under
//! `unless` that do not. What does not fit into one table follows under `and`, so that every
//! condition has exactly one form.

use super::{
    tables::{BetweenTable, RuleTable, TestsTable, Value},
    values::{Day, DaySpan, Moment, Text, UtcOffset},
};
use bounded_collections::{BoundedVec, ConstU32};
use critical_chains_policy::{Condition, Literal, Test};
use toml::Spanned;

/// What is wrong with a table, and where it begins in the file.
pub(super) type Fault = (usize, String);

const OFFSET_WITHOUT_CLOCK: &str =
    "utc-offset belongs to time, weekdays or dates, and there are none";

fn fault<T>(table: &Spanned<TestsTable>, what: impl Into<String>) -> Result<T, Fault> {
    Err((table.span().start, what.into()))
}

pub(super) fn bounded<T, const N: u32>(
    items: Vec<T>,
    what: &str,
) -> Result<BoundedVec<T, ConstU32<N>>, String> {
    let got = items.len();
    BoundedVec::try_from(items).map_err(|_| format!("got {got} {what}, expected at most {N}"))
}

/// The condition of a rule.
pub(super) fn condition(rule: &RuleTable) -> Result<Condition, Fault> {
    let unless = match &rule.unless {
        Some(table) => {
            let mut tests = Vec::new();
            negated(table, None, &mut tests)?;
            if tests.is_empty() {
                return fault(table, "there are no tests under unless");
            }
            tests
        }
        None => Vec::new(),
    };
    let mut alternatives = Vec::new();
    for table in &rule.when {
        let mut literals = Vec::new();
        all(table, &mut literals)?;
        literals.extend(unless.iter().cloned());
        alternatives.push(bounded(literals, "tests").map_err(|what| (table.span().start, what))?);
    }
    if let (true, Some(table)) = (rule.when.is_empty(), &rule.unless) {
        alternatives.push(bounded(unless, "tests").map_err(|what| (table.span().start, what))?);
    }
    let start = rule.when.first().map_or(0, |table| table.span().start);
    let any_of = bounded(alternatives, "alternatives").map_err(|what| (start, what))?;
    Ok(Condition { any_of })
}

fn all(spanned: &Spanned<TestsTable>, literals: &mut Vec<Literal>) -> Result<(), Fault> {
    let table = spanned.get_ref();
    let offset = table.utc_offset.as_ref().map(|offset| offset.0);
    let mut uses_clock = false;
    for test in tests(spanned, offset)? {
        uses_clock |= has_clock(&test);
        literals.push(Literal::Is(test));
    }
    if let Some(unless) = &table.unless {
        let mut found = Vec::new();
        negated(unless, offset, &mut found)?;
        uses_clock |= found.iter().any(|(Literal::Is(test) | Literal::Not(test))| has_clock(test));
        literals.extend(found);
    }
    if offset.is_some() && !uses_clock {
        return fault(spanned, OFFSET_WITHOUT_CLOCK);
    }
    table.and.iter().try_for_each(|table| all(table, literals))
}

fn negated(
    spanned: &Spanned<TestsTable>,
    outer: Option<UtcOffset>,
    literals: &mut Vec<Literal>,
) -> Result<(), Fault> {
    let table = spanned.get_ref();
    if table.unless.is_some() || !table.and.is_empty() {
        return fault(spanned, "tests under unless are plain: without unless or and of their own");
    }
    let own = table.utc_offset.as_ref().map(|offset| offset.0);
    let found = tests(spanned, own.or(outer))?;
    if own.is_some() && !found.iter().any(has_clock) {
        return fault(spanned, OFFSET_WITHOUT_CLOCK);
    }
    literals.extend(found.into_iter().map(Literal::Not));
    Ok(())
}

fn has_clock(test: &Test) -> bool {
    matches!(test, Test::TimeOfDay { .. } | Test::Weekday { .. } | Test::Date { .. })
}

/// The tests of a table itself, in their order.
fn tests(spanned: &Spanned<TestsTable>, offset: Option<UtcOffset>) -> Result<Vec<Test>, Fault> {
    let table = spanned.get_ref();
    let offset = offset.unwrap_or_default().0;
    let values = |list: &[Value<_>]| list.iter().map(|value| value.0).collect::<Vec<_>>();
    let labels = |list: &[Value<_>]| {
        bounded(values(list), "labels").map_err(|what| (spanned.span().start, what))
    };
    let mut found = Vec::new();
    if let Some(Value(DaySpan { from, until })) = table.time {
        found.push(Test::TimeOfDay { from, until, offset });
    }
    if let Some(days) = &table.weekdays {
        found.push(Test::Weekday { days: days.iter().map(|day| day.0).collect(), offset });
    }
    if let Some(dates) = &table.dates {
        let dates = dates.iter().map(|date| date.0.0).collect();
        let dates = bounded(dates, "dates").map_err(|what| (spanned.span().start, what))?;
        found.push(Test::Date { dates, offset });
    }
    if let Some(BetweenTable { from, until }) = &table.between {
        found.push(Test::Between { from: from.0.0, until: until.0.0 });
    }
    let kinds =
        |list: &[Value<critical_chains_policy::Kind>]| list.iter().map(|kind| kind.0).collect();
    found.extend(table.subject.as_deref().map(|list| Test::SubjectKind(kinds(list))));
    found.extend(table.counterparty.as_deref().map(|list| Test::CounterpartyKind(kinds(list))));
    found.extend(table.amount_at_most.as_ref().map(|amount| Test::AmountAtMost(amount.0)));
    found.extend(table.assurance_at_least.as_ref().map(|level| Test::AssuranceAtLeast(level.0)));
    found.extend(table.presence_at_least.as_ref().map(|class| Test::PresenceAtLeast(class.0)));
    found.extend(table.risk_at_most.as_ref().map(|risk| Test::RiskAtMost(risk.0)));
    if let Some(list) = &table.purpose {
        found.push(Test::Purpose(labels(list)?));
    }
    if let Some(list) = &table.jurisdiction {
        found.push(Test::Jurisdiction(labels(list)?));
    }
    Ok(found)
}

/// The lines of a rule that say when it applies.
pub(super) fn write(condition: &Condition) -> String {
    let alternatives: Vec<&[Literal]> = condition.any_of.iter().map(|all| &***all).collect();
    match alternatives.as_slice() {
        [] => String::new(),
        [only] => match written(only).as_slice() {
            // A ban with one exception reads best this way.
            [Written { is, unless, offset }] if is.is_empty() => {
                let fields: Vec<_> = unless.iter().cloned().chain(offset_field(*offset)).collect();
                format!("unless = {{ {} }}\n", fields.join(", "))
            }
            _ => format!("when = [{}]\n", alternative(only)),
        },
        several => {
            let lines = several.iter().map(|literals| format!("  {},\n", alternative(literals)));
            format!("when = [\n{}]\n", lines.collect::<String>())
        }
    }
}

/// One table: its tests, those under `unless`, and the offset of its clock.
struct Written {
    is: Vec<String>,
    unless: Vec<String>,
    offset: Option<i16>,
}

fn offset_field(offset: Option<i16>) -> Option<String> {
    let offset = offset.filter(|offset| *offset != 0)?;
    Some(format!("utc-offset = \"{}\"", UtcOffset(offset).write()))
}

fn alternative(literals: &[Literal]) -> String {
    let mut tables = written(literals).into_iter().map(|Written { mut is, unless, offset }| {
        is.extend(offset_field(offset));
        if !unless.is_empty() {
            is.push(format!("unless = {{ {} }}", unless.join(", ")));
        }
        is
    });
    let mut first = tables.next().unwrap_or_default();
    let others: Vec<_> = tables.map(|fields| format!("{{ {} }}", fields.join(", "))).collect();
    if !others.is_empty() {
        first.push(format!("and = [{}]", others.join(", ")));
    }
    if first.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", first.join(", ")) }
}

/// Puts literals into tables, as many into each as their order allows.
fn written(literals: &[Literal]) -> Vec<Written> {
    let mut tables: Vec<Written> = Vec::new();
    let mut last = None;
    for literal in literals {
        let (test, negative) = match literal {
            Literal::Is(test) => (test, false),
            Literal::Not(test) => (test, true),
        };
        let (rank, text, offset) = describe(test);
        let place = (negative, rank);
        let fits = last.is_some_and(|last| last < place)
            && tables.last().is_some_and(|table| {
                table.offset.is_none() || offset.is_none() || table.offset == offset
            });
        if !fits {
            tables.push(Written { is: Vec::new(), unless: Vec::new(), offset: None });
        }
        if let Some(table) = tables.last_mut() {
            table.offset = table.offset.or(offset);
            let list = if negative { &mut table.unless } else { &mut table.is };
            list.push(text);
        }
        last = Some(place);
    }
    tables
}

/// Place of a test in a table, its text, and the offset of its clock.
fn describe(test: &Test) -> (u8, String, Option<i16>) {
    let text = |rank, key: &str, value: &dyn Fn() -> String| {
        (rank, format!("{key} = \"{}\"", value()), None)
    };
    match test {
        Test::TimeOfDay { from, until, offset } => {
            let span = DaySpan { from: *from, until: *until };
            (0, format!("time = \"{}\"", span.write()), Some(*offset))
        }
        Test::Weekday { days, offset } => {
            (1, format!("weekdays = {}", list(days.iter())), Some(*offset))
        }
        Test::Date { dates, offset } => {
            let dates = dates.iter().map(|date| Day(*date));
            (2, format!("dates = {}", list(dates)), Some(*offset))
        }
        Test::Between { from, until } => {
            let (from, until) = (Moment(*from).write(), Moment(*until).write());
            (3, format!("between = {{ from = \"{from}\", until = \"{until}\" }}"), None)
        }
        Test::SubjectKind(kinds) => (4, format!("subject = {}", list(kinds.iter())), None),
        Test::CounterpartyKind(kinds) => {
            (5, format!("counterparty = {}", list(kinds.iter())), None)
        }
        Test::AmountAtMost(amount) => text(6, "amount-at-most", &|| amount.write()),
        Test::AssuranceAtLeast(level) => text(7, "assurance-at-least", &|| level.write()),
        Test::PresenceAtLeast(class) => text(8, "presence-at-least", &|| class.write()),
        Test::RiskAtMost(risk) => text(9, "risk-at-most", &|| risk.write()),
        Test::Purpose(labels) => (10, format!("purpose = {}", list(labels.iter().copied())), None),
        Test::Jurisdiction(labels) => {
            (11, format!("jurisdiction = {}", list(labels.iter().copied())), None)
        }
    }
}

/// A list of texts on one line.
pub(super) fn list<T: Text>(items: impl Iterator<Item = T>) -> String {
    let items: Vec<_> = items.map(|item| format!("\"{}\"", item.write())).collect();
    format!("[{}]", items.join(", "))
}
