//! What can be dispatched without Root.

use crate::{permissions::Calls, *};
use frame_support::traits::Contains;
use pallet_authorisation::{CallTable, Use};

/// What the table of calls opens, and what comes without an account because its content or the
/// author of the block vouches for it. Root passes every filter.
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
        without_account || Calls::describe(call) != Use::Closed
    }
}
