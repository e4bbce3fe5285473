//! What others ask, without an extrinsic.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use critical_chains_attestation::{ModelId, State, Subject, Typology};
use critical_chains_flows::Pseudonym;
use critical_chains_lei::Lei;
use scale_info::TypeInfo;

use crate::{
    Attestation, AttestationId, Attestations, Config, Ended, EndedAttestation, Indicator,
    IndicatorId, IndicatorKind, Indicators, IndicatorsOf, Model, ModelOutcomes, Models,
    NextAttestation, NextIndicator, Outcomes, Pallet, Subjects,
};

/// Most entries of one page.
pub const MAX_PAGE: u32 = 256;

/// Most numbers that are looked at for one page. A page can be short and not the last one.
pub const MAX_LOOKED_AT: usize = 8_192;

/// A model with its record.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelDetails {
    /// Name and version.
    pub id: ModelId,
    /// The model.
    pub model: Model,
    /// What came of what it found.
    pub outcomes: Outcomes,
}

/// What is known of an attestation.
// One is read at a time, and soon encoded.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AttestationRecord<AccountId> {
    /// It is open.
    Open(Attestation<AccountId>),
    /// It has ended.
    Ended(EndedAttestation),
}

/// An attestation with its number.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttestationDetails<AccountId> {
    /// Its number.
    pub id: AttestationId,
    /// What is known of it.
    pub record: AttestationRecord<AccountId>,
}

/// A page of attestations.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttestationPage<AccountId> {
    /// The attestations, the newest first.
    pub attestations: Vec<AttestationDetails<AccountId>>,
    /// The cursor of the next page, if there is one.
    pub next: Option<AttestationId>,
}

/// Which attestations are wanted: those that are all of this.
#[derive(
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    TypeInfo,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Filter {
    /// About this. What expired is about nobody any more.
    pub subject: Option<Subject>,
    /// Of this kind of anomaly.
    pub typology: Option<Typology>,
    /// Found by this model.
    pub model: Option<ModelId>,
    /// Raised by this institution; of those that are open also corroborated, contested or voted on.
    pub institution: Option<Lei>,
    /// Raised at this time or later, in milliseconds since the Unix epoch.
    pub since: Option<u64>,
    /// Raised before this time.
    pub until: Option<u64>,
    /// Standing there.
    pub state: Option<State>,
    /// Found by a shadow model, or not.
    pub shadow: Option<bool>,
}

/// An indicator with its number.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorDetails<AccountId> {
    /// Its number.
    pub id: IndicatorId,
    /// The indicator.
    pub indicator: Indicator<AccountId>,
}

/// A page of indicators.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorPage<AccountId> {
    /// The indicators, the newest first.
    pub indicators: Vec<IndicatorDetails<AccountId>>,
    /// The cursor of the next page, if there is one.
    pub next: Option<IndicatorId>,
}

/// Which indicators are wanted: those that are all of this.
#[derive(
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    TypeInfo,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct IndicatorFilter {
    /// Of this kind.
    pub kind: Option<IndicatorKind>,
    /// That indicate this.
    pub typology: Option<Typology>,
    /// Shared by this institution.
    pub institution: Option<Lei>,
    /// Valid at this time and not revoked, in milliseconds since the Unix epoch.
    pub valid_at: Option<u64>,
}

impl IndicatorFilter {
    fn passes<AccountId>(&self, indicator: &Indicator<AccountId>) -> bool {
        let Indicator { spec, institution, .. } = indicator;
        is(self.kind, &spec.kind)
            && self.typology.is_none_or(|wanted| spec.typology == Some(wanted))
            && is(self.institution, institution)
            && self.valid_at.is_none_or(|when| indicator.is_valid_at(when))
    }
}

impl Filter {
    fn passes<AccountId>(&self, record: &AttestationRecord<AccountId>) -> bool {
        match record {
            AttestationRecord::Open(attestation) => self.passes_open(attestation),
            AttestationRecord::Ended(ended) => self.passes_ended(ended),
        }
    }

    fn passes_open<AccountId>(&self, attestation: &Attestation<AccountId>) -> bool {
        let Attestation { statement, life, shadow, .. } = attestation;
        let took_part = |lei: Lei| {
            let voted = life.ballots().iter().any(|ballot| ballot.institution == lei);
            life.has_said(&lei) || life.has_contested(&lei) || voted
        };
        is(self.subject, &statement.subject)
            && is(self.typology, &statement.typology)
            && is(self.model, &statement.model)
            && self.institution.is_none_or(took_part)
            && self.covers(life.raised().at)
            && is(self.state, &life.state())
            && is(self.shadow, shadow)
    }

    fn passes_ended(&self, ended: &EndedAttestation) -> bool {
        self.subject.is_none_or(|wanted| ended.subject == Some(wanted))
            && is(self.typology, &ended.typology)
            && is(self.model, &ended.model)
            && is(self.institution, &ended.institution)
            && self.covers(ended.raised)
            && is(self.state, &ended.outcome)
            && is(self.shadow, &ended.shadow)
    }

    fn covers(&self, raised: u64) -> bool {
        let early = self.since.is_some_and(|since| raised < since);
        let late = self.until.is_some_and(|until| until <= raised);
        !early && !late
    }
}

fn is<T: PartialEq>(wanted: Option<T>, got: &T) -> bool {
    wanted.is_none_or(|wanted| wanted == *got)
}

/// Takes what is found under these numbers until the page is full, or enough was looked at. Gives
/// it with the number at which the next page begins.
fn page<Item>(
    numbers: impl Iterator<Item = u32>,
    limit: u32,
    mut find: impl FnMut(u32) -> Option<Item>,
) -> (Vec<Item>, Option<u32>) {
    let limit = limit.clamp(1, MAX_PAGE) as usize;
    let mut found = Vec::new();
    for (looked_at, number) in numbers.enumerate() {
        if found.len() >= limit || looked_at >= MAX_LOOKED_AT {
            return (found, Some(number));
        }
        found.extend(find(number));
    }
    (found, None)
}

/// The numbers from a cursor downwards, or from the last one that was given.
fn downwards(next: u32, cursor: Option<u32>) -> impl Iterator<Item = u32> {
    (0..next.min(cursor.map_or(next, |cursor| cursor.saturating_add(1)))).rev()
}

impl<T: Config> Pallet<T> {
    /// The models, in the order of names and versions.
    pub fn all_models() -> Vec<ModelDetails> {
        let mut models: Vec<_> = Models::<T>::iter()
            .map(|(id, model)| ModelDetails { id, model, outcomes: ModelOutcomes::<T>::get(id) })
            .collect();
        models.sort_by_key(|details| details.id);
        models
    }

    /// An attestation that is open, or what is kept of one that has ended.
    pub fn details(id: AttestationId) -> Option<AttestationDetails<T::AccountId>> {
        let open = || Attestations::<T>::get(id).map(AttestationRecord::Open);
        let ended = || Ended::<T>::get(id).map(AttestationRecord::Ended);
        open().or_else(ended).map(|record| AttestationDetails { id, record })
    }

    /// Attestations that pass a filter, the newest first.
    pub fn list(
        filter: &Filter,
        cursor: Option<AttestationId>,
        limit: u32,
    ) -> AttestationPage<T::AccountId> {
        let find = |id| Self::details(id).filter(|details| filter.passes(&details.record));
        let (attestations, next) = match &filter.subject {
            Some(subject) => {
                let mut listed: Vec<_> =
                    Subjects::<T>::get(subject).iter().map(|case| case.id).collect();
                listed.retain(|id| cursor.is_none_or(|cursor| *id <= cursor));
                listed.sort_unstable();
                page(listed.into_iter().rev(), limit, find)
            }
            None => page(downwards(NextAttestation::<T>::get(), cursor), limit, find),
        };
        AttestationPage { attestations, next }
    }

    /// An indicator whose validity has not ended.
    pub fn indicator_details(id: IndicatorId) -> Option<IndicatorDetails<T::AccountId>> {
        Indicators::<T>::get(id).map(|indicator| IndicatorDetails { id, indicator })
    }

    /// Indicators that pass a filter, the newest first.
    pub fn list_indicators(
        filter: &IndicatorFilter,
        cursor: Option<IndicatorId>,
        limit: u32,
    ) -> IndicatorPage<T::AccountId> {
        let find =
            |id| Self::indicator_details(id).filter(|details| filter.passes(&details.indicator));
        let numbers = downwards(NextIndicator::<T>::get(), cursor);
        let (indicators, next) = page(numbers, limit, find);
        IndicatorPage { indicators, next }
    }

    /// The indicators that something meets now.
    pub fn matching(kind: IndicatorKind, value: Pseudonym) -> Vec<IndicatorDetails<T::AccountId>> {
        let now = Self::now_millis();
        let ids = IndicatorsOf::<T>::get((kind, value));
        ids.into_iter()
            .filter_map(Self::indicator_details)
            .filter(|details| details.indicator.is_valid_at(now))
            .collect()
    }
}
