//! Errors of the chain in words.
//!
//! The chain names its errors (`Anchoring.StreamClosed`). The table here says what each means at
//! this command line; an error it does not know is explained by its own documentation, which the
//! metadata of the chain carries.

/// An error of the chain: its name, what it means and what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// Its name among the errors of the chain, such as `Anchoring.StreamClosed`; empty if it has
    /// none.
    pub name: String,
    /// What it means.
    pub sentence: String,
    /// What to do.
    pub hint: String,
}

impl Explanation {
    /// An explanation of an error without a name.
    pub fn new(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { name: String::new(), sentence: sentence.into(), hint: hint.into() }
    }

    fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Whether the chain calls it so.
    pub fn is(&self, name: &str) -> bool {
        self.name == name
    }
}

/// Pallet, error, what it means, what to do.
type Row = (&'static str, &'static str, &'static str, &'static str);

const MODULE_ERRORS: &[Row] = &[
    (
        "Anchoring",
        "StreamNotFound",
        "the institution has no stream of this number",
        "list the streams with `critical-chains stream list`, or open one with --stream new",
    ),
    (
        "Anchoring",
        "StreamClosed",
        "the stream is closed and takes no more batches",
        "choose an open stream with --stream, or open one with --stream new",
    ),
    (
        "Anchoring",
        "TooManyStreams",
        "the institution has as many streams as it may have",
        "use one of its open streams: `critical-chains stream list` shows them",
    ),
    (
        "Anchoring",
        "TooManyAnchors",
        "the block had no room for so many anchors",
        "run the same command again: a later block has room",
    ),
    ("Anchoring", "EmptyCall", "the call names no batch", "give at least one file with records"),
    (
        "Anchoring",
        "InvalidBatch",
        "the chain does not accept the batch: no records, a reversed interval or a malformed profile",
        "prepare the batch again in another folder with --batch-dir",
    ),
    (
        "Anchoring",
        "IntervalInFuture",
        "the batch ends later than now, by the clock of the chain",
        "set the clock of this machine, wait until that time has come, and run the same command again",
    ),
    (
        "Anchoring",
        "AlreadyAnchored",
        "the batch is anchored already: it is the head of its stream",
        "nothing needs to be done; ask for receipts with `critical-chains receipt`",
    ),
    (
        "Anchoring",
        "StaleSequence",
        "another batch has taken this place in the stream",
        "run the same command again: it takes the next place; if this recurs, give each process a \
         stream of its own",
    ),
    (
        "Anchoring",
        "SequenceGap",
        "anchors are missing before this one in the stream",
        "run the same command again once the batches before it are anchored",
    ),
    (
        "Anchoring",
        "PreviousMismatch",
        "the stream has another last anchor than the batch names",
        "run the same command again: it continues from the stream's head",
    ),
    (
        "Institutions",
        "InvalidLei",
        "the LEI is not valid: 20 characters with check digits by ISO 7064",
        "check the LEI at https://search.gleif.org",
    ),
    (
        "Institutions",
        "NotFound",
        "the chain does not know this institution or account",
        "check the LEI and the account, and that the institution was admitted",
    ),
    (
        "Institutions",
        "AlreadyExists",
        "the chain knows this institution or account already",
        "nothing needs to be done unless it belongs to another institution",
    ),
    (
        "System",
        "CallFiltered",
        "the chain does not allow this call at present",
        "ask the consortium when it does",
    ),
];

/// Explains an error of a pallet; `docs` are the lines the metadata has on it.
pub fn module_error(pallet: &str, error: &str, docs: &[String]) -> Explanation {
    let known = MODULE_ERRORS.iter().find(|row| row.0 == pallet && row.1 == error);
    let explanation = match known {
        Some((_, _, sentence, hint)) => Explanation::new(*sentence, *hint),
        None => from_docs(docs).unwrap_or_else(|| {
            Explanation::new(
                format!("the chain refuses the call: {pallet}.{error}"),
                "see the documentation of the pallet",
            )
        }),
    };
    explanation.named(format!("{pallet}.{error}"))
}

/// The first sentence says what, the others what to do: so are our errors documented.
fn from_docs(docs: &[String]) -> Option<Explanation> {
    let text = docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let (sentence, hint) = text.split_once(". ").unwrap_or((text, ""));
    let hint = if hint.is_empty() { "see the documentation of the pallet" } else { hint };
    Some(Explanation::new(sentence.trim_end_matches('.'), hint.trim()))
}

/// Explains an error that belongs to no pallet, by the name the SDK gives it.
pub fn dispatch_error(name: &str) -> Explanation {
    let (sentence, hint) = match name {
        "BadOrigin" | "RootNotAllowed" => (
            "the account may not do this",
            "use an account of the institution with --signer or --signer-file",
        ),
        "Exhausted" => {
            ("the block had no room left", "run the same command again: a later block has room")
        }
        _ => ("the chain refuses the call", "see the log of the node"),
    };
    Explanation::new(format!("{sentence} ({name})"), hint).named(name)
}

/// Explains the numbers that the chain's own checks of extrinsics answer with.
pub fn custom_rejection(number: u8) -> Explanation {
    let (name, sentence, hint) = match number {
        1 => (
            "NotAMember",
            "the account belongs to no institution of the consortium",
            "use an enrolled account with --signer or --signer-file, or have this one enrolled",
        ),
        2 => (
            "InstitutionNotActive",
            "the institution of the account is suspended or has resigned",
            "ask the consortium why; what was prepared is kept and can be stamped later",
        ),
        3 => (
            "QuotaExceeded",
            "the institution has used up its quota",
            "wait for the next window (a minute), then run the same command again",
        ),
        4 => (
            "ImmortalNotAllowed",
            "the extrinsic has no end of validity, and this chain requires one",
            "sign with an era of 64 blocks; this client always does, so check what signed it",
        ),
        5 => (
            "CallNotAllowed",
            "accounts may not make this call on this chain",
            "use a client and a node of the same release; this client makes only calls that the \
             chain allows",
        ),
        _ => {
            return Explanation::new(
                format!("a check of the chain failed (custom error {number})"),
                "use a client and a node of the same release",
            );
        }
    };
    Explanation::new(sentence, hint).named(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_errors_have_words_of_their_own() {
        let explanation = module_error("Anchoring", "StreamClosed", &[]);

        assert!(explanation.is("Anchoring.StreamClosed"));
        assert_eq!(explanation.sentence, "the stream is closed and takes no more batches");
    }

    #[test]
    fn unknown_errors_are_explained_by_their_documentation() {
        let docs =
            [" The seat is taken. Revoke it first,".to_owned(), " then grant it.".to_owned()];

        let explanation = module_error("Institutions", "SeatTaken", &docs);

        assert_eq!(explanation.sentence, "The seat is taken");
        assert_eq!(explanation.hint, "Revoke it first, then grant it.");
    }

    #[test]
    fn errors_without_documentation_are_named() {
        let explanation = module_error("Utility", "TooManyCalls", &[]);

        assert!(explanation.sentence.contains("Utility.TooManyCalls"));
    }

    #[test]
    fn every_refusal_of_the_chain_has_a_name_and_a_remedy() {
        let names = [
            "NotAMember",
            "InstitutionNotActive",
            "QuotaExceeded",
            "ImmortalNotAllowed",
            "CallNotAllowed",
        ];
        for (number, name) in (1..).zip(names) {
            let explanation = custom_rejection(number);

            assert!(explanation.is(name), "{number}: {explanation:?}");
            for text in [&explanation.sentence, &explanation.hint] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{name}: {text}");
            }
        }
        let unknown = custom_rejection(6);
        assert!(unknown.is("") && unknown.sentence.ends_with("(custom error 6)"), "{unknown:?}");
    }

    #[test]
    fn every_row_has_a_sentence_and_a_hint_without_a_full_stop() {
        for (pallet, error, sentence, hint) in MODULE_ERRORS {
            for text in [sentence, hint] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{pallet}.{error}: {text}");
            }
        }
    }
}
