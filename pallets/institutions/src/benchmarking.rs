//! Worst cases of the calls and of the membership check.

use crate::*;
use alloc::{format, vec, vec::Vec};
use frame_benchmarking::{BenchmarkError, account, v2::*};
use frame_support::{
    dispatch::{DispatchInfo, PostDispatchInfo},
    traits::{EnsureOrigin, Get},
    weights::Weight,
};
use frame_system::RawOrigin;
use polkadot_sdk::{
    sp_runtime::traits::{DispatchTransaction, Dispatchable},
    *,
};

/// An account of an active institution, made up on the spot.
pub(crate) fn enrolled_member<T: Config>() -> Result<T::AccountId, ()> {
    let member: T::AccountId = account("member", 0, 0);
    if Pallet::<T>::active_institution_of(&member).is_none() {
        let lei = lei(0).map_err(|_| ())?;
        if !Institutions::<T>::contains_key(lei) {
            admit::<T>(lei).map_err(|_| ())?;
        }
        Pallet::<T>::do_enrol_account(lei.into(), member.clone()).map_err(|_| ())?;
    }
    Ok(member)
}

fn lei(number: u32) -> Result<Lei, BenchmarkError> {
    let prefix = <[u8; 18]>::try_from(format!("BENCHMARK{number:09}").as_bytes());
    let lei = prefix.ok().and_then(|prefix| Lei::from_prefix(prefix).ok());
    lei.ok_or(BenchmarkError::Stop("no LEI"))
}

fn longest_name() -> Name {
    vec![b'x'; MAX_NAME_BYTES as usize].try_into().unwrap_or_default()
}

fn admit<T: Config>(lei: Lei) -> Result<(), BenchmarkError> {
    Ok(Pallet::<T>::do_admit_institution(lei.into(), longest_name(), Kind::Bank)?)
}

fn admit_with_account<T: Config>(lei: Lei, account: &T::AccountId) -> Result<(), BenchmarkError> {
    admit::<T>(lei)?;
    Ok(Pallet::<T>::do_enrol_account(lei.into(), account.clone())?)
}

/// Fills all seats and returns one that can be given up, after a look at every other: only the
/// seat at which the search comes last belongs to an active institution.
fn seat_found_last<T: Config>(seats: u32) -> Result<Lei, BenchmarkError> {
    let _ = Seats::<T>::clear(u32::MAX, None);
    let _ = SeatOf::<T>::clear(u32::MAX, None);
    for number in 0..seats {
        let (lei, holder) = (lei(number)?, account("holder", number, 0));
        admit_with_account::<T>(lei, &holder)?;
        Pallet::<T>::do_grant_seat(lei.into(), holder)?;
    }
    let order: Vec<_> = Seats::<T>::iter_keys().collect();
    let [given_up, others @ .., _last] = order.as_slice() else {
        return Err(BenchmarkError::Stop("too few seats"));
    };
    for other in others {
        Pallet::<T>::do_set_status((*other).into(), Status::Suspended)?;
    }
    Ok(*given_up)
}

fn manager<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
    T::ManageOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

#[benchmarks(where
    T: Send + Sync,
    T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
)]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn admit_institution() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), longest_name(), Kind::Bank);

        assert!(Institutions::<T>::contains_key(lei));
        Ok(())
    }

    #[benchmark]
    fn set_status(s: Linear<2, { T::MaxSeats::get() }>) -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, seat_found_last::<T>(s)?);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), Status::Resigned);

        assert!(!Seats::<T>::contains_key(lei));
        Ok(())
    }

    #[benchmark]
    fn enrol_account() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);
        let newcomer: T::AccountId = account("newcomer", 0, 0);
        admit::<T>(lei)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), newcomer.clone());

        assert_eq!(Accounts::<T>::get(newcomer), Some(lei));
        Ok(())
    }

    #[benchmark]
    fn withdraw_account() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);
        let leaver: T::AccountId = account("leaver", 0, 0);
        admit_with_account::<T>(lei, &leaver)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, leaver.clone());

        assert_eq!(Accounts::<T>::get(leaver), None);
        Ok(())
    }

    #[benchmark]
    fn grant_seat() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);
        let holder: T::AccountId = account("holder", 0, 0);
        admit_with_account::<T>(lei, &holder)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), holder.clone());

        assert_eq!(Seats::<T>::get(lei), Some(holder));
        Ok(())
    }

    #[benchmark]
    fn revoke_seat(s: Linear<2, { T::MaxSeats::get() }>) -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, seat_found_last::<T>(s)?);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into());

        assert!(!Seats::<T>::contains_key(lei));
        Ok(())
    }

    #[benchmark]
    fn set_quota() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);
        let quota = T::DefaultQuota::get();
        admit::<T>(lei)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), Some(quota));

        assert_eq!(Institutions::<T>::get(lei).and_then(|entry| entry.quota), Some(quota));
        Ok(())
    }

    #[benchmark]
    fn check_membership() -> Result<(), BenchmarkError> {
        let member = enrolled_member::<T>().map_err(|()| BenchmarkError::Weightless)?;
        let call: T::RuntimeCall = frame_system::Call::remark { remark: Vec::new() }.into();
        let info =
            DispatchInfo { call_weight: Weight::from_parts(100, 0), ..DispatchInfo::default() };
        let origin: T::RuntimeOrigin = RawOrigin::Signed(member).into();
        let outcome;

        #[block]
        {
            outcome = CheckMembership::<T>::new()
                .test_run(origin, &call, &info, 100, 0, |_| Ok(PostDispatchInfo::default()));
        }

        assert!(outcome.is_ok_and(|dispatched| dispatched.is_ok()));
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, tests::mock::new_test_ext(), tests::mock::Test);
}
