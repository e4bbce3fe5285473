//! With whom, how long and how surely.

use super::{ImportOptions, Reason};
use crate::{Timestamp, export::TYPOLOGY_LABEL, marking, objects::Indicator};
use critical_chains_attestation::{MAX_CONFIDENCE, MAX_VALIDITY_MILLIS, Marking, Typology};

/// The word of the standard for indicators of what is harmless.
const BENIGN: &str = "benign";

/// Refuses what was taken back, and what is harmless.
pub(super) fn is_current(object: &Indicator) -> Result<(), Reason> {
    if object.revoked {
        return Err(Reason::Revoked);
    }
    if object.indicator_types.iter().any(|own| own == BENIGN) {
        return Err(Reason::Benign);
    }
    Ok(())
}

/// The strictest of its markings. One that is not of the Traffic Light Protocol may forbid anything.
pub(super) fn marking(object: &Indicator, options: &ImportOptions) -> Result<Marking, Reason> {
    if object.granular_markings.iter().any(|own| own.marking_ref.is_some()) {
        return Err(Reason::PartsMarked);
    }
    let mut strictest = None;
    for reference in &object.object_marking_refs {
        let own = marking::referenced(reference)
            .ok_or_else(|| Reason::OtherMarking(reference.clone()))?;
        strictest = strictest.max(Some(own));
    }
    let marking = strictest.or(options.unmarked).ok_or(Reason::Unmarked)?;
    if marking.may_be_shared() { Ok(marking) } else { Err(Reason::Red) }
}

/// From when until when, and whether the end is ours.
pub(super) fn validity(
    object: &Indicator,
    options: &ImportOptions,
) -> Result<(u64, u64, bool), Reason> {
    let from = object.valid_from.millis();
    if let Some(until) = object.valid_until {
        if until.millis() <= options.now {
            return Err(Reason::Expired(until));
        }
        if until.millis() <= from {
            return Err(Reason::NeverValid(until));
        }
    }
    let latest = options.now.saturating_add(MAX_VALIDITY_MILLIS);
    let ours = options.longest.map(|longest| options.now.saturating_add(longest).min(latest));
    let until = match (object.valid_until.map(Timestamp::millis), ours) {
        (Some(theirs), Some(ours)) => theirs.min(ours),
        (Some(theirs), None) => theirs,
        (None, Some(ours)) => ours,
        (None, None) => return Err(Reason::NoEnd),
    };
    let was_shortened = object.valid_until.map(Timestamp::millis) != Some(until);
    let end = || object.valid_until.or(Timestamp::from_millis(until)).unwrap_or(object.valid_from);
    if until > latest {
        return Err(Reason::TooLong(end()));
    }
    if until <= from {
        // It begins after the end that we gave it.
        return Err(Reason::NeverValid(Timestamp::from_millis(until).unwrap_or(object.valid_from)));
    }
    Ok((from, until, was_shortened))
}

/// How sure somebody is.
pub(super) fn confidence(object: &Indicator, options: &ImportOptions) -> Result<u8, Reason> {
    let confidence = object.confidence.or(options.confidence).ok_or(Reason::NoConfidence)?;
    if confidence > MAX_CONFIDENCE {
        return Err(Reason::Malformed(format!(
            "a confidence is {MAX_CONFIDENCE} at most, got {confidence}"
        )));
    }
    Ok(confidence)
}

/// The typology among its labels. Other labels are words of other people, which the digest covers.
pub(super) fn typology(object: &Indicator) -> Result<Option<Typology>, Reason> {
    let mut found = None;
    for label in &object.labels {
        let Some(name) = label.strip_prefix(TYPOLOGY_LABEL) else { continue };
        let Ok(typology) = name.parse::<Typology>() else { continue };
        if found.is_some_and(|other| other != typology) {
            return Err(Reason::SeveralTypologies);
        }
        found = Some(typology);
    }
    Ok(found)
}
