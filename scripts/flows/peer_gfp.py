"""The peer: the Graph Feature Preprocessor of IBM's Snap ML with LightGBM, on AMLGentex data.

    python scripts/flows/peer_gfp.py --path amlgentex.csv.gz
    python scripts/flows/peer_gfp.py --path amlgentex.csv.gz --features features.csv --model-out model.txt

Only transfers from account to account. With --features, a table that `critical-chains flows features`
wrote is measured beside it, on the same flows and the same split. Figures go to stdout as JSON.
"""

import argparse
import time

import numpy
import pandas
from snapml import GraphFeaturePreprocessor

from common import note, over_seeds, result, split

DAY = 86_400
# Flows that the preprocessor is given at a time, and the longest cycle, as in its paper (Blanusa et
# al., ICAIF 2024).
BATCH = 128
LONGEST_CYCLE = 10
# Columns of the edges whose statistics are kept for each account: time and amount.
STATISTICS = [3, 4]


def transfers(path):
    """Transfers from account to account, in the order of time."""
    table = pandas.read_csv(path)
    accounts = (table["nameOrig"] >= 0) & (table["nameDest"] >= 0)
    table = table[(table["type"] == "TRANSFER") & accounts]
    return table.sort_values("step", kind="stable")


def edges_of(table):
    """What the preprocessor asks for (identifier, source, destination, time), then raw features."""
    names = sorted(set(table["bankOrig"]) | set(table["bankDest"]))
    banks = {name: number for number, name in enumerate(names)}
    columns = [
        numpy.arange(len(table)),
        table["nameOrig"],
        table["nameDest"],
        table["step"] * DAY,
        table["amount"],
        table["bankOrig"].map(banks),
        table["bankDest"].map(banks),
    ]
    return numpy.column_stack(columns).astype(numpy.float64)


def graph_features(edges, window):
    """The features of all edges, without identifiers, and how many microseconds an edge took."""
    preprocessor = GraphFeaturePreprocessor()
    settings = preprocessor.get_params()
    settings.update({"num_threads": 1, "time_window": window, "lc-cycle_len": LONGEST_CYCLE})
    settings.update({"vertex_stats": True, "vertex_stats_cols": STATISTICS})
    for pattern in ["fan", "degree", "scatter-gather", "temp-cycle", "lc-cycle"]:
        settings.update({pattern: True, f"{pattern}_tw": window})
    preprocessor.set_params(settings)
    blocks, began = [], time.perf_counter()
    for start in range(0, len(edges), BATCH):
        blocks.append(preprocessor.transform(numpy.ascontiguousarray(edges[start : start + BATCH])))
    microseconds = (time.perf_counter() - began) * 1e6 / len(edges)
    return numpy.vstack(blocks)[:, 1:], microseconds


def exported(path, labels):
    """The features of a table whose labelled rows are these flows."""
    table = pandas.read_csv(path)
    table = table[table["label"] >= 0]
    if not numpy.array_equal(table["label"], labels):
        raise SystemExit(f"{path}: these are not the labels of the flows: export from the same file")
    return table.drop(columns=["row", "time", "label"], errors="ignore")


def part(labels, rows):
    return {"flows": len(labels[rows]), "anomalous": int(labels[rows].sum())}


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
parser.add_argument("--path", required=True, help="transactions of AMLGentex")
parser.add_argument("--window-days", type=int, default=30, help="how long edges are kept (30)")
parser.add_argument("--features", help="a table of features to measure beside the peer's")
parser.add_argument("--model-out", help="where the best model on --features, or the peer's, goes")
args = parser.parse_args()

table = transfers(args.path)
labels = table["isSAR"].to_numpy()
edges = edges_of(table)
note(f"{len(labels)} flows, {labels.sum()} anomalous")
features, microseconds = graph_features(edges, args.window_days * DAY)
note(f"{features.shape[1]} features, {microseconds:.1f} us a flow")

document = {}
document["raw"], _ = over_seeds(edges[:, 3:], labels)
document["gfp"], best = over_seeds(features, labels)
document["microseconds_per_flow"] = microseconds
if args.features:
    ours = exported(args.features, labels)
    note(f"{ours.shape[1]} features in {args.features}")
    document["features"], best = over_seeds(ours.to_numpy(), labels, list(ours.columns))
if args.model_out:
    best.booster_.save_model(args.model_out)
document["window_days"] = args.window_days
parts = zip(["train", "validation", "test"], split(len(labels)))
document["split"] = {name: part(labels, rows) for name, rows in parts}
document["lightgbm"] = best.get_params()
result(document)
