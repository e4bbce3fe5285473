//! Sealing blocks with Aura and voting on their finality with GRANDPA.

use super::types::{BlockImport, FullClient, FullPool, GrandpaLink, SelectChain};
use crate::hsm::NotedProposers;
use critical_chains_hsm::Hsm;
use critical_chains_runtime::opaque::Block;
use polkadot_sdk::{
    sc_basic_authorship::ProposerFactory,
    sc_consensus_aura::{self, SlotProportion, StartAuraParams},
    sc_consensus_grandpa::{
        self, GrandpaParams, SharedVoterState, ThreeQuartersOfTheUnfinalizedChain,
        VotingRulesBuilder,
    },
    sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging,
    sc_network::{NotificationService, service::traits::NetworkService, types::ProtocolName},
    sc_network_sync::SyncingService,
    sc_service::{Role, TaskManager, error::Error},
    sc_telemetry::TelemetryHandle,
    sc_transaction_pool_api::OffchainTransactionPoolFactory,
    sp_consensus_aura::{ed25519::AuthorityPair, inherents::InherentDataProvider as AuraInherent},
    sp_keystore::KeystorePtr,
    sp_timestamp,
    substrate_prometheus_endpoint::Registry,
};
use std::{sync::Arc, time::Duration};

use super::parts::JUSTIFICATION_PERIOD_BLOCKS;

/// Largest block a proposer makes: what the runtime allows. The proposer's own default, 4 MiB,
/// would keep room for operational extrinsics that the runtime keeps already.
const BLOCK_LIMIT_BYTES: usize = 5 * 1024 * 1024;

/// Share of a slot for making a block; the rest is for sending it.
const PROPOSAL_SHARE_OF_SLOT: f32 = 2.0 / 3.0;

/// How long a vote is expected to take to all validators.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// What sealing and voting have in common.
pub(super) struct Consensus<'a> {
    pub(super) task_manager: &'a TaskManager,
    pub(super) client: Arc<FullClient>,
    pub(super) pool: Arc<FullPool>,
    pub(super) keystore: KeystorePtr,
    pub(super) hsm: Option<Arc<Hsm>>,
    pub(super) sync: Arc<SyncingService<Block>>,
    pub(super) registry: Option<Registry>,
    pub(super) telemetry: Option<TelemetryHandle>,
}

/// What only the voter needs.
pub(super) struct Voter {
    pub(super) link: GrandpaLink,
    pub(super) network: Arc<dyn NetworkService>,
    pub(super) notifications: Box<dyn NotificationService>,
    pub(super) protocol: ProtocolName,
    pub(super) state: SharedVoterState,
    pub(super) role: Role,
    pub(super) name: String,
}

impl Consensus<'_> {
    /// A factory of proposers that fill blocks from the pool.
    pub(super) fn proposers(&self) -> ProposerFactory<FullPool, FullClient> {
        let mut factory = ProposerFactory::new(
            self.task_manager.spawn_handle(),
            self.client.clone(),
            self.pool.clone(),
            self.registry.as_ref(),
            self.telemetry.clone(),
        );
        factory.set_default_block_size_limit(BLOCK_LIMIT_BYTES);
        factory
    }

    /// Starts to seal blocks in this validator's slots.
    pub(super) fn start_sealing(
        &self,
        block_import: BlockImport,
        select_chain: SelectChain,
        force_authoring: bool,
    ) -> Result<(), Error> {
        let slot_duration = sc_consensus_aura::slot_duration(&*self.client)?;
        let aura = sc_consensus_aura::start_aura::<AuthorityPair, _, _, _, _, _, _, _, _, _, _>(
            StartAuraParams {
                slot_duration,
                client: self.client.clone(),
                select_chain,
                block_import,
                proposer_factory: NotedProposers::new(self.proposers(), self.hsm.clone()),
                create_inherent_data_providers: move |_, ()| async move {
                    let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
                    let slot =
                        AuraInherent::from_timestamp_and_slot_duration(*timestamp, slot_duration);
                    Ok((slot, timestamp))
                },
                force_authoring,
                // When finality stalls, fewer blocks wait for it.
                backoff_authoring_blocks: Some(BackoffAuthoringOnFinalizedHeadLagging::default()),
                keystore: self.keystore.clone(),
                sync_oracle: self.sync.clone(),
                justification_sync_link: self.sync.clone(),
                block_proposal_slot_portion: SlotProportion::new(PROPOSAL_SHARE_OF_SLOT),
                max_block_proposal_slot_portion: None,
                telemetry: self.telemetry.clone(),
                compatibility_mode: Default::default(),
            },
        )?;
        self.task_manager.spawn_essential_handle().spawn_blocking(
            "aura",
            Some("block-authoring"),
            aura,
        );
        Ok(())
    }

    /// Starts the voter, which also follows the votes of others on nodes without a key.
    pub(super) fn start_voting(&self, voter: Voter) -> Result<(), Error> {
        let Voter { link, network, notifications, protocol, state, role, name } = voter;
        let config = sc_consensus_grandpa::Config {
            gossip_duration: GOSSIP_DURATION,
            justification_generation_period: JUSTIFICATION_PERIOD_BLOCKS,
            name: Some(name),
            observer_enabled: false,
            keystore: role.is_authority().then(|| self.keystore.clone()),
            local_role: role,
            telemetry: self.telemetry.clone(),
            protocol_name: protocol,
        };
        let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
            config,
            link,
            network,
            sync: self.sync.clone(),
            notification_service: notifications,
            // The rule left out of the usual two holds votes two blocks behind the best one, for
            // networks where the latest blocks are often abandoned. Here slots rarely collide, and
            // every receipt would wait four seconds longer. Safety does not depend on it.
            voting_rule: VotingRulesBuilder::new().add(ThreeQuartersOfTheUnfinalizedChain).build(),
            prometheus_registry: self.registry.clone(),
            shared_voter_state: state,
            telemetry: self.telemetry.clone(),
            offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(self.pool.clone()),
        })?;
        self.task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
        Ok(())
    }
}
