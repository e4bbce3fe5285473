//! The `critical-chains` command.

use clap::Parser;
use critical_chains_client::{
    cli::{self, Cli},
    commands,
    output::{Console, Exit},
};
use std::process::ExitCode;

fn main() -> ExitCode {
    let exit = match Cli::try_parse() {
        Ok(cli) => run(cli),
        Err(error) => cli::refuse(&error, Console::new(cli::asks_for_json(std::env::args_os()))),
    };
    ExitCode::from(exit.code())
}

fn run(cli: Cli) -> Exit {
    let console = Console::new(cli.json);
    commands::run(cli.command, console).unwrap_or_else(|failure| {
        console.failure(&failure);
        failure.exit
    })
}
