//! A runtime of the system and this pallet, with institutions by the hundreds of their accounts, a
//! role that some hold, and a clock that tests set.

use alloc::collections::BTreeSet;

use critical_chains_attestation::{
    Marking, ModelId, Statement, Subject, Terms, Thresholds, Typology, Window,
};
use critical_chains_flows::{Detectors, Pseudonym, Reason};
use critical_chains_lei::Lei;
use critical_chains_policy::{Kind, Kinds, Name, RoleName};
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl,
        dispatch::DispatchResult,
        parameter_types,
        sp_runtime::BuildStorage,
        traits::{EnsureOrigin, Hooks, UnixTime},
        weights::Weight,
    },
    frame_system::{self, EnsureRoot, EnsureSigned},
    sp_io::{self, hashing::sha2_256},
};

use crate::{
    self as pallet_attestations, AttestationId, Attesters, Event, IndicatorKind, IndicatorSpec,
    MAX_MINUTES_PER_BLOCK, ModelSpec,
};

type Block = frame_system::mocking::MockBlock<Test>;

/// Accounts of banks.
pub(crate) const ALICE: u64 = 100;
pub(crate) const ALAN: u64 = 101;
pub(crate) const BOB: u64 = 200;
pub(crate) const CLEO: u64 = 300;
pub(crate) const DORA: u64 = 400;
/// An account of an insurer.
pub(crate) const INA: u64 = 500;
/// Accounts of Authorities.
pub(crate) const AVA: u64 = 600;
pub(crate) const ART: u64 = 700;
/// An account of nobody.
pub(crate) const EVE: u64 = 5;

pub(crate) const SECOND: u64 = 1_000;
pub(crate) const MINUTE: u64 = 60 * SECOND;
pub(crate) const HOUR: u64 = 60 * MINUTE;
pub(crate) const DAY: u64 = 24 * HOUR;
/// Time of the first block, which begins a minute.
pub(crate) const START_MILLIS: u64 = 1_790_000_040_000;

/// How long attestations of the models here live.
pub(crate) const LIFETIME: u64 = 7 * DAY;
pub(crate) const RETENTION: u64 = 30 * DAY;

pub(crate) const MAX_MODELS: u32 = 6;
pub(crate) const OPEN_IN_ALL: u32 = 40;
pub(crate) const MAX_OPEN_SHADOWS: u32 = 12;
pub(crate) const OPEN_PER_INSTITUTION: u32 = 16;
pub(crate) const ENDED_KEPT: u32 = 20;
pub(crate) const INDICATORS_IN_ALL: u32 = 20;
pub(crate) const INDICATORS_PER_INSTITUTION: u32 = 12;

pub(crate) const SCOUT: RoleName = Name::constant("scout");
pub(crate) const BANKING: Name = Name::constant("banking");
pub(crate) const LAYERING: ModelId = ModelId { name: Name::constant("layering"), version: 1 };
pub(crate) const CHALLENGER: ModelId = ModelId { name: Name::constant("layering"), version: 2 };

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Attestations: pallet_attestations,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

parameter_types! {
    pub const MaxModels: u32 = MAX_MODELS;
    pub static MaxOpen: u32 = OPEN_IN_ALL;
    pub const MaxOpenShadows: u32 = MAX_OPEN_SHADOWS;
    pub static MaxOpenPerInstitution: u32 = OPEN_PER_INSTITUTION;
    pub static MaxEnded: u32 = ENDED_KEPT;
    pub static MaxConfirmed: u32 = ENDED_KEPT;
    pub static RetentionMillis: u64 = RETENTION;
    pub static MaxIndicators: u32 = INDICATORS_IN_ALL;
    pub const MaxIndicatorsPerInstitution: u32 = INDICATORS_PER_INSTITUTION;
    pub const MaxIndicatorMillis: u64 = 365 * DAY;
    pub static NowMillis: u64 = START_MILLIS;
    /// The institution that is suspended.
    pub static Suspended: Option<Lei> = None;
    /// The accounts that hold the role of scouts.
    pub static Scouts: BTreeSet<u64> = BTreeSet::new();
}

/// The clock of the chain.
pub struct Clock;

impl UnixTime for Clock {
    fn now() -> core::time::Duration {
        core::time::Duration::from_millis(NowMillis::get())
    }
}

/// Lets pass the accounts of institutions.
pub struct Acting;

impl EnsureOrigin<RuntimeOrigin> for Acting {
    type Success = (u64, Lei);

    fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
        let account = EnsureSigned::try_origin(origin)?;
        if account >= ALICE {
            Ok((account, institution_of(account)))
        } else {
            Err(RuntimeOrigin::signed(account))
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::signed(ALICE))
    }
}

/// Institutions by the hundreds, but for the one that is suspended.
pub struct Registry;

impl crate::Members<u64> for Registry {
    fn active_kind(institution: &Lei) -> Option<Kind> {
        if Suspended::get() == Some(*institution) {
            return None;
        }
        let number: u64 = institution.as_str().get(15..18)?.parse().ok()?;
        match number {
            5 => Some(Kind::Insurer),
            6 | 7 => Some(Kind::Authority),
            _ => Some(Kind::Bank),
        }
    }

    fn holds(account: &u64, role: &RoleName) -> bool {
        *role == SCOUT && Scouts::get().contains(account)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_institution(number: u32) -> Lei {
        institution_of(u64::from(number) * 100 + 1_000)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_holder(account: &u64) -> RoleName {
        Scouts::mutate(|scouts| scouts.insert(*account));
        SCOUT
    }
}

impl crate::Config for Test {
    type ConsortiumOrigin = EnsureRoot<u64>;
    type ContestOrigin = Acting;
    type CorroborateOrigin = Acting;
    type DecideOrigin = Acting;
    type MaxConfirmed = MaxConfirmed;
    type MaxEnded = MaxEnded;
    type MaxIndicatorMillis = MaxIndicatorMillis;
    type MaxIndicators = MaxIndicators;
    type MaxIndicatorsPerInstitution = MaxIndicatorsPerInstitution;
    type MaxModels = MaxModels;
    type MaxOpen = MaxOpen;
    type MaxOpenPerInstitution = MaxOpenPerInstitution;
    type MaxOpenShadows = MaxOpenShadows;
    type Members = Registry;
    type RaiseOrigin = Acting;
    type RetentionMillis = RetentionMillis;
    type ShareOrigin = Acting;
    type SightOrigin = Acting;
    type SupplyOrigin = Acting;
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
        assert_ok!(Attestations::do_try_state());
    });
}

/// The same with a champion and a challenger.
pub(crate) fn with_models(test: impl FnOnce()) {
    build_and_execute(|| {
        for model in [LAYERING, CHALLENGER] {
            assert_ok!(Attestations::register_model(root(), model, spec()));
            assert_ok!(Attestations::supply_parameters(signed(ALICE), model, parameters()));
        }
        assert_ok!(Attestations::set_champion(root(), LAYERING));
        events();
        test();
    });
}

/// Begins a block, so much later than the one before. Its hooks still see the time of that one.
pub(crate) fn next_block(later: u64) -> Weight {
    System::set_block_number(System::block_number() + 1);
    let weight = Attestations::on_initialize(System::block_number());
    NowMillis::mutate(|now| *now += later);
    weight
}

/// Lets time pass, and as many blocks that what is due then is done with.
pub(crate) fn pass(millis: u64) {
    next_block(millis);
    for _ in 0..millis / MINUTE / u64::from(MAX_MINUTES_PER_BLOCK) + 8 {
        next_block(0);
    }
}

pub(crate) fn signed(account: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

pub(crate) fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

pub(crate) fn parameters() -> crate::Parameters {
    b"leaf 1 2 3".to_vec().try_into().unwrap()
}

pub(crate) fn terms() -> Terms {
    Terms { corroborations: 3, decisions: 3, lifetime: LIFETIME }
}

/// A model for banks, that three institutions have to agree with.
pub(crate) fn spec() -> ModelSpec {
    ModelSpec {
        sector: BANKING,
        engine_version: 1,
        parameters_digest: sha2_256(&parameters()),
        parameters_bytes: parameters().len() as u32,
        thresholds: Thresholds {
            usual: 800_000,
            of: vec![(Typology::Stack, 950_000)].try_into().unwrap(),
        },
        terms: terms(),
        attesters: Attesters { kinds: Kinds::only(Kind::Bank).and(Kind::Authority), role: None },
    }
}

pub(crate) fn subject(number: u8) -> Subject {
    Subject::Pseudonym(Pseudonym([number; 16]))
}

/// What the champion found about a subject within the last hour.
pub(crate) fn statement(number: u8) -> Statement {
    let now = NowMillis::get() / SECOND;
    let reason = Reason { code: 7, value: -3, contribution: 400_000 };
    Statement {
        engine_version: 1,
        model: LAYERING,
        typology: Typology::Cycle,
        score: 900_000,
        window: Window { from: now - 3_600, to: now },
        subject: subject(number),
        reasons: vec![reason].try_into().unwrap(),
        fired: Detectors(0b1_0000),
        evidence_root: [number; 32],
        evidence_leaves: 6,
        amount_bucket: 24,
        marking: Marking::Amber,
    }
}

/// The same by the challenger.
pub(crate) fn of_challenger(number: u8) -> Statement {
    Statement { model: CHALLENGER, ..statement(number) }
}

pub(crate) fn raise(account: u64, statement: Statement) -> DispatchResult {
    Attestations::raise(signed(account), statement).map(drop).map_err(|failed| failed.error)
}

pub(crate) fn corroborate(account: u64, id: AttestationId) -> DispatchResult {
    let own_root = [u8::try_from(account / 100).unwrap(); 32];
    Attestations::corroborate(signed(account), id, 850_000, own_root)
}

pub(crate) fn contest(account: u64, id: AttestationId) -> DispatchResult {
    Attestations::contest(signed(account), id, [9; 32])
}

pub(crate) fn confirm(account: u64, id: AttestationId) -> DispatchResult {
    Attestations::confirm(signed(account), id)
}

pub(crate) fn clear(account: u64, id: AttestationId) -> DispatchResult {
    Attestations::clear(signed(account), id)
}

/// An attestation that three banks agree on.
pub(crate) fn corroborated(number: u8) -> AttestationId {
    let id = crate::NextAttestation::<Test>::get();
    assert_ok!(raise(ALICE, statement(number)));
    assert_ok!(corroborate(BOB, id));
    assert_ok!(corroborate(CLEO, id));
    id
}

/// An indicator that is valid for a day.
pub(crate) fn indicator(number: u8) -> IndicatorSpec {
    let now = NowMillis::get();
    IndicatorSpec {
        kind: IndicatorKind::Account,
        value: Pseudonym([number; 16]),
        marking: Marking::AmberStrict,
        valid_from: now,
        valid_until: now + DAY,
        confidence: 80,
        typology: Some(Typology::PassThrough),
        stix_digest: [number; 32],
    }
}

pub(crate) fn share(account: u64, spec: IndicatorSpec) -> DispatchResult {
    Attestations::share_indicator(signed(account), spec)
}

/// Events of this pallet since the last call of this function.
pub(crate) fn events() -> Vec<Event<Test>> {
    let events = System::read_events_for_pallet();
    System::reset_events();
    events
}
