//! The search for the seeds of keys that were imported for it.

use crate::BOB;
use anyhow::Result;
use critical_chains_hsm_shim::secrets::Searched;
use critical_chains_network_tests::{TokenNetwork, wait_for};
use std::collections::BTreeMap;

/// What was searched and found, each time.
#[derive(Default)]
pub(crate) struct Searches(Vec<Search>);

struct Search {
    when: String,
    files: Searched,
    memory: Searched,
    lasting: usize,
}

impl Searches {
    /// Searches all files, and the memory of all nodes.
    pub(crate) fn search(&mut self, when: &str, network: &TokenNetwork) -> Result<()> {
        eprintln!("searching {when}…");
        let mut search = Search {
            when: when.into(),
            files: network.search_files()?,
            memory: Searched::default(),
            lasting: 0,
        };
        for index in 0..network.nodes.len() {
            let memory = network.search_memory(index)?;
            search.memory.add(memory.searched);
            search.lasting += memory.lasting.len();
        }
        self.0.push(search);
        Ok(())
    }

    /// Where the search must find something: while a device takes its time, and with keys in files.
    /// The chain goes on meanwhile.
    pub(crate) fn control(
        &mut self,
        network: &mut TokenNetwork,
        seals_again: impl Fn(&TokenNetwork, u64) -> Result<f64>,
    ) -> Result<()> {
        network.tokens[BOB].shim.set(&["hang = sign"]);
        wait_for_a_seed(network)?;
        self.search("control: while C_Sign of one node hangs", network)?;
        let height = network.nodes[0].finalised()?;
        network.tokens[BOB].shim.clear();
        seals_again(network, height)?;
        self.search("after that", network)?;
        let height = network.nodes[0].finalised()?;
        network.restart_with_keys_in_files(BOB)?;
        seals_again(network, height)?;
        wait_for_a_seed(network)?;
        self.search("control: one node with its keys in files", network)
    }

    pub(crate) fn print(&self) {
        println!("\n## Search for seeds\n");
        println!(
            "The keys of the network on tokens were imported, three for each of four nodes, so that \
             their seeds are known. Looked for are each seed as bytes (also backwards), as \
             hexadecimal and base64 text, and the scalar and prefix that are made of it.\n"
        );
        println!(
            "| When | Files | Bytes of files | Mappings | Bytes of memory | Found in files | Found in memory | Still there a second later |"
        );
        println!("|---|---|---|---|---|---|---|---|");
        for Search { when, files, memory, lasting } in &self.0 {
            println!(
                "| {when} | {} | {} | {} | {} | {} | {} | {lasting} |",
                files.places,
                files.bytes,
                memory.places,
                memory.bytes,
                files.found.len(),
                memory.found.len(),
            );
        }
        println!();
        for Search { when, files, memory, .. } in &self.0 {
            for (what, count) in by_place(files).into_iter().chain(by_place(memory)) {
                println!("- {when}: {what}, {count} times");
            }
        }
        println!(
            "\nSearched are all files below the folder of the network (data, logs, configuration, and \
             the files of SoftHSM), and all pages that the nodes have in memory. SoftHSM works inside \
             the node's process: what a hardware device would do within itself, it does there."
        );
    }
}

fn wait_for_a_seed(network: &TokenNetwork) -> Result<()> {
    wait_for("a seed to be in memory", || {
        let found = network.search_memory(BOB)?.searched.found;
        Ok((!found.is_empty()).then_some(()))
    })
}

/// What was found in which kind of place, without the folders of one run.
fn by_place(searched: &Searched) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for found in &searched.found {
        let place =
            found.place.rsplit_once("/keystore/").map_or(found.place.as_str(), |_| "keystore");
        *counts.entry(format!("{} in {place}", found.form)).or_default() += 1;
    }
    counts
}
