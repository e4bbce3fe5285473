//! Our accounts, roles, scopes and facts as Cedar's entities and context.
//!
//! - `Scope` is what a request is about. Its record `holders` has for each role the group of those
//!   who hold it there.
//! - `Holders` is such a group. Those who hold a role for the whole consortium are members of the
//!   group of every institution, and those who hold a role are members of the groups of its juniors.
//! - `Role` is a role: a member of the roles from which it inherits, and of each `Permission` that
//!   it carries itself.
//! - `Account` is a member of the group of each role that it holds.

use crate::{
    clock,
    support::{Asked, PERMISSION, ROLES, scopes},
    translate,
};
use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression as Value,
};
use critical_chains_policy::{Facts, Hierarchy, RoleName, Scope};
use std::collections::HashMap;

/// Everything that requests speak of. The account of each request is called by its place.
pub fn entities(roles: &Hierarchy, asked: &[Asked]) -> Entities {
    let holders =
        ROLES.iter().flat_map(|role| scopes().into_iter().map(move |scope| (role, scope)));
    let all = scopes().into_iter().map(scope);
    let all = all.chain(holders.map(|(role, scope)| group(roles, role, scope)));
    let all = all.chain(roles.iter().map(|(name, defined)| {
        let juniors = defined.inherits.iter().map(|junior| uid("Role", junior.as_str()));
        let carries =
            defined.permissions.iter().map(|permission| uid("Permission", permission.as_str()));
        Entity::new_no_attrs(uid("Role", name.as_str()), juniors.chain(carries).collect())
    }));
    let all = all.chain([Entity::new_no_attrs(uid("Permission", PERMISSION.as_str()), [].into())]);
    let all = all.chain(asked.iter().enumerate().map(|(at, asked)| account(at, asked)));
    Entities::from_entities(all, None).unwrap()
}

/// The account of the request at this place.
pub fn account_uid(at: usize) -> EntityUid {
    uid("Account", &at.to_string())
}

/// What is asked for.
pub fn action_uid() -> EntityUid {
    uid("Action", "act")
}

/// A scope.
pub fn scope_uid(scope: Scope) -> EntityUid {
    uid("Scope", &scope_name(scope))
}

fn scope_name(scope: Scope) -> String {
    match scope {
        Scope::Institution(lei) => lei.to_string(),
        Scope::Consortium => "consortium".to_owned(),
    }
}

fn holders_uid(role: &RoleName, scope: Scope) -> EntityUid {
    uid("Holders", &format!("{role} in {}", scope_name(scope)))
}

fn scope(scope: Scope) -> Entity {
    let holders = ROLES
        .iter()
        .map(|role| (role.to_string(), Value::new_entity_uid(holders_uid(role, scope))));
    let holders = Value::new_record(holders).unwrap();
    let attributes = HashMap::from([("holders".to_owned(), holders)]);
    Entity::new(scope_uid(scope), attributes, [].into()).unwrap()
}

fn group(roles: &Hierarchy, role: &RoleName, scope: Scope) -> Entity {
    let institutions = scopes().into_iter().filter(|other| *other != Scope::Consortium);
    let wider = match scope {
        Scope::Institution(_) => Vec::new(),
        Scope::Consortium => institutions.map(|other| holders_uid(role, other)).collect(),
    };
    let juniors = roles.get(role).into_iter().flat_map(|role| &role.inherits);
    let juniors = juniors.map(|junior| holders_uid(junior, scope));
    Entity::new_no_attrs(holders_uid(role, scope), wider.into_iter().chain(juniors).collect())
}

fn account(at: usize, asked: &Asked) -> Entity {
    let kind = Value::new_string(translate::kind(asked.kind).to_owned());
    let groups = asked.roles.iter().map(|held| holders_uid(&held.role, held.scope));
    Entity::new(account_uid(at), HashMap::from([("kind".to_owned(), kind)]), groups.collect())
        .unwrap()
}

fn uid(kind: &str, id: &str) -> EntityUid {
    let kind: EntityTypeName = kind.parse().unwrap();
    EntityUid::from_type_name_and_id(kind, EntityId::new(id))
}

/// The facts that are known, and the day of the week on the clocks that the policy asks.
pub fn context(facts: &Facts, weekday_offsets: &[i16]) -> Context {
    let weekdays = weekday_offsets
        .iter()
        .map(|offset| (offset.to_string(), Value::new_string(clock::weekday(facts.now, *offset))));
    let text = |text: &str| Value::new_string(text.to_owned());
    let now = Value::new_datetime(clock::instant(facts.now));
    let mut pairs = vec![("now", now), ("weekday", Value::new_record(weekdays).unwrap())];
    if let Some(amount) = facts.amount {
        let [high, middle, low] = translate::digits(amount.minor_units).map(Value::new_long);
        let currency = text(amount.currency.as_str());
        let parts = [("currency", currency), ("high", high), ("middle", middle), ("low", low)];
        let parts = parts.map(|(name, part)| (name.to_owned(), part));
        pairs.push(("amount", Value::new_record(parts).unwrap()));
    }
    let known = [
        ("counterparty", facts.counterparty.map(|kind| text(translate::kind(kind)))),
        ("assurance", facts.assurance.map(|level| Value::new_long(translate::assurance(level)))),
        ("presence", facts.presence.map(|class| Value::new_long(translate::presence(class)))),
        ("risk", facts.risk.map(|risk| Value::new_long(translate::risk(risk)))),
        ("purpose", facts.purpose.map(|label| text(label.as_str()))),
        ("jurisdiction", facts.jurisdiction.map(|label| text(label.as_str()))),
    ];
    pairs.extend(known.into_iter().filter_map(|(name, value)| Some((name, value?))));
    Context::from_pairs(pairs.into_iter().map(|(name, value)| (name.to_owned(), value))).unwrap()
}
