//! What a node can make of a trust file, and what it cannot.

use super::{
    Export,
    extend::{Extended, extend},
};
use crate::{
    chain::{AuthoritySets, ChainError, ListedSet},
    output::Failure,
};
use critical_chains_integrity::trust::{AuthorityHandoff, AuthoritySet, TrustFile};
use futures::executor::block_on;
use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
};

/// A file of `tests/vectors/handoffs`.
fn vector(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/handoffs");
    fs::read(folder.join(name)).unwrap()
}

fn trust(name: &str) -> TrustFile {
    TrustFile::from_json(&String::from_utf8(vector(name)).unwrap()).unwrap()
}

fn handoff(name: &str) -> AuthorityHandoff {
    AuthorityHandoff::from_cbor(&vector(name)).unwrap()
}

/// A node that lists some sets, and remembers what it was asked.
struct FakeNode {
    chain: TrustFile,
    sets: Vec<ListedSet>,
    /// Most sets at a time.
    page: usize,
    asked: RefCell<Vec<u64>>,
}

impl FakeNode {
    /// With all sets of a trust file, and the hand-offs of this name.
    fn new(file: &str, handoffs: &str) -> Self {
        let chain = trust(file);
        let listed = |set: &AuthoritySet| ListedSet {
            set: set.clone(),
            handoff: set.set_id.checked_sub(1).map(|id| handoff(&format!("{handoffs}-{id}.cbor"))),
        };
        let sets = chain.authority_sets.iter().map(listed).collect();
        Self { chain, sets, page: 256, asked: RefCell::default() }
    }

    /// Four sets of different authorities.
    fn changing() -> Self {
        Self::new("trust-0-1-2-3.json", "handoff")
    }

    /// Four sets of the same authorities.
    fn same() -> Self {
        Self::new("trust-same-0-1-2-3.json", "same")
    }

    fn paged(self, page: usize) -> Self {
        Self { page, ..self }
    }

    fn lacking(mut self, set: usize) -> Self {
        self.sets[set].handoff = None;
        self
    }

    fn with(mut self, set: usize, name: &str) -> Self {
        self.sets[set].handoff = Some(handoff(name));
        self
    }

    fn knowing(mut self, sets: usize) -> Self {
        self.sets.truncate(sets);
        self
    }

    fn answer(&self, from: u64) -> AuthoritySets {
        self.asked.borrow_mut().push(from);
        let after: Vec<_> =
            self.sets.iter().filter(|listed| listed.set.set_id >= from).cloned().collect();
        AuthoritySets {
            network: self.chain.network.clone(),
            genesis_hash: self.chain.genesis_hash,
            next_set: after.get(self.page).map(|listed| listed.set.set_id),
            sets: after.into_iter().take(self.page).collect(),
        }
    }

    fn extends(&self, known: Option<&str>) -> Result<Extended, Failure> {
        self.extends_file(known.map(trust))
    }

    fn extends_file(&self, known: Option<TrustFile>) -> Result<Extended, Failure> {
        block_on(extend(known, async |from| Ok(self.answer(from))))
    }
}

fn extended(file: &str, added: usize, missing_handoff: Option<u64>) -> Result<Extended, Failure> {
    Ok(Extended { trust: trust(file), added, missing_handoff })
}

mod first_use {
    use super::*;

    #[test]
    fn takes_the_first_set_on_the_word_of_the_node() {
        let node = FakeNode::changing();

        assert_eq!(node.extends(None), extended("trust-0-1-2-3.json", 3, None));
        assert_eq!(node.knowing(1).extends(None), extended("trust-0.json", 0, None));
    }

    #[test]
    fn keeps_the_sets_before_a_missing_handoff() {
        let node = FakeNode::changing().lacking(2);

        assert_eq!(node.extends(None), extended("trust-0-1.json", 1, Some(2)));
    }

    /// Another node may have the rest.
    #[test]
    fn is_no_failure_if_only_the_first_set_is_there() {
        let node = FakeNode::changing().lacking(1);

        assert_eq!(node.extends(None), extended("trust-0.json", 0, Some(1)));
        assert_eq!(
            FakeNode::changing().extends(Some("trust-0.json")),
            extended("trust-0-1-2-3.json", 3, None)
        );
    }

    #[test]
    fn refuses_a_set_without_authorities() {
        let mut node = FakeNode::changing();
        node.sets[0].set.authorities.clear();

        let failure = node.extends(None).unwrap_err();

        assert!(failure.message.contains("cannot be trusted"), "{failure:?}");
    }

    #[test]
    fn refuses_a_node_without_any_set() {
        let failure = FakeNode::changing().knowing(0).extends(None).unwrap_err();

        assert_eq!(failure.message, "the node knows no authority set");
    }
}

mod missing_handoff {
    use super::*;

    #[test]
    fn of_a_set_trusted_already_is_not_missed() {
        let node = FakeNode::changing().lacking(1);

        let expected = extended("trust-0-1-2-3.json", 2, None);
        assert_eq!(node.extends(Some("trust-0-1.json")), expected);
        assert_eq!(
            FakeNode::changing().lacking(2).extends(Some("trust-0-1-2.json")),
            extended("trust-0-1-2-3.json", 1, None)
        );
    }

    #[test]
    fn is_a_failure_if_nothing_could_be_added() {
        let node = FakeNode::changing().lacking(2);

        let failure = node.extends(Some("trust-0-1.json")).unwrap_err();

        assert_eq!(failure.message, "set 2 has no hand-off at this node, so no set could be added");
        assert!(failure.hint.unwrap().starts_with("ask another node with --node"));
    }

    #[test]
    fn is_no_failure_if_something_was_added() {
        let node = FakeNode::changing().lacking(3);

        assert_eq!(node.extends(Some("trust-0-1.json")), extended("trust-0-1-2.json", 1, Some(3)));
    }

    #[test]
    fn before_a_later_set_that_is_trusted_leaves_a_gap() {
        let node = FakeNode::changing().lacking(1);

        let Extended { trust, added, missing_handoff } =
            node.extends(Some("trust-0-2.json")).unwrap();

        let ids: Vec<_> = trust.authority_sets.iter().map(|set| set.set_id).collect();
        assert_eq!((ids, added, missing_handoff), (vec![0, 2, 3], 1, Some(1)));
        assert_eq!(*node.asked.borrow(), [0, 2]);
    }

    #[test]
    fn in_a_gap_is_no_failure_if_the_newest_set_is_trusted() {
        let node = FakeNode::changing().knowing(3).lacking(1);

        assert_eq!(node.extends(Some("trust-0-2.json")), extended("trust-0-2.json", 0, Some(1)));
    }

    /// Only the hand-off to set 1 tells which block that set took over with.
    #[test]
    fn is_named_where_the_authorities_stay_the_same() {
        let node = FakeNode::same().lacking(1);

        let failure = node.extends(Some("trust-same-0-1.json")).unwrap_err();

        assert!(failure.message.starts_with("set 1 has no hand-off at this node"), "{failure:?}");
        assert_eq!(
            FakeNode::same().extends(Some("trust-same-0-1.json")),
            extended("trust-same-0-1-2-3.json", 2, None)
        );
    }
}

mod known {
    use super::*;

    #[test]
    fn is_never_replaced_by_the_word_of_a_node() {
        let mut node = FakeNode::changing().knowing(1);
        node.sets[0].set.authorities = vec![[9; 32]];

        assert_eq!(node.extends(Some("trust-0.json")), extended("trust-0.json", 0, None));
    }

    #[test]
    fn is_what_the_node_is_asked_from() {
        let node = FakeNode::changing();

        assert_eq!(node.extends(Some("trust-1.json")), extended("trust-1-2-3.json", 2, None));
        assert_eq!(*node.asked.borrow(), [1]);
    }

    #[test]
    fn stays_with_a_node_that_is_behind() {
        let node = FakeNode::changing().knowing(1);

        assert_eq!(node.extends(Some("trust-1-2-3.json")), extended("trust-1-2-3.json", 0, None));
    }

    #[test]
    fn stays_without_a_set_to_begin_with() {
        let whole = trust("trust-0.json");
        let known = TrustFile { authority_sets: Vec::new(), ..whole };

        let extended = FakeNode::changing().extends_file(Some(known.clone())).unwrap();

        assert_eq!((extended.trust, extended.added), (known, 0));
    }

    #[test]
    fn is_told_from_another_chain() {
        let failure = FakeNode::same().extends(Some("trust-0.json")).unwrap_err();

        assert!(failure.message.starts_with("the node is of the chain 0x"), "{failure:?}");
    }

    #[test]
    fn that_begins_too_late_is_told_from_a_node_that_lies() {
        let failure = FakeNode::same().extends(Some("trust-same-1.json")).unwrap_err();

        assert_eq!(
            failure.message,
            "the trust file does not reach back far enough: the hand-off from set 1 keeps the same \
             authorities: check it together with the one by which that set took over"
        );
        let hint = failure.hint.unwrap();
        assert!(hint.starts_with("give a trust file with an earlier set"), "{hint}");
        assert_eq!(
            FakeNode::same().extends(Some("trust-same-0.json")),
            extended("trust-same-0-1-2-3.json", 3, None),
            "as the hint says"
        );
    }

    /// That set 1 took over from set 0 is not shown by anything here, and need not be.
    #[test]
    fn needs_no_proof() {
        let mut known = trust("trust-same-0-1-2.json");
        known.authority_sets.remove(0);

        let extended = FakeNode::same().knowing(3).extends_file(Some(known.clone())).unwrap();

        assert_eq!((extended.trust, extended.added), (known, 0));
    }
}

mod pages {
    use super::*;

    /// With the same authorities each hand-off is told from a replay by the one before it.
    #[test]
    fn are_checked_together() {
        for page in 1..5 {
            let node = FakeNode::same().paged(page);

            assert_eq!(
                node.extends(Some("trust-same-0.json")),
                extended("trust-same-0-1-2-3.json", 3, None)
            );
            assert_eq!(node.asked.borrow().len(), 4usize.div_ceil(page));
        }
    }

    #[test]
    fn after_a_set_that_is_not_proven_are_not_asked_for() {
        let node = FakeNode::changing().paged(1).lacking(1);

        node.extends(None).unwrap();

        assert_eq!(*node.asked.borrow(), [0, 1]);
    }

    #[test]
    fn after_a_lie_are_not_asked_for() {
        for (lie, handoff) in [
            ("the votes are for later blocks", "replay-full.cbor"),
            ("the header has no change", "no-change.cbor"),
            ("it proves a set that is trusted already", "handoff-0.cbor"),
            ("it proves a set that comes later", "handoff-2.cbor"),
        ] {
            let node = FakeNode::changing().paged(1).with(2, handoff);

            let failure = node.extends(Some("trust-0-1.json")).unwrap_err();

            assert!(failure.message.contains("do not prove each other"), "{lie}: {failure:?}");
            assert!(failure.hint.unwrap().starts_with("do not trust this node's word"), "{lie}");
            assert_eq!(*node.asked.borrow(), [0, 1, 2], "{lie}");
        }
    }

    #[test]
    fn are_of_one_chain() {
        let node = FakeNode::changing().paged(2);
        let ask = async |from| {
            let page = node.answer(from);
            let genesis_hash = if from == 0 { page.genesis_hash } else { [7; 32] };
            Ok(AuthoritySets { genesis_hash, ..page })
        };

        let failure = block_on(extend(None, ask)).unwrap_err();

        assert!(failure.message.starts_with("the node is of the chain 0x0707"), "{failure:?}");
    }

    #[test]
    fn that_do_not_come_are_an_error() {
        let node = FakeNode::changing().paged(2);
        let ask = async |from| match from {
            0 => Ok(node.answer(0)),
            _ => Err(ChainError::Lost("gone".to_owned())),
        };

        let failure = block_on(extend(None, ask)).unwrap_err();

        assert_eq!(failure.message, "the connection to the node was lost: gone");
    }
}

mod said {
    use super::*;

    fn export(file: &str, added: usize, missing_handoff: Option<u64>) -> Export {
        let extended = Extended { trust: trust(file), added, missing_handoff };
        Export { extended, on_first_use: false, file: PathBuf::from("new.json") }
    }

    #[test]
    fn is_how_many_were_added() {
        for (added, sentence) in [
            (0, "None was added."),
            (1, "One was added, proven by the one before it."),
            (2, "2 were added, each proven by the one before it."),
        ] {
            let export = export("trust-1-2-3.json", added, None);

            let expected = "new.json trusts the chain handoffs and 3 authority sets.";
            assert_eq!(export.text(), format!("{expected}\n{sentence}\n"));
            assert!(export.warnings().is_empty());
            assert_eq!(export.document()["added"], added);
            assert!(export.document()["missing_handoff"].is_null());
        }
    }

    #[test]
    fn is_what_nothing_proves() {
        let export = Export { on_first_use: true, ..export("trust-0-1.json", 1, None) };

        let text = export.text();

        let expected = "new.json trusts the chain handoffs and 2 authority sets, each proven by \
                        the one before it.\nThe chain itself is taken on the word of this node.";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.contains("\n  authority 3 of set 0: 0x"), "{text}");
        assert!(export.warnings()[0].starts_with("warning: nothing proves the first authority"));
        assert_eq!(export.document()["trust_on_first_use"], true);
    }

    #[test]
    fn is_which_handoff_is_missing() {
        let export = export("trust-0-1.json", 1, Some(2));

        assert_eq!(
            export.warnings(),
            ["warning: set 2 has no hand-off at this node, so not every set could be added\n\
              hint: ask another node, with --from new.json; if none has it, get a newer trust file \
              from another source, such as the consortium"]
        );
        assert_eq!(export.document()["missing_handoff"], 2);
    }
}
