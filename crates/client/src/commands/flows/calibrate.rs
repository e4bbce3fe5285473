//! `flows calibrate`

use super::{model_of, read};
use crate::{
    cli::CalibrateArgs,
    flows::{Calibration, calibrate},
    output::{Console, Exit, Failure},
};
use critical_chains_flows::Score;
use serde_json::json;
use std::fmt::Write;

pub(super) fn run(args: &CalibrateArgs, console: Console) -> Result<Exit, Failure> {
    let mut model = model_of(&args.data.files)?;
    model.parameters.budget.alerts_per_day = args.budget;
    let data = read(&args.data, console)?;
    let calibration = calibrate(&data, &model, args.data.delay.into())?;
    let text = toml::to_string_pretty(&model.parameters).unwrap_or_default();
    let document = json!({ "calibration": calibration, "parameters": text });
    console.result(&describe(&calibration, args.budget, &text), &document)?;
    Ok(Exit::Ok)
}

fn describe(calibration: &Calibration, budget: u32, parameters: &str) -> String {
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
    let threshold = Score::from_value(calibration.threshold);
    let _ = writeln!(
        text,
        "\nA threshold of {} in a million (log-odds {:.2}) would have raised {budget} alerts a day; the engine's \
         own raised {:.1}.",
        threshold.parts_per_million(),
        threshold.log_odds() as f64 / 65_536.0,
        calibration.alerts_per_day
    );
    if calibration.evicted > 0 {
        let _ = writeln!(
            text,
            "{} profiles had to give way: raise profiles.capacity_bits if pseudonyms come back.",
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
