//! Weights of `pallet_flows`, before they are measured.

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::weights::Weight, frame_system};

/// Weights of `pallet_flows` with the database of the runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_flows::WeightInfo for WeightInfo<T> {
    fn begin_block() -> Weight {
        <() as pallet_flows::WeightInfo>::begin_block()
    }
    fn begin_epoch() -> Weight {
        <() as pallet_flows::WeightInfo>::begin_epoch()
    }
    fn report(f: u32) -> Weight {
        <() as pallet_flows::WeightInfo>::report(f)
    }
    fn act() -> Weight {
        <() as pallet_flows::WeightInfo>::act()
    }
    fn authorise_act(b: u32) -> Weight {
        <() as pallet_flows::WeightInfo>::authorise_act(b)
    }
}
