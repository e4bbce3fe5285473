//! What ends when, minute by minute, and ending it as blocks begin.
//!
//! Each minute has a list of its own, so that what is done about one attestation does not grow with
//! the number of all. The list of a minute is worked off once the minute has begun, so that an end
//! is told at most a minute and a block late; calls look at the very time.

use alloc::vec::Vec;

use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::{
    frame_support::{
        BoundedVec, defensive,
        traits::{ConstU32, UnixTime},
        weights::Weight,
    },
    sp_runtime::SaturatedConversion,
};
use scale_info::TypeInfo;

use crate::{
    Agenda, AttestationId, Config, Error, IndicatorId, NextForgotten, NextMinute, Pallet,
    WeightInfo,
};

/// Most ends in the list of one minute. What has no room is put into one of the next minutes.
pub const MAX_DUE_PER_MINUTE: u32 = 128;

/// How many minutes later something can be told than it ends, if lists are full.
pub const MAX_MINUTES_LATE: u32 = 16;

/// Most ends that are dealt with in one block, and most ended attestations that are forgotten. The
/// others wait for the next.
pub const MAX_DUE_PER_BLOCK: u32 = 8;

/// Most minutes that are looked through in one block, to catch up after a standstill.
pub const MAX_MINUTES_PER_BLOCK: u32 = 32;

const MINUTE_MILLIS: u64 = 60_000;

/// Something that ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Due {
    /// An attestation that nobody decides by then.
    Attestation(AttestationId),
    /// The validity of an indicator.
    Indicator(IndicatorId),
}

/// What ends in one minute.
pub type DueList = BoundedVec<Due, ConstU32<MAX_DUE_PER_MINUTE>>;

/// How much was done as a block began.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Done {
    pub(crate) attestations: u32,
    pub(crate) indicators: u32,
    pub(crate) minutes: u32,
    pub(crate) forgotten: u32,
}

impl<T: Config> Pallet<T> {
    /// Time of the block in milliseconds since the Unix epoch.
    pub(crate) fn now_millis() -> u64 {
        T::Time::now().as_millis().saturated_into()
    }

    /// Notes that something ends, and gives the minute in whose list it is.
    pub(crate) fn schedule(end: u64, due: Due) -> Result<u32, Error<T>> {
        let first: u32 = end.div_ceil(MINUTE_MILLIS).saturated_into();
        for minute in first..=first.saturating_add(MAX_MINUTES_LATE) {
            let added = Agenda::<T>::try_mutate(minute, |list| list.try_push(due));
            if added.is_ok() {
                if NextMinute::<T>::get().is_none_or(|next| minute < next) {
                    NextMinute::<T>::put(minute);
                }
                return Ok(minute);
            }
        }
        Err(Error::TooManyAttestations)
    }

    /// Forgets that something ends in that minute.
    pub(crate) fn unschedule(minute: u32, due: Due) {
        Agenda::<T>::mutate_exists(minute, |list| {
            let Some(dues) = list else { return };
            dues.retain(|other| *other != due);
            if dues.is_empty() {
                *list = None;
            }
        });
    }

    /// Ends what is due, and forgets what was kept long enough: a bounded number of each, the rest
    /// in the next blocks.
    ///
    /// The time is that of the block before, whose calls came in time if they came in that block.
    pub(crate) fn begin_block() -> Weight {
        let now = Self::now_millis();
        let mut done = Done::default();
        Self::work_off(now, &mut done);
        while done.forgotten < MAX_DUE_PER_BLOCK
            && NextForgotten::<T>::get().is_some_and(|when| when <= now)
        {
            Self::forget_oldest();
            done.forgotten = done.forgotten.saturating_add(1);
        }
        let mut weight = T::WeightInfo::on_initialize_idle();
        if done.minutes > 0 {
            weight = weight
                .saturating_add(T::WeightInfo::work_off(done.attestations, done.minutes))
                .saturating_add(T::WeightInfo::lapse_indicators(done.indicators));
        }
        if done.forgotten > 0 {
            weight = weight.saturating_add(T::WeightInfo::forget(done.forgotten));
        }
        weight
    }

    pub(crate) fn work_off(now: u64, done: &mut Done) {
        let current: u32 = now.checked_div(MINUTE_MILLIS).unwrap_or_default().saturated_into();
        let Some(begin) = NextMinute::<T>::get().filter(|begin| *begin <= current) else { return };
        let mut room = MAX_DUE_PER_BLOCK as usize;
        let mut minute = begin;
        while minute <= current && done.minutes < MAX_MINUTES_PER_BLOCK && room > 0 {
            done.minutes = done.minutes.saturating_add(1);
            let mut list = Agenda::<T>::take(minute);
            let taken: Vec<_> = list.drain(..list.len().min(room)).collect();
            room = room.saturating_sub(taken.len());
            if list.is_empty() {
                minute = minute.saturating_add(1);
            } else {
                Agenda::<T>::insert(minute, list);
            }
            for due in taken {
                Self::end_due(due, now, done);
            }
        }
        NextMinute::<T>::put(minute);
    }

    fn end_due(due: Due, now: u64, done: &mut Done) {
        let (ended, counter) = match due {
            Due::Attestation(id) => (Self::expire(id, now), &mut done.attestations),
            Due::Indicator(id) => (Self::lapse(id), &mut done.indicators),
        };
        *counter = counter.saturating_add(1);
        if ended.is_none() {
            defensive!("something ends that is not there");
        }
    }
}
