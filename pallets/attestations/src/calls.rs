//! What institutions do about attestations: load, decide, apply, tell.

use critical_chains_attestation::{
    Contest, Decider, Decision, Fault, Life, MAX_SCORE_PPM, State, Statement, Subject, Voice,
};
use critical_chains_lei::Lei;
use polkadot_sdk::{
    frame_support::{
        defensive,
        dispatch::DispatchResult,
        ensure,
        traits::{DefensiveSaturating, Get},
        weights::Weight,
    },
    sp_runtime::DispatchError,
};

use crate::{
    Attestation, AttestationId, Attestations, Case, Cases, Config, Digest, Error, Event,
    InstitutionOutcomes, MAX_CASES_PER_INSTITUTION, MAX_SHADOW_CASES, Members, Model,
    ModelOutcomes, ModelStatus, Models, NextAttestation, Open, OpenOf, Pallet, Subjects,
    WeightInfo, agenda::Due,
};

impl<T: Config> Pallet<T> {
    /// Opens an attestation, or supports the one that says the same. Tells what that weighed.
    pub(crate) fn do_raise(
        account: T::AccountId,
        institution: Lei,
        statement: Statement,
    ) -> Result<Weight, DispatchError> {
        let model = Models::<T>::get(statement.model).ok_or(Error::<T>::NotFound)?;
        ensure!(model.status != ModelStatus::Retired, Error::<T>::WrongStatus);
        Self::ensure_attester(&model, &account, &institution)?;
        let now = Self::now_millis();
        let second = now.checked_div(1_000).unwrap_or_default();
        statement.check(second).map_err(|_| Error::<T>::InvalidStatement)?;
        ensure!(
            statement.engine_version == model.spec.engine_version,
            Error::<T>::InvalidStatement
        );
        let threshold = model.spec.thresholds.for_typology(statement.typology);
        ensure!(statement.score >= threshold, Error::<T>::BelowThreshold);

        let voice = Voice {
            institution,
            score: statement.score,
            evidence_root: statement.evidence_root,
            at: now,
        };
        let shadow = model.status == ModelStatus::Shadow;
        let cases = Subjects::<T>::get(statement.subject);
        let same = cases.iter().find(|case| {
            // Each institution tries a shadow model for itself.
            let of_all = !shadow || case.institution == institution;
            case.shadow == shadow && of_all && case.is_said_by(&statement)
        });
        match same {
            Some(case) if case.state.is_final() => Err(Error::<T>::AlreadyDecided.into()),
            Some(_) if shadow => Err(Error::<T>::AlreadyRaised.into()),
            Some(case) => {
                Self::support(case.id, account, voice)?;
                Ok(T::WeightInfo::corroborate())
            }
            None => {
                Self::open(account, voice, statement, &model, cases)?;
                Ok(T::WeightInfo::raise())
            }
        }
    }

    /// Opens an attestation that nobody has raised.
    fn open(
        account: T::AccountId,
        voice: Voice,
        statement: Statement,
        model: &Model,
        mut cases: Cases,
    ) -> DispatchResult {
        let (institution, shadow) = (voice.institution, model.status == ModelStatus::Shadow);
        let life = Life::raise(model.spec.terms, voice).map_err(|_| Error::<T>::InvalidModel)?;
        let id = NextAttestation::<T>::get();
        let next = id.checked_add(1).ok_or(Error::<T>::TooManyAttestations)?;
        let mut open = Open::<T>::get();
        let most = if shadow { T::MaxOpenShadows::get() } else { T::MaxOpen::get() };
        ensure!(*open.of(shadow) < most, Error::<T>::TooManyAttestations);
        let own = OpenOf::<T>::get(institution);
        ensure!(own < T::MaxOpenPerInstitution::get(), Error::<T>::TooManyAttestations);
        let Statement { subject, typology, score, .. } = statement;
        let case = Case {
            id,
            model: statement.model,
            typology,
            window: statement.window,
            institution,
            state: life.state(),
            shadow,
        };
        make_room(&mut cases, &case).ok_or(Error::<T>::TooManyAttestations)?;
        cases.try_push(case).map_err(|_| Error::<T>::TooManyAttestations)?;
        let minute = Self::schedule(life.expires(), Due::Attestation(id))?;

        Subjects::<T>::insert(subject, cases);
        NextAttestation::<T>::put(next);
        *open.of(shadow) = open.of(shadow).defensive_saturating_add(1);
        Open::<T>::put(open);
        OpenOf::<T>::insert(institution, own.defensive_saturating_add(1));
        ModelOutcomes::<T>::mutate(case.model, |told| told.stated = told.stated.saturating_add(1));
        if !shadow {
            Self::count_statement(&institution);
        }
        let attestation = Attestation { statement, life, account: account.clone(), shadow, minute };
        Attestations::<T>::insert(id, attestation);
        Self::deposit_event(Event::AttestationRaised {
            id,
            model: case.model,
            typology,
            subject,
            score,
            institution,
            account,
            shadow,
        });
        Ok(())
    }

    pub(crate) fn do_corroborate(
        account: T::AccountId,
        institution: Lei,
        id: AttestationId,
        score: u32,
        evidence_root: Digest,
    ) -> DispatchResult {
        let attestation = Self::counting(id)?;
        let model = Models::<T>::get(attestation.statement.model).ok_or(Error::<T>::NotFound)?;
        Self::ensure_attester(&model, &account, &institution)?;
        ensure!(score <= MAX_SCORE_PPM, Error::<T>::InvalidStatement);
        let threshold = model.spec.thresholds.for_typology(attestation.statement.typology);
        ensure!(score >= threshold, Error::<T>::BelowThreshold);
        let voice = Voice { institution, score, evidence_root, at: Self::now_millis() };
        Self::support(id, account, voice)
    }

    /// An institution says what is said already.
    fn support(id: AttestationId, account: T::AccountId, voice: Voice) -> DispatchResult {
        let mut attestation = Self::counting(id)?;
        let (before, subject) = (attestation.life.state(), attestation.statement.subject);
        let life =
            attestation.life.corroborate(voice, Self::counts).map_err(|fault| match fault {
                Fault::AlreadyCounted => Error::<T>::AlreadyRaised,
                other => Self::refuse(other),
            })?;

        let after = life.state();
        attestation.life = life;
        Attestations::<T>::insert(id, attestation);
        Self::count_statement(&voice.institution);
        let Voice { institution, evidence_root, .. } = voice;
        Self::deposit_event(Event::AttestationSupported {
            id,
            institution,
            account,
            evidence_root,
        });
        if before != after {
            Self::note_state(&subject, id, after);
            Self::deposit_event(Event::AttestationCorroborated { id, subject });
        }
        Ok(())
    }

    pub(crate) fn do_contest(
        account: T::AccountId,
        institution: Lei,
        id: AttestationId,
        counter_evidence_root: Digest,
    ) -> DispatchResult {
        let mut attestation = Self::counting(id)?;
        let contest = Contest { institution, counter_evidence_root, at: Self::now_millis() };
        let contested = attestation.life.contest(&attestation.statement.subject, contest);
        attestation.life = contested.map_err(Self::refuse)?;

        Attestations::<T>::insert(id, attestation);
        Self::deposit_event(Event::AttestationContested {
            id,
            institution,
            account,
            counter_evidence_root,
        });
        Ok(())
    }

    pub(crate) fn do_decide(
        account: T::AccountId,
        institution: Lei,
        id: AttestationId,
        decision: Decision,
    ) -> DispatchResult {
        let mut attestation = Self::counting(id)?;
        let kind = T::Members::active_kind(&institution).ok_or(Error::<T>::NotAuthorised)?;
        let (life, now) = (&attestation.life, Self::now_millis());
        let decider = Decider { institution, kind };
        let subject = &attestation.statement.subject;
        let decided = match decision {
            Decision::Confirm => life.confirm(subject, decider, now, Self::counts),
            Decision::Clear => life.clear(subject, decider, now, Self::counts),
        };
        attestation.life = decided.map_err(Self::refuse)?;

        Self::deposit_event(Event::DecisionTaken { id, institution, account, decision });
        if attestation.life.state().is_final() {
            Self::end_decided(id, attestation, now);
        } else {
            Attestations::<T>::insert(id, attestation);
        }
        Ok(())
    }

    /// An open attestation that counts.
    fn counting(id: AttestationId) -> Result<Attestation<T::AccountId>, Error<T>> {
        let attestation = Attestations::<T>::get(id).ok_or(Error::NotFound)?;
        if attestation.shadow { Err(Error::Shadow) } else { Ok(attestation) }
    }

    /// Whether what an institution has said counts: as long as it is active.
    pub(crate) fn counts(institution: &Lei) -> bool {
        T::Members::active_kind(institution).is_some()
    }

    pub(crate) fn ensure_attester(
        model: &Model,
        account: &T::AccountId,
        institution: &Lei,
    ) -> Result<(), Error<T>> {
        let attesters = &model.spec.attesters;
        let kind = T::Members::active_kind(institution).ok_or(Error::NotAuthorised)?;
        let holds = attesters.role.is_none_or(|role| T::Members::holds(account, &role));
        ensure!(attesters.kinds.contains(kind) && holds, Error::NotAuthorised);
        Ok(())
    }

    fn count_statement(institution: &Lei) {
        InstitutionOutcomes::<T>::mutate(institution, |told| {
            told.stated = told.stated.saturating_add(1);
        });
    }

    /// Notes under its subject where an attestation stands.
    pub(crate) fn note_state(subject: &Subject, id: AttestationId, state: State) {
        Subjects::<T>::mutate(subject, |cases| {
            if let Some(case) = cases.iter_mut().find(|case| case.id == id) {
                case.state = state;
            } else {
                defensive!("an attestation that its subject does not list");
            }
        });
    }

    fn refuse(fault: Fault) -> Error<T> {
        match fault {
            // What has ended is not among the open ones.
            Fault::Ended | Fault::NotDue => Error::NotFound,
            Fault::Expired => Error::Expired,
            Fault::AlreadyCounted => Error::AlreadyCounted,
            Fault::NotCorroborated => Error::NotCorroborated,
            Fault::NotTheSubject => Error::NotTheSubject,
            Fault::Party => Error::OtherSide,
            Fault::TooManyVoices => Error::TooManyVoices,
        }
    }
}

/// Makes room for one case more, if need be at the cost of the oldest that was cleared. None if
/// there is no room, or the institution has as many as it can.
fn make_room(cases: &mut Cases, new: &Case) -> Option<()> {
    let open = |case: &&Case| !case.state.is_final();
    let own = cases.iter().filter(open).filter(|case| case.institution == new.institution);
    let shadows = cases.iter().filter(|case| case.shadow).count();
    if own.count() >= MAX_CASES_PER_INSTITUTION as usize
        || (new.shadow && shadows >= MAX_SHADOW_CASES as usize)
    {
        return None;
    }
    if cases.is_full() {
        let cleared = cases.iter().position(|case| case.state == State::Cleared)?;
        cases.remove(cleared);
    }
    Some(())
}
