//! Benchmarks of the calls and hooks, at their worst: longest texts, fullest lists.
//!
//! They are measured with the `Access` of the runtime, whose weight the calls add once more.

use alloc::{format, vec, vec::Vec};

use critical_chains_lei::Lei;
use critical_chains_policy::Name;
use polkadot_sdk::{
    frame_benchmarking::{account, v2::*},
    frame_support::{
        BoundedVec,
        traits::{EnsureOrigin, Get},
    },
    frame_system::{self, pallet_prelude::OriginFor},
};

use crate::{
    Access, Answer, Call, Config, Demand, Demands, DemandsDue, DueList, Event, Finding, Freeze,
    Frozen, MAX_DUE_PER_BLOCK, MAX_REASON_BYTES, NextDemand, NextDue, NextReview, OpenDemands,
    Pallet, Reason, Review, ReviewOf, Reviews, ReviewsDue, Stop, StopLapses, StopRecord,
    StopRecords, StopTarget, Stops,
};

/// A date that does not come.
const NEVER: u64 = u64::MAX;

type Acting<T> = (OriginFor<T>, <T as frame_system::Config>::AccountId, Lei);

/// An origin, and whom it acts for.
fn acting<T, O>() -> Result<Acting<T>, BenchmarkError>
where
    T: Config,
    O: EnsureOrigin<OriginFor<T>, Success = (T::AccountId, Lei)>,
{
    let nobody = || BenchmarkError::Stop("the origin has no account for benchmarks");
    let origin = O::try_successful_origin().map_err(|()| nobody())?;
    let (account, institution) = O::ensure_origin(origin.clone()).map_err(|_| nobody())?;
    Ok((origin, account, institution))
}

fn consortium<T: Config>() -> Result<OriginFor<T>, BenchmarkError> {
    T::ConsortiumOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

fn longest_reason() -> Reason {
    vec![b'x'; MAX_REASON_BYTES as usize].try_into().unwrap_or_default()
}

/// An institution for which no origin acts.
fn other_institution() -> Result<Lei, BenchmarkError> {
    Lei::from_prefix(*b"BENCHMARKINVENTED0").map_err(|_| BenchmarkError::Stop("no LEI"))
}

/// A target whose name is as long as names get.
fn target(number: u32) -> Result<StopTarget, BenchmarkError> {
    let name: Result<Name, _> = format!("benchmark.{number:022}").parse();
    name.map(StopTarget::Permission).map_err(|_| BenchmarkError::Stop("no name"))
}

fn bounded<K, S: Get<u32>>(list: Vec<K>) -> Result<BoundedVec<K, S>, BenchmarkError> {
    list.try_into().map_err(|_| BenchmarkError::Stop("too many entries"))
}

/// Stops these targets for an institution, all of which lapse at one time.
fn insert_stops<T: Config>(
    institution: Lei,
    targets: &[StopTarget],
    lapses: u64,
) -> Result<(), BenchmarkError> {
    let mut records = StopRecords::<T>::get(institution).into_inner();
    let mut dates = StopLapses::<T>::get().into_inner();
    for target in targets {
        let stop = Stop {
            institution,
            account: account("supervisor", 0, 0),
            reason: longest_reason(),
            stopped: 0,
            lapses: Some(lapses),
        };
        Stops::<T>::insert(target, stop);
        records.push(StopRecord { target: *target, paused_until: None });
        dates.push((lapses, *target));
    }
    dates.sort();
    StopRecords::<T>::insert(institution, bounded(records)?);
    StopLapses::<T>::put(bounded(dates)?);
    Ok(())
}

/// Stops `count` targets that nobody else stops.
fn fill_stops<T: Config>(institution: Lei, count: u32, lapses: u64) -> Result<(), BenchmarkError> {
    let offset = Stops::<T>::count();
    let targets = (0..count).map(|number| target(offset.saturating_add(number)));
    insert_stops::<T>(institution, &targets.collect::<Result<Vec<_>, _>>()?, lapses)
}

/// Opens `count` reviews of an institution, the last of which is of this account.
fn fill_reviews<T: Config>(
    institution: Lei,
    last: T::AccountId,
    count: u32,
    due: u64,
) -> Result<(), BenchmarkError> {
    let mut dates: DueList<_, T::MaxOpenReviews> = ReviewsDue::<T>::get();
    let first = NextReview::<T>::get();
    for id in first..first.saturating_add(count) {
        let reviewed = if id.saturating_add(1) == first.saturating_add(count) {
            last.clone()
        } else {
            account("operator", id, 0)
        };
        let review = Review {
            id,
            account: reviewed.clone(),
            institution,
            role: Name::constant("benchmark"),
            reason: longest_reason(),
            taken: 0,
            due,
            overdue_reported: false,
        };
        Reviews::<T>::insert(id, review);
        ReviewOf::<T>::insert(reviewed, id);
        dates.try_push((due, id)).map_err(|_| BenchmarkError::Stop("too many reviews"))?;
    }
    dates.sort();
    ReviewsDue::<T>::put(dates);
    NextReview::<T>::put(first.saturating_add(count));
    Ok(())
}

/// Makes `count` demands of one institution to another.
fn fill_demands<T: Config>(
    demanded_by: Lei,
    institution: Lei,
    count: u32,
    deadline: u64,
) -> Result<(), BenchmarkError> {
    let mut dates: DueList<_, T::MaxDemands> = DemandsDue::<T>::get();
    let first = NextDemand::<T>::get();
    for id in first..first.saturating_add(count) {
        let demand = Demand {
            id,
            institution,
            demanded_by,
            account: account("supervisor", 0, 0),
            about: longest_reason(),
            demanded: 0,
            deadline,
            answer: None::<Answer<T::AccountId>>,
            overdue_reported: false,
        };
        Demands::<T>::insert(id, demand);
        dates.try_push((deadline, id)).map_err(|_| BenchmarkError::Stop("too many demands"))?;
    }
    dates.sort();
    DemandsDue::<T>::put(dates);
    NextDemand::<T>::put(first.saturating_add(count));
    OpenDemands::<T>::mutate(demanded_by, |open| *open = open.saturating_add(count));
    Ok(())
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark(pov_mode = Measured)]
    fn stop() -> Result<(), BenchmarkError> {
        let (origin, _, institution) = acting::<T, T::StopOrigin>()?;
        let target = T::Access::benchmark_target();
        fill_stops::<T>(institution, T::MaxStops::get().saturating_sub(1), NEVER)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, target, longest_reason());

        assert!(Stops::<T>::contains_key(target));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn confirm_stop() -> Result<(), BenchmarkError> {
        let (origin, target) = (consortium::<T>()?, target(0)?);
        fill_stops::<T>(other_institution()?, T::MaxStops::get(), NEVER)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, target);

        assert_eq!(Stops::<T>::get(target).map(|stopped| stopped.is_confirmed()), Some(true));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn lift_stop() -> Result<(), BenchmarkError> {
        let (origin, _, institution) = acting::<T, T::StopOrigin>()?;
        let target = T::Access::benchmark_target();
        T::Access::stop(&target)?;
        fill_stops::<T>(institution, T::MaxStops::get().saturating_sub(1), NEVER)?;
        insert_stops::<T>(institution, &[target], NEVER)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, target);

        assert!(!Stops::<T>::contains_key(target));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn freeze_account() -> Result<(), BenchmarkError> {
        let (origin, _, _) = acting::<T, T::FreezeOrigin>()?;
        let frozen = T::Access::benchmark_account();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, frozen.clone(), longest_reason());

        assert!(Frozen::<T>::contains_key(frozen));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn unfreeze_account() -> Result<(), BenchmarkError> {
        let (origin, by, institution) = acting::<T, T::FreezeOrigin>()?;
        let frozen = T::Access::benchmark_account();
        T::Access::freeze(&frozen)?;
        let entry = Freeze { institution, account: by, reason: longest_reason(), frozen: 0 };
        Frozen::<T>::insert(&frozen, entry);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, frozen.clone());

        assert!(!Frozen::<T>::contains_key(frozen));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn break_glass() -> Result<(), BenchmarkError> {
        let (origin, holder, institution) = acting::<T, T::BreakGlassOrigin>()?;
        let role = T::Access::benchmark_role(&holder);
        let others = T::MaxOpenReviews::get().saturating_sub(1);
        fill_reviews::<T>(institution, account("operator", u32::MAX, 0), others, NEVER)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, role, longest_reason());

        assert_eq!(ReviewOf::<T>::get(holder), Some(others));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn review_access() -> Result<(), BenchmarkError> {
        let (origin, _, _) = acting::<T, T::ReviewOrigin>()?;
        let (_, holder, _) = acting::<T, T::BreakGlassOrigin>()?;
        let role = T::Access::benchmark_role(&holder);
        T::Access::take_emergency_role(&holder, &role, NEVER)?;
        let id = T::MaxOpenReviews::get().saturating_sub(1);
        fill_reviews::<T>(other_institution()?, holder, T::MaxOpenReviews::get(), NEVER)?;
        Reviews::<T>::mutate(id, |review| {
            if let Some(review) = review {
                review.role = role;
            }
        });

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id, Finding::Misused, longest_reason());

        assert!(!Reviews::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn demand_explanation() -> Result<(), BenchmarkError> {
        let (origin, account, demanded_by) = acting::<T, T::DemandOrigin>()?;
        let (_, _, institution) = acting::<T, T::AnswerOrigin>()?;
        let id = T::MaxDemands::get().saturating_sub(1);
        fill_demands::<T>(other_institution()?, institution, id, NEVER)?;
        let deadline = Pallet::<T>::now_millis().saturating_add(1);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, institution.into(), longest_reason(), deadline);

        let about = longest_reason();
        let demanded = Event::<T>::ExplanationDemanded {
            id,
            institution,
            demanded_by,
            account,
            about,
            deadline,
        };
        frame_system::Pallet::<T>::assert_last_event(demanded.into());
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn answer_demand() -> Result<(), BenchmarkError> {
        let (origin, _, institution) = acting::<T, T::AnswerOrigin>()?;
        fill_demands::<T>(other_institution()?, institution, T::MaxDemands::get(), NEVER)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, 0, [7; 32]);

        assert_eq!(Demands::<T>::get(0).map(|demand| demand.answer.is_some()), Some(true));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn close_demand() -> Result<(), BenchmarkError> {
        let (origin, _, demanded_by) = acting::<T, T::DemandOrigin>()?;
        fill_demands::<T>(demanded_by, other_institution()?, T::MaxDemands::get(), NEVER)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, 0);

        assert!(!Demands::<T>::contains_key(0));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn on_initialize_idle() -> Result<(), BenchmarkError> {
        NextDue::<T>::put(NEVER);

        #[block]
        {
            Pallet::<T>::begin_block();
        }

        assert_eq!(NextDue::<T>::get(), Some(NEVER));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn on_initialize(
        s: Linear<0, { MAX_DUE_PER_BLOCK.min(T::MaxStops::get()) }>,
        r: Linear<0, { MAX_DUE_PER_BLOCK.min(T::MaxOpenReviews::get()) }>,
        d: Linear<0, { MAX_DUE_PER_BLOCK.min(T::MaxDemands::get()) }>,
    ) -> Result<(), BenchmarkError> {
        let institution = other_institution()?;
        let now = Pallet::<T>::now_millis();
        for (count, date) in [(s, now), (T::MaxStops::get().saturating_sub(s), NEVER)] {
            fill_stops::<T>(institution, count, date)?;
        }
        for (count, date) in [(r, now), (T::MaxOpenReviews::get().saturating_sub(r), NEVER)] {
            fill_reviews::<T>(institution, account("operator", u32::MAX, count), count, date)?;
        }
        for (count, date) in [(d, now), (T::MaxDemands::get().saturating_sub(d), NEVER)] {
            fill_demands::<T>(institution, institution, count, date)?;
        }
        NextDue::<T>::put(now);

        #[block]
        {
            Pallet::<T>::begin_block();
        }

        assert_eq!(Stops::<T>::count(), T::MaxStops::get().saturating_sub(s));
        assert!(NextDue::<T>::get() == Some(NEVER) || NextDue::<T>::get().is_none());
        Ok(())
    }

    impl_benchmark_test_suite!(
        Pallet,
        crate::tests::mock::new_test_ext(),
        crate::tests::mock::Test
    );
}
