//! What holds for every decision, every encoding, and every history of roles.
#![allow(clippy::unwrap_used)]

mod chain;
mod support;

use chain::{Chain, Outcome, steps};
use codec::{Decode, Encode, MaxEncodedLen};
use critical_chains_policy::{
    ApprovalRule, Audience, Basis, Condition, Decision, Denial, Effect, Facts, Hierarchy, Kind,
    Kinds, MAX_DELEGATION_LEVELS, MAX_POLICY_BYTES, MAX_POLICY_TESTS, Policy, Requirement, Role,
    Rule, decide,
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
    test_runner::{TestCaseError, TestError, TestRunner},
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};
use support::{Asked, PERMISSION, asked, bounded, day, hierarchy, policy, rule};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// A policy, the roles it is used with, a rule that is not in it, and requests.
#[derive(Clone, Debug)]
struct Case {
    roles: Hierarchy,
    policy: Policy,
    rule: Rule,
    asked: Vec<Asked>,
}

impl Case {
    fn decide(&self, policy: &Policy, asked: &Asked) -> Decision {
        let audience = Audience::of(&PERMISSION, policy, &self.roles);
        decide(&audience, policy, &asked.request())
    }

    /// The policy with one more rule at some place, if there is room for it.
    fn with_rule(&self, rule: Rule, at: &Index) -> Option<Policy> {
        let mut rules = self.policy.rules.clone();
        let at = at.index(rules.len() + 1);
        rules.try_insert(at, rule).ok()?;
        Some(Policy { rules, ..self.policy.clone() })
    }
}

fn case() -> impl Strategy<Value = Case> {
    day().prop_flat_map(|day| {
        (hierarchy(), policy(day), rule(day), vec(asked(day), 1..20))
            .prop_map(|(roles, policy, rule, asked)| Case { roles, policy, rule, asked })
    })
}

/// What a decision says without the place of the rule.
fn without_place(decision: Decision) -> Decision {
    match decision {
        Decision::Permit { by: Basis::Rule(_) } => Decision::Permit { by: Basis::Rule(0) },
        Decision::Deny { by: Denial::Rule(_) } => Decision::Deny { by: Denial::Rule(0) },
        other => other,
    }
}

/// The facts with one of them forgotten, for each that can be.
fn forgetting(facts: Facts) -> [Facts; 7] {
    [
        Facts { amount: None, ..facts },
        Facts { counterparty: None, ..facts },
        Facts { assurance: None, ..facts },
        Facts { presence: None, ..facts },
        Facts { risk: None, ..facts },
        Facts { purpose: None, ..facts },
        Facts { jurisdiction: None, ..facts },
    ]
}

proptest! {
    #![proptest_config(config(500))]

    /// In another order another rule may be named, and nothing else.
    #[test]
    fn the_order_of_rules_does_not_matter(
        case in case(),
        keys in proptest::array::uniform8(any::<u32>()),
    ) {
        let mut rules: Vec<_> = case.policy.rules.iter().cloned().zip(keys).collect();
        rules.sort_by_key(|(_, key)| *key);
        let shuffled = bounded(rules.into_iter().map(|(rule, _)| rule));
        let shuffled = Policy { rules: shuffled, ..Policy::default() };

        for asked in &case.asked {
            let decision = case.decide(&case.policy, asked);

            prop_assert_eq!(without_place(case.decide(&shuffled, asked)), without_place(decision));
        }
    }

    #[test]
    fn one_more_ban_never_permits(case in case(), at: Index) {
        let rule = Rule { effect: Effect::Forbid, ..case.rule.clone() };
        let Some(more) = case.with_rule(rule, &at) else { return Ok(()) };

        for asked in &case.asked {
            let was_permitted = case.decide(&case.policy, asked).is_permit();

            prop_assert!(was_permitted || !case.decide(&more, asked).is_permit(), "{asked:?}");
        }
    }

    #[test]
    fn a_ban_on_everything_denies_everything(case in case(), at: Index) {
        let (roles, when) = (bounded([]), Condition::always());
        let rule = Rule { effect: Effect::Forbid, roles, when };
        let Some(more) = case.with_rule(rule, &at) else { return Ok(()) };

        for asked in &case.asked {
            prop_assert!(!case.decide(&more, asked).is_permit(), "{asked:?}");
        }
    }

    #[test]
    fn one_more_permission_never_denies(case in case(), at: Index) {
        let rule = Rule { effect: Effect::Permit, ..case.rule.clone() };
        let Some(more) = case.with_rule(rule, &at) else { return Ok(()) };

        for asked in &case.asked {
            let was_permitted = case.decide(&case.policy, asked).is_permit();

            prop_assert!(!was_permitted || case.decide(&more, asked).is_permit(), "{asked:?}");
        }
    }

    /// Whoever withholds a fact gains nothing.
    #[test]
    fn a_fact_that_is_withheld_never_permits(case in case()) {
        for asked in &case.asked {
            let was_permitted = case.decide(&case.policy, asked).is_permit();
            for facts in forgetting(asked.facts) {
                let withheld = Asked { facts, ..asked.clone() };

                prop_assert!(
                    was_permitted || !case.decide(&case.policy, &withheld).is_permit(),
                    "{withheld:?}"
                );
            }
        }
    }

    #[test]
    fn policies_can_be_read_back(case in case(), approval in option::of(approval())) {
        let policy = Policy { approval, ..case.policy };

        let bytes = policy.encode();

        let tests: usize = policy.rules.iter().map(|rule| rule.when.tests()).sum();
        let is_too_much = tests > MAX_POLICY_TESTS || bytes.len() > MAX_POLICY_BYTES;
        prop_assert_eq!(policy.check().is_err(), is_too_much);
        prop_assert!(bytes.len() <= Policy::max_encoded_len());
        prop_assert_eq!(Policy::decode(&mut &bytes[..]), Ok(policy));
        for (_, role) in case.roles.iter() {
            prop_assert_eq!(Role::decode(&mut &role.encode()[..]), Ok(role.clone()));
        }
    }
}

proptest! {
    #![proptest_config(config(2_000))]

    /// Decoding checks lengths only, so that every policy has to be survived.
    #[test]
    fn whatever_can_be_decoded_can_be_decided(
        case in case(),
        changes in vec((any::<Index>(), byte()), 0..8),
    ) {
        let mut bytes = case.policy.encode();
        for (at, byte) in changes {
            *at.get_mut(&mut bytes) = byte;
        }

        if let Ok(policy) = Policy::decode(&mut &bytes[..]) {
            let _ = policy.check();
            for asked in &case.asked {
                let _ = case.decide(&policy, asked);
            }
            prop_assert_eq!(Policy::decode(&mut &policy.encode()[..]), Ok(policy));
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..300)) {
        let _ = Policy::decode(&mut &bytes[..]).map(|policy| policy.check());
        let _ = Role::decode(&mut &bytes[..]);
        let _ = Facts::decode(&mut &bytes[..]);
    }
}

/// Often one of those at which numbers end.
fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![any::<u8>(), select(&[0, 0x7f, 0x80, 0xff][..])]
}

fn approval() -> impl Strategy<Value = ApprovalRule> {
    let requirements = vec((select(&Kind::ALL[..]), 1..5_u8), 0..4);
    let flags = (any::<bool>(), any::<bool>());
    (1..9_u8, requirements, flags, 1..1_000_000_u64, 0..1_000_000_u64).prop_map(
        |(
            approvals,
            requirements,
            (proposer_institution_votes, authority_veto),
            lifetime,
            waiting,
        )| {
            let required = requirements
                .into_iter()
                .map(|(kind, count)| Requirement { kinds: Kinds::only(kind), count });
            ApprovalRule {
                approvals,
                eligible: Kinds::ALL,
                required: bounded(required),
                proposer_institution_votes,
                authority_veto,
                lifetime,
                waiting,
            }
        },
    )
}

/// How often a kind of step has to come to each end, so that the histories say something.
const ENOUGH: usize = 50;

/// Separation of duty, delegation and inheritance keep their word after every step of any history.
#[test]
fn no_history_leads_to_what_is_forbidden() {
    let ends = RefCell::new(BTreeMap::<_, usize>::new());
    let deep = Cell::new(0);
    let result = TestRunner::new(config(3_000)).run(&steps(), |steps| {
        let mut chain = Chain::default();
        for (at, step) in steps.iter().enumerate() {
            let outcome = chain.apply(step);
            *ends.borrow_mut().entry((step.word(), outcome)).or_default() += 1;
            let levels = chain.check().map_err(|why| {
                TestCaseError::fail(format!("after step {at}, {step:?}: {why}\n{chain:#?}"))
            })?;
            deep.set(deep.get() + usize::from(levels == usize::from(MAX_DELEGATION_LEVELS)));
        }
        Ok(())
    });

    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, steps)) => panic!("{why}\nof the steps {steps:#?}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
    let ends = ends.into_inner();
    println!("{ends:?}, {} states in which a role was passed on as often as it can be", deep.get());
    assert!(deep.get() >= ENOUGH, "roles were passed on too seldom");
    for (word, outcomes) in [
        ("define", &[Outcome::Done, Outcome::Refused][..]),
        ("constrain", &[Outcome::Done, Outcome::Refused]),
        ("grant", &[Outcome::Done, Outcome::DoneInactive, Outcome::Refused]),
        ("delegate", &[Outcome::Done, Outcome::DoneInactive, Outcome::Refused]),
        ("activate", &[Outcome::Done, Outcome::Refused]),
        ("deactivate", &[Outcome::Done]),
        ("revoke", &[Outcome::Done]),
    ] {
        for outcome in outcomes {
            let count = ends.get(&(word, *outcome)).copied().unwrap_or_default();
            assert!(count >= ENOUGH, "{word} came to {outcome:?} only {count} times");
        }
    }
}
