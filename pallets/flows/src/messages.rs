//! What nodes say by messages, which are no signed extrinsics: a node has no nonce to keep, and
//! may say the same again until it was heard.

use alloc::{vec, vec::Vec};
use codec::Encode;
use polkadot_sdk::{
    frame_support::{
        dispatch::{DispatchResult, GetDispatchInfo},
        ensure,
        traits::{Contains, Get, IsSubType},
        weights::Weight,
    },
    frame_system::{self, pallet_prelude::BlockNumberFor},
    sp_core::ed25519,
    sp_io,
    sp_runtime::{
        SaturatedConversion, Saturating,
        traits::{Convert, Dispatchable, Zero},
        transaction_validity::{
            InvalidTransaction, TransactionSource, TransactionValidityError,
            TransactionValidityWithRefund, ValidTransaction,
        },
    },
};

use crate::{
    Call, Config, Error, Event, MAX_MESSAGES, MESSAGE_DOMAIN, MESSAGE_LONGEVITY_BLOCKS,
    MessageHash, Messages, NextReports, Pallet, RecentMessages,
};

/// How a message ranks in the pool.
enum Place {
    /// Reports of an account come one after the other.
    Report { number: u32, next: u32 },
    /// Everything else comes as it does.
    Any,
}

impl<T: Config> Pallet<T> {
    /// What the key of a node signs for a call at a block: the domain, the hash of the genesis, the
    /// version in which the call is encoded, the block, and the hash of the call. Always 136 bytes or
    /// fewer, and never anything else that the key may sign.
    pub fn message(at: BlockNumberFor<T>, call: &T::NodeCall) -> Vec<u8> {
        let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
        let version = T::Version::get().transaction_version;
        let hash = sp_io::hashing::blake2_256(&call.encode());
        (MESSAGE_DOMAIN, genesis, version, at, hash).encode()
    }

    /// Whether a message may become part of a block.
    ///
    /// What would fail there for a reason that shows before is kept out: a message that fails without
    /// being noted could be repeated by others, at the cost of the institution.
    pub(crate) fn authorise_act(
        source: TransactionSource,
        key: &ed25519::Public,
        at: BlockNumberFor<T>,
        call: &T::NodeCall,
        signature: &ed25519::Signature,
    ) -> TransactionValidityWithRefund {
        let refuse = |reason: InvalidTransaction| Err(TransactionValidityError::from(reason));
        let now = frame_system::Pallet::<T>::block_number();
        if at > now {
            return refuse(InvalidTransaction::Future);
        }
        let age: u32 = now.saturating_sub(at).saturated_into();
        let Some(longevity) = MESSAGE_LONGEVITY_BLOCKS.checked_sub(age) else {
            return refuse(InvalidTransaction::Stale);
        };
        if !T::CallsOfNodes::contains(call) {
            return refuse(InvalidTransaction::Call);
        }
        let account = T::AccountOfKey::convert(*key);
        let place = Self::place(&account, call);
        let is_done = matches!(place, Place::Report { number, next } if number < next);
        let hash = message_hash(at, call);
        let recent = Messages::<T>::get(&account);
        if is_done || recent.iter().any(|(_, known)| *known == hash) {
            return refuse(InvalidTransaction::Stale);
        }
        let is_early = matches!(place, Place::Report { number, next } if number > next);
        // Those before it may be in the pool, but nothing comes after it in a block.
        if is_early && source == TransactionSource::InBlock {
            return refuse(InvalidTransaction::Future);
        }
        if Self::room_in(&recent) == 0 {
            return refuse(match source {
                // An author would take the other for a full block.
                TransactionSource::InBlock => InvalidTransaction::Future,
                TransactionSource::Local | TransactionSource::External => {
                    InvalidTransaction::ExhaustsResources
                }
            });
        }
        if !sp_io::crypto::ed25519_verify(signature, &Self::message(at, call), key) {
            return refuse(InvalidTransaction::BadProof);
        }
        let tag = |number: u32| ("report", &account, number).encode();
        let (provides, requires) = match place {
            Place::Report { number, next } => (
                tag(number),
                number.checked_sub(1).filter(|_| number > next).map(tag).into_iter().collect(),
            ),
            Place::Any => (("message", &account, hash).encode(), vec![]),
        };
        let validity = ValidTransaction {
            priority: 0,
            requires,
            provides: vec![provides],
            longevity: longevity.max(1).into(),
            propagate: true,
        };
        Ok((validity, Weight::zero()))
    }

    /// How many messages an account can send at present.
    pub(crate) fn room_for_messages(account: &T::AccountId) -> u32 {
        Self::room_in(&Messages::<T>::get(account))
    }

    fn room_in(recent: &RecentMessages<BlockNumberFor<T>>) -> u32 {
        let oldest = Self::oldest_message();
        let counting = recent.iter().filter(|(at, _)| *at >= oldest).count();
        MAX_MESSAGES.saturating_sub(counting.saturated_into())
    }

    /// The first block at which a message can have been signed.
    fn oldest_message() -> BlockNumberFor<T> {
        let now = frame_system::Pallet::<T>::block_number();
        now.saturating_sub(MESSAGE_LONGEVITY_BLOCKS.into())
    }

    fn place(account: &T::AccountId, call: &T::NodeCall) -> Place {
        match IsSubType::<Call<T>>::is_sub_type(call) {
            Some(Call::report { report }) => {
                Place::Report { number: report.number, next: NextReports::<T>::get(account) }
            }
            _ => Place::Any,
        }
    }

    /// Makes the call of a message, and tells what it weighed. Whatever comes of it, the message was
    /// here and counts.
    pub(crate) fn do_act(
        origin: T::RuntimeOrigin,
        account: T::AccountId,
        key: ed25519::Public,
        at: BlockNumberFor<T>,
        call: T::NodeCall,
    ) -> Result<Weight, Error<T>> {
        ensure!(T::AccountOfKey::convert(key) == account, Error::<T>::NotYours);
        ensure!(T::CallsOfNodes::contains(&call), Error::<T>::CallNotAllowed);
        let now = frame_system::Pallet::<T>::block_number();
        ensure!(at <= now && at >= Self::oldest_message(), Error::<T>::Expired);
        Self::note(&account, (at, message_hash(at, &call)))?;

        let reserved = call.get_dispatch_info().call_weight;
        let (info, result): (_, DispatchResult) = match call.dispatch(origin) {
            Ok(info) => (info, Ok(())),
            Err(failed) => (failed.post_info, Err(failed.error)),
        };
        Self::deposit_event(Event::NodeActed { account, result });
        Ok(info.actual_weight.map_or(reserved, |actual| actual.min(reserved)))
    }

    /// Notes a message, and forgets those that are too old to be repeated.
    fn note(
        account: &T::AccountId,
        message: (BlockNumberFor<T>, MessageHash),
    ) -> Result<(), Error<T>> {
        Messages::<T>::try_mutate(account, |recent| {
            ensure!(recent.iter().all(|(_, known)| *known != message.1), Error::<T>::AlreadyExists);
            let oldest = Self::oldest_message();
            recent.retain(|(at, _)| *at >= oldest);
            recent.try_push(message).map_err(|_| Error::<T>::TooManyMessages)
        })
    }
}

fn message_hash<BlockNumber: Encode>(at: BlockNumber, call: &impl Encode) -> MessageHash {
    sp_io::hashing::blake2_128(&(at, call).encode())
}
