#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod bench;
pub mod check;
mod config;
mod error;
pub mod guard;
mod hsm;
mod keystore;
mod metrics;
mod node_key;
mod opening;
mod pin;
mod pool;
mod standby;
mod tallying;
mod token;

pub use bench::{BenchError, Benchmark, Rate, bench};
pub use config::{Config, ConfigError, ConfigFile, Device, KeyEntry, KeySelector, Patience};
pub use error::{DeviceError, FailureClass, PinError, SignError, StartError};
pub use hsm::Hsm;
pub use keystore::{HybridKeystore, Rounds};
pub use metrics::Metrics;
pub use node_key::{NodeKey, NodeKeyError, unwrap_node_key, wrap_node_key, wrapped_public_key};
pub use opening::{GuardOptions, initialise_guard, list_keys};
pub use pin::{PinSource, VARIABLE as PIN_VARIABLE};
pub use token::{Curve, KeyInfo, KeyName, MadeToken, initialise_token, label_for, read_point};

/// What log lines of this crate are filtered by.
const LOG_TARGET: &str = "hsm";
