//! When a development node seals a block.

use std::{str::FromStr, time::Duration};

/// Shortest interval between blocks: a block takes some milliseconds itself.
const MIN_INTERVAL_MILLIS: u64 = 20;

/// Longest interval between blocks: an hour.
const MAX_INTERVAL_MILLIS: u64 = 3_600_000;

/// When a development node seals a block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Seal {
    /// For every extrinsic.
    Instant,
    /// At regular times.
    Interval(Duration),
    /// When told by JSON-RPC.
    Manual,
}

impl FromStr for Seal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.strip_prefix("interval=")) {
            ("instant", _) => Ok(Self::Instant),
            ("manual", _) => Ok(Self::Manual),
            (_, Some(millis)) => millis
                .parse()
                .ok()
                .filter(|millis| (MIN_INTERVAL_MILLIS..=MAX_INTERVAL_MILLIS).contains(millis))
                .map(|millis| Self::Interval(Duration::from_millis(millis)))
                .ok_or_else(|| {
                    format!(
                        "the interval is a number of milliseconds from {MIN_INTERVAL_MILLIS} to \
                         {MAX_INTERVAL_MILLIS}"
                    )
                }),
            _ => Err("expected instant, interval=MILLISECONDS or manual".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_mode() {
        assert_eq!("instant".parse(), Ok(Seal::Instant));
        assert_eq!("manual".parse(), Ok(Seal::Manual));
        assert_eq!("interval=500".parse(), Ok(Seal::Interval(Duration::from_millis(500))));
    }

    #[test]
    fn rejects_what_is_no_mode() {
        for text in ["", "now", "Instant", "interval", "interval=", "interval=0", "interval=1s"] {
            assert!(text.parse::<Seal>().is_err(), "{text:?} was read");
        }
    }
}
