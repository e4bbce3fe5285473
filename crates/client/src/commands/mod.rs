//! The commands, from arguments to a result.

mod approval;
mod attestation;
mod attestation_difference;
mod attestation_explain;
mod checkpoint;
mod custody;
mod execute;
mod explain;
mod files;
mod flows;
mod indicator;
mod info;
mod institution;
mod model;
mod policy;
mod receipt;
mod role;
mod session;
mod signed;
mod stamp;
mod stream;
mod submit;
mod supervision;
mod trust;
mod verify;

use crate::{
    chain::{ChainError, Node, Signer, SignerError},
    cli::{Command, NodeArgs, SIGNER_VARIABLE, SignerArgs},
    output::{Console, Exit, Failure},
};
use std::{
    future::Future,
    time::{SystemTime, UNIX_EPOCH},
};

/// Runs a command to its end.
pub fn run(command: Command, console: Console) -> Result<Exit, Failure> {
    match command {
        Command::Stamp(args) => block_on(stamp::run(args, console)),
        Command::Receipt(args) => block_on(receipt::run(args, console)),
        Command::Verify(args) => verify::run(&args, console),
        Command::Info(args) => info::run(args, console),
        Command::Trust(command) => trust::run(command, console),
        Command::Checkpoint(args) => block_on(checkpoint::run(args, console)),
        Command::Stream(command) => block_on(stream::run(command, console)),
        Command::Role(command) => block_on(role::run(command, console)),
        Command::Approval(command) => block_on(approval::run(command, console)),
        Command::Institution(command) => block_on(institution::run(command, console)),
        Command::Custody(command) => block_on(custody::run(command, console)),
        Command::Session(command) => block_on(session::run(command, console)),
        Command::Policy(command) => policy::run(command, console),
        Command::Supervision(command) => block_on(supervision::run(command, console)),
        Command::Attestation(command) => attestation::run(command, console),
        Command::Model(command) => model::run(command, console),
        Command::Indicator(command) => indicator::run(command, console),
        Command::Flows(command) => flows::run(command, console),
        Command::Explain(args) => explain::run(args, console),
    }
}

fn block_on(work: impl Future<Output = Result<Exit, Failure>>) -> Result<Exit, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("cannot start: {error}")))?
        .block_on(work)
}

async fn connect(args: &NodeArgs, console: Console) -> Result<Node, Failure> {
    if is_exposed(&args.node) {
        console.note(&format!(
            "warning: the connection to {} is not encrypted; use wss:// outside this machine",
            args.node
        ));
    }
    Ok(Node::connect(&args.node).await?)
}

/// Whether what is said can be read and changed on the way.
fn is_exposed(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("ws://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    !(host == "localhost" || host == "[::1]" || host.starts_with("127."))
}

fn signer(args: &SignerArgs) -> Result<Signer, Failure> {
    let signer = match (&args.signer_file, &args.signer) {
        (Some(file), _) => Signer::from_file(file),
        (None, Some(uri)) => Signer::from_uri(uri),
        (None, None) => match std::env::var(SIGNER_VARIABLE) {
            Ok(uri) => Signer::from_uri(&uri),
            Err(_) => Err(SignerError::Missing),
        },
    };
    signer.map_err(|error| Failure::usage(error.to_string()).hint(error.hint()))
}

/// A node's refusal of a question about the present, told from other errors.
fn not_yet(what: &str) -> Failure {
    Failure::inconclusive(format!("{what} is not final yet")).hint("try again in about 4 s")
}

impl From<SignerError> for Failure {
    fn from(error: SignerError) -> Self {
        ChainError::from(error).into()
    }
}

/// The present by this machine's clock, in milliseconds since the Unix epoch.
fn present_millis() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn millis_of(days: u32) -> u64 {
    u64::from(days).saturating_mul(86_400_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_connections_that_leave_the_machine_are_exposed() {
        for safe in
            ["ws://127.0.0.1:9944", "ws://localhost:9944/x", "ws://[::1]:9944", "wss://node.bank"]
        {
            assert!(!is_exposed(safe), "{safe}");
        }
        for exposed in ["ws://node:9944", "ws://10.0.0.1", "ws://localhost.evil:1"] {
            assert!(is_exposed(exposed), "{exposed}");
        }
    }
}
