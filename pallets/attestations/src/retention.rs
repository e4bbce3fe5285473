//! What is kept of attestations that have ended, and for how long.
//!
//! The last that ended are kept in the order of their ends. If there is no room, the first of them
//! goes; but what was confirmed counts against its subject until its time is over, so it goes to a
//! shelf of its own, where nothing that anybody raises and clears can drive it out.

use critical_chains_attestation::{State, Subject};
use polkadot_sdk::frame_support::{
    defensive,
    traits::{DefensiveSaturating, Get},
};

use crate::{
    AttestationId, Config, ConfirmedOrder, ConfirmedRange, Ended, EndedAttestation, EndedOrder,
    EndedRange, NextForgotten, Pallet, Subjects,
};

impl<T: Config> Pallet<T> {
    /// Keeps what has ended, if need be at the cost of what ended first.
    pub(crate) fn keep(id: AttestationId, ended: EndedAttestation) {
        let (first, next) = EndedRange::<T>::get();
        let is_full = next.saturating_sub(first) >= T::MaxEnded::get().into();
        let changes_first = is_full || first == next;
        let first = if is_full {
            if let Some(oldest) = EndedOrder::<T>::take(first) {
                Self::put_away(oldest);
            } else {
                defensive!("a gap in the order of ends");
            }
            first.defensive_saturating_add(1)
        } else {
            first
        };
        EndedOrder::<T>::insert(next, id);
        EndedRange::<T>::put((first, next.defensive_saturating_add(1)));
        Ended::<T>::insert(id, ended);
        if changes_first {
            Self::note_next_forgotten();
        }
    }

    /// Puts what was confirmed on its shelf, and forgets everything else.
    fn put_away(id: AttestationId) {
        if !Ended::<T>::get(id).is_some_and(|ended| ended.is_held_against_subject()) {
            return Self::forget(id);
        }
        let (first, next) = ConfirmedRange::<T>::get();
        let first = if next.saturating_sub(first) >= T::MaxConfirmed::get().into() {
            ConfirmedOrder::<T>::take(first).into_iter().for_each(Self::forget);
            first.defensive_saturating_add(1)
        } else {
            first
        };
        ConfirmedOrder::<T>::insert(next, id);
        ConfirmedRange::<T>::put((first, next.defensive_saturating_add(1)));
    }

    /// Forgets what ended first. What is on the shelf ended before everything else.
    pub(crate) fn forget_oldest() {
        let (first, next) = ConfirmedRange::<T>::get();
        let oldest = if first < next {
            ConfirmedRange::<T>::put((first.saturating_add(1), next));
            ConfirmedOrder::<T>::take(first)
        } else {
            let (first, next) = EndedRange::<T>::get();
            EndedRange::<T>::put((first.saturating_add(1).min(next), next));
            EndedOrder::<T>::take(first)
        };
        if let Some(id) = oldest {
            Self::forget(id);
        } else {
            defensive!("nothing has ended");
        }
        Self::note_next_forgotten();
    }

    fn forget(id: AttestationId) {
        match Ended::<T>::take(id) {
            Some(EndedAttestation { subject: Some(subject), .. }) => Self::unlist(&subject, id),
            Some(_) => {}
            None => {
                defensive!("an order of nothing");
            }
        }
    }

    /// Notes when the first is forgotten of all that are kept.
    fn note_next_forgotten() {
        let oldest = ConfirmedOrder::<T>::get(ConfirmedRange::<T>::get().0)
            .or_else(|| EndedOrder::<T>::get(EndedRange::<T>::get().0))
            .and_then(Ended::<T>::get);
        let when = oldest.map(|ended| ended.ended.saturating_add(T::RetentionMillis::get()));
        NextForgotten::<T>::set(when);
    }

    pub(crate) fn unlist(subject: &Subject, id: AttestationId) {
        Subjects::<T>::mutate_exists(subject, |listed| {
            let Some(cases) = listed else { return };
            cases.retain(|case| case.id != id);
            if cases.is_empty() {
                *listed = None;
            }
        });
    }
}

impl EndedAttestation {
    /// Whether it was confirmed and counts against its subject.
    pub(crate) fn is_held_against_subject(&self) -> bool {
        self.outcome == State::Confirmed && self.subject.is_some()
    }
}
