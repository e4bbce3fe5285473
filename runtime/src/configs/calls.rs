//! What extrinsics may call: a list of what is allowed, where everything else is not.
//!
//! Nobody pays for a call, and every node keeps every block. So a call that does nothing but carry
//! bytes (`system.remark`), or that only Root may make, must not get into a block: it would fail
//! there and be kept for ever. `session.purge_keys` is missing on purpose, too: validators that drop
//! their keys together would leave the chain without anybody to seal or to finalise. Who wants to
//! leave has its seat revoked. Root passes every filter, so what it alone may do is not listed.

use crate::*;
use frame_support::traits::Contains;

/// Most levels of batches in one extrinsic: a batch of batches.
const MAX_BATCH_LEVELS: u32 = 2;

/// Most calls in one extrinsic, batches among them.
///
/// To look at one takes some nanoseconds, at all of them less than 20 µs. The weight of a batch
/// covers that: it counts about 5 µs for each call in it, besides the call's own weight.
const MAX_CALLS: u32 = 1_024;

/// What an account may call, batches with all that is in them included.
///
/// `CheckMembership` asks this before an extrinsic gets into the pool or into a block.
pub struct CallsOfAccounts;

impl Contains<RuntimeCall> for CallsOfAccounts {
    fn contains(call: &RuntimeCall) -> bool {
        let mut calls_left = MAX_CALLS;
        are_for_accounts(core::slice::from_ref(call), MAX_BATCH_LEVELS, &mut calls_left)
    }
}

/// What can be dispatched without Root: calls of accounts, and those that come without an account
/// because their content or the author of the block vouches for them.
///
/// This does not look into batches: what is in them is dispatched through the filter one by one.
pub struct CallsOfExtrinsics;

impl Contains<RuntimeCall> for CallsOfExtrinsics {
    fn contains(call: &RuntimeCall) -> bool {
        let without_account = matches!(
            call,
            RuntimeCall::Timestamp(pallet_timestamp::Call::set { .. })
                | RuntimeCall::Grandpa(pallet_grandpa::Call::report_equivocation_unsigned { .. })
                // Only the code that Root has authorised is accepted, whoever brings it.
                | RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { .. })
        );
        without_account || batched(call).is_some() || is_for_accounts(call)
    }
}

fn are_for_accounts(calls: &[RuntimeCall], levels_left: u32, calls_left: &mut u32) -> bool {
    calls.iter().all(|call| {
        let Some(left) = calls_left.checked_sub(1) else { return false };
        *calls_left = left;
        match batched(call) {
            Some(calls) => levels_left
                .checked_sub(1)
                .is_some_and(|levels_left| are_for_accounts(calls, levels_left, calls_left)),
            None => is_for_accounts(call),
        }
    })
}

/// The calls in a batch, if this is one.
fn batched(call: &RuntimeCall) -> Option<&[RuntimeCall]> {
    match call {
        RuntimeCall::Utility(
            pallet_utility::Call::batch { calls }
            | pallet_utility::Call::batch_all { calls }
            | pallet_utility::Call::force_batch { calls },
        ) => Some(calls),
        _ => None,
    }
}

/// Whether an account may make this call, which is no batch.
fn is_for_accounts(call: &RuntimeCall) -> bool {
    matches!(
        call,
        RuntimeCall::Anchoring(_)
            | RuntimeCall::Session(pallet_session::Call::set_keys { .. })
            | RuntimeCall::Grandpa(pallet_grandpa::Call::report_equivocation { .. })
    )
}
