//! Policy files: roles, constraints and policies as people write them.

use super::{
    conditions::{Fault, bounded, condition},
    tables::{ApprovalTable, ConstraintTable, Document, PolicyTable, RoleTable, Section, Value},
};
use critical_chains_policy::{
    ApprovalRule, Constraint, Kinds, Name, Permission, Policy, Requirement, Role, RoleName, Rule,
    Steward,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};
use toml::Spanned;

/// What a file says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PolicyFile {
    /// Whether the file says everything: then what it does not name is to be removed.
    pub complete: bool,
    /// The roles.
    pub roles: BTreeMap<RoleName, Role>,
    /// The constraints.
    pub constraints: BTreeMap<Name, Constraint>,
    /// The policies.
    pub policies: BTreeMap<Permission, Policy>,
    /// What is to be removed.
    pub remove: BTreeSet<Item>,
}

/// Something that a file defines.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Item {
    /// A role.
    Role(RoleName),
    /// A constraint.
    Constraint(Name),
    /// The policy of a permission.
    Policy(Permission),
    /// A rule of a policy, by its place.
    Rule(Permission, usize),
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(name) => write!(f, "role {name}"),
            Self::Constraint(name) => write!(f, "constraint {name}"),
            Self::Policy(name) => write!(f, "policy {name}"),
            Self::Rule(name, at) => write!(f, "policy {name}, rule {at}"),
        }
    }
}

/// Something wrong, with the line where it is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// A file with the lines where its parts begin.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ParsedFile {
    /// What it says.
    pub file: PolicyFile,
    lines: BTreeMap<Item, usize>,
}

impl ParsedFile {
    /// Reads a file. Whether what it says makes sense is another question.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let document: Document = toml::from_str(text).map_err(|error| Problem {
            line: line_of(text, error.span().map_or(0, |span| span.start)),
            what: error.message().trim_end().replace('\n', "; "),
        })?;
        Reader { text, parsed: Self::default() }
            .read(document)
            .map_err(|(at, what)| Problem { line: line_of(text, at), what })
    }

    /// The line where a part begins.
    pub fn line(&self, item: Item) -> usize {
        self.lines.get(&item).copied().unwrap_or(1)
    }

    /// Something wrong with a part.
    pub(super) fn problem(&self, item: Item, what: impl fmt::Display) -> Problem {
        Problem { line: self.line(item), what: format!("{item}: {what}") }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

struct Reader<'a> {
    text: &'a str,
    parsed: ParsedFile,
}

impl Reader<'_> {
    fn read(mut self, document: Document) -> Result<ParsedFile, Fault> {
        self.parsed.file.complete = document.complete;
        for (name, at, table) in named(document.roles)? {
            self.mark(Item::Role(name), at);
            self.parsed.file.roles.insert(name, role(table).map_err(|what| (at, what))?);
        }
        for (name, at, table) in named(document.constraints)? {
            self.mark(Item::Constraint(name), at);
            let constraint = constraint(table).map_err(|what| (at, what))?;
            self.parsed.file.constraints.insert(name, constraint);
        }
        for (name, at, table) in named(document.policies)? {
            self.mark(Item::Policy(name), at);
            let policy = self.policy(name, at, table)?;
            self.parsed.file.policies.insert(name, policy);
        }
        let remove = document.remove;
        for (names, item) in [
            (remove.roles, Item::Role as fn(Name) -> Item),
            (remove.constraints, Item::Constraint),
            (remove.policies, Item::Policy),
        ] {
            for name in names {
                let (at, item) = (name.span().start, item(name.get_ref().0));
                if self.parsed.lines.contains_key(&item) {
                    return Err((
                        at,
                        format!("{item} is to be removed, and is defined or named twice"),
                    ));
                }
                self.mark(item, at);
                self.parsed.file.remove.insert(item);
            }
        }
        Ok(self.parsed)
    }

    fn mark(&mut self, item: Item, at: usize) {
        self.parsed.lines.insert(item, line_of(self.text, at));
    }

    fn policy(
        &mut self,
        permission: Permission,
        at: usize,
        table: PolicyTable,
    ) -> Result<Policy, Fault> {
        let mut rules = Vec::new();
        for (place, rule) in table.rules.iter().enumerate() {
            let at = rule.span().start;
            self.mark(Item::Rule(permission, place), at);
            let rule = rule.get_ref();
            let roles = bounded(names(&rule.roles), "roles").map_err(|what| (at, what))?;
            // A condition that cannot be placed is that of the rule.
            let when = condition(rule).map_err(|(place, what)| (place.max(at), what))?;
            rules.push(Rule { effect: rule.effect.0, roles, when });
        }
        let approval = table.approval.map(|table| {
            let at = table.span().start;
            approval(table.into_inner()).map_err(|what| (at, what))
        });
        let rules = bounded(rules, "rules").map_err(|what| (at, what))?;
        Ok(Policy { rules, approval: approval.transpose()? })
    }
}

/// The tables of a section, each with its name and place.
fn named<T>(section: Section<T>) -> Result<Vec<(Name, usize, T)>, Fault> {
    let read = |(key, table): (Spanned<String>, Spanned<T>)| {
        let at = key.span().start;
        let name = key.get_ref().parse::<Name>();
        let name =
            name.map_err(|error| (at, format!("{:?} is no name: {error}", key.get_ref())))?;
        Ok((name, at, table.into_inner()))
    };
    section.into_iter().map(read).collect()
}

fn names(list: &[Value<Name>]) -> Vec<Name> {
    list.iter().map(|name| name.0).collect()
}

fn role(table: RoleTable) -> Result<Role, String> {
    Ok(Role {
        permissions: bounded(names(&table.permissions), "permissions")?,
        inherits: bounded(names(&table.inherits), "roles to inherit from")?,
        steward: table.steward.map_or(Steward::Consortium, |steward| steward.0),
        max_holders: table.max_holders,
        essential: table.essential,
        emergency: table.emergency,
    })
}

fn constraint(table: ConstraintTable) -> Result<Constraint, String> {
    Ok(Constraint {
        separation: table.separation.0,
        roles: bounded(names(&table.roles), "roles")?,
        at_most: table.at_most,
    })
}

fn approval(table: ApprovalTable) -> Result<ApprovalRule, String> {
    let kinds = |list: &[Value<_>]| list.iter().map(|kind| kind.0).collect::<Kinds>();
    let required = table
        .required
        .iter()
        .map(|wanted| Requirement { kinds: kinds(&wanted.kinds), count: wanted.count });
    Ok(ApprovalRule {
        approvals: table.approvals,
        eligible: table.eligible.as_deref().map_or(Kinds::ALL, kinds),
        required: bounded(required.collect(), "requirements")?,
        proposer_institution_votes: table.proposer_institution_votes,
        authority_veto: table.authority_veto,
        lifetime: table.lifetime.0.0,
        waiting: table.waiting.map_or(0, |waiting| waiting.0.0),
    })
}
