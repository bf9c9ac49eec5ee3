"""`python -m training STAGE --preset cpu --minutes 10 --out runs`: one stage, without the rest of Atelier."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.presets import NAMES
from training.stages import STAGES, train


def main() -> None:
    """Train the stage that the command line names, and print its numbers."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("stage", choices=tuple(STAGES))
    parser.add_argument("--preset", choices=NAMES, default="cpu")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--out", type=Path, default=Path("runs"))
    chosen = parser.parse_args()
    numbers = train(chosen.stage, chosen.preset, chosen.minutes, chosen.out)
    sys.stdout.write(f"{chosen.stage}: {numbers}\n")


if __name__ == "__main__":
    main()
