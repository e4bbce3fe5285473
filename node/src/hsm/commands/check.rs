//! `hsm check`

use super::{TokenArguments, table, told};
use crate::cli::Cli;
use critical_chains_hsm::check::{Finding, Status, check};
use polkadot_sdk::sc_cli::Result;

/// `hsm check`
#[derive(Debug, clap::Args)]
pub(crate) struct CheckCommand {
    #[command(flatten)]
    token: TokenArguments,
}

impl CheckCommand {
    pub(super) fn run(&self, cli: &Cli) -> Result<()> {
        let findings = check(&self.token.settings(cli)?.config);
        let rows: Vec<_> = findings.iter().map(row).collect();
        self.token.write(&findings, table(&["WHAT", "STATUS", "FOUND", "REMEDY"], &rows))?;
        let failed = findings.iter().filter(|finding| finding.status == Status::Failed).count();
        match failed {
            0 => Ok(()),
            count => Err(told(format!("{count} of {} checks failed", findings.len()))),
        }
    }
}

fn row(finding: &Finding) -> Vec<String> {
    let status = match finding.status {
        Status::Ok => "ok",
        Status::Missing => "missing",
        Status::Failed => "FAILED",
    };
    vec![finding.what.clone(), status.into(), finding.found.clone(), finding.remedy.clone()]
}
