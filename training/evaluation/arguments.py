"""The command line of `atelier evaluate`."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.evaluation.questions import BY_NAME, TOPICS

PARTS = ("attributes", "likeness", "autoencoder", "captioner", "steps", "scales")


def parser(about: str | None) -> argparse.ArgumentParser:
    """The command line; about: what it says of itself."""
    made = argparse.ArgumentParser(prog="python -m training.evaluate", description=about)
    made.add_argument("--model", type=Path, default=Path("models/storybook"))
    made.add_argument("--judge", type=Path, help="a judge's folder; by default the model's own")
    made.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    made.add_argument("--topics", nargs="+", choices=tuple(BY_NAME), default=[topic.name for topic in TOPICS])
    made.add_argument("--languages", nargs="+", choices=("en", "zh"), default=["en", "zh"])
    made.add_argument("--combinations", nargs="+", choices=("seen", "unseen"), default=["seen", "unseen"])
    made.add_argument("--unusual", action="store_true", help="Chinese also in a word order that training never used")
    made.add_argument("--each", type=int, default=100, help="pictures of a topic")
    made.add_argument("--rounds", type=int, default=1, help="pictures of each single object")
    made.add_argument("--steps", type=int)
    made.add_argument("--scale", type=float)
    made.add_argument("--student", action="store_true", help="paint with the few-step student")
    made.add_argument("--goals", choices=("cpu", "gpu"), default="cpu", help="of a model trained on a CPU or on a GPU")
    made.add_argument("--device", choices=("cpu", "cuda"), help="by default the GPU where there is one")
    made.add_argument("--keep", type=Path, help="a folder for the pictures, so that they need not be painted again")
    made.add_argument("--json", type=Path, help="where to write everything that was measured")
    made.add_argument("--table", type=Path, help="where to write the table, as Markdown")
    made.add_argument("--sheet", type=Path, help="where to save twelve pictures of each exam as one")
    made.add_argument("--known", type=Path, help="where to save each object's share, for the card")
    return made
