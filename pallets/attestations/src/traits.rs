//! What this pallet asks of others.

use critical_chains_lei::Lei;
use critical_chains_policy::{Kind, RoleName};

/// Who belongs to the consortium, and who has which role.
pub trait Members<AccountId> {
    /// Kind of an active institution: at most one read. What one says counts as long as it is
    /// active.
    fn active_kind(institution: &Lei) -> Option<Kind>;

    /// Whether an account holds a role now.
    fn holds(account: &AccountId, role: &RoleName) -> bool;

    /// An active institution that is no Authority, made up on the spot: the one of this number.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_institution(number: u32) -> Lei;

    /// Gives an account a role that is defined on the spot.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_holder(account: &AccountId) -> RoleName;
}
