//! A chain of the real runtime without a node: real extrinsics through `Executive`.

use critical_chains_lei::Lei;
use critical_chains_policy::{Name, Scope, Validity};
use critical_chains_runtime::{
    AccountId, Anchoring, Approvals, Attestations, Authorisation, BLOCK_TIME_MILLIS, Custody,
    Executive, Header, Institutions, Nonce, Runtime, RuntimeCall, RuntimeEvent,
    RuntimeGenesisConfig, RuntimeOrigin, SignedPayload, Supervision, System, UncheckedExtrinsic,
    genesis, opaque, transaction_extensions,
};
use polkadot_sdk::{
    frame_support::{
        dispatch::DispatchResult, genesis_builder_helper::build_state,
        storage::transactional::with_transaction_unchecked,
    },
    frame_system, pallet_session, pallet_timestamp,
    sp_consensus_aura::{AURA_ENGINE_ID, Slot},
    sp_core::{Encode, H256, Pair},
    sp_genesis_builder::PresetId,
    sp_io::TestExternalities,
    sp_keyring::{Ed25519Keyring, Sr25519Keyring},
    sp_runtime::{
        ApplyExtrinsicResult, Digest, DigestItem, MultiAddress, MultiSignature, TransactionOutcome,
        generic::Era,
        traits::Header as _,
        transaction_validity::{TransactionSource, TransactionValidity},
    },
};
use serde_json::Value;

/// Time of the first block.
const GENESIS_MILLIS: u64 = 1_800_000_000_000;

fn merge(base: &mut Value, patch: Value) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, patch) => *base = patch,
    }
}

/// The genesis configuration of a preset, complete.
pub(crate) fn genesis_of(preset: &str) -> Value {
    let patch = genesis::preset(&PresetId::from(preset)).unwrap();
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
    merge(&mut config, serde_json::from_slice(&patch).unwrap());
    config
}

/// The state of a chain, whose invariants hold after every test.
pub(crate) struct Chain(TestExternalities);

impl Chain {
    pub(crate) fn execute_with(&mut self, test: impl FnOnce()) {
        self.0.execute_with(|| {
            test();
            Institutions::do_try_state().unwrap();
            Authorisation::do_try_state().unwrap();
            Approvals::do_try_state().unwrap();
            Supervision::do_try_state().unwrap();
            Attestations::do_try_state().unwrap();
            Custody::do_try_state().unwrap();
            Anchoring::do_try_state().unwrap();
        });
    }
}

/// The state that a genesis configuration makes, before the first block.
pub(crate) fn born(config: &Value) -> Chain {
    let mut state = TestExternalities::new_empty();
    state.execute_with(|| {
        build_state::<RuntimeGenesisConfig>(serde_json::to_vec(config).unwrap()).unwrap();
    });
    Chain(state)
}

/// The state of a preset, inside its first block.
pub(crate) fn chain(preset: &str) -> Chain {
    let mut chain = born(&genesis_of(preset));
    chain.execute_with(begin_block);
    chain
}

/// Begins the next block, with its time set.
pub(crate) fn begin_block() {
    let number = System::block_number() + 1;
    let slot = Slot::from(GENESIS_MILLIS / BLOCK_TIME_MILLIS + u64::from(number));
    let digest =
        Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, Encode::encode(&slot))] };
    let parent = System::block_hash(System::block_number());
    Executive::initialize_block(&Header::new(number, H256::zero(), H256::zero(), parent, digest));
    let now = u64::from(slot) * BLOCK_TIME_MILLIS;
    let inherent =
        UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(pallet_timestamp::Call::set { now }));
    Executive::apply_extrinsic(inherent).unwrap().unwrap();
}

/// Finishes the block and begins the next one; gives the header of the finished one.
pub(crate) fn next_block() -> Header {
    let header = Executive::finalize_block();
    frame_system::BlockHash::<Runtime>::insert(header.number, header.hash());
    begin_block();
    header
}

/// A call of about this length that an account may make: its proof proves nothing.
pub(crate) fn call_of(bytes: usize) -> RuntimeCall {
    let key = Ed25519Keyring::Alice.public();
    let keys = opaque::SessionKeys { aura: key.into(), grandpa: key.into() };
    pallet_session::Call::<Runtime>::set_keys { keys, proof: vec![7; bytes] }.into()
}

/// A call that opens a stream.
pub(crate) fn open_stream() -> RuntimeCall {
    pallet_anchoring::Call::<Runtime>::open_stream {}.into()
}

/// A call that anchors the first batches of the first stream.
pub(crate) fn anchors(batches: usize, profile: &str) -> RuntimeCall {
    let batch = pallet_anchoring::Batch {
        root: [7; 32],
        leaf_count: 1_000,
        not_before: 1_700_000_000_000,
        not_after: 1_700_000_060_000,
        profile: profile.as_bytes().to_vec().try_into().unwrap(),
    };
    pallet_anchoring::Call::<Runtime>::anchor_batches {
        stream: 0,
        first_sequence: 1,
        previous: [0; 32],
        batches: vec![batch; batches].try_into().unwrap(),
    }
    .into()
}

/// What the pool says of an extrinsic. Like the pool's, this look leaves no trace in the state.
pub(crate) fn at_pool(extrinsic: UncheckedExtrinsic) -> TransactionValidity {
    let parent = System::block_hash(System::block_number() - 1);
    with_transaction_unchecked(|| {
        let source = TransactionSource::External;
        TransactionOutcome::Rollback(Executive::validate_transaction(source, extrinsic, parent))
    })
}

/// What a test says about an extrinsic.
pub(crate) struct Submission {
    signer: Sr25519Keyring,
    call: RuntimeCall,
    nonce: Option<Nonce>,
    era: Era,
}

/// An extrinsic of `signer` as generic clients make it: mortal, with the next nonce.
pub(crate) fn signed(signer: Sr25519Keyring, call: impl Into<RuntimeCall>) -> Submission {
    Submission {
        signer,
        call: call.into(),
        nonce: None,
        // The block before: the present one has no hash yet.
        era: Era::mortal(64, u64::from(System::block_number().saturating_sub(1))),
    }
}

impl Submission {
    /// With a nonce that is not the next one.
    pub(crate) fn nonce(mut self, nonce: Nonce) -> Self {
        self.nonce = Some(nonce);
        self
    }

    /// With another era.
    pub(crate) fn era(mut self, era: Era) -> Self {
        self.era = era;
        self
    }

    /// The signed extrinsic.
    pub(crate) fn build(self) -> UncheckedExtrinsic {
        let account: AccountId = self.signer.to_account_id();
        let nonce = self.nonce.unwrap_or_else(|| System::account_nonce(&account));
        let extensions = transaction_extensions(self.era, nonce);
        let payload = SignedPayload::new(self.call, extensions).unwrap();
        let signature = payload.using_encoded(|bytes| self.signer.pair().sign(bytes));
        let (call, extensions, _) = payload.deconstruct();
        UncheckedExtrinsic::new_signed(
            call,
            MultiAddress::Id(account),
            MultiSignature::Sr25519(signature),
            extensions,
        )
    }

    /// What the pool says of it.
    pub(crate) fn validate(self) -> TransactionValidity {
        at_pool(self.build())
    }

    /// Puts it into the block.
    pub(crate) fn apply(self) -> ApplyExtrinsicResult {
        Executive::apply_extrinsic(self.build())
    }
}

/// LEIs of the four institutions.
pub(crate) const BANK: [u8; 20] = *b"CCDEV0ALPHABANK00022";
pub(crate) const CLEARING: [u8; 20] = *b"CCDEV0BETACLEARING22";
pub(crate) const INSURER: [u8; 20] = *b"CCDEV0GAMMAINSURE080";
pub(crate) const AUTHORITY: [u8; 20] = *b"CCDEV0DELTAAUTHOR035";

/// The name of a role or permission.
pub(crate) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// The LEI of an institution.
pub(crate) fn lei(characters: [u8; 20]) -> Lei {
    Lei::new(characters).unwrap()
}

/// Enrols an account and gives it these roles, as the consortium would.
pub(crate) fn enrol(key: Sr25519Keyring, institution: [u8; 20], roles: &[(&str, Scope)]) {
    let account = key.to_account_id();
    Institutions::enrol_account(RuntimeOrigin::root(), institution, account.clone()).unwrap();
    for (role, scope) in roles {
        grant(key, role, *scope);
    }
}

/// Gives an account a role, as the consortium would.
pub(crate) fn grant(key: Sr25519Keyring, role: &str, scope: Scope) {
    let account = key.to_account_id();
    let (role, validity) = (name(role), Validity::PERMANENT);
    Authorisation::grant_role(RuntimeOrigin::root(), account, role, scope, validity, 0).unwrap();
}

/// Proposes a call as one account, and gives the number of the proposal.
pub(crate) fn propose(by: Sr25519Keyring, call: impl Into<RuntimeCall>) -> u32 {
    let id = pallet_approvals::NextProposal::<Runtime>::get();
    let call = pallet_approvals::Call::<Runtime>::propose { call: Box::new(call.into()) };
    signed(by, call).apply().unwrap().unwrap();
    id
}

/// Approves a proposal as one account.
pub(crate) fn approve(by: Sr25519Keyring, proposal: u32) -> ApplyExtrinsicResult {
    let call_hash = pallet_approvals::Proposals::<Runtime>::get(proposal).unwrap().call_hash;
    signed(by, pallet_approvals::Call::<Runtime>::approve { proposal, call_hash }).apply()
}

/// Has the consortium do something: proposed by the bank, approved by the three others, executed
/// with the next block. Gives what came of it.
pub(crate) fn together(call: impl Into<RuntimeCall>) -> DispatchResult {
    let proposal = propose(Sr25519Keyring::Alice, call);
    for by in [Sr25519Keyring::Bob, Sr25519Keyring::Charlie, Sr25519Keyring::Dave] {
        approve(by, proposal).unwrap().unwrap();
    }
    next_block();
    outcome(proposal).expect("the proposal is executed in the next block")
}

/// What came of a proposal in this block, if it was executed.
pub(crate) fn outcome(of: u32) -> Option<DispatchResult> {
    System::events().into_iter().find_map(|record| match record.event {
        RuntimeEvent::Approvals(pallet_approvals::Event::ProposalExecuted {
            proposal,
            result,
            ..
        }) if proposal == of => Some(result),
        _ => None,
    })
}
