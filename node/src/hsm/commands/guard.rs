//! `hsm guard`

use super::{TokenArguments, table, told};
use crate::cli::Cli;
use critical_chains_hsm::{
    guard::{Entry, Interchange, Position, Watermark},
    initialise_guard,
};
use polkadot_sdk::sc_cli::{Error, Result};
use std::{
    fs,
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

/// `hsm guard`
#[derive(Debug, clap::Subcommand)]
pub(crate) enum GuardCommand {
    /// Show how far each key has gone.
    Show(ShowCommand),

    /// Start the guard anew, for keys whose past is unknown.
    ///
    /// Say so only if no other node can sign with these keys. Blocks are sealed from the next slot on.
    /// Votes begin once the others have finalised a block made from now on, so that no round is
    /// voted in twice.
    Init(InitCommand),

    /// Write the guard's state as JSON, to move the validator or to keep it.
    Export(ExportCommand),

    /// Take over the state that another guard exported.
    ///
    /// It never permits more than what is known here already.
    Import(ImportCommand),
}

impl GuardCommand {
    pub(super) fn run(&self, cli: &Cli) -> Result<()> {
        match self {
            Self::Show(command) => command.run(cli),
            Self::Init(command) => command.run(cli),
            Self::Export(command) => command.run(cli),
            Self::Import(command) => command.run(cli),
        }
    }
}

/// `hsm guard show`
#[derive(Debug, clap::Args)]
pub(crate) struct ShowCommand {
    #[command(flatten)]
    token: TokenArguments,
}

impl ShowCommand {
    fn run(&self, cli: &Cli) -> Result<()> {
        let (interchange, entries) = read(&self.token, cli)?;
        self.token.write(&interchange, described(&entries))
    }
}

/// `hsm guard init`
#[derive(Debug, clap::Args)]
pub(crate) struct InitCommand {
    /// That no other node can sign with these keys any more.
    #[arg(long)]
    no_other_signer: bool,

    /// The last round in which these keys may have voted, as SET:ROUND, if you know it for certain.
    ///
    /// Needed only where a whole network starts anew, and nobody finalises without the others.
    #[arg(long, value_name = "SET:ROUND", value_parser = round)]
    votes_after: Option<Position>,

    #[command(flatten)]
    token: TokenArguments,
}

fn round(text: &str) -> std::result::Result<Position, String> {
    let parsed = text.split_once(':').and_then(|(set, round)| {
        Some(Position::Round { set: set.parse().ok()?, round: round.parse().ok()? })
    });
    parsed.ok_or_else(|| "expected the number of the set, a colon, and that of the round".into())
}

impl InitCommand {
    fn run(&self, cli: &Cli) -> Result<()> {
        if !self.no_other_signer {
            return Err(Error::Input(
                "two signers with one key are not protected from each other\nhint: when no other node can \
                 sign with the keys on this token, give --no-other-signer"
                    .into(),
            ));
        }
        let settings = self.token.settings(cli)?;
        let guard = self.token.guard(cli, &settings)?;
        let entries = initialise_guard(settings.config, &guard, present_slot()?, self.votes_after)
            .map_err(told)?;
        let interchange = Interchange::new(&guard.genesis, None, &entries);
        self.token.write(&interchange, described(&entries))
    }
}

/// The slot of now.
fn present_slot() -> Result<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(told)?;
    let millis = u64::try_from(now.as_millis()).map_err(told)?;
    Ok(millis / critical_chains_runtime::BLOCK_TIME_MILLIS)
}

/// `hsm guard export`
#[derive(Debug, clap::Args)]
pub(crate) struct ExportCommand {
    #[command(flatten)]
    token: TokenArguments,
}

impl ExportCommand {
    fn run(&self, cli: &Cli) -> Result<()> {
        let (interchange, _) = read(&self.token, cli)?;
        println!("{}", interchange.json());
        Ok(())
    }
}

/// `hsm guard import`
#[derive(Debug, clap::Args)]
pub(crate) struct ImportCommand {
    /// The file that `hsm guard export` wrote.
    file: PathBuf,

    #[command(flatten)]
    token: TokenArguments,
}

impl ImportCommand {
    fn run(&self, cli: &Cli) -> Result<()> {
        let name = self.file.display();
        let text =
            fs::read_to_string(&self.file).map_err(|error| told(format!("{name}: {error}")))?;
        let settings = self.token.settings(cli)?;
        let guard = self.token.guard(cli, &settings)?;
        let (imported, imported_tally) = Interchange::parse(&text)
            .and_then(|state| Ok((state.entries(&guard.genesis)?, state.tally()?)))
            .map_err(|error| told(format!("{name}: {error}")))?;
        let mut store = guard.place.open_to_change(&guard.genesis).map_err(told)?;
        let mut entries = Vec::new();
        for Entry { key, kind, watermark } in imported {
            let known = store.watermark(&key, kind).map_err(told)?;
            let watermark = known.map_or(watermark, |known| known.taking_over(watermark));
            entries.push(Entry { key, kind, watermark });
        }
        store.set(&entries).map_err(told)?;
        let mut tally = store.tally().map_err(told)?;
        if let (None, Some(imported)) = (tally, imported_tally) {
            store.set_tally(&imported).map_err(told)?;
            tally = Some(imported);
        }
        let interchange = Interchange::new(&guard.genesis, tally.as_ref(), &entries);
        self.token.write(&interchange, described(&entries))
    }
}

fn read(token: &TokenArguments, cli: &Cli) -> Result<(Interchange, Vec<Entry>)> {
    let settings = token.settings(cli)?;
    let guard = token.guard(cli, &settings)?;
    let mut store = guard.place.open(&guard.genesis).map_err(told)?;
    let entries = store.entries().map_err(told)?;
    let tally = store.tally().map_err(told)?;
    Ok((Interchange::new(&guard.genesis, tally.as_ref(), &entries), entries))
}

fn described(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return "The guard knows no keys yet.".into();
    }
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            let key = format!("0x{}", hex::encode(entry.key.0));
            vec![key, entry.kind.to_string(), state(&entry.watermark)]
        })
        .collect();
    table(&["KEY", "KIND", "STATE"], &rows)
}

fn state(watermark: &Watermark) -> String {
    match watermark {
        Watermark::Unused => "has signed nothing".into(),
        Watermark::Signed { at, target } => {
            format!("signed block {} in {at}", target.number)
        }
        Watermark::After(at) => format!("signs after {at}"),
        Watermark::Unknown { since_slot } => {
            format!("waits for a final block that was made after slot {since_slot}")
        }
    }
}
