//! `institution`

use super::{
    NodeArgs, ProposeArgs, SignerArgs,
    people::{parse_account, parse_lei},
};
use crate::{
    chain::AccountId,
    policy::{read_kind, read_moment},
};
use clap::{ArgGroup, Args, Subcommand};
use critical_chains_lei::Lei;
use critical_chains_policy::Kind;

/// `institution`
#[derive(Debug, Subcommand)]
pub enum InstitutionCommand {
    /// List the institutions
    List(InstitutionListArgs),
    /// Say what the chain knows of an institution, with its accounts
    Show(InstitutionShowArgs),
    /// Propose to admit an institution
    Admit(InstitutionAdmitArgs),
    /// Propose to suspend an institution: its accounts lose access until it is readmitted
    Suspend(InstitutionNameArgs),
    /// Propose to readmit a suspended institution
    Readmit(InstitutionNameArgs),
    /// Propose that an institution leaves for good
    Dismiss(InstitutionNameArgs),
    /// Propose to grant an institution its validator seat
    GrantSeat(InstitutionAccountArgs),
    /// Propose to revoke the validator seat of an institution
    RevokeSeat(InstitutionNameArgs),
    /// Propose how much an institution may use per window of blocks
    Quota(InstitutionQuotaArgs),
    /// Propose when the membership of an institution ends
    Expiry(InstitutionExpiryArgs),
    /// Enrol an account for your institution
    Enrol(InstitutionEnrolArgs),
    /// Withdraw an account of your institution
    WithdrawAccount(InstitutionWithdrawArgs),
}

/// `institution list`
#[derive(Args, Clone, Debug)]
pub struct InstitutionListArgs {
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `institution show`
#[derive(Args, Clone, Debug)]
pub struct InstitutionShowArgs {
    /// LEI of the institution
    #[arg(value_name = "LEI", value_parser = parse_lei)]
    pub lei: Lei,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
}

/// `institution admit`
#[derive(Args, Clone, Debug)]
pub struct InstitutionAdmitArgs {
    /// LEI of the institution
    #[arg(value_name = "LEI", value_parser = parse_lei)]
    pub lei: Lei,

    /// Legal or short name, up to 64 bytes
    #[arg(long, value_name = "NAME")]
    pub name: String,

    /// bank, market-infrastructure, insurer, toll-operator or authority
    #[arg(long, value_name = "KIND", value_parser = read_kind)]
    pub kind: Kind,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `institution suspend`, `readmit`, `dismiss`, `revoke-seat`
#[derive(Args, Clone, Debug)]
pub struct InstitutionNameArgs {
    /// LEI of the institution
    #[arg(value_name = "LEI", value_parser = parse_lei)]
    pub lei: Lei,
    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `institution grant-seat`
#[derive(Args, Clone, Debug)]
pub struct InstitutionAccountArgs {
    /// LEI of the institution
    #[arg(value_name = "LEI", value_parser = parse_lei)]
    pub lei: Lei,

    /// An account of the institution: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `institution quota`
#[derive(Args, Clone, Debug)]
#[command(group = ArgGroup::new("how-much").required(true).args(["default", "time_millis"]))]
pub struct InstitutionQuotaArgs {
    /// LEI of the institution
    #[arg(value_name = "LEI", value_parser = parse_lei)]
    pub lei: Lei,

    /// The quota of institutions that were not given their own
    #[arg(long)]
    pub default: bool,

    /// Computing time of the reference machine, in milliseconds
    #[arg(long, value_name = "N", requires = "proof_bytes", requires = "bytes")]
    pub time_millis: Option<u64>,

    /// State touched, in bytes of proof
    #[arg(long, value_name = "N", requires = "time_millis")]
    pub proof_bytes: Option<u64>,

    /// Length of the extrinsics themselves, in bytes
    #[arg(long, value_name = "N", requires = "time_millis")]
    pub bytes: Option<u32>,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `institution expiry`
#[derive(Args, Clone, Debug)]
#[command(group = ArgGroup::new("when").required(true).args(["at", "never"]))]
pub struct InstitutionExpiryArgs {
    /// LEI of the institution
    #[arg(value_name = "LEI", value_parser = parse_lei)]
    pub lei: Lei,

    /// When the membership ends, such as 2027-12-31 or 2027-12-31T18:00:00Z
    #[arg(long, value_name = "TIME", value_parser = read_moment)]
    pub at: Option<u64>,

    /// The membership does not end
    #[arg(long)]
    pub never: bool,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}

/// `institution enrol`
#[derive(Args, Clone, Debug)]
pub struct InstitutionEnrolArgs {
    /// The account: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

    /// LEI of the institution; else that of the signer's account
    #[arg(long, value_name = "LEI", value_parser = parse_lei)]
    pub institution: Option<Lei>,

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

/// `institution withdraw-account`
#[derive(Args, Clone, Debug)]
pub struct InstitutionWithdrawArgs {
    /// The account: its address, public key, or //Name on a development chain
    #[arg(value_name = "ACCOUNT", value_parser = parse_account)]
    pub account: AccountId,

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
