//! What the node asks of the runtime.

use crate::*;
#[cfg(feature = "runtime-benchmarks")]
use alloc::string::String;
use alloc::vec::Vec;
use critical_chains_attestation::{ModelId, Subject};
use critical_chains_flows::Pseudonym;
use critical_chains_integrity::{anchor::Anchor, calendar::CalendarLeaf};
use critical_chains_lei::Lei;
use critical_chains_policy::{Facts, Permission, Risk, Scope};
use frame_support::{
    genesis_builder_helper::{build_state, get_preset},
    traits::KeyOwnerProofSystem,
};
use polkadot_sdk::{
    frame_system_rpc_runtime_api,
    pallet_grandpa::AuthorityList,
    sp_api, sp_block_builder, sp_consensus_aura, sp_consensus_grandpa,
    sp_core::{OpaqueMetadata, crypto::KeyTypeId},
    sp_genesis_builder, sp_inherents, sp_offchain, sp_session, sp_transaction_pool,
};
use sp_api::impl_runtime_apis;
use sp_consensus_aura::ed25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_runtime::{
    ApplyExtrinsicResult, ExtrinsicInclusionMode,
    traits::{Block as BlockT, NumberFor},
    transaction_validity::{TransactionSource, TransactionValidity},
};

impl_runtime_apis! {
    impl sp_api::Core<Block> for Runtime {
        fn version() -> RuntimeVersion {
            VERSION
        }

        fn execute_block(block: <Block as BlockT>::LazyBlock) {
            Executive::execute_block(block)
        }

        fn initialize_block(header: &Header) -> ExtrinsicInclusionMode {
            Executive::initialize_block(header)
        }
    }

    impl sp_api::Metadata<Block> for Runtime {
        fn metadata() -> OpaqueMetadata {
            OpaqueMetadata::new(Runtime::metadata().into())
        }

        fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
            Runtime::metadata_at_version(version)
        }

        fn metadata_versions() -> Vec<u32> {
            Runtime::metadata_versions()
        }
    }

    impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
        fn execute_view_function(
            id: frame_support::view_functions::ViewFunctionId,
            input: Vec<u8>,
        ) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
            Runtime::execute_view_function(id, input)
        }
    }

    impl sp_block_builder::BlockBuilder<Block> for Runtime {
        fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
            Executive::apply_extrinsic(extrinsic)
        }

        fn finalize_block() -> <Block as BlockT>::Header {
            Executive::finalize_block()
        }

        fn inherent_extrinsics(
            data: sp_inherents::InherentData,
        ) -> Vec<<Block as BlockT>::Extrinsic> {
            data.create_extrinsics()
        }

        fn check_inherents(
            block: <Block as BlockT>::LazyBlock,
            data: sp_inherents::InherentData,
        ) -> sp_inherents::CheckInherentsResult {
            data.check_extrinsics(&block)
        }
    }

    impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
        fn validate_transaction(
            source: TransactionSource,
            tx: <Block as BlockT>::Extrinsic,
            block_hash: <Block as BlockT>::Hash,
        ) -> TransactionValidity {
            Executive::validate_transaction(source, tx, block_hash)
        }
    }

    impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
        fn offchain_worker(header: &<Block as BlockT>::Header) {
            Executive::offchain_worker(header)
        }
    }

    impl sp_session::SessionKeys<Block> for Runtime {
        fn generate_session_keys(
            owner: Vec<u8>,
            seed: Option<Vec<u8>>,
        ) -> sp_session::OpaqueGeneratedSessionKeys {
            opaque::SessionKeys::generate(&owner, seed).into()
        }

        fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
            opaque::SessionKeys::decode_into_raw_public_keys(&encoded)
        }
    }

    impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
        fn slot_duration() -> sp_consensus_aura::SlotDuration {
            sp_consensus_aura::SlotDuration::from_millis(Aura::slot_duration())
        }

        fn authorities() -> Vec<AuraId> {
            pallet_aura::Authorities::<Runtime>::get().into_inner()
        }
    }

    impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
        fn grandpa_authorities() -> AuthorityList {
            Grandpa::grandpa_authorities()
        }

        fn current_set_id() -> sp_consensus_grandpa::SetId {
            pallet_grandpa::CurrentSetId::<Runtime>::get()
        }

        fn submit_report_equivocation_unsigned_extrinsic(
            equivocation_proof: sp_consensus_grandpa::EquivocationProof<
                <Block as BlockT>::Hash,
                NumberFor<Block>,
            >,
            key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            let key_owner_proof = key_owner_proof.decode()?;
            Grandpa::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof)
        }

        fn generate_key_ownership_proof(
            _set_id: sp_consensus_grandpa::SetId,
            authority_id: GrandpaId,
        ) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
            use codec::Encode;
            Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
                .map(|proof| proof.encode())
                .map(sp_consensus_grandpa::OpaqueKeyOwnershipProof::new)
        }
    }

    impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
        fn account_nonce(account: AccountId) -> Nonce {
            System::account_nonce(account)
        }
    }

    impl pallet_anchoring::AnchoringApi<Block> for Runtime {
        fn block_anchors() -> Vec<Anchor> {
            Anchoring::block_anchors()
        }

        fn calendar_leaf() -> Option<CalendarLeaf> {
            Anchoring::calendar_leaf()
        }

        fn calendar() -> (u64, Vec<critical_chains_integrity::Hash>) {
            Anchoring::calendar()
        }

        fn stream(institution: Lei, number: u32) -> Option<pallet_anchoring::StreamState> {
            Anchoring::stream(institution, number)
        }
    }

    impl pallet_authorisation::AuthorisationApi<Block, AccountId> for Runtime {
        fn is_permitted(
            account: AccountId,
            permission: Permission,
            resource: Option<Scope>,
            facts: Facts,
        ) -> pallet_authorisation::Verdict {
            Authorisation::is_permitted(account, permission, resource, facts)
        }

        fn is_permitted_about(
            account: AccountId,
            permission: Permission,
            resource: Option<Scope>,
            facts: Facts,
            subject: Subject,
        ) -> pallet_authorisation::Verdict {
            Authorisation::is_permitted_about(account, permission, resource, facts, subject)
        }

        fn roles_of(account: AccountId) -> Vec<pallet_authorisation::RoleOfAccount<AccountId>> {
            Authorisation::roles_of(account)
        }

        fn who_can(permission: Permission) -> Vec<AccountId> {
            Authorisation::who_can(permission)
        }

        fn expiring(before: u64) -> Vec<pallet_authorisation::Expiring<AccountId>> {
            Authorisation::expiring(before)
        }
    }

    impl pallet_approvals::ApprovalsApi<Block, AccountId, Hash> for Runtime {
        fn proposal(
            id: pallet_approvals::ProposalId,
        ) -> Option<pallet_approvals::DetailsOf<Runtime>> {
            Approvals::details(id)
        }

        fn proposals() -> Vec<pallet_approvals::DetailsOf<Runtime>> {
            Approvals::all()
        }

        fn pending_approvals(institution: Lei) -> Vec<pallet_approvals::DetailsOf<Runtime>> {
            Approvals::pending(&institution)
        }
    }

    impl pallet_attestations::AttestationsApi<Block, AccountId> for Runtime {
        fn models() -> Vec<pallet_attestations::ModelDetails> {
            Attestations::all_models()
        }

        fn parameters(model: ModelId) -> Option<Vec<u8>> {
            pallet_attestations::ModelParameters::<Runtime>::get(model).map(Into::into)
        }

        fn attestation(id: u32) -> Option<pallet_attestations::AttestationDetails<AccountId>> {
            Attestations::details(id)
        }

        fn attestations(
            filter: pallet_attestations::Filter,
            cursor: Option<u32>,
            limit: u32,
        ) -> pallet_attestations::AttestationPage<AccountId> {
            Attestations::list(&filter, cursor, limit)
        }

        fn risk_of(subject: Subject) -> Risk {
            Attestations::risk_of(&subject)
        }

        fn outcomes_of(institution: Lei) -> pallet_attestations::Outcomes {
            pallet_attestations::InstitutionOutcomes::<Runtime>::get(institution)
        }

        fn indicator(id: u32) -> Option<pallet_attestations::IndicatorDetails<AccountId>> {
            Attestations::indicator_details(id)
        }

        fn indicators(
            filter: pallet_attestations::IndicatorFilter,
            cursor: Option<u32>,
            limit: u32,
        ) -> pallet_attestations::IndicatorPage<AccountId> {
            Attestations::list_indicators(&filter, cursor, limit)
        }

        fn matching(
            kind: pallet_attestations::IndicatorKind,
            value: Pseudonym,
        ) -> Vec<pallet_attestations::IndicatorDetails<AccountId>> {
            Attestations::matching(kind, value)
        }
    }

    impl pallet_flows::FlowsApi<Block, AccountId> for Runtime {
        fn reporter(account: AccountId) -> pallet_flows::Reporter {
            Flows::reporter(&account)
        }

        fn reports() -> pallet_flows::BlockReports {
            Flows::reports_of(System::block_number())
        }

        fn replay(
            from: pallet_flows::ReplayFrom,
            flows: Vec<critical_chains_flows::Flow>,
        ) -> Option<pallet_flows::Replayed> {
            pallet_flows::replay(from, &flows)
        }
    }

    impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
        fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
            build_state::<RuntimeGenesisConfig>(config)
        }

        fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
            get_preset::<RuntimeGenesisConfig>(id, genesis::preset)
        }

        fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
            genesis::preset_names()
        }
    }

    #[cfg(feature = "try-runtime")]
    impl polkadot_sdk::frame_try_runtime::TryRuntime<Block> for Runtime {
        fn on_runtime_upgrade(
            checks: polkadot_sdk::frame_try_runtime::UpgradeCheckSelect,
        ) -> (frame_support::weights::Weight, frame_support::weights::Weight) {
            // The tool that asks reports the panic, which is how it learns of a failure.
            let weight = Executive::try_runtime_upgrade(checks).expect("the upgrade passes its checks");
            (weight, BlockWeightLimits::get().max_block)
        }

        fn execute_block(
            block: <Block as BlockT>::LazyBlock,
            state_root_check: bool,
            signature_check: bool,
            select: polkadot_sdk::frame_try_runtime::TryStateSelect,
        ) -> frame_support::weights::Weight {
            Executive::try_execute_block(block, state_root_check, signature_check, select)
                .expect("the block passes its checks")
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    impl polkadot_sdk::frame_benchmarking::Benchmark<Block> for Runtime {
        fn benchmark_metadata(extra: bool) -> (
            Vec<polkadot_sdk::frame_benchmarking::BenchmarkList>,
            Vec<frame_support::traits::StorageInfo>,
        ) {
            use frame_support::traits::StorageInfoTrait;
            let mut list = Vec::new();
            benchmarks::list(&mut list, extra);
            (list, AllPalletsWithSystem::storage_info())
        }

        fn dispatch_benchmark(
            config: polkadot_sdk::frame_benchmarking::BenchmarkConfig,
        ) -> Result<Vec<polkadot_sdk::frame_benchmarking::BenchmarkBatch>, String> {
            benchmarks::dispatch(config)
        }
    }
}
