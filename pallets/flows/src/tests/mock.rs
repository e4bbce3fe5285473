//! A runtime of the system and this pallet, with three banks that each have one attestation key, a
//! clock that tests set, and attestations that are noted only.

use crate::{
    self as pallet_flows, ATTESTATION_KEY, Attesting, Epoch, IndicatorId, ModelInUse,
    worker::{self, Progress, Status},
};
use alloc::{sync::Arc, vec::Vec};
use codec::{Decode, Encode};
use core::time::Duration;
use critical_chains_attestation::{
    Marking, ModelId, Statement, Subject, Thresholds, Typology, Window,
};
use critical_chains_flows::{BudgetParameters, ENGINE_VERSION, Flow, Model, Parameters, Pseudonym};
use critical_chains_lei::Lei;
use critical_chains_policy::Name;
use critical_chains_watch::{Outcome, Rules};
use parking_lot::RwLock;
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl, parameter_types,
        traits::{Contains, EnsureOrigin, Hooks, UnixTime},
    },
    frame_system::{
        self, AuthorizeCall, EnsureRoot, EnsureSigned,
        offchain::{CreateAuthorizedTransaction, CreateTransaction, CreateTransactionBase},
    },
    sp_core::{
        crypto::AccountId32,
        ed25519,
        offchain::{
            OffchainDbExt, OffchainWorkerExt, TransactionPoolExt,
            testing::{OffchainState, PoolState, TestOffchainExt, TestTransactionPoolExt},
        },
    },
    sp_io,
    sp_keystore::{Keystore, KeystoreExt, testing::MemoryKeystore},
    sp_runtime::{
        BuildStorage, MultiSignature, generic,
        traits::{BlakeTwo256, Convert, IdentityLookup},
    },
};

pub(crate) use super::payments::*;

pub(crate) type TxExtension = (AuthorizeCall<Test>,);
pub(crate) type Extrinsic =
    generic::UncheckedExtrinsic<AccountId32, RuntimeCall, MultiSignature, TxExtension>;
type Block = generic::Block<generic::Header<u32, BlakeTwo256>, Extrinsic>;

pub(crate) const DAY: u64 = 86_400;
/// Noon of the first day, in seconds.
pub(crate) const START: u64 = 20_000 * DAY + DAY / 2;
pub(crate) const MODEL: ModelId = ModelId { name: Name::constant("rings"), version: 1 };

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Flows: pallet_flows,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type AccountId = AccountId32;
    type Block = Block;
    type BlockHashCount = HashCount;
    type Lookup = IdentityLookup<AccountId32>;
}

parameter_types! {
    pub const HashCount: u32 = 2_400;
    /// In seconds.
    pub static Now: u64 = START;
    pub static Watching: Option<ModelInUse> = Some(champion());
    /// The model that is tried beside it.
    pub static Tried: Option<ModelInUse> = None;
    pub static ModelBytes: Option<Vec<u8>> = Some(model().encode());
    /// Parameters of models other than the first.
    pub static OtherBytes: Option<Vec<u8>> = Some(model().encode());
    /// What was said by whom.
    pub static Said: Vec<(Lei, Typology, Subject)> = Vec::new();
    pub static Outcomes: Vec<Outcome> = Vec::new();
    pub static Indicators: Vec<(Pseudonym, IndicatorId)> = Vec::new();
    pub static Members: bool = true;
    /// Whether the models let everybody state what they find.
    pub static MayState: bool = true;
}

/// The clock of the chain.
pub struct Clock;

impl UnixTime for Clock {
    fn now() -> Duration {
        Duration::from_secs(Now::get())
    }
}

/// Each account acts for a bank of its own.
pub struct Acting;

impl EnsureOrigin<RuntimeOrigin> for Acting {
    type Success = (AccountId32, Lei);

    fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
        let account = EnsureSigned::try_origin(origin)?;
        Ok((account.clone(), bank_of(&account)))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::signed(AccountId32::new([1; 32])))
    }
}

/// A bank by the first byte of an account.
pub(crate) fn bank_of(account: &AccountId32) -> Lei {
    let first = <AccountId32 as AsRef<[u8]>>::as_ref(account)[0];
    bank(first)
}

pub(crate) fn bank(number: u8) -> Lei {
    let prefix = format!("TESTINSTITUTION{number:03}");
    Lei::from_prefix(prefix.as_bytes().try_into().unwrap()).unwrap()
}

pub struct Keys;

impl Convert<ed25519::Public, AccountId32> for Keys {
    fn convert(key: ed25519::Public) -> AccountId32 {
        key.into()
    }
}

/// Nodes report, and raise: a remark stands for that.
pub struct NodeCalls;

impl Contains<RuntimeCall> for NodeCalls {
    fn contains(call: &RuntimeCall) -> bool {
        matches!(
            call,
            RuntimeCall::Flows(crate::Call::report { .. })
                | RuntimeCall::System(frame_system::Call::remark { .. })
        )
    }
}

/// Attestations that are noted only.
pub struct Noted;

impl Attesting<AccountId32, RuntimeCall> for Noted {
    fn institution_of(account: &AccountId32) -> Option<Lei> {
        Members::get().then(|| bank_of(account))
    }

    fn champion() -> Option<ModelInUse> {
        Watching::get()
    }

    fn challenger() -> Option<ModelInUse> {
        Tried::get()
    }

    fn parameters(id: &ModelId) -> Option<Vec<u8>> {
        if *id == MODEL { ModelBytes::get() } else { OtherBytes::get() }
    }

    fn may_state(_: &AccountId32, _: &ModelId) -> bool {
        MayState::get()
    }

    fn is_said(
        institution: &Lei,
        _: &ModelId,
        typology: Typology,
        subject: &Subject,
        _: &Window,
    ) -> bool {
        Said::get().contains(&(*institution, typology, *subject))
    }

    fn outcomes_from(number: u64) -> (u64, Vec<Outcome>) {
        let all = Outcomes::get();
        let new = all.iter().skip(number as usize).copied().collect();
        (all.len() as u64, new)
    }

    fn raise(statement: Statement) -> RuntimeCall {
        frame_system::Call::remark { remark: statement.encode() }.into()
    }

    fn has_indicators() -> bool {
        !Indicators::get().is_empty()
    }

    fn indicators_met(flow: &Flow) -> Vec<IndicatorId> {
        let is_met = |value: Pseudonym| value == flow.source || value == flow.destination;
        Indicators::get().into_iter().filter(|one| is_met(one.0)).map(|one| one.1).collect()
    }

    fn sight(indicator: IndicatorId, count: u32, first: u64, last: u64) -> RuntimeCall {
        frame_system::Call::remark { remark: ("sight", indicator, count, first, last).encode() }
            .into()
    }
}

impl crate::Config for Test {
    type AccountOfKey = Keys;
    type Attesting = Noted;
    type CallsOfNodes = NodeCalls;
    type ConsortiumOrigin = EnsureRoot<AccountId32>;
    type MemberOrigin = EnsureSigned<AccountId32>;
    type NodeCall = RuntimeCall;
    type ReportOrigin = Acting;
    type Time = Clock;
    type WeightInfo = ();
}

impl<C> CreateTransactionBase<C> for Test
where
    RuntimeCall: From<C>,
{
    type Extrinsic = Extrinsic;
    type RuntimeCall = RuntimeCall;
}

impl<C> CreateTransaction<C> for Test
where
    RuntimeCall: From<C>,
{
    type Extension = TxExtension;

    fn create_transaction(call: RuntimeCall, extension: TxExtension) -> Extrinsic {
        Extrinsic::new_transaction(call, extension)
    }
}

impl<C> CreateAuthorizedTransaction<C> for Test
where
    RuntimeCall: From<C>,
{
    fn create_extension() -> TxExtension {
        (AuthorizeCall::new(),)
    }
}

/// States every flow that closes a cycle, and nothing else.
pub(crate) fn champion() -> ModelInUse {
    ModelInUse {
        rules: Rules {
            model: MODEL,
            thresholds: Thresholds {
                usual: 1_000_000,
                of: vec![(Typology::Cycle, 0)].try_into().unwrap(),
            },
            marking: Marking::Amber,
        },
        engine_version: ENGINE_VERSION,
        parameters_digest: [1; 32],
    }
}

/// The same with a later version of the model.
pub(crate) fn challenger() -> ModelInUse {
    let mut challenger = champion();
    challenger.rules.model.version = 2;
    challenger.parameters_digest = [2; 32];
    challenger
}

pub(crate) fn model() -> Model {
    Parameters {
        budget: BudgetParameters { alerts_per_day: u32::MAX, ..Default::default() },
        ..Parameters::default()
    }
    .into()
}

/// What a node has besides the chain.
pub(crate) struct NodeState {
    pub(crate) key: ed25519::Public,
    pub(crate) pool: Arc<RwLock<PoolState>>,
    pub(crate) offchain: Arc<RwLock<OffchainState>>,
}

impl NodeState {
    pub(crate) fn account(&self) -> AccountId32 {
        self.key.into()
    }

    /// The calls that were given to the pool since this was last asked.
    pub(crate) fn sent(&self) -> Vec<(u32, RuntimeCall)> {
        let transactions = core::mem::take(&mut self.pool.write().transactions);
        transactions
            .iter()
            .map(|bytes| match Extrinsic::decode(&mut bytes.as_slice()).unwrap().function {
                RuntimeCall::Flows(crate::Call::act { at, call, .. }) => (at, *call),
                other => panic!("not a message: {other:?}"),
            })
            .collect()
    }

    /// The statements among them.
    pub(crate) fn stated(&self) -> Vec<Statement> {
        let statement = |call| match call {
            RuntimeCall::System(frame_system::Call::remark { remark }) => {
                Statement::decode(&mut remark.as_slice()).ok()
            }
            _ => None,
        };
        self.sent().into_iter().filter_map(|(_, call)| statement(call)).collect()
    }

    /// Sets the clock of the machine to that of the chain.
    pub(crate) fn keep_time(&self, late: u64) {
        let now = (Now::get() + late) * 1_000;
        self.offchain.write().timestamp =
            polkadot_sdk::sp_core::offchain::Timestamp::from_unix_millis(now);
    }

    /// Puts flows into the inbox, a report each.
    pub(crate) fn submit(&self, reports: &[Vec<Flow>]) {
        self.submit_more(0, reports);
    }

    /// The same after so many that are there.
    pub(crate) fn submit_more(&self, before: u32, reports: &[Vec<Flow>]) {
        for (place, flows) in (before..).zip(reports) {
            let inboxed = worker::Inboxed { epoch: EPOCH.number, flows: flows.clone() };
            set_local(&worker::inbox_key(place), &inboxed);
        }
        set_local(&worker::inbox_next_key(), &(before + reports.len() as u32));
    }
}

pub(crate) fn set_local(key: &[u8], value: &impl Encode) {
    let kind = polkadot_sdk::sp_core::offchain::StorageKind::PERSISTENT;
    sp_io::offchain::local_storage_set(kind, key, &value.encode());
}

pub(crate) fn local(key: &[u8]) -> Option<Vec<u8>> {
    let kind = polkadot_sdk::sp_core::offchain::StorageKind::PERSISTENT;
    sp_io::offchain::local_storage_get(kind, key).map(|bytes| bytes.to_vec())
}

pub(crate) fn status() -> Status {
    local(&worker::status_key())
        .map(|bytes| Status::decode(&mut bytes.as_slice()).unwrap())
        .unwrap_or_default()
}

/// How watching goes with the champion.
pub(crate) fn champion_status() -> Progress {
    status().champion
}

pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
    let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let mut externalities = sp_io::TestExternalities::new(storage);
    externalities.register_extension(KeystoreExt::new(MemoryKeystore::new()));
    externalities.execute_with(|| System::set_block_number(1));
    externalities
}

/// Runs a test on a node that has an attestation key, in the first block of the first epoch, and
/// checks the invariants after it.
pub(crate) fn on_a_node(test: impl FnOnce(NodeState)) {
    let keystore = MemoryKeystore::new();
    let key = keystore.ed25519_generate_new(ATTESTATION_KEY, Some("//Watcher")).unwrap();
    let (offchain, offchain_state) = TestOffchainExt::new();
    let (pool, pool_state) = TestTransactionPoolExt::new();
    let mut externalities = new_test_ext();
    externalities.register_extension(OffchainDbExt::new(offchain.clone()));
    externalities.register_extension(OffchainWorkerExt::new(offchain));
    externalities.register_extension(TransactionPoolExt::new(pool));
    externalities.register_extension(KeystoreExt::new(keystore));
    externalities.execute_with(|| {
        let node = NodeState { key, pool: pool_state, offchain: offchain_state };
        node.keep_time(0);
        begin();
        test(node);
        assert_ok!(Flows::do_try_state());
    });
}

/// Runs a test without a node.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        begin();
        test();
        assert_ok!(Flows::do_try_state());
    });
}

fn begin() {
    Now::set(START);
    assert_ok!(Flows::begin_epoch(RuntimeOrigin::root(), EPOCH));
}

pub(crate) const EPOCH: Epoch = Epoch { number: 3, check: [9; 16] };

/// The hash of a block on a fork.
pub(crate) fn hash(number: u32, fork: u8) -> polkadot_sdk::sp_core::H256 {
    let mut bytes = [fork; 32];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes[31] = 1;
    bytes.into()
}

/// Ends the block on a fork, and begins the next one, so many seconds later.
pub(crate) fn next_block_on(fork: u8, later: u64) {
    let number = System::block_number();
    frame_system::BlockHash::<Test>::insert(number, hash(number, fork));
    System::set_block_number(number + 1);
    Flows::on_initialize(number + 1);
    Now::mutate(|now| *now += later);
}

pub(crate) fn next_block(later: u64) {
    next_block_on(0, later);
}

/// Runs the worker block by block until the reports up to the present block were taken in.
pub(crate) fn settle(node: &NodeState) {
    for _ in 0..worker::GATHERING_BLOCKS {
        run_worker(node);
        next_block(2);
    }
    run_worker(node);
}

/// Runs the worker block by block until it states something.
pub(crate) fn until_it_states(node: &NodeState) -> Vec<Statement> {
    for _ in 0..3 * worker::GATHERING_BLOCKS {
        run_worker(node);
        let stated = node.stated();
        if !stated.is_empty() {
            return stated;
        }
        next_block(2);
    }
    panic!("it states nothing")
}

/// Runs the worker after the present block, whose hash is known then.
pub(crate) fn run_worker_on(node: &NodeState, fork: u8) {
    let number = System::block_number();
    frame_system::BlockHash::<Test>::insert(number, hash(number, fork));
    node.keep_time(1);
    Flows::offchain_worker(number);
}

pub(crate) fn run_worker(node: &NodeState) {
    run_worker_on(node, 0);
}
