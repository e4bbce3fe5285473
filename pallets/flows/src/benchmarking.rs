//! Benchmarks of the calls and hooks, at their worst.

use crate::*;
use codec::Compact;
use critical_chains_flows::{Channel, Pseudonym};
use critical_chains_lei::Lei;
use critical_chains_policy::Currency;
use critical_chains_watch::{Edge, MAX_EDGES, Parties, Report};
use polkadot_sdk::{
    frame_benchmarking::v2::*,
    frame_support::{BoundedVec, traits::EnsureOrigin},
    frame_system::{self, RawOrigin},
    sp_application_crypto::RuntimePublic,
    sp_core::ed25519,
    sp_runtime::{traits::Convert, transaction_validity::TransactionSource},
};

/// An institution that is in no registry.
const STRANGER: [u8; 18] = *b"BENCHMARKPEER00001";

fn euro() -> Currency {
    Currency::new(*b"EUR").expect("a currency")
}

/// A report of so many flows, all of them now.
fn report_of<T: Config>(number: u32, flows: u32) -> Report {
    let edge = |at: u32| Edge {
        delay: Compact(0),
        source: pseudonym(at),
        destination: pseudonym(at.saturating_add(1)),
        amount: Compact(u64::MAX),
        channel: Channel::CreditTransfer,
        parties: Parties::To(0),
    };
    let stranger = Lei::from_prefix(STRANGER).expect("a valid prefix");
    Report {
        number,
        epoch: 1,
        currency: euro(),
        from: Pallet::<T>::now(),
        counterparties: BoundedVec::truncate_from([stranger].into()),
        edges: BoundedVec::truncate_from((0..flows).map(edge).collect()),
    }
}

fn pseudonym(number: u32) -> Pseudonym {
    let mut bytes = [0x5a; 16];
    bytes.iter_mut().zip(number.to_le_bytes()).for_each(|(to, from)| *to = from);
    Pseudonym(bytes)
}

/// A block with as many reports as it can have but for one.
fn fill_block<T: Config>() {
    frame_system::Pallet::<T>::set_block_number(1u32.into());
    let institution = Lei::from_prefix(STRANGER).expect("a valid prefix");
    let reported = Reported { institution, report: report_of::<T>(0, MAX_EDGES) };
    let most = MAX_REPORTS_PER_BLOCK.saturating_sub(1) as usize;
    let reports = BlockReports::truncate_from(alloc::vec![reported; most]);
    Reports::<T>::insert(frame_system::Pallet::<T>::block_number(), reports);
}

/// As many messages of an account as there can be but for one.
fn fill_messages<T: Config>(account: &T::AccountId) {
    let now = frame_system::Pallet::<T>::block_number();
    let hash = |number: u32| {
        let mut hash = [0; 16];
        hash.iter_mut().zip(number.to_le_bytes()).for_each(|(to, from)| *to = from);
        hash
    };
    let most = MAX_MESSAGES.saturating_sub(1);
    let recent = RecentMessages::truncate_from((0..most).map(|at| (now, hash(at))).collect());
    Messages::<T>::insert(account, recent);
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark(pov_mode = Measured)]
    fn begin_block() -> Result<(), BenchmarkError> {
        fill_block::<T>();
        let block = frame_system::Pallet::<T>::block_number();

        #[block]
        {
            Pallet::<T>::begin_block(block + REPORT_RETENTION_BLOCKS.into());
        }

        assert!(Reports::<T>::get(block).is_empty());
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn begin_epoch() -> Result<(), BenchmarkError> {
        let origin = T::ConsortiumOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Stop("nobody is the consortium"))?;
        CurrentEpoch::<T>::put(Epoch { number: 1, check: [1; 16] });

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, Epoch { number: 2, check: [2; 16] });

        assert_eq!(CurrentEpoch::<T>::get().map(|epoch| epoch.number), Some(2));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn report(f: Linear<1, MAX_EDGES>) -> Result<(), BenchmarkError> {
        let origin = T::ReportOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Stop("nobody reports"))?;
        CurrentEpoch::<T>::put(Epoch { number: 1, check: [1; 16] });
        fill_block::<T>();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, report_of::<T>(0, f));

        let block = frame_system::Pallet::<T>::block_number();
        assert_eq!(Reports::<T>::get(block).len(), MAX_REPORTS_PER_BLOCK as usize);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn act() -> Result<(), BenchmarkError> {
        let key = ed25519::Public::from_raw([7; 32]);
        let account = T::AccountOfKey::convert(key);
        fill_messages::<T>(&account);
        let at = frame_system::Pallet::<T>::block_number();
        let call = T::NodeCall::from(Call::report { report: report_of::<T>(0, 1) });
        let origin = T::RuntimeOrigin::from(RawOrigin::None);

        #[block]
        {
            // The call in it fails for want of an account, and is charged apart.
            Pallet::<T>::do_act(origin, account.clone(), key, at, call)
                .map_err(|_| BenchmarkError::Stop("the message is refused"))?;
        }

        assert_eq!(Messages::<T>::get(&account).len(), MAX_MESSAGES as usize);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn authorise_act(b: Linear<100, 24_000>) -> Result<(), BenchmarkError> {
        let key = ed25519::Public::generate_pair(ATTESTATION_KEY, None);
        fill_messages::<T>(&T::AccountOfKey::convert(key));
        let at = frame_system::Pallet::<T>::block_number();
        let flows = b / 48;
        let call = T::NodeCall::from(Call::report { report: report_of::<T>(0, flows) });
        let signature = key
            .sign(ATTESTATION_KEY, &Pallet::<T>::message(at, &call))
            .ok_or(BenchmarkError::Stop("the key does not sign"))?;

        #[block]
        {
            let source = TransactionSource::External;
            Pallet::<T>::authorise_act(source, &key, at, &call, &signature)
                .map_err(|_| BenchmarkError::Stop("the message is refused"))?;
        }

        Ok(())
    }

    impl_benchmark_test_suite!(
        Pallet,
        crate::tests::mock::new_test_ext(),
        crate::tests::mock::Test
    );
}
