//! What the calls of our pallets cost, measured by `scripts/benchmark`, which writes these files.

pub(crate) mod anchoring;
pub(crate) mod approvals;
pub(crate) mod attestations;
pub(crate) mod authorisation;
pub(crate) mod flows;
pub(crate) mod institutions;
pub(crate) mod supervision;
