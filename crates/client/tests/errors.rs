//! Proves that every refusal and error of ours has words, and that the reference has them too.
//!
//! Names are read from the sources of the pallets: the client does not depend on them.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn table() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("errors.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn names(rows: &Value) -> BTreeSet<String> {
    rows.as_object().unwrap().keys().cloned().collect()
}

/// Variants of the enumeration that begins so, with what stands behind each.
fn variants(source: &str, start: &str) -> Option<Vec<(String, String)>> {
    let body = source.split_once(start)?.1.split_once('{')?.1.split_once('}')?.0;
    let lines = body.lines().map(str::trim);
    let plain = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let split = |line: &str| {
        let line = line.trim_end_matches(',');
        let (name, value) = line.split_once(" = ").unwrap_or((line, ""));
        (name.to_owned(), value.to_owned())
    };
    Some(plain.map(split).collect())
}

#[test]
fn every_error_of_our_pallets_has_words() {
    let table = table();
    let mut pallets = 0;
    for pallet in fs::read_dir(repository().join("pallets")).unwrap() {
        let pallet = pallet.unwrap();
        let sources = ["src/errors.rs", "src/lib.rs"].map(|file| pallet.path().join(file));
        let read = |path: &PathBuf| fs::read_to_string(path).ok();
        let found = sources
            .iter()
            .filter_map(read)
            .find_map(|source| variants(&source, "pub enum Error<T>"));
        let found: BTreeSet<_> = found.unwrap().into_iter().map(|(name, _)| name).collect();
        let name = pallet.file_name().into_string().unwrap();
        let module = format!("{}{}", name[..1].to_uppercase(), &name[1..]);

        assert!(!found.is_empty(), "{module}");
        assert_eq!(names(&table[&module]), found, "{module}");
        pallets += 1;
    }
    assert!(pallets >= 5);
}

#[test]
fn every_refusal_at_the_pool_has_words() {
    let path = repository().join("pallets/institutions/src/extensions/mod.rs");
    let source = fs::read_to_string(path).unwrap();
    let refusals = table()["refusals"].clone();

    let found = variants(&source, "pub enum Refusal").unwrap();

    assert_eq!(found.len(), refusals.as_object().unwrap().len());
    for (name, number) in found {
        assert_eq!(refusals[&number]["name"], name.as_str(), "{number}");
    }
}

fn row(out: &mut String, first: &str, row: &Value) {
    let text = |key: &str| row[key].as_str().unwrap().replace('|', "\\|");
    writeln!(out, "| {first} | {} | {} |", text("sentence"), text("hint")).unwrap();
}

/// What `docs/reference/errors.md` has to say.
fn reference() -> String {
    let table = table();
    let mut out = String::from(
        "# Refusals and errors\n\n\
         What a node refuses, why, and what to do. `critical-chains explain` and the npm module \
         [@critical-chains/errors](../../clients/javascript/README.md) say the same; all three \
         come from `crates/client/errors.json`, and a test compares them with the runtime.\n\n\
         There are two kinds. A *refusal* comes from the pool: the extrinsic is in no block, and \
         the nonce is not used. An *error* comes from a block that has the extrinsic: it changed \
         nothing but the nonce, and used quota.\n\n\
         ## Refusals of this chain\n\n\
         The node answers `1010: Invalid Transaction` with `Custom error:` and one of these \
         numbers (`InvalidTransaction::Custom`).\n\n\
         | Number | Name | Means | Do |\n|---|---|---|---|\n",
    );
    let refusals = table["refusals"].as_object().unwrap();
    let mut numbers: Vec<u8> = refusals.keys().map(|number| number.parse().unwrap()).collect();
    numbers.sort_unstable();
    for number in numbers {
        let refusal = &refusals[&number.to_string()];
        let name = refusal["name"].as_str().unwrap();
        row(&mut out, &format!("{number} | `{name}`"), refusal);
    }
    out.push_str(
        "\n## Refusals of any pool\n\n\
         Every Substrate node has these, with other numbers or words.\n\n\
         | Name | Means | Do |\n|---|---|---|\n",
    );
    for (name, refusal) in table["pool"].as_object().unwrap() {
        row(&mut out, &format!("`{name}`"), refusal);
    }
    out.push_str("\n## Errors without a pallet\n\n| Name | Means | Do |\n|---|---|---|\n");
    for (name, error) in table["dispatch"].as_object().unwrap() {
        row(&mut out, &format!("`{name}`"), error);
    }
    for (module, errors) in table.as_object().unwrap() {
        if module.starts_with(|c: char| c.is_ascii_lowercase()) {
            continue;
        }
        write!(out, "\n## {module}\n\n| Error | Means | Do |\n|---|---|---|\n").unwrap();
        for (name, error) in errors.as_object().unwrap() {
            row(&mut out, &format!("`{name}`"), error);
        }
    }
    out
}

/// With `UPDATE_REFERENCE=1` it is written anew.
#[test]
fn the_reference_is_made_from_the_table() {
    let path = repository().join("docs/reference/errors.md");
    let expected = reference();
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::write(&path, &expected).unwrap();
    }

    let actual = fs::read_to_string(&path).unwrap_or_default();

    assert!(actual == expected, "docs/reference/errors.md: run the test with UPDATE_REFERENCE=1");
}

#[test]
fn the_npm_module_has_the_same_table() {
    let path = repository().join("clients/javascript/table.js");
    let source = fs::read_to_string(path).unwrap();
    let json = source.split_once("export default ").unwrap().1.trim_end().trim_end_matches(';');

    let copy: Value = serde_json::from_str(json).unwrap();

    assert_eq!(copy, table(), "npm run table");
}
