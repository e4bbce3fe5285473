//! Writes a pacs.008 message of invented payments: `--help` says how.

use std::fs::File;
use std::io::{self, Write};
use std::process::ExitCode;

use critical_chains_records::generate::{Options, write_message};

const HELP: &str = "\
Writes a pacs.008 message of invented payments. The same options give the same bytes.

Usage: generate_pacs008 [--count N] [--seed N] [--version NN] [--output FILE]

  --count N      payments in the message (1000)
  --seed N       start of the pseudo-random sequence (2026)
  --version NN   version of pacs.008.001, 02 to 13 (08)
  --output FILE  where to write; - is the standard output (-)";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}\nhint: --help lists the options");
            ExitCode::from(2)
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn std::error::Error>> {
    let mut options = Options::default();
    let mut output = String::from("-");
    while let Some(argument) = arguments.next() {
        if argument == "--help" {
            println!("{HELP}");
            return Ok(());
        }
        let value = arguments.next().ok_or_else(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--count" => options.count = number(&argument, &value)?,
            "--seed" => options.seed = number(&argument, &value)?,
            "--version" => options.version = number(&argument, &value)?,
            "--output" => output = value,
            _ => return Err(format!("{argument} is no option").into()),
        }
    }
    let output: Box<dyn Write> = match output.as_str() {
        "-" => Box::new(io::stdout().lock()),
        path => Box::new(File::create(path).map_err(|error| format!("{path}: {error}"))?),
    };
    Ok(write_message(output, &options)?)
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{name} is {value}, expected a number in its range"))
}
