"""The peer: the Graph Feature Preprocessor of IBM's Snap ML with LightGBM, on AMLGentex data.

    python scripts/flows/peer_gfp.py --path amlgentex.csv.gz
"""

import argparse
import time

import numpy
import pandas
from snapml import GraphFeaturePreprocessor

from common import note, over_seeds, result

DAY = 86_400
BATCH = 128

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
parser.add_argument("--path", required=True, help="transactions of AMLGentex")
args = parser.parse_args()

table = pandas.read_csv(args.path)
table = table[(table["type"] == "TRANSFER") & (table["nameOrig"] >= 0) & (table["nameDest"] >= 0)]
labels = table["isSAR"].to_numpy()
banks = {name: number for number, name in enumerate(sorted(set(table["bankOrig"])))}
# What the preprocessor asks for: identifier, source, destination, time; then raw features.
edges = numpy.column_stack(
    [
        numpy.arange(len(table)),
        table["nameOrig"],
        table["nameDest"],
        table["step"] * DAY,
        table["amount"],
        table["bankOrig"].map(banks),
        table["bankDest"].map(banks),
    ]
).astype(numpy.float64)
note(f"{len(labels)} flows, {labels.sum()} anomalous")

WINDOW = 30 * DAY
preprocessor = GraphFeaturePreprocessor()
settings = preprocessor.get_params()
settings.update(
    {
        "num_threads": 1,
        "time_window": WINDOW,
        "vertex_stats": True,
        "vertex_stats_cols": [3, 4],
        "fan": True,
        "fan_tw": WINDOW,
        "degree": True,
        "degree_tw": WINDOW,
        "scatter-gather": True,
        "scatter-gather_tw": WINDOW,
        "temp-cycle": True,
        "temp-cycle_tw": WINDOW,
        "lc-cycle": True,
        "lc-cycle_tw": WINDOW,
        "lc-cycle_len": 10,
    }
)
preprocessor.set_params(settings)
blocks, began = [], time.perf_counter()
for start in range(0, len(edges), BATCH):
    blocks.append(preprocessor.transform(numpy.ascontiguousarray(edges[start : start + BATCH])))
microseconds = (time.perf_counter() - began) * 1e6 / len(edges)
features = numpy.vstack(blocks)[:, 1:]
note(f"{features.shape[1]} features, {microseconds:.1f} us a flow")

raw, _ = over_seeds(edges[:, 3:], labels)
graph, _ = over_seeds(features, labels)
result({"raw": raw, "gfp": graph, "microseconds_per_flow": microseconds})
