//! Tests of the calls, the messages and the worker.

mod act;
mod begin_epoch;
mod challenger;
pub(crate) mod mock;
mod payments;
mod report;
mod worker;
mod worker_faults;
