//! Errors of the chain in words.
//!
//! The chain names its errors (`Anchoring.StreamClosed`) and numbers its refusals (`Custom error:
//! 6`). `errors.json` says what each means; the npm module `@critical-chains/errors` has the same
//! table. An error that it does not know is explained by its own documentation, which the metadata
//! of the chain carries.

use super::Rejection;
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// The table, as `docs/reference/errors.md` shows it.
const TABLE_JSON: &str = include_str!("../../errors.json");

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

/// What an error means and what to do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    sentence: String,
    hint: String,
}

/// The same with the name that belongs to a number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberedRow {
    name: String,
    sentence: String,
    hint: String,
}

type Rows = BTreeMap<String, Row>;

/// Everything that there are words for.
#[derive(Default, Deserialize)]
struct Table {
    /// By the number in `InvalidTransaction::Custom`.
    refusals: BTreeMap<String, NumberedRow>,
    /// Why pools of any Substrate chain refuse.
    pool: Rows,
    /// Errors that belong to no pallet.
    dispatch: Rows,
    /// By pallet.
    #[serde(flatten)]
    modules: BTreeMap<String, Rows>,
}

// A test reads the table: it cannot be wrong in a program that was built.
static TABLE: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(TABLE_JSON).unwrap_or_default());

impl From<&Row> for Explanation {
    fn from(row: &Row) -> Self {
        Self::new(row.sentence.as_str(), row.hint.as_str())
    }
}

impl From<&NumberedRow> for Explanation {
    fn from(row: &NumberedRow) -> Self {
        Self::new(row.sentence.as_str(), row.hint.as_str()).named(row.name.as_str())
    }
}

/// Explains an error of a pallet; `docs` are the lines the metadata has on it.
pub fn module_error(pallet: &str, error: &str, docs: &[String]) -> Explanation {
    let known = TABLE.modules.get(pallet).and_then(|rows| rows.get(error));
    let explanation = match known {
        Some(row) => Explanation::from(row),
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
    let explanation = TABLE.dispatch.get(name).map_or_else(
        || Explanation::new("the chain refuses the call", "see the log of the node"),
        Explanation::from,
    );
    let sentence = format!("{} ({name})", explanation.sentence);
    Explanation { sentence, ..explanation }.named(name)
}

/// Explains the numbers that the chain's own checks of extrinsics answer with.
pub fn custom_rejection(number: u8) -> Explanation {
    TABLE.refusals.get(&number.to_string()).map_or_else(
        || {
            Explanation::new(
                format!("a check of the chain failed (custom error {number})"),
                "use a client and a node of the same release",
            )
        },
        Explanation::from,
    )
}

/// Explains why a pool of any Substrate chain refuses.
pub(super) fn pool_rejection(name: &str) -> Explanation {
    let known = TABLE.pool.get(name).map(Explanation::from);
    let unknown = || Explanation::new("the pool refuses it", "run the same command again later");
    known.unwrap_or_else(unknown).named(name)
}

/// Explains what somebody has read somewhere: the number or name of a refusal, the name of an
/// error, or what a node said of an extrinsic. Nothing if it is none of these.
pub fn explain_text(text: &str) -> Option<Explanation> {
    let text = text.trim();
    if let Ok(number) = text.parse::<u8>() {
        return TABLE.refusals.get(&number.to_string()).map(Explanation::from);
    }
    let by_name = TABLE.refusals.values().find(|row| row.name.eq_ignore_ascii_case(text));
    if let Some(row) = by_name {
        return Some(row.into());
    }
    for (rows, explain) in [
        (&TABLE.pool, pool_rejection as fn(&str) -> Explanation),
        (&TABLE.dispatch, dispatch_error),
    ] {
        if let Some(name) = rows.keys().find(|name| name.eq_ignore_ascii_case(text)) {
            return Some(explain(name));
        }
    }
    from_module_name(text).or_else(|| from_node(text))
}

/// `Approvals.OwnProposal`, wherever it stands in the text and however a library writes it.
fn from_module_name(text: &str) -> Option<Explanation> {
    let is_part_of_name = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == ':';
    text.split(|c| !is_part_of_name(c)).find_map(|word| {
        let word = word.trim_matches(['.', ':']);
        let (pallet, error) = word.split_once("::").or_else(|| word.split_once('.'))?;
        let (pallet, rows) =
            TABLE.modules.iter().find(|(name, _)| name.eq_ignore_ascii_case(pallet))?;
        rows.contains_key(error).then(|| module_error(pallet, error, &[]))
    })
}

/// `1010: Invalid Transaction: Custom error: 6`, with or without the words around it.
fn from_node(text: &str) -> Option<Explanation> {
    let at = text.find("10");
    let numbered = at.and_then(|at| {
        let (number, said) = text.get(at..)?.split_once(':')?;
        Rejection::from_rpc(number.trim().parse().ok()?, said.trim(), None)
    });
    let rejection = numbered.or_else(|| Rejection::from_rpc(1010, text, None))?;
    match rejection {
        Rejection::Other(_) => None,
        Rejection::Custom(number) if !TABLE.refusals.contains_key(&number.to_string()) => None,
        known => Some(known.explain()),
    }
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
        let explanation = module_error("Utility", "Unheard", &[]);

        assert!(explanation.sentence.contains("Utility.Unheard"));
    }

    #[test]
    fn every_row_has_a_sentence_and_a_hint_without_a_full_stop() {
        let table: Table = serde_json::from_str(TABLE_JSON).unwrap();
        let rows = table.modules.values().chain([&table.pool, &table.dispatch]);
        let plain = rows.flatten().map(|(name, row)| (name, &row.sentence, &row.hint));
        let numbered = table.refusals.values().map(|row| (&row.name, &row.sentence, &row.hint));

        for (name, sentence, hint) in plain.chain(numbered) {
            for text in [sentence, hint] {
                let first = text.chars().next().unwrap();
                assert!(!first.is_uppercase() || text.starts_with("LEI"), "{name}: {text}");
                assert!(!text.ends_with('.'), "{name}: {text}");
            }
        }
    }

    #[test]
    fn numbers_that_the_chain_does_not_have_are_told_so() {
        let unknown = custom_rejection(250);

        assert!(unknown.is("") && unknown.sentence.ends_with("(custom error 250)"), "{unknown:?}");
    }

    #[test]
    fn what_somebody_has_read_is_recognised() {
        for (text, name) in [
            ("6", "NotPermitted"),
            ("notpermitted", "NotPermitted"),
            ("Custom error: 10", "AccountFrozen"),
            ("1010: Invalid Transaction: Custom error: 8", "ApprovalRequired"),
            ("RpcError: 1010: Invalid Transaction: Custom error: 8", "ApprovalRequired"),
            ("1010: Invalid Transaction: Transaction is outdated", "Stale"),
            ("1012: Transaction is temporarily banned", "Banned"),
            ("Stale", "Stale"),
            ("BadOrigin", "BadOrigin"),
            ("Approvals.OwnProposal", "Approvals.OwnProposal"),
            ("approvals.OwnProposal: Who proposed something", "Approvals.OwnProposal"),
            ("Pallet error: Institutions::LastSeat.", "Institutions.LastSeat"),
        ] {
            let found = explain_text(text).map(|explanation| explanation.name);
            assert_eq!(found.as_deref(), Some(name), "{text}");
        }
        for text in ["", "0", "250", "Custom error: 250", "hello", "Approvals.Nothing"] {
            assert_eq!(explain_text(text), None, "{text}");
        }
    }
}
