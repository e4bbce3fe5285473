//! How long trees take for one flow: 300 of 31 leaves, the most that is meant for the engine.
//!
//! ```text
//! cargo bench -p critical-chains-flows --bench forest
//! ```

#![allow(clippy::unwrap_used)]

use criterion::{BenchmarkId, Criterion};
use critical_chains_flows::forest::Forest;
use std::{fmt::Write, hint::black_box};

const FEATURES: u32 = 106;
const LEAVES: usize = 31;
const ROWS: usize = 4_096;

/// Numbers that look random, the same on each run (Steele, Lea and Flood, 2014: SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) as u32) % limit
    }

    fn value(&mut self) -> i32 {
        self.below(2_000) as i32 - 1_000
    }
}

/// A model as LightGBM writes it. Trees grow by leaf, so they are as lopsided as LightGBM's.
fn model(trees: usize, numbers: &mut Numbers) -> String {
    let names: Vec<String> = (0..FEATURES).map(|place| format!("Column_{place}")).collect();
    let mut text = format!(
        "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx={}\n\
         objective=binary sigmoid:1\nfeature_names={}\n\n",
        FEATURES - 1,
        names.join(" ")
    );
    for tree in 0..trees {
        let mut children = vec![(-1i32, -2i32)];
        for leaf in 2..LEAVES as i32 {
            // The leaf that splits becomes the left one of a new node.
            let (node, split) = (children.len() as i32, numbers.below(leaf as u32) as i32);
            for (left, right) in &mut children {
                for child in [left, right] {
                    if *child == !split {
                        *child = node;
                    }
                }
            }
            children.push((!split, !leaf));
        }
        let mut list = |name: &str, count: usize, entry: &mut dyn FnMut(usize) -> String| {
            let entries: Vec<String> = (0..count).map(entry).collect();
            writeln!(text, "{name}={}", entries.join(" ")).unwrap();
        };
        list("Tree", 1, &mut |_| tree.to_string());
        list("num_leaves", 1, &mut |_| LEAVES.to_string());
        list("split_feature", LEAVES - 1, &mut |_| numbers.below(FEATURES).to_string());
        list("threshold", LEAVES - 1, &mut |_| format!("{}.5", numbers.value()));
        list("decision_type", LEAVES - 1, &mut |_| "2".into());
        list("left_child", LEAVES - 1, &mut |node| children[node].0.to_string());
        list("right_child", LEAVES - 1, &mut |node| children[node].1.to_string());
        list("leaf_value", LEAVES, &mut |_| format!("{}e-4", numbers.value()));
        list("internal_value", LEAVES - 1, &mut |_| format!("{}e-4", numbers.value()));
        text.push('\n');
    }
    text + "end of trees\n"
}

fn forests(c: &mut Criterion) {
    let mut numbers = Numbers(2026);
    let rows: Vec<Vec<i32>> =
        (0..ROWS).map(|_| (0..FEATURES).map(|_| numbers.value()).collect()).collect();
    for (name, explained) in [("score", false), ("explain", true)] {
        let mut group = c.benchmark_group(name);
        for trees in [100, 300] {
            let forest = Forest::from_lightgbm(&model(trees, &mut numbers), FEATURES as u16);
            let forest = forest.unwrap();
            // Another row each time: a processor learns the way of one row by heart.
            let mut next = rows.iter().cycle();
            group.bench_function(BenchmarkId::from_parameter(trees), |b| {
                b.iter(|| {
                    let row = black_box(next.next().unwrap());
                    if explained { forest.explain(row).1 } else { forest.score(row) }
                });
            });
        }
        group.finish();
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    forests(&mut criterion);
    criterion.final_summary();
}
