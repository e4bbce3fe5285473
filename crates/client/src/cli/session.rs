//! `session`

use super::{NodeArgs, SignerArgs};
use crate::{
    batch::array_from_hex,
    chain::{SESSION_KEYS_BYTES, SESSION_PROOF_BYTES},
};
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// `session`
#[derive(Debug, Subcommand)]
pub enum SessionCommand {
    /// Register the keys with which your institution's validator seals blocks and votes
    SetKeys(SessionSetKeysArgs),
}

/// `session set-keys`
#[derive(Args, Clone, Debug)]
#[command(
    group = ArgGroup::new("which").required(true).args(["keys", "provisioned", "rotate"]),
    after_help = "Signed by the account that holds the seat. The keys are in use from the session \
                  after the next; until then the node needs the old ones too."
)]
pub struct SessionSetKeysArgs {
    /// The keys, as `critical-chains-node hsm provision` prints them
    #[arg(long, value_name = "HEX", value_parser = array_from_hex::<SESSION_KEYS_BYTES>, requires = "proof")]
    pub keys: Option<[u8; SESSION_KEYS_BYTES]>,

    /// The proof printed beside them: that their owner gives them to the account
    #[arg(long, value_name = "HEX", value_parser = array_from_hex::<SESSION_PROOF_BYTES>, requires = "keys")]
    pub proof: Option<[u8; SESSION_PROOF_BYTES]>,

    /// File with both, from `critical-chains-node hsm provision --json`
    #[arg(long, value_name = "FILE")]
    pub provisioned: Option<PathBuf>,

    /// Have the node make new keys, on its token or in its keystore, and register those
    #[arg(long)]
    pub rotate: bool,

    /// Which node is asked.
    #[command(flatten)]
    pub node: NodeArgs,
    /// Which key signs.
    #[command(flatten)]
    pub signer: SignerArgs,
}
