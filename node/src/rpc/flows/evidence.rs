//! `flows_evidence`: what an attestation rests on, from the node that holds it.

use super::{
    Desk, failure,
    request::{Request, Signed},
};
use crate::rpc::{arguments, error::invalid_argument};
use codec::Encode;
use critical_chains_runtime::permissions::names::FlowsEvidence;
use jsonrpsee::types::{ErrorObjectOwned, Params};
use polkadot_sdk::sp_core::offchain::OffchainStorage;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the root of evidence, and who asks")]
struct Wanted {
    root: String,
    request: Signed,
}

/// What the method answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    /// The SCALE encoding of the evidence.
    evidence: String,
    /// How many flows are in it.
    flows: u32,
}

pub(super) fn evidence<S: OffchainStorage>(
    desk: &Desk<S>,
    params: &Params<'_>,
) -> Result<Answer, ErrorObjectOwned> {
    let Wanted { root, request } = arguments::parse(params)?;
    let root: [u8; 32] =
        arguments::bytes(&root).and_then(|bytes| bytes.try_into().ok()).ok_or_else(not_a_root)?;
    let request = Request { method: "flows_evidence", body: &root, signed: &request };
    desk.check(&request, FlowsEvidence::get(), None).map_err(|cause| failure::refused(&cause))?;

    let evidence = desk.flows.store.evidence(&root).ok_or_else(failure::unknown_evidence)?;
    Ok(Answer {
        flows: u32::try_from(evidence.flows.len()).unwrap_or(u32::MAX),
        evidence: format!("0x{}", hex::encode(evidence.encode())),
    })
}

fn not_a_root() -> ErrorObjectOwned {
    invalid_argument(
        "the root is no SHA-256".into(),
        "give 0x and 64 hexadecimal digits: attestations_get tells evidenceRoot",
    )
}
