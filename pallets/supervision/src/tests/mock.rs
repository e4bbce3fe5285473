//! A runtime of the system and this pallet, with institutions by the numbers of their accounts,
//! rights that are written down and nothing else, and a clock that tests set.

use alloc::collections::{BTreeMap, BTreeSet};

use critical_chains_lei::Lei;
use critical_chains_policy::{Name, RoleName};
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl,
        dispatch::DispatchResult,
        ensure, parameter_types,
        sp_runtime::{BuildStorage, DispatchError},
        traits::{EnsureOrigin, Hooks, UnixTime},
        weights::Weight,
    },
    frame_system::{self, EnsureRoot, EnsureSigned},
    sp_io,
};

use crate::{self as pallet_supervision, Event, Reason, StopTarget};

type Block = frame_system::mocking::MockBlock<Test>;

/// Accounts of the first supervisor, and of the second. They stop, freeze and demand.
pub(crate) const SUE: u64 = 100;
pub(crate) const SAM: u64 = 101;
pub(crate) const TESS: u64 = 200;
/// Accounts of the first bank, and of the second. They break the glass.
pub(crate) const ALICE: u64 = 300;
pub(crate) const ALAN: u64 = 301;
pub(crate) const BOB: u64 = 400;
/// An account of nobody.
pub(crate) const EVE: u64 = 900;

pub(crate) const SECOND: u64 = 1_000;
pub(crate) const HOUR: u64 = 3_600 * SECOND;
pub(crate) const DAY: u64 = 24 * HOUR;
pub(crate) const SLOT_MILLIS: u64 = 2 * SECOND;
/// Time of the first block.
pub(crate) const START_MILLIS: u64 = 1_790_000_000_000;

pub(crate) const UNCONFIRMED_MILLIS: u64 = 3 * DAY;
pub(crate) const STOP_PAUSE_MILLIS: u64 = 30 * DAY;
pub(crate) const BREAK_GLASS_MILLIS: u64 = 4 * HOUR;
pub(crate) const REVIEW_MILLIS: u64 = 2 * DAY;
pub(crate) const MAX_DEMAND_MILLIS: u64 = 90 * DAY;
pub(crate) const MAX_STOPS: u32 = 10;
pub(crate) const MAX_FROZEN: u32 = 4;
pub(crate) const MAX_OPEN_REVIEWS: u32 = 10;
pub(crate) const DEMANDS_IN_ALL: u32 = 12;
pub(crate) const MAX_DEMANDS_PER_INSTITUTION: u32 = 8;

/// What the mock of `Access` refuses with.
pub(crate) const REFUSED: DispatchError = DispatchError::Other("refused by Access");

pub(crate) const ANCHORING: StopTarget = StopTarget::Pallet(Name::constant("anchoring"));
pub(crate) const ANCHOR: StopTarget = StopTarget::Permission(Name::constant("anchoring.anchor"));
pub(crate) const UNSTOPPABLE: StopTarget = StopTarget::Pallet(Name::constant("supervision"));
pub(crate) const OPERATOR: RoleName = Name::constant("emergency-operator");
pub(crate) const CLERK: RoleName = Name::constant("clerk");

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Supervision: pallet_supervision,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

parameter_types! {
    pub const StopPauseMillis: u64 = STOP_PAUSE_MILLIS;
    pub const BreakGlassMillis: u64 = BREAK_GLASS_MILLIS;
    pub const ReviewMillis: u64 = REVIEW_MILLIS;
    pub const MaxDemandMillis: u64 = MAX_DEMAND_MILLIS;
    pub const MaxStops: u32 = MAX_STOPS;
    pub const MaxFrozen: u32 = MAX_FROZEN;
    pub const MaxOpenReviews: u32 = MAX_OPEN_REVIEWS;
    pub const MaxDemandsPerInstitution: u32 = MAX_DEMANDS_PER_INSTITUTION;
    pub static MaxDemands: u32 = DEMANDS_IN_ALL;
    pub static StopMillis: u64 = UNCONFIRMED_MILLIS;
    pub static NowMillis: u64 = START_MILLIS;
    /// The institution that is suspended.
    pub static Suspended: Option<Lei> = None;
    // In the storage of the chain, so that it is seen if a call that fails has changed it.
    pub storage StoppedTargets: BTreeSet<StopTarget> = BTreeSet::new();
    pub storage FrozenAccounts: BTreeSet<u64> = BTreeSet::new();
    pub storage EmergencyRoles: BTreeMap<(u64, RoleName), u64> = BTreeMap::new();
}

/// The clock of the chain.
pub struct Clock;

impl UnixTime for Clock {
    fn now() -> core::time::Duration {
        core::time::Duration::from_millis(NowMillis::get())
    }
}

/// Lets pass the accounts of this range, each with the institution of its hundred.
pub struct Acting<const FROM: u64, const BELOW: u64>;

impl<const FROM: u64, const BELOW: u64> EnsureOrigin<RuntimeOrigin> for Acting<FROM, BELOW> {
    type Success = (u64, Lei);

    fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
        let account = EnsureSigned::try_origin(origin)?;
        if (FROM..BELOW).contains(&account) {
            Ok((account, institution_of(account)))
        } else {
            Err(RuntimeOrigin::signed(account))
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::signed(FROM))
    }
}

/// Rights that are written down. What is done twice, or undone without need, is an error of the
/// pallet.
pub struct Rights;

impl crate::Access<u64> for Rights {
    fn stop(target: &StopTarget) -> DispatchResult {
        ensure!(*target != UNSTOPPABLE, REFUSED);
        let mut targets = StoppedTargets::get();
        assert!(targets.insert(*target), "stopped twice");
        StoppedTargets::set(&targets);
        Ok(())
    }

    fn lift(target: &StopTarget) {
        let mut targets = StoppedTargets::get();
        let stood = targets.remove(target);
        assert!(stood || cfg!(feature = "runtime-benchmarks"), "lifted without need");
        StoppedTargets::set(&targets);
    }

    fn freeze(account: &u64) -> DispatchResult {
        ensure!(*account != EVE, REFUSED);
        let mut accounts = FrozenAccounts::get();
        assert!(accounts.insert(*account), "frozen twice");
        FrozenAccounts::set(&accounts);
        Ok(())
    }

    fn unfreeze(account: &u64) {
        let mut accounts = FrozenAccounts::get();
        assert!(accounts.remove(account), "unfrozen without need");
        FrozenAccounts::set(&accounts);
    }

    fn take_emergency_role(account: &u64, role: &RoleName, expires_millis: u64) -> DispatchResult {
        ensure!(*role == OPERATOR, REFUSED);
        let mut roles = EmergencyRoles::get();
        roles.insert((*account, *role), expires_millis);
        EmergencyRoles::set(&roles);
        Ok(())
    }

    fn drop_emergency_role(account: &u64, role: &RoleName) {
        let mut roles = EmergencyRoles::get();
        roles.remove(&(*account, *role));
        EmergencyRoles::set(&roles);
    }

    fn weight_of_stop() -> Weight {
        Weight::from_parts(1, 0)
    }

    fn weight_of_lift() -> Weight {
        Weight::from_parts(20, 0)
    }

    fn weight_of_freeze() -> Weight {
        Weight::from_parts(300, 0)
    }

    fn weight_of_unfreeze() -> Weight {
        Weight::from_parts(4_000, 0)
    }

    fn weight_of_take_emergency_role() -> Weight {
        Weight::from_parts(50_000, 0)
    }

    fn weight_of_drop_emergency_role() -> Weight {
        Weight::from_parts(600_000, 0)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn benchmark_target() -> StopTarget {
        ANCHORING
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn benchmark_account() -> u64 {
        ALICE
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn benchmark_role(_: &u64) -> RoleName {
        OPERATOR
    }
}

/// The supervisors and banks, but for the one that is suspended.
pub struct Registry;

impl crate::Institutions for Registry {
    fn is_institution(institution: &Lei) -> bool {
        let all = [SUE, TESS, ALICE, BOB].map(institution_of);
        all.contains(institution) && Suspended::get() != Some(*institution)
    }
}

impl crate::Config for Test {
    type Access = Rights;
    type AnswerOrigin = Acting<100, 500>;
    type BreakGlassMillis = BreakGlassMillis;
    type BreakGlassOrigin = Acting<300, 500>;
    type ConsortiumOrigin = EnsureRoot<u64>;
    type DemandOrigin = Acting<100, 300>;
    type FreezeOrigin = Acting<100, 300>;
    type Institutions = Registry;
    type MaxDemandMillis = MaxDemandMillis;
    type MaxDemands = MaxDemands;
    type MaxDemandsPerInstitution = MaxDemandsPerInstitution;
    type MaxFrozen = MaxFrozen;
    type MaxOpenReviews = MaxOpenReviews;
    type MaxStops = MaxStops;
    type ReviewMillis = ReviewMillis;
    type ReviewOrigin = Acting<100, 500>;
    type StopMillis = StopMillis;
    type StopOrigin = Acting<100, 300>;
    type StopPauseMillis = StopPauseMillis;
    type Time = Clock;
    type WeightInfo = ();
}

/// The institution for which an account acts.
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
        assert_ok!(Supervision::do_try_state());
    });
}

/// Begins a block, so much later than the one before. Its hooks still see the time of that one.
pub(crate) fn next_block(later: u64) -> Weight {
    System::set_block_number(System::block_number() + 1);
    let weight = Supervision::on_initialize(System::block_number());
    NowMillis::mutate(|now| *now += later);
    weight
}

/// Lets time pass, until what is due then has been settled, if it is not too much for one block.
pub(crate) fn pass(millis: u64) {
    next_block(millis);
    next_block(SLOT_MILLIS);
}

pub(crate) fn signed(account: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

pub(crate) fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

pub(crate) fn reason(text: &str) -> Reason {
    text.as_bytes().to_vec().try_into().unwrap()
}

/// Reasons that no call takes.
pub(crate) fn invalid_reasons() -> [Reason; 4] {
    let bytes = |bytes: &[u8]| bytes.to_vec().try_into().unwrap();
    [bytes(b""), bytes(b" \t"), bytes(b"\xff\xfe"), bytes("two\nlines".as_bytes())]
}

/// One of many targets.
pub(crate) fn target(number: u32) -> StopTarget {
    StopTarget::Permission(format!("pallet.action{number}").parse().unwrap())
}

pub(crate) fn stop(account: u64, target: StopTarget) -> DispatchResult {
    Supervision::stop(signed(account), target, reason("forged records"))
}

pub(crate) fn freeze(account: u64, frozen: u64) -> DispatchResult {
    Supervision::freeze_account(signed(account), frozen, reason("stolen key"))
}

pub(crate) fn break_glass(account: u64) -> DispatchResult {
    Supervision::break_glass(signed(account), OPERATOR, reason("nobody to be reached"))
}

/// Demands an explanation of the institution of an account, within a day.
pub(crate) fn demand(account: u64, of: u64) -> DispatchResult {
    let institution = institution_of(of).into();
    let deadline = NowMillis::get() + DAY;
    Supervision::demand_explanation(signed(account), institution, reason("late batches"), deadline)
}

/// Events of this pallet since the last call of this function.
pub(crate) fn events() -> Vec<Event<Test>> {
    let events = System::read_events_for_pallet();
    System::reset_events();
    events
}

/// The event of this pallet that was deposited last.
pub(crate) fn last_event() -> Event<Test> {
    System::read_events_for_pallet().pop().unwrap()
}
