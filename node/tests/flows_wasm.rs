//! The flow engine says the same natively and inside the runtime's executor.
//!
//! `FLOWS_COMPARED` is how many generated flows are compared; `scripts/compare-engines` compares ten
//! million. Public data sets are compared where they are (`CRITICAL_CHAINS_DATA`).

#![allow(clippy::unwrap_used)]

use codec::{Decode, Encode};
use critical_chains_flows::{EngineKey, Flow, Model, Parameters, Pseudonym, PseudonymKey};
use critical_chains_records::{
    flows::{Profile, open_flows},
    generate::Flows,
};
use critical_chains_runtime::WASM_BINARY;
use critical_chains_watch::{MAX_REPLAYED, Replay};
use pallet_flows::{ReplayFrom, Replayed};
use polkadot_sdk::{
    sc_executor::WasmExecutor,
    sp_core::traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
    sp_io::{SubstrateHostFunctions, TestExternalities},
};
use std::{env, path::PathBuf};

/// Flows that are compared, unless it is said otherwise.
const FLOWS: usize = 100_000;

/// Flows of each public data set that are compared.
const FLOWS_OF_DATA_SET: usize = 50_000;

const KEY: [u8; 16] = [0x5a; 16];

/// The engine inside of the runtime.
struct Inside {
    executor: WasmExecutor<SubstrateHostFunctions>,
    from: ReplayFrom,
}

impl Inside {
    fn new(model: &Model) -> Self {
        let executor = WasmExecutor::builder().with_max_runtime_instances(1).build();
        Self { executor, from: ReplayFrom::Model { parameters: model.encode(), key: KEY } }
    }

    fn take_in(&mut self, flows: &[Flow]) -> Replayed {
        let code = WASM_BINARY.unwrap();
        let runtime = RuntimeCode {
            code_fetcher: &WrappedRuntimeCode(code.into()),
            heap_pages: None,
            hash: vec![1],
        };
        let mut externalities = TestExternalities::default();
        let mut externalities = externalities.ext();
        let (result, _) = self.executor.call(
            &mut externalities,
            &runtime,
            "FlowsApi_replay",
            &(&self.from, flows).encode(),
            CallContext::Offchain,
        );
        let replayed =
            Option::<Replayed>::decode(&mut result.unwrap().as_slice()).unwrap().unwrap();
        self.from = ReplayFrom::State(replayed.state.clone());
        replayed
    }
}

/// Puts flows through both.
fn compare(model: &Model, flows: impl Iterator<Item = Flow>) -> ([u8; 32], u64) {
    let mut inside = Inside::new(model);
    let mut native = Replay::begin(model.clone(), EngineKey(KEY)).unwrap();
    let mut flows = flows.peekable();
    while flows.peek().is_some() {
        let part: Vec<Flow> = flows.by_ref().take(MAX_REPLAYED).collect();
        native.take_in(&part);
        let replayed = inside.take_in(&part);
        assert_eq!(
            (replayed.digest, replayed.flows, replayed.alerts),
            (native.digest(), native.flows(), native.alerts())
        );
    }
    (native.digest(), native.flows())
}

#[test]
fn generated_flows_give_the_same() {
    let count = env::var("FLOWS_COMPARED").ok().map_or(FLOWS, |count| count.parse().unwrap());
    let flows = Flows::new(1, 1_700_000_000).unwrap();

    let (digest, compared) = compare(&Parameters::default().into(), flows.take(count));

    assert_eq!(compared, count as u64);
    println!("{count} flows: {}", hex::encode(digest));
}

/// A flow between two that nobody has seen.
fn between_strangers(number: u32) -> Flow {
    let stranger = |side: u8| {
        let mut bytes = [side; 16];
        bytes[..4].copy_from_slice(&number.wrapping_mul(0x9E37_79B1).to_le_bytes());
        bytes[4..8].copy_from_slice(&number.to_le_bytes());
        Pseudonym(bytes)
    };
    let time = 1_700_000_000 + u64::from(number);
    Flow::between(time, stranger(1), stranger(2), 100, "EUR".parse().unwrap())
}

/// The runtime has 128 MiB, and no piece of it is larger than 32.
#[test]
fn the_largest_engine_of_a_chain_fits_into_the_runtime() {
    let usual = Parameters::default();
    let mut larger = usual.clone();
    larger.profiles.capacity_bits += 1;
    assert_eq!(usual.validate_on_chain(), Ok(()));
    assert!(larger.validate_on_chain().is_err());
    let model = Model::from(usual);
    let mut inside = Inside::new(&model);
    let flows: Vec<Flow> = (0..100_000).map(between_strangers).collect();

    let mut state = 0;
    for part in flows.chunks(16_384) {
        state = inside.take_in(part).state.len();
    }

    println!("a state of {state} bytes");
    assert!(state > 8 << 20, "a state of {state} bytes");
}

#[test]
fn public_data_sets_give_the_same() {
    let folder = env::var("CRITICAL_CHAINS_DATA").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let sets = [
        ("amlgentex", "amlgentex_2k_seed0.csv.gz"),
        ("amlsim", "amlsim_20k_cycle200.tgz"),
        ("card", "card_payments_2018-07-11_2018-08-07.csv.gz"),
        ("claims", "vehicle_claims_1994_1995.csv.gz"),
        ("darpa", "darpa_edges.zip"),
        ("toll", "toll_passages.csv"),
    ];
    for (profile, file) in sets {
        let path = folder.join(file);
        if !path.exists() {
            continue;
        }
        let key = PseudonymKey::new([0; 32], 0);
        let flows = open_flows(&path, Profile::built_in(profile).unwrap(), key).unwrap();
        let flows = flows.take(FLOWS_OF_DATA_SET).map(|flow| flow.unwrap().flow);

        let (digest, compared) = compare(&Parameters::default().into(), flows);

        assert!(compared > 100, "{file}");
        println!("{profile}: {compared} flows: {}", hex::encode(digest));
    }
}

#[test]
fn what_is_no_engine_gives_nothing() {
    assert_eq!(pallet_flows::replay(ReplayFrom::State(vec![1, 2, 3]), &[]), None);
    let nonsense = ReplayFrom::Model { parameters: vec![9], key: KEY };
    assert_eq!(pallet_flows::replay(nonsense, &[]), None);
    let model = ReplayFrom::Model { parameters: Model::default().encode(), key: KEY };
    let one = Flows::new(1, 1_700_000_000).unwrap().next().unwrap();
    assert_eq!(pallet_flows::replay(model, &vec![one; MAX_REPLAYED + 1]), None);
}
