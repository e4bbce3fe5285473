//! A runtime of the system and this pallet, with members and a clock that tests set.

use critical_chains_integrity::Hash;
use critical_chains_lei::Lei;
use polkadot_sdk::{
    frame_support::{
        BoundedVec, assert_ok, construct_runtime, derive_impl,
        dispatch::DispatchResult,
        parameter_types,
        sp_runtime::{BuildStorage, generic::Digest},
        traits::{EnsureOrigin, Hooks, UnixTime},
        weights::Weight,
    },
    frame_system::{self, EnsureSigned, limits},
    sp_core::H256,
    sp_io,
};

use crate as pallet_anchoring;
use crate::{Batch, BlockAnchors, Event, Streams};

type Block = frame_system::mocking::MockBlock<Test>;

/// Accounts of the first bank, and of the second.
pub(crate) const ALICE: u64 = 1;
pub(crate) const ALAN: u64 = 2;
pub(crate) const BOB: u64 = 3;
/// An account of nobody.
pub(crate) const EVE: u64 = 4;

pub(crate) const MAX_BATCHES: u32 = 8;
pub(crate) const MAX_ANCHORS: u32 = 10;
pub(crate) const MAX_STREAMS: u32 = 3;
pub(crate) const DRIFT_MILLIS: u64 = 120_000;
pub(crate) const SLOT_MILLIS: u64 = 2_000;
/// Time of block 0.
pub(crate) const START_MILLIS: u64 = 1_790_000_000_000;

pub(crate) const GENESIS: Hash = [0x69; 32];

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Anchoring: pallet_anchoring,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type BlockWeights = BlockWeights;
}

parameter_types! {
    /// So small that one batch weighs more than its share of a block, and a full call less.
    pub BlockWeights: limits::BlockWeights = limits::BlockWeights::simple_max(
        Weight::from_parts(2_250_000_000, u64::MAX),
    );
    pub const MaxBatchesPerCall: u32 = MAX_BATCHES;
    pub const MaxAnchorsPerBlock: u32 = MAX_ANCHORS;
    pub const MaxStreamsPerInstitution: u32 = MAX_STREAMS;
    pub const MaxClockDriftMillis: u64 = DRIFT_MILLIS;
    pub static NowMillis: u64 = START_MILLIS;
}

/// The clock of the chain.
pub struct Clock;

impl UnixTime for Clock {
    fn now() -> core::time::Duration {
        core::time::Duration::from_millis(NowMillis::get())
    }
}

/// Alice and Alan act for the first bank, Bob for the second, nobody else for anybody.
pub struct EnsureMember;

impl EnsureOrigin<RuntimeOrigin> for EnsureMember {
    type Success = (u64, Lei);

    fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
        let account = EnsureSigned::try_origin(origin)?;
        match account {
            ALICE | ALAN => Ok((account, first_bank())),
            BOB => Ok((account, second_bank())),
            _ => Err(RuntimeOrigin::signed(account)),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::signed(ALICE))
    }
}

impl crate::Config for Test {
    type OpenOrigin = EnsureMember;
    type AnchorOrigin = EnsureMember;
    type CloseOrigin = EnsureMember;
    type FreezeOrigin = EnsureMember;
    type Time = Clock;
    type MaxBatchesPerCall = MaxBatchesPerCall;
    type MaxAnchorsPerBlock = MaxAnchorsPerBlock;
    type MaxStreamsPerInstitution = MaxStreamsPerInstitution;
    type MaxClockDriftMillis = MaxClockDriftMillis;
    type WeightInfo = ();
}

pub(crate) fn first_bank() -> Lei {
    Lei::from_prefix(*b"529900AAAAAAAAAAAA").unwrap()
}

pub(crate) fn second_bank() -> Lei {
    Lei::from_prefix(*b"529900BBBBBBBBBBBB").unwrap()
}

/// Storage after genesis.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
    NowMillis::set(START_MILLIS);
    frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into()
}

/// Runs a test in block 1, ends its last block and checks the invariants before and after that.
pub(crate) fn run(test: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        begin_block(1);
        test();
        assert_ok!(Anchoring::do_try_state());
        end_block();
    });
}

/// Hash by which the blocks of these tests know block `number`.
pub(crate) fn block_hash(number: u64) -> Hash {
    let mut hash = GENESIS;
    hash[..8].iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to ^= from);
    hash
}

pub(crate) fn begin_block(number: u64) {
    let parent = H256(block_hash(number - 1));
    System::reset_events();
    System::initialize(&number, &parent, &Digest::default());
    Anchoring::on_initialize(number);
    NowMillis::set(START_MILLIS + number * SLOT_MILLIS);
}

pub(crate) fn end_block() -> Digest {
    Anchoring::on_finalize(System::block_number());
    assert_ok!(Anchoring::do_try_state());
    System::digest()
}

pub(crate) fn next_block() {
    end_block();
    begin_block(System::block_number() + 1);
}

pub(crate) fn signed(account: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

/// A batch whose root is told by `seed`.
pub(crate) fn batch(seed: u8) -> Batch {
    Batch {
        root: [seed; 32],
        leaf_count: u64::from(seed) + 1,
        not_before: NowMillis::get() - 60_000,
        not_after: NowMillis::get(),
        profile: profile("iso20022:pacs.008.001.08"),
    }
}

pub(crate) fn profile<S: polkadot_sdk::frame_support::traits::Get<u32>>(
    text: &str,
) -> BoundedVec<u8, S> {
    text.as_bytes().to_vec().try_into().unwrap()
}

/// Opens stream 0 of Alice's bank.
pub(crate) fn open() {
    assert_ok!(Anchoring::open_stream(signed(ALICE)));
}

/// Anchors to stream 0 of Alice's bank, where it says.
pub(crate) fn anchor(first_sequence: u64, previous: Hash, batches: Vec<Batch>) -> DispatchResult {
    let batches = batches.try_into().unwrap();
    Anchoring::anchor_batches(signed(ALICE), 0, first_sequence, previous, batches)
}

/// Anchors to the end of stream 0 of Alice's bank.
pub(crate) fn anchor_next(batches: Vec<Batch>) -> DispatchResult {
    let head = Streams::<Test>::get(first_bank(), 0).unwrap().head();
    anchor(head.sequence + 1, head.anchor, batches)
}

/// Hashes of the anchors of this block.
pub(crate) fn anchor_hashes() -> Vec<Hash> {
    BlockAnchors::<Test>::get().iter().map(|anchor| anchor.hash()).collect()
}

/// Events of this pallet in this block.
pub(crate) fn events() -> Vec<Event<Test>> {
    System::read_events_for_pallet()
}
