//! Messages of nodes.

use super::mock::*;
use crate::{Call, Error, Event, MAX_MESSAGES, MESSAGE_LONGEVITY_BLOCKS, Messages};
use critical_chains_watch::Report;
use polkadot_sdk::{
    frame_support::{
        assert_noop, assert_ok,
        pallet_prelude::{InvalidTransaction, TransactionSource, ValidTransaction},
        traits::Authorize,
    },
    frame_system,
    sp_core::{Pair, crypto::AccountId32, ed25519},
    sp_runtime::{DispatchError::BadOrigin, transaction_validity::TransactionValidityError},
};

fn pair() -> ed25519::Pair {
    ed25519::Pair::from_seed(&[5; 32])
}

fn remark(text: &str) -> RuntimeCall {
    frame_system::Call::remark { remark: text.into() }.into()
}

fn message(at: u32, call: RuntimeCall) -> RuntimeCall {
    let signature = pair().sign(&Flows::message(at, &call));
    Call::act { key: pair().public(), at, call: Box::new(call), signature }.into()
}

fn validity(message: &RuntimeCall) -> Result<ValidTransaction, TransactionValidityError> {
    validity_in(TransactionSource::External, message)
}

fn validity_in(
    source: TransactionSource,
    message: &RuntimeCall,
) -> Result<ValidTransaction, TransactionValidityError> {
    message.authorize(source).unwrap().map(|(validity, _)| validity)
}

fn act(at: u32, call: RuntimeCall) -> Result<(), polkadot_sdk::sp_runtime::DispatchError> {
    let signature = pair().sign(&Flows::message(at, &call));
    let origin = RuntimeOrigin::signed(pair().public().into());
    Flows::act(origin, pair().public(), at, Box::new(call), signature)
        .map(|_| ())
        .map_err(|failed| failed.error)
}

fn report(number: u32) -> RuntimeCall {
    let key = pair().public();
    let bank_number = key.0[0];
    let flows = [flow((bank_number, 11), (2, 22), 500, 0)];
    Call::report { report: Report::of(number, EPOCH.number, &bank(bank_number), &flows).unwrap() }
        .into()
}

#[test]
fn authorises_itself_for_a_while() {
    build_and_execute(|| {
        let one = message(1, remark("one"));

        let longevity = validity(&one).unwrap().longevity;

        assert_eq!(longevity, u64::from(MESSAGE_LONGEVITY_BLOCKS));
        System::set_block_number(1 + MESSAGE_LONGEVITY_BLOCKS);
        assert_ok!(validity(&one));
        System::set_block_number(2 + MESSAGE_LONGEVITY_BLOCKS);
        assert_eq!(validity(&one), Err(InvalidTransaction::Stale.into()));
        assert_eq!(
            validity(&message(3 + MESSAGE_LONGEVITY_BLOCKS, remark("later"))),
            Err(InvalidTransaction::Future.into())
        );
    });
}

#[test]
fn refuses_what_the_key_did_not_sign() {
    build_and_execute(|| {
        let RuntimeCall::Flows(Call::act { key, at, signature, .. }) = message(1, remark("one"))
        else {
            unreachable!("a message")
        };
        let other = ed25519::Pair::from_seed(&[6; 32]).public();
        let changed = [
            Call::act { key, at, call: Box::new(remark("two")), signature },
            Call::act { key: other, at, call: Box::new(remark("one")), signature },
            Call::act { key, at: 0, call: Box::new(remark("one")), signature },
        ];

        for one in changed {
            assert_eq!(validity(&one.into()), Err(InvalidTransaction::BadProof.into()));
        }
    });
}

#[test]
fn refuses_signatures_for_another_chain() {
    build_and_execute(|| {
        let one = message(1, remark("one"));
        frame_system::BlockHash::<Test>::insert(0, hash(0, 77));

        assert_eq!(validity(&one), Err(InvalidTransaction::BadProof.into()));
    });
}

#[test]
fn refuses_calls_that_nodes_do_not_make() {
    build_and_execute(|| {
        let call: RuntimeCall = frame_system::Call::set_heap_pages { pages: 1 }.into();

        assert_eq!(validity(&message(1, call.clone())), Err(InvalidTransaction::Call.into()));
        assert_noop!(act(1, call), Error::<Test>::CallNotAllowed);
    });
}

#[test]
fn is_accepted_once() {
    build_and_execute(|| {
        assert_ok!(act(1, remark("one")));

        assert_eq!(validity(&message(1, remark("one"))), Err(InvalidTransaction::Stale.into()));
        assert_noop!(act(1, remark("one")), Error::<Test>::AlreadyExists);
        System::set_block_number(2);
        assert_ok!(act(2, remark("one")));
    });
}

#[test]
fn counts_whatever_comes_of_it() {
    build_and_execute(|| {
        let account = AccountId32::from(pair().public());

        assert_ok!(act(1, report(7)));

        let result = Err(Error::<Test>::WrongNumber.into());
        System::assert_last_event(Event::NodeActed { account, result }.into());
        assert_noop!(act(1, report(7)), Error::<Test>::AlreadyExists);
    });
}

#[test]
fn rejects_messages_of_another_time_or_key() {
    build_and_execute(|| {
        System::set_block_number(100);
        assert_noop!(act(101, remark("one")), Error::<Test>::Expired);
        assert_noop!(act(99 - MESSAGE_LONGEVITY_BLOCKS, remark("one")), Error::<Test>::Expired);

        let key = ed25519::Pair::from_seed(&[6; 32]).public();
        let signature = pair().sign(b"");
        let origin = RuntimeOrigin::signed(pair().public().into());
        let result = Flows::act(origin, key, 100, Box::new(remark("one")), signature);
        assert_noop!(result.map_err(|failed| failed.error), Error::<Test>::NotYours);

        let nobody = RuntimeOrigin::none();
        let result = Flows::act(nobody, key, 100, Box::new(remark("one")), signature);
        assert_noop!(result.map_err(|failed| failed.error), BadOrigin);
    });
}

#[test]
fn forgets_messages_that_cannot_be_repeated() {
    build_and_execute(|| {
        for number in 0..MAX_MESSAGES {
            assert_ok!(act(1, remark(&number.to_string())));
        }
        assert_noop!(act(1, remark("more")), Error::<Test>::TooManyMessages);
        // Nobody pays for what fails without being noted, and could be repeated.
        let more = message(1, remark("more"));
        assert_eq!(validity(&more), Err(InvalidTransaction::ExhaustsResources.into()));
        let in_block = validity_in(TransactionSource::InBlock, &more);
        assert_eq!(in_block, Err(InvalidTransaction::Future.into()));

        System::set_block_number(1 + MESSAGE_LONGEVITY_BLOCKS);
        assert_noop!(act(2, remark("more")), Error::<Test>::TooManyMessages);
        System::set_block_number(2 + MESSAGE_LONGEVITY_BLOCKS);
        assert_ok!(validity(&message(2, remark("more"))));
        assert_ok!(act(2, remark("more")));

        assert_eq!(Messages::<Test>::get(AccountId32::from(pair().public())).len(), 1);
    });
}

#[test]
fn reports_wait_for_the_ones_before_them() {
    build_and_execute(|| {
        let first = validity(&message(1, report(0))).unwrap();
        let second = validity(&message(1, report(1))).unwrap();

        assert_eq!(first.requires, Vec::<Vec<u8>>::new());
        assert_eq!(second.requires, first.provides);
        let in_block = |one| validity_in(TransactionSource::InBlock, &message(1, one));
        assert_ok!(in_block(report(0)));
        let early = in_block(report(1));
        assert_eq!(early, Err(InvalidTransaction::Future.into()));
        assert_ok!(act(1, report(0)));
        assert_eq!(validity(&message(1, report(1))).unwrap().requires, Vec::<Vec<u8>>::new());
        System::set_block_number(2);
        assert_eq!(validity(&message(2, report(0))), Err(InvalidTransaction::Stale.into()));
    });
}
