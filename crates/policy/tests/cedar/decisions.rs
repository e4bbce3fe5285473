//! Compares our decisions with those of Cedar, for random policies and requests.
//!
//! `translate.rs` says our policies in Cedar's words, and where the two differ; `world.rs` says our
//! accounts, roles and facts. All times are from 1970-01-02 to 9999, which Cedar can write. The
//! number of policies and their seed can be set by the environment variables `PROPTEST_CASES` and
//! `PROPTEST_RNG_SEED`.
#![allow(unreachable_pub, clippy::unwrap_used)]

mod clock;
mod mix;
#[path = "../support/mod.rs"]
mod support;
mod translate;
mod world;

use cedar_policy::{Authorizer, Entities, PolicyId, PolicySet, Request, Response};
use critical_chains_policy::{
    Audience, Basis, Condition, Decision, Denial, Effect, Facts, Hierarchy, Kind, Literal, Policy,
    Risk, Rule, Scope, Test, decide,
};
use mix::Mix;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{RngSeed, TestCaseError, TestError, TestRunner},
};
use std::{cell::RefCell, collections::BTreeSet};
use support::{Asked, PERMISSION, asked, bounded, day, hierarchy, policy};

/// The seed, if none is given: the same cases in every run.
const SEED: u64 = 20_261_126;

/// Random policies, if no number is given.
const POLICIES: u32 = 2_100;

/// Most requests for one policy; on average there are half as many.
const MAX_REQUESTS: usize = 100;

/// Of so many requests one is looked at for what it hung on.
const LOOKED_AT: usize = 25;

/// A policy, the roles it is used with, and requests.
#[derive(Clone, Debug)]
struct Case {
    roles: Hierarchy,
    policy: Policy,
    asked: Vec<Asked>,
}

impl Case {
    fn audience(&self) -> Audience {
        Audience::of(&PERMISSION, &self.policy, &self.roles)
    }
}

fn case() -> impl Strategy<Value = Case> {
    day().prop_flat_map(|day| {
        (hierarchy(), policy(day), vec(asked(day), 1..=MAX_REQUESTS))
            .prop_map(|(roles, policy, asked)| Case { roles, policy, asked })
    })
}

#[test]
fn decisions_are_those_of_cedar() {
    let config = config();
    let seed = config.rng_seed;
    let complete = config.cases >= POLICIES;
    let mix = RefCell::new(Mix::default());

    let result = TestRunner::new(config).run(&case(), |case| compare(&case, &mut mix.borrow_mut()));

    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, case)) => panic!("{seed:?}: {why}\n{case:#?}"),
        Err(TestError::Abort(why)) => panic!("{seed:?}: {why}"),
    }
    let mix = mix.into_inner();
    println!("{seed:?}: {mix}");
    if complete {
        assert!(mix.total() >= 100_000, "too few cases: {mix}");
        mix.check();
    }
}

fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    let rng_seed = match given.rng_seed {
        RngSeed::Random => RngSeed::Fixed(SEED),
        fixed => fixed,
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { given.cases } else { POLICIES };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..given }
}

fn compare(case: &Case, mix: &mut Mix) -> Result<(), TestCaseError> {
    let cedar = Cedar::new(case);
    let audience = case.audience();
    for (at, asked) in case.asked.iter().enumerate() {
        let decision = decide(&audience, &case.policy, &asked.request());

        cedar.agrees(at, asked, decision).map_err(|why| {
            let text = cedar.text();
            TestCaseError::fail(format!("{decision}, but {why}, of {asked:#?}\nby\n{text}"))
        })?;

        mix.count(case, asked, decision);
        if at % LOOKED_AT == 0 {
            mix.count_decisive(case, asked, decision);
        }
    }
    Ok(())
}

/// A case in Cedar's words.
struct Cedar {
    texts: Vec<(PolicyId, String)>,
    policies: PolicySet,
    entities: Entities,
    weekday_offsets: Vec<i16>,
    rules: usize,
}

impl Cedar {
    fn new(case: &Case) -> Self {
        let texts = translate::policies(&case.roles, &case.policy);
        Self {
            policies: translate::parse(&texts),
            texts,
            entities: world::entities(&case.roles, &case.asked),
            weekday_offsets: translate::weekday_offsets(&case.policy),
            rules: case.policy.rules.len(),
        }
    }

    fn text(&self) -> String {
        self.texts.iter().map(|(id, text)| format!("// {id}\n{text}\n")).collect()
    }

    fn ask(&self, at: usize, asked: &Asked) -> Response {
        let context = world::context(&asked.facts, &self.weekday_offsets);
        let (account, scope) = (world::account_uid(at), world::scope_uid(asked.resource));
        let request = Request::new(account, world::action_uid(), scope, context, None).unwrap();
        Authorizer::new().is_authorized(&request, &self.policies, &self.entities)
    }

    /// Asks Cedar the same, or says where it differs: in the decision, or in what it rests on.
    fn agrees(&self, at: usize, asked: &Asked, decision: Decision) -> Result<(), String> {
        let response = self.ask(at, asked);
        let errors: Vec<_> = response.diagnostics().errors().map(ToString::to_string).collect();
        if !errors.is_empty() {
            return Err(format!("Cedar could not evaluate: {errors:?}"));
        }
        let allows = response.decision() == cedar_policy::Decision::Allow;
        let reasons: BTreeSet<_> = response.diagnostics().reason().collect();
        // Ours names the first rule of those that decide alike.
        let first_rule = (0..self.rules).find(|at| reasons.contains(&translate::rule_id(*at)));
        let is_first = |at: u8| first_rule == Some(usize::from(at));
        let by_role = || self.texts.iter().any(|(id, _)| reasons.contains(id) && is_role(id));
        let same = match decision {
            Decision::Permit { by: Basis::Role(role) } => {
                allows && reasons.contains(&translate::role_id(&role))
            }
            Decision::Permit { by: Basis::Rule(at) } => allows && is_first(at) && !by_role(),
            Decision::Deny { by: Denial::Rule(at) } => !allows && is_first(at),
            Decision::Deny { by: Denial::NoRule } => !allows && reasons.is_empty(),
        };
        let what = if allows { "allows" } else { "denies" };
        same.then_some(()).ok_or_else(|| format!("Cedar {what} by {reasons:?}"))
    }
}

/// The one difference that is meant: Cedar skips a ban that it cannot evaluate, ours is kept.
#[test]
fn a_ban_that_depends_on_what_is_not_known_is_kept() {
    let harmful = Literal::Not(Test::RiskAtMost(Risk::Clear));
    let rule = |effect, when| Rule { effect, roles: bounded([]), when };
    let rules = [
        rule(Effect::Permit, Condition::always()),
        rule(Effect::Forbid, Condition::all([harmful])),
    ];
    let policy = Policy { rules: bounded(rules), approval: None };
    let asked = Asked {
        kind: Kind::Bank,
        roles: Vec::new(),
        resource: Scope::Consortium,
        facts: Facts::at(0),
    };
    let literally = [
        (0, "permit (principal, action, resource);"),
        (1, "forbid (principal, action, resource) when { !(context.risk <= 0) };"),
    ];
    let literally = literally.map(|(at, text)| (translate::rule_id(at), text.to_owned()));
    let case = Case { roles: Hierarchy::default(), policy, asked: vec![asked] };
    let (policy, asked) = (&case.policy, &case.asked[0]);
    let cedar = Cedar { policies: translate::parse(&literally), ..Cedar::new(&case) };

    let ours = decide(&case.audience(), policy, &asked.request());
    let theirs = cedar.ask(0, asked);

    assert_eq!(ours, Decision::Deny { by: Denial::Rule(1) });
    assert_eq!(theirs.decision(), cedar_policy::Decision::Allow);
    assert_eq!(theirs.diagnostics().errors().count(), 1);
    assert_eq!(Cedar::new(&case).agrees(0, asked, ours), Ok(()));
}

fn is_role(id: &PolicyId) -> bool {
    AsRef::<str>::as_ref(id).starts_with("role ")
}
