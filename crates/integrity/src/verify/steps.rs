//! The steps of a verification: first what the receipt says by itself, then what is trusted.

use super::{Code, Facts, Failure, TrustAnchor, TrustAnchors};
use crate::{
    Hash,
    anchor::Anchor,
    calendar::{CalendarDigest, CalendarLeaf},
    checkpoint::{Checkpoint, origin},
    finality::{FinalityProof, Header, HeaderError},
    receipt::{CheckpointPath, Finality, Receipt, hex, record_digest},
    tree::{ProofError, leaf_hash, root_from_inclusion, verify_inclusion},
    trust::TrustFile,
};
use alloc::{
    format,
    string::{String, ToString},
};

/// What follows from the receipt alone.
pub(super) struct Proven {
    pub(super) facts: Facts,
    /// Root and size of the calendar that the path of the checkpoint part leads to.
    checkpoint_root: Option<Hash>,
}

/// What follows from what is trusted.
pub(super) struct Decision {
    pub(super) code: Code,
    pub(super) detail: Option<String>,
    pub(super) decided_by: Option<TrustAnchor>,
}

/// Checks that record, batch, block, calendar and header hang together.
pub(super) fn check_content(receipt: &Receipt, record: Option<&[u8]>) -> Result<Proven, Failure> {
    check_record(receipt, record)?;
    let anchor = check_batch(receipt)?;
    let leaf = check_block(receipt)?;
    if let Some(finality) = &receipt.finality {
        check_header(finality, &leaf)?;
    }
    let checkpoint_root = match &receipt.checkpoint {
        Some(checkpoint) => Some(checkpoint_root(checkpoint, &leaf)?),
        None => None,
    };
    let facts = Facts {
        stream: anchor.stream,
        sequence: anchor.sequence,
        profile: anchor.profile,
        leaf_count: anchor.leaf_count,
        not_before: anchor.not_before,
        not_after: anchor.not_after,
        anchor_hash: leaf_hash(&receipt.anchor),
        block_number: leaf.number,
        block_time: leaf.timestamp,
        record_index: receipt.batch.index,
        record_digest: receipt.record.digest,
    };
    Ok(Proven { facts, checkpoint_root })
}

fn check_record(receipt: &Receipt, given: Option<&[u8]>) -> Result<(), Failure> {
    let carried = receipt.record.content.as_deref();
    for (canonical, whose) in [(carried, "in the receipt"), (given, "given")] {
        let Some(digest) = canonical.map(record_digest) else { continue };
        if digest != receipt.record.digest {
            return Err(Failure::new(
                Code::RecordDiffers,
                format!(
                    "the record {whose} has digest {}, expected {}",
                    hex(&digest),
                    hex(&receipt.record.digest)
                ),
            ));
        }
    }
    Ok(())
}

fn check_batch(receipt: &Receipt) -> Result<Anchor, Failure> {
    let anchor = Anchor::from_bytes(&receipt.anchor)
        .map_err(|error| Failure::new(Code::AnchorMalformed, error.to_string()))?;
    let leaf = receipt.record.leaf_hash();
    let (index, path) = (receipt.batch.index, &receipt.batch.path);
    verify_inclusion(&anchor.root, anchor.leaf_count, index, &leaf, path)
        .map_err(|error| Failure::in_batch(&error))?;
    Ok(anchor)
}

fn check_block(receipt: &Receipt) -> Result<CalendarLeaf, Failure> {
    let leaf = CalendarLeaf::from_bytes(&receipt.calendar_leaf)
        .map_err(|error| Failure::new(Code::CalendarLeafMalformed, error.to_string()))?;
    if leaf.genesis != receipt.genesis {
        return Err(Failure::new(
            Code::GenesisDiffers,
            format!(
                "the leaf is of chain {}, expected {}",
                hex(&leaf.genesis),
                hex(&receipt.genesis)
            ),
        ));
    }
    let anchor = leaf_hash(&receipt.anchor);
    let (index, path) = (receipt.block.index, &receipt.block.path);
    verify_inclusion(&leaf.anchors_root, leaf.anchor_count.into(), index, &anchor, path)
        .map_err(|error| Failure::in_block(&error))?;
    Ok(leaf)
}

/// The header states the root that the calendar path leads to; who signed it is not asked here.
fn check_header(finality: &Finality, leaf: &CalendarLeaf) -> Result<(), Failure> {
    let header = Header::from_scale(&finality.proof.header)
        .map_err(|error| Failure::new(Code::HeaderMalformed, error.to_string()))?;
    let digest = calendar_digest(&header)?;
    let size = u64::from(header.number);
    let root = calendar_root(size, leaf, &finality.calendar_path, Code::HeaderTooEarly)?;
    // The header's own leaf is the last one of the calendar it states.
    let is_own = size == leaf.number;
    if root != digest.root || (is_own && leaf.hash() != digest.leaf) {
        return Err(Failure::new(
            Code::CalendarRootDiffers,
            format!(
                "block {} leads to {}, the header of block {} states {}",
                leaf.number,
                hex(&root),
                header.number,
                hex(&digest.root)
            ),
        ));
    }
    Ok(())
}

fn calendar_digest(header: &Header) -> Result<CalendarDigest, Failure> {
    header.calendar_digest().map_err(|error| {
        let code = match error {
            HeaderError::Malformed => Code::HeaderMalformed,
            _ => Code::CalendarDigestCount,
        };
        Failure::new(code, error.to_string())
    })
}

fn checkpoint_root(checkpoint: &CheckpointPath, leaf: &CalendarLeaf) -> Result<Hash, Failure> {
    calendar_root(checkpoint.size, leaf, &checkpoint.path, Code::CheckpointTooEarly)
}

/// Root of the calendar of this size, by the path from the leaf of a block.
fn calendar_root(
    size: u64,
    leaf: &CalendarLeaf,
    path: &[Hash],
    too_early: Code,
) -> Result<Hash, Failure> {
    root_from_inclusion(size, leaf.index(), &leaf.hash(), path).map_err(|error| match error {
        ProofError::IndexOutsideTree { .. } => Failure::new(
            too_early,
            format!("the anchor is in block {}, the calendar ends with {size}", leaf.number),
        ),
        _ => Failure::new(Code::CalendarPathLength, error.to_string()),
    })
}

/// Decides by what is trusted. Everything given is of the same chain, and everything that can be
/// checked is; only if nothing could be is there no decision.
pub(super) fn check_trust(
    receipt: &Receipt,
    proven: &Proven,
    trust: TrustAnchors<'_>,
) -> Result<Decision, Failure> {
    check_chain(receipt, trust)?;
    let finality = match &receipt.finality {
        Some(finality) => check_finality(&finality.proof, trust)?,
        None => None,
    };
    let checkpoint = match (&receipt.checkpoint, proven.checkpoint_root) {
        (Some(part), Some(root)) => check_checkpoint(part, &root, trust)?,
        _ => None,
    };
    Ok(match (finality, checkpoint) {
        (Some(decided_by), _) => decided(Code::OkFinality, decided_by),
        (None, Some(decided_by)) => decided(Code::OkCheckpoint, decided_by),
        (None, None) => undecided(receipt, trust),
    })
}

fn check_chain(receipt: &Receipt, trust: TrustAnchors<'_>) -> Result<(), Failure> {
    if let Some(trust_file) = trust.trust_file
        && trust_file.genesis_hash != receipt.genesis
    {
        return Err(Failure::new(
            Code::TrustGenesisDiffers,
            format!(
                "the receipt is of chain {}, the trust file of {} ({})",
                hex(&receipt.genesis),
                hex(&trust_file.genesis_hash),
                trust_file.network
            ),
        ));
    }
    match trust.checkpoint {
        Some(checkpoint) if !checkpoint.is_of(&receipt.genesis) => Err(Failure::new(
            Code::CheckpointOriginDiffers,
            format!("the origin is {}, expected {}", checkpoint.origin, origin(&receipt.genesis)),
        )),
        _ => Ok(()),
    }
}

fn check_finality(
    proof: &FinalityProof,
    trust: TrustAnchors<'_>,
) -> Result<Option<TrustAnchor>, Failure> {
    let set = trust.trust_file.and_then(|file| file.authority_set(proof.set_id));
    let Some(set) = set else { return Ok(None) };
    let finalised = proof.check(set)?;
    // Whoever has the old keys of a set can sign another history; what was published shows it.
    let Header { number, .. } = finalised.header;
    let root = calendar_digest(&finalised.header)?.root;
    checkpoint_of(number.into(), &root, "the finalised header states", trust)?;
    Ok(Some(TrustAnchor::Finality {
        set_id: set.set_id,
        block_number: number,
        signers: finalised.signers,
        authorities: finalised.authorities,
    }))
}

fn check_checkpoint(
    part: &CheckpointPath,
    root: &Hash,
    trust: TrustAnchors<'_>,
) -> Result<Option<TrustAnchor>, Failure> {
    let checkpoint = checkpoint_of(part.size, root, "the path leads to", trust)?;
    Ok(checkpoint.map(|Checkpoint { size, origin, .. }| TrustAnchor::Checkpoint {
        size: *size,
        origin: origin.clone(),
    }))
}

/// A checkpoint of this size, if one is known. Every one there is has to state this root: two
/// roots of one size are a fork.
fn checkpoint_of<'a>(
    size: u64,
    root: &Hash,
    found: &str,
    trust: TrustAnchors<'a>,
) -> Result<Option<&'a Checkpoint>, Failure> {
    let of_size = || known_checkpoints(trust).filter(|known| known.size == size);
    match of_size().find(|known| known.root != *root) {
        Some(other) => Err(Failure::new(
            Code::CheckpointRootDiffers,
            format!(
                "{found} {}, the checkpoint of size {size} states {}",
                hex(root),
                hex(&other.root)
            ),
        )),
        None => Ok(of_size().last()),
    }
}

fn known_checkpoints<'a>(trust: TrustAnchors<'a>) -> impl Iterator<Item = &'a Checkpoint> {
    let in_file = trust.trust_file.into_iter().flat_map(|file| &file.checkpoints);
    trust.checkpoint.into_iter().chain(in_file)
}

fn decided(code: Code, decided_by: TrustAnchor) -> Decision {
    Decision { code, detail: Some(decided_by.to_string()), decided_by: Some(decided_by) }
}

/// Why nothing decided, the nearest reason first.
fn undecided(receipt: &Receipt, trust: TrustAnchors<'_>) -> Decision {
    let sets = trust.trust_file.filter(|file| !file.authority_sets.is_empty());
    let (code, detail) = match (&receipt.finality, sets, &receipt.checkpoint) {
        (Some(finality), Some(file), _) => (
            Code::SetUnknown,
            format!("set {} has signed, known are {}", finality.proof.set_id, ids(file)),
        ),
        (_, _, Some(part)) if known_checkpoints(trust).next().is_some() => {
            (Code::OtherCheckpointSize, format!("the receipt leads to size {}", part.size))
        }
        (Some(_), _, None) => {
            (Code::NothingToTrust, "the receipt carries signatures of authorities".into())
        }
        (None, _, Some(part)) => (
            Code::NothingToTrust,
            format!("the receipt leads to a checkpoint of size {}", part.size),
        ),
        _ => (
            Code::NothingToTrust,
            "the receipt carries signatures of authorities and leads to a checkpoint".into(),
        ),
    };
    Decision { code, detail: Some(detail), decided_by: None }
}

fn ids(file: &TrustFile) -> String {
    match (file.authority_sets.first(), file.authority_sets.last()) {
        (Some(first), Some(last)) if first.set_id != last.set_id => {
            format!("{} sets from {} to {}", file.authority_sets.len(), first.set_id, last.set_id)
        }
        (Some(only), _) => format!("only set {}", only.set_id),
        _ => "none".into(),
    }
}
