//! `hsm node-key`

use super::{TokenArguments, told};
use crate::{cli::Cli, hsm::node_key::peer_id};
use critical_chains_hsm::{NodeKey, unwrap_node_key, wrap_node_key, wrapped_public_key};
use polkadot_sdk::{
    sc_cli::{Error, Result},
    sp_core::ed25519::Public,
};
use serde_json::json;
use std::path::PathBuf;

/// `hsm node-key`
#[derive(Debug, clap::Subcommand)]
pub(crate) enum NodeKeyCommand {
    /// Make the node's identity in the network, wrapped by a key of the token.
    ///
    /// It goes to the file of --hsm-node-key, which must not be there yet. The key that wraps it is
    /// made on the token if it has none.
    Init(InitCommand),

    /// Show the PeerId of the wrapped key, and whether the token unwraps it.
    ///
    /// Without the options that name a token, it is read from the file alone.
    Show(ShowCommand),
}

impl NodeKeyCommand {
    pub(super) fn run(&self, cli: &Cli) -> Result<()> {
        match self {
            Self::Init(command) => command.run(cli),
            Self::Show(command) => command.run(cli),
        }
    }
}

/// `hsm node-key init`
#[derive(Debug, clap::Args)]
pub(crate) struct InitCommand {
    /// Wrap the key in this file, as `key generate-node-key` writes it, instead of a new one.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,

    #[command(flatten)]
    token: TokenArguments,
}

impl InitCommand {
    fn run(&self, cli: &Cli) -> Result<()> {
        let path = self.token.node_key_file()?;
        let key = match &self.from {
            Some(from) => NodeKey::read(from).map_err(told)?,
            None => NodeKey::draw().map_err(told)?,
        };
        let config = self.token.settings(cli)?.config;
        wrap_node_key(config, &key, &path).map_err(told)?;
        let public = key.public();
        let mut text = format!(
            "PeerId  {}\n\nNext: start the node with --hsm-node-key {}",
            peer_id(&public)?,
            path.display(),
        );
        if let Some(from) = &self.from {
            text.push_str(&format!(
                ". Once it runs, remove {} and its copies: whoever has one is this node for its peers.",
                from.display(),
            ));
        }
        self.token.write(&answer(&public, true)?, text)
    }
}

/// `hsm node-key show`
#[derive(Debug, clap::Args)]
pub(crate) struct ShowCommand {
    #[command(flatten)]
    token: TokenArguments,
}

impl ShowCommand {
    fn run(&self, cli: &Cli) -> Result<()> {
        let path = self.token.node_key_file()?;
        let public = wrapped_public_key(&path).map_err(told)?;
        let is_tried = self.token.hsm.names_token();
        if is_tried {
            let config = self.token.settings(cli)?.config;
            unwrap_node_key(config, &path).map_err(told)?;
        }
        let found = match is_tried {
            true => "The token unwraps it.",
            false => "No token was named, so this is only what the file says.",
        };
        let text = format!("PeerId  {}\n{found}", peer_id(&public)?);
        self.token.write(&answer(&public, is_tried)?, text)
    }
}

impl TokenArguments {
    /// The file of the wrapped node key.
    fn node_key_file(&self) -> Result<PathBuf> {
        self.hsm.node_key().map_err(told)?.ok_or_else(|| {
            Error::Input(
                "no file for the wrapped node key\nhint: give --hsm-node-key, or `node_key` in the file of \
                 --hsm-config"
                    .into(),
            )
        })
    }
}

fn answer(public: &Public, unwrapped: bool) -> Result<serde_json::Value> {
    Ok(json!({
        "peerId": peer_id(public)?,
        "publicKey": format!("0x{}", hex::encode(public.0)),
        "unwrapped": unwrapped,
    }))
}
