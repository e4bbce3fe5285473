//! What a node tells Prometheus, and what rules ask of it.

use crate::Node;
use anyhow::{Context, Result, bail};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// What PromQL puts a list of labels after.
const GROUPINGS: [&str; 6] = ["by", "without", "on", "ignoring", "group_left", "group_right"];

/// Words of PromQL that stand alone.
const WORDS: [&str; 5] = ["and", "or", "unless", "offset", "bool"];

/// Everything that a node told at once.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Vec<Sample>);

/// One line of it.
#[derive(Clone, Debug)]
struct Sample {
    name: String,
    labels: BTreeMap<String, String>,
    value: f64,
}

impl Node {
    /// Asks the node as Prometheus would.
    pub fn metrics(&self) -> Result<Metrics> {
        let text = ureq::get(&format!("http://127.0.0.1:{}/metrics", self.metrics_port()))
            .config()
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .call()?
            .body_mut()
            .read_to_string()?;
        Metrics::parse(&text)
    }
}

impl Metrics {
    /// Reads the text format of Prometheus.
    pub fn parse(text: &str) -> Result<Self> {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines
            .map(|line| Sample::parse(line).with_context(|| format!("no sample: {line}")))
            .collect::<Result<_>>()
            .map(Self)
    }

    /// Whether there is anything of this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|sample| sample.name == name)
    }

    /// The sum of what has this name and these labels, among others.
    pub fn sum(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        self.of(name, labels).map(|sample| sample.value).sum()
    }

    /// The values of a label among what has this name and these labels.
    pub fn values(&self, name: &str, labels: &[(&str, &str)], label: &str) -> BTreeSet<&str> {
        self.of(name, labels)
            .filter_map(|sample| sample.labels.get(label).map(String::as_str))
            .collect()
    }

    /// Bounds and counts of a histogram, in the order in which they were told.
    pub fn buckets(&self, name: &str, labels: &[(&str, &str)]) -> Result<Vec<(f64, f64)>> {
        self.of(&format!("{name}_bucket"), labels)
            .map(|sample| {
                let bound = sample.labels.get("le").context("a bucket without a bound")?;
                Ok((bound.parse()?, sample.value))
            })
            .collect()
    }

    fn of(&self, name: &str, labels: &[(&str, &str)]) -> impl Iterator<Item = &Sample> {
        self.0.iter().filter(move |sample| {
            let carries = |(label, value): &(&str, &str)| {
                sample.labels.get(*label).is_some_and(|own| own == value)
            };
            sample.name == name && labels.iter().all(carries)
        })
    }
}

impl Sample {
    fn parse(line: &str) -> Option<Self> {
        let (name, rest) = line.split_at(line.find(['{', ' '])?);
        let (labels, value) = match rest.strip_prefix('{') {
            Some(rest) => read_labels(rest)?,
            None => (BTreeMap::new(), rest),
        };
        // A time may follow.
        let value = value.split_whitespace().next()?.parse().ok()?;
        Some(Self { name: name.into(), labels, value })
    }
}

/// Labels up to the brace that ends them, and what is after it.
fn read_labels(mut text: &str) -> Option<(BTreeMap<String, String>, &str)> {
    let mut labels = BTreeMap::new();
    loop {
        text = text.trim_start_matches([',', ' ']);
        if let Some(rest) = text.strip_prefix('}') {
            return Some((labels, rest));
        }
        let (label, rest) = text.split_once("=\"")?;
        let mut escaped = false;
        let end = rest.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })?;
        labels.insert(label.to_owned(), rest[..end].to_owned());
        text = &rest[end + 1..];
    }
}

/// The metrics that the rules of a file for Prometheus are about.
pub fn metrics_in_rules(yaml: &str) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for line in yaml.lines() {
        let Some(expression) = line.trim_start_matches([' ', '-']).strip_prefix("expr:") else {
            continue;
        };
        let expression = expression.trim();
        if expression.is_empty() || expression.starts_with(['|', '>', '"', '\'']) {
            bail!("an expression is expected on its own line, without quotes: {line}");
        }
        names.extend(metrics_in(expression));
    }
    Ok(names)
}

/// The metrics that an expression of PromQL is about.
fn metrics_in(expression: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = expression;
    while let Some(c) = rest.chars().next() {
        let word_end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ':');
        let (word, after) = rest.split_at(word_end.unwrap_or(rest.len()));
        rest = match c {
            '{' => past(rest, '}'),
            '[' => past(rest, ']'),
            _ if word.is_empty() => &rest[c.len_utf8()..],
            _ if GROUPINGS.contains(&word) => past(after, ')'),
            _ => {
                let next = after.trim_start();
                let is_function = ["(", "by", "without"].iter().any(|n| next.starts_with(n));
                if !is_function && !c.is_ascii_digit() && !WORDS.contains(&word) {
                    names.insert(word.to_owned());
                }
                after
            }
        };
    }
    names
}

fn past(text: &str, end: char) -> &str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_read_with_their_labels() {
        let text = "# HELP a b\n# TYPE a counter\na{chain=\"x\",of=\"one, \\\"two\\\"}\"} 3\n\
                    a{chain=\"x\",of=\"other\"} 4.5 1700000000\nup 1\n\
                    t_bucket{le=\"0.5\"} 1\nt_bucket{le=\"+Inf\"} 2\n";

        let metrics = Metrics::parse(text).unwrap();

        assert_eq!(metrics.sum("a", &[]), 7.5);
        assert_eq!(metrics.sum("a", &[("of", "other")]), 4.5);
        assert_eq!(metrics.values("a", &[("chain", "x")], "of").len(), 2);
        assert!(metrics.has("up") && !metrics.has("down"));
        assert_eq!(metrics.buckets("t", &[]).unwrap(), [(0.5, 1.0), (f64::INFINITY, 2.0)]);
        assert!(Metrics::parse("a{b=\"c\"").is_err());
    }

    #[test]
    fn expressions_name_their_metrics() {
        for (expression, names) in [
            ("hsm_available == 0", &["hsm_available"][..]),
            ("increase(a_total{verdict!~\"new|b_total\"}[10m]) > 0", &["a_total"]),
            (
                "histogram_quantile(0.95, sum by (instance, le) (rate(t_bucket[5m]))) > 0.3",
                &["t_bucket"],
            ),
            ("up == 0 and on (instance) a / sum(b) without (c) > 1e3", &["a", "b", "up"]),
        ] {
            assert_eq!(metrics_in(expression), names.iter().map(ToString::to_string).collect());
        }
    }

    #[test]
    fn rules_are_found_in_their_file() {
        let yaml =
            "groups:\n  - rules:\n      - alert: A\n        expr: a == 0\n      - expr: b > 1\n";

        assert_eq!(metrics_in_rules(yaml).unwrap(), ["a", "b"].map(String::from).into());
        assert!(metrics_in_rules("expr: |\n  a").is_err());
    }
}
