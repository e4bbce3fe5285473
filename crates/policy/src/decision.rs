//! The decision: may this account do this to that, now?

use crate::{Audience, Effect, Facts, Kind, Policy, RoleName, Rule, Scope};
use codec::{Decode, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// A role as an account holds it at the time of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct HeldRole {
    /// The role.
    pub role: RoleName,
    /// Where it counts.
    pub scope: Scope,
}

/// Who asks for what, on whose things, in which context.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Kind of the institution for which the account acts.
    pub kind: Kind,
    /// The roles that are active now.
    pub roles: &'a [HeldRole],
    /// Whose things it is about.
    pub resource: Scope,
    /// The context.
    pub facts: &'a Facts,
}

/// What permits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Basis {
    /// A role that carries the permission.
    Role(RoleName),
    /// The rule at this place of the policy.
    Rule(u8),
}

/// What denies.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Denial {
    /// The rule at this place of the policy forbids.
    Rule(u8),
    /// Nothing permits.
    NoRule,
}

/// A decision, with what it rests on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
#[must_use]
pub enum Decision {
    /// It may be done.
    Permit {
        /// What permits it.
        by: Basis,
    },
    /// It may not be done.
    Deny {
        /// What denies it.
        by: Denial,
    },
}

impl Decision {
    /// Whether it permits.
    pub fn is_permit(&self) -> bool {
        matches!(self, Self::Permit { .. })
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Permit { by: Basis::Role(role) } => write!(f, "permitted by the role {role}"),
            Self::Permit { by: Basis::Rule(at) } => write!(f, "permitted by rule {at}"),
            Self::Deny { by: Denial::Rule(at) } => write!(f, "forbidden by rule {at}"),
            Self::Deny { by: Denial::NoRule } => f.write_str("nothing permits it"),
        }
    }
}

/// Decides by the semantics of Cedar: what forbids overrides what permits, and what nothing permits
/// is denied.
///
/// The audience is the one of this policy. The first rule that forbids is named, otherwise the first
/// held role that carries the permission, otherwise the first rule that permits.
pub fn decide(audience: &Audience, policy: &Policy, request: &Request<'_>) -> Decision {
    let held = audience.places(request.reaching());
    let meets = |at: usize, rule: &Rule| {
        let meant = rule.roles.is_empty() || audience.is_meant(at, held);
        meant && rule.applies(rule.when.evaluate(request.kind, request.facts))
    };
    let first = |effect| {
        let mut rules = policy.rules.iter().enumerate();
        let at = rules.find(|(at, rule)| rule.effect == effect && meets(*at, rule))?.0;
        u8::try_from(at).ok()
    };
    if let Some(at) = first(Effect::Forbid) {
        return Decision::Deny { by: Denial::Rule(at) };
    }
    let carrier = request.reaching().find(|role| audience.is_carrier(role));
    if let Some(role) = carrier {
        return Decision::Permit { by: Basis::Role(role) };
    }
    match first(Effect::Permit) {
        Some(at) => Decision::Permit { by: Basis::Rule(at) },
        None => Decision::Deny { by: Denial::NoRule },
    }
}

impl Request<'_> {
    /// The roles that count for the things this is about.
    fn reaching(&self) -> impl Iterator<Item = RoleName> {
        self.roles.iter().filter(|held| held.scope.covers(&self.resource)).map(|held| held.role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Condition, Kinds, Literal, Name, Risk, Seniors, Test};
    use bounded_collections::BoundedVec;

    const OPERATOR: RoleName = Name::constant("operator");
    const AUDITOR: RoleName = Name::constant("auditor");

    fn lei(text: &str) -> critical_chains_lei::Lei {
        text.parse().unwrap()
    }

    fn policy(rules: Vec<Rule>) -> Policy {
        Policy { rules: BoundedVec::truncate_from(rules), approval: None }
    }

    fn rule(effect: Effect, roles: &[RoleName], literals: Vec<Literal>) -> Rule {
        let when = if literals.is_empty() { Condition::always() } else { Condition::all(literals) };
        Rule { effect, roles: BoundedVec::truncate_from(roles.to_vec()), when }
    }

    fn decision(roles: &[HeldRole], policy: &Policy, facts: &Facts) -> Decision {
        let resource = Scope::Institution(lei("CCDEV0ALPHABANK00022"));
        let audience = Audience::new([OPERATOR], policy, &Seniors::default());
        decide(&audience, policy, &Request { kind: Kind::Bank, roles, resource, facts })
    }

    fn held(role: RoleName) -> HeldRole {
        HeldRole { role, scope: Scope::Institution(lei("CCDEV0ALPHABANK00022")) }
    }

    #[test]
    fn what_nothing_permits_is_denied() {
        let none = Decision::Deny { by: Denial::NoRule };

        assert_eq!(decision(&[], &policy(vec![]), &Facts::default()), none);
        assert_eq!(decision(&[held(AUDITOR)], &policy(vec![]), &Facts::default()), none);
    }

    #[test]
    fn a_role_counts_only_where_its_scope_reaches() {
        let elsewhere =
            HeldRole { role: OPERATOR, scope: Scope::Institution(lei("CCDEV0BETACLEARING22")) };
        let everywhere = HeldRole { role: OPERATOR, scope: Scope::Consortium };

        assert!(!decision(&[elsewhere], &policy(vec![]), &Facts::default()).is_permit());
        for role in [held(OPERATOR), everywhere] {
            assert_eq!(
                decision(&[elsewhere, role], &policy(vec![]), &Facts::default()),
                Decision::Permit { by: Basis::Role(OPERATOR) }
            );
        }
    }

    #[test]
    fn what_forbids_overrides_what_permits_in_any_order() {
        let permit = rule(Effect::Permit, &[], vec![]);
        let banks = Literal::Is(Test::SubjectKind(Kinds::only(Kind::Bank)));
        let forbid = rule(Effect::Forbid, &[OPERATOR], vec![banks]);
        for rules in [vec![permit.clone(), forbid.clone()], vec![forbid, permit]] {
            let at = rules.iter().position(|rule| rule.effect == Effect::Forbid).unwrap() as u8;
            let policy = policy(rules);

            assert_eq!(
                decision(&[held(OPERATOR)], &policy, &Facts::default()),
                Decision::Deny { by: Denial::Rule(at) }
            );
            assert_eq!(
                decision(&[held(AUDITOR)], &policy, &Facts::default()),
                Decision::Permit { by: Basis::Rule(1 - at) }
            );
        }
    }

    #[test]
    fn what_is_not_known_neither_permits_nor_escapes_a_ban() {
        let harmless = || Literal::Is(Test::RiskAtMost(Risk::Clear));
        let permit = policy(vec![rule(Effect::Permit, &[], vec![harmless()])]);
        let Literal::Is(test) = harmless() else { unreachable!() };
        let forbid = policy(vec![rule(Effect::Forbid, &[], vec![Literal::Not(test)])]);
        let clear = Facts { risk: Some(Risk::Clear), ..Facts::default() };

        assert!(!decision(&[], &permit, &Facts::default()).is_permit());
        assert!(decision(&[], &permit, &clear).is_permit());
        assert!(!decision(&[held(OPERATOR)], &forbid, &Facts::default()).is_permit());
        assert!(decision(&[held(OPERATOR)], &forbid, &clear).is_permit());
    }
}
