//! Proves, on the real command, what `flows` does with files, and what it is told.
#![allow(clippy::unwrap_used)]

mod support;

use insta::assert_snapshot;
use serde_json::Value;
use std::{fmt::Write, fs};
use support::Place;

const PROFILE: &str = r#"
about = "Invented transfers"
currency = "EUR"
channel = "credit-transfer"
time = { column = "second", step_seconds = 1, epoch = 1_767_225_600 }
source = { columns = ["from"], kind = "account" }
destination = { columns = ["to"], kind = "account" }
amount = { column = "amount", decimals = 2 }
label = { column = "kind", ordinary = ["-"] }
typology = { column = "kind" }
group = "from"
report = { last_percent = 50 }
"#;

/// Four weeks of transfers among forty accounts; from the second week on, a ring of five moves large
/// amounts each day.
fn transfers() -> String {
    let mut text = "second,from,to,amount,kind\n".to_owned();
    let mut state = 1u64;
    for step in 0..6_000u64 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = state >> 33;
        let (from, to) = (draw % 40, (draw / 40) % 40);
        let second = step * 400;
        writeln!(text, "{second},{from},{to},{}.{:02},-", 20 + draw % 60, draw % 100).unwrap();
        if step >= 1_500 && step % 40 == 0 {
            let at = (step / 40) % 5;
            writeln!(text, "{second},r{at},r{},{}.00,ring", (at + 1) % 5, 9_000 - step % 97)
                .unwrap();
        }
    }
    text
}

fn place() -> Place {
    let place = Place::new();
    fs::write(place.path("profile.toml"), PROFILE).unwrap();
    fs::write(place.path("transfers.csv"), transfers()).unwrap();
    place
}

const DATA: &str = "--data profile.toml --path transfers.csv --delay 2d";

/// The third row is of the first day, the others are of the second.
const UNSORTED: &str = "second,from,to,amount,kind\n\
    86400,1,2,3.00,-\n\
    86400,2,3,4.00,-\n\
    86399,3,1,5.00,ring\n\
    86401,1,3,6.00,-\n";

fn json(place: &Place, words: &str) -> Value {
    let said = place.run(&format!("--json {words}"));
    serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {}", said.all()))
}

#[test]
fn a_backtest_stands_beside_what_is_trivial() {
    let place = place();

    let report =
        json(&place, &format!("flows backtest {DATA} --plots plots --seeds 2 --budget 10"));

    let contenders = report["contenders"].as_array().unwrap();
    let area = |kind: &str| {
        let of_kind = contenders.iter().filter(|contender| contender["kind"] == kind);
        let areas = of_kind.map(|contender| contender["metrics"]["areaUnderRoc"]["mean"].as_f64());
        areas.flatten().fold(0.0, f64::max)
    };
    assert!(area("ours") > 0.99, "{report:#}");
    assert!(area("baseline") > 0.5);
    assert_eq!(report["seeds"], 2);
    assert_eq!(report["typologies"][0][0], "ring");
    for plot in ["profile-precision-recall.svg", "profile-alerts.svg"] {
        assert!(fs::read_to_string(place.path("plots").join(plot)).unwrap().starts_with("<svg"));
    }
    let said = place.run(&format!("flows backtest {DATA}"));
    assert!(said.stdout.contains("whole engine"), "{}", said.all());
    assert!(said.stdout.contains("the amount"));
}

#[test]
fn an_explanation_gives_reasons_and_evidence() {
    let place = place();
    let text = transfers();
    let of_ring = text.lines().enumerate().filter(|(_, line)| line.ends_with("ring"));
    let rows: Vec<usize> = of_ring.map(|(row, _)| row).collect();
    assert!(rows[0] > 1 && rows.len() > 100);
    // The header is row 0.
    let last = rows[rows.len() - 1];

    // Evidence was written there before, for everybody to read.
    fs::write(place.path("evidence.scale"), "old").unwrap();
    let explained =
        json(&place, &format!("flows explain {DATA} --row {last} --evidence evidence.scale"));

    let fired: Vec<&str> =
        explained["fired"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(fired.contains(&"cycle"), "{explained:#}");
    assert_eq!(explained["anomalous"], true);
    assert!(!explained["reasons"].as_array().unwrap().is_empty());
    assert_eq!(explained["evidence"]["root"].as_str().unwrap().len(), 64);
    assert!(fs::read(place.path("evidence.scale")).unwrap().len() > 500);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(place.path("evidence.scale")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // Whoever receives it comes to the same, without the data.
    let root = explained["evidence"]["root"].as_str().unwrap();
    let verified = place.run(&format!("attestation verify-evidence evidence.scale --root {root}"));
    assert_eq!(verified.code, 0, "{}", verified.all());
    assert!(verified.stdout.starts_with("OK: "));
    let other = "00".repeat(32);
    let other = place.run(&format!("attestation verify-evidence evidence.scale --root {other}"));
    assert_eq!(other.code, 1);
    assert!(other.stdout.starts_with("FAILED: the evidence holds together"), "{}", other.all());
    fs::write(place.path("parameters.toml"), "[window]\nseconds = 5\n").unwrap();
    let model = "attestation verify-evidence evidence.scale --parameters parameters.toml";
    assert_eq!(place.run(model).code, 3);
    let mut bytes = fs::read(place.path("evidence.scale")).unwrap();
    let end = bytes.len() - 60;
    bytes[end] ^= 1;
    fs::write(place.path("changed.scale"), &bytes).unwrap();
    fs::write(place.path("cut.scale"), &bytes[..end]).unwrap();
    let changed = place.run("--json attestation verify-evidence changed.scale");
    assert_eq!(changed.code, 1, "{}", changed.all());
    assert!(changed.stdout.contains("FAILED") || changed.stderr.contains("is no evidence"));
    assert!(place.run("attestation verify-evidence cut.scale").stderr.contains("is no evidence"));
    let said = place.run(&format!("flows explain {DATA} --row {last}"));
    assert!(said.stdout.contains("it was anomalous"), "{}", said.all());
}

#[test]
fn calibration_gives_parameters_that_can_be_given_back() {
    let place = place();

    let found = json(&place, &format!("flows calibrate {DATA} --budget 5"));
    let parameters = found["parameters"].as_str().unwrap().replace("fan = 6", "fan = 9");
    fs::write(place.path("parameters.toml"), parameters).unwrap();
    let replayed = json(
        &place,
        &format!("flows replay {DATA} --parameters parameters.toml --shadow parameters.toml"),
    );

    assert!(found["calibration"]["detectors"].as_array().unwrap().len() > 2);
    assert!(found["calibration"]["alertsPerDay"].as_f64().unwrap() < 20.0);
    assert_eq!(replayed["shadow"]["both"]["alerts"], replayed["alerts"]);
    assert_eq!(replayed["shadow"]["challengerOnly"]["alerts"], 0);
    let said = place.run(&format!("flows calibrate {DATA}"));
    assert!(said.stdout.contains("[levels]"), "{}", said.all());
    assert!(place.run(&format!("flows replay {DATA}")).stdout.contains("the strongest first"));
}

#[test]
fn the_budget_is_that_of_the_parameters_unless_another_is_given() {
    let place = place();
    fs::write(place.path("parameters.toml"), "[budget]\nalerts_per_day = 7\n").unwrap();
    let words = format!("{DATA} --parameters parameters.toml");

    let kept = json(&place, &format!("flows calibrate {words}"));
    let other = json(&place, &format!("flows calibrate {words} --budget 5"));
    let usual = json(&place, &format!("flows calibrate {DATA}"));
    let report = json(&place, &format!("flows backtest {words}"));

    for (found, budget) in [(kept, 7), (other, 5), (usual, 100)] {
        assert_eq!(found["calibration"]["budget"], budget);
        let line = format!("alerts_per_day = {budget}\n");
        assert!(found["parameters"].as_str().unwrap().contains(&line), "{found:#}");
    }
    assert_eq!(report["alertsPerDay"], 7);
}

#[test]
fn a_budget_of_no_alerts_finds_nothing() {
    let place = place();

    let report = json(&place, &format!("flows backtest {DATA} --budget 0"));
    let found = json(&place, &format!("flows calibrate {DATA} --budget 0"));

    assert_eq!(report["typologies"][0][2], 0.0, "{report:#}");
    assert_eq!(report["contenders"][0]["metrics"]["budgetRecall"]["mean"], 0.0);
    assert_eq!(found["calibration"]["threshold"], Value::Null);
}

#[test]
fn budgets_are_per_institution() {
    let place = place();
    // Each account is an institution's: forty, and the ring of five.
    let institutions =
        "[institutions]\nsource = \"from\"\ndestination = \"to\"\nsynthetic = true\n";
    fs::write(place.path("banks.toml"), format!("{PROFILE}{institutions}")).unwrap();
    let words = "--data banks.toml --path transfers.csv --delay 2d --budget 1";

    let found = json(&place, &format!("flows calibrate {words}"));
    let said = place.run(&format!("flows calibrate {words}"));
    let report = place.run(&format!("flows backtest {words}"));

    let calibration = &found["calibration"];
    assert_eq!(calibration["institutions"], 45);
    let at_threshold = calibration["threshold"]["alertsPerDay"].as_f64().unwrap();
    assert!((0.9..1.1).contains(&at_threshold), "{calibration:#}");
    assert!(said.stdout.contains("Alerts a day for each of 45 institutions:"), "{}", said.all());
    assert!(report.stdout.contains("within 1 alerts a day for each of 45"), "{}", report.all());
}

#[test]
fn flows_without_a_label_count_neither_as_right_nor_as_wrong() {
    let place = place();
    let both = r#"anomalous = ["ring"], ordinary = ["cleared"]"#;
    let profile = PROFILE.replacen(r#"ordinary = ["-"]"#, both, 1);
    fs::write(place.path("partly.toml"), profile).unwrap();

    let words = "flows calibrate --data partly.toml --path transfers.csv --delay 2d";
    let found = json(&place, words);

    let detectors = found["calibration"]["detectors"].as_array().unwrap();
    let precisions: Vec<_> = detectors.iter().filter_map(|row| row["precision"].as_f64()).collect();
    assert!(!precisions.is_empty() && precisions.iter().all(|share| *share == 1.0), "{found:#}");
}

#[test]
fn features_can_be_trained_on() {
    let place = place();

    let said = place.run(&format!("flows features {DATA} -o features.csv"));

    assert!(said.stdout.starts_with("wrote the features of 6"), "{}", said.all());
    let table = fs::read_to_string(place.path("features.csv")).unwrap();
    let columns = table.lines().next().unwrap().split(',').count();
    assert!(table.starts_with("row,time,label,amount,hour,"));
    assert!(table.lines().all(|line| line.split(',').count() == columns));
    assert!(!place.path("features.csv.tmp").exists());
}

#[test]
fn files_that_cannot_be_written_are_told_and_leave_nothing() {
    let place = place();
    fs::create_dir(place.path("folder")).unwrap();
    for words in [
        format!("flows features {DATA} -o folder"),
        format!("flows explain {DATA} --row 5 --evidence folder"),
        "flows encode -o folder".to_owned(),
    ] {
        let said = place.run(&words);

        assert_eq!(said.code, 1, "{words}: {}", said.all());
        assert!(said.stderr.contains("error: cannot write folder: "), "{}", said.all());
        assert_eq!(said.stdout, "", "{words}");
        assert!(!place.path("folder.tmp").exists(), "{words}");
    }
    let missing = place.run(&format!("flows features {DATA} -o missing/features.csv"));
    assert!(missing.stderr.contains("hint: check the path"), "{}", missing.all());
}

#[test]
fn rows_in_another_order_are_put_into_that_of_time_where_the_profile_says_so() {
    let place = place();
    fs::write(place.path("sorting.toml"), format!("sort = true\n{PROFILE}")).unwrap();
    fs::write(place.path("unsorted.csv"), UNSORTED).unwrap();

    let words = "flows features --path unsorted.csv -o features.csv --data";
    let refused = place.run(&format!("{words} profile.toml"));
    let sorted = place.run(&format!("{words} sorting.toml"));

    assert_eq!(refused.code, 1, "{}", refused.all());
    assert!(refused.stderr.contains("row 3"), "{}", refused.all());
    assert_eq!(sorted.code, 0, "{}", sorted.all());
    let table = fs::read_to_string(place.path("features.csv")).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(rows, ["3", "1", "2", "4"]);
}

#[test]
fn wrong_files_and_words_are_told() {
    let place = place();
    fs::write(place.path("empty.csv"), "second,from,to,amount,kind\n").unwrap();
    fs::write(place.path("wrong.csv"), "second,from,to,amount,kind\nnow,1,2,3,-\n").unwrap();
    fs::write(place.path("unsorted.csv"), UNSORTED).unwrap();
    fs::write(place.path("model.txt"), "tree\nhello\n").unwrap();
    fs::write(place.path("zero.toml"), "[window]\nseconds = 0\n").unwrap();
    fs::write(place.path("unknown.toml"), "[window]\nminutes = 3\n").unwrap();
    let unlabelled = PROFILE
        .lines()
        .filter(|line| !line.starts_with("label") && !line.starts_with("typology"))
        .collect::<Vec<_>>()
        .join("\n");
    fs::write(place.path("unlabelled.toml"), unlabelled).unwrap();
    let mut said = String::new();
    for words in [
        "flows backtest --data nothing --path transfers.csv",
        "flows backtest --data profile.toml --path missing.csv",
        "flows backtest --data missing.toml --path transfers.csv",
        "flows backtest --data card --path transfers.csv",
        "flows backtest --data profile.toml --path empty.csv",
        "flows backtest --data profile.toml --path wrong.csv",
        "flows backtest --data profile.toml --path unsorted.csv",
        "flows backtest --data unlabelled.toml --path transfers.csv",
        "flows backtest --data profile.toml --path transfers.csv --from 2030-01-01 --to 2030-02-01",
        "flows backtest --data profile.toml --path transfers.csv --delay soon",
        "flows backtest --data profile.toml --path transfers.csv --model model.txt",
        "flows calibrate --data profile.toml --path transfers.csv --parameters zero.toml",
        "flows calibrate --data profile.toml --path transfers.csv --parameters unknown.toml",
        "flows explain --data profile.toml --path transfers.csv --row 999999",
    ] {
        let all = place.run(words).all();
        // A parser's picture of the line is its own.
        let kept: Vec<&str> = all.lines().filter(|line| !line.starts_with("For more")).collect();
        write!(said, "$ critical-chains {words}\n{}\n", kept.join("\n")).unwrap();
    }
    assert_snapshot!(said);
}
