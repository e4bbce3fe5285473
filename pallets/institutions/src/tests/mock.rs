//! A runtime with the registry and the session pallet, and the helpers of the tests.

use crate::{self as pallet_institutions, *};
use codec::Encode;
use core::time::Duration;
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl,
        dispatch::{DispatchInfo, DispatchResult},
        parameter_types,
        traits::{AsEnsureOriginWithArg, ConstU32, ConstU64, UnixTime},
        weights::Weight,
    },
    frame_system::{EnsureRoot, RawOrigin},
    pallet_balances,
    pallet_session::{self, SessionHandler, historical as pallet_session_historical},
    sp_io::TestExternalities,
    sp_runtime::{
        BuildStorage, KeyTypeId, RuntimeAppPublic, impl_opaque_keys, key_types::DUMMY,
        testing::UintAuthorityId, traits::OpaqueKeys,
    },
    *,
};

pub(super) type Block = frame_system::mocking::MockBlock<Test>;
pub(super) type AccountId = u64;

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Registry: pallet_institutions,
        Balances: pallet_balances,
        Session: pallet_session,
        Historical: pallet_session_historical,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type AccountData = pallet_balances::AccountData<u64>;
    type Block = Block;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
}

impl_opaque_keys! {
    pub struct SessionKeys {
        pub dummy: UintAuthorityId,
    }
}

parameter_types! {
    /// Whether the last session announced a change of validators, as GRANDPA would see it.
    pub static SetChanged: bool = false;
    pub static DefaultQuota: Quota = ROOMY;
    pub static NeededInstitution: Option<Lei> = None;
    pub static NeededAccount: Option<AccountId> = None;
    /// Institutions that lost access or have it again, as their dependants were told.
    pub static AccessNoted: Vec<(Lei, bool)> = vec![];
    pub static NowMillis: u64 = 0;
    /// More than there can be, unless a test says otherwise.
    pub static FaultTolerantSeats: u32 = u32::MAX;
    pub const WindowBlocks: u64 = WINDOW_BLOCKS;
}

pub struct WatchSessions;

impl SessionHandler<AccountId> for WatchSessions {
    const KEY_TYPE_IDS: &'static [KeyTypeId] = &[DUMMY];

    fn on_genesis_session<Keys: OpaqueKeys>(_: &[(AccountId, Keys)]) {}

    fn on_new_session<Keys: OpaqueKeys>(
        changed: bool,
        _: &[(AccountId, Keys)],
        _: &[(AccountId, Keys)],
    ) {
        SetChanged::set(changed);
    }

    fn on_disabled(_: u32) {}
}

impl pallet_session::Config for Test {
    type Currency = Balances;
    type DisablingStrategy = ();
    type KeyDeposit = ConstU64<0>;
    type Keys = SessionKeys;
    type NextSessionRotation = ();
    type RuntimeEvent = RuntimeEvent;
    type SessionHandler = WatchSessions;
    type SessionManager = pallet_session_historical::NoteHistoricalRoot<Test, Registry>;
    type ShouldEndSession = pallet_session::PeriodicSessions<ConstU64<1_000>, ConstU64<1_000>>;
    type ValidatorId = AccountId;
    type ValidatorIdOf = SeatHolder<Test>;
    type WeightInfo = ();
}

impl pallet_session_historical::Config for Test {
    type FullIdentification = Lei;
    type FullIdentificationOf = SeatOfValidator<Test>;
    type RuntimeEvent = RuntimeEvent;
}

/// Accounts may call everything but the registry, which others manage.
pub struct AllButTheRegistry;

impl CallAuthority<Test> for AllButTheRegistry {
    fn authorise(
        _: &AccountId,
        _: &Lei,
        _: &Institution,
        call: &RuntimeCall,
        origin: &RuntimeOrigin,
    ) -> Result<RuntimeOrigin, Refusal> {
        match call {
            RuntimeCall::Registry(_) => Err(Refusal::CallNotAllowed),
            _ => Ok(origin.clone()),
        }
    }

    fn weight(_: &RuntimeCall) -> Weight {
        Weight::from_parts(1_000, 0)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn permitted() -> Result<(AccountId, RuntimeCall), ()> {
        let call = frame_system::Call::remark { remark: Vec::new() };
        Ok((benchmarking::enrolled_member::<Test>(0)?, call.into()))
    }
}

/// Somebody on whom others depend: these institutions may not leave, and these accounts neither.
pub struct Needed;

impl Dependants<AccountId> for Needed {
    fn ensure_can_leave(institution: &Lei) -> DispatchResult {
        let needed = NeededInstitution::get() == Some(*institution);
        if needed { Err("needed".into()) } else { Ok(()) }
    }

    fn note_access(institution: &Lei, _: Kind, active: bool) {
        AccessNoted::mutate(|noted| noted.push((*institution, active)));
    }

    fn forget(account: &AccountId) -> DispatchResult {
        if NeededAccount::get() == Some(*account) { Err("needed".into()) } else { Ok(()) }
    }

    fn weight_to_leave() -> Weight {
        Weight::from_parts(1_000, 0)
    }

    fn weight_to_forget() -> Weight {
        Weight::from_parts(1_000, 0)
    }
}

/// The time, which tests set.
pub struct Clock;

impl UnixTime for Clock {
    fn now() -> Duration {
        Duration::from_millis(NowMillis::get())
    }
}

/// Remarks with an event stand for the calls that authorise themselves, in the name of Bob.
pub struct RemarksWithEvent;

impl ActorOf<RuntimeCall, AccountId> for RemarksWithEvent {
    fn actor_of(call: &RuntimeCall) -> Option<AccountId> {
        matches!(call, RuntimeCall::System(frame_system::Call::remark_with_event { .. }))
            .then_some(2)
    }
}

impl Config for Test {
    type Actors = RemarksWithEvent;
    type CallAuthority = AllButTheRegistry;
    type DefaultQuota = DefaultQuota;
    type Dependants = Needed;
    type EnrolOrigin = AsEnsureOriginWithArg<EnsureRoot<AccountId>>;
    type FaultTolerantSeats = FaultTolerantSeats;
    type ManageOrigin = EnsureRoot<AccountId>;
    type MaxAccountsPerInstitution = ConstU32<3>;
    type MaxInstitutions = ConstU32<5>;
    type MaxSeats = ConstU32<3>;
    type Time = Clock;
    type ValidatorKeys = Session;
    type WeightInfo = ();
    type WindowBlocks = WindowBlocks;
    type WithdrawOrigin = AsEnsureOriginWithArg<EnsureRoot<AccountId>>;
}

pub(super) const WINDOW_BLOCKS: u64 = 10;

/// More than any test uses without wanting to.
pub(super) const ROOMY: Quota = Quota { ref_time: u64::MAX, proof_size: u64::MAX, bytes: u32::MAX };

/// Two institutions that exist from the first block on, with accounts 1, 2 and 11, 12. Accounts 1
/// and 11 validate.
pub(super) const BANK: [u8; 20] = *b"TESTBANK000000000050";
pub(super) const INSURER: [u8; 20] = *b"TESTINSURER000000024";
/// An institution that does not exist at first.
pub(super) const STRANGER: [u8; 20] = *b"TESTSTRANGER00000016";
/// More of them, to reach the bounds.
pub(super) const OTHERS: [[u8; 20]; 3] =
    [*b"TESTOTHER00000000064", *b"TESTFOURTH0000000081", *b"TESTFIFTH00000000065"];

pub(super) fn lei(characters: [u8; 20]) -> Lei {
    Lei::new(characters).unwrap()
}

pub(super) fn name(text: &str) -> Name {
    text.as_bytes().to_vec().try_into().unwrap()
}

pub(super) fn root() -> RuntimeOrigin {
    RawOrigin::Root.into()
}

pub(super) fn signed(account: AccountId) -> RuntimeOrigin {
    RawOrigin::Signed(account).into()
}

pub(super) fn genesis_institution(
    lei: [u8; 20],
    kind: Kind,
    accounts: &[AccountId],
) -> GenesisInstitution<AccountId> {
    GenesisInstitution {
        lei: String::from_utf8(lei.to_vec()).unwrap(),
        name: "Invented".into(),
        kind,
        accounts: accounts.to_vec(),
        validator: accounts.first().copied(),
    }
}

pub(super) fn externalities(institutions: Vec<GenesisInstitution<AccountId>>) -> TestExternalities {
    let keys = institutions
        .iter()
        .filter_map(|institution| institution.validator)
        .map(|account| (account, account, keys_of(account)))
        .collect();
    let genesis = RuntimeGenesisConfig {
        registry: RegistryConfig { institutions },
        session: SessionConfig { keys, ..Default::default() },
        ..Default::default()
    };
    let mut externalities: TestExternalities = genesis.build_storage().unwrap().into();
    externalities.execute_with(|| System::set_block_number(1));
    externalities
}

pub(super) fn two_institutions() -> Vec<GenesisInstitution<AccountId>> {
    vec![
        genesis_institution(BANK, Kind::Bank, &[1, 2]),
        genesis_institution(INSURER, Kind::Insurer, &[11, 12]),
    ]
}

#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> TestExternalities {
    externalities(two_institutions())
}

/// Runs a test on the chain of the two institutions, and checks the invariants after it.
pub(super) fn build_and_execute(test: impl FnOnce()) {
    externalities(two_institutions()).execute_with(|| {
        test();
        Registry::do_try_state().unwrap();
    });
}

pub(super) fn keys_of(account: AccountId) -> SessionKeys {
    SessionKeys { dummy: UintAuthorityId(account) }
}

/// Registers session keys the way a validator does.
pub(super) fn register_keys(account: AccountId) {
    let proof = UintAuthorityId(account).sign(&account.encode()).unwrap().encode();
    assert_ok!(Session::set_keys(signed(account), keys_of(account), proof));
}

/// Rotates twice: a plan takes effect with the session after the next one.
pub(super) fn rotate_twice() {
    Session::rotate_session();
    Session::rotate_session();
}

/// Admits an institution with one account.
pub(super) fn admit(lei: [u8; 20], account: AccountId) {
    assert_ok!(Registry::admit_institution(root(), lei, name("Late"), Kind::TollOperator));
    assert_ok!(Registry::enrol_account(root(), lei, account));
}

/// The event of the registry that was deposited last.
pub(super) fn last_event() -> Event<Test> {
    match System::events().pop().unwrap().event {
        RuntimeEvent::Registry(event) => event,
        other => panic!("last event is {other:?}"),
    }
}

pub(super) fn remark() -> RuntimeCall {
    frame_system::Call::remark { remark: vec![] }.into()
}

/// A call so large that a quota for one is not too small to be set.
pub(super) fn ordinary() -> DispatchInfo {
    weighing(3_000_000_000, 100_000)
}

/// Length of an extrinsic with such a call.
pub(super) const ORDINARY_LEN: usize = 2_000;

/// A call of this weight and proof size.
pub(super) fn weighing(ref_time: u64, proof_size: u64) -> DispatchInfo {
    DispatchInfo { call_weight: Weight::from_parts(ref_time, proof_size), ..Default::default() }
}

/// A quota for `times` extrinsics of this kind.
pub(super) fn quota_for(times: u32, info: &DispatchInfo, len: usize) -> Quota {
    let Cost { weight, bytes } = Registry::cost_of(info, len);
    Quota {
        ref_time: weight.ref_time() * u64::from(times),
        proof_size: weight.proof_size() * u64::from(times),
        bytes: bytes * times,
    }
}
