//! `flows calibrate`

use super::{budgeted_model, read};
use crate::{
    cli::CalibrateArgs,
    flows::{Calibration, calibrate},
    output::{Console, Exit, Failure},
};
use critical_chains_backtest::per_institution;
use critical_chains_flows::Score;
use serde_json::json;
use std::fmt::Write;

pub(super) fn run(args: &CalibrateArgs, console: Console) -> Result<Exit, Failure> {
    let model = budgeted_model(&args.data.files, args.budget)?;
    let data = read(&args.data, console)?;
    let calibration = calibrate(&data, &model, args.data.delay.into())?;
    let text = toml::to_string_pretty(&model.parameters).unwrap_or_default();
    let document = json!({ "calibration": calibration, "parameters": text });
    console.result(&describe(&calibration, &text), &document)?;
    Ok(Exit::Ok)
}

fn describe(calibration: &Calibration, parameters: &str) -> String {
    let mut text = format!("{:.0} days\n\n", calibration.days);
    let _ = writeln!(
        text,
        "{:<20} {:>10} {:>12} {:>10} {:>8}",
        "detector", "fired", "a day", "precision", "recall"
    );
    let percent = |share: Option<f64>| {
        share.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", 100.0 * share))
    };
    for row in &calibration.detectors {
        let _ = writeln!(
            text,
            "{:<20} {:>10} {:>12.1} {:>10} {:>8}",
            row.detector,
            row.fired,
            row.per_day,
            percent(row.precision),
            percent(row.recall)
        );
    }
    describe_budget(&mut text, calibration);
    if calibration.evicted > 0 {
        let _ = writeln!(
            text,
            "{} profiles had to give way: raise profiles.capacity_bits if pseudonyms come back, but for a chain.",
            calibration.evicted
        );
    }
    if calibration.drifts > 0 {
        let _ = writeln!(text, "The mean of the scores changed {} times.", calibration.drifts);
    }
    let _ = write!(
        text,
        "\nParameters, to be changed and given back with --parameters:\n\n{parameters}"
    );
    text
}

/// What the budget allows beside what there would have been.
fn describe_budget(text: &mut String, calibration: &Calibration) {
    let _ = writeln!(text, "\nAlerts a day{}:", per_institution(calibration.institutions));
    let mut line = |what: &str, alerts: f64| {
        let _ = writeln!(text, "  {what:<52} {alerts:>10.1}");
    };
    line("the budget", calibration.budget.into());
    line("the engine's own threshold", calibration.alerts_per_day);
    let Some(threshold) = calibration.threshold else { return };
    let score = Score::from_value(threshold.score);
    let (share, odds) = (score.parts_per_million(), score.log_odds() as f64 / 65_536.0);
    line(
        &format!("a threshold of {share} in a million (log-odds {odds:.2})"),
        threshold.alerts_per_day,
    );
}
