//! `flows backtest`

use super::{budgeted_model, read};
use crate::{
    cli::{BacktestArgs, Delay},
    flows::{DataSet, Labels, Run, Selection, baselines, burst_only, run as run_engine},
    output::{Console, Exit, Failure, date_time},
};
use critical_chains_backtest::{
    Contender, Curve, DAY, Kind, Measured, Metric, Options, Report, Scored, Spread, alerts_per_day,
    measure, plot_alerts, plot_precision_recall, precision_recall, published, recall_per_typology,
};
use critical_chains_flows::Model;
use critical_chains_records::flows::Part;
use std::{collections::BTreeMap, fs, path::Path};

/// Points of a plotted curve.
const CURVE_POINTS: usize = 1_000;

/// Characters of a date at the beginning of a moment.
const DATE_LENGTH: usize = 10;

pub(super) fn run(args: &BacktestArgs, console: Console) -> Result<Exit, Failure> {
    let model = budgeted_model(&args.data.files, args.budget)?;
    let data = read(&args.data, console)?;
    if !data.profile.has_labels() {
        return Err(Failure::usage(format!("the profile '{}' has no labels", data.name))
            .hint("`flows calibrate` and `flows replay` need none"));
    }
    let part = match (args.from, args.to, args.last_percent) {
        (Some(from), Some(to), _) => Some(Part::Between(from, to)),
        (_, _, Some(percent)) => Some(Part::LastPercent(percent)),
        _ => data.profile.report(),
    };
    let selection = data.select(part)?;
    let institutions = data.budgets(selection.reported.clone());
    let test = Test { data, selection, model, institutions, console };
    let (report, plotted) = test.report(args)?;
    if let Some(folder) = &args.plots {
        plotted.write(folder, &report, console)?;
    }
    let document = serde_json::to_value(&report)
        .map_err(|error| Failure::failed(format!("cannot write the report: {error}")))?;
    console.result(&report.render(), &document)?;
    Ok(Exit::Ok)
}

struct Test {
    data: DataSet,
    selection: Selection,
    model: Model,
    institutions: usize,
    console: Console,
}

/// What is drawn: our flows by the first seed, and all curves.
struct Plotted {
    curves: Vec<Curve>,
    ours: Vec<Scored>,
    daily_budget: u32,
}

impl Test {
    fn report(&self, args: &BacktestArgs) -> Result<(Report, Plotted), Failure> {
        let labels = Labels::from(args.data.delay);
        let mut curves = Vec::new();
        let mut contenders = Vec::new();
        let mut first = None;
        // Where there are amounts, bursts alone are no contender.
        if args.burst_only || !self.data.profile.has_amounts() {
            let (contender, run) =
                self.seeds("layer 1 (bursts)", args.seeds, &mut curves, |seed| {
                    Ok(burst_only(&self.data, &self.model.parameters, seed))
                })?;
            contenders.push(contender);
            first = Some(run);
        }
        let mut own_alerts = None;
        if !args.burst_only {
            let name =
                if self.model.forest.is_some() { "engine with trees" } else { "whole engine" };
            let whole = self.seeds(name, args.seeds, &mut curves, |seed| {
                Ok(run_engine(&self.data, &self.model, labels, seed)?)
            })?;
            own_alerts = Some(self.own_alerts(&whole.1));
            contenders.push(whole.0);
            first = Some(whole.1);
        }
        for baseline in baselines(&self.data) {
            let metrics = self.measure(&baseline.scores);
            curves.push(self.curve(baseline.name, &baseline.scores));
            contenders.push(Contender {
                name: baseline.name.to_owned(),
                kind: Kind::Baseline,
                source: "this run".to_owned(),
                metrics,
            });
        }
        contenders.extend(published::rows(&self.data.name));
        let ours = first
            .map(|run| self.data.scored(self.selection.reported.clone(), &run.scores))
            .unwrap_or_default();
        let report = Report {
            data: self.data.name.clone(),
            part: self.part(),
            flows: ours.len(),
            anomalous: ours.iter().filter(|flow| flow.anomalous).count(),
            label_delay: match args.data.delay {
                Delay::Never => None,
                Delay::Seconds(seconds) => Some(seconds),
            },
            seeds: args.seeds as usize,
            alerts_per_day: self.model.parameters.budget.alerts_per_day,
            institutions: self.institutions,
            contenders,
            goals: published::goals(&self.data.name),
            typologies: self.typologies(&ours),
            own_alerts_per_day: own_alerts,
        };
        Ok((report, Plotted { curves, ours, daily_budget: self.daily_budget() }))
    }

    /// Runs all seeds; gives back the mean of what was measured, and the first run.
    fn seeds(
        &self,
        name: &str,
        seeds: u32,
        curves: &mut Vec<Curve>,
        run: impl Fn(u32) -> Result<Run, Failure>,
    ) -> Result<(Contender, Run), Failure> {
        let mut measured: BTreeMap<Metric, Vec<f64>> = BTreeMap::new();
        let mut first = None;
        for seed in 0..seeds {
            self.console.note(&format!("{name}, seed {} of {seeds} …", seed + 1));
            let run = run(seed)?;
            let mut metrics = self.measure(&run.scores);
            let costs = [
                (Metric::MeanNanoseconds, run.latency.mean),
                (Metric::MedianNanoseconds, run.latency.p50 as f64),
                (Metric::P99Nanoseconds, run.latency.p99 as f64),
                (Metric::MemoryBytes, run.memory_bytes as f64),
            ];
            metrics.extend(costs.map(|(metric, mean)| (metric, Spread { mean, deviation: 0.0 })));
            for (metric, value) in metrics {
                measured.entry(metric).or_default().push(value.mean);
            }
            if first.is_none() {
                curves.push(self.curve(name, &run.scores));
                first = Some(run);
            }
        }
        let metrics = measured
            .into_iter()
            .filter_map(|(metric, values)| Some((metric, Spread::of(&values)?)))
            .collect();
        let contender = Contender {
            name: name.to_owned(),
            kind: Kind::Ours,
            source: "this run".to_owned(),
            metrics,
        };
        let first = first.ok_or_else(|| Failure::usage("there has to be at least one seed"))?;
        Ok((contender, first))
    }

    fn measure(&self, scores: &[i64]) -> Measured {
        let options = Options {
            alerts_per_day: self.daily_budget(),
            has_groups: self.data.profile.has_groups(),
        };
        let reported = self.data.scored(self.selection.reported.clone(), scores);
        let validation = self.data.scored(self.selection.validation.clone(), scores);
        measure(&reported, &validation, options)
    }

    fn curve(&self, name: &str, scores: &[i64]) -> Curve {
        let reported = self.data.scored(self.selection.reported.clone(), scores);
        precision_recall(name, &reported, CURVE_POINTS)
    }

    /// Alerts a day that all institutions together can look at.
    fn daily_budget(&self) -> u32 {
        let institutions = u32::try_from(self.institutions).unwrap_or(u32::MAX);
        self.model.parameters.budget.alerts_per_day.saturating_mul(institutions)
    }

    /// Mean alerts a day of an institution.
    fn own_alerts(&self, run: &Run) -> f64 {
        let reported = self.selection.reported.clone();
        let flows = self.data.flows.get(reported.clone()).unwrap_or_default();
        let first = flows.first().map_or(0, |flow| flow.flow.time / DAY);
        let last = flows.last().map_or(0, |flow| flow.flow.time / DAY);
        let alerts = run.alerts.get(reported).unwrap_or_default();
        let alerts = alerts.iter().filter(|alert| **alert).count() as f64;
        alerts / ((last - first + 1) as f64 * self.institutions as f64)
    }

    /// For each typology, its anomalous flows and the share found within the budget.
    fn typologies(&self, ours: &[Scored]) -> Vec<(String, u64, f64)> {
        recall_per_typology(ours, self.daily_budget())
            .into_iter()
            .map(|(typology, (hits, all))| {
                let name = self.data.typologies.get(usize::from(typology));
                let name = name.cloned().unwrap_or_else(|| typology.to_string());
                (name, all, hits as f64 / all.max(1) as f64)
            })
            .collect()
    }

    fn part(&self) -> String {
        let all = self.data.flows.len();
        let Selection { reported, .. } = &self.selection;
        if reported.len() == all {
            return "all flows".to_owned();
        }
        let day = |index: usize| -> String {
            let time = self.data.flows.get(index).map_or(0, |flow| flow.flow.time);
            date_time(time.saturating_mul(1_000)).chars().take(DATE_LENGTH).collect()
        };
        format!("{} to {}", day(reported.start), day(reported.end.saturating_sub(1)))
    }
}

impl Plotted {
    fn write(&self, folder: &Path, report: &Report, console: Console) -> Result<(), Failure> {
        let title = format!("{}, {}", report.data, report.part);
        let curves = plot_precision_recall(&format!("Precision and recall: {title}"), &self.curves);
        let days = alerts_per_day(&self.ours, self.daily_budget);
        let alerts =
            plot_alerts(&format!("Alerts within the budget: {title}"), &days, self.daily_budget);
        fs::create_dir_all(folder)
            .map_err(|error| Failure::failed(format!("{}: {error}", folder.display())))?;
        for (name, svg) in [("precision-recall.svg", curves), ("alerts.svg", alerts)] {
            let svg = svg.map_err(|error| Failure::failed(error.to_string()))?;
            let path = folder.join(format!("{}-{name}", report.data));
            fs::write(&path, svg)
                .map_err(|error| Failure::failed(format!("{}: {error}", path.display())))?;
            console.note(&format!("plotted {}", path.display()));
        }
        Ok(())
    }
}
