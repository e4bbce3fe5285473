//! Random policies and requests of a small world, so that they have to do with each other.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use bounded_collections::{BoundedVec, Get};
use critical_chains_lei::Lei;
use critical_chains_policy::{
    Amount, Assurance, Condition, DayOfWeek, Effect, Facts, HeldRole, Hierarchy, Kind, Kinds,
    Literal, Name, Permission, Policy, Presence, Request, Risk, Role, RoleName, Rule, Scope, Test,
    Weekdays,
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};

/// The permission that is asked for.
pub const PERMISSION: Permission = Name::constant("anchoring.anchor");

/// The roles there are, juniors before their seniors.
pub const ROLES: [RoleName; 6] = [
    Name::constant("reader"),
    Name::constant("clerk"),
    Name::constant("auditor"),
    Name::constant("operator-2"),
    Name::constant("officer"),
    Name::constant("chief"),
];

const LABELS: [Name; 4] = [
    Name::constant("payment"),
    Name::constant("settlement"),
    Name::constant("gdpr.art-6"),
    Name::constant("jp"),
];

const CURRENCIES: [&str; 4] = ["EUR", "EUR", "EUR", "JPY"];

const RISKS: [Risk; 4] = [Risk::Clear, Risk::Raised, Risk::Corroborated, Risk::Confirmed];

const ASSURANCES: [Assurance; 3] = [Assurance::Aal1, Assurance::Aal2, Assurance::Aal3];

const PRESENCES: [Presence; 3] =
    [Presence::PhaseRanging, Presence::TimeOfFlight, Presence::WiredRoundTrip];

const DAY_MILLIS: u64 = 86_400_000;

/// For how many days, from the day of a case, something happens in it.
const DAYS: u64 = 10;

/// The institutions there are.
pub fn institutions() -> [Lei; 2] {
    [*b"CCDEV0ALPHABANK000", *b"CCDEV0BETACLEARING"].map(|prefix| Lei::from_prefix(prefix).unwrap())
}

/// The scopes there are.
pub fn scopes() -> Vec<Scope> {
    institutions().into_iter().map(Scope::Institution).chain([Scope::Consortium]).collect()
}

/// A request that owns what it refers to.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Kind of the institution for which the account acts.
    pub kind: Kind,
    /// The roles that are active.
    pub roles: Vec<HeldRole>,
    /// Whose things it is about.
    pub resource: Scope,
    /// The context.
    pub facts: Facts,
}

impl Asked {
    /// The request as it is decided on.
    pub fn request(&self) -> Request<'_> {
        let Self { kind, roles, resource, facts } = self;
        Request { kind: *kind, roles, resource: *resource, facts }
    }
}

/// Not more than fits, which is not checked.
pub fn bounded<T, Size: Get<u32>>(items: impl IntoIterator<Item = T>) -> BoundedVec<T, Size> {
    BoundedVec::truncate_from(items.into_iter().collect())
}

/// A day from 1970-01-02 to 9999, most often one that is near.
pub fn day() -> impl Strategy<Value = u64> {
    prop_oneof![2 => 18_000..30_000_u64, 1 => 1..2_932_800_u64]
}

/// Roles that inherit from each other, of which some carry the permission themselves.
pub fn hierarchy() -> impl Strategy<Value = Hierarchy> {
    let role = (vec(prop::bool::weighted(0.25), ROLES.len()), prop::bool::weighted(0.15));
    vec(role, ROLES.len()).prop_map(|roles| {
        let mut hierarchy = Hierarchy::default();
        for (at, (inherits, carries)) in roles.into_iter().enumerate() {
            let juniors = ROLES.into_iter().take(at).zip(inherits);
            let role = Role {
                permissions: bounded(carries.then_some(PERMISSION)),
                inherits: bounded(juniors.filter(|(_, does)| *does).map(|(junior, _)| junior)),
                ..Role::default()
            };
            hierarchy.define(ROLES[at], role).unwrap();
        }
        hierarchy
    })
}

/// A policy without approvals, about the time after a day.
pub fn policy(day: u64) -> impl Strategy<Value = Policy> {
    vec(rule(day), 0..=8).prop_map(|rules| Policy { rules: bounded(rules), approval: None })
}

/// A rule about the time after a day.
pub fn rule(day: u64) -> impl Strategy<Value = Rule> {
    let effect = prop_oneof![3 => Just(Effect::Permit), 1 => Just(Effect::Forbid)];
    let roles = prop_oneof![
        2 => Just(Vec::new()),
        3 => subsequence(ROLES.to_vec(), 1..=3).prop_shuffle(),
    ];
    (effect, roles, condition(day)).prop_map(|(effect, roles, when)| Rule {
        effect,
        roles: bounded(roles),
        when,
    })
}

fn condition(day: u64) -> impl Strategy<Value = Condition> {
    let size = prop_oneof![2 => 1..=2_usize, 2 => 2..=4_usize, 1 => 5..=6_usize];
    let alternative = size.prop_flat_map(move |size| vec(literal(day), size)).prop_map(bounded);
    let size = prop_oneof![1 => Just(0_usize), 6 => Just(1), 4 => 2..=4_usize];
    size.prop_flat_map(move |size| vec(alternative.clone(), size))
        .prop_map(|any_of| Condition { any_of: bounded(any_of) })
}

fn literal(day: u64) -> impl Strategy<Value = Literal> {
    (any::<bool>(), test(day))
        .prop_map(|(is, test)| if is { Literal::Is(test) } else { Literal::Not(test) })
}

fn test(day: u64) -> impl Strategy<Value = Test> {
    let weekdays = subsequence(DayOfWeek::ALL.to_vec(), 1..=6);
    let dates = vec(day..day + DAYS, 1..=32);
    prop_oneof![
        (span(), offset()).prop_map(|((from, until), offset)| Test::TimeOfDay {
            from,
            until,
            offset
        }),
        (weekdays, offset()).prop_map(|(days, offset)| Test::Weekday {
            days: days.into_iter().collect::<Weekdays>(),
            offset
        }),
        (dates, 1..=12_usize, offset()).prop_map(|(dates, most, offset)| Test::Date {
            dates: bounded(dates.into_iter().take(most).map(|date| u32::try_from(date).unwrap())),
            offset
        }),
        interval(day).prop_map(|(from, until)| Test::Between { from, until }),
        kinds().prop_map(Test::SubjectKind),
        kinds().prop_map(Test::CounterpartyKind),
        amount().prop_map(Test::AmountAtMost),
        select(&ASSURANCES[..]).prop_map(Test::AssuranceAtLeast),
        select(&PRESENCES[..]).prop_map(Test::PresenceAtLeast),
        select(&RISKS[..]).prop_map(Test::RiskAtMost),
        labels().prop_map(|labels| Test::Purpose(bounded(labels))),
        labels().prop_map(|labels| Test::Jurisdiction(bounded(labels))),
    ]
}

/// A request in the time after a day.
pub fn asked(day: u64) -> impl Strategy<Value = Asked> {
    let held =
        (select(&ROLES[..]), select(scopes())).prop_map(|(role, scope)| HeldRole { role, scope });
    (select(&Kind::ALL[..]), vec(held, 0..=4), select(scopes()), facts(day))
        .prop_map(|(kind, roles, resource, facts)| Asked { kind, roles, resource, facts })
}

/// Facts of the time after a day, of which some are not known.
pub fn facts(day: u64) -> impl Strategy<Value = Facts> {
    fn known<T: Strategy>(fact: T) -> option::OptionStrategy<T> {
        option::weighted(0.8, fact)
    }
    let labels = || known(select(&LABELS[..]));
    (
        moment(day),
        known(amount()),
        known(select(&Kind::ALL[..])),
        known(select(&ASSURANCES[..])),
        known(select(&PRESENCES[..])),
        known(select(&RISKS[..])),
        labels(),
        labels(),
    )
        .prop_map(
            |(now, amount, counterparty, assurance, presence, risk, purpose, jurisdiction)| Facts {
                now,
                amount,
                counterparty,
                assurance,
                presence,
                risk,
                purpose,
                jurisdiction,
            },
        )
}

/// Often the beginning of an hour, or the last millisecond before it.
fn moment(day: u64) -> impl Strategy<Value = u64> {
    let hour = (0..24_u64).prop_map(|hour| hour * 3_600_000);
    let time = prop_oneof![hour.clone(), hour.prop_map(|hour| hour + 3_599_999), 0..DAY_MILLIS,];
    (day..day + DAYS, time).prop_map(|(day, time)| day * DAY_MILLIS + time)
}

fn interval(day: u64) -> impl Strategy<Value = (u64, u64)> {
    let from = prop_oneof![1 => Just(0), 6 => moment(day)];
    let until = prop_oneof![1 => Just(u64::MAX), 6 => moment(day)];
    (from, until).prop_map(|(from, until)| match from.cmp(&until) {
        std::cmp::Ordering::Equal => (from, until + 1),
        _ => (from.min(until), from.max(until)),
    })
}

fn span() -> impl Strategy<Value = (u16, u16)> {
    let hours = || (0..24_u16).prop_map(|hour| hour * 60);
    let until = prop_oneof![hours().prop_map(|from| from + 60), 1..=1_440_u16];
    (prop_oneof![hours(), 0..1_440_u16], until)
        .prop_map(|(from, until)| (from, if from == until { from + 1 } else { until }))
}

fn offset() -> impl Strategy<Value = i16> {
    prop_oneof![3 => select(&[0_i16, 60, -300, 330, 840, -840][..]), 1 => -840..=840_i16]
}

fn kinds() -> impl Strategy<Value = Kinds> {
    subsequence(Kind::ALL.to_vec(), 1..=4).prop_map(|kinds| kinds.into_iter().collect())
}

fn labels() -> impl Strategy<Value = Vec<Name>> {
    subsequence(LABELS.to_vec(), 1..=3)
}

/// Amounts that are often the same, or next to each other, of any size.
fn amount() -> impl Strategy<Value = Amount> {
    const SIZES: [u128; 6] =
        [1, 10_000, u64::MAX as u128, 10_u128.pow(18), 10_u128.pow(36), u128::MAX - 1];
    (select(&CURRENCIES[..]), select(&SIZES[..]), 0..=2_u128).prop_map(|(currency, size, step)| {
        Amount { currency: currency.parse().unwrap(), minor_units: size - 1 + step }
    })
}
