//! What calls, sweep and check weigh. The runtime measures its own; these stand for it in tests.

use polkadot_sdk::frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weights of the calls, of a step of the sweep, and of the check.
pub trait WeightInfo {
    /// Defining a role where so many accounts have roles.
    fn define_role(subjects: u32) -> Weight;
    /// Removing a role.
    fn remove_role() -> Weight;
    /// Granting a role.
    fn grant_role() -> Weight;
    /// Revoking a role from so many accounts.
    fn revoke_role(accounts: u32) -> Weight;
    /// Passing on a role.
    fn delegate_role() -> Weight;
    /// Activating or deactivating a role.
    fn set_active() -> Weight;
    /// Asking whether an institution may leave, and taking note that it has.
    fn leave() -> Weight;
    /// Setting a constraint where so many accounts have roles.
    fn set_constraint(subjects: u32) -> Weight;
    /// Removing a constraint.
    fn remove_constraint() -> Weight;
    /// Setting a policy.
    fn set_policy() -> Weight;
    /// A step of the sweep that looks at so many accounts.
    fn sweep(subjects: u32) -> Weight;
    /// The check of one call.
    fn check() -> Weight;
    /// The check of a batch of so many calls.
    fn check_calls(calls: u32) -> Weight;
    /// The check of a batch with so many different permissions.
    fn check_permissions(permissions: u32) -> Weight;
}

fn some(reads: u64, writes: u64) -> Weight {
    let database = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 4_000).saturating_add(database.reads_writes(reads, writes))
}

fn each(count: u32, reads: u64, writes: u64) -> Weight {
    some(reads, writes).saturating_mul(count.into())
}

impl WeightInfo for () {
    fn define_role(subjects: u32) -> Weight {
        some(130, 66).saturating_add(each(subjects, 1, 0))
    }

    fn remove_role() -> Weight {
        some(130, 66)
    }

    fn grant_role() -> Weight {
        some(70, 4)
    }

    fn revoke_role(accounts: u32) -> Weight {
        some(100, 4).saturating_add(each(accounts, 3, 3))
    }

    fn delegate_role() -> Weight {
        some(70, 5)
    }

    fn set_active() -> Weight {
        some(100, 3)
    }

    fn leave() -> Weight {
        some(5, 1)
    }

    fn set_constraint(subjects: u32) -> Weight {
        some(70, 1).saturating_add(each(subjects, 1, 0))
    }

    fn remove_constraint() -> Weight {
        some(1, 1)
    }

    fn set_policy() -> Weight {
        some(20, 1)
    }

    fn sweep(subjects: u32) -> Weight {
        some(3, 2).saturating_add(each(subjects, 1, 1))
    }

    fn check() -> Weight {
        some(3, 0)
    }

    fn check_calls(calls: u32) -> Weight {
        some(3, 0).saturating_add(Weight::from_parts(1_000_000, 0).saturating_mul(calls.into()))
    }

    fn check_permissions(permissions: u32) -> Weight {
        some(2, 0).saturating_add(each(permissions, 1, 0))
    }
}
