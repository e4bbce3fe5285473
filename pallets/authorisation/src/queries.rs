//! What others ask of the roles and policies, without an extrinsic.

use crate::{
    Catalogue, Config, Expiring, Members, Obstacle, Pallet, Risks, RoleOfAccount, Subjects,
    Verdict, Way,
};
use alloc::{vec, vec::Vec};
use critical_chains_attestation::Subject;
use critical_chains_policy::{Facts, Permission, Scope};

impl<T: Config> Pallet<T> {
    /// Whether an account may do something on its own, now and with these facts. Whose things it is
    /// about: its own institution's, unless said otherwise.
    pub fn is_permitted(
        account: T::AccountId,
        permission: Permission,
        resource: Option<Scope>,
        facts: Facts,
    ) -> Verdict {
        let Some(member) = T::Members::member(&account) else {
            return Verdict::Refused { by: Obstacle::NotAMember };
        };
        let resource = resource.unwrap_or(Scope::Institution(member.institution));
        Self::check(&member, permission, resource, facts, Way::Alone).into()
    }

    /// The same about a subject, whose risk is what attestations say here and now, or what the facts
    /// say if that is worse.
    pub fn is_permitted_about(
        account: T::AccountId,
        permission: Permission,
        resource: Option<Scope>,
        facts: Facts,
        subject: Subject,
    ) -> Verdict {
        let risk = facts.risk.max(Some(T::Risks::risk_of(&subject)));
        Self::is_permitted(account, permission, resource, Facts { risk, ..facts })
    }

    /// The roles of an account.
    pub fn roles_of(account: T::AccountId) -> Vec<RoleOfAccount<T::AccountId>> {
        let now = Self::now();
        let subject = Subjects::<T>::get(account);
        let assignments = subject.map(|subject| subject.assignments.into_inner());
        let with_state = |assignment: critical_chains_policy::Assignment<_>| {
            let counts = assignment.counts(now);
            RoleOfAccount { assignment, counts }
        };
        assignments.unwrap_or_default().into_iter().map(with_state).collect()
    }

    /// The accounts with roles that have a permission, alone or together with others, as far as the
    /// time alone decides.
    pub fn who_can(permission: Permission) -> Vec<T::AccountId> {
        let mut able = Vec::new();
        for account in Subjects::<T>::iter_keys() {
            let Some(member) = T::Members::member(&account) else { continue };
            let own = Scope::Institution(member.institution);
            let may = [own, Scope::Consortium].into_iter().any(|resource| {
                Self::check(&member, permission, resource, Facts::default(), Way::Jointly).is_ok()
            });
            if may {
                able.push(account);
            }
        }
        able.sort();
        able
    }

    /// The roles that end before this time, the next one first.
    pub fn expiring(before: u64) -> Vec<Expiring<T::AccountId>> {
        let now = Self::now();
        let mut found = vec![];
        for (account, subject) in Subjects::<T>::iter() {
            for own in &subject.assignments {
                let Some(expires) = own.validity.expires else { continue };
                if expires > now && expires < before {
                    found.push(Expiring {
                        account: account.clone(),
                        institution: subject.institution,
                        role: own.role,
                        expires,
                    });
                }
            }
        }
        found.sort_by_key(|own| own.expires);
        found
    }

    /// The permissions that are stopped.
    pub fn stopped() -> Vec<Permission> {
        let all = T::Catalogue::permissions().iter().copied();
        all.filter(Self::is_stopped).collect()
    }
}
