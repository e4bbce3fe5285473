//! Worst cases of the calls and of the membership check.

use crate::*;
use alloc::{format, vec, vec::Vec};
use codec::{Decode, Encode};
use frame_benchmarking::{BenchmarkError, account, v2::*};
use frame_support::{
    dispatch::{DispatchInfo, PostDispatchInfo},
    traits::{EnsureOrigin, Get},
    weights::Weight,
};
use frame_system::RawOrigin;
use polkadot_sdk::{
    sp_runtime::traits::{DispatchTransaction, Dispatchable, OpaqueKeys},
    *,
};

/// A runtime whose validators register their session keys with the session pallet.
trait WithSessions:
    Config + pallet_session::Config<ValidatorId = <Self as frame_system::Config>::AccountId>
{
}

impl<T> WithSessions for T where
    T: Config + pallet_session::Config<ValidatorId = <T as frame_system::Config>::AccountId>
{
}

/// An account of an active institution, made up on the spot: the one of this number.
pub fn enrolled_member<T: Config>(number: u32) -> Result<T::AccountId, ()> {
    let member: T::AccountId = account("member", number, 0);
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

/// Session keys made from the identifier of their account.
fn keys_of<T: WithSessions>(account: &T::AccountId) -> Result<T::Keys, BenchmarkError> {
    let bytes = account.encode().repeat(8);
    T::Keys::decode(&mut bytes.as_slice()).map_err(|_| BenchmarkError::Stop("no session keys"))
}

/// Registers session keys without the proof that nobody can give for an invented account.
fn register_keys<T: WithSessions>(account: &T::AccountId) -> Result<(), BenchmarkError> {
    let keys = keys_of::<T>(account)?;
    for id in T::Keys::key_ids() {
        pallet_session::KeyOwner::<T>::insert((*id, keys.get_raw(*id).to_vec()), account);
    }
    pallet_session::NextKeys::<T>::insert(account, keys);
    Ok(frame_system::Pallet::<T>::inc_consumers(account)?)
}

/// Fills all seats and returns one that can be given up, after a look at every other: only the
/// seat at which the search comes last has session keys. So has the one that is given up, whose
/// keys can be forgotten after a look at all validators.
fn seat_found_last<T: WithSessions>(seats: u32) -> Result<Lei, BenchmarkError> {
    let _ = Seats::<T>::clear(u32::MAX, None);
    let _ = SeatOf::<T>::clear(u32::MAX, None);
    for number in 0..seats {
        let (lei, holder) = (lei(number)?, account("holder", number, 0));
        admit_with_account::<T>(lei, &holder)?;
        Pallet::<T>::do_grant_seat(lei.into(), holder)?;
    }
    let order: Vec<_> = Seats::<T>::iter().collect();
    let [(given_up, leaver), others @ .., (_, last)] = order.as_slice() else {
        return Err(BenchmarkError::Stop("too few seats"));
    };
    let mut validators = Vec::new();
    for (_, other) in others {
        validators.push((other.clone(), keys_of::<T>(other)?));
    }
    pallet_session::Validators::<T>::put(
        validators.iter().map(|(account, _)| account.clone()).collect::<Vec<_>>(),
    );
    pallet_session::QueuedKeys::<T>::put(validators);
    register_keys::<T>(leaver)?;
    register_keys::<T>(last)?;
    Ok(*given_up)
}

/// Whether the seat is gone and its session keys with it.
fn is_given_up<T: WithSessions>(lei: &Lei) -> bool {
    let with_keys = pallet_session::NextKeys::<T>::iter_keys();
    let of_lei = with_keys.filter(|account| EverEnrolled::<T>::get(account) == Some(*lei));
    !Seats::<T>::contains_key(lei) && of_lei.count() == 0
}

fn manager<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
    T::ManageOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

#[benchmarks(where
    T: Send + Sync + WithSessions,
    T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
)]
mod benchmarks {
    use super::*;

    #[benchmark(pov_mode = Measured)]
    fn admit_institution() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), longest_name(), Kind::Bank);

        assert!(Institutions::<T>::contains_key(lei));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn set_status(s: Linear<2, { T::MaxSeats::get() }>) -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, seat_found_last::<T>(s)?);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), Status::Resigned);

        assert!(is_given_up::<T>(&lei));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn enrol_account() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);
        let newcomer: T::AccountId = account("newcomer", 0, 0);
        admit::<T>(lei)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), newcomer.clone());

        assert_eq!(Accounts::<T>::get(newcomer), Some(lei));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn withdraw_account() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);
        let leaver: T::AccountId = account("leaver", 0, 0);
        admit_with_account::<T>(lei, &leaver)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, leaver.clone());

        assert_eq!(Accounts::<T>::get(leaver), None);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn grant_seat() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);
        let holder: T::AccountId = account("holder", 0, 0);
        admit_with_account::<T>(lei, &holder)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), holder.clone());

        assert_eq!(Seats::<T>::get(lei), Some(holder));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn revoke_seat(s: Linear<2, { T::MaxSeats::get() }>) -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, seat_found_last::<T>(s)?);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into());

        assert!(is_given_up::<T>(&lei));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn set_quota() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);
        let quota = T::DefaultQuota::get();
        admit::<T>(lei)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), Some(quota));

        assert_eq!(Institutions::<T>::get(lei).and_then(|entry| entry.quota), Some(quota));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn set_expiry() -> Result<(), BenchmarkError> {
        let (origin, lei) = (manager::<T>()?, lei(0)?);
        let expires = Some(u64::MAX);
        admit::<T>(lei)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, lei.into(), expires);

        assert_eq!(Institutions::<T>::get(lei).and_then(|entry| entry.expires), expires);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn warn_of_expiry(i: Linear<0, { T::MaxInstitutions::get() }>) -> Result<(), BenchmarkError> {
        let _ = Institutions::<T>::clear(u32::MAX, None);
        let day_millis = 86_400_000;
        // So that there is a day to warn on, whatever the clock of the benchmark says.
        let today = Pallet::<T>::now() / day_millis;
        let tomorrow = today.saturating_add(1).saturating_mul(day_millis);
        for number in 0..i {
            let lei = lei(number)?;
            admit::<T>(lei)?;
            Institutions::<T>::mutate(lei, |entry| {
                if let Some(entry) = entry {
                    entry.expires = Some(tomorrow);
                }
            });
        }
        WarnedDay::<T>::kill();

        #[block]
        {
            Pallet::<T>::warn_of_expiry();
        }

        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn check_membership() -> Result<(), BenchmarkError> {
        let permitted = T::CallAuthority::permitted();
        let (member, call) = permitted.map_err(|()| BenchmarkError::Weightless)?;
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
