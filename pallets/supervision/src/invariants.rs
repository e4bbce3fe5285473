//! What is true of the storage between any two extrinsics, numbered so that a failure names its
//! rule.
//!
//! 1. There are as many stops as counted, and not more than allowed.
//! 2. The stops that are not confirmed, and no others, stand in the list of those that lapse.
//! 3. Each stop has one record, with its institution, which has no pause.
//! 4. An institution has at most one record of a target, and none without a pause but for stops.
//! 5. There are as many frozen accounts as counted, and not more than allowed.
//! 6. There are as many open reviews as counted, and not more than allowed.
//! 7. A review has the number under which it is stored, one that was given out.
//! 8. An account waits for one review at most, and the reverse entries agree.
//! 9. The reviews that are not told to be overdue, and no others, stand in the list of those due.
//! 10. There are as many open demands as counted, and not more than allowed.
//! 11. A demand has the number under which it is stored, one that was given out.
//! 12. An institution has as many open demands as it counts, and not more than allowed.
//! 13. The demands that are neither answered nor told to be overdue, and no others, stand in the
//!     list of those due.
//! 14. Nothing is due before `NextDue`, and nothing at all without it.
//! 15. Each text can be shown.
//! 16. Nothing was done later than now.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use critical_chains_lei::Lei;
use polkadot_sdk::frame_support::{ensure, sp_runtime::TryRuntimeError, traits::Get};

use crate::{
    Config, Demands, DemandsDue, DueList, Frozen, NextDemand, NextDue, NextReview, OpenDemands,
    Pallet, Reason, ReviewOf, Reviews, ReviewsDue, StopLapses, StopRecords, Stops, due::earliest,
    is_presentable,
};

type Checked = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
    /// Checks every invariant: for try-runtime, and after every test of a pallet or a runtime.
    pub fn do_try_state() -> Checked {
        Self::check_stops()?;
        Self::check_stop_records()?;
        Self::check_frozen()?;
        Self::check_reviews()?;
        Self::check_demands()?;
        Self::check_next_due()
    }

    fn check_stops() -> Checked {
        let count = Stops::<T>::iter_keys().count();
        ensure!(count == Stops::<T>::count() as usize, "1: stops miscounted");
        ensure!(Stops::<T>::count() <= T::MaxStops::get(), "1: too many stops");
        let mut lapses = Vec::new();
        for (target, stop) in Stops::<T>::iter() {
            let records = StopRecords::<T>::get(stop.institution);
            let own = records.iter().filter(|record| record.target == target);
            ensure!(own.map(|record| record.paused_until).eq([None]), "3: stop without its record");
            lapses.extend(stop.lapses.map(|lapses| (lapses, target)));
            Self::check_said(&stop.reason, stop.stopped)?;
        }
        ensure!(lists(&StopLapses::<T>::get(), lapses), "2: wrong list of stops that lapse");
        Ok(())
    }

    fn check_stop_records() -> Checked {
        for (institution, records) in StopRecords::<T>::iter() {
            let targets: BTreeSet<_> = records.iter().map(|record| record.target).collect();
            ensure!(targets.len() == records.len(), "4: two records of one target");
            for record in records.iter().filter(|record| record.paused_until.is_none()) {
                ensure!(
                    Stops::<T>::get(record.target)
                        .is_some_and(|stop| stop.institution == institution),
                    "4: record of a stop that does not stand"
                );
            }
        }
        Ok(())
    }

    fn check_frozen() -> Checked {
        let count = Frozen::<T>::iter_keys().count();
        ensure!(count == Frozen::<T>::count() as usize, "5: frozen accounts miscounted");
        ensure!(Frozen::<T>::count() <= T::MaxFrozen::get(), "5: too many frozen accounts");
        for freeze in Frozen::<T>::iter_values() {
            Self::check_said(&freeze.reason, freeze.frozen)?;
        }
        Ok(())
    }

    fn check_reviews() -> Checked {
        let count = Reviews::<T>::iter_keys().count();
        ensure!(count == Reviews::<T>::count() as usize, "6: reviews miscounted");
        ensure!(Reviews::<T>::count() <= T::MaxOpenReviews::get(), "6: too many reviews");
        ensure!(ReviewOf::<T>::iter_keys().count() == count, "8: reverse entries differ");
        let mut due = Vec::new();
        for (id, review) in Reviews::<T>::iter() {
            ensure!(id == review.id && id < NextReview::<T>::get(), "7: wrong number of a review");
            ensure!(ReviewOf::<T>::get(&review.account) == Some(id), "8: reverse entry differs");
            if !review.overdue_reported {
                due.push((review.due, id));
            }
            Self::check_said(&review.reason, review.taken)?;
        }
        ensure!(lists(&ReviewsDue::<T>::get(), due), "9: wrong list of reviews due");
        Ok(())
    }

    fn check_demands() -> Checked {
        let count = Demands::<T>::iter_keys().count();
        ensure!(count == Demands::<T>::count() as usize, "10: demands miscounted");
        ensure!(Demands::<T>::count() <= T::MaxDemands::get(), "10: too many demands");
        let mut due = Vec::new();
        let mut open = BTreeMap::<Lei, u32>::new();
        for (id, demand) in Demands::<T>::iter() {
            ensure!(id == demand.id && id < NextDemand::<T>::get(), "11: wrong number of a demand");
            let count = open.entry(demand.demanded_by).or_default();
            *count = count.saturating_add(1);
            if demand.is_awaited() {
                due.push((demand.deadline, id));
            }
            Self::check_said(&demand.about, demand.demanded)?;
            if let Some(answer) = demand.answer {
                Self::check_said(&demand.about, answer.answered)?;
            }
        }
        ensure!(OpenDemands::<T>::iter().collect::<BTreeMap<_, _>>() == open, "12: miscounted");
        ensure!(
            open.values().all(|count| *count <= T::MaxDemandsPerInstitution::get()),
            "12: too many demands of an institution"
        );
        ensure!(lists(&DemandsDue::<T>::get(), due), "13: wrong list of demands due");
        Ok(())
    }

    fn check_next_due() -> Checked {
        let dates = [
            earliest(&StopLapses::<T>::get()),
            earliest(&ReviewsDue::<T>::get()),
            earliest(&DemandsDue::<T>::get()),
        ];
        let next = NextDue::<T>::get();
        ensure!(
            dates.into_iter().flatten().all(|date| next.is_some_and(|next| next <= date)),
            "14: something is due before it is looked for"
        );
        Ok(())
    }

    fn check_said(text: &Reason, millis: u64) -> Checked {
        ensure!(is_presentable(text), "15: text that cannot be shown");
        ensure!(millis <= Self::now_millis(), "16: done in the future");
        Ok(())
    }
}

/// Whether the list has exactly these entries, in order.
fn lists<K: Ord, S>(list: &DueList<K, S>, mut expected: Vec<(u64, K)>) -> bool {
    expected.sort();
    list.iter().eq(expected.iter())
}
