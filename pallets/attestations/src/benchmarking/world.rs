//! The fullest state there can be, and those who act in it.

use super::*;
use alloc::{vec, vec::Vec};
use critical_chains_attestation::{
    Life, MAX_THRESHOLDS, Marking, ModelId, State, Statement, Subject, Terms, Thresholds, Typology,
    Voice, Window,
};
use critical_chains_flows::{Detectors, MAX_REASONS, Pseudonym, Reason};
use critical_chains_lei::Lei;
use critical_chains_policy::{Kinds, Name};
use polkadot_sdk::{
    frame_benchmarking::{BenchmarkError, account},
    frame_support::{
        BoundedVec,
        traits::{EnsureOrigin, Get},
    },
    frame_system::{self, pallet_prelude::OriginFor},
    sp_io::hashing::sha2_256,
};

/// A date that does not come.
pub(super) const NEVER: u64 = u64::MAX;
pub(super) const MODEL: ModelId = ModelId { name: Name::constant("benchmark"), version: 1 };
pub(super) const FORMER: ModelId = ModelId { name: Name::constant("benchmark-former"), version: 1 };
/// How long attestations live.
pub(super) const LIFETIME_MINUTES: u32 = 1_440;
pub(super) const SECTOR: Name = Name::constant("benchmark-sector");

pub(super) type Acting<T> = (OriginFor<T>, <T as frame_system::Config>::AccountId, Lei);

/// An origin, and whom it acts for.
pub(super) fn acting<T, O>() -> Result<Acting<T>, BenchmarkError>
where
    T: Config,
    O: EnsureOrigin<OriginFor<T>, Success = (T::AccountId, Lei)>,
{
    let nobody = || BenchmarkError::Stop("the origin has no account for benchmarks");
    let origin = O::try_successful_origin().map_err(|()| nobody())?;
    let (account, institution) = O::ensure_origin(origin.clone()).map_err(|_| nobody())?;
    Ok((origin, account, institution))
}

pub(super) fn consortium<T: Config>() -> Result<OriginFor<T>, BenchmarkError> {
    T::ConsortiumOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

pub(super) fn parameters(bytes: u32) -> Parameters {
    Parameters::truncate_from(vec![7; bytes as usize])
}

pub(super) fn bounded<K, S: Get<u32>>(list: Vec<K>) -> Result<BoundedVec<K, S>, BenchmarkError> {
    list.try_into().map_err(|_| BenchmarkError::Stop("too many entries"))
}

/// A model with as many thresholds as there are typologies.
pub(super) fn spec(bytes: u32) -> Result<ModelSpec, BenchmarkError> {
    let of: Vec<_> =
        Typology::ALL.iter().take(MAX_THRESHOLDS as usize).map(|own| (*own, 0)).collect();
    Ok(ModelSpec {
        sector: SECTOR,
        engine_version: 1,
        parameters_digest: sha2_256(&parameters(bytes)),
        parameters_bytes: bytes,
        thresholds: Thresholds { usual: 0, of: bounded(of)? },
        terms: Terms {
            corroborations: 2,
            decisions: 8,
            lifetime: LIFETIME_MINUTES as u64 * 60_000,
        },
        attesters: Attesters { kinds: Kinds::ALL, role: None },
    })
}

/// Registers a model of this status, which this account may use by a role.
pub(super) fn register<T: Config>(
    id: ModelId,
    status: ModelStatus,
    attester: Option<&T::AccountId>,
) -> Result<(), BenchmarkError> {
    let mut spec = spec(1)?;
    spec.attesters.role = attester.map(T::Members::make_holder);
    let model = Model { spec, status, registered: 0, has_parameters: true };
    Models::<T>::insert(id, model);
    ModelParameters::<T>::insert(id, parameters(1));
    if status == ModelStatus::Champion {
        Champions::<T>::insert(SECTOR, id);
    }
    Ok(())
}

pub(super) fn subject(number: u32) -> Subject {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(number.to_le_bytes()).for_each(|(to, from)| *to = from);
    Subject::Pseudonym(Pseudonym(bytes))
}

/// What a model found about a subject, explained at length. Each number has its own window.
pub(super) fn statement(
    model: ModelId,
    subject: Subject,
    number: u32,
) -> Result<Statement, BenchmarkError> {
    let reasons = (0..MAX_REASONS as u16)
        .map(|code| Reason { code, value: i32::MAX, contribution: i32::MIN })
        .collect();
    Ok(Statement {
        engine_version: 1,
        model,
        typology: Typology::Indicator,
        score: 1_000_000,
        window: Window { from: number.into(), to: number.into() },
        subject,
        reasons: bounded(reasons)?,
        fired: Detectors(u64::MAX),
        evidence_root: [7; 32],
        evidence_leaves: 1,
        amount_bucket: 64,
        marking: Marking::Amber,
    })
}

fn voice(number: u32, institution: Lei, at: u64) -> Voice {
    let root = [number as u8; 32];
    Voice { institution, score: 1_000_000, evidence_root: root, at }
}

/// An open attestation that so many made-up institutions say since this time, and of which those
/// count for whom that holds.
pub(super) fn open<T: Config>(
    statement: Statement,
    (voices, at): (u32, u64),
    counts: bool,
    shadow: bool,
) -> Result<AttestationId, BenchmarkError> {
    let speaks = |number| voice(number, T::Members::make_institution(number), at);
    let mut life =
        Life::raise(spec(1)?.terms, speaks(0)).map_err(|_| BenchmarkError::Stop("no terms"))?;
    for number in 1..voices {
        let corroborated = life.corroborate(speaks(number), |_| counts);
        life = corroborated.map_err(|_| BenchmarkError::Stop("not corroborated"))?;
    }
    let id = NextAttestation::<T>::get();
    NextAttestation::<T>::put(id.saturating_add(1));
    let minute = Pallet::<T>::schedule(life.expires(), Due::Attestation(id))
        .map_err(|_| BenchmarkError::Stop("no room on the agenda"))?;
    let institution = life.raised().institution;
    Open::<T>::mutate(|open| *open.of(shadow) = open.of(shadow).saturating_add(1));
    OpenOf::<T>::mutate(institution, |own| *own = own.saturating_add(1));
    list::<T>(case(id, &statement, institution, life.state(), shadow), statement.subject)?;
    let account = account("attester", id, 0);
    Attestations::<T>::insert(id, Attestation { statement, life, account, shadow, minute });
    Ok(id)
}

fn case(
    id: AttestationId,
    statement: &Statement,
    institution: Lei,
    state: State,
    shadow: bool,
) -> Case {
    let (model, typology, window) = (statement.model, statement.typology, statement.window);
    Case { id, model, typology, window, institution, state, shadow }
}

fn list<T: Config>(case: Case, subject: Subject) -> Result<(), BenchmarkError> {
    Subjects::<T>::try_mutate(subject, |cases| cases.try_push(case))
        .map_err(|_| BenchmarkError::Stop("too many cases"))
}

/// Lists as many cleared attestations about a subject as there is room for.
pub(super) fn fill_cases<T: Config>(subject: Subject) -> Result<(), BenchmarkError> {
    let listed = Subjects::<T>::decode_len(subject).unwrap_or_default() as u32;
    for number in listed..MAX_CASES_PER_SUBJECT {
        let about = statement(FORMER, subject, number)?;
        let institution = T::Members::make_institution(number);
        let id = AttestationId::MAX.saturating_sub(number);
        list::<T>(case(id, &about, institution, State::Cleared, false), subject)?;
    }
    Ok(())
}

/// As many attestations have ended as are kept, and as many that were confirmed: `count` of each, so
/// that each end that follows puts one away and forgets another. The rest is not looked at.
pub(super) fn fill_ended<T: Config>(count: u32) -> Result<(), BenchmarkError> {
    EndedRange::<T>::put((0, u64::from(T::MaxEnded::get())));
    ConfirmedRange::<T>::put((0, u64::from(T::MaxConfirmed::get())));
    // One more of each is looked at: when it is forgotten.
    for number in 0..=count {
        let (first, second) =
            (number.saturating_mul(2), number.saturating_mul(2).saturating_add(1));
        ConfirmedOrder::<T>::insert(u64::from(number), confirmed::<T>(first)?);
        EndedOrder::<T>::insert(u64::from(number), confirmed::<T>(second)?);
    }
    Ok(())
}

/// An attestation that was confirmed, about a subject of which there are as many as there can be.
fn confirmed<T: Config>(number: u32) -> Result<AttestationId, BenchmarkError> {
    let id = AttestationId::MAX.saturating_sub(1_000).saturating_sub(number);
    let about = subject(1_000_u32.saturating_add(number));
    let stated = statement(MODEL, about, 0)?;
    let institution = T::Members::make_institution(number);
    list::<T>(case(id, &stated, institution, State::Confirmed, false), about)?;
    fill_cases::<T>(about)?;
    let ended = EndedAttestation {
        outcome: State::Confirmed,
        evidence_root: [7; 32],
        model: MODEL,
        typology: stated.typology,
        institution,
        subject: Some(about),
        shadow: false,
        raised: 0,
        ended: 0,
    };
    Ended::<T>::insert(id, ended);
    Ok(id)
}

/// An indicator that as many institutions have met as are counted.
pub(super) fn indicator<T: Config>(
    institution: Lei,
    value: Pseudonym,
    sightings: u32,
) -> Result<IndicatorId, BenchmarkError> {
    let id = NextIndicator::<T>::mutate(|next| {
        let id = *next;
        *next = next.saturating_add(1);
        id
    });
    let seen = (0..sightings).map(|number| {
        let institution = T::Members::make_institution(number);
        Sightings { institution, count: 1, first_seen: 0, last_seen: 0 }
    });
    let spec = indicator_spec::<T>(value);
    let indicator = Indicator {
        spec,
        institution,
        account: account("sharer", id, 0),
        shared: 0,
        revoked: None,
        sightings: bounded(seen.collect())?,
    };
    IndicatorsOf::<T>::try_mutate((spec.kind, value), |same| same.try_push(id))
        .map_err(|_| BenchmarkError::Stop("too many of one value"))?;
    IndicatorCounts::<T>::mutate(institution, |own| *own = own.saturating_add(1));
    Indicators::<T>::insert(id, indicator);
    Ok(id)
}

pub(super) fn indicator_spec<T: Config>(value: Pseudonym) -> IndicatorSpec {
    IndicatorSpec {
        kind: IndicatorKind::Account,
        value,
        marking: Marking::Amber,
        valid_from: 0,
        valid_until: Pallet::<T>::now_millis().saturating_add(1),
        confidence: 100,
        typology: Some(Typology::Indicator),
        stix_digest: [7; 32],
    }
}
