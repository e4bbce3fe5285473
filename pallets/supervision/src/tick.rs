//! What happens by itself, as a block begins.

use codec::FullCodec;
use polkadot_sdk::frame_support::{storage::StorageValue, traits::Get, weights::Weight};

use crate::{
    Access, Config, DemandsDue, DueList, NextDue, Pallet, ReviewsDue, StopLapses, WeightInfo,
    due::{earliest, take_due},
};

impl<T: Config> Pallet<T> {
    /// Lets stops lapse, and tells which reviews and demands are overdue: of each at most
    /// [`MAX_DUE_PER_BLOCK`](crate::MAX_DUE_PER_BLOCK), the rest in the next blocks.
    ///
    /// The time is that of the block before, whose calls came in time if they came in that block.
    pub(crate) fn begin_block() -> Weight {
        let Some(due) = NextDue::<T>::get() else {
            return T::WeightInfo::on_initialize_idle();
        };
        let now = Self::now_millis();
        if now < due {
            return T::WeightInfo::on_initialize_idle();
        }

        let (stops, next_stop) =
            settle::<StopLapses<T>, _, _>(now, |target| Self::lapse_stop(target, now));
        let (reviews, next_review) = settle::<ReviewsDue<T>, _, _>(now, Self::report_review);
        let (demands, next_demand) = settle::<DemandsDue<T>, _, _>(now, Self::report_demand);
        NextDue::<T>::set([next_stop, next_review, next_demand].into_iter().flatten().min());

        T::WeightInfo::on_initialize(stops, reviews, demands)
            .saturating_add(T::Access::weight_of_lift().saturating_mul(stops.into()))
    }
}

/// Settles what is due in one list. Says how much that was, and the earliest date that is left.
fn settle<V, K, S>(now: u64, settle_one: impl Fn(K)) -> (u32, Option<u64>)
where
    V: StorageValue<DueList<K, S>, Query = DueList<K, S>>,
    K: FullCodec,
    S: Get<u32>,
{
    let mut list = V::get();
    let due = take_due(&mut list, now);
    let next = earliest(&list);
    if !due.is_empty() {
        V::put(list);
    }
    let mut settled: u32 = 0;
    for (_, key) in due {
        settle_one(key);
        settled = settled.saturating_add(1);
    }
    (settled, next)
}
