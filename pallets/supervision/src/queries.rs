//! What view functions answer.

use alloc::vec::Vec;

use critical_chains_lei::{LEI_LENGTH, Lei};

use crate::{
    Config, Demand, Demands, Freeze, Frozen, Pallet, Review, Reviews, Stop, StopTarget, Stops,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn sorted_stops() -> Vec<(StopTarget, Stop<T::AccountId>)> {
        let mut stops: Vec<_> = Stops::<T>::iter().collect();
        stops.sort_by_key(|(target, _)| *target);
        stops
    }

    pub(crate) fn sorted_frozen() -> Vec<(T::AccountId, Freeze<T::AccountId>)> {
        let mut frozen: Vec<_> = Frozen::<T>::iter().collect();
        frozen.sort_by(|(one, freeze), (other, other_freeze)| {
            (freeze.frozen, one).cmp(&(other_freeze.frozen, other))
        });
        frozen
    }

    pub(crate) fn sorted_reviews() -> Vec<Review<T::AccountId>> {
        let mut reviews: Vec<_> = Reviews::<T>::iter_values().collect();
        reviews.sort_by_key(|review| review.id);
        reviews
    }

    pub(crate) fn sorted_demands_of(institution: [u8; LEI_LENGTH]) -> Vec<Demand<T::AccountId>> {
        let Ok(institution) = Lei::new(institution) else {
            return Vec::new();
        };
        let mut demands: Vec<_> = Demands::<T>::iter_values()
            .filter(|demand| [demand.institution, demand.demanded_by].contains(&institution))
            .collect();
        demands.sort_by_key(|demand| demand.id);
        demands
    }
}
