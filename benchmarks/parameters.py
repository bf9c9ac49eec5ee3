"""Does each parameter do what it says? `python benchmarks/parameters.py` (the embedded model, one core; minutes).

For every row of `jobs/prompt/parameters.py` that names beforehand what it moves and in which direction: sixteen seeds,
each painted without and with the parameter (or with less and with more of it), through the parser, the plan and the
painter that `atelier paint` uses, and the named thing measured on both (`benchmarks/measured/measures.py`). Weights
with `::` and emphasis are measured beside them. One-sided paired permutation test, Holm's correction over all of them.
Goals: each moves, in its direction, with p < 0.05; a --tile seam is no larger than the steps between neighbours inside;
--stop 50 takes at most 60 % of the denoising time.

--only NAME[,NAME]  some of them      --seeds N  fewer of them      --pictures  writes docs/images/parameters instead
A whole run writes its table into benchmarks/results.md. Exits 1 when one misses.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, in which the standard library's `queue` would be `queue.py`

from concurrent.futures import ProcessPoolExecutor  # noqa: E402
from multiprocessing import get_context  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402

from benchmarks.measured.judging import holm, interval, p_value  # noqa: E402
from benchmarks.measured.measures import MEASURES, Case  # noqa: E402
from benchmarks.measured.pictures import write_all  # noqa: E402
from benchmarks.measured.road import Road  # noqa: E402
from benchmarks.measured.trials import QUICK, TRIALS, Trial, reference, typed  # noqa: E402
from cli.quiet import quiet_libraries  # noqa: E402

SEEDS, LEVEL = 16, 0.05
STOP_SHARE, SEAM = 0.60, 1.0
RESULTS = ROOT / "benchmarks" / "results.md"
HEADING = "## What each parameter moves"


@dataclass(frozen=True)
class Outcome:
    """What was measured of one trial, seed by seed."""

    trial: Trial
    before: list[float]
    after: list[float]

    @property
    def moved(self) -> list[float]:
        """Differences, positive where they go in the named direction."""
        return [self.trial.sign * (after - before) for before, after in zip(self.before, self.after, strict=True)]


def measure(road: Road, trial: Trial, seed: int) -> tuple[float, float]:
    """Paint and measure both sides of one pair."""
    words = typed(road, trial, trial.words, seed)
    shown = reference(road, seed) if "{link}" in trial.after else None
    found = []
    for form in (trial.before, trial.after):
        text = typed(road, trial, form, seed)
        painting = road.paint(text, seed, trial.tiles)
        case = Case(road=road, text=text, seed=seed, tiles=trial.tiles, words=words, reference=shown, painting=painting)
        found.append(MEASURES[trial.measure](case))
    return found[0], found[1]


_warm: list[Road] = []  # of a process


def begin() -> None:
    """Make this process ready to measure."""
    quiet_libraries()
    torch.set_num_threads(1)
    _warm.append(Road())


def measure_seed(seed: int, names: tuple[str, ...]) -> list[tuple[float, float]]:
    """All trials of one seed, in a process that has begun."""
    return [measure(_warm[0], trial, seed) for trial in TRIALS if trial.name in names]


def measure_all(trials: list[Trial], seeds: int, jobs: int) -> list[Outcome]:
    """Seeds side by side in `jobs` processes: what is painted for one trial serves the seed's others."""
    names, began, pairs = tuple(trial.name for trial in trials), time.monotonic(), []
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=begin) as pool:
        for done, found in enumerate(pool.map(partial(measure_seed, names=names), range(seeds)), start=1):
            pairs.append(found)
            print(f"{time.monotonic() - began:6.0f} s  {done} of {seeds} seeds", file=sys.stderr, flush=True)
    sides = [([one[0] for one in found], [one[1] for one in found]) for found in zip(*pairs, strict=True)]
    return [Outcome(trial, *found) for trial, found in zip(trials, sides, strict=True)]


def table(outcomes: list[Outcome], corrected: dict[str, float]) -> list[str]:
    """Markdown, a line for each trial."""
    lines = [
        "| typed | measured | without → with | difference, 95 % | p after Holm | moved |",
        "|---|---|---|---|---|---|",
    ]
    for outcome in outcomes:
        trial, p = outcome.trial, corrected[outcome.trial.name]
        low, high = sorted(trial.sign * bound for bound in interval(outcome.moved))
        means = [float(np.mean(values)) for values in (outcome.before, outcome.after)]
        more = "more" if trial.sign > 0 else "less"
        lines.append(
            f"| `{shown(trial)}` | {more} {trial.measure} | {means[0]:.4g} → {means[1]:.4g} "
            f"| {means[1] - means[0]:+.4g} ({low:+.3g} to {high:+.3g}) | {p:.1g} | {'yes' if p < LEVEL else '**no**'} |"
        )
    return lines


def shown(trial: Trial) -> str:
    """What is typed, scenes aside; both sides where both name something."""
    sides = [side.replace(QUICK, "").replace("{thing} {place}", "") for side in (trial.before, trial.after)]
    return " → ".join(" ".join(side.split()) for side in sides if side.strip())


def goals(outcomes: list[Outcome]) -> list[tuple[bool, str]]:
    """The two goals that are a figure."""
    named = {outcome.trial.name: outcome for outcome in outcomes}
    found = []
    if "stop" in named and "stop time" in named:
        share = sum(named["stop time"].after) / sum(named["stop time"].before)
        found.append((share <= STOP_SHARE, f"--stop 50 takes {share:.0%} of the denoising time (at most 60 %)"))
    if "tile" in named:
        seam = float(np.mean(named["tile"].after))
        found.append((seam <= SEAM, f"--tile: the seam's step is {seam:.2f} of those beside it inside (at most 1)"))
    return found


def write(lines: list[str], path: Path = RESULTS) -> None:
    """Put the table into its section of the results, the last of the file."""
    before = path.read_text("utf-8").partition(HEADING)[0].rstrip()
    path.write_text(f"{before}\n\n{HEADING}\n\n" + "\n".join(lines) + "\n", "utf-8")


def said(road: Road, seeds: int) -> str:
    """Where and what."""
    today, revision = datetime.date.today().isoformat(), road.painter.provenance.revision[:12]
    return (
        f"`python benchmarks/parameters.py` on one of {os.cpu_count()} cores a seed ({platform.machine()}, load "
        f"{os.getloadavg()[0]:.1f}, Python {platform.python_version()}), {seeds} seeds, weights {revision}, {today}."
    )


def main() -> int:
    """Print the table; 1 when something did not move."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="names of parameters, between commas")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="processes")
    parser.add_argument("--pictures", action="store_true", help="write docs/images/parameters, and measure nothing")
    asked = parser.parse_args()
    names = set(filter(None, asked.only.split(",")))
    if asked.pictures:
        begin()
        write_all(_warm[0], names)
        return 0
    chosen = [trial for trial in TRIALS if not names or trial.name.split()[0] in names]
    outcomes = measure_all(chosen, asked.seeds, asked.jobs)
    begin()
    (road,) = _warm
    corrected = holm({outcome.trial.name: p_value(outcome.moved) for outcome in outcomes})
    figures = goals(outcomes)
    lines = [said(road, asked.seeds), "", *table(outcomes, corrected), "", *(f"- {text}" for _, text in figures)]
    print("\n".join(lines))
    if not names and asked.seeds == SEEDS:
        write(lines)
    missed = [name for name, p in corrected.items() if p >= LEVEL] + [text for met, text in figures if not met]
    print(f"MISSED: {'; '.join(missed)}" if missed else f"met: all {len(outcomes)} moved as their rows say")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
