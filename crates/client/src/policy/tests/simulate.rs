//! Proves that a simulation says who gains and loses what, and what the chain would refuse.

use super::{ALPHA, NOW, consortium, name, parse};
use crate::{
    chain::Status,
    policy::{Access, Simulation, simulate},
};
use critical_chains_policy::{Facts, Scope, Validity};

fn simulated(text: &str) -> Simulation {
    simulated_with(text, Facts::default())
}

fn simulated_with(text: &str, facts: Facts) -> Simulation {
    let chain = consortium();
    simulate(&chain, &parse(text).file.changes(&chain), &facts)
}

/// Account, permission, before and after.
fn shifts(simulation: &Simulation) -> Vec<(u8, &str, Access, Access)> {
    let one = |shift: &crate::policy::Shift| {
        let permission = super::super::permission_info(&shift.permission).unwrap().name;
        let text = super::super::CATALOGUE.iter().find(|info| info.name == permission).unwrap();
        (shift.account[0], text.name.as_str().to_owned(), shift.before, shift.after)
    };
    let found: Vec<_> = simulation.shifts.iter().map(one).collect();
    found
        .into_iter()
        .map(|(account, name, before, after)| (account, &*name.leak(), before, after))
        .collect()
}

const LESS: &str =
    "[roles.operator]\npermissions = [\"anchoring.anchor\"]\nsteward = \"institution\"\n";

#[test]
fn nothing_changes_without_changes() {
    let simulation = simulated("");

    assert_eq!(simulation, Simulation::default());
    assert!(!simulation.is_refused());
}

#[test]
fn who_holds_a_role_loses_what_it_no_longer_carries_also_by_inheritance() {
    let simulation = simulated(LESS);

    assert_eq!(
        shifts(&simulation),
        [
            (1, "anchoring.open", Access::Alone, Access::Nothing),
            (3, "anchoring.open", Access::Alone, Access::Nothing),
        ]
    );
    assert!(simulation.shifts.iter().all(|shift| !shift.is_gain() && !shift.everywhere));
}

#[test]
fn approvals_take_away_what_one_may_do_alone() {
    let simulation =
        simulated("[policies.\"anchoring.open\".approval]\napprovals = 1\nlifetime = \"1 day\"\n");

    let jointly = Access::Jointly;
    assert_eq!(
        shifts(&simulation),
        [
            (1, "anchoring.open", Access::Alone, jointly),
            (3, "anchoring.open", Access::Alone, jointly),
        ]
    );
}

#[test]
fn what_is_governed_is_gained_jointly() {
    let simulation = simulated(
        "[roles.operator]\nsteward = \"institution\"\n\
         permissions = [\"anchoring.anchor\", \"anchoring.open\", \"institutions.admit\"]\n",
    );

    assert_eq!(
        shifts(&simulation),
        [
            (1, "institutions.admit", Access::Nothing, Access::Jointly),
            (3, "institutions.admit", Access::Nothing, Access::Jointly),
        ]
    );
}

const AT_NIGHT: &str = "[[policies.\"anchoring.anchor\".rules]]\neffect = \"forbid\"\n\
                        when = [{ time = \"18:00-08:00\" }]\n";

#[test]
fn the_time_decides_what_is_forbidden_then() {
    let by_day = simulated(AT_NIGHT);
    let by_night = simulated_with(AT_NIGHT, Facts::at(NOW + 12 * 3_600_000));

    assert_eq!(by_day.shifts, []);
    assert_eq!(by_night.shifts.len(), 2);
}

#[test]
fn what_is_not_known_never_counts_in_favour() {
    let text = "[[policies.\"anchoring.anchor\".rules]]\neffect = \"forbid\"\n\
                unless = { amount-at-most = \"EUR 100.00\" }\n";
    let amount = |text: &str| Facts {
        amount: Some(crate::policy::read_amount(text).unwrap()),
        ..Facts::default()
    };

    assert_eq!(simulated(text).shifts.len(), 2);
    assert_eq!(simulated_with(text, amount("EUR 99.00")).shifts.len(), 0);
    assert_eq!(simulated_with(text, amount("EUR 101.00")).shifts.len(), 2);
}

#[test]
fn accounts_that_break_a_constraint_are_named() {
    let simulation = simulated(
        "[constraints.hats]\nseparation = \"static\"\n\
         roles = [\"operator\", \"representative\"]\nat-most = 1\n",
    );

    assert!(simulation.is_refused());
    let accounts: Vec<_> = simulation.conflicts.iter().map(|own| own.account[0]).collect();
    assert_eq!(accounts, [1, 3], "the chief inherits from the operator");
    assert_eq!(simulation.conflicts[0].constraint, name("hats"));
}

#[test]
fn approvals_that_nobody_could_give_are_named() {
    let text = "[policies.\"runtime.upgrade\".approval]\napprovals = 4\nlifetime = \"1 day\"\n";

    assert_eq!(simulated(text).unattainable, [name("runtime.upgrade")]);
    assert_eq!(simulated(&text.replace('4', "2")).unattainable, []);
    let insurer = text.replace('4', "1") + "required = [{ kinds = [\"insurer\"], count = 1 }]\n";
    assert_eq!(simulated(&insurer).unattainable, [name("runtime.upgrade")]);
}

#[test]
fn the_voting_role_keeps_what_governance_needs() {
    let simulation = simulated("[roles.representative]\npermissions = [\"approvals.vote\"]\n");

    assert!(simulation.is_refused());
    assert_eq!(simulation.uncarried.len(), 5);
}

#[test]
fn roles_that_are_held_cannot_go() {
    let simulation = simulated("[remove]\nroles = [\"auditor\"]\n");

    assert_eq!(simulation.held, [name("auditor")]);
}

#[test]
fn who_cannot_act_has_nothing() {
    let chain = consortium();
    let own = Scope::Institution(ALPHA.parse().unwrap());
    let access = |chain: &crate::policy::Consortium, role: &str| {
        let subject = &chain.subjects[&[1; 32]];
        chain.access(subject, &name(role), own, &Facts::at(chain.now))
    };
    assert_eq!(access(&chain, "anchoring.open"), Access::Alone);
    assert_eq!(access(&chain, "authorisation.policy"), Access::Jointly);
    assert_eq!(access(&chain, "institutions.admit"), Access::Nothing);

    let mut frozen = chain.clone();
    frozen.subjects.get_mut(&[1; 32]).unwrap().frozen = true;
    let mut suspended = chain.clone();
    suspended.institutions.get_mut(&ALPHA.parse().unwrap()).unwrap().status = Status::Suspended;
    let mut stopped = chain.clone();
    stopped.permissions.get_mut(&name("anchoring.open")).unwrap().stopped = true;
    let mut lapsed = chain.clone();
    lapsed.institutions.get_mut(&ALPHA.parse().unwrap()).unwrap().expires = Some(NOW);
    let mut expired = chain.clone();
    for own in &mut expired.subjects.get_mut(&[1; 32]).unwrap().assignments {
        own.validity = Validity::until(NOW);
    }

    for chain in [&frozen, &suspended, &stopped, &lapsed, &expired] {
        assert_eq!(access(chain, "anchoring.open"), Access::Nothing);
    }
    // Whoever has lapsed can help to renew its membership.
    assert_eq!(access(&lapsed, "institutions.expiry"), Access::Jointly);
}
