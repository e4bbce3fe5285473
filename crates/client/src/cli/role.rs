//! `role`

use super::{
    NodeArgs, ProposeArgs, SignerArgs, ValidityArgs,
    people::{parse_account, parse_scope},
};
use crate::{chain::AccountId, policy::read_name};
use clap::{Args, Subcommand, ValueEnum};
use critical_chains_policy::{Name, Scope};
use std::path::PathBuf;

/// `role`
#[derive(Debug, Subcommand)]
pub enum RoleCommand {
    /// List the roles
    List(RoleListArgs),
    /// Say what a role carries and who holds it
    Show(RoleShowArgs),
    /// Say which roles an account holds
    Of(RoleOfArgs),
    /// Say which accounts have a permission, alone or together with others
    WhoCan(RoleWhoCanArgs),
    /// Grant an account a role
    Grant(RoleGrantArgs),
    /// Revoke a role, also from everybody to whom the account has passed it on
    Revoke(RoleRevokeArgs),
    /// Pass on a role of yours to a colleague, and keep it
    Delegate(RoleDelegateArgs),
    /// Take back a role that you have passed on, also from everybody who got it from there
    Recall(RoleRecallArgs),
    /// Make a role of yours count
    Activate(RoleActivateArgs),
    /// Make a role of yours not count until you activate it
    Deactivate(RoleActivateArgs),
    /// Draw the roles: who inherits from whom, and what must not come together
    Graph(RoleGraphArgs),
    /// List the roles that end soon
    Expiring(RoleExpiringArgs),
}

/// `role list`
#[derive(Args, Clone, Debug)]
pub struct RoleListArgs {
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `role show`
#[derive(Args, Clone, Debug)]
pub struct RoleShowArgs {
    /// Name of the role
    #[arg(value_name = "NAME", value_parser = read_name)]
    pub name: Name,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `role of`
#[derive(Args, Clone, Debug)]
pub struct RoleOfArgs {
    /// The account: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `role who-can`
#[derive(Args, Clone, Debug)]
pub struct RoleWhoCanArgs {
    /// The permission, such as anchoring.anchor
    #[arg(value_name = "PERMISSION", value_parser = read_name)]
    pub permission: Name,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `role grant`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Administrators grant the roles left to institutions to accounts of their \
                        own institution. Everything else takes --propose.")]
pub struct RoleGrantArgs {
    /// The account: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

    /// The role
    #[arg(value_name = "ROLE", value_parser = read_name)]
    pub role: Name,

    /// Where it counts: an LEI, or consortium for everywhere [default: the account's institution]
    #[arg(long, value_name = "SCOPE", value_parser = parse_scope)]
    pub scope: Option<Scope>,

    /// When it counts.
    #[command(flatten)]
    pub validity: ValidityArgs,

    /// How often it can be passed on
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=2))]
    pub levels: u8,

    /// Whether the consortium is asked.
    #[command(flatten)]
    pub propose: ProposeArgs,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `role revoke`
#[derive(Args, Clone, Debug)]
pub struct RoleRevokeArgs {
    /// The account: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

    /// The role
    #[arg(value_name = "ROLE", value_parser = read_name)]
    pub role: Name,

    /// Whether the consortium is asked.
    #[command(flatten)]
    pub propose: ProposeArgs,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `role delegate`
#[derive(Args, Clone, Debug)]
pub struct RoleDelegateArgs {
    /// The colleague's account: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

    /// The role
    #[arg(value_name = "ROLE", value_parser = read_name)]
    pub role: Name,

    /// When it counts.
    #[command(flatten)]
    pub validity: ValidityArgs,

    /// How often the colleague can pass it on: less often than you
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=1))]
    pub levels: u8,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `role recall`
#[derive(Args, Clone, Debug)]
pub struct RoleRecallArgs {
    /// The colleague's account: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

    /// The role
    #[arg(value_name = "ROLE", value_parser = read_name)]
    pub role: Name,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `role activate`, `role deactivate`
#[derive(Args, Clone, Debug)]
pub struct RoleActivateArgs {
    /// The role
    #[arg(value_name = "ROLE", value_parser = read_name)]
    pub role: Name,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// Forms of a graph.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum GraphFormat {
    /// The language of Graphviz
    Dot,
    /// A drawing
    Svg,
}

/// `role graph`
#[derive(Args, Clone, Debug)]
pub struct RoleGraphArgs {
    /// Form of the graph
    #[arg(long, value_name = "FORMAT", default_value = "dot")]
    pub format: GraphFormat,

    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `role expiring`
#[derive(Args, Clone, Debug)]
pub struct RoleExpiringArgs {
    /// How many days to look ahead
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub days: u32,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}
