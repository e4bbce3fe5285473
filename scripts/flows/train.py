"""Trains trees on the features that `critical-chains flows features` writes.

    python scripts/flows/train.py --features features.csv --output model.txt
"""

import argparse

import pandas

from common import note, over_seeds, result

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
parser.add_argument("--features", required=True, help="what `flows features` wrote")
parser.add_argument("--output", required=True, help="where the model goes")
args = parser.parse_args()

table = pandas.read_csv(args.features)
table = table[table["label"] >= 0]
labels = table["label"].to_numpy()
# All of them, constant ones as well: trees ask for features by their place.
features = table.drop(columns=["row", "time", "label"])
note(f"{len(labels)} flows, {labels.sum()} anomalous, {features.shape[1]} features")
summary, best = over_seeds(features.to_numpy(), labels, list(features.columns))
best.booster_.save_model(args.output)
result(summary)
