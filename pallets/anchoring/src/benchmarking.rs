//! Benchmarks of the calls and hooks, at their worst: longest profiles, fullest calendar.

use alloc::{vec, vec::Vec};

use critical_chains_integrity::{
    Hash,
    anchor::{Anchor, Profile, StreamId},
};
use critical_chains_lei::Lei;
use polkadot_sdk::{
    frame_benchmarking::v2::*,
    frame_support::{
        BoundedVec,
        traits::{EnsureOrigin, Get},
    },
    frame_system::{
        self,
        pallet_prelude::{BlockNumberFor, OriginFor},
    },
};

use crate::{
    Batch, BlockAnchorCount, BlockAnchors, Calendar, CalendarState, Call, Config, Event,
    LatestLeaf, MAX_PROFILE_BYTES, NextStream, Pallet, StreamState, StreamStatus, Streams,
};

const STREAM: u32 = 0;

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

fn open<T: Config>(institution: Lei) {
    Streams::<T>::insert(institution, STREAM, StreamState::opened(0));
    NextStream::<T>::insert(institution, STREAM + 1);
}

fn longest_profile() -> Vec<u8> {
    vec![b'z'; MAX_PROFILE_BYTES as usize]
}

fn batches<T: Config>(
    count: u32,
) -> Result<BoundedVec<Batch, T::MaxBatchesPerCall>, BenchmarkError> {
    let now = Pallet::<T>::now_millis();
    let profile: BoundedVec<_, _> =
        longest_profile().try_into().map_err(|_| BenchmarkError::Stop("profile too long"))?;
    let batches: Vec<_> = (0..count)
        .map(|index| Batch {
            root: [index as u8; 32],
            leaf_count: u64::MAX,
            not_before: now,
            not_after: now,
            profile: profile.clone(),
        })
        .collect();
    batches.try_into().map_err(|_| BenchmarkError::Stop("too many batches"))
}

fn anchors(count: u32, institution: Lei) -> Result<Vec<Anchor>, BenchmarkError> {
    let profile = Profile::new(&longest_profile())
        .map_err(|_| BenchmarkError::Stop("the longest profile is not one"))?;
    Ok((1..=u64::from(count))
        .map(|sequence| Anchor {
            stream: StreamId { institution, number: STREAM },
            sequence,
            previous: [sequence as u8; 32],
            root: [sequence as u8; 32],
            leaf_count: u64::MAX,
            not_before: 0,
            not_after: u64::MAX,
            profile,
        })
        .collect())
}

/// A calendar whose every subtree is merged by the next leaf: more leaves than blocks ever.
fn fullest_calendar() -> Result<CalendarState, BenchmarkError> {
    let size = u64::from(u32::MAX);
    let nodes: Vec<Hash> = vec![[0xff; 32]; size.count_ones() as usize];
    let nodes = nodes.try_into().map_err(|_| BenchmarkError::Stop("too many nodes"))?;
    Ok(CalendarState { size, nodes })
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark(pov_mode = Measured)]
    fn open_stream() -> Result<(), BenchmarkError> {
        let (origin, account, institution) = acting::<T, T::OpenOrigin>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin);

        let opened = Event::<T>::StreamOpened { institution, number: STREAM, account };
        frame_system::Pallet::<T>::assert_last_event(opened.into());
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn anchor_batches(n: Linear<1, { T::MaxBatchesPerCall::get() }>) -> Result<(), BenchmarkError> {
        let (origin, _, institution) = acting::<T, T::AnchorOrigin>()?;
        open::<T>(institution);
        let batches = batches::<T>(n)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, STREAM, 1, Hash::default(), batches);

        assert_eq!(BlockAnchorCount::<T>::get(), n);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn close_stream() -> Result<(), BenchmarkError> {
        let (origin, _, institution) = acting::<T, T::CloseOrigin>()?;
        open::<T>(institution);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, STREAM);

        let status = Streams::<T>::get(institution, STREAM).map(|state| state.status);
        assert_eq!(status, Some(StreamStatus::Closed));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn on_initialize() -> Result<(), BenchmarkError> {
        let (_, _, institution) = acting::<T, T::AnchorOrigin>()?;
        let count = T::MaxAnchorsPerBlock::get();
        BlockAnchors::<T>::put(anchors(count, institution)?);
        BlockAnchorCount::<T>::put(count);

        #[block]
        {
            Pallet::<T>::begin_block();
        }

        assert!(!BlockAnchors::<T>::exists());
        Ok(())
    }

    // In a block the anchors are in the overlay, not in the trie: a proof holds none of them.
    #[benchmark(pov_mode = MaxEncodedLen {
        Anchoring::BlockAnchors: Ignored
    })]
    fn on_finalize(n: Linear<0, { T::MaxAnchorsPerBlock::get() }>) -> Result<(), BenchmarkError> {
        let (_, _, institution) = acting::<T, T::AnchorOrigin>()?;
        frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(u32::MAX));
        BlockAnchors::<T>::put(anchors(n, institution)?);
        BlockAnchorCount::<T>::put(n);
        Calendar::<T>::put(fullest_calendar()?);

        #[block]
        {
            Pallet::<T>::end_block();
        }

        assert_eq!(LatestLeaf::<T>::get().map(|leaf| leaf.anchor_count), Some(n));
        Ok(())
    }

    impl_benchmark_test_suite!(
        Pallet,
        crate::tests::mock::new_test_ext(),
        crate::tests::mock::Test
    );
}
