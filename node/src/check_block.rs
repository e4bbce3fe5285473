//! Executes a block of the database again and compares the result with its header.
//!
//! The command of the SDK with the same name executes nothing: a block whose state is there counts
//! as checked.

use crate::service::types::FullClient;
use critical_chains_runtime::{Hash, opaque::Block};
use polkadot_sdk::{
    sc_cli::{Error, Result},
    sc_client_api::BlockBackend,
    sp_api::{Core, ProvideRuntimeApi},
    sp_blockchain::HeaderBackend,
    sp_consensus::BlockStatus,
    sp_runtime::{
        generic::BlockId,
        traits::{Block as _, Header as _},
    },
};

/// Checks the block with this number or hash, and says so.
pub(crate) fn run(client: &FullClient, id: BlockId<Block>) -> Result<()> {
    let block = find(client, id)?;
    let (number, hash) = (*block.header().number(), block.hash());
    execute(client, block)?;
    println!("Block {number} ({hash:?}) was executed again, with the result that its header has.");
    Ok(())
}

fn find(client: &FullClient, id: BlockId<Block>) -> Result<Block> {
    let hash = client.block_hash_from_id(&id)?;
    let block = hash.map(|hash| client.block(hash)).transpose()?.flatten();
    block.map(|signed| signed.block).ok_or_else(|| {
        let named = match id {
            BlockId::Number(number) => number.to_string(),
            BlockId::Hash(hash) => format!("{hash:?}"),
        };
        Error::Input(format!(
            "the database has no block {named}\nhint: its last block is {}",
            client.info().best_number,
        ))
    })
}

/// Executes a block on the state of its parent. The runtime compares what comes out with the
/// header: the root of the state, the digest with the calendar's root, and the extrinsics.
fn execute(client: &FullClient, block: Block) -> Result<()> {
    let (mut header, extrinsics) = block.deconstruct();
    let (number, hash, parent) = (header.number, header.hash(), header.parent_hash);
    check_has_state(client, number, parent)?;
    // It is added when the block has been executed.
    header.digest.logs.retain(|item| item.as_seal().is_none());
    let executed =
        client.runtime_api().execute_block(parent, Block::new(header, extrinsics).into());
    executed.map_err(|error| {
        Error::Input(format!(
            "block {number} ({hash:?}) gives another result than its header has: {error}\n\
             hint: ask other members for the hash of their block {number}. If it is the same, this \
             node's database or program is not what it should be: purge the chain and sync again"
        ))
    })
}

fn check_has_state(client: &FullClient, number: u32, parent: Hash) -> Result<()> {
    let Some(before) = number.checked_sub(1) else {
        return Err(Error::Input(
            "block 0 is made from the chain specification, and nothing is executed in it\nhint: \
             give another block"
                .into(),
        ));
    };
    match client.block_status(parent)? {
        BlockStatus::InChainWithState => Ok(()),
        _ => Err(Error::Input(format!(
            "block {number} cannot be executed: the state of block {before} is gone from this \
             node's database\nhint: use a node with --state-pruning archive-canonical"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::{Cli, Seal},
        service::{
            parts,
            types::{FullPool, Parts},
        },
    };
    use clap::Parser;
    use polkadot_sdk::{
        sc_basic_authorship::ProposerFactory,
        sc_cli::CliConfiguration,
        sp_consensus::{Environment, ProposeArgs, Proposer},
        sp_consensus_aura::{
            Slot, SlotDuration, digests::CompatibleDigestItem, ed25519::AuthoritySignature,
        },
        sp_runtime::DigestItem,
        sp_timestamp::{INHERENT_IDENTIFIER, Timestamp},
    };
    use std::time::Duration;
    use tempfile::TempDir;
    use tokio::runtime::Handle;

    const SLOT_MILLIS: u64 = 2_000;

    fn development_chain(folder: &TempDir) -> Parts {
        let folder = folder.path().to_str().unwrap();
        let cli = Cli::parse_from(["critical-chains-node", "--dev", "--base-path", folder]);
        let mut config = cli.run.create_configuration(&cli, Handle::current()).unwrap();
        parts::build(&mut config, Some(Seal::Manual)).unwrap()
    }

    /// A valid first block, which is not in the database.
    async fn first_block(parts: &Parts) -> Block {
        let tasks = parts.task_manager.spawn_handle();
        let (client, pool) = (parts.client.clone(), parts.transaction_pool.clone());
        let mut factory =
            ProposerFactory::<FullPool, FullClient>::new(tasks, client, pool, None, None);
        let genesis = parts.client.expect_header(parts.client.info().genesis_hash).unwrap();
        let now = Timestamp::current();
        let slot = Slot::from_timestamp(now, SlotDuration::from_millis(SLOT_MILLIS));
        let mut args = ProposeArgs { max_duration: Duration::from_secs(60), ..Default::default() };
        args.inherent_data.put_data(INHERENT_IDENTIFIER, &now).unwrap();
        args.inherent_digests
            .push(<DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_pre_digest(slot));

        let proposer = factory.init(&genesis).await.unwrap();
        Proposer::propose(proposer, args).await.unwrap().block
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn block_must_give_what_its_header_says() {
        let folder = TempDir::new().unwrap();
        let parts = development_chain(&folder);
        let block = first_block(&parts).await;
        assert!(execute(&parts.client, block.clone()).is_ok());

        let mut other_state = block.clone();
        other_state.header.state_root = Hash::repeat_byte(1);
        let mut other_calendar = block;
        other_calendar.header.digest.logs.pop();

        for wrong in [other_state, other_calendar] {
            let error = execute(&parts.client, wrong).unwrap_err().to_string();
            assert!(error.contains("gives another result than its header has"), "{error}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn names_a_block_that_cannot_be_executed() {
        let folder = TempDir::new().unwrap();
        let parts = development_chain(&folder);
        let client = &parts.client;
        let genesis = find(client, BlockId::Number(0)).unwrap();

        let unknown = find(client, BlockId::Number(7)).unwrap_err().to_string();
        let first = execute(client, genesis).unwrap_err().to_string();
        let pruned = check_has_state(client, 7, Hash::repeat_byte(1)).unwrap_err().to_string();

        assert!(unknown.ends_with("has no block 7\nhint: its last block is 0"), "{unknown}");
        assert!(first.contains("block 0 is made from the chain specification"), "{first}");
        assert!(pruned.contains("the state of block 6 is gone"), "{pruned}");
    }
}
