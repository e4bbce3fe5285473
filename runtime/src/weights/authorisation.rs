//! Weights of `pallet_authorisation`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-26: 20 steps, 10
//! repetitions, Intel(R) Xeon(R) Processor. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_authorisation` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_authorisation::WeightInfo for WeightInfo<T> {
    /// Storage: `Authorisation::Roles` (r:65 w:1)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::CounterForRoles` (r:1 w:1)
    /// Proof: `Authorisation::CounterForRoles` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:0)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:0)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:301 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:35 w:35)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `Measured`)
    /// The range of component `n` is `[1, 300]`.
    fn define_role(n: u32) -> Weight {
        // Proof size measured: `136292 + n * (85 ±0)`
        // Proof size estimated: `298159 + n * (2561 ±0)`
        // Shortest execution: 18_062_621 ns.
        Weight::from_parts(18_428_578_283, 298159)
            // Standard error: 287_126.
            .saturating_add(Weight::from_parts(50_208_523, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(105))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(37))
            .saturating_add(Weight::from_parts(0, 2561).saturating_mul(n.into()))
    }
    /// Storage: `Authorisation::Roles` (r:65 w:1)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:2 w:0)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:0)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:35 w:35)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `Measured`)
    /// Storage: `Authorisation::CounterForRoles` (r:1 w:1)
    /// Proof: `Authorisation::CounterForRoles` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    fn remove_role() -> Weight {
        // Proof size measured: `135811`
        // Proof size estimated: `297676`
        // Shortest execution: 17_606_739 ns.
        Weight::from_parts(18_544_365_000, 297676)
            .saturating_add(T::DbWeight::get().reads(104))
            .saturating_add(T::DbWeight::get().writes(37))
    }
    /// Storage: `Institutions::Accounts` (r:2 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:2 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `Measured`)
    /// Storage: `Authorisation::Roles` (r:65 w:0)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:0)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    fn grant_role() -> Weight {
        // Proof size measured: `134554`
        // Proof size estimated: `296419`
        // Shortest execution: 3_201_982 ns.
        Weight::from_parts(3_511_976_000, 296419)
            .saturating_add(T::DbWeight::get().reads(74))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Authorisation::Subjects` (r:74 w:73)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:2 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Authorisation::Roles` (r:1 w:0)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::Delegations` (r:73 w:73)
    /// Proof: `Authorisation::Delegations` (`max_values`: None, `max_size`: Some(569), added: 3044, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::VotingInstitutions` (r:1 w:1)
    /// Proof: `Authorisation::VotingInstitutions` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `Measured`)
    /// The range of component `a` is `[1, 73]`.
    fn revoke_role(a: u32) -> Weight {
        // Proof size measured: `13611 + a * (221 ±0)`
        // Proof size estimated: `19609 + a * (2695 ±2)`
        // Shortest execution: 273_817 ns.
        Weight::from_parts(281_068_000, 19609)
            // Standard error: 2_953_110.
            .saturating_add(Weight::from_parts(77_253_735, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(a.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(a.into())))
            .saturating_add(Weight::from_parts(0, 2695).saturating_mul(a.into()))
    }
    /// Storage: `Institutions::Accounts` (r:2 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:2 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30283), added: 32758, mode: `Measured`)
    /// Storage: `Authorisation::Delegations` (r:1 w:1)
    /// Proof: `Authorisation::Delegations` (`max_values`: None, `max_size`: Some(569), added: 3044, mode: `Measured`)
    /// Storage: `Authorisation::Roles` (r:65 w:0)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:0)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    fn delegate_role() -> Weight {
        // Proof size measured: `134911`
        // Proof size estimated: `296776`
        // Shortest execution: 3_113_275 ns.
        Weight::from_parts(3_482_822_000, 296776)
            .saturating_add(T::DbWeight::get().reads(75))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:2 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::VotingInstitutions` (r:1 w:1)
    /// Proof: `Authorisation::VotingInstitutions` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `Measured`)
    fn set_active() -> Weight {
        // Proof size measured: `10703`
        // Proof size estimated: `16643`
        // Shortest execution: 234_078 ns.
        Weight::from_parts(261_388_000, 16643)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Authorisation::VotingInstitutions` (r:1 w:1)
    /// Proof: `Authorisation::VotingInstitutions` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:0)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    fn leave() -> Weight {
        // Proof size measured: `7426`
        // Proof size estimated: `10891`
        // Shortest execution: 78_577 ns.
        Weight::from_parts(89_283_000, 10891)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn set_constraint(n: u32) -> Weight {
        // Proof size measured: `105139 + n * (85 ±0)`
        // Proof size estimated: `267006 + n * (2561 ±0)`
        // Shortest execution: 2_125_175 ns.
        Weight::from_parts(2_146_209_193, 267006)
            // Standard error: 87_289.
            .saturating_add(Weight::from_parts(49_539_376, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(68))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(Weight::from_parts(0, 2561).saturating_mul(n.into()))
    }
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:1)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    fn remove_constraint() -> Weight {
        // Proof size measured: `8863`
        // Proof size estimated: `10348`
        // Shortest execution: 71_835 ns.
        Weight::from_parts(87_150_000, 10348)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Authorisation::Roles` (r:65 w:0)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::VotingInstitutions` (r:1 w:0)
    /// Proof: `Authorisation::VotingInstitutions` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:1)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    fn set_policy() -> Weight {
        // Proof size measured: `103093`
        // Proof size estimated: `264958`
        // Shortest execution: 2_385_637 ns.
        Weight::from_parts(2_605_404_000, 264958)
            .saturating_add(T::DbWeight::get().reads(67))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Authorisation::SweptDay` (r:1 w:0)
    /// Proof: `Authorisation::SweptDay` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `Measured`)
    /// Storage: `Authorisation::Sweep` (r:1 w:1)
    /// Proof: `Authorisation::Sweep` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:33 w:32)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Delegations` (r:96 w:96)
    /// Proof: `Authorisation::Delegations` (`max_values`: None, `max_size`: Some(569), added: 3044, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:16 w:16)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::CounterForSubjects` (r:1 w:1)
    /// Proof: `Authorisation::CounterForSubjects` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// The range of component `n` is `[0, 32]`.
    fn sweep(n: u32) -> Weight {
        // Proof size measured: `2060 + n * (2497 ±0)`
        // Proof size estimated: `42653 + n * (9923 ±4)`
        // Shortest execution: 78_752 ns.
        Weight::from_parts(250_949_663, 42653)
            // Standard error: 803_037.
            .saturating_add(Weight::from_parts(535_463_904, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(15))
            .saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 9923).saturating_mul(n.into()))
    }
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    fn check() -> Weight {
        // Proof size measured: `6869`
        // Proof size estimated: `10334`
        // Shortest execution: 62_232 ns.
        Weight::from_parts(70_094_000, 10334).saturating_add(T::DbWeight::get().reads(2))
    }
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// The range of component `c` is `[1, 1024]`.
    fn check_calls(c: u32) -> Weight {
        // Proof size measured: `6869`
        // Proof size estimated: `10334`
        // Shortest execution: 66_899 ns.
        Weight::from_parts(68_096_203, 10334)
            // Standard error: 865.
            .saturating_add(Weight::from_parts(1_809_940, 0).saturating_mul(c.into()))
            .saturating_add(T::DbWeight::get().reads(2))
    }
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:32 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// The range of component `p` is `[1, 32]`.
    fn check_permissions(p: u32) -> Weight {
        // Proof size measured: `6799 + p * (74 ±0)`
        // Proof size estimated: `10273 + p * (2549 ±0)`
        // Shortest execution: 66_940 ns.
        Weight::from_parts(28_742_909, 10273)
            // Standard error: 49_506.
            .saturating_add(Weight::from_parts(43_506_972, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
            .saturating_add(Weight::from_parts(0, 2549).saturating_mul(p.into()))
    }
}
