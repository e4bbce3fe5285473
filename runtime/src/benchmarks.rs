//! The pallets whose weights are measured for this runtime.

use crate::*;
use alloc::{string::String, vec::Vec};
use frame_support::traits::{TrackedStorageKey, WhitelistedStorageKeys};
use polkadot_sdk::frame_benchmarking::{self, BenchmarkBatch, BenchmarkConfig, BenchmarkList};

frame_benchmarking::define_benchmarks!(
    [pallet_anchoring, Anchoring]
    [pallet_approvals, Approvals]
    [pallet_attestations, Attestations]
    [pallet_authorisation, Authorisation]
    [pallet_custody, Custody]
    [pallet_flows, Flows]
    [pallet_institutions, Institutions]
    [pallet_supervision, Supervision]
);

pub(crate) fn list(list: &mut Vec<BenchmarkList>, extra: bool) {
    list_benchmarks!(list, extra);
}

pub(crate) fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
    let mut whitelist: Vec<TrackedStorageKey> = AllPalletsWithSystem::whitelisted_storage_keys();
    // The first inherent of every block writes the time, so that all others find it in memory.
    whitelist.push(pallet_timestamp::Now::<Runtime>::hashed_key().to_vec().into());
    let mut batches = Vec::<BenchmarkBatch>::new();
    let params = (&config, &whitelist);
    add_benchmarks!(params, batches);
    Ok(batches)
}
