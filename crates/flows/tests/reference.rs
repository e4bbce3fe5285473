//! The reference of features and detectors says what the code says.

#![allow(clippy::unwrap_used)]

use critical_chains_flows::{Detector, Feature};
use std::{fmt::Write, fs, path::Path};

const PATH: &str = "../../docs/reference/flow-features.md";

fn reference() -> String {
    let mut text = String::from(
        "# Features and detectors of the flow engine\n\n\
         Made from `crates/flows` by its tests (`UPDATE_REFERENCE=1 cargo test -p \
         critical-chains-flows --test reference`). Codes never change their meaning: attestations \
         carry them. How detectors work, and where they come from: [detectors](detectors.md).\n\n\
         Q8 is a number in units of 1/256; logarithms are binary. *Flows* says whether the flows in a \
         piece of evidence decide the feature, so that whoever holds them works it out again; the \
         others are the attesting institution's statement.\n\n\
         ## Features\n\n| Code | Name | What it is | Flows |\n|---|---|---|---|\n",
    );
    for feature in Feature::ALL {
        let decided = if feature.is_of_graph() { "yes" } else { "" };
        let description = feature.description().trim();
        writeln!(text, "| {} | `{}` | {description} | {decided} |", *feature as u8, feature.name())
            .unwrap();
    }
    text.push_str("\nCodes from 1,000 on are attributes of the flow's profile.\n\n");
    text.push_str("## Detectors\n\n| Bit | Name | What it finds |\n|---|---|---|\n");
    for detector in Detector::ALL {
        let description = detector.description().trim();
        writeln!(text, "| {} | `{}` | {description} |", *detector as u8, detector.name()).unwrap();
    }
    text
}

#[test]
fn reference_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH);
    let expected = reference();
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::write(&path, &expected).unwrap();
    }

    let found = fs::read_to_string(&path).unwrap_or_default();

    assert!(found == expected, "{PATH} is out of date: set UPDATE_REFERENCE=1 and run again");
}
