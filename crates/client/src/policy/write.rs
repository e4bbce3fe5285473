//! Policy files, written.

use super::{
    Consortium, Item, PolicyFile,
    conditions::{self, list},
    values::{Span, Text},
};
use critical_chains_policy::{
    ApprovalRule, Constraint, Kinds, Name, Permission, Policy, Role, RoleName, Steward,
};

/// Longest list on one line.
const LINE: usize = 96;

impl PolicyFile {
    /// All that a chain has.
    pub fn of(consortium: &Consortium) -> Self {
        Self {
            complete: true,
            roles: consortium.roles.iter().map(|(name, role)| (*name, role.clone())).collect(),
            constraints: consortium.constraints.iter().cloned().collect(),
            policies: consortium
                .policies()
                .map(|(permission, policy)| (*permission, policy.clone()))
                .collect(),
            remove: Default::default(),
        }
    }

    /// The file as text, which reads as the same again.
    pub fn to_toml(&self) -> String {
        let mut parts = Vec::new();
        if self.complete {
            parts
                .push("# What this file does not name is to be removed.\ncomplete = true\n".into());
        }
        parts.extend(self.roles.iter().map(|(name, role)| role_toml(name, role)));
        parts.extend(self.constraints.iter().map(|(name, own)| constraint_toml(name, own)));
        parts.extend(self.policies.iter().map(|(name, policy)| policy_toml(name, policy)));
        if !self.remove.is_empty() {
            parts.push(self.remove_toml());
        }
        parts.join("\n")
    }

    fn remove_toml(&self) -> String {
        let mut text = "[remove]\n".to_owned();
        let pick = |kind: fn(&Item) -> Option<Name>| {
            self.remove.iter().filter_map(kind).collect::<Vec<_>>()
        };
        let roles = pick(|item| if let Item::Role(name) = item { Some(*name) } else { None });
        let constraints =
            pick(|item| if let Item::Constraint(name) = item { Some(*name) } else { None });
        let policies = pick(|item| if let Item::Policy(name) = item { Some(*name) } else { None });
        for (key, names) in [("roles", roles), ("constraints", constraints), ("policies", policies)]
        {
            if !names.is_empty() {
                text.push_str(&names_line(key, &names));
            }
        }
        text
    }
}

/// A name as a key: quoted if it has points, which would make tables of it.
fn key(name: &Name) -> String {
    if name.as_str().contains('.') { format!("\"{name}\"") } else { name.to_string() }
}

fn names_line(key: &str, names: &[Name]) -> String {
    let line = format!("{key} = {}\n", list(names.iter().copied()));
    if line.len() <= LINE {
        return line;
    }
    let names = names.iter().map(|name| format!("  \"{name}\",\n")).collect::<String>();
    format!("{key} = [\n{names}]\n")
}

/// A role as a table.
pub fn role_toml(name: &RoleName, role: &Role) -> String {
    let mut text = format!("[roles.{}]\n", key(name));
    if !role.permissions.is_empty() {
        text.push_str(&names_line("permissions", &role.permissions));
    }
    if !role.inherits.is_empty() {
        text.push_str(&names_line("inherits", &role.inherits));
    }
    if role.steward != Steward::default() {
        text.push_str(&format!("steward = \"{}\"\n", role.steward.write()));
    }
    if let Some(most) = role.max_holders {
        text.push_str(&format!("max-holders = {most}\n"));
    }
    for (name, set) in [("essential", role.essential), ("emergency", role.emergency)] {
        if set {
            text.push_str(&format!("{name} = true\n"));
        }
    }
    text
}

/// A constraint as a table.
pub fn constraint_toml(name: &Name, constraint: &Constraint) -> String {
    format!(
        "[constraints.{}]\nseparation = \"{}\"\n{}at-most = {}\n",
        key(name),
        constraint.separation.write(),
        names_line("roles", &constraint.roles),
        constraint.at_most
    )
}

/// A policy as a table.
pub fn policy_toml(permission: &Permission, policy: &Policy) -> String {
    let key = key(permission);
    let mut parts = Vec::new();
    for rule in &policy.rules {
        let mut text = format!("[[policies.{key}.rules]]\neffect = \"{}\"\n", rule.effect.write());
        if !rule.roles.is_empty() {
            text.push_str(&names_line("roles", &rule.roles));
        }
        text.push_str(&conditions::write(&rule.when));
        parts.push(text);
    }
    if let Some(rule) = &policy.approval {
        parts.push(format!("[policies.{key}.approval]\n{}", approval_toml(rule)));
    }
    if parts.is_empty() {
        parts.push(format!("[policies.{key}]\n"));
    }
    parts.join("\n")
}

fn approval_toml(rule: &ApprovalRule) -> String {
    let mut text = format!("approvals = {}\n", rule.approvals);
    if rule.eligible != Kinds::ALL {
        text.push_str(&format!("eligible = {}\n", list(rule.eligible.iter())));
    }
    if !rule.required.is_empty() {
        let required = rule.required.iter().map(|wanted| {
            format!("{{ kinds = {}, count = {} }}", list(wanted.kinds.iter()), wanted.count)
        });
        text.push_str(&format!("required = [{}]\n", required.collect::<Vec<_>>().join(", ")));
    }
    for (name, set) in [
        ("proposer-institution-votes", rule.proposer_institution_votes),
        ("authority-veto", rule.authority_veto),
    ] {
        if set {
            text.push_str(&format!("{name} = true\n"));
        }
    }
    text.push_str(&format!("lifetime = \"{}\"\n", Span(rule.lifetime).write()));
    if rule.waiting != 0 {
        text.push_str(&format!("waiting = \"{}\"\n", Span(rule.waiting).write()));
    }
    text
}

/// A name that stands for the one that is said elsewhere.
const ELSEWHERE: Name = Name::constant("x");

/// What a role's table holds.
pub fn role_body(role: &Role) -> String {
    body(&role_toml(&ELSEWHERE, role))
}

/// What a constraint's table holds.
pub fn constraint_body(constraint: &Constraint) -> String {
    body(&constraint_toml(&ELSEWHERE, constraint))
}

/// What a policy's tables hold.
pub fn policy_body(policy: &Policy) -> String {
    if policy.is_empty() {
        return "# no rules and no approvals: the policy goes\n".to_owned();
    }
    policy_toml(&ELSEWHERE, policy).replace("[policies.x.", "[")
}

/// A table without its first line, but never without any.
fn body(table: &str) -> String {
    match table.split_once('\n') {
        Some((_, "")) => "# nothing\n".to_owned(),
        Some((_, body)) => body.to_owned(),
        None => table.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_without_their_names_say_the_same() {
        let role = Role { essential: true, ..Role::default() };
        assert_eq!(role_body(&role), "essential = true\n");
        assert_eq!(role_body(&Role::default()), "# nothing\n");
        let text = "[[policies.x.rules]]\neffect = \"forbid\"\n\n[policies.x.approval]\n\
                    approvals = 1\nlifetime = \"1 day\"\n";
        let file = crate::policy::ParsedFile::parse(text).map(|parsed| parsed.file).unwrap();
        assert_eq!(
            policy_body(&file.policies[&ELSEWHERE]),
            "[[rules]]\neffect = \"forbid\"\n\n[approval]\napprovals = 1\nlifetime = \"1 day\"\n"
        );
        assert!(policy_body(&Policy::default()).starts_with("# no rules"));
    }
}
