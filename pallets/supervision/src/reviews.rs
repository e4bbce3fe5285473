//! Emergency access, and its review by another institution.

use critical_chains_lei::Lei;
use critical_chains_policy::RoleName;
use polkadot_sdk::frame_support::{
    defensive, dispatch::DispatchResult, ensure, sp_runtime::ArithmeticError, traits::Get,
};

use crate::{
    Access, Config, Error, Event, Finding, NextReview, Pallet, Reason, Review, ReviewOf, Reviews,
    ReviewsDue,
    due::{schedule, unschedule},
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_break_glass(
        account: T::AccountId,
        institution: Lei,
        role: RoleName,
        reason: Reason,
    ) -> DispatchResult {
        Self::check_reason(&reason)?;
        ensure!(!ReviewOf::<T>::contains_key(&account), Error::<T>::ReviewPending);
        ensure!(Reviews::<T>::count() < T::MaxOpenReviews::get(), Error::<T>::TooManyReviews);
        let id = NextReview::<T>::get();
        let next = id.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let taken = Self::now_millis();
        let expires = taken.saturating_add(T::BreakGlassMillis::get());
        let due = taken.saturating_add(T::ReviewMillis::get());
        let mut dates = ReviewsDue::<T>::get();
        schedule(&mut dates, due, id).map_err(|_| Error::<T>::TooManyReviews)?;
        T::Access::take_emergency_role(&account, &role, expires)?;

        NextReview::<T>::put(next);
        ReviewsDue::<T>::put(dates);
        Self::wake_at(due);
        ReviewOf::<T>::insert(&account, id);
        let review = Review {
            id,
            account: account.clone(),
            institution,
            role,
            reason: reason.clone(),
            taken,
            due,
            overdue_reported: false,
        };
        Reviews::<T>::insert(id, review);
        Self::deposit_event(Event::GlassBroken {
            id,
            account,
            institution,
            role,
            reason,
            expires,
            due,
        });
        Ok(())
    }

    pub(crate) fn do_review_access(
        reviewer: T::AccountId,
        reviewed_by: Lei,
        id: u32,
        finding: Finding,
        remark: Reason,
    ) -> DispatchResult {
        Self::check_reason(&remark)?;
        let Review { account, institution, role, due, overdue_reported, .. } =
            Reviews::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(reviewed_by != institution, Error::<T>::OwnReview);

        if finding == Finding::Misused {
            T::Access::drop_emergency_role(&account, &role);
        }
        if !overdue_reported {
            ReviewsDue::<T>::mutate(|dates| unschedule(dates, due, id));
        }
        ReviewOf::<T>::remove(&account);
        Reviews::<T>::remove(id);
        Self::deposit_event(Event::AccessReviewed {
            id,
            account,
            institution,
            finding,
            remark,
            reviewed_by,
            reviewer,
        });
        Ok(())
    }

    /// Tells that a review is overdue.
    pub(crate) fn report_review(id: u32) {
        let Some(mut review) = Reviews::<T>::get(id) else {
            defensive!("a review is overdue that is not open");
            return;
        };
        review.overdue_reported = true;
        let (account, institution) = (review.account.clone(), review.institution);
        Reviews::<T>::insert(id, review);
        Self::deposit_event(Event::ReviewOverdue { id, account, institution });
    }
}
