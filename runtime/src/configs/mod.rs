//! How each pallet is configured; one file each where there is something to decide.

mod anchoring;
mod approvals;
mod attestations;
mod authorisation;
mod calls;
mod consensus;
mod custody;
mod flows;
mod institutions;
mod no_currency;
mod session;
mod supervision;
mod system;

pub use authorisation::{Consortium, VotingRole};
pub use consensus::EquivocationReportLongevity;
pub use no_currency::NoCurrency;
pub use session::SessionPeriod;
pub use system::{BLOCK_TIME_MILLIS, BlockLengths, BlockWeightLimits};
