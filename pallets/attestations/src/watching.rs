//! What those who watch flows ask before and after they state something.

use alloc::vec::Vec;

use critical_chains_attestation::{ModelId, State, Subject, Typology, Window};
use critical_chains_flows::{Channel, Flow};
use critical_chains_lei::Lei;

use crate::{
    Attestations, Champions, Config, Ended, EndedAttestation, EndedOrder, EndedRange, IndicatorId,
    IndicatorKind, Indicators, Model, ModelStatus, Models, Pallet, Subjects,
};

/// Most attestations that have ended of which is told at a time.
pub const MAX_ENDED_AT_ONCE: u64 = 64;

impl<T: Config> Pallet<T> {
    /// The champion of a sector.
    pub fn champion_of(sector: critical_chains_policy::Name) -> Option<(ModelId, Model)> {
        let id = Champions::<T>::get(sector)?;
        Some((id, Models::<T>::get(id)?))
    }

    /// The challenger of a sector: of the shadow models whose parameters are here, the one that was
    /// registered last.
    pub fn challenger_of(sector: critical_chains_policy::Name) -> Option<(ModelId, Model)> {
        let is_tried = |model: &Model| {
            let is_shadow = model.status == ModelStatus::Shadow && model.has_parameters;
            is_shadow && model.spec.sector == sector
        };
        Models::<T>::iter()
            .filter(|(_, model)| is_tried(model))
            .max_by_key(|(id, model)| (model.registered, *id))
    }

    /// Whether a model lets an account attest that acts for this institution.
    pub fn may_attest(id: &ModelId, account: &T::AccountId, institution: &Lei) -> bool {
        Models::<T>::get(id)
            .is_some_and(|model| Self::ensure_attester(&model, account, institution).is_ok())
    }

    /// Whether an institution has stated this, or it was decided.
    pub fn is_said(
        institution: &Lei,
        model: &ModelId,
        typology: Typology,
        subject: &Subject,
        window: &Window,
    ) -> bool {
        let cases = Subjects::<T>::get(subject);
        let mut same = cases.iter().filter(|case| case.is_about(model, typology, window));
        same.any(|case| {
            case.state.is_final()
                || Attestations::<T>::get(case.id)
                    .is_some_and(|attestation| attestation.life.has_said(institution))
        })
    }

    /// Attestations of champions that were confirmed or cleared, in the order in which they ended
    /// from a number on, and the number to go on with.
    pub fn decided_from(number: u64) -> (u64, Vec<EndedAttestation>) {
        let (first, next) = EndedRange::<T>::get();
        let from = number.clamp(first, next);
        let until = next.min(from.saturating_add(MAX_ENDED_AT_ONCE));
        let ended = (from..until)
            .filter_map(EndedOrder::<T>::get)
            .filter_map(Ended::<T>::get)
            .filter(|ended| matches!(ended.outcome, State::Confirmed | State::Cleared))
            .filter(|ended| !ended.shadow)
            .collect();
        (until, ended)
    }

    /// Whether there is any indicator.
    pub fn has_indicators() -> bool {
        Indicators::<T>::count() > 0
    }

    /// The indicators that the sides of a flow meet now.
    pub fn met_by(flow: &Flow) -> Vec<IndicatorId> {
        let mut met = Vec::new();
        for value in [flow.source, flow.destination] {
            for kind in kinds_in(flow.channel) {
                met.extend(Self::matching(*kind, value).into_iter().map(|details| details.id));
            }
        }
        met
    }
}

/// What the sides of a flow can be the pseudonyms of.
fn kinds_in(channel: Channel) -> &'static [IndicatorKind] {
    match channel {
        Channel::Card => &[IndicatorKind::Card, IndicatorKind::Account],
        Channel::Toll => &[IndicatorKind::Tag, IndicatorKind::Plate],
        Channel::Claim => &[IndicatorKind::Policy],
        _ => &[IndicatorKind::Account, IndicatorKind::Wallet],
    }
}
