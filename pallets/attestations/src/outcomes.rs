//! How attestations end, and what they say about their subjects.

use critical_chains_attestation::{Life, State, Subject};
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::{defensive, traits::DefensiveSaturating};

use crate::{
    Attestation, AttestationId, Attestations, Case, Config, EndedAttestation, Event,
    InstitutionOutcomes, ModelOutcomes, Open, OpenOf, Pallet, Subjects, agenda::Due,
};

impl<T: Config> Pallet<T> {
    /// What attestations say about a subject: the worst that is open or confirmed. One read.
    pub fn risk_of(subject: &Subject) -> Risk {
        let cases = Subjects::<T>::get(subject);
        let counting = cases.iter().filter(|case| !case.shadow);
        counting.map(|case| case.state.risk()).max().unwrap_or(Risk::Clear)
    }

    /// Ends an attestation that was decided, and with it what shadow models found about the same.
    pub(crate) fn end_decided(id: AttestationId, attestation: Attestation<T::AccountId>, now: u64) {
        let statement = &attestation.statement;
        let (model, typology, subject) = (statement.model, statement.typology, statement.subject);
        let (evidence_root, window) = (statement.evidence_root, statement.window);
        let outcome = attestation.life.state();
        Self::unschedule(attestation.minute, Due::Attestation(id));
        Self::end(id, attestation, outcome, now);
        Self::deposit_event(match outcome {
            State::Confirmed => {
                Event::AttestationConfirmed { id, model, typology, subject, evidence_root }
            }
            _ => Event::AttestationCleared { id, subject },
        });

        let cases = Subjects::<T>::get(subject);
        let judged = |case: &&Case| case.shadow && case.window.overlaps(&window);
        for Case { id, model, .. } in cases.iter().filter(judged) {
            let Some(shadow) = Attestations::<T>::get(id) else {
                defensive!("a shadow that is listed only");
                continue;
            };
            Self::unschedule(shadow.minute, Due::Attestation(*id));
            Self::end(*id, shadow, outcome, now);
            Self::deposit_event(Event::ShadowJudged { id: *id, model: *model, outcome });
        }
    }

    /// Ends an attestation that nobody has decided. None if there is no such attestation.
    pub(crate) fn expire(id: AttestationId, now: u64) -> Option<()> {
        let attestation = Attestations::<T>::get(id)?;
        let outcome = attestation.life.expire(now).as_ref().map(Life::state).ok()?;
        let subject = attestation.statement.subject;
        Self::end(id, attestation, outcome, now);
        Self::deposit_event(Event::AttestationExpired { id, subject });
        Some(())
    }

    fn end(id: AttestationId, attestation: Attestation<T::AccountId>, outcome: State, now: u64) {
        let Attestation { statement, life, shadow, .. } = attestation;
        let institution = life.raised().institution;
        Attestations::<T>::remove(id);
        Open::<T>::mutate(|open| *open.of(shadow) = open.of(shadow).defensive_saturating_sub(1));
        OpenOf::<T>::mutate_exists(institution, |own| {
            *own = own.and_then(|own| own.checked_sub(1)).filter(|own| *own > 0);
        });
        ModelOutcomes::<T>::mutate(statement.model, |told| told.count(outcome));
        if !shadow {
            for voice in life.voices() {
                InstitutionOutcomes::<T>::mutate(voice.institution, |told| told.count(outcome));
            }
        }
        // What was decided stays with the subject, so that it is not stated again.
        let stays = !shadow && outcome != State::Expired;
        if stays {
            Self::note_state(&statement.subject, id, outcome);
        } else {
            Self::unlist(&statement.subject, id);
        }
        let ended = EndedAttestation {
            outcome,
            evidence_root: statement.evidence_root,
            model: statement.model,
            typology: statement.typology,
            institution,
            subject: stays.then_some(statement.subject),
            shadow,
            raised: life.raised().at,
            ended: now,
        };
        Self::keep(id, ended);
    }
}
