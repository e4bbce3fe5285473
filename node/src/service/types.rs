//! The concrete types of this node's parts.

use critical_chains_runtime::{BlockNumber, Hash, RuntimeApi, opaque::Block};
use polkadot_sdk::{
    sc_client_api::Backend,
    sc_consensus::{DefaultImportQueue, LongestChain},
    sc_consensus_grandpa::{
        FinalityProofProvider, GrandpaBlockImport, GrandpaJustificationStream, LinkHalf,
        SharedAuthoritySet,
    },
    sc_executor::WasmExecutor,
    sc_service::{PartialComponents, TFullBackend, TFullClient},
    sc_telemetry::Telemetry,
    sc_transaction_pool::TransactionPoolHandle,
    sp_io::SubstrateHostFunctions,
};

pub(crate) type FullClient = TFullClient<Block, RuntimeApi, WasmExecutor<SubstrateHostFunctions>>;
pub(crate) type FullBackend = TFullBackend<Block>;
/// Where off-chain workers keep what has to last.
pub(crate) type OffchainDatabase = <FullBackend as Backend<Block>>::OffchainStorage;
pub(crate) type FullPool = TransactionPoolHandle<Block, FullClient>;
pub(crate) type SelectChain = LongestChain<FullBackend, Block>;
pub(crate) type BlockImport = GrandpaBlockImport<FullBackend, Block, FullClient, SelectChain>;
pub(crate) type GrandpaLink = LinkHalf<Block, FullClient, SelectChain>;
pub(crate) type AuthoritySet = SharedAuthoritySet<Hash, BlockNumber>;
pub(crate) type Justifications = GrandpaJustificationStream<Block>;
pub(crate) type FinalityProofs = FinalityProofProvider<FullBackend, Block>;

/// The parts every command needs.
pub(crate) type Parts = PartialComponents<
    FullClient,
    FullBackend,
    SelectChain,
    DefaultImportQueue<Block>,
    FullPool,
    ConsensusParts,
>;

/// The parts only a running node needs.
pub(crate) struct ConsensusParts {
    pub(crate) block_import: BlockImport,
    pub(crate) grandpa: GrandpaLink,
    pub(crate) telemetry: Option<Telemetry>,
}
