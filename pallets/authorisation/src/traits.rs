//! What this pallet asks of the runtime.

use crate::{CallFacts, Member};
use critical_chains_attestation::Subject;
use critical_chains_lei::Lei;
use critical_chains_policy::{Kind, Permission, Risk};

/// Who acts for which institution.
pub trait Members<AccountId> {
    /// The account as a member, if the institution for which it acts is active.
    fn member(account: &AccountId) -> Option<Member<AccountId>>;

    /// The institution for which an account is enrolled, active or not.
    fn institution_of(account: &AccountId) -> Option<Lei>;

    /// Kind of an active institution.
    fn active_kind(institution: &Lei) -> Option<Kind>;

    /// An account of an active institution, made up on the spot. All of them act for the same.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(number: u32) -> Member<AccountId>;
}

/// What attestations say about those whom requests concern.
pub trait Risks {
    /// What they say about a subject: one read.
    fn risk_of(subject: &Subject) -> Risk;
}

/// The permissions that the runtime knows.
pub trait Catalogue {
    /// All of them, in the order of their names.
    fn permissions() -> &'static [Permission];

    /// Whether it acts on the consortium as a whole, so that only approvals lead to it.
    fn is_governed(permission: &Permission) -> bool;

    /// Whether governance would be impossible without it. Then it cannot be stopped or forbidden,
    /// and the voting role always carries it.
    fn is_constitutional(permission: &Permission) -> bool;
}

/// Whose things a call touches.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Resource {
    /// Those of the institution for which the account acts.
    Own,
    /// Those of this one.
    Institution(Lei),
    /// Anybody's.
    Consortium,
}

/// One action.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Action {
    /// The permission that it takes.
    pub permission: Permission,
    /// The permission that it takes when the consortium does it, if that is another.
    pub jointly: Option<Permission>,
    /// Whose things it touches.
    pub resource: Resource,
    /// What it says of itself. The time is filled in by the check.
    pub facts: CallFacts,
    /// Whether the called pallet insists on a signature as its origin.
    pub needs_signature: bool,
}

impl Action {
    /// An action on things of the own institution.
    pub fn new(permission: Permission) -> Self {
        Self {
            permission,
            jointly: None,
            resource: Resource::Own,
            facts: CallFacts::default(),
            needs_signature: false,
        }
    }

    /// The same on the things of others.
    #[must_use]
    pub fn on(self, resource: Resource) -> Self {
        Self { resource, ..self }
    }

    /// The same, which the consortium can do too with another permission.
    #[must_use]
    pub fn or_jointly(self, permission: Permission) -> Self {
        Self { jointly: Some(permission), ..self }
    }

    /// The same for a pallet that insists on a signature.
    #[must_use]
    pub fn by_signature(self) -> Self {
        Self { needs_signature: true, ..self }
    }
}

/// What a call is.
// It is taken apart as soon as it is there, and never kept.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Use<'a, Call> {
    /// It holds other calls and does nothing else.
    Wraps(&'a [Call]),
    /// It does one thing.
    Does(Action),
    /// It is not for accounts, alone or together.
    Closed,
}

/// Which permission each call takes.
pub trait CallTable<Call> {
    /// What a call is.
    fn describe(call: &Call) -> Use<'_, Call>;
}
