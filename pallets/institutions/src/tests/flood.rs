//! An institution that floods the pool does not crowd out another.
//!
//! The pool here is as simple as it can be: it orders what is ready by priority, and a nonce is
//! ready when the one before it is included.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{
        assert_ok, dispatch::DispatchInfo, pallet_prelude::TransactionSource::External,
    },
    sp_runtime::{
        traits::DispatchTransaction,
        transaction_validity::{InvalidTransaction, TransactionValidityError},
    },
};

const LEN: usize = ORDINARY_LEN;

type Extensions = (CheckMembership<Test>, OrderedNonce<Test>);

fn extensions(nonce: u32) -> Extensions {
    (CheckMembership::new(), OrderedNonce::from(nonce))
}

fn info() -> DispatchInfo {
    ordinary()
}

struct Pending {
    account: AccountId,
    nonce: u32,
    priority: u64,
}

fn submit(account: AccountId, nonce: u32) -> Result<Pending, TransactionValidityError> {
    extensions(nonce)
        .validate_only(signed(account), &remark(), &info(), LEN, External, 0)
        .map(|(validity, ..)| Pending { account, nonce, priority: validity.priority })
}

fn include(Pending { account, nonce, .. }: &Pending) -> Result<(), TransactionValidityError> {
    extensions(*nonce)
        .test_run(signed(*account), &remark(), &info(), LEN, 0, |_| Ok(().into()))
        .map(|_| ())
}

/// Includes what is ready in the order of its priority, and tells whose extrinsics these were.
/// What is refused is dropped, with all that depends on it.
fn author(pool: &mut Vec<Pending>, room: usize) -> Vec<AccountId> {
    let mut included = Vec::new();
    while included.len() < room {
        let ready = |one: &Pending| one.nonce == System::account_nonce(one.account);
        let best = (0..pool.len()).filter(|i| ready(&pool[*i])).max_by_key(|i| pool[*i].priority);
        let Some(best) = best else { break };
        let best = pool.remove(best);
        match include(&best) {
            Ok(()) => included.push(best.account),
            Err(_) => pool.retain(|other| other.account != best.account),
        }
    }
    included
}

fn flood(accounts: &[AccountId], nonces: std::ops::Range<u32>) -> Vec<Pending> {
    nonces
        .flat_map(|nonce| accounts.iter().map(move |account| (*account, nonce)))
        .filter_map(|(account, nonce)| submit(account, nonce).ok())
        .collect()
}

#[test]
fn another_institution_is_served_in_the_first_block() {
    build_and_execute(|| {
        // All of this is judged before anything is used up.
        let mut pool = flood(&[1, 2], 0..50);
        assert_eq!(pool.len(), 100);
        pool.push(submit(11, 0).unwrap());

        let included = author(&mut pool, 4);

        assert!(included[..3].contains(&11), "served after {included:?}");
    });
}

#[test]
fn another_institution_outranks_the_flood_as_soon_as_it_has_used_something() {
    build_and_execute(|| {
        assert_ok!(Registry::set_quota(root(), BANK, Some(quota_for(100, &info(), LEN))));
        let mut pool = flood(&[1, 2], 0..20);
        author(&mut pool, 10);

        let next = flood(&[1, 2], 5..100);
        let other = submit(11, 0).unwrap();
        let hundredth = submit(11, 99).unwrap();

        assert!(next.iter().all(|one| one.priority < hundredth.priority));
        assert!(hundredth.priority < other.priority);
    });
}

#[test]
fn the_flood_ends_with_the_quota_and_the_others_go_on() {
    build_and_execute(|| {
        assert_ok!(Registry::set_quota(root(), BANK, Some(quota_for(30, &info(), LEN))));
        let mut pool = flood(&[1, 2], 0..50);
        pool.extend(flood(&[11, 12], 0..5));

        let included = author(&mut pool, usize::MAX);

        assert_eq!(included.iter().filter(|account| **account < 10).count(), 30);
        assert_eq!(included.iter().filter(|account| **account > 10).count(), 10);
        assert!(pool.is_empty());
        let refused = submit(1, System::account_nonce(1)).map(|_| ()).unwrap_err();
        assert_eq!(refused, InvalidTransaction::ExhaustsResources.into());
        assert!(submit(11, 5).is_ok());

        System::set_block_number(WINDOW_BLOCKS);
        assert!(submit(1, System::account_nonce(1)).is_ok());
    });
}
