//! Demands for an explanation, and their answers.

use critical_chains_lei::{LEI_LENGTH, Lei};
use polkadot_sdk::frame_support::{
    defensive, dispatch::DispatchResult, ensure, sp_runtime::ArithmeticError, traits::Get,
};

use crate::{
    Answer, AnswerDigest, Config, Demand, Demands, DemandsDue, Error, Event, Institutions,
    NextDemand, OpenDemands, Pallet, Reason,
    due::{schedule, unschedule},
    shared::InstitutionOrConsortium,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_demand_explanation(
        account: T::AccountId,
        demanded_by: Lei,
        institution: [u8; LEI_LENGTH],
        about: Reason,
        deadline: u64,
    ) -> DispatchResult {
        Self::check_reason(&about)?;
        let demanded = Self::now_millis();
        let ahead = deadline.checked_sub(demanded).filter(|ahead| *ahead > 0);
        ensure!(
            ahead.is_some_and(|ahead| ahead <= T::MaxDemandMillis::get()),
            Error::<T>::InvalidDeadline
        );
        let institution = Self::present_institution(institution)?;
        let open = OpenDemands::<T>::get(demanded_by);
        ensure!(open < T::MaxDemandsPerInstitution::get(), Error::<T>::TooManyDemands);
        ensure!(Demands::<T>::count() < T::MaxDemands::get(), Error::<T>::TooManyDemands);
        let id = NextDemand::<T>::get();
        let next = id.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let mut dates = DemandsDue::<T>::get();
        schedule(&mut dates, deadline, id).map_err(|_| Error::<T>::TooManyDemands)?;

        NextDemand::<T>::put(next);
        DemandsDue::<T>::put(dates);
        Self::wake_at(deadline);
        OpenDemands::<T>::insert(demanded_by, open.saturating_add(1));
        let demand = Demand {
            id,
            institution,
            demanded_by,
            account: account.clone(),
            about: about.clone(),
            demanded,
            deadline,
            answer: None,
            overdue_reported: false,
        };
        Demands::<T>::insert(id, demand);
        Self::deposit_event(Event::ExplanationDemanded {
            id,
            institution,
            demanded_by,
            account,
            about,
            deadline,
        });
        Ok(())
    }

    pub(crate) fn do_answer_demand(
        account: T::AccountId,
        institution: Lei,
        id: u32,
        answer_digest: AnswerDigest,
    ) -> DispatchResult {
        let mut demand = Demands::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(demand.institution == institution, Error::<T>::NotYours);
        ensure!(demand.answer.is_none(), Error::<T>::AlreadyAnswered);

        Self::forget_deadline(&demand);
        let answered = Self::now_millis();
        demand.answer = Some(Answer { account: account.clone(), digest: answer_digest, answered });
        Demands::<T>::insert(id, demand);
        Self::deposit_event(Event::DemandAnswered { id, institution, account, answer_digest });
        Ok(())
    }

    pub(crate) fn do_close_demand(by: InstitutionOrConsortium<T>, id: u32) -> DispatchResult {
        let demand = Demands::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let Demand { institution, demanded_by, .. } = demand;
        let may_close = match &by {
            Some((_, closing)) => *closing == demanded_by,
            // Nobody else is left to close it. A supervisor's demands are not the consortium's.
            None => !T::Institutions::is_institution(&demanded_by),
        };
        ensure!(may_close, Error::<T>::NotYours);

        Self::forget_deadline(&demand);
        Demands::<T>::remove(id);
        OpenDemands::<T>::mutate_exists(demanded_by, |open| {
            *open = open.and_then(|open| open.checked_sub(1)).filter(|open| *open > 0);
        });
        let by = by.map(|(account, _)| account);
        Self::deposit_event(Event::DemandClosed { id, institution, demanded_by, by });
        Ok(())
    }

    /// Tells that a demand was not answered in time.
    pub(crate) fn report_demand(id: u32) {
        let Some(mut demand) = Demands::<T>::get(id) else {
            defensive!("a demand is overdue that is not open");
            return;
        };
        demand.overdue_reported = true;
        let Demand { institution, demanded_by, .. } = demand;
        Demands::<T>::insert(id, demand);
        Self::deposit_event(Event::DemandOverdue { id, institution, demanded_by });
    }

    fn present_institution(institution: [u8; LEI_LENGTH]) -> Result<Lei, Error<T>> {
        let institution = Lei::new(institution).ok();
        institution.filter(T::Institutions::is_institution).ok_or(Error::InstitutionNotFound)
    }

    /// Takes a demand out of the list of those that are due.
    fn forget_deadline(demand: &Demand<T::AccountId>) {
        if demand.is_awaited() {
            DemandsDue::<T>::mutate(|dates| unschedule(dates, demand.deadline, demand.id));
        }
    }
}
