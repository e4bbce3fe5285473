//! What this pallet asks of others.

use critical_chains_lei::Lei;
use critical_chains_policy::RoleName;
use polkadot_sdk::frame_support::{dispatch::DispatchResult, weights::Weight};

use crate::StopTarget;

/// Where it is decided what accounts may do.
///
/// What can be refused is refused before anything is written. What takes something back cannot
/// fail: it does nothing if there is nothing to take back.
pub trait Access<AccountId> {
    /// Lets nobody do what the target stands for, from now on.
    ///
    /// Refuses a target that does not exist, names that are none included, and one without which
    /// the stop could not be lifted.
    fn stop(target: &StopTarget) -> DispatchResult;

    /// Ends a stop.
    fn lift(target: &StopTarget);

    /// Lets an account do nothing, from now on.
    ///
    /// Refuses an account that cannot be frozen.
    fn freeze(account: &AccountId) -> DispatchResult;

    /// Ends a freeze.
    fn unfreeze(account: &AccountId);

    /// Gives an account a role until a time, in milliseconds since the Unix epoch.
    ///
    /// Refuses a role that is not for emergencies, and an account that cannot have it.
    fn take_emergency_role(
        account: &AccountId,
        role: &RoleName,
        expires_millis: u64,
    ) -> DispatchResult;

    /// Takes such a role from an account before it expires.
    fn drop_emergency_role(account: &AccountId, role: &RoleName);

    /// Weight of [`stop`](Self::stop).
    fn weight_of_stop() -> Weight;

    /// Weight of [`lift`](Self::lift).
    fn weight_of_lift() -> Weight;

    /// Weight of [`freeze`](Self::freeze).
    fn weight_of_freeze() -> Weight;

    /// Weight of [`unfreeze`](Self::unfreeze).
    fn weight_of_unfreeze() -> Weight;

    /// Weight of [`take_emergency_role`](Self::take_emergency_role).
    fn weight_of_take_emergency_role() -> Weight;

    /// Weight of [`drop_emergency_role`](Self::drop_emergency_role).
    fn weight_of_drop_emergency_role() -> Weight;

    /// A target that can be stopped.
    #[cfg(feature = "runtime-benchmarks")]
    fn benchmark_target() -> StopTarget;

    /// An account that can be frozen, made up on the spot.
    #[cfg(feature = "runtime-benchmarks")]
    fn benchmark_account() -> AccountId;

    /// A role that this account can take in an emergency, defined on the spot.
    #[cfg(feature = "runtime-benchmarks")]
    fn benchmark_role(account: &AccountId) -> RoleName;
}

/// Who belongs to the consortium.
pub trait Institutions {
    /// Whether this institution belongs to it, and is not suspended: at most one read.
    fn is_institution(institution: &Lei) -> bool;
}
