//! The command line.

mod help;
mod seal;

pub(crate) use help::describe;
pub(crate) use seal::Seal;

use crate::hsm::{HsmCommand, HsmOptions};
use clap::Parser;
use polkadot_sdk::{
    sc_cli::{
        CheckBlockCmd, ExportBlocksCmd, ExportChainSpecCmd, ImportBlocksCmd, KeySubcommand,
        PurgeChainCmd, RevertCmd, RunCmd,
    },
    sc_storage_monitor::StorageMonitorParams,
};

/// All the command line says.
#[derive(Debug, Parser)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) subcommand: Option<Subcommand>,

    #[command(flatten)]
    pub(crate) run: RunCmd,

    #[command(flatten)]
    pub(crate) options: NodeOptions,
}

/// Options of a running node that Substrate does not have.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct NodeOptions {
    /// Seal blocks on demand instead of in turns. For development chains only.
    ///
    /// Each block is final at once, but no validators vote on it: receipts then need a checkpoint.
    ///
    /// Possible values:
    ///
    /// - instant: a block for every extrinsic that arrives.
    ///
    /// - interval=MILLISECONDS: a block at regular times, with extrinsics or without.
    ///
    /// - manual: a block when engine_createBlock is called.
    #[arg(long, value_name = "MODE", help_heading = "Critical Chains")]
    pub(crate) seal: Option<Seal>,

    /// Delete the integrity archive and build it again from the chain.
    ///
    /// The archive holds nothing that the chain cannot give again, as long as the state of every
    /// block is there (--state-pruning archive-canonical, the default). If it is not, nothing is
    /// deleted.
    #[arg(long, help_heading = "Critical Chains")]
    pub(crate) rebuild_archive: bool,

    #[command(flatten)]
    pub(crate) hsm: HsmOptions,

    #[command(flatten)]
    pub(crate) storage_monitor: StorageMonitorParams,
}

/// What else the program does.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
    /// Make, inspect and insert keys.
    #[command(subcommand)]
    Key(KeySubcommand),

    /// Use keys in a hardware security module.
    #[command(subcommand)]
    Hsm(HsmCommand),

    /// Write a chain specification as JSON.
    ExportChainSpec(ExportChainSpecCmd),

    /// Execute a block of the database again and compare the result.
    CheckBlock(CheckBlockCmd),

    /// Write blocks to a file.
    ExportBlocks(ExportBlocksCmd),

    /// Read blocks from a file. The archive follows at the next start of the node.
    ///
    /// Blocks that were sealed on demand (--seal) carry no seal, and are refused.
    ImportBlocks(ImportBlocksCmd),

    /// Delete the chain's database, its integrity archive, and flows that wait to be reported. Keys
    /// stay.
    PurgeChain(PurgeChainCmd),

    /// Take back blocks that are not final.
    Revert(RevertCmd),
}
