//! Arguments of the methods: by position or by name, each checked before it is used.

use super::error::invalid_argument;
use critical_chains_integrity::{Hash, anchor::StreamId};
use critical_chains_policy::Facts;
use critical_chains_runtime::Hash as BlockHash;
use jsonrpsee::types::{ErrorObjectOwned, Params};
use serde::{Deserialize, de::DeserializeOwned};

/// For the checkpoint method.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "at most the size of an earlier calendar")]
pub(super) struct Checkpoint {
    #[serde(default)]
    pub(super) size: Option<u64>,
}

/// For the method that finds an anchor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the hash of an anchor")]
pub(super) struct Anchor {
    pub(super) hash: String,
}

/// For the method that finds an anchor by its place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a stream and a sequence number")]
pub(super) struct AnchorBySequence {
    pub(super) stream: String,
    pub(super) sequence: u64,
}

/// For the receipt method.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the hash of an anchor and, if wanted, options")]
pub(super) struct Receipt {
    pub(super) hash: String,
    #[serde(default)]
    pub(super) options: Option<ReceiptOptions>,
}

/// What else a receipt should prove.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "options of a receipt")]
pub(super) struct ReceiptOptions {
    /// Size of a published checkpoint, to verify against it without any key.
    #[serde(default)]
    pub(super) checkpoint_size: Option<u64>,
}

/// For the methods that begin somewhere.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "at most the number to begin at")]
pub(super) struct StartingAt<T> {
    #[serde(default)]
    pub(super) from: Option<T>,
}

/// For the consistency method.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an old and a new size")]
pub(super) struct Consistency {
    pub(super) old_size: u64,
    pub(super) new_size: u64,
}

/// For the method that decides about a permission.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an account, a permission and, if wanted, options")]
pub(super) struct Check {
    pub(super) account: String,
    pub(super) permission: String,
    #[serde(default)]
    pub(super) options: Option<CheckOptions>,
}

/// In which context it is decided.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields, expecting = "options of a check")]
pub(super) struct CheckOptions {
    /// Whose things it is about: an LEI, or `consortium`.
    pub(super) resource: Option<String>,
    /// What is known besides.
    pub(super) facts: Option<Facts>,
    /// In the state of which block.
    pub(super) at: Option<BlockHash>,
}

/// For the methods that list page by page.
#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    bound = "T: DeserializeOwned",
    expecting = "if wanted a filter, the cursor of a page, and options"
)]
pub(super) struct Page<T> {
    #[serde(default)]
    pub(super) filter: Option<T>,
    #[serde(default)]
    pub(super) cursor: Option<u32>,
    #[serde(default)]
    pub(super) options: Option<PageOptions>,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { filter: None, cursor: None, options: None }
    }
}

/// For the subscription.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound = "T: DeserializeOwned", expecting = "if wanted a filter")]
pub(super) struct Filtered<T> {
    #[serde(default)]
    pub(super) filter: Option<T>,
}

impl<T> Default for Filtered<T> {
    fn default() -> Self {
        Self { filter: None }
    }
}

/// How long a page is.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields, expecting = "options of a page")]
pub(super) struct PageOptions {
    /// Most entries.
    pub(super) limit: Option<u32>,
    /// In the state of which block.
    pub(super) at: Option<BlockHash>,
}

/// For the method that finds an attestation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the number of an attestation and, if wanted, a block")]
pub(super) struct AttestationAt {
    pub(super) id: u32,
    #[serde(default)]
    pub(super) at: Option<BlockHash>,
}

/// For the method about a subject.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a subject and, if wanted, a block")]
pub(super) struct SubjectAt<T> {
    pub(super) subject: T,
    #[serde(default)]
    pub(super) at: Option<BlockHash>,
}

/// For the methods that need no more than a block.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "if wanted, the hash of a block")]
pub(super) struct At {
    #[serde(default)]
    pub(super) at: Option<BlockHash>,
}

/// For the method that seals a block.
#[derive(Debug, Deserialize)]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    expecting = "whether the block may be empty, whether it is final and, if wanted, its parent"
)]
pub(super) struct CreateBlock {
    #[serde(alias = "create_empty")]
    pub(super) create_empty: bool,
    pub(super) finalize: bool,
    #[serde(default, alias = "parent_hash")]
    pub(super) parent_hash: Option<BlockHash>,
}

/// For the method that finalises a block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the hash of a block and, if wanted, a justification")]
pub(super) struct FinaliseBlock {
    pub(super) hash: BlockHash,
    #[serde(default)]
    pub(super) justification: Option<Vec<u8>>,
}

/// Reads arguments of which at least one is needed.
pub(super) fn parse<T: DeserializeOwned>(params: &Params<'_>) -> Result<T, ErrorObjectOwned> {
    params.parse().map_err(explain)
}

/// Reads arguments that may be left out altogether.
pub(super) fn parse_optional<T: DeserializeOwned + Default>(
    params: &Params<'_>,
) -> Result<T, ErrorObjectOwned> {
    params.parse::<Option<T>>().map(Option::unwrap_or_default).map_err(explain)
}

fn explain(error: ErrorObjectOwned) -> ErrorObjectOwned {
    let detail: Option<String> =
        error.data().and_then(|data| serde_json::from_str(data.get()).ok());
    invalid_argument(
        format!("the arguments are not those of this method: {}", detail.unwrap_or_default()),
        "docs/reference/rpc.md lists the arguments of each method",
    )
}

/// Reads bytes: `0x` and hexadecimal digits.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    text.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok())
}

/// Reads a hash.
pub(super) fn hash(text: &str) -> Result<Hash, ErrorObjectOwned> {
    let digits = text.strip_prefix("0x").unwrap_or_default();
    let mut hash = Hash::default();
    hex::decode_to_slice(digits, &mut hash).map(|()| hash).map_err(|_| {
        invalid_argument(
            format!("{:?} is not a hash", abbreviate(text)),
            "a hash is 0x and 64 hexadecimal digits",
        )
    })
}

/// Reads the name of a stream.
pub(super) fn stream(text: &str) -> Result<StreamId, ErrorObjectOwned> {
    text.parse().map_err(|error| {
        invalid_argument(
            format!("{:?} is not a stream: {error}", abbreviate(text)),
            "a stream is written LEI/number, for example CCDEV0ALPHABANK00022/0",
        )
    })
}

/// Enough of an argument to recognise it.
pub(super) fn abbreviate(text: &str) -> String {
    text.chars().take(80).collect()
}
