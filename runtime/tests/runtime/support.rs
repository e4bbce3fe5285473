//! A chain of the real runtime without a node: real extrinsics through `Executive`.

use critical_chains_runtime::{
    AccountId, BLOCK_TIME_MILLIS, Executive, Header, Nonce, Runtime, RuntimeCall,
    RuntimeGenesisConfig, SignedPayload, System, TransactionExtensions, UncheckedExtrinsic,
    genesis,
};
use polkadot_sdk::{
    frame_metadata_hash_extension::CheckMetadataHash,
    frame_support::genesis_builder_helper::build_state,
    frame_system::{self, CheckWeight},
    pallet_timestamp,
    sp_consensus_aura::{AURA_ENGINE_ID, Slot},
    sp_core::{Encode, H256, Pair},
    sp_genesis_builder::PresetId,
    sp_io::TestExternalities,
    sp_keyring::Sr25519Keyring,
    sp_runtime::{
        ApplyExtrinsicResult, Digest, DigestItem, MultiAddress, MultiSignature,
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

/// The state of a preset, inside its first block.
pub(crate) fn chain(preset: &str) -> TestExternalities {
    let patch = genesis::preset(&PresetId::from(preset)).unwrap();
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
    merge(&mut config, serde_json::from_slice(&patch).unwrap());
    let mut state = TestExternalities::new_empty();
    state.execute_with(|| {
        build_state::<RuntimeGenesisConfig>(serde_json::to_vec(&config).unwrap()).unwrap();
        begin_block();
    });
    state
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
        let extensions: TransactionExtensions = (
            frame_system::AuthorizeCall::new(),
            frame_system::CheckNonZeroSender::new(),
            frame_system::CheckSpecVersion::new(),
            frame_system::CheckTxVersion::new(),
            frame_system::CheckGenesis::new(),
            pallet_institutions::CheckMortal::from(self.era),
            pallet_institutions::CheckMembership::new(),
            pallet_institutions::OrderedNonce::from(nonce),
            CheckWeight::new(),
            CheckMetadataHash::new(false),
            frame_system::WeightReclaim::new(),
        );
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
        let hash = System::block_hash(System::block_number() - 1);
        Executive::validate_transaction(TransactionSource::External, self.build(), hash)
    }

    /// Puts it into the block.
    pub(crate) fn apply(self) -> ApplyExtrinsicResult {
        Executive::apply_extrinsic(self.build())
    }
}
