//! What the calls do. All checks come before the first write.

use crate::{
    Accounts, Config, Dependants, Error, Event, EverEnrolled, Institution, Institutions, Kind,
    LEI_LENGTH, Lei, Name, Pallet, Quota, SeatOf, Seats, Status, ValidatorKeys, WeightInfo,
};
use polkadot_sdk::{
    frame_support::{dispatch::DispatchResult, ensure, traits::Get, weights::Weight},
    frame_system,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_admit_institution(
        lei: [u8; LEI_LENGTH],
        name: Name,
        kind: Kind,
    ) -> DispatchResult {
        let institution = Self::parse_lei(lei)?;
        ensure!(is_presentable(&name), Error::<T>::InvalidName);
        ensure!(!Institutions::<T>::contains_key(institution), Error::<T>::AlreadyExists);
        ensure!(
            Institutions::<T>::count() < T::MaxInstitutions::get(),
            Error::<T>::TooManyInstitutions
        );

        let status = Status::Active;
        let entry = Institution {
            name: name.clone(),
            kind,
            status,
            accounts: 0,
            quota: None,
            expires: None,
        };
        Institutions::<T>::insert(institution, entry);
        Self::deposit_event(Event::InstitutionAdmitted { institution, name, kind });
        Ok(())
    }

    pub(crate) fn do_set_status(lei: [u8; LEI_LENGTH], status: Status) -> DispatchResult {
        let (institution, mut entry) = Self::present_institution(lei)?;
        let seat = if status == Status::Resigned { Seats::<T>::get(institution) } else { None };
        if entry.is_active() && status != Status::Active {
            T::Dependants::ensure_can_leave(&institution)?;
        }
        Self::ensure_validators_are_left(&institution, &entry, status)?;

        let (kind, was_active) = (entry.kind, entry.is_active());
        entry.status = status;
        let is_active = entry.is_active();
        Institutions::<T>::insert(institution, entry);
        if is_active != was_active {
            T::Dependants::note_access(&institution, kind, is_active);
        }
        Self::deposit_event(Event::StatusSet { institution, status });
        if let Some(account) = seat {
            Self::remove_seat(&institution, &account);
            Self::deposit_event(Event::SeatRevoked { institution, account });
        }
        Ok(())
    }

    /// A seat is given up by whoever resigns; the validator of whoever is suspended leaves too.
    fn ensure_validators_are_left(
        institution: &Lei,
        entry: &Institution,
        status: Status,
    ) -> DispatchResult {
        if !Seats::<T>::contains_key(institution) {
            return Ok(());
        }
        match status {
            Status::Active => Ok(()),
            Status::Resigned => Self::ensure_seat_can_go(institution),
            Status::Suspended if entry.is_active() => {
                match Self::ensure_seat_can_go(institution) {
                    // Nobody else would be planned, so this validator goes on.
                    Err(error) if error == Error::<T>::LastSeat.into() => Ok(()),
                    result => result,
                }
            }
            Status::Suspended => Ok(()),
        }
    }

    pub(crate) fn do_set_expiry(lei: [u8; LEI_LENGTH], expires: Option<u64>) -> DispatchResult {
        let (institution, mut entry) = Self::present_institution(lei)?;
        let now = Self::now();
        ensure!(expires.is_none_or(|expires| expires > now), Error::<T>::InvalidExpiry);

        entry.expires = expires;
        Institutions::<T>::insert(institution, entry);
        Self::deposit_event(Event::ExpirySet { institution, expires });
        Ok(())
    }

    pub(crate) fn do_enrol_account(lei: [u8; LEI_LENGTH], account: T::AccountId) -> DispatchResult {
        let (institution, mut entry) = Self::present_institution(lei)?;
        ensure!(!Accounts::<T>::contains_key(&account), Error::<T>::AlreadyExists);
        ensure!(entry.accounts < T::MaxAccountsPerInstitution::get(), Error::<T>::TooManyAccounts);
        let before = EverEnrolled::<T>::get(&account);
        // Otherwise what it does as a validator of one institution would be held against another.
        ensure!(
            before.is_none_or(|of| of == institution || !T::ValidatorKeys::is_validator(&account)),
            Error::<T>::InUse
        );

        if before.is_none() {
            frame_system::Pallet::<T>::inc_providers(&account);
        }
        EverEnrolled::<T>::insert(&account, institution);
        Accounts::<T>::insert(&account, institution);
        entry.accounts = entry.accounts.saturating_add(1);
        Institutions::<T>::insert(institution, entry);
        Self::deposit_event(Event::AccountEnrolled { institution, account });
        Ok(())
    }

    /// Weight of an enrolment, with a look at all validators for an account that comes from another
    /// institution: no more than a revocation takes, which looks at them too.
    pub(crate) fn enrol_account_weight() -> Weight {
        T::WeightInfo::enrol_account()
            .saturating_add(T::WeightInfo::revoke_seat(T::MaxSeats::get()))
    }

    pub(crate) fn do_withdraw_account(account: T::AccountId) -> DispatchResult {
        let institution = Self::institution_of(&account)?;
        ensure!(!SeatOf::<T>::contains_key(&account), Error::<T>::InUse);

        T::Dependants::forget(&account)?;
        Accounts::<T>::remove(&account);
        Institutions::<T>::mutate(institution, |entry| {
            if let Some(entry) = entry {
                entry.accounts = entry.accounts.saturating_sub(1);
            }
        });
        Self::deposit_event(Event::AccountWithdrawn { institution, account });
        Ok(())
    }

    pub(crate) fn do_grant_seat(lei: [u8; LEI_LENGTH], account: T::AccountId) -> DispatchResult {
        let institution = Self::parse_lei(lei)?;
        let entry = Institutions::<T>::get(institution).ok_or(Error::<T>::NotFound)?;
        ensure!(entry.is_active(), Error::<T>::NotActive);
        ensure!(Accounts::<T>::get(&account) == Some(institution), Error::<T>::NotEnrolled);
        ensure!(!Seats::<T>::contains_key(institution), Error::<T>::AlreadyExists);
        ensure!(Seats::<T>::count() < T::MaxSeats::get(), Error::<T>::TooManySeats);

        Seats::<T>::insert(institution, &account);
        SeatOf::<T>::insert(&account, institution);
        Self::deposit_event(Event::SeatGranted { institution, account });
        Ok(())
    }

    pub(crate) fn do_revoke_seat(lei: [u8; LEI_LENGTH]) -> DispatchResult {
        let institution = Self::parse_lei(lei)?;
        let account = Seats::<T>::get(institution).ok_or(Error::<T>::NotFound)?;
        Self::ensure_seat_can_go(&institution)?;

        Self::remove_seat(&institution, &account);
        Self::deposit_event(Event::SeatRevoked { institution, account });
        Ok(())
    }

    pub(crate) fn do_set_quota(lei: [u8; LEI_LENGTH], quota: Option<Quota>) -> DispatchResult {
        let (institution, mut entry) = Self::present_institution(lei)?;
        ensure!(quota.is_none_or(|quota| quota.is_usable()), Error::<T>::InvalidQuota);

        entry.quota = quota;
        Institutions::<T>::insert(institution, entry);
        Self::deposit_event(Event::QuotaSet { institution, quota });
        Ok(())
    }

    /// The institution of an account that is to be withdrawn, or of a call.
    pub(crate) fn institution_of(account: &T::AccountId) -> Result<Lei, Error<T>> {
        Accounts::<T>::get(account).ok_or(Error::NotFound)
    }

    pub(crate) fn parse_lei(lei: [u8; LEI_LENGTH]) -> Result<Lei, Error<T>> {
        Lei::new(lei).map_err(|_| Error::InvalidLei)
    }

    /// An institution that has not resigned.
    fn present_institution(lei: [u8; LEI_LENGTH]) -> Result<(Lei, Institution), Error<T>> {
        let institution = Self::parse_lei(lei)?;
        let entry = Institutions::<T>::get(institution).ok_or(Error::NotFound)?;
        ensure!(!entry.has_resigned(), Error::Resigned);
        Ok((institution, entry))
    }
}

/// Whether a name can be shown: text that is not only white space, without control characters.
fn is_presentable(name: &Name) -> bool {
    core::str::from_utf8(name)
        .is_ok_and(|text| !text.trim().is_empty() && !text.chars().any(char::is_control))
}
