//! `indicator export`: from the chain, or from what it said, to a bundle.

use super::{super::files, pages};
use crate::{
    cli::IndicatorExportArgs,
    commands::{block_on, connect},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_stix::{Export, ExportError, NumberedIndicator, export};
use serde::Deserialize;
use serde_json::json;
use std::path::Path;

/// What makes a file that can be exported from.
const HOW_TO_LIST: &str = "give what `critical-chains indicator list --all --json` wrote";

pub(super) fn run(args: IndicatorExportArgs, console: Console) -> Result<Exit, Failure> {
    match &args.from {
        Some(file) => write(&from_file(file, console)?, &args, console),
        None => block_on(from_node(args, console)),
    }
}

async fn from_node(args: IndicatorExportArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let filter = pages::filter(&node, &args.filter).await?;
    write(&pages::all(&node, &filter).await?.0.indicators, &args, console)
}

/// What `indicator list --json` wrote.
#[derive(Deserialize)]
struct Listed {
    indicators: Vec<NumberedIndicator>,
    #[serde(default)]
    next: Option<u32>,
    #[serde(default)]
    finalised: bool,
}

fn from_file(file: &Path, console: Console) -> Result<Vec<NumberedIndicator>, Failure> {
    let text = files::read_text(file)?;
    let shown = file.display();
    let listed: Listed = serde_json::from_str(&text).map_err(|error| {
        Failure::failed(format!("{shown} has no indicators: {error}")).hint(HOW_TO_LIST)
    })?;
    if listed.next.is_some() {
        // Whoever got the bundle would take a part for everything.
        return Err(Failure::failed(format!("{shown} is one page, and there may be more"))
            .hint(HOW_TO_LIST));
    }
    if !listed.finalised {
        console.note(&format!(
            "warning: {shown} tells of a block that was not final: what it says may not have come \
             to stay"
        ));
    }
    Ok(listed.indicators)
}

fn write(
    indicators: &[NumberedIndicator],
    args: &IndicatorExportArgs,
    console: Console,
) -> Result<Exit, Failure> {
    let Export { bundle, left_out } = export(indicators, args.up_to)?;
    let text = bundle.to_json();
    let without = match left_out.len() {
        0 => String::new(),
        count => format!("; {} left out, whose marking is stricter", grouped(count as u64)),
    };
    let Some(output) = &args.output else {
        console.raw(text.as_bytes())?;
        if !without.is_empty() {
            console.note(without.trim_start_matches("; "));
        }
        return Ok(Exit::Ok);
    };
    files::write(output, text.as_bytes())?;
    let count = indicators.len().saturating_sub(left_out.len());
    let said = format!(
        "wrote {} for {} to {}{without}",
        counted(bundle.objects.len(), "STIX object"),
        counted(count, "indicator"),
        output.display()
    );
    let document = json!({
        "bundle": bundle.id,
        "objects": bundle.objects.len(),
        "indicators": count,
        "left_out": left_out,
    });
    console.result(&said, &document)?;
    Ok(Exit::Ok)
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count as u64))
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::failed(error.to_string()).hint(error.hint())
    }
}
