//! `indicator share`: one indicator, with the STIX object that says the same.

use super::{
    super::{files, millis_of},
    SHARING,
};
use crate::{
    batch::to_hex,
    chain::{Call, calls},
    cli::IndicatorShareArgs,
    commands::{connect, execute::execute, signer, submit::own_institution},
    output::{Console, Exit, Failure, date_time, grouped},
};
use critical_chains_attestation::IndicatorSpec;
use critical_chains_stix::{Timestamp, bundle_of, object_of};
use serde_json::json;

pub(super) async fn run(args: IndicatorShareArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let mut node = connect(&args.node, console).await?;
    let institution = own_institution(&mut node, &signer).await?;
    let now = node.now().await?;
    let mut spec = spec(&args, now)?;
    let object = Timestamp::from_millis(now)
        .and_then(|created| object_of(&spec, created, Some(institution)))
        .ok_or_else(|| Failure::usage("STIX writes no time beyond the year 9999"))?;
    spec.stix_digest = object.digest();
    if let Some(output) = &args.output {
        // Before it is shared: a digest of what is nowhere says nothing to anybody.
        let bundle = bundle_of([(object, spec.marking, Some(institution))])
            .ok_or_else(|| Failure::failed("there is no bundle of this object"))?;
        files::write_new(output, bundle.to_json().as_bytes())?;
    }

    let call = Call::Named(calls::share_indicator(&spec));
    let (block, id) = execute(&mut node, &call, &signer, SHARING).await?;

    let id = id.ok_or_else(|| {
        Failure::failed("the chain does not say which number it has").hint(SHARING.look_first)
    })?;
    let until = date_time(spec.valid_until);
    let text = format!(
        "Indicator {id} is shared, valid until {until}, in block {}.\nTake it back with \
         `critical-chains indicator revoke {id}`.",
        grouped(block)
    );
    let document = json!({
        "indicator": id,
        "stix_digest": to_hex(spec.stix_digest),
        "block_number": block,
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

pub(super) fn spec(args: &IndicatorShareArgs, now: u64) -> Result<IndicatorSpec, Failure> {
    let days = args.days.map(|days| now.saturating_add(millis_of(days)));
    let valid_until =
        args.until.or(days).ok_or_else(|| Failure::usage("give --until or --days"))?;
    let valid_from = args.from.unwrap_or(now);
    if valid_until <= valid_from.max(now) {
        let message = format!("it would be valid until {}, which is over", date_time(valid_until));
        let message = if valid_until > now {
            format!("it would end before it begins, {}", date_time(valid_from))
        } else {
            message
        };
        return Err(Failure::usage(message).hint("give a later --until, or --days"));
    }
    Ok(IndicatorSpec {
        kind: args.kind,
        value: args.value,
        marking: args.marking,
        valid_from,
        valid_until,
        confidence: args.confidence,
        typology: args.typology,
        stix_digest: [0; 32],
    })
}
