//! Flows from files through the engine: what back-tests, calibration and explanations share.

mod baselines;
mod calibrate;
mod data;
pub mod picture;
mod run;

pub use baselines::{Baseline, baselines};
pub use calibrate::{Calibration, DetectorCount, calibrate};
pub use data::{DataError, DataSet, Selection};
pub use run::{Labels, Replayer, Run, burst_only, key_of_seed, run};
