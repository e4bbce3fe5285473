//! A runtime of the system, batches and this pallet, with members and a clock that tests set.

use crate::{self as pallet_authorisation, *};
use codec::{Decode, Encode};
use critical_chains_lei::Lei;
use critical_chains_policy::{
    ApprovalRule, Condition, Constraint, Effect, Facts, Kind, Kinds, Literal, Name, Permission,
    Policy, Risk, Role, RoleName, Rule, Scope, Separation, Steward, Validity,
};
use polkadot_sdk::{
    frame_support::{
        BoundedVec, assert_ok, construct_runtime, derive_impl, parameter_types,
        storage::with_storage_layer,
        traits::{Hooks, UnixTime},
        weights::Weight,
    },
    frame_system::EnsureRoot,
    sp_io::TestExternalities,
    sp_runtime::{BuildStorage, DispatchError, DispatchResult},
    *,
};

pub(super) type Block = frame_system::mocking::MockBlock<Test>;
pub(super) type AccountId = u64;

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Utility: pallet_utility,
        Authorisation: pallet_authorisation,
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
    pub const ActivatePermission: Permission = ACTIVATE;
    pub const Constitution: Permission = POLICY;
    pub const DelegatePermission: Permission = DELEGATE;
    pub const GrantPermission: Permission = GRANT;
    pub const RevokePermission: Permission = REVOKE;
    pub const VotingRole: RoleName = VOTER;
    pub static MaxSubjects: u32 = MANY_SUBJECTS;
    pub static NowMillis: u64 = START_MILLIS;
    /// Numbers of the institutions whose membership ends, with the time at which it does.
    pub static Lapses: Vec<(u64, u64)> = vec![];
    /// Numbers of the institutions that are not active.
    pub static Suspended: Vec<u64> = vec![];
    /// What attestations say about everybody.
    pub static RiskOfAll: Risk = Risk::Clear;
    /// Accounts that left their institution.
    pub static Withdrawn: Vec<AccountId> = vec![];
}

impl Config for Test {
    type ActivateOrigin = EnsurePermission<Test, ActivatePermission>;
    type CallTable = Table;
    type Catalogue = Known;
    type ConsortiumOrigin = EnsureRoot<AccountId>;
    type Constitution = Constitution;
    type DelegateOrigin = EnsurePermission<Test, DelegatePermission>;
    type GrantOrigin = EnsurePermissionOver<Test, GrantPermission>;
    type MaxSubjects = MaxSubjects;
    type Members = Directory;
    type RevokeOrigin = EnsurePermissionOver<Test, RevokePermission>;
    type Risks = Directory;
    type Time = Clock;
    type VotingRole = VotingRole;
    type WeightInfo = ();
}

/// The clock of the chain.
pub struct Clock;

impl UnixTime for Clock {
    fn now() -> core::time::Duration {
        core::time::Duration::from_millis(NowMillis::get())
    }
}

/// Account 10 and those after it act for institution 1, 20 and those after it for institution 2,
/// and so on; from 90 to 199 they all act for institution 9.
pub struct Directory;

impl Risks for Directory {
    fn risk_of(_: &critical_chains_attestation::Subject) -> Risk {
        RiskOfAll::get()
    }
}

impl Members<AccountId> for Directory {
    fn member(account: &AccountId) -> Option<Member<AccountId>> {
        let institution = Self::institution_of(account)?;
        let kind = Self::active_kind(&institution)?;
        let lapse = Lapses::get().into_iter().find(|(number, _)| lei(*number) == institution);
        let expires = lapse.map(|(_, at)| at);
        Some(Member { account: *account, institution, kind, expires })
    }

    fn institution_of(account: &AccountId) -> Option<Lei> {
        let enrolled = (10..200).contains(account) && !Withdrawn::get().contains(account);
        enrolled.then(|| lei((account / 10).min(9)))
    }

    fn active_kind(institution: &Lei) -> Option<Kind> {
        let number = (1..10).find(|number| lei(*number) == *institution)?;
        let kind = match number {
            2 => Kind::Insurer,
            3 => Kind::Authority,
            _ => Kind::Bank,
        };
        (!Suspended::get().contains(&number)).then_some(kind)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(number: u32) -> Member<AccountId> {
        Self::member(&(90 + u64::from(number))).unwrap()
    }
}

/// What the runtime of the tests knows.
pub struct Known;

impl Catalogue for Known {
    fn permissions() -> &'static [Permission] {
        const ALL: [Permission; 15] = [
            APPROVE, PROPOSE, ACTIVATE, APPOINT, DEFINE, DELEGATE, GRANT, POLICY, REVOKE, ADMIT,
            CHECK, MAKE, NOTE, READ, SEAL,
        ];
        &ALL
    }

    fn is_governed(permission: &Permission) -> bool {
        [APPOINT, DEFINE, POLICY, ADMIT].contains(permission)
    }

    fn is_constitutional(permission: &Permission) -> bool {
        [APPROVE, PROPOSE, APPOINT, DEFINE, POLICY].contains(permission)
    }
}

pub(super) const APPROVE: Permission = Name::constant("approvals.approve");
pub(super) const PROPOSE: Permission = Name::constant("approvals.propose");
pub(super) const ACTIVATE: Permission = Name::constant("authorisation.activate");
pub(super) const APPOINT: Permission = Name::constant("authorisation.appoint");
pub(super) const DEFINE: Permission = Name::constant("authorisation.define");
pub(super) const DELEGATE: Permission = Name::constant("authorisation.delegate");
pub(super) const GRANT: Permission = Name::constant("authorisation.grant");
pub(super) const POLICY: Permission = Name::constant("authorisation.policy");
pub(super) const REVOKE: Permission = Name::constant("authorisation.revoke");
pub(super) const ADMIT: Permission = Name::constant("institutions.admit");
pub(super) const CHECK: Permission = Name::constant("payments.check");
pub(super) const MAKE: Permission = Name::constant("payments.make");
pub(super) const NOTE: Permission = Name::constant("records.note");
pub(super) const READ: Permission = Name::constant("records.read");
pub(super) const SEAL: Permission = Name::constant("records.seal");

pub(super) const VOTER: RoleName = Name::constant("voter");
pub(super) const ADMINISTRATOR: RoleName = Name::constant("administrator");
pub(super) const STAFF: RoleName = Name::constant("staff");
pub(super) const CLERK: RoleName = Name::constant("clerk");
pub(super) const OFFICER: RoleName = Name::constant("officer");
pub(super) const MAKER: RoleName = Name::constant("maker");
pub(super) const CHECKER: RoleName = Name::constant("checker");
pub(super) const TRADER: RoleName = Name::constant("trader");
pub(super) const SETTLER: RoleName = Name::constant("settler");
pub(super) const RESCUER: RoleName = Name::constant("rescuer");
/// A role that is not there at first.
pub(super) const NOVELTY: RoleName = Name::constant("novelty");

pub(super) const FOUR_EYES: Name = Name::constant("four-eyes");
pub(super) const ONE_HAT: Name = Name::constant("one-hat");

/// More than any test needs without wanting to.
pub(super) const MANY_SUBJECTS: u32 = 500;
pub(super) const DAY: u64 = 86_400_000;
/// A Friday, 2027-01-15, at eight o'clock.
pub(super) const START_MILLIS: u64 = 1_800_000_000_000;

/// Which permission each call takes. A remark stands for the action that is encoded in it.
pub struct Table;

impl CallTable<RuntimeCall> for Table {
    fn describe(call: &RuntimeCall) -> Use<'_, RuntimeCall> {
        match call {
            RuntimeCall::Utility(
                pallet_utility::Call::batch { calls }
                | pallet_utility::Call::batch_all { calls }
                | pallet_utility::Call::force_batch { calls },
            ) => Use::Wraps(calls),
            RuntimeCall::System(frame_system::Call::remark { remark }) => {
                Deed::decode(&mut &remark[..]).map_or(Use::Closed, |deed| Use::Does(deed.into()))
            }
            RuntimeCall::Authorisation(call) => Use::Does(action_of(call)),
            _ => Use::Closed,
        }
    }
}

fn action_of(call: &Call<Test>) -> Action {
    let on = |account: &AccountId| {
        Directory::institution_of(account).map_or(Resource::Consortium, Resource::Institution)
    };
    match call {
        Call::grant_role { account, .. } => Action::new(GRANT).on(on(account)).or_jointly(APPOINT),
        Call::revoke_role { account, .. } => {
            Action::new(REVOKE).on(on(account)).or_jointly(APPOINT)
        }
        Call::delegate_role { .. } | Call::recall_role { .. } => Action::new(DELEGATE),
        Call::activate_role { .. } | Call::deactivate_role { .. } => Action::new(ACTIVATE),
        Call::set_policy { .. } => Action::new(POLICY).on(Resource::Consortium),
        _ => Action::new(DEFINE).on(Resource::Consortium),
    }
}

/// An action, as a remark holds it.
#[derive(Encode, Decode)]
struct Deed {
    permission: Permission,
    jointly: Option<Permission>,
    on: Option<Scope>,
    facts: Facts,
    needs_signature: bool,
}

impl From<Deed> for Action {
    fn from(deed: Deed) -> Self {
        let Deed { permission, jointly, on, facts, needs_signature } = deed;
        let resource = match on {
            None => Resource::Own,
            Some(Scope::Institution(lei)) => Resource::Institution(lei),
            Some(Scope::Consortium) => Resource::Consortium,
        };
        Self { permission, jointly, resource, facts, needs_signature }
    }
}

/// A call that stands for an action.
pub(super) fn act(action: Action) -> RuntimeCall {
    let Action { permission, jointly, resource, facts, needs_signature } = action;
    let on = match resource {
        Resource::Own => None,
        Resource::Institution(lei) => Some(Scope::Institution(lei)),
        Resource::Consortium => Some(Scope::Consortium),
    };
    let deed = Deed { permission, jointly, on, facts, needs_signature };
    frame_system::Call::remark { remark: deed.encode() }.into()
}

/// A call that does something with the things of the caller's institution.
pub(super) fn simple(permission: Permission) -> RuntimeCall {
    act(Action::new(permission))
}

pub(super) fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::batch_all { calls }.into()
}

/// A call for nobody.
pub(super) fn closed() -> RuntimeCall {
    frame_system::Call::set_code { code: vec![] }.into()
}

pub(super) fn lei(number: u64) -> Lei {
    Lei::from_prefix(format!("TESTINSTITUTION{number:03}").into_bytes().try_into().unwrap())
        .unwrap()
}

/// The scope of an institution.
pub(super) fn of(number: u64) -> Scope {
    Scope::Institution(lei(number))
}

pub(super) fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

pub(super) fn signed(account: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

pub(super) fn member(account: AccountId) -> Member<AccountId> {
    Directory::member(&account).unwrap()
}

/// A name that decodes and is none.
pub(super) fn no_name() -> Name {
    Name::decode(&mut &b"No name".to_vec().encode()[..]).unwrap()
}

pub(super) fn role(permissions: &[Permission], inherits: &[RoleName]) -> Role {
    Role {
        permissions: permissions.to_vec().try_into().unwrap(),
        inherits: inherits.to_vec().try_into().unwrap(),
        steward: Steward::Institution,
        ..Role::default()
    }
}

/// The voting role as it is at first.
pub(super) fn voter() -> Role {
    let permissions = [APPROVE, PROPOSE, APPOINT, DEFINE, POLICY, ADMIT];
    Role { steward: Steward::Consortium, ..role(&permissions, &[]) }
}

pub(super) fn constraint(separation: Separation, roles: &[RoleName], at_most: u8) -> Constraint {
    Constraint { separation, roles: roles.to_vec().try_into().unwrap(), at_most }
}

/// Approvals by so many institutions of any kind, not that of the proposer among them.
pub(super) fn approvals(approvals: u8) -> ApprovalRule {
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

pub(super) fn governed_by(rule: ApprovalRule) -> Policy {
    Policy { approval: Some(rule), ..Policy::default() }
}

pub(super) fn rules(rules: Vec<Rule>) -> Policy {
    Policy { rules: rules.try_into().unwrap(), approval: None }
}

pub(super) fn rule(effect: Effect, roles: &[RoleName], literals: Vec<Literal>) -> Rule {
    let when = if literals.is_empty() { Condition::always() } else { Condition::all(literals) };
    Rule { effect, roles: roles.to_vec().try_into().unwrap(), when }
}

fn holds(account: AccountId, role: RoleName) -> GenesisAssignment<AccountId> {
    GenesisAssignment { account, role, consortium: false, levels: 0 }
}

/// Institutions 1, 2 and 3 vote with accounts 10, 20 and 30, two of which change a policy.
/// Institutions 1 and 2 have administrators, accounts 11 and 21. Account 12 is a clerk.
pub(super) fn genesis() -> GenesisConfig<Test> {
    let administrator =
        Role { steward: Steward::Consortium, essential: true, ..role(&[GRANT, REVOKE], &[]) };
    GenesisConfig {
        roles: vec![
            (VOTER, voter()),
            (ADMINISTRATOR, administrator),
            (STAFF, role(&[ACTIVATE, DELEGATE], &[])),
            (CLERK, role(&[NOTE], &[])),
            (OFFICER, role(&[READ], &[CLERK])),
            (MAKER, role(&[MAKE], &[])),
            (CHECKER, role(&[CHECK], &[])),
            (TRADER, role(&[MAKE], &[])),
            (SETTLER, role(&[CHECK], &[])),
            (RESCUER, Role { emergency: true, ..role(&[SEAL], &[]) }),
        ],
        constraints: vec![
            (FOUR_EYES, constraint(Separation::Static, &[MAKER, CHECKER], 1)),
            (ONE_HAT, constraint(Separation::Dynamic, &[TRADER, SETTLER], 1)),
        ],
        assignments: vec![
            holds(10, VOTER),
            holds(20, VOTER),
            holds(30, VOTER),
            holds(11, ADMINISTRATOR),
            holds(21, ADMINISTRATOR),
            holds(12, STAFF),
            holds(12, CLERK),
        ],
        policies: vec![(POLICY, governed_by(approvals(1)))],
    }
}

pub(super) fn externalities(authorisation: GenesisConfig<Test>) -> TestExternalities {
    MaxSubjects::set(MANY_SUBJECTS);
    NowMillis::set(START_MILLIS);
    Lapses::set(vec![]);
    Suspended::set(vec![]);
    Withdrawn::set(vec![]);
    let genesis = RuntimeGenesisConfig { authorisation, ..Default::default() };
    let mut externalities: TestExternalities = genesis.build_storage().unwrap().into();
    externalities.execute_with(|| System::set_block_number(1));
    externalities
}

#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> TestExternalities {
    externalities(genesis())
}

/// Runs a test on the chain of the first block, and checks the invariants after it.
pub(super) fn build_and_execute(test: impl FnOnce()) {
    externalities(genesis()).execute_with(|| {
        test();
        assert_ok!(Authorisation::do_try_state());
    });
}

/// Takes access from these institutions, and gives it back to the others.
pub(super) fn suspend(numbers: &[u64]) {
    let kinds = || (1..10).map(|number| Directory::active_kind(&lei(number)));
    let before: Vec<_> = kinds().collect();
    Suspended::set(numbers.to_vec());
    for ((number, before), after) in (1..10).zip(before).zip(kinds()) {
        match (before, after) {
            (Some(kind), None) => Authorisation::note_access(&lei(number), kind, false),
            (None, Some(kind)) => Authorisation::note_access(&lei(number), kind, true),
            _ => {}
        }
    }
}

/// Does what others ask of this pallet as a call of theirs does it: as a whole or not at all.
pub(super) fn in_call<R>(
    does: impl FnOnce() -> Result<R, DispatchError>,
) -> Result<R, DispatchError> {
    with_storage_layer(does)
}

/// The time so many days after the start.
pub(super) fn day(number: u64) -> u64 {
    START_MILLIS + number * DAY
}

pub(super) fn until_day(number: u64) -> Validity {
    Validity::until(day(number))
}

/// Begins a block at this time.
pub(super) fn begin_block_at(millis: u64) -> Weight {
    NowMillis::set(millis);
    let number = System::block_number() + 1;
    System::set_block_number(number);
    Authorisation::on_initialize(number)
}

/// Has the consortium grant a role in the account's institution.
pub(super) fn try_grant(
    account: AccountId,
    role: RoleName,
    validity: Validity,
    levels: u8,
) -> DispatchResult {
    let scope = Directory::institution_of(&account).map_or(Scope::Consortium, Scope::Institution);
    Authorisation::grant_role(root(), account, role, scope, validity, levels)
}

pub(super) fn grant(account: AccountId, role: RoleName) {
    assert_ok!(try_grant(account, role, Validity::PERMANENT, 0));
}

pub(super) fn revoke(account: AccountId, role: RoleName) -> DispatchResult {
    Authorisation::revoke_role(root(), account, role)
}

/// Defines a role that may be held by anybody.
pub(super) fn define(name: RoleName, role: Role) {
    assert_ok!(Authorisation::define_role(root(), name, role));
}

/// Whether an account holds a role, active or not.
pub(super) fn has(account: AccountId, role: RoleName) -> bool {
    Subjects::<Test>::get(account).is_some_and(|subject| subject.assignment(&role).is_some())
}

/// What the check says of an account and the things of its institution.
pub(super) fn verdict(account: AccountId, permission: Permission) -> Verdict {
    Authorisation::is_permitted(account, permission, None, Facts::default())
}

pub(super) fn can(account: AccountId, permission: Permission) -> bool {
    matches!(verdict(account, permission), Verdict::Permitted { .. })
}

/// Events of this pallet in this block.
pub(super) fn events() -> Vec<Event<Test>> {
    System::read_events_for_pallet()
}

pub(super) fn last_event() -> Event<Test> {
    match System::events().pop().unwrap().event {
        RuntimeEvent::Authorisation(event) => event,
        other => panic!("last event is {other:?}"),
    }
}
