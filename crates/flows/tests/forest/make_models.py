"""Trains the small models that tests/forest.rs reads, on numbers from a fixed seed.

    pip install lightgbm numpy
    python crates/flows/tests/forest/make_models.py

Writes model.txt, predictions.csv (features and LightGBM's raw score) beside itself.
"""

import pathlib

import lightgbm
import numpy

FOLDER = pathlib.Path(__file__).parent
FEATURES, ROWS, SHOWN = 6, 4_000, 400

random = numpy.random.default_rng(2026)
x = random.integers(-5_000, 5_000, size=(ROWS, FEATURES)).astype(numpy.int64)
# Constants, small counts and numbers near the ends of 32 bits are in it as well.
x[:, 3] = random.integers(0, 4, size=ROWS)
x[:, 4] = random.choice([0, 1, 2**31 - 1, -(2**31) + 1], size=ROWS)
odds = x[:, 0] / 1_500 - (x[:, 1] > 700) * 2 + (x[:, 3] == 2) * 1.5 + (x[:, 4] > 1) - 1
y = random.random(ROWS) < 1 / (1 + numpy.exp(-odds))

model = lightgbm.train(
    {
        "objective": "binary",
        "num_leaves": 15,
        "learning_rate": 0.1,
        "verbose": -1,
        "deterministic": True,
        "num_threads": 1,
        "seed": 1,
    },
    lightgbm.Dataset(x, y),
    num_boost_round=40,
)
model.save_model(FOLDER / "model.txt")
raw = model.predict(x[:SHOWN], raw_score=True)
with open(FOLDER / "predictions.csv", "w") as file:
    for row, score in zip(x[:SHOWN], raw):
        file.write(",".join(str(value) for value in row) + f",{score!r}\n".replace("np.float64(", "").replace(")", ""))
