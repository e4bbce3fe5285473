//! Weights of `pallet_approvals`, measured.
//!
//! Written by `scripts/benchmark` with frame-benchmarking-cli 64.0.0 on 2026-11-26: 50 steps, 20
//! repetitions, AMD EPYC. Not to be edited by hand.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Weights of `pallet_approvals` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_approvals::WeightInfo for WeightInfo<T> {
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:3 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Approvals::NextProposal` (r:1 w:1)
    /// Proof: `Approvals::NextProposal` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Approvals::Agenda` (r:1 w:1)
    /// Proof: `Approvals::Agenda` (`max_values`: Some(1), `max_size`: Some(1538), added: 2033, mode: `Measured`)
    /// Storage: `Approvals::Proposals` (r:1 w:1)
    /// Proof: `Approvals::Proposals` (`max_values`: None, `max_size`: Some(1208), added: 3683, mode: `Measured`)
    /// Storage: `Approvals::CounterForProposals` (r:1 w:1)
    /// Proof: `Approvals::CounterForProposals` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Approvals::Calls` (r:0 w:1)
    /// Proof: `Approvals::Calls` (`max_values`: None, `max_size`: Some(32784), added: 35259, mode: `Measured`)
    /// The range of component `b` is `[0, 32640]`.
    fn propose(b: u32) -> Weight {
        // Proof size measured: `3948`
        // Proof size estimated: `12363`
        // Shortest execution: 119_808 ns.
        Weight::from_parts(133_671_569, 12363)
            // Standard error: 46.
            .saturating_add(Weight::from_parts(14_029, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1023 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:3 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Approvals::Proposals` (r:1 w:1)
    /// Proof: `Approvals::Proposals` (`max_values`: None, `max_size`: Some(1208), added: 3683, mode: `Measured`)
    /// Storage: `Approvals::Votes` (r:1 w:1)
    /// Proof: `Approvals::Votes` (`max_values`: None, `max_size`: Some(55310), added: 57785, mode: `Measured`)
    /// Storage: `Approvals::Calls` (r:1 w:0)
    /// Proof: `Approvals::Calls` (`max_values`: None, `max_size`: Some(32784), added: 35259, mode: `Measured`)
    /// Storage: `Approvals::Agenda` (r:1 w:1)
    /// Proof: `Approvals::Agenda` (`max_values`: Some(1), `max_size`: Some(1538), added: 2033, mode: `Measured`)
    /// The range of component `v` is `[0, 1023]`.
    fn vote(v: u32) -> Weight {
        // Proof size measured: `34944 + v * (54 ±0)`
        // Proof size estimated: `43319 + v * (2529 ±0)`
        // Shortest execution: 369_940 ns.
        Weight::from_parts(336_740_150, 43319)
            // Standard error: 29_664.
            .saturating_add(Weight::from_parts(5_581_501, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(v.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(Weight::from_parts(0, 2529).saturating_mul(v.into()))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:1 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Approvals::Proposals` (r:1 w:1)
    /// Proof: `Approvals::Proposals` (`max_values`: None, `max_size`: Some(1208), added: 3683, mode: `Measured`)
    /// Storage: `Approvals::Agenda` (r:1 w:1)
    /// Proof: `Approvals::Agenda` (`max_values`: Some(1), `max_size`: Some(1538), added: 2033, mode: `Measured`)
    /// Storage: `Approvals::CounterForProposals` (r:1 w:1)
    /// Proof: `Approvals::CounterForProposals` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Approvals::Calls` (r:0 w:1)
    /// Proof: `Approvals::Calls` (`max_values`: None, `max_size`: Some(32784), added: 35259, mode: `Measured`)
    /// Storage: `Approvals::Votes` (r:0 w:1)
    /// Proof: `Approvals::Votes` (`max_values`: None, `max_size`: Some(55310), added: 57785, mode: `Measured`)
    fn withdraw() -> Weight {
        // Proof size measured: `3952`
        // Proof size estimated: `7417`
        // Shortest execution: 92_938 ns.
        Weight::from_parts(107_199_000, 7417)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// Storage: `Institutions::Accounts` (r:1 w:0)
    /// Proof: `Institutions::Accounts` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1025 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Authorisation::Subjects` (r:1 w:0)
    /// Proof: `Authorisation::Subjects` (`max_values`: None, `max_size`: Some(1782), added: 4257, mode: `Measured`)
    /// Storage: `Authorisation::Permissions` (r:3 w:0)
    /// Proof: `Authorisation::Permissions` (`max_values`: None, `max_size`: Some(30356), added: 32831, mode: `Measured`)
    /// Storage: `Approvals::Proposals` (r:1 w:1)
    /// Proof: `Approvals::Proposals` (`max_values`: None, `max_size`: Some(1208), added: 3683, mode: `Measured`)
    /// Storage: `Approvals::Votes` (r:1 w:1)
    /// Proof: `Approvals::Votes` (`max_values`: None, `max_size`: Some(55310), added: 57785, mode: `Measured`)
    /// Storage: `Approvals::Calls` (r:1 w:1)
    /// Proof: `Approvals::Calls` (`max_values`: None, `max_size`: Some(32784), added: 35259, mode: `Measured`)
    /// Storage: `Approvals::Agenda` (r:1 w:1)
    /// Proof: `Approvals::Agenda` (`max_values`: Some(1), `max_size`: Some(1538), added: 2033, mode: `Measured`)
    /// Storage: `Approvals::CounterForProposals` (r:1 w:1)
    /// Proof: `Approvals::CounterForProposals` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
    /// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `Measured`)
    /// The range of component `v` is `[0, 1024]`.
    fn execute(v: u32) -> Weight {
        // Proof size measured: `34919 + v * (54 ±0)`
        // Proof size estimated: `43294 + v * (2529 ±0)`
        // Shortest execution: 8_120_844 ns.
        Weight::from_parts(8_225_244_183, 43294)
            // Standard error: 13_702.
            .saturating_add(Weight::from_parts(3_117_815, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(v.into())))
            .saturating_add(T::DbWeight::get().writes(6))
            .saturating_add(Weight::from_parts(0, 2529).saturating_mul(v.into()))
    }
    /// Storage: `Approvals::Agenda` (r:1 w:0)
    /// Proof: `Approvals::Agenda` (`max_values`: Some(1), `max_size`: Some(1538), added: 2033, mode: `Measured`)
    fn look_at_agenda() -> Weight {
        // Proof size measured: `1569`
        // Proof size estimated: `3054`
        // Shortest execution: 10_776 ns.
        Weight::from_parts(11_788_000, 3054).saturating_add(T::DbWeight::get().reads(1))
    }
    /// Storage: `Approvals::Agenda` (r:1 w:1)
    /// Proof: `Approvals::Agenda` (`max_values`: Some(1), `max_size`: Some(1538), added: 2033, mode: `Measured`)
    /// Storage: `Approvals::Votes` (r:1 w:1)
    /// Proof: `Approvals::Votes` (`max_values`: None, `max_size`: Some(55310), added: 57785, mode: `Measured`)
    /// Storage: `Approvals::Proposals` (r:1 w:1)
    /// Proof: `Approvals::Proposals` (`max_values`: None, `max_size`: Some(1208), added: 3683, mode: `Measured`)
    /// Storage: `Institutions::Institutions` (r:1024 w:0)
    /// Proof: `Institutions::Institutions` (`max_values`: None, `max_size`: Some(138), added: 2613, mode: `Measured`)
    /// Storage: `Approvals::CounterForProposals` (r:1 w:1)
    /// Proof: `Approvals::CounterForProposals` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `Measured`)
    /// Storage: `Approvals::Calls` (r:0 w:1)
    /// Proof: `Approvals::Calls` (`max_values`: None, `max_size`: Some(32784), added: 35259, mode: `Measured`)
    /// The range of component `v` is `[0, 1024]`.
    fn end(v: u32) -> Weight {
        // Proof size measured: `2437 + v * (54 ±0)`
        // Proof size estimated: `5832 + v * (2529 ±0)`
        // Shortest execution: 52_318 ns.
        Weight::from_parts(62_139_991, 5832)
            // Standard error: 2_966.
            .saturating_add(Weight::from_parts(2_971_220, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(v.into())))
            .saturating_add(T::DbWeight::get().writes(5))
            .saturating_add(Weight::from_parts(0, 2529).saturating_mul(v.into()))
    }
}
