"""What the training script and the peer share: the split, the training, the measures."""

import json
import sys

import lightgbm
import numpy
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

# Shares of the flows, in the order of time: what is trained on, and what thresholds are chosen on.
TRAIN, VALIDATION = 0.6, 0.2
SEEDS = 5


def note(text):
    print(text, file=sys.stderr, flush=True)


def split(count):
    """Ranges for training, validation and test."""
    first, second = int(count * TRAIN), int(count * (TRAIN + VALIDATION))
    return slice(0, first), slice(first, second), slice(second, count)


def train(features, labels, seed, names="auto"):
    """A hundred trees of LightGBM's usual size: chosen on validation, where more gain nothing."""
    model = lightgbm.LGBMClassifier(
        n_estimators=100,
        num_leaves=31,
        learning_rate=0.05,
        subsample=0.8,
        subsample_freq=1,
        colsample_bytree=0.7,
        random_state=seed,
        n_jobs=2,
        verbose=-1,
    )
    return model.fit(features, labels, feature_name=names)


def f1_at(labels, scores, threshold):
    alerts = scores >= threshold
    hits = (alerts & (labels == 1)).sum()
    return 2 * hits / max(alerts.sum() + (labels == 1).sum(), 1)


def measure(model, features, labels):
    """AUC and AP on test, F1 with the threshold that is best on validation."""
    _, validation, test = split(len(labels))
    scores = model.predict_proba(features)[:, 1]
    precision, recall, thresholds = precision_recall_curve(labels[validation], scores[validation])
    f1 = 2 * precision * recall / numpy.maximum(precision + recall, 1e-12)
    threshold = thresholds[numpy.argmax(f1[:-1])]
    return {
        "auc": roc_auc_score(labels[test], scores[test]),
        "ap": average_precision_score(labels[test], scores[test]),
        "f1": f1_at(labels[test], scores[test], threshold),
        "validation_ap": average_precision_score(labels[validation], scores[validation]),
    }


def over_seeds(features, labels, names="auto"):
    """The mean and the deviation of each measure, and the model that was best on validation.

    The engine refuses a model whose names are not those of its features, in their order.
    """
    first, _, _ = split(len(labels))
    results, models = [], []
    for seed in range(SEEDS):
        models.append(train(features[first], labels[first], seed, names))
        results.append(measure(models[-1], features, labels))
    summary = {
        name: {
            "mean": float(numpy.mean([result[name] for result in results])),
            "deviation": float(numpy.std([result[name] for result in results], ddof=1)),
        }
        for name in results[0]
    }
    best = max(range(SEEDS), key=lambda seed: results[seed]["validation_ap"])
    return summary, models[best]


def result(document):
    json.dump(document, sys.stdout, indent=2)
    print()
