//! The `critical-chains` command.

use clap::Parser;
use critical_chains_client::{cli::Cli, commands, output::Console};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let console = Console::new(cli.json);
    let exit = commands::run(cli.command, console).unwrap_or_else(|failure| {
        console.failure(&failure);
        failure.exit
    });
    ExitCode::from(exit.code())
}
