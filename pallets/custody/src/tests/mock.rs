//! A runtime of the system and this pallet, with institutions by the hundreds of their accounts, seats
//! that tests fill, and a clock that they set.

use crate::{self as pallet_custody, *};
use alloc::{collections::BTreeMap, vec::Vec};
use core::time::Duration;
use critical_chains_policy::MILLIS_PER_DAY;
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl, parameter_types,
        sp_runtime::BuildStorage,
        traits::{
            AsEnsureOriginWithArg, ConstU32, EitherOfDiverse, EnsureOrigin, EnsureOriginWithArg,
            Hooks, UnixTime,
        },
    },
    frame_system::{EnsureRoot, EnsureSigned},
    sp_io, *,
};

type Block = frame_system::mocking::MockBlock<Test>;

/// Accounts that register keys for the first institution, and for the second.
pub(crate) const ALICE: u64 = 100;
pub(crate) const BOB: u64 = 200;
/// An account without an institution.
pub(crate) const EVE: u64 = 900;

pub(crate) const DAY: u64 = MILLIS_PER_DAY;
/// Time of the first block: the begin of a day.
pub(crate) const START_MILLIS: u64 = 20_000 * DAY;
pub(crate) const MAX_KEYS: u32 = 4;

construct_runtime!(
    pub enum Test {
        System: frame_system,
        KeyCustody: pallet_custody,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

parameter_types! {
    pub static NowMillis: u64 = START_MILLIS;
    /// How many institutions there are.
    pub static Institutions: u64 = 2;
    // In the storage of the chain, so that each test has its own.
    pub storage SeatKeys: BTreeMap<Lei, Vec<(KeyPurpose, Key)>> = BTreeMap::new();
}

/// The clock of the chain.
pub struct Clock;

impl UnixTime for Clock {
    fn now() -> Duration {
        Duration::from_millis(NowMillis::get())
    }
}

/// Lets pass accounts of institutions, each with the institution of its hundred.
pub struct Acting;

impl EnsureOrigin<RuntimeOrigin> for Acting {
    type Success = (u64, Lei);

    fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
        let account = <EnsureSigned<u64> as EnsureOrigin<_>>::try_origin(origin)?;
        let institution = institution_of(account);
        if TestSeats::is_institution(&institution) {
            Ok((account, institution))
        } else {
            Err(RuntimeOrigin::signed(account))
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::signed(ALICE))
    }
}

/// The same, for the own institution only.
pub struct ActingFor;

impl EnsureOriginWithArg<RuntimeOrigin, Lei> for ActingFor {
    type Success = (u64, Lei);

    fn try_origin(origin: RuntimeOrigin, lei: &Lei) -> Result<Self::Success, RuntimeOrigin> {
        let (account, own) = <Acting as EnsureOrigin<_>>::try_origin(origin)?;
        if own == *lei { Ok((account, own)) } else { Err(RuntimeOrigin::signed(account)) }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin(_: &Lei) -> Result<RuntimeOrigin, ()> {
        Acting::try_successful_origin()
    }
}

/// Seats that are written down.
pub struct TestSeats;

impl Seats for TestSeats {
    fn is_institution(lei: &Lei) -> bool {
        (1..=Institutions::get()).any(|number| institution_of(number * 100) == *lei)
    }

    fn seated() -> Vec<Lei> {
        SeatKeys::get().into_keys().collect()
    }

    fn keys_of(lei: &Lei) -> Vec<(KeyPurpose, Key)> {
        SeatKeys::get().remove(lei).unwrap_or_default()
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_seat(lei: &Lei, keys: &[(KeyPurpose, Key)]) {
        seat(*lei, keys);
    }
}

impl Config for Test {
    type MaxKeys = ConstU32<MAX_KEYS>;
    type RegisterOrigin = Acting;
    type RemoveOrigin = EitherOfDiverse<AsEnsureOriginWithArg<EnsureRoot<u64>>, ActingFor>;
    type RequireOrigin = EnsureRoot<u64>;
    type Seats = TestSeats;
    type Time = Clock;
    type WeightInfo = ();
}

pub(crate) fn institution_of(account: u64) -> Lei {
    let prefix = format!("TESTINSTITUTION{:03}", account / 100);
    Lei::from_prefix(prefix.as_bytes().try_into().unwrap()).unwrap()
}

pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
    let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let mut externalities = sp_io::TestExternalities::new(storage);
    externalities.execute_with(|| System::set_block_number(1));
    externalities
}

/// Runs a test in the first block, and checks the invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        test();
        assert_ok!(KeyCustody::do_try_state());
    });
}

pub(crate) fn signed(account: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

pub(crate) fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

/// Gives an institution a seat with these session keys.
pub(crate) fn seat(lei: Lei, keys: &[(KeyPurpose, Key)]) {
    let mut seats = SeatKeys::get();
    seats.insert(lei, keys.to_vec());
    SeatKeys::set(&seats);
}

pub(crate) fn key(byte: u8) -> Key {
    [byte; 32]
}

/// Custody of a key that votes, without an end but for certified modules.
pub(crate) fn votes(class: CustodyClass) -> Custody {
    let certified = class == CustodyClass::CertifiedModule;
    Custody {
        purpose: KeyPurpose::Votes,
        class,
        evidence: certified.then_some([7; 32]),
        expires: certified.then_some(START_MILLIS + 365 * DAY),
    }
}

/// Requires a class of everybody.
pub(crate) fn require(class: CustodyClass) {
    assert_ok!(KeyCustody::set_requirement(root(), None, Some(class)));
}

/// Begins a block at a time.
pub(crate) fn begin_block_at(millis: u64) {
    NowMillis::set(millis);
    System::set_block_number(System::block_number() + 1);
    KeyCustody::on_initialize(System::block_number());
}

/// Events of this pallet since the last call of this function.
pub(crate) fn events() -> Vec<Event<Test>> {
    let events = System::read_events_for_pallet();
    System::reset_events();
    events
}
