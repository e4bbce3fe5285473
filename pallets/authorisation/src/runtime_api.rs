//! What the node and its clients ask this pallet.

use crate::{Expiring, RoleOfAccount, Verdict};
use alloc::vec::Vec;
use codec::Codec;
use critical_chains_attestation::Subject;
use critical_chains_policy::{Facts, Permission, Scope};

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Decides, and tells who may do what, in the state of a block.
    pub trait AuthorisationApi<AccountId>
    where
        AccountId: Codec,
    {
        /// Whether an account may do something on its own with these facts, at the time of the
        /// block. Whose things it is about: its own institution's, unless said otherwise.
        fn is_permitted(
            account: AccountId,
            permission: Permission,
            resource: Option<Scope>,
            facts: Facts,
        ) -> Verdict;

        /// The same about a subject, whose risk is what attestations say in the state of the block,
        /// or what the facts say if that is worse.
        fn is_permitted_about(
            account: AccountId,
            permission: Permission,
            resource: Option<Scope>,
            facts: Facts,
            subject: Subject,
        ) -> Verdict;

        /// The roles of an account.
        fn roles_of(account: AccountId) -> Vec<RoleOfAccount<AccountId>>;

        /// The accounts with roles that have a permission, alone or together with others.
        fn who_can(permission: Permission) -> Vec<AccountId>;

        /// The roles that end before this time, in milliseconds since the Unix epoch.
        fn expiring(before: u64) -> Vec<Expiring<AccountId>>;
    }
}
