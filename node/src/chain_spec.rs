//! The chains this node knows by name, and those it reads from files.

use critical_chains_runtime::{DEV_PRESET, LOCAL_PRESET, WASM_BINARY};
use polkadot_sdk::sc_service::{ChainType, GenericChainSpec, Properties};
use std::path::Path;

/// A chain specification of this node.
pub(crate) type ChainSpec = GenericChainSpec;

/// A chain by its name, or from a file.
pub(crate) fn load(id: &str) -> Result<ChainSpec, String> {
    match id {
        "dev" => dev(),
        "local" => local(),
        "" => Err(
            "no chain is named\nhint: give --dev for a development chain, or --chain with local \
             or the path of a chain specification"
                .into(),
        ),
        path if !Path::new(path).is_file() => Err(format!(
            "there is no chain and no file named {path:?}\nhint: give --chain dev, --chain local, \
             or the path of a chain specification as export-chain-spec writes it"
        )),
        path => ChainSpec::from_json_file(path.into())
            .map_err(|error| format!("{path} is not a chain specification: {error}")),
    }
}

/// One validator, for developers.
fn dev() -> Result<ChainSpec, String> {
    named("Critical Chains Development", "critical-chains-dev", ChainType::Development, DEV_PRESET)
}

/// Four institutions with a validator each, for trials on one machine.
fn local() -> Result<ChainSpec, String> {
    named("Critical Chains Local", "critical-chains-local", ChainType::Local, LOCAL_PRESET)
}

fn named(name: &str, id: &str, kind: ChainType, preset: &str) -> Result<ChainSpec, String> {
    let wasm = WASM_BINARY.ok_or(
        "this node was built without a runtime\nhint: build it again without SKIP_WASM_BUILD, or \
         give --chain with the path of a chain specification",
    )?;
    let properties = Properties::from_iter([("ss58Format".to_owned(), 42.into())]);
    Ok(ChainSpec::builder(wasm, None)
        .with_name(name)
        .with_id(id)
        .with_chain_type(kind)
        .with_protocol_id(id)
        .with_properties(properties)
        .with_genesis_config_preset_name(preset)
        .build())
}
