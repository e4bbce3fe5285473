//! Proves that what is exported is STIX 2.1 by the schemas of OASIS, and that observables are those of
//! the published extensions. Nothing is fetched: `schemas/README.md` says where they come from.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

use critical_chains_attestation::IndicatorKind;
use critical_chains_stix::{NumberedIndicator, export};
use jsonschema::{Registry, Validator};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};
use support::{any_indicators, numbered, spec};

/// Where the schemas of the extensions look for those of OASIS that they build on.
const COMMON_BY_EXTENSIONS: &str =
    "https://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/master/schemas/common";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn schemas_of(name: &str) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder(name)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            found.push((stem, read(&path)));
        }
    }
    found
}

/// Validators by the type of an object.
static VALIDATORS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let parts = ["oasis/common", "oasis/sdos", "oasis/sros", "oasis/observables"];
    let oasis: Vec<_> = parts.into_iter().flat_map(schemas_of).collect();
    let mut builder = Registry::new();
    for (name, schema) in &oasis {
        builder = builder.add(schema["$id"].as_str().unwrap(), schema.clone()).unwrap();
        let also = format!("{COMMON_BY_EXTENSIONS}/{name}.json");
        builder = builder.add(also, schema.clone()).unwrap();
    }
    let registry = builder.prepare().unwrap();
    let all = oasis.into_iter().chain(schemas_of("extensions"));
    let build = |schema: &Value| jsonschema::options().with_registry(&registry).build(schema);
    all.map(|(name, schema)| (name, build(&schema).unwrap())).collect()
});

fn errors(object: &str, document: &Value) -> Vec<String> {
    let found = VALIDATORS[object].iter_errors(document);
    found.map(|error| format!("{} at {}", error, error.instance_path())).collect()
}

/// What is wrong with a bundle, by all schemas.
fn faults(indicators: &[NumberedIndicator]) -> Vec<String> {
    let document = serde_json::to_value(export(indicators, None).unwrap().bundle).unwrap();
    let mut faults = Vec::new();
    let mut listed = document.clone();
    // The schema of the bundle knows no extension definition: it takes one for a custom object, which
    // it then finds to be both an observable and none.
    let is_listed = |own: &Value| own["type"] != "extension-definition";
    listed["objects"].as_array_mut().unwrap().retain(is_listed);
    faults.extend(errors("bundle", &listed));
    for object in document["objects"].as_array().unwrap() {
        let schema = match object["type"].as_str().unwrap() {
            // Of ours there is the schema of all observables.
            "pseudonymous-identifier" => "cyber-observable-core",
            known => known,
        };
        faults.extend(errors(schema, object));
    }
    faults
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_bundle_is_valid(indicators in any_indicators()) {
        prop_assert_eq!(faults(&indicators), Vec::<String>::new());
    }
}

#[test]
fn every_kind_is_valid() {
    for kind in IndicatorKind::ALL {
        assert_eq!(faults(&[numbered(1, spec(kind, 1))]), Vec::<String>::new(), "{kind}");
    }
}

/// A validator that finds nothing wrong anywhere would prove nothing.
#[test]
fn the_schemas_refuse_what_is_wrong() {
    let bundle = export(&[numbered(1, spec(IndicatorKind::Account, 1))], None).unwrap().bundle;
    let document = serde_json::to_value(&bundle).unwrap();
    for (object, change) in [
        ("indicator", json!({ "valid_from": "yesterday" })),
        ("indicator", json!({ "confidence": 101 })),
        ("indicator", json!({ "created": "2026-11-26T08:00:00Z" })),
        ("sighting", json!({ "count": 1_000_000_000 })),
        ("identity", json!({ "name": 5 })),
        ("bank-account", json!({ "extensions": {} })),
        ("marking-definition", json!({ "extensions": { "tlp": {} } })),
    ] {
        let objects = document["objects"].as_array().unwrap();
        let mut own = objects.iter().find(|own| own["type"] == object).unwrap().clone();
        assert_eq!(errors(object, &own), Vec::<String>::new());
        for (name, value) in change.as_object().unwrap() {
            own[name] = value.clone();
        }

        assert!(!errors(object, &own).is_empty(), "{object} {change}");
    }
}
