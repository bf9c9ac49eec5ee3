"""`python -m training STAGE --preset cpu --minutes 10 --out runs`: one stage, without the rest of Atelier."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.presets import NAMES as PRESETS
from training.stages import NAMES, train
from training.standards import shortfalls


def main() -> None:
    """Train the stage that the command line names, and print its numbers."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("stage", choices=NAMES)
    parser.add_argument("--preset", choices=PRESETS, default="cpu")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--out", type=Path, default=Path("runs"))
    parser.add_argument("--from", dest="start", type=Path, help="a model folder to go on from; for clip-tune a CLIP's")
    parser.add_argument("--device", help="cpu leaves a GPU alone")
    parser.add_argument("--pictures", type=Path, help="for lora and clip-tune: a folder of captioned pictures")
    chosen = parser.parse_args()
    numbers = train(
        chosen.stage, chosen.preset, chosen.minutes, chosen.out, chosen.start, chosen.device, chosen.pictures
    )
    for name, scored in numbers.items():
        sys.stdout.write(f"{name}: {scored}\n")
    if short := shortfalls(chosen.preset, numbers):
        sys.exit(f"Short of what a stage has to reach: {short}")


if __name__ == "__main__":
    main()
