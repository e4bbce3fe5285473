//! A currency that nobody has: some pallets of the SDK ask for one even when every deposit is zero.

use crate::{AccountId, RuntimeHoldReason};
use polkadot_sdk::{
    frame_support::traits::{
        fungible::{Dust, Inspect, InspectHold, Mutate, MutateHold, Unbalanced, UnbalancedHold},
        tokens::{DepositConsequence, Fortitude, Preservation, Provenance, WithdrawConsequence},
    },
    sp_runtime::{DispatchError, DispatchResult, TokenError},
};

/// No balances, no issuance. Moving nothing succeeds, moving anything fails.
pub struct NoCurrency;

fn only_nothing(amount: u32) -> DispatchResult {
    if amount == 0 { Ok(()) } else { Err(TokenError::Unsupported.into()) }
}

impl Inspect<AccountId> for NoCurrency {
    type Balance = u32;

    fn total_issuance() -> u32 {
        0
    }

    fn minimum_balance() -> u32 {
        0
    }

    fn total_balance(_: &AccountId) -> u32 {
        0
    }

    fn balance(_: &AccountId) -> u32 {
        0
    }

    fn reducible_balance(_: &AccountId, _: Preservation, _: Fortitude) -> u32 {
        0
    }

    fn can_deposit(_: &AccountId, amount: u32, _: Provenance) -> DepositConsequence {
        if amount == 0 { DepositConsequence::Success } else { DepositConsequence::UnknownAsset }
    }

    fn can_withdraw(_: &AccountId, amount: u32) -> WithdrawConsequence<u32> {
        if amount == 0 { WithdrawConsequence::Success } else { WithdrawConsequence::UnknownAsset }
    }
}

impl Unbalanced<AccountId> for NoCurrency {
    fn handle_dust(_: Dust<AccountId, Self>) {}

    fn write_balance(_: &AccountId, amount: u32) -> Result<Option<u32>, DispatchError> {
        only_nothing(amount).map(|()| None)
    }

    fn set_total_issuance(_: u32) {}
}

impl Mutate<AccountId> for NoCurrency {}

impl InspectHold<AccountId> for NoCurrency {
    type Reason = RuntimeHoldReason;

    fn total_balance_on_hold(_: &AccountId) -> u32 {
        0
    }

    fn balance_on_hold(_: &RuntimeHoldReason, _: &AccountId) -> u32 {
        0
    }
}

impl UnbalancedHold<AccountId> for NoCurrency {
    fn set_balance_on_hold(_: &RuntimeHoldReason, _: &AccountId, amount: u32) -> DispatchResult {
        only_nothing(amount)
    }
}

impl MutateHold<AccountId> for NoCurrency {}
