//! `flows replay`

use super::{model_of, read};
use crate::{
    cli::{ModelFilesArgs, ReplayArgs},
    flows::{DataSet, Run, run as run_engine},
    output::{Console, Exit, Failure},
};
use critical_chains_flows::{Model, Score};
use serde_json::{Value, json};
use std::fmt::Write;

pub(super) fn run(args: &ReplayArgs, console: Console) -> Result<Exit, Failure> {
    let champion = model_of(&args.data.files)?;
    let challenger = challenger(args)?;
    let data = read(&args.data, console)?;
    let labels = args.data.delay.into();
    let ours = run_engine(&data, &champion, labels, 0)?;
    let other = challenger.map(|other| run_engine(&data, &other, labels, 0)).transpose()?;
    let (text, document) = describe(&data, &ours, other.as_ref(), args.show);
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

/// The challenger, if there is one: what it is not told is the champion's.
fn challenger(args: &ReplayArgs) -> Result<Option<Model>, Failure> {
    if args.shadow.is_none() && args.shadow_model.is_none() {
        return Ok(None);
    }
    let parameters = args.shadow.clone().or_else(|| args.data.files.parameters.clone());
    model_of(&ModelFilesArgs { parameters, model: args.shadow_model.clone() }).map(Some)
}

fn describe(data: &DataSet, ours: &Run, other: Option<&Run>, show: usize) -> (String, Value) {
    let mut alerts: Vec<usize> =
        (0..data.flows.len()).filter(|index| ours.alerts.get(*index) == Some(&true)).collect();
    let count = alerts.len();
    alerts.sort_by_key(|index| std::cmp::Reverse(ours.scores.get(*index).copied()));
    alerts.truncate(show);
    let mut text = format!("{count} alerts in {} flows, the strongest first:\n", data.flows.len());
    let mut shown = Vec::new();
    for index in alerts {
        let (Some(labelled), Some(score), Some(fired)) =
            (data.flows.get(index), ours.scores.get(index), ours.fired.get(index))
        else {
            continue;
        };
        let fired: Vec<&str> = fired.iter().map(|detector| detector.name()).collect();
        let odds = Score::from_value(*score).log_odds() as f64 / 65_536.0;
        let _ = writeln!(
            text,
            "  row {:<9} log-odds {odds:>7.2}  {:<9} {}",
            labelled.row,
            match labelled.anomalous {
                Some(true) => "anomalous",
                Some(false) => "ordinary",
                None => "",
            },
            fired.join(", ")
        );
        shown.push(json!({
            "row": labelled.row,
            "score": score,
            "fired": fired,
            "anomalous": labelled.anomalous,
        }));
    }
    let mut document = json!({ "flows": data.flows.len(), "alerts": count, "shown": shown });
    if let Some(other) = other {
        let comparison = compare(data, ours, other);
        let _ = write!(text, "\n{}", comparison.0);
        if let Some(document) = document.as_object_mut() {
            document.insert("shadow".to_owned(), comparison.1);
        }
    }
    (text, document)
}

/// Alerts of both, and of one alone, with how many of them were right.
fn compare(data: &DataSet, ours: &Run, other: &Run) -> (String, Value) {
    let mut counts = [(0u64, 0u64); 3];
    for (index, labelled) in data.flows.iter().enumerate() {
        let alert = |run: &Run| run.alerts.get(index) == Some(&true);
        let place = match (alert(ours), alert(other)) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => continue,
        };
        if let Some((alerts, right)) = counts.get_mut(place) {
            *alerts += 1;
            *right += u64::from(labelled.anomalous == Some(true));
        }
    }
    let [both, champion, challenger] = counts;
    let line = |name: &str, (alerts, right): (u64, u64)| {
        format!("  {name:<24} {alerts:>8} alerts, {right} of them anomalous\n")
    };
    let text = format!(
        "Beside the challenger, which raises nothing itself:\n{}{}{}",
        line("both", both),
        line("only the champion", champion),
        line("only the challenger", challenger)
    );
    let value = |(alerts, right): (u64, u64)| json!({ "alerts": alerts, "anomalous": right });
    let document = json!({
        "both": value(both),
        "championOnly": value(champion),
        "challengerOnly": value(challenger),
    });
    (text, document)
}
