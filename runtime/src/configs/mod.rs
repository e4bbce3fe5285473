//! How each pallet is configured; one file each where there is something to decide.

mod anchoring;
mod calls;
mod consensus;
mod institutions;
mod no_currency;
mod session;
mod system;

pub use consensus::EquivocationReportLongevity;
pub use no_currency::NoCurrency;
pub use session::SessionPeriod;
pub use system::{BLOCK_TIME_MILLIS, BlockLengths, BlockWeightLimits};
