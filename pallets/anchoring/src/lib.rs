#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calendar;
mod calls;
mod invariants;
mod runtime_api;
#[cfg(test)]
mod tests;
mod types;
mod weights;

pub use pallet::*;
pub use runtime_api::*;
pub use types::*;
pub use weights::WeightInfo;

/// Storage, calls, events and errors. The crate's documentation explains them.
// The prelude brings the attributes into scope without their `pallet::` too.
#[allow(unused_qualifications)]
#[polkadot_sdk::frame_support::pallet]
pub mod pallet {
    use alloc::vec::Vec;

    use critical_chains_integrity::{Hash, anchor::Anchor, calendar::CalendarLeaf};
    use critical_chains_lei::{LEI_LENGTH, Lei};
    use polkadot_sdk::{
        frame_support::{pallet_prelude::*, traits::UnixTime, weights::Weight},
        frame_system::pallet_prelude::*,
    };

    use crate::{Batch, CalendarState, StreamState, WeightInfo};

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What this pallet asks of the runtime.
    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<Hash: Into<Hash>> {
        /// Accounts that open streams for their institution, with the institution.
        type OpenOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Accounts that anchor for their institution, with the institution.
        type AnchorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Accounts that close streams of their institution, with the institution.
        type CloseOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Accounts that freeze and thaw anybody's streams, with the Authority they act for.
        type FreezeOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// The time of the block. In `on_finalize` it must be the one of the block that ends.
        type Time: UnixTime;

        /// Most batches in one `anchor_batches`.
        #[pallet::constant]
        type MaxBatchesPerCall: Get<u32>;

        /// Most anchors in one block.
        #[pallet::constant]
        type MaxAnchorsPerBlock: Get<u32>;

        /// Most streams of one institution, closed ones included.
        #[pallet::constant]
        type MaxStreamsPerInstitution: Get<u32>;

        /// How far the end of a batch's interval may lie after the time of the block, in
        /// milliseconds: the clocks of institution and validators differ.
        #[pallet::constant]
        type MaxClockDriftMillis: Get<u64>;

        /// Weights of the calls and hooks.
        type WeightInfo: WeightInfo;
    }

    /// The streams of each institution, by number: state and head. Streams are never removed, so a
    /// number never means two things.
    #[pallet::storage]
    pub type Streams<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Lei, Twox64Concat, u32, StreamState, OptionQuery>;

    /// The number the next stream of an institution gets, which is also how many it has.
    #[pallet::storage]
    pub type NextStream<T: Config> = StorageMap<_, Blake2_128Concat, Lei, u32, ValueQuery>;

    /// The anchors of this block, in order. They stay until the next block begins, so that they
    /// can be read from the state of the block they belong to.
    // A plain vector, as the events of the system are: appending to a bounded one reads all of it.
    // Its bound is kept by `BlockAnchorCount`.
    #[pallet::storage]
    #[pallet::unbounded]
    pub type BlockAnchors<T: Config> = StorageValue<_, Vec<Anchor>, ValueQuery>;

    /// How many anchors this block has, at most `MaxAnchorsPerBlock`.
    #[pallet::storage]
    pub type BlockAnchorCount<T: Config> = StorageValue<_, u32, ValueQuery>;

    /// The right edge of the calendar's tree: all that is needed to append to it.
    #[pallet::storage]
    pub type Calendar<T: Config> = StorageValue<_, CalendarState, ValueQuery>;

    /// The calendar's last leaf.
    #[pallet::storage]
    pub type LatestLeaf<T: Config> = StorageValue<_, CalendarLeaf, OptionQuery>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An institution has a new stream.
        StreamOpened {
            /// Owner of the stream.
            institution: Lei,
            /// Number of the stream among those of its institution.
            number: u32,
            /// Account that acted for the institution.
            account: T::AccountId,
        },
        /// A batch is anchored.
        BatchAnchored {
            /// Owner of the stream.
            institution: Lei,
            /// Number of the stream among those of its institution.
            stream: u32,
            /// Sequence number of the anchor in its stream.
            sequence: u64,
            /// Hash of the anchor: by it a receipt is asked for.
            anchor: Hash,
            /// Root of the batch tree.
            root: Hash,
            /// Number of records in the batch.
            leaf_count: u64,
        },
        /// A stream has ended. Its anchors stand.
        StreamClosed {
            /// Owner of the stream.
            institution: Lei,
            /// Number of the stream among those of its institution.
            number: u32,
            /// Account that acted for the institution.
            account: T::AccountId,
        },
        /// A stream takes no batches until it is thawed. Its anchors stand.
        StreamFrozen {
            /// Owner of the stream.
            institution: Lei,
            /// Number of the stream among those of its institution.
            number: u32,
            /// The Authority that froze it.
            by: Lei,
            /// Account that acted for the Authority.
            account: T::AccountId,
        },
        /// A stream takes batches again.
        StreamThawed {
            /// Owner of the stream.
            institution: Lei,
            /// Number of the stream among those of its institution.
            number: u32,
            /// The Authority that thawed it.
            by: Lei,
            /// Account that acted for the Authority.
            account: T::AccountId,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The institution has no stream of this number. Open one with `open_stream` and use the
        /// number in its event.
        StreamNotFound,
        /// The stream is closed and takes no more batches. Open another.
        StreamClosed,
        /// An Authority has frozen the stream. Ask it.
        StreamFrozen,
        /// The stream is not frozen. Nothing needs to be done.
        StreamNotFrozen,
        /// The institution has as many streams as it may have, closed ones included. Use one that
        /// is open.
        TooManyStreams,
        /// This block has no room for so many anchors. Submit again: the next block has.
        TooManyAnchors,
        /// The call names no batch. Submit at least one.
        EmptyCall,
        /// A batch has no records, an interval that ends before it begins, or a profile other than
        /// 1 to 64 characters of `a-z 0-9 . : _ -`. Correct it and submit again.
        InvalidBatch,
        /// A batch's interval ends later than now. Check the clock of the machine that made the
        /// batch, or wait.
        IntervalInFuture,
        /// These very batches are the end of the stream already: the anchor that exists is the
        /// stream's head, and the last of these batches. Nothing needs to be done.
        AlreadyAnchored,
        /// The sequence number belongs to another anchor. Another process may write to the stream:
        /// read its head and continue from it.
        StaleSequence,
        /// There are anchors missing before this sequence number. Submit them first, or read the
        /// stream's head and continue from it.
        SequenceGap,
        /// The previous anchor named is not the stream's head. Read the head: the stream has
        /// another history than the caller believes.
        PreviousMismatch,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::begin_block()
        }

        fn on_finalize(_: BlockNumberFor<T>) {
            Self::end_block();
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::frame_support::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Opens the next stream of the caller's institution.
        ///
        /// ## Origin
        /// An account that may open streams. The stream belongs to its institution: whichever of its
        /// accounts may anchor and close can do so.
        ///
        /// ## Details
        /// Numbers count from 0 and are never used twice. The first batch of a stream has sequence
        /// number 1 and 32 zero bytes as previous anchor.
        ///
        /// ## Errors
        /// - [`Error::TooManyStreams`]: the institution has `MaxStreamsPerInstitution` streams.
        ///
        /// ## Events
        /// - [`Event::StreamOpened`] with the number of the stream.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::open_stream())]
        pub fn open_stream(origin: OriginFor<T>) -> DispatchResult {
            let (account, institution) = T::OpenOrigin::ensure_origin(origin)?;
            Self::do_open_stream(account, institution)
        }

        /// Anchors batches at the end of a stream, in the order given.
        ///
        /// ## Origin
        /// An account that may anchor, of the institution that owns the stream.
        ///
        /// ## Details
        /// - `stream`: number of the stream.
        /// - `first_sequence`: sequence number of the first batch, one more than the stream's.
        /// - `previous`: hash of the stream's last anchor, or 32 zero bytes for the first batch.
        ///   Each further batch of the call follows the one before it.
        /// - `batches`: at least one, at most `MaxBatchesPerCall`: root and number of records of
        ///   the batch tree, the interval the records fall into (milliseconds since the Unix
        ///   epoch), and the profile by which records become bytes.
        ///
        /// All batches are anchored or none. Intervals may overlap and need not be in order; they
        /// must not end later than `MaxClockDriftMillis` after the time of the block. Repeating a
        /// call whose success was not seen is safe: it fails with `AlreadyAnchored`.
        ///
        /// ## Errors
        /// - [`Error::EmptyCall`]: no batches.
        /// - [`Error::StreamNotFound`], [`Error::StreamClosed`]: no such stream, or it has ended.
        /// - [`Error::StreamFrozen`]: an Authority has frozen it.
        /// - [`Error::InvalidBatch`]: no records, reversed interval or malformed profile.
        /// - [`Error::IntervalInFuture`]: an interval ends later than now.
        /// - [`Error::AlreadyAnchored`]: the last of these batches is the stream's head, in the
        ///   place named.
        /// - [`Error::StaleSequence`], [`Error::SequenceGap`]: `first_sequence` is too low, too
        ///   high.
        /// - [`Error::PreviousMismatch`]: `previous` is not the hash of the stream's head.
        /// - [`Error::TooManyAnchors`]: the block is full.
        ///
        /// ## Events
        /// - [`Event::BatchAnchored`] for each batch, in order, with the hash of its anchor.
        #[pallet::call_index(1)]
        #[pallet::weight(Pallet::<T>::anchor_batches_weight(batches.len()))]
        pub fn anchor_batches(
            origin: OriginFor<T>,
            stream: u32,
            first_sequence: u64,
            previous: Hash,
            batches: BoundedVec<Batch, T::MaxBatchesPerCall>,
        ) -> DispatchResult {
            let (_, institution) = T::AnchorOrigin::ensure_origin(origin)?;
            Self::do_anchor_batches(institution, stream, first_sequence, previous, batches)
        }

        /// Closes a stream for good.
        ///
        /// ## Origin
        /// An account that may close streams, of the institution that owns the stream.
        ///
        /// ## Details
        /// - `stream`: number of the stream.
        ///
        /// Anchors and receipts of the stream stay valid. It takes no more batches and cannot be
        /// opened again; its number still counts towards `MaxStreamsPerInstitution`.
        ///
        /// ## Errors
        /// - [`Error::StreamNotFound`], [`Error::StreamClosed`]: no such stream, or it has ended.
        ///
        /// ## Events
        /// - [`Event::StreamClosed`].
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::close_stream())]
        pub fn close_stream(origin: OriginFor<T>, stream: u32) -> DispatchResult {
            let (account, institution) = T::CloseOrigin::ensure_origin(origin)?;
            Self::do_close_stream(account, institution, stream)
        }

        /// Freezes a stream: it takes no batches until it is thawed, and cannot be closed.
        ///
        /// ## Origin
        /// An account that may freeze streams of anybody.
        ///
        /// ## Details
        /// - `institution`: LEI of the owner.
        /// - `stream`: number of the stream.
        ///
        /// Its anchors and receipts stay valid.
        ///
        /// ## Errors
        /// - [`Error::StreamNotFound`], [`Error::StreamClosed`], [`Error::StreamFrozen`]: no such
        ///   stream, or it is not open.
        ///
        /// ## Events
        /// - [`Event::StreamFrozen`].
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::close_stream())]
        pub fn freeze_stream(
            origin: OriginFor<T>,
            institution: [u8; LEI_LENGTH],
            stream: u32,
        ) -> DispatchResult {
            let (account, by) = T::FreezeOrigin::ensure_origin(origin)?;
            Self::do_freeze_stream(account, by, institution, stream)
        }

        /// Thaws a stream: it takes batches again.
        ///
        /// ## Origin
        /// An account that may freeze streams of anybody.
        ///
        /// ## Details
        /// - `institution`: LEI of the owner.
        /// - `stream`: number of the stream.
        ///
        /// ## Errors
        /// - [`Error::StreamNotFound`], [`Error::StreamNotFrozen`]: no such stream, or it is not
        ///   frozen.
        ///
        /// ## Events
        /// - [`Event::StreamThawed`].
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::close_stream())]
        pub fn thaw_stream(
            origin: OriginFor<T>,
            institution: [u8; LEI_LENGTH],
            stream: u32,
        ) -> DispatchResult {
            let (account, by) = T::FreezeOrigin::ensure_origin(origin)?;
            Self::do_thaw_stream(account, by, institution, stream)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The anchors of this block, in the order of the block tree.
        pub fn block_anchors() -> Vec<Anchor> {
            BlockAnchors::<T>::get()
        }

        /// The calendar's last leaf: this block's once the block is complete.
        pub fn calendar_leaf() -> Option<CalendarLeaf> {
            LatestLeaf::<T>::get()
        }

        /// Size of the calendar and the roots of its perfect subtrees, largest first.
        pub fn calendar() -> (u64, Vec<Hash>) {
            Calendar::<T>::get().into_parts()
        }

        /// State and head of a stream.
        pub fn stream(institution: Lei, number: u32) -> Option<StreamState> {
            Streams::<T>::get(institution, number)
        }

        /// How many streams an institution has opened. They are numbered from 0.
        pub fn stream_count(institution: Lei) -> u32 {
            NextStream::<T>::get(institution)
        }
    }
}
