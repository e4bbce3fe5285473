//! Proves that every file that can be written reads as the same again.

use super::parse;
use crate::policy::{Item, PolicyFile};
use critical_chains_policy::{
    Amount, ApprovalRule, Assurance, Condition, Constraint, Currency, DayOfWeek, Effect, Kind,
    Kinds, Literal, Name, Policy, Presence, Requirement, Risk, Role, Rule, Separation, Steward,
    Test,
};
use proptest::{
    collection::{btree_map, btree_set, vec},
    option,
    prelude::*,
    sample::{select, subsequence},
};

fn some_name() -> impl Strategy<Value = Name> {
    "[a-z][a-z0-9._-]{0,12}".prop_map(|text| text.parse().unwrap())
}

fn some_names(most: usize) -> impl Strategy<Value = Vec<Name>> {
    vec(some_name(), 0..=most)
}

fn some_kinds() -> impl Strategy<Value = Kinds> {
    subsequence(Kind::ALL.to_vec(), 0..=5).prop_map(|kinds| kinds.into_iter().collect())
}

fn some_amount() -> impl Strategy<Value = Amount> {
    let currency = select(vec!["EUR", "JPY", "KWD", "CLF", "XXX"])
        .prop_map(|code| code.parse::<Currency>().unwrap());
    (currency, any::<u128>()).prop_map(|(currency, minor_units)| Amount { currency, minor_units })
}

fn some_test() -> impl Strategy<Value = Test> {
    let offset = || prop_oneof![Just(0_i16), Just(60), any::<i16>()];
    prop_oneof![
        (any::<u16>(), any::<u16>(), offset()).prop_map(|(from, until, offset)| Test::TimeOfDay {
            from,
            until,
            offset
        }),
        (subsequence(DayOfWeek::ALL.to_vec(), 0..=7), offset()).prop_map(|(days, offset)| {
            Test::Weekday { days: days.into_iter().collect(), offset }
        }),
        (vec(any::<u32>(), 0..4), offset()).prop_map(|(dates, offset)| {
            Test::Date { dates: dates.try_into().unwrap(), offset }
        }),
        any::<(u64, u64)>().prop_map(|(from, until)| Test::Between { from, until }),
        some_kinds().prop_map(Test::SubjectKind),
        some_kinds().prop_map(Test::CounterpartyKind),
        some_amount().prop_map(Test::AmountAtMost),
        select(vec![Assurance::Aal1, Assurance::Aal2, Assurance::Aal3])
            .prop_map(Test::AssuranceAtLeast),
        select(vec![Presence::PhaseRanging, Presence::TimeOfFlight, Presence::WiredRoundTrip])
            .prop_map(Test::PresenceAtLeast),
        select(vec![Risk::Clear, Risk::Raised, Risk::Corroborated, Risk::Confirmed])
            .prop_map(Test::RiskAtMost),
        some_names(4).prop_map(|labels| Test::Purpose(labels.try_into().unwrap())),
        some_names(4).prop_map(|labels| Test::Jurisdiction(labels.try_into().unwrap())),
    ]
}

fn some_condition() -> impl Strategy<Value = Condition> {
    let literal = (some_test(), any::<bool>())
        .prop_map(|(test, negative)| if negative { Literal::Not(test) } else { Literal::Is(test) });
    vec(vec(literal, 0..=6), 0..=4).prop_map(|alternatives| {
        let bounded = alternatives.into_iter().map(|all| all.try_into().unwrap());
        Condition { any_of: bounded.collect::<Vec<_>>().try_into().unwrap() }
    })
}

fn some_rule() -> impl Strategy<Value = Rule> {
    let effect = select(vec![Effect::Permit, Effect::Forbid]);
    (effect, some_names(3), some_condition()).prop_map(|(effect, roles, when)| Rule {
        effect,
        roles: roles.try_into().unwrap(),
        when,
    })
}

fn some_approval() -> impl Strategy<Value = ApprovalRule> {
    let required =
        (some_kinds(), any::<u8>()).prop_map(|(kinds, count)| Requirement { kinds, count });
    let numbers = (any::<u8>(), any::<u64>(), prop_oneof![Just(0), any::<u64>()]);
    (numbers, some_kinds(), vec(required, 0..=4), any::<(bool, bool)>()).prop_map(
        |((approvals, lifetime, waiting), eligible, required, (own, veto))| ApprovalRule {
            approvals,
            eligible,
            required: required.try_into().unwrap(),
            proposer_institution_votes: own,
            authority_veto: veto,
            lifetime,
            waiting,
        },
    )
}

fn some_policy() -> impl Strategy<Value = Policy> {
    (vec(some_rule(), 0..4), option::of(some_approval()))
        .prop_map(|(rules, approval)| Policy { rules: rules.try_into().unwrap(), approval })
}

fn some_role() -> impl Strategy<Value = Role> {
    let steward = select(vec![Steward::Institution, Steward::Consortium]);
    (some_names(20), some_names(8), steward, option::of(any::<u32>()), any::<(bool, bool)>())
        .prop_map(|(permissions, inherits, steward, max_holders, (essential, emergency))| Role {
            permissions: permissions.try_into().unwrap(),
            inherits: inherits.try_into().unwrap(),
            steward,
            max_holders,
            essential,
            emergency,
        })
}

fn some_constraint() -> impl Strategy<Value = Constraint> {
    let separation = select(vec![Separation::Static, Separation::Dynamic]);
    (separation, some_names(16), any::<u8>()).prop_map(|(separation, roles, at_most)| Constraint {
        separation,
        roles: roles.try_into().unwrap(),
        at_most,
    })
}

fn some_file() -> impl Strategy<Value = PolicyFile> {
    let item = (some_name(), 0..3).prop_map(|(name, kind)| match kind {
        0 => Item::Role(name),
        1 => Item::Constraint(name),
        _ => Item::Policy(name),
    });
    (
        any::<bool>(),
        btree_map(some_name(), some_role(), 0..3),
        btree_map(some_name(), some_constraint(), 0..3),
        btree_map(some_name(), some_policy(), 0..3),
        btree_set(item, 0..3),
    )
        .prop_map(|(complete, roles, constraints, policies, mut remove)| {
            remove.retain(|item| match item {
                Item::Role(name) => !roles.contains_key(name),
                Item::Constraint(name) => !constraints.contains_key(name),
                Item::Policy(name) | Item::Rule(name, _) => !policies.contains_key(name),
            });
            PolicyFile { complete, roles, constraints, policies, remove }
        })
}

proptest! {
    #[test]
    fn every_file_reads_as_itself(file in some_file()) {
        let text = file.to_toml();

        prop_assert_eq!(&parse(&text).file, &file, "{}", text);
    }

    /// Whatever somebody writes.
    #[test]
    fn reading_never_panics(text in "\\PC{0,200}", key in "[a-z.\"\\[\\]= ]{0,40}") {
        let _ = crate::policy::ParsedFile::parse(&text);
        let _ = crate::policy::ParsedFile::parse(&format!("[policies.{key}\n{text}"));
    }
}
