#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![allow(clippy::result_large_err, reason = "errors of the SDK are large, and made once")]
#![forbid(unsafe_code)]

mod archive;
mod chain_spec;
mod check_block;
mod cli;
mod command;
mod flows;
mod hsm;
mod rpc;
mod service;

use archive::ArchiveError;
use polkadot_sdk::{
    sc_cli, sc_service,
    sc_storage_monitor::Error::{self as StorageError, StorageOutOfSpace},
};
use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", explain(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error in a sentence, with a hint where there is one.
fn explain(error: &sc_cli::Error) -> String {
    match error {
        sc_cli::Error::Input(message) => message.clone(),
        sc_cli::Error::NetworkKeyNotFound(path) => format!(
            "this validator has no network key in {}\nhint: make one with critical-chains-node key \
             generate-node-key and the same --chain and --base-path; for a trial, give \
             --unsafe-force-node-key-generation",
            path.display(),
        ),
        sc_cli::Error::Service(error) => explain_service(error),
        error => error.to_string(),
    }
}

fn explain_service(error: &sc_service::Error) -> String {
    match error {
        sc_service::Error::Application(cause) => {
            if let Some(cause) = cause.downcast_ref::<ArchiveError>() {
                format!("{cause}\nhint: {}", cause.hint())
            } else if let Some(StorageOutOfSpace(available, required)) =
                cause.downcast_ref::<StorageError>()
            {
                format!(
                    "there are {available} MiB of free disk space, expected {required} MiB\nhint: \
                     make room, or lower --db-storage-threshold"
                )
            } else {
                cause.to_string()
            }
        }
        sc_service::Error::Other(message) if message.starts_with("Essential task") => {
            "the node stopped because one of its essential tasks ended\nhint: the last error in \
             the log says why"
                .into()
        }
        sc_service::Error::Other(message) if message == "Invalid block range specified" => {
            "there are no blocks to export: the first is after the last\nhint: give --from and --to \
             with numbers of blocks that this node has"
                .into()
        }
        sc_service::Error::Other(message) => message.clone(),
        error => error.to_string(),
    }
}
