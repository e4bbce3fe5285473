//! A runtime of the system, batches and this pallet. Institutions follow from the numbers of
//! accounts, what a call takes from its bytes; rule, permissions and clock are set by the tests.

use alloc::collections::{BTreeMap, BTreeSet};

use critical_chains_lei::Lei;
use critical_chains_policy::{ApprovalRule, Ballot, Kind, Kinds, Name, Permission, Vote};
use polkadot_sdk::{
    frame_support::{
        BoundedVec, assert_ok, construct_runtime, derive_impl,
        dispatch::{DispatchErrorWithPostInfo, DispatchResult},
        parameter_types,
        traits::{ConstU32, EnsureOrigin, Hooks, UnixTime},
        weights::Weight,
    },
    frame_system::{self, EnsureSigned},
    pallet_utility,
    sp_core::H256,
    sp_io,
    sp_runtime::{
        BuildStorage,
        traits::{BlakeTwo256, Hash},
    },
};

use crate::{
    self as pallet_approvals, Agenda, Authority, Ballots, Calls, Event, Proposal, ProposalId,
    Proposals, Refused, Requirement, Votes,
};

type Block = frame_system::mocking::MockBlock<Test>;

/// Accounts of the first bank, and of the second.
pub(crate) const BEA: u64 = 10;
pub(crate) const BEN: u64 = 11;
pub(crate) const CLEO: u64 = 20;
/// Accounts of an insurer.
pub(crate) const INA: u64 = 30;
pub(crate) const IAN: u64 = 31;
/// Accounts of a toll operator, and of a market infrastructure.
pub(crate) const TOM: u64 = 40;
pub(crate) const MIA: u64 = 50;
/// Accounts of the first Authority, and of the second.
pub(crate) const AVA: u64 = 60;
pub(crate) const ABE: u64 = 61;
pub(crate) const ART: u64 = 70;
/// An account of nobody.
pub(crate) const EVE: u64 = 5;

pub(crate) const SLOT_MILLIS: u64 = 2_000;
pub(crate) const HOUR: u64 = 3_600_000;
pub(crate) const DAY: u64 = 24 * HOUR;
/// Time of the first block.
pub(crate) const START_MILLIS: u64 = 1_790_000_000_000;

pub(crate) const MAX_PROPOSALS: u32 = 20;
pub(crate) const MAX_CALL_BYTES: u32 = 1_024;
pub(crate) const HEAVIEST_CALL: Weight = Weight::from_parts(500_000_000_000, 1_000_000);

const GOVERNED: Permission = Name::constant("consortium.decide");
const OWN: Permission = Name::constant("institution.act");

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Utility: pallet_utility,
        Approvals: pallet_approvals,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

impl pallet_utility::Config for Test {
    type PalletsOrigin = OriginCaller;
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
}

parameter_types! {
    pub static NowMillis: u64 = START_MILLIS;
    pub static MaxCallWeight: Weight = HEAVIEST_CALL;
    /// By which everything is approved, if it takes approvals.
    pub static CurrentRule: Option<ApprovalRule> = Some(rule(2));
    /// Numbers of the institutions that are suspended.
    pub static Suspended: BTreeSet<u64> = BTreeSet::new();
    /// Accounts that have lost their permissions.
    pub static Barred: BTreeSet<u64> = BTreeSet::new();
    /// Accounts that act for another institution than their number says, with its number.
    pub static Moved: BTreeMap<u64, u64> = BTreeMap::new();
}

/// The clock of the chain.
pub struct Clock;

impl UnixTime for Clock {
    fn now() -> core::time::Duration {
        core::time::Duration::from_millis(NowMillis::get())
    }
}

/// Lets pass the accounts of active institutions.
pub struct EnsureMember;

impl EnsureOrigin<RuntimeOrigin> for EnsureMember {
    type Success = (u64, Lei);

    fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
        let account = EnsureSigned::try_origin(origin)?;
        match Consortium::voter(&account) {
            Some(institution) => Ok((account, institution)),
            None => Err(RuntimeOrigin::signed(account)),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::signed(BEA))
    }
}

/// All institutions with all their accounts, but for those that the tests take out.
pub struct Consortium;

impl Authority<u64, RuntimeCall, RuntimeOrigin> for Consortium {
    fn voter(account: &u64) -> Option<Lei> {
        let institution = institution_of(*account);
        Self::kind(&institution).map(|_| institution)
    }

    fn kind(institution: &Lei) -> Option<Kind> {
        let number = number_of(institution).filter(|number| !Suspended::get().contains(number))?;
        match number {
            0 => None,
            3 => Some(Kind::Insurer),
            4 => Some(Kind::TollOperator),
            5 => Some(Kind::MarketInfrastructure),
            6 | 7 => Some(Kind::Authority),
            _ => Some(Kind::Bank),
        }
    }

    fn examine(account: &u64, call: &RuntimeCall) -> Result<Requirement, Refused> {
        if Self::voter(account).is_none() || Barred::get().contains(account) {
            return Err(Refused::NotAuthorised);
        }
        let governed = is_governed(call).ok_or(Refused::CallNotAllowed)?;
        let permission = if governed { GOVERNED } else { OWN };
        let permissions = BoundedVec::truncate_from(vec![permission]);
        let rule = Self::rule(&permissions).ok_or(Refused::CallNotAllowed)?;
        Ok(Requirement { rule, permissions, governed })
    }

    fn rule(permissions: &[Permission]) -> Option<ApprovalRule> {
        CurrentRule::get().filter(|_| !permissions.is_empty())
    }

    fn origin(
        proposer: &u64,
        call: &RuntimeCall,
        requirement: &Requirement,
    ) -> Result<RuntimeOrigin, Refused> {
        let now = Self::examine(proposer, call)?;
        match (now.governed, requirement.governed) {
            (true, true) => Ok(RuntimeOrigin::root()),
            (false, false) => Ok(signed(*proposer)),
            _ => Err(Refused::CallNotAllowed),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn proposable(bytes: u32) -> RuntimeCall {
        frame_system::Call::remark { remark: vec![b'g'; bytes.max(1) as usize] }.into()
    }
}

/// Whether a call is made as the consortium, and not as the proposer, if it can be proposed: the
/// first byte of a remark tells, and a batch is what its calls are.
fn is_governed(call: &RuntimeCall) -> Option<bool> {
    match call {
        RuntimeCall::System(frame_system::Call::set_storage { .. }) => Some(true),
        RuntimeCall::System(
            frame_system::Call::remark { remark }
            | frame_system::Call::remark_with_event { remark },
        ) => match remark.first()? {
            b'g' => Some(true),
            b'o' => Some(false),
            _ => None,
        },
        RuntimeCall::Approvals(
            pallet_approvals::Call::withdraw { .. } | pallet_approvals::Call::execute { .. },
        ) => Some(false),
        RuntimeCall::Utility(pallet_utility::Call::batch_all { calls }) => {
            let mut all = calls.iter().map(is_governed);
            let first = all.next()??;
            all.all(|next| next == Some(first)).then_some(first)
        }
        _ => None,
    }
}

impl crate::Config for Test {
    type Authority = Consortium;
    type ExecuteOrigin = EnsureMember;
    type MaxCallBytes = ConstU32<MAX_CALL_BYTES>;
    type MaxCallWeight = MaxCallWeight;
    type MaxProposals = ConstU32<MAX_PROPOSALS>;
    type ProposeOrigin = EnsureMember;
    type RuntimeCall = RuntimeCall;
    type Time = Clock;
    type VoteOrigin = EnsureMember;
    type WeightInfo = ();
}

/// The institution of this number.
pub(crate) fn institution(number: u64) -> Lei {
    let prefix = format!("TESTCONSORTIUM{number:04}");
    Lei::from_prefix(prefix.as_bytes().try_into().unwrap()).unwrap()
}

fn number_of(institution: &Lei) -> Option<u64> {
    institution.as_str().strip_prefix("TESTCONSORTIUM")?.get(..4)?.parse().ok()
}

/// The institution for which an account acts.
pub(crate) fn institution_of(account: u64) -> Lei {
    institution(Moved::get().get(&account).copied().unwrap_or(account / 10))
}

/// A rule of a day, without conditions but for the number of approvals.
pub(crate) fn rule(approvals: u8) -> ApprovalRule {
    ApprovalRule {
        approvals,
        eligible: Kinds::ALL,
        required: BoundedVec::default(),
        proposer_institution_votes: false,
        authority_veto: false,
        lifetime: DAY,
        waiting: 0,
    }
}

pub(crate) fn set_rule(rule: ApprovalRule) {
    CurrentRule::set(Some(rule));
}

pub(crate) fn suspend(account: u64) {
    Suspended::mutate(|numbers| numbers.insert(account / 10));
}

pub(crate) fn readmit(account: u64) {
    Suspended::mutate(|numbers| numbers.remove(&(account / 10)));
}

pub(crate) fn bar(account: u64) {
    Barred::mutate(|accounts| accounts.insert(account));
}

/// Has an account act for the institution of another one.
pub(crate) fn move_account(account: u64, to: u64) {
    Moved::mutate(|moved| moved.insert(account, to / 10));
}

pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
    NowMillis::set(START_MILLIS);
    MaxCallWeight::set(HEAVIEST_CALL);
    set_rule(rule(2));
    Suspended::set(BTreeSet::new());
    Barred::set(BTreeSet::new());
    Moved::set(BTreeMap::new());
    let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let mut externalities = sp_io::TestExternalities::new(storage);
    externalities.execute_with(|| System::set_block_number(1));
    externalities
}

/// Runs a test in the first block, and checks the invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        test();
        assert_ok!(Approvals::do_try_state());
    });
}

/// Begins a block, so much later than the one before. Its hook still sees the time of that one.
pub(crate) fn begin_block(later: u64) -> Weight {
    System::set_block_number(System::block_number() + 1);
    let weight = Approvals::on_initialize(System::block_number());
    NowMillis::mutate(|now| *now += later);
    weight
}

pub(crate) fn next_block() -> Weight {
    begin_block(SLOT_MILLIS)
}

/// Lets time pass, and begins the block whose hook sees it.
pub(crate) fn pass(millis: u64) -> Weight {
    begin_block(millis);
    next_block()
}

pub(crate) fn signed(account: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

pub(crate) fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

/// A call that leaves an event with the account that made it.
pub(crate) fn own(number: u8) -> RuntimeCall {
    frame_system::Call::remark_with_event { remark: vec![b'o', number] }.into()
}

/// A call that only Root can make, and that leaves a trace.
pub(crate) fn governed(number: u8) -> RuntimeCall {
    let items = vec![(trace(number).to_vec(), vec![number])];
    frame_system::Call::set_storage { items }.into()
}

/// A call that can be proposed, and fails.
pub(crate) fn failing() -> RuntimeCall {
    pallet_approvals::Call::withdraw { proposal: 99 }.into()
}

/// A call that can be proposed by nobody.
pub(crate) fn forbidden() -> RuntimeCall {
    frame_system::Call::remark { remark: b"forbidden".to_vec() }.into()
}

/// A call that is as long as this when it is encoded.
pub(crate) fn call_of_bytes(bytes: usize) -> RuntimeCall {
    // Pallet, call, and the length of the remark in two bytes.
    frame_system::Call::remark { remark: vec![b'o'; bytes - 4] }.into()
}

pub(crate) fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::batch_all { calls }.into()
}

fn trace(number: u8) -> [u8; 6] {
    [b't', b'r', b'a', b'c', b'e', number]
}

/// Whether the governed call of this number was executed.
pub(crate) fn left_trace(number: u8) -> bool {
    sp_io::storage::exists(&trace(number))
}

/// The accounts that made calls that leave an event, in this block.
pub(crate) fn remarked() -> Vec<u64> {
    let sender = |record: frame_system::EventRecord<RuntimeEvent, H256>| match record.event {
        RuntimeEvent::System(frame_system::Event::Remarked { sender, .. }) => Some(sender),
        _ => None,
    };
    System::events().into_iter().filter_map(sender).collect()
}

pub(crate) fn hash_of(call: &RuntimeCall) -> H256 {
    BlakeTwo256::hash_of(call)
}

/// Proposes a call and gives the number of the proposal.
pub(crate) fn propose(account: u64, call: RuntimeCall) -> ProposalId {
    let id = crate::NextProposal::<Test>::get();
    assert_ok!(Approvals::propose(signed(account), Box::new(call)));
    id
}

/// The hash on which everybody votes.
pub(crate) fn voted(id: ProposalId) -> H256 {
    Proposals::<Test>::get(id).map(|proposal| proposal.call_hash).unwrap_or_default()
}

pub(crate) fn approve(account: u64, id: ProposalId) -> DispatchResult {
    Approvals::approve(signed(account), id, voted(id))
}

pub(crate) fn reject(account: u64, id: ProposalId) -> DispatchResult {
    Approvals::reject(signed(account), id, voted(id))
}

pub(crate) fn execute(account: u64, id: ProposalId) -> DispatchResult {
    let outcome = Approvals::execute(signed(account), id);
    outcome.map(drop).map_err(|DispatchErrorWithPostInfo { error, .. }| error)
}

/// Proposes a call as Bea, and has the insurer and the toll operator approve it.
pub(crate) fn propose_and_approve(call: RuntimeCall) -> ProposalId {
    let id = propose(BEA, call);
    for account in [INA, TOM] {
        assert_ok!(approve(account, id));
    }
    id
}

pub(crate) fn proposal(id: ProposalId) -> Proposal<u64, H256> {
    Proposals::<Test>::get(id).unwrap()
}

/// Votes of so many institutions that do not take part in these tests.
pub(crate) fn ballots(count: u32) -> Ballots<u64> {
    let vote = |number| Vote {
        institution: institution(number),
        kind: Kind::Bank,
        account: number * 10,
        ballot: Ballot::Reject,
    };
    BoundedVec::truncate_from((100..100 + u64::from(count)).map(vote).collect())
}

pub(crate) fn votes(id: ProposalId) -> Ballots<u64> {
    Votes::<Test>::get(id)
}

/// Whether nothing is left of a proposal.
pub(crate) fn is_gone(id: ProposalId) -> bool {
    let scheduled = Agenda::<Test>::get().iter().any(|(_, other)| *other == id);
    let kept = Proposals::<Test>::contains_key(id)
        || Calls::<Test>::contains_key(id)
        || Votes::<Test>::contains_key(id);
    !kept && !scheduled
}

/// When something is to be done with a proposal.
pub(crate) fn due(id: ProposalId) -> u64 {
    let agenda = Agenda::<Test>::get();
    agenda.iter().find(|(_, other)| *other == id).unwrap().0
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

fn by_bea() -> (Lei, u64) {
    (institution_of(BEA), BEA)
}

/// That a proposal of Bea has its approvals.
pub(crate) fn met(proposal: u32, executes: u64) -> Event<Test> {
    let (institution, proposer) = by_bea();
    Event::ApprovalsMet { proposal, institution, proposer, executes }
}

/// That a proposal of Bea no longer has them.
pub(crate) fn lost(proposal: u32) -> Event<Test> {
    let (institution, proposer) = by_bea();
    Event::ApprovalsLost { proposal, institution, proposer }
}

/// That a proposal of Bea was ended by an Authority.
pub(crate) fn vetoed(proposal: u32, by: Lei) -> Event<Test> {
    let (institution, proposer) = by_bea();
    Event::Vetoed { proposal, institution, proposer, by }
}

/// That a proposal of Bea did not get its approvals in time.
pub(crate) fn expired(proposal: u32) -> Event<Test> {
    let (institution, proposer) = by_bea();
    Event::ProposalExpired { proposal, institution, proposer }
}

/// That a proposal of Bea was executed, and its call succeeded.
pub(crate) fn executed(proposal: u32, call_hash: H256) -> Event<Test> {
    let (institution, proposer) = by_bea();
    Event::ProposalExecuted { proposal, call_hash, institution, proposer, result: Ok(()) }
}

/// What came of the proposal that was executed last.
pub(crate) fn last_result() -> DispatchResult {
    match last_event() {
        Event::ProposalExecuted { result, .. } => result,
        other => panic!("last event is {other:?}"),
    }
}
