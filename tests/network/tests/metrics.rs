//! What a validator on a token tells Prometheus, while its token is well, away, and back.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_network_tests::{
    Metrics, Node, TokenNetwork, metrics_in_rules, repository_file, wait_for,
};
use std::fs;

const OPERATIONS: &str = "hsm_operations_total";
const SECONDS: &str = "hsm_operation_seconds";
const VERDICTS: &str = "hsm_guard_verdicts_total";

/// Sessions that the pool has unless it is told otherwise.
const SESSIONS: f64 = 2.0;

fn signed(metrics: &Metrics, purpose: &str) -> f64 {
    let labels = [("operation", "sign"), ("purpose", purpose), ("outcome", "signed")];
    metrics.sum(OPERATIONS, &labels)
}

/// What the device has failed to do, finally or at an attempt that was repeated. A vote is repeated
/// until the device is back, and while it is away no seal is begun.
fn failed(metrics: &Metrics) -> f64 {
    let finally = |outcome| metrics.sum(OPERATIONS, &[("outcome", outcome)]);
    let repeated = |class| metrics.sum("hsm_retries_total", &[("class", class)]);
    ["device", "session"].map(|class| finally(class) + repeated(class)).iter().sum()
}

/// What the node tells, once it is so.
fn told(node: &Node, what: &str, is_so: impl Fn(&Metrics) -> bool) -> Metrics {
    wait_for(what, || Ok(Some(node.metrics()?).filter(&is_so))).unwrap()
}

/// The histogram of a purpose counts what was signed, and no bucket less than the one before it.
fn is_consistent(metrics: &Metrics, purpose: &str) {
    let labels = [("operation", "sign"), ("purpose", purpose)];
    let buckets = metrics.buckets(SECONDS, &labels).unwrap();
    let count = metrics.sum(&format!("{SECONDS}_count"), &labels);
    let seconds = metrics.sum(&format!("{SECONDS}_sum"), &labels);

    assert!(buckets.len() > 10, "{buckets:?}");
    assert!(buckets.is_sorted(), "{buckets:?}");
    assert!(buckets.is_sorted_by_key(|(_, count)| *count), "{buckets:?}");
    assert_eq!(buckets.last().unwrap(), &(f64::INFINITY, count));
    // It may be told between the counter and the histogram.
    assert!((count - metrics.sum(OPERATIONS, &labels)).abs() <= 1.0, "{purpose}");
    assert!(seconds > 0.0 && seconds < count, "{seconds} s for {count}");
}

fn refuses_nothing(metrics: &Metrics) {
    for purpose in ["aura", "gran"] {
        let verdicts = metrics.values(VERDICTS, &[("purpose", purpose)], "verdict");
        let permits = |verdict: &&str| ["new", "repeated"].contains(verdict);
        assert!(verdicts.iter().all(permits), "{purpose}: {verdicts:?}");
    }
}

#[test]
fn prometheus_is_told_how_the_token_does() {
    let network = TokenNetwork::start("").unwrap();
    let (bob, shim) = (&network.nodes[1], &network.tokens[1].shim);
    bob.wait_finalised(3).unwrap();

    let well = told(bob, "Bob to seal and to vote", |metrics| {
        signed(metrics, "aura") >= 2.0 && signed(metrics, "gran") >= 4.0
    });
    assert_eq!(well.sum("hsm_available", &[]), 1.0);
    assert_eq!(well.sum("hsm_sessions", &[]), SESSIONS);
    assert!((0.0..=SESSIONS).contains(&well.sum("hsm_sessions_busy", &[])));
    for purpose in ["aura", "gran"] {
        is_consistent(&well, purpose);
        let permitted = well.sum(VERDICTS, &[("purpose", purpose)]);
        assert!(permitted >= signed(&well, purpose), "{purpose}: {permitted}");
    }
    refuses_nothing(&well);
    let rules = fs::read_to_string(repository_file("docs/runbooks/alerts.yaml")).unwrap();
    let asked = metrics_in_rules(&rules).unwrap();
    assert!(asked.len() >= 4, "{asked:?}");
    for name in asked {
        assert!(well.has(&name), "the rules ask for {name}, which no node tells");
    }

    shim.set(&["removed = true"]);
    let away = told(bob, "failures to be counted while the token is away", |metrics| {
        metrics.sum("hsm_available", &[]) == 0.0 && failed(metrics) > failed(&well)
    });
    assert!(
        away.sum("hsm_sessions_evicted_total", &[]) > well.sum("hsm_sessions_evicted_total", &[])
    );

    shim.clear();
    let back = told(bob, "Bob to seal and to vote again", |metrics| {
        metrics.sum("hsm_available", &[]) == 1.0
            && ["aura", "gran"]
                .iter()
                .all(|purpose| signed(metrics, purpose) > signed(&away, purpose))
    });
    refuses_nothing(&back);
}
