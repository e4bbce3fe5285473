//! What the calls do: load, decide, apply, tell.

use alloc::vec::Vec;

use critical_chains_integrity::{
    Hash,
    anchor::{Profile, StreamId},
    stream::{self, BatchFault, BatchStatement, ExtendError, Link},
};
use critical_chains_lei::{LEI_LENGTH, Lei};
use polkadot_sdk::{
    frame_support::{
        BoundedVec,
        dispatch::{DispatchClass, DispatchResult},
        ensure,
        sp_runtime::{ArithmeticError, DispatchError, SaturatedConversion},
        traits::Get,
        weights::Weight,
    },
    frame_system,
};

use crate::{
    Batch, BlockAnchorCount, BlockAnchors, Config, Error, Event, NextStream, Pallet, StreamState,
    StreamStatus, Streams, WeightInfo,
};

impl<T: Config> Pallet<T> {
    /// Weight of anchoring so many batches, with what their anchors add to the end of the block.
    ///
    /// Each call pays for the finalisation of its own anchors: a block without anchors reserves
    /// nothing for them, and a block full of them cannot exceed its weight. It weighs no less than
    /// its share of the `MaxAnchorsPerBlock`: what has no room waits for another block, instead of
    /// failing in this one.
    pub(crate) fn anchor_batches_weight(batches: usize) -> Weight {
        let batches: u32 = batches.saturated_into();
        let finalisation = T::WeightInfo::on_finalize(batches);
        T::WeightInfo::anchor_batches(batches)
            .saturating_add(finalisation.saturating_sub(T::WeightInfo::on_finalize(0)))
            .max(Self::share_of_block(batches))
    }

    fn share_of_block(batches: u32) -> Weight {
        let limits = T::BlockWeights::get();
        let block = limits.get(DispatchClass::Normal).max_total.unwrap_or(limits.max_block);
        let anchors = u64::from(T::MaxAnchorsPerBlock::get().max(1));
        let share = block.ref_time().div_ceil(anchors).saturating_mul(batches.into());
        Weight::from_parts(share, 0)
    }

    pub(crate) fn do_open_stream(account: T::AccountId, institution: Lei) -> DispatchResult {
        let number = NextStream::<T>::get(institution);
        ensure!(number < T::MaxStreamsPerInstitution::get(), Error::<T>::TooManyStreams);

        let now = frame_system::Pallet::<T>::block_number().saturated_into();
        Streams::<T>::insert(institution, number, StreamState::opened(now));
        // Cannot saturate: `number` is less than a `u32`.
        NextStream::<T>::insert(institution, number.saturating_add(1));

        Self::deposit_event(Event::StreamOpened { institution, number, account });
        Ok(())
    }

    pub(crate) fn do_anchor_batches(
        institution: Lei,
        number: u32,
        first_sequence: u64,
        previous: Hash,
        batches: BoundedVec<Batch, T::MaxBatchesPerCall>,
    ) -> DispatchResult {
        ensure!(!batches.is_empty(), Error::<T>::EmptyCall);
        let state = Streams::<T>::get(institution, number).ok_or(Error::<T>::StreamNotFound)?;
        let statements = Self::statements(batches)?;
        let id = StreamId { institution, number };
        let latest = Self::now_millis().saturating_add(T::MaxClockDriftMillis::get());

        let extended =
            stream::extend(&id, &state.head(), first_sequence, &previous, statements, latest);
        let links = match (extended, state.status) {
            (Ok(links), StreamStatus::Open) => links,
            // A repetition is told from other attempts even when the stream has closed since, or
            // its sender would never learn that the batches are safe.
            (Err(error @ ExtendError::AlreadyAnchored { .. }), _)
            | (Err(error), StreamStatus::Open) => return Err(Self::refusal(&error)),
            (_, StreamStatus::Closed) => return Err(Error::<T>::StreamClosed.into()),
            (_, StreamStatus::Frozen) => return Err(Error::<T>::StreamFrozen.into()),
        };

        let count = BlockAnchorCount::<T>::get().saturating_add(links.len().saturated_into());
        ensure!(count <= T::MaxAnchorsPerBlock::get(), Error::<T>::TooManyAnchors);

        BlockAnchorCount::<T>::put(count);
        Streams::<T>::insert(institution, number, Self::advanced(state, &links));
        for Link { hash, anchor } in links {
            let (sequence, root, leaf_count) = (anchor.sequence, anchor.root, anchor.leaf_count);
            BlockAnchors::<T>::append(anchor);
            Self::deposit_event(Event::BatchAnchored {
                institution,
                stream: number,
                sequence,
                anchor: hash,
                root,
                leaf_count,
            });
        }
        Ok(())
    }

    pub(crate) fn do_close_stream(
        account: T::AccountId,
        institution: Lei,
        number: u32,
    ) -> DispatchResult {
        let state = Streams::<T>::get(institution, number).ok_or(Error::<T>::StreamNotFound)?;
        Self::ensure_open(&state)?;

        let state = StreamState { status: StreamStatus::Closed, ..state };
        Streams::<T>::insert(institution, number, state);

        Self::deposit_event(Event::StreamClosed { institution, number, account });
        Ok(())
    }

    pub(crate) fn do_freeze_stream(
        account: T::AccountId,
        by: Lei,
        institution: [u8; LEI_LENGTH],
        number: u32,
    ) -> DispatchResult {
        let (institution, state) = Self::stream_of(institution, number)?;
        Self::ensure_open(&state)?;

        let state = StreamState { status: StreamStatus::Frozen, ..state };
        Streams::<T>::insert(institution, number, state);
        Self::deposit_event(Event::StreamFrozen { institution, number, by, account });
        Ok(())
    }

    pub(crate) fn do_thaw_stream(
        account: T::AccountId,
        by: Lei,
        institution: [u8; LEI_LENGTH],
        number: u32,
    ) -> DispatchResult {
        let (institution, state) = Self::stream_of(institution, number)?;
        ensure!(state.status == StreamStatus::Frozen, Error::<T>::StreamNotFrozen);

        let state = StreamState { status: StreamStatus::Open, ..state };
        Streams::<T>::insert(institution, number, state);
        Self::deposit_event(Event::StreamThawed { institution, number, by, account });
        Ok(())
    }

    fn stream_of(
        institution: [u8; LEI_LENGTH],
        number: u32,
    ) -> Result<(Lei, StreamState), Error<T>> {
        let institution = Lei::new(institution).map_err(|_| Error::StreamNotFound)?;
        let state = Streams::<T>::get(institution, number).ok_or(Error::StreamNotFound)?;
        Ok((institution, state))
    }

    fn ensure_open(state: &StreamState) -> Result<(), Error<T>> {
        match state.status {
            StreamStatus::Open => Ok(()),
            StreamStatus::Closed => Err(Error::StreamClosed),
            StreamStatus::Frozen => Err(Error::StreamFrozen),
        }
    }

    fn statements(
        batches: BoundedVec<Batch, T::MaxBatchesPerCall>,
    ) -> Result<Vec<BatchStatement>, Error<T>> {
        batches
            .into_iter()
            .map(|Batch { root, leaf_count, not_before, not_after, profile }| {
                let profile = Profile::new(&profile).map_err(|_| Error::<T>::InvalidBatch)?;
                Ok(BatchStatement { root, leaf_count, not_before, not_after, profile })
            })
            .collect()
    }

    fn advanced(state: StreamState, links: &[Link]) -> StreamState {
        links.last().map_or(state, |Link { hash, anchor }| StreamState {
            sequence: anchor.sequence,
            anchor: *hash,
            not_after: anchor.not_after,
            ..state
        })
    }

    fn refusal(error: &ExtendError) -> DispatchError {
        match error {
            ExtendError::Empty => Error::<T>::EmptyCall.into(),
            ExtendError::InvalidBatch { fault, .. } => match fault {
                BatchFault::NoRecords | BatchFault::InvalidInterval { .. } => {
                    Error::<T>::InvalidBatch.into()
                }
                BatchFault::IntervalInFuture { .. } => Error::<T>::IntervalInFuture.into(),
            },
            ExtendError::AlreadyAnchored { .. } => Error::<T>::AlreadyAnchored.into(),
            ExtendError::StaleSequence { .. } => Error::<T>::StaleSequence.into(),
            ExtendError::SequenceGap { .. } => Error::<T>::SequenceGap.into(),
            ExtendError::PreviousMismatch { .. } => Error::<T>::PreviousMismatch.into(),
            ExtendError::SequenceExhausted => ArithmeticError::Overflow.into(),
        }
    }
}
