//! `flows_submit`: an institution gives its node flows to report.

use super::{
    Desk, failure, now_millis,
    request::{Request, Signed},
};
use crate::{
    flows::Accepted,
    rpc::{arguments, error::invalid_argument},
};
use codec::{DecodeAll, Encode};
use critical_chains_flows::Flow;
use critical_chains_runtime::permissions::names::FlowsSubmit;
use jsonrpsee::types::{ErrorObjectOwned, Params};
use polkadot_sdk::sp_core::offchain::OffchainStorage;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an epoch, flows, and who submits them")]
struct Submission {
    epoch: u32,
    flows: String,
    request: Signed,
}

pub(super) fn submit<S: OffchainStorage>(
    desk: &Desk<S>,
    params: &Params<'_>,
) -> Result<Accepted, ErrorObjectOwned> {
    let Submission { epoch, flows, request } = arguments::parse(params)?;
    let bytes = arguments::bytes(&flows).ok_or_else(not_flows)?;
    let body = [epoch.encode(), bytes.clone()].concat();
    let request = Request { method: "flows_submit", body: &body, signed: &request };

    let account = desk
        .account()
        .ok_or_else(|| failure::does_not_report("the node has no attestation key"))?;
    let reporter = desk.reporter(account)?;
    let institution = reporter.institution.ok_or_else(|| {
        failure::does_not_report("the node's attestation key acts for no active institution")
    })?;
    desk.check(&request, FlowsSubmit::get(), Some(institution))
        .map_err(|cause| failure::refused(&cause))?;

    let present = reporter.epoch.map(|epoch| epoch.number);
    if present != Some(epoch) {
        return Err(failure::stale_epoch(epoch, present));
    }
    // Only now: whoever may not submit makes the node decode nothing.
    let flows = Vec::<Flow>::decode_all(&mut bytes.as_slice()).map_err(|_| not_flows())?;
    let now = now_millis() / 1_000;
    desk.flows.inbox.add(epoch, &institution, flows, now).map_err(failure::inbox)
}

fn not_flows() -> ErrorObjectOwned {
    invalid_argument(
        "the flows are not the encoding of a list of flows".into(),
        "give 0x and the hexadecimal digits of their SCALE encoding: docs/reference/rpc.md",
    )
}
