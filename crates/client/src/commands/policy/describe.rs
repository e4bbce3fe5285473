//! Changes, simulations and verdicts in sentences.

use crate::{
    chain::{AccountId, Obstacle, Verdict, account_text},
    output::grouped,
    policy::{
        Access, Change, Consortium, Effect, Shift, Simulation, by_account, permission_info,
        policy_toml,
    },
};
use critical_chains_policy::{Basis, Name, Permission};
use serde_json::{Value, json};

pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    match count {
        1 => format!("one {one}"),
        count => format!("{} {several}", grouped(count as u64)),
    }
}

/// What a file changes.
pub(super) fn changed(changes: &[Change]) -> (String, Value) {
    let mut text = match changes.len() {
        0 => "The chain has all of it: nothing would change.\n".to_owned(),
        count => format!("{} would change.\n", counted(count, "thing", "things")),
    };
    let mut documents = Vec::new();
    for change in changes {
        let verb = match change.effect() {
            Effect::Added => "added",
            Effect::Changed => "changed",
            Effect::Removed => "removed",
        };
        text.push_str(&format!("\n{} {verb}:\n", change.item()));
        for line in change.lines().lines() {
            text.push_str(&format!("  {line}\n"));
        }
        let (before, after) = change.texts();
        documents.push(json!({
            "item": change.item().to_string(),
            "effect": verb,
            "before": (!before.is_empty()).then_some(before),
            "after": (!after.is_empty()).then_some(after),
        }));
    }
    (text, json!({ "changes": documents }))
}

fn names<'a>(names: impl IntoIterator<Item = &'a Name>) -> Vec<&'a str> {
    names.into_iter().map(Name::as_str).collect()
}

/// Who gains and loses what.
pub(super) fn simulated(simulation: &Simulation, changes: usize) -> (String, Value) {
    let mut text = match (changes, simulation.shifts.is_empty()) {
        (0, _) => "The chain has all of it: nothing would change.\n".to_owned(),
        (_, true) => "Nobody would gain or lose anything, as far as is known.\n".to_owned(),
        (_, false) => String::new(),
    };
    let (gains, losses): (Vec<_>, Vec<_>) =
        simulation.shifts.iter().partition(|shift| shift.is_gain());
    for (verb, shifts) in [("gains", &gains), ("loses", &losses)] {
        for ((institution, account), shifts) in by_account(shifts.iter().copied()) {
            let account = account_text(&account);
            text.push_str(&format!("{account} of {institution} {verb}:\n"));
            for shift in shifts {
                text.push_str(&format!("  {}\n", shift_text(shift)));
            }
        }
    }
    for conflict in &simulation.conflicts {
        let account = account_text(&conflict.account);
        let (institution, constraint) = (conflict.institution, conflict.constraint);
        text.push_str(&format!(
            "refused: {account} of {institution} would not keep to the constraint {constraint}\n"
        ));
    }
    for permission in &simulation.unattainable {
        text.push_str(&format!(
            "refused: the approvals of {permission} could never be had: too few institutions vote\n"
        ));
    }
    for permission in &simulation.uncarried {
        text.push_str(&format!(
            "refused: the voting role would not carry {permission}, without which nobody could \
             govern\n"
        ));
    }
    for role in &simulation.held {
        text.push_str(&format!("refused: accounts hold the role {role}, which would go\n"));
    }
    (text, simulation_json(simulation, &gains, &losses))
}

fn shift_text(shift: &Shift) -> String {
    let place = if shift.everywhere { ", everywhere" } else { "" };
    match (shift.before, shift.after) {
        (Access::Nothing, after) => format!("{}{place}: {after}", shift.permission),
        (before, Access::Nothing) => format!("{}{place}: so far {before}", shift.permission),
        (before, after) => format!("{}{place}: {after}, so far {before}", shift.permission),
    }
}

fn access_json(access: Access) -> &'static str {
    match access {
        Access::Nothing => "nothing",
        Access::Jointly => "jointly",
        Access::Alone => "alone",
    }
}

fn simulation_json(simulation: &Simulation, gains: &[&Shift], losses: &[&Shift]) -> Value {
    let shifts = |shifts: &[&Shift]| -> Value {
        let one = |shift: &&Shift| {
            json!({
                "account": account_text(&shift.account),
                "institution": shift.institution,
                "permission": shift.permission.as_str(),
                "everywhere": shift.everywhere,
                "before": access_json(shift.before),
                "after": access_json(shift.after),
            })
        };
        shifts.iter().map(one).collect()
    };
    json!({
        "refused": simulation.is_refused(),
        "gains": shifts(gains),
        "losses": shifts(losses),
        "conflicts": simulation.conflicts.iter().map(|conflict| json!({
            "account": account_text(&conflict.account),
            "institution": conflict.institution,
            "constraint": conflict.constraint.as_str(),
        })).collect::<Vec<_>>(),
        "unattainable": names(&simulation.unattainable),
        "uncarried": names(&simulation.uncarried),
        "held": names(&simulation.held),
    })
}

/// A permission: what it allows, who carries it, and its policy.
pub(super) fn permission(chain: &Consortium, name: &Permission) -> Option<(String, Value)> {
    let info = permission_info(name);
    let entry = chain.permissions.get(name);
    if info.is_none() && entry.is_none() {
        return None;
    }
    let carriers: Vec<_> = entry.iter().flat_map(|entry| entry.audience.carriers()).collect();
    let mut text = match info {
        Some(info) => format!("{name}: {}.\n", info.allows),
        None => format!("{name}.\n"),
    };
    let governed = info.is_some_and(|info| info.is_governed());
    text.push_str(&match names(&carriers).join(", ") {
        carriers if carriers.is_empty() => "No role carries it.\n".to_owned(),
        carriers => format!("Carried by: {carriers}.\n"),
    });
    if governed {
        text.push_str("It acts for the consortium: only approvals lead to it.\n");
    }
    let stopped = entry.is_some_and(|entry| entry.stopped);
    if stopped {
        text.push_str("It was stopped in an emergency.\n");
    }
    let policy = chain.policy(name);
    let own_rule = policy.is_some_and(|policy| policy.approval.is_some());
    if let (true, false, Some(constitution)) = (governed, own_rule, chain.constitution) {
        text.push_str(&format!("It has no rule for approvals: that of {constitution} counts.\n"));
    }
    let policy = policy.map(|policy| policy_toml(name, policy));
    if let Some(policy) = &policy {
        text.push_str(&format!("\n{policy}"));
    }
    let document = json!({
        "permission": name.as_str(),
        "allows": info.map(|info| info.allows),
        "carriers": names(&carriers),
        "governed": governed,
        "stopped": stopped,
        "policy": policy,
    });
    Some((text, document))
}

/// Whether an account may do something, and why.
pub(super) fn verdict(
    chain: &Consortium,
    account: &AccountId,
    permission: &Permission,
    verdict: &Verdict,
) -> (String, Value) {
    let (name, sentence, hint) = match verdict {
        Verdict::Permitted { by: Basis::Role(role) } => {
            ("permitted", format!("permitted by the role {role}"), None)
        }
        Verdict::Permitted { by: Basis::Rule(at) } => {
            ("permitted", format!("permitted by {}", rule_text(permission, *at)), None)
        }
        Verdict::Refused { by } => {
            let (name, sentence, hint) = obstacle(chain, account, permission, by);
            (name, format!("refused: {sentence}"), Some(hint))
        }
    };
    let text = match &hint {
        Some(hint) => format!("{sentence}.\nhint: {hint}"),
        None => format!("{sentence}."),
    };
    let permitted = matches!(verdict, Verdict::Permitted { .. });
    (text, json!({ "permitted": permitted, "verdict": name, "reason": sentence, "hint": hint }))
}

fn rule_text(permission: &Permission, at: u8) -> String {
    format!("rule {at} of the policy of {permission}")
}

fn obstacle(
    chain: &Consortium,
    account: &AccountId,
    permission: &Permission,
    by: &Obstacle,
) -> (&'static str, String, String) {
    let refusal = |number: u8| {
        let explained = crate::chain::custom_rejection(number);
        (explained.sentence, explained.hint)
    };
    match by {
        Obstacle::NotAMember => {
            let (sentence, hint) = refusal(1);
            ("NotAMember", sentence, hint)
        }
        Obstacle::CallNotAllowed => {
            let (sentence, hint) = refusal(5);
            ("CallNotAllowed", sentence, hint)
        }
        Obstacle::ApprovalRequired => {
            let (sentence, hint) = refusal(8);
            ("ApprovalRequired", sentence, hint)
        }
        Obstacle::Stopped => {
            let (sentence, hint) = refusal(9);
            ("Stopped", sentence, hint)
        }
        Obstacle::Frozen => {
            let (sentence, hint) = refusal(10);
            ("AccountFrozen", sentence, hint)
        }
        Obstacle::Lapsed => {
            let (sentence, hint) = refusal(11);
            ("MembershipExpired", sentence, hint)
        }
        Obstacle::Forbidden { rule } => {
            let hint = format!(
                "`critical-chains policy show {permission}` shows the rule; facts that it asks for \
                 and that are not known count against"
            );
            ("Forbidden", format!("{} forbids it", rule_text(permission, *rule)), hint)
        }
        Obstacle::NothingPermits => {
            let entry = chain.permissions.get(permission);
            let carriers: Vec<_> = entry.iter().flat_map(|own| own.audience.carriers()).collect();
            let carriers = names(&carriers);
            let held = chain.subjects.get(account);
            let held: Vec<_> = held
                .into_iter()
                .flat_map(|subject| &subject.assignments)
                .filter(|own| carriers.contains(&own.role.as_str()))
                .map(|own| own.role.as_str())
                .collect();
            nothing_permits(&carriers, &held)
        }
    }
}

fn nothing_permits(carriers: &[&str], held: &[&str]) -> (&'static str, String, String) {
    let (sentence, hint) = if carriers.is_empty() {
        (
            "no role carries the permission, and no rule permits it".to_owned(),
            "a policy that permits it, or a role that carries it, has to be proposed".to_owned(),
        )
    } else if held.is_empty() {
        let one = match carriers {
            [only] => (*only).to_owned(),
            several => format!("one of {}", several.join(", ")),
        };
        (
            "the account has no role that carries the permission, and no rule permits it"
                .to_owned(),
            format!("have it granted {one}: `critical-chains role grant`"),
        )
    } else {
        (
            format!(
                "the account has {}, but not for these things, not now, or not active",
                held.join(", ")
            ),
            "`critical-chains role of ACCOUNT` says where and when each role counts".to_owned(),
        )
    };
    ("NotPermitted", sentence, hint)
}
