//! Values of the chain's storage and arguments of its calls, by the names in its metadata.

use super::{Call, ChainError, NamedCall, Stream, node::AtBlock};
use critical_chains_integrity::{anchor::Anchor, stream::StreamHead};
use subxt::{
    dynamic::{self, Value},
    ext::{scale_decode, scale_value::Composite},
    tx::DynamicPayload,
};

/// `Institutions.Institutions`.
#[derive(scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(super) struct InstitutionValue {
    pub(super) name: Vec<u8>,
    pub(super) status: StatusValue,
}

/// Whether an institution may act.
#[derive(scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(super) enum StatusValue {
    Active,
    Suspended,
    Resigned,
}

/// `Anchoring.Streams`.
#[derive(scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(super) struct StreamValue {
    status: StreamStatusValue,
    sequence: u64,
    anchor: [u8; 32],
}

#[derive(scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
enum StreamStatusValue {
    Open,
    Closed,
    Frozen,
}

/// Fields of the event `Anchoring.StreamOpened` that matter here.
#[derive(scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(super) struct StreamOpenedValue {
    pub(super) number: u32,
}

impl From<StreamValue> for Stream {
    fn from(value: StreamValue) -> Self {
        Self {
            open: !matches!(value.status, StreamStatusValue::Closed),
            frozen: matches!(value.status, StreamStatusValue::Frozen),
            head: StreamHead { sequence: value.sequence, anchor: value.anchor },
        }
    }
}

/// The call as the metadata of a block names it.
pub(super) fn payload(
    block: &AtBlock,
    call: &Call,
) -> Result<DynamicPayload<Composite<()>>, ChainError> {
    let (name, fields) = match call {
        Call::OpenStream => ("open_stream", Composite::Unnamed(Vec::new())),
        Call::CloseStream(number) => {
            ("close_stream", Composite::named([("stream", Value::u128((*number).into()))]))
        }
        Call::Named(call) => return named_payload(block, call),
        Call::AnchorBatches(anchors) => ("anchor_batches", anchor_batches(anchors)),
    };
    Ok(dynamic::tx("Anchoring", name, fields))
}

/// A call by its names, as the metadata of a block reads it.
pub(super) fn named_payload(
    block: &AtBlock,
    call: &NamedCall,
) -> Result<DynamicPayload<Composite<()>>, ChainError> {
    let metadata = block.metadata();
    let indices = |pallet: &str, name: &str| {
        let pallet = metadata.pallet_by_name(pallet)?;
        Some([pallet.call_index(), pallet.call_variant_by_name(name)?.index])
    };
    let bytes = call.encode(&indices).map_err(ChainError::Unsupported)?;
    block.tx().from_call_data_bytes(&bytes).map_err(|error| {
        ChainError::Unsupported(format!(
            "it takes {}.{} otherwise: {error}",
            call.pallet, call.name
        ))
    })
}

fn anchor_batches(anchors: &[Anchor]) -> Composite<()> {
    let first = anchors.first();
    let number = first.map_or(0, |anchor| anchor.stream.number);
    let sequence = first.map_or(1, |anchor| anchor.sequence);
    let previous = first.map(|anchor| anchor.previous).unwrap_or_default();
    Composite::named([
        ("stream", Value::u128(number.into())),
        ("first_sequence", Value::u128(sequence.into())),
        ("previous", Value::from_bytes(previous)),
        ("batches", Value::unnamed_composite(anchors.iter().map(batch))),
    ])
}

fn batch(anchor: &Anchor) -> Value {
    Value::named_composite([
        ("root", Value::from_bytes(anchor.root)),
        ("leaf_count", Value::u128(anchor.leaf_count.into())),
        ("not_before", Value::u128(anchor.not_before.into())),
        ("not_after", Value::u128(anchor.not_after.into())),
        ("profile", Value::from_bytes(anchor.profile.as_bytes())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who took it for closed would stamp the batch elsewhere, and the chain could accept both.
    #[test]
    fn a_frozen_stream_has_not_ended() {
        let stream = |status| Stream::from(StreamValue { status, sequence: 1, anchor: [0; 32] });

        let found = [StreamStatusValue::Open, StreamStatusValue::Closed, StreamStatusValue::Frozen]
            .map(stream)
            .map(|stream| (stream.open, stream.frozen));

        assert_eq!(found, [(true, false), (false, false), (true, true)]);
    }
}
