//! `approval`

use super::{NodeArgs, SignerArgs, people::parse_hash};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `approval`
#[derive(Debug, Subcommand)]
pub enum ApprovalCommand {
    /// List the proposals that are open or wait to be executed
    List(ApprovalListArgs),
    /// Show what is proposed, who voted, and what is missing
    Show(ApprovalShowArgs),
    /// Approve a proposal for your institution
    Approve(ApprovalVoteArgs),
    /// Reject a proposal for your institution, also if it had approved it
    Reject(ApprovalVoteArgs),
    /// Withdraw a proposal of your institution
    Withdraw(ApprovalActArgs),
    /// Execute a proposal that has its approvals, before its turn
    Execute(ApprovalActArgs),
    /// Propose a new runtime by the hash of its code
    ProposeUpgrade(ApprovalProposeUpgradeArgs),
    /// Bring the code of a runtime that was approved; no key is needed
    ApplyUpgrade(ApprovalApplyUpgradeArgs),
}

/// `approval list`
#[derive(Args, Clone, Debug)]
pub struct ApprovalListArgs {
    /// Only those on which the institution has a vote and has not approved
    #[arg(long)]
    pub pending: bool,

    /// LEI of the institution for --pending; else that of the signer's account
    #[arg(long, value_name = "LEI", requires = "pending")]
    pub institution: Option<String>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `approval show`
#[derive(Args, Clone, Debug)]
pub struct ApprovalShowArgs {
    /// Number of the proposal
    #[arg(value_name = "ID")]
    pub id: u32,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `approval approve`, `approval reject`
#[derive(Args, Clone, Debug)]
#[command(after_help = "The vote is on the hash of what is shown, so that nothing else can be \
                        approved. Give --hash to insist on what you have seen before.")]
pub struct ApprovalVoteArgs {
    /// Number of the proposal
    #[arg(value_name = "ID")]
    pub id: u32,

    /// Hash that the proposed call must have; nothing is signed if it has another
    #[arg(long, value_name = "HASH", value_parser = parse_hash)]
    pub hash: Option<[u8; 32]>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `approval withdraw`, `approval execute`
#[derive(Args, Clone, Debug)]
pub struct ApprovalActArgs {
    /// Number of the proposal
    #[arg(value_name = "ID")]
    pub id: u32,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `approval propose-upgrade`
#[derive(Args, Clone, Debug)]
pub struct ApprovalProposeUpgradeArgs {
    /// Code of the runtime, as the build writes it
    #[arg(value_name = "WASM")]
    pub code: PathBuf,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `approval apply-upgrade`
#[derive(Args, Clone, Debug)]
pub struct ApprovalApplyUpgradeArgs {
    /// Code of the runtime: the very file whose hash was approved
    #[arg(value_name = "WASM")]
    pub code: PathBuf,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}
