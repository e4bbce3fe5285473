//! `policy` and `explain`

use super::{
    FactsArgs, NodeArgs, SignerArgs,
    people::{parse_account, parse_hash, parse_scope},
};
use crate::{
    chain::AccountId,
    policy::{read_moment, read_name},
};
use clap::{Args, Subcommand};
use critical_chains_policy::{Name, Scope};
use std::path::PathBuf;

/// `policy`
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Print the chain's roles, constraints and policies as a policy file, or one permission
    Show(PolicyShowArgs),
    /// Check a policy file, without a node
    Validate(PolicyValidateArgs),
    /// Print what a policy file would change on the chain
    Diff(PolicyFileArgs),
    /// Print who would gain and lose what
    Simulate(PolicySimulateArgs),
    /// Propose what a policy file changes, as one proposal
    Propose(PolicyProposeArgs),
    /// Say whether an account may do something, and why
    Explain(PolicyExplainArgs),
}

/// `policy show`
#[derive(Args, Clone, Debug)]
pub struct PolicyShowArgs {
    /// Only this permission, with who carries it
    #[arg(value_name = "PERMISSION", value_parser = read_name)]
    pub permission: Option<Name>,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `policy validate`
#[derive(Args, Clone, Debug)]
pub struct PolicyValidateArgs {
    /// Policy file; docs/reference/policy-files.md describes it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `policy diff`
#[derive(Args, Clone, Debug)]
pub struct PolicyFileArgs {
    /// Policy file; docs/reference/policy-files.md describes it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `policy simulate`
#[derive(Args, Clone, Debug)]
#[command(after_help = "What is not given is not known, and never counts in favour: a rule that \
                        permits up to an amount does not permit without --amount.")]
pub struct PolicySimulateArgs {
    /// Policy file; docs/reference/policy-files.md describes it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The time for which it is worked out [default: now, by the clock of the chain]
    #[arg(long, value_name = "TIME", value_parser = read_moment)]
    pub at: Option<u64>,

    /// What is known about the requests.
    #[command(flatten)]
    pub facts: FactsArgs,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `policy propose`
#[derive(Args, Clone, Debug)]
pub struct PolicyProposeArgs {
    /// Policy file; docs/reference/policy-files.md describes it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `policy explain`
#[derive(Args, Clone, Debug)]
pub struct PolicyExplainArgs {
    /// The account: its address, public key, or //Name on a development chain
    #[arg(long, value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

    /// The permission, such as anchoring.anchor
    #[arg(long, value_name = "PERMISSION", value_parser = read_name)]
    pub permission: Name,

    /// Whose things it is about: an LEI or consortium [default: the account's institution]
    #[arg(long, value_name = "SCOPE", value_parser = parse_scope)]
    pub resource: Option<Scope>,

    /// What is known about the request.
    #[command(flatten)]
    pub facts: FactsArgs,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `explain`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  critical-chains explain 6\n  critical-chains explain \
                        \"1010: Invalid Transaction: Custom error: 6\"\n  critical-chains explain \
                        Approvals.OwnProposal\n  critical-chains explain 0x… --block 0x…")]
pub struct ExplainArgs {
    /// Number or name of a refusal, what a node or a library said, or the hash of an extrinsic
    #[arg(value_name = "CODE|TEXT|HASH")]
    pub what: String,

    /// Hash of the block that has the extrinsic
    #[arg(long, value_name = "HASH", value_parser = parse_hash)]
    pub block: Option<[u8; 32]>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}
