//! Looks for signatures of the validator's keys that this node did not make.
//!
//! A block sealed, or a vote given, with a key of this node that its signing guard never permitted
//! was made elsewhere: by another node with the same key, or by this one before the guard's state was
//! put back from an old copy. The key then signs nothing more.

use super::proposers::proposed;
use critical_chains_hsm::{
    Hsm,
    guard::{Act, Kind, Position, Proposed, Purpose, StoreError, Target},
};
use critical_chains_runtime::{Header, opaque::Block};
use futures::{FutureExt, StreamExt, select};
use polkadot_sdk::{
    sc_client_api::{BlockchainEvents, ImportNotifications},
    sc_consensus_grandpa::GrandpaJustification,
    sp_blockchain::HeaderBackend,
    sp_consensus_aura::digests::CompatibleDigestItem,
    sp_consensus_grandpa::{self, check_message_signature},
    sp_core::{Pair as _, crypto::ByteArray, ed25519},
    sp_runtime::traits::Header as _,
};
use std::sync::Arc;

use crate::service::types::{AuthoritySet, FullClient, Justifications};

/// Blocks that are looked at before the node begins: those that others may have built on an old state.
const EARLIER_BLOCKS: u32 = 256;

/// Justifications that may wait to be looked at before a warning.
const WAITING_JUSTIFICATIONS: usize = 1_024;

/// Ends waiting for the device when the node ends.
struct StopOnDrop(Arc<Hsm>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Looks at the latest blocks of the database.
pub(crate) fn look_back(hsm: &Hsm, client: &FullClient) -> Result<(), StoreError> {
    let mut next = HeaderBackend::<Block>::info(client).best_hash;
    for _ in 0..EARLIER_BLOCKS {
        let Ok(Some(header)) = client.header(next) else { break };
        saw_block(hsm, &header)?;
        next = *header.parent_hash();
    }
    Ok(())
}

/// Looks at each block and each justification as it comes.
pub(crate) async fn run(
    hsm: Arc<Hsm>,
    client: Arc<FullClient>,
    justifications: Justifications,
    authorities: AuthoritySet,
) {
    let stop = StopOnDrop(hsm);
    let hsm = &stop.0;
    let mut blocks: ImportNotifications<Block> = client.import_notification_stream();
    let mut final_blocks = justifications.subscribe(WAITING_JUSTIFICATIONS);
    loop {
        let seen = select! {
            block = blocks.next().fuse() => match block {
                Some(block) => saw_block(hsm, &block.header),
                None => return,
            },
            proof = final_blocks.next().fuse() => match proof {
                Some(proof) => saw_final(hsm, &client, &authorities, proof),
                None => return,
            },
        };
        if let Err(error) = seen {
            log::error!(target: "hsm", "Blocks could not be compared with the guard: {error}");
        }
    }
}

fn saw_block(hsm: &Hsm, header: &Header) -> Result<(), StoreError> {
    let mut unsealed = header.clone();
    let Some(seal) = unsealed.digest_mut().pop() else { return Ok(()) };
    let Some(seal) = CompatibleDigestItem::<Signature>::as_aura_seal(&seal) else { return Ok(()) };
    let Some(Proposed { target, slot }) = proposed(&unsealed) else { return Ok(()) };
    let act = Act { kind: Kind::Seal, at: Position::Slot(slot), target };
    let seal = ed25519::Signature::from(seal);
    for key in hsm.public_keys(Purpose::Seals) {
        if ed25519::Pair::verify(&seal, target.hash, &key) {
            hsm.guard().saw(&key, &act)?;
        }
    }
    Ok(())
}

type Signature = polkadot_sdk::sp_consensus_aura::ed25519::AuthoritySignature;

fn saw_final(
    hsm: &Hsm,
    client: &FullClient,
    authorities: &AuthoritySet,
    proof: GrandpaJustification<Block>,
) -> Result<(), StoreError> {
    let proof = proof.justification;
    let newest = authorities.set_id();
    let Some(set) = [Some(newest), newest.checked_sub(1)]
        .into_iter()
        .flatten()
        .find(|set| is_of(&proof.commit, 0, proof.round, *set))
    else {
        return Ok(());
    };
    let at = Position::Round { set, round: proof.round };
    let own = hsm.public_keys(Purpose::Votes);
    for (index, signed) in proof.commit.precommits.iter().enumerate() {
        let Ok(key) = ed25519::Public::try_from(signed.id.as_slice()) else { continue };
        if own.contains(&key) && is_of(&proof.commit, index, proof.round, set) {
            let target = Target {
                hash: signed.precommit.target_hash.into(),
                number: signed.precommit.target_number,
            };
            hsm.guard().saw(&key, &Act { kind: Kind::Precommit, at, target })?;
        }
    }
    let header = client.header(proof.commit.target_hash).ok().flatten();
    match header.as_ref().and_then(proposed) {
        Some(Proposed { slot, .. }) => hsm.guard().saw_final(slot, set, proof.round),
        None => Ok(()),
    }
}

type Commit = sp_consensus_grandpa::Commit<Header>;

/// Whether a vote of a commit was given in a round of a set: its signature says so.
fn is_of(commit: &Commit, index: usize, round: u64, set: u64) -> bool {
    commit.precommits.get(index).is_some_and(|signed| {
        let message = sp_consensus_grandpa::Message::<Header>::Precommit(signed.precommit.clone());
        check_message_signature(&message, &signed.id, &signed.signature, round, set).is_valid()
    })
}
