//! `trust`: what receipts are verified against.

use super::{block_on, connect, files};
use crate::{
    batch::to_hex,
    chain::AuthoritySets,
    cli::{TrustCommand, TrustExportArgs, TrustShowArgs},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_integrity::trust::{TrustFile, extend_trust};
use serde_json::{Value, json};

pub(super) fn run(command: TrustCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        TrustCommand::Export(args) => block_on(export(args, console)),
        TrustCommand::Show(args) => show(&args, console),
    }
}

async fn export(args: TrustExportArgs, console: Console) -> Result<Exit, Failure> {
    let known = args.from.as_deref().map(files::read_trust).transpose()?;
    let on_first_use = known.is_none();
    let node = connect(&args.node, console).await?;
    let sets = node.integrity().authority_sets().await?;
    let (trust, added) = build(known, sets)?;
    files::write(&args.output, trust.to_json().as_bytes())?;

    let sets = match trust.authority_sets.len() {
        1 => "one authority set".to_owned(),
        count => {
            format!("{} authority sets, each proven by the one before it", grouped(count as u64))
        }
    };
    let file = args.output.display();
    let mut text = format!("{file} trusts the chain {} and {sets}.\n", trust.network);
    if on_first_use {
        text.push_str(&format!(
            "The chain itself is taken on the word of this node. Compare, with somebody who knows:\n  \
             genesis    {}\n",
            to_hex(trust.genesis_hash)
        ));
        for set in trust.authority_sets.iter().take(1) {
            for (number, authority) in set.authorities.iter().enumerate() {
                text.push_str(&format!(
                    "  authority {number} of set {}: {}\n",
                    set.set_id,
                    to_hex(authority)
                ));
            }
        }
        console.note(
            "warning: nothing proves the first authority set; compare it out of band, for example \
             with the consortium's trust file, before you rely on it",
        );
    } else {
        text.push_str(&format!("{} were added.\n", grouped(added as u64)));
    }
    let mut document = trust_json(&trust);
    document["added"] = json!(added);
    document["trust_on_first_use"] = json!(on_first_use);
    document["file"] = json!(args.output);
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

/// Extends what is known by what the node can prove; without anything known, the node's word for
/// the first set stands in.
fn build(known: Option<TrustFile>, sets: AuthoritySets) -> Result<(TrustFile, usize), Failure> {
    let AuthoritySets { network, genesis_hash, first, handoffs } = sets;
    let mut trust = match known {
        Some(known) if known.genesis_hash != genesis_hash => {
            return Err(Failure::failed(format!(
                "the node is of the chain {}, the trust file of {}",
                to_hex(genesis_hash),
                to_hex(known.genesis_hash)
            ))
            .hint("give the trust file of this chain with --from, or another node with --node"));
        }
        Some(known) => known,
        None => TrustFile {
            network,
            genesis_hash,
            authority_sets: vec![first],
            checkpoints: Vec::new(),
        },
    };
    // Only hand-offs from a set that is trusted can be checked.
    let oldest = trust.authority_sets.first().map_or(u64::MAX, |set| set.set_id);
    let usable: Vec<_> =
        handoffs.into_iter().filter(|handoff| handoff.proof.set_id >= oldest).collect();
    let added = extend_trust(&mut trust, &usable).map_err(|error| {
        Failure::failed(format!("the node's authority sets do not prove each other: {error}"))
            .hint("do not trust this node's word; ask another node, and tell the consortium")
    })?;
    trust.validate().map_err(|error| {
        Failure::failed(format!("the node's authority sets cannot be trusted: {error}"))
            .hint("ask another node, and tell this node's operator")
    })?;
    Ok((trust, added))
}

fn show(args: &TrustShowArgs, console: Console) -> Result<Exit, Failure> {
    let trust = files::read_trust(&args.file)?;
    let mut text =
        format!("Trust in {}\n  genesis    {}\n", trust.network, to_hex(trust.genesis_hash));
    for set in &trust.authority_sets {
        text.push_str(&format!(
            "  set {}: {} authorities\n",
            set.set_id,
            grouped(set.authorities.len() as u64)
        ));
        for authority in &set.authorities {
            text.push_str(&format!("    {}\n", to_hex(authority)));
        }
    }
    for checkpoint in &trust.checkpoints {
        text.push_str(&format!(
            "  checkpoint of size {}: {}\n",
            grouped(checkpoint.size),
            to_hex(checkpoint.root)
        ));
    }
    console.result(&text, &trust_json(&trust))?;
    Ok(Exit::Ok)
}

fn trust_json(trust: &TrustFile) -> Value {
    json!({
        "network": trust.network,
        "genesis_hash": to_hex(trust.genesis_hash),
        "authority_sets": trust.authority_sets.iter().map(|set| json!({
            "set_id": set.set_id,
            "authorities": set.authorities.iter().map(to_hex).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "checkpoints": trust.checkpoints.iter().map(|checkpoint| json!({
            "size": checkpoint.size,
            "root": to_hex(checkpoint.root),
        })).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use critical_chains_integrity::trust::AuthoritySet;

    /// A well-formed Ed25519 key.
    const KEY: &str = "0x88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee";

    fn sets(genesis_hash: [u8; 32], authorities: Vec<[u8; 32]>) -> AuthoritySets {
        let first = AuthoritySet { set_id: 0, authorities };
        AuthoritySets { network: "test".to_owned(), genesis_hash, first, handoffs: Vec::new() }
    }

    fn key() -> [u8; 32] {
        crate::batch::hash_from_hex(KEY).unwrap()
    }

    #[test]
    fn the_first_set_is_taken_on_the_word_of_the_node() {
        let (trust, added) = build(None, sets([1; 32], vec![key()])).unwrap();

        assert_eq!((trust.authority_sets.len(), added), (1, 0));
    }

    #[test]
    fn what_is_known_is_never_replaced_by_the_word_of_a_node() {
        let (known, _) = build(None, sets([1; 32], vec![key()])).unwrap();

        let (trust, added) = build(Some(known.clone()), sets([1; 32], vec![[9; 32]])).unwrap();

        assert_eq!((trust, added), (known, 0));
    }

    #[test]
    fn a_node_of_another_chain_is_refused() {
        let (known, _) = build(None, sets([1; 32], vec![key()])).unwrap();

        let failure = build(Some(known), sets([2; 32], vec![key()])).unwrap_err();

        assert!(failure.message.starts_with("the node is of the chain 0x0202"), "{failure:?}");
    }

    #[test]
    fn a_set_without_authorities_is_refused() {
        let failure = build(None, sets([1; 32], Vec::new())).unwrap_err();

        assert!(failure.message.contains("cannot be trusted"), "{failure:?}");
    }
}
