//! Failures of the archive in the operator's log.

use crate::archive::ArchiveError;
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Time between two reports. On a broken disk every question fails, and a line for each would fill
/// what is left of it.
const REPORT_INTERVAL: Duration = Duration::from_secs(60);

/// When a failure was last reported.
#[derive(Default)]
pub(super) struct Failures(Mutex<Option<Instant>>);

impl Failures {
    /// Reports a failure, if none was reported lately.
    pub(super) fn report(&self, cause: &ArchiveError) {
        if self.is_due(Instant::now()) {
            log::error!(
                target: "archive",
                "A question to the archive failed; others that fail in the next {} seconds are not \
                 logged: {cause}\nhint: {}",
                REPORT_INTERVAL.as_secs(), cause.hint(),
            );
        }
    }

    fn is_due(&self, now: Instant) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = last.is_none_or(|last| now.duration_since(last) >= REPORT_INTERVAL);
        if is_due {
            *last = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_failures_make_one_line_a_minute() {
        let failures = Failures::default();
        let start = Instant::now();
        let due = |seconds| failures.is_due(start + Duration::from_secs(seconds));

        assert_eq!(
            [0, 0, 1, 59, 60, 61, 119, 120].map(due),
            [true, false, false, false, true, false, false, true]
        );
    }
}
