//! Indicators as a node tells them, page by page.

use crate::{
    chain::{ChainError, Node},
    cli::{IndicatorFilterArgs, When},
    output::Failure,
};
use critical_chains_stix::NumberedIndicator;
use serde::Deserialize;
use serde_json::{Map, Value, json};

const METHOD: &str = "attestations_indicators";

/// Most indicators of a page that a node gives.
const MAX_PAGE: u32 = 256;

/// A page, with the block in whose state it is true.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct IndicatorPage {
    pub(super) indicators: Vec<NumberedIndicator>,
    pub(super) next: Option<u32>,
    pub(super) block_number: u64,
    pub(super) block_hash: String,
    #[serde(default)]
    pub(super) finalised: bool,
}

/// What is wanted, as the node is asked for it.
pub(super) async fn filter(node: &Node, args: &IndicatorFilterArgs) -> Result<Value, Failure> {
    let mut filter = Map::new();
    if let Some(kind) = args.kind {
        filter.insert("kind".to_owned(), json!(kind));
    }
    if let Some(typology) = args.typology {
        filter.insert("typology".to_owned(), json!(typology));
    }
    if let Some(institution) = args.institution {
        filter.insert("institution".to_owned(), json!(institution));
    }
    if let Some(when) = args.valid_at {
        let when = match when {
            When::Now => node.now().await?,
            When::At(when) => when,
        };
        filter.insert("validAt".to_owned(), json!(when));
    }
    Ok(Value::Object(filter))
}

/// One page, and the answer it was read from.
pub(super) async fn one(
    node: &Node,
    filter: &Value,
    cursor: Option<u32>,
    (limit, at): (u32, Option<&str>),
) -> Result<(IndicatorPage, Value), Failure> {
    let options = json!({ "limit": limit, "at": at });
    let answer = node.query(METHOD, vec![filter.clone(), json!(cursor), options]).await?;
    let page = IndicatorPage::deserialize(&answer).map_err(|error| ChainError::Unintelligible {
        asked: METHOD.to_owned(),
        reason: error.to_string(),
    })?;
    Ok((page, answer))
}

/// All pages, all in the state of one block, as if they were one, and the answer to that.
pub(super) async fn all(node: &Node, filter: &Value) -> Result<(IndicatorPage, Value), Failure> {
    collect(async |cursor, block: Option<&str>| one(node, filter, cursor, (MAX_PAGE, block)).await)
        .await
}

/// Asks for page after page until there is none.
pub(super) async fn collect(
    ask: impl AsyncFn(Option<u32>, Option<&str>) -> Result<(IndicatorPage, Value), Failure>,
) -> Result<(IndicatorPage, Value), Failure> {
    let (mut page, mut answer) = ask(None, None).await?;
    let block = page.block_hash.clone();
    let mut indicators = Vec::new();
    let mut told = Vec::new();
    loop {
        indicators.append(&mut page.indicators);
        // As the node tells them, which is more than is read of them here.
        if let Some(own) = answer["indicators"].as_array_mut() {
            told.append(own);
        }
        let Some(cursor) = page.next else { break };
        (page, answer) = ask(Some(cursor), Some(&block)).await?;
        // A node that goes round in circles would never be done.
        if page.next.is_some_and(|next| next >= cursor) {
            return Err(ChainError::Unintelligible {
                asked: METHOD.to_owned(),
                reason: format!("the page after {cursor} does not go on from there"),
            }
            .into());
        }
    }
    page.indicators = indicators;
    answer["indicators"] = Value::Array(told);
    Ok((page, answer))
}
