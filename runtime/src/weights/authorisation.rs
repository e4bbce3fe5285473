//! Weights of `pallet_authorisation`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-26: 50 steps, 20
//! repetitions, AMD EPYC. Not to be edited by hand.

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
    /// Storage: `Authorisation::HolderCounts` (r:1 w:0)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:0)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:301 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::CounterForRoles` (r:1 w:1)
    /// Proof: `Authorisation::CounterForRoles` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:35 w:35)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// The range of component `n` is `[1, 300]`.
    fn define_role(n: u32) -> Weight {
        // Proof size measured: `112721 + n * (85 ±0)`
        // Proof size estimated: `274593 + n * (2561 ±0)`
        // Shortest execution: 17_511_978 ns.
        Weight::from_parts(18_293_103_165, 274593)
            // Standard error: 2_236_910.
            .saturating_add(Weight::from_parts(56_432_224, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(104))
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
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Authorisation::CounterForRoles` (r:1 w:1)
    /// Proof: `Authorisation::CounterForRoles` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    fn remove_role() -> Weight {
        // Proof size measured: `112218`
        // Proof size estimated: `274083`
        // Shortest execution: 16_848_802 ns.
        Weight::from_parts(17_444_648_000, 274083)
            .saturating_add(T::DbWeight::get().reads(104))
            .saturating_add(T::DbWeight::get().writes(37))
    }
    /// Storage: `Institutions::Accounts` (r:2 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:2 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Authorisation::Roles` (r:65 w:0)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:0)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    fn grant_role() -> Weight {
        // Proof size measured: `106995`
        // Proof size estimated: `268860`
        // Shortest execution: 2_708_467 ns.
        Weight::from_parts(2_884_088_000, 268860)
            .saturating_add(T::DbWeight::get().reads(73))
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
        // Proof size measured: `13627 + a * (221 ±0)`
        // Proof size estimated: `19599 + a * (2696 ±1)`
        // Shortest execution: 256_422 ns.
        Weight::from_parts(235_958_201, 19599)
            // Standard error: 1_184_265.
            .saturating_add(Weight::from_parts(58_858_475, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(a.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(a.into())))
            .saturating_add(Weight::from_parts(0, 2696).saturating_mul(a.into()))
    }
    /// Storage: `Institutions::Accounts` (r:2 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:2 w:1)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Authorisation::Delegations` (r:1 w:1)
    /// Proof: `Authorisation::Delegations` (`max_values`: None, `max_size`: Some(569), added: 3044, mode: `Measured`)
    /// Storage: `Authorisation::Roles` (r:65 w:0)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::HolderCounts` (r:1 w:1)
    /// Proof: `Authorisation::HolderCounts` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `Measured`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:0)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    fn delegate_role() -> Weight {
        // Proof size measured: `107352`
        // Proof size estimated: `269217`
        // Shortest execution: 2_699_484 ns.
        Weight::from_parts(2_923_467_000, 269217)
            .saturating_add(T::DbWeight::get().reads(74))
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
        // Shortest execution: 218_404 ns.
        Weight::from_parts(313_145_000, 16643)
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
        // Shortest execution: 78_046 ns.
        Weight::from_parts(90_986_000, 10891)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Authorisation::Roles` (r:65 w:0)
    /// Proof: `Authorisation::Roles` (`max_values`: None, `max_size`: Some(2436), added: 4911, mode: `Measured`)
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:1)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:301 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// The range of component `n` is `[1, 300]`.
    fn set_constraint(n: u32) -> Weight {
        // Proof size measured: `105128 + n * (85 ±0)`
        // Proof size estimated: `267000 + n * (2561 ±0)`
        // Shortest execution: 1_941_747 ns.
        Weight::from_parts(2_248_850_469, 267000)
            // Standard error: 1_340_016.
            .saturating_add(Weight::from_parts(59_688_093, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(67))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(Weight::from_parts(0, 2561).saturating_mul(n.into()))
    }
    /// Storage: `Authorisation::SeparationConstraints` (r:1 w:1)
    /// Proof: `Authorisation::SeparationConstraints` (`max_values`: Some(1), `max_size`: Some(9025), added: 9520, mode: `Measured`)
    fn remove_constraint() -> Weight {
        // Proof size measured: `8863`
        // Proof size estimated: `10348`
        // Shortest execution: 66_689 ns.
        Weight::from_parts(76_404_000, 10348)
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
        // Shortest execution: 2_401_240 ns.
        Weight::from_parts(2_545_024_000, 264958)
            .saturating_add(T::DbWeight::get().reads(67))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Authorisation::SweptDays` (r:1 w:0)
    /// Proof: `Authorisation::SweptDays` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `Measured`)
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
        // Proof size measured: `1537 + n * (2497 ±0)`
        // Proof size estimated: `42130 + n * (9923 ±0)`
        // Shortest execution: 72_347 ns.
        Weight::from_parts(402_690_280, 42130)
            // Standard error: 4_378_187.
            .saturating_add(Weight::from_parts(567_725_040, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(17))
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
        // Shortest execution: 63_084 ns.
        Weight::from_parts(69_333_000, 10334).saturating_add(T::DbWeight::get().reads(2))
    }
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// The range of component `c` is `[1, 1024]`.
    fn check_calls(c: u32) -> Weight {
        // Proof size measured: `6869`
        // Proof size estimated: `10334`
        // Shortest execution: 64_445 ns.
        Weight::from_parts(63_373_638, 10334)
            // Standard error: 966.
            .saturating_add(Weight::from_parts(1_818_316, 0).saturating_mul(c.into()))
            .saturating_add(T::DbWeight::get().reads(2))
    }
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:32 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// The range of component `p` is `[1, 32]`.
    fn check_permissions(p: u32) -> Weight {
        // Proof size measured: `6800 + p * (74 ±0)`
        // Proof size estimated: `10270 + p * (2549 ±0)`
        // Shortest execution: 63_754 ns.
        Weight::from_parts(17_656_478, 10270)
            // Standard error: 48_277.
            .saturating_add(Weight::from_parts(42_019_448, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
            .saturating_add(Weight::from_parts(0, 2549).saturating_mul(p.into()))
    }
}
