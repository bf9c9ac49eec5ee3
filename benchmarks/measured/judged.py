"""A model and the judge of what it paints, as the benchmarks that ask questions open them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import torch

from cli.quiet import quiet_libraries
from jobs.catalog import Catalog, ModelEntry
from models.device import choose_device
from models.loading import load
from models.order import PaintOrder
from models.painting import Painter
from training.evaluation.bench import Bench, Exam, Line
from training.evaluation.questions import BY_NAME
from training.evaluation.rendering import processes_for, renderer
from training.evaluation.share import Share
from training.judge import load_judge
from training.judge.stage import FILE
from worker.gpu.orders import card_for

ROOT = Path(__file__).resolve().parents[2]


def parser(about: str | None, each: int) -> argparse.ArgumentParser:
    """The command line that they share; each: how many prompts of a topic unless more or fewer are asked for."""
    made = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--model", type=Path, default=ROOT / "models" / "storybook")
    made.add_argument("--judge", type=Path, help="a judge's folder; by default the model's own")
    made.add_argument("--each", type=int, default=each, help="prompts of a topic at most")
    made.add_argument("--seed", type=int, default=0, help="of the first prompt")
    made.add_argument("--threads", type=int, default=2)
    made.add_argument("--device", help="by default the best one")
    return made


def opened(made: argparse.ArgumentParser) -> tuple[argparse.Namespace, ModelEntry, Painter]:
    """What is asked, the model and its painter. Ends the program where there is no judge."""
    asked = made.parse_args()
    asked.judge = asked.judge or asked.model / "judge"
    if not (asked.judge / FILE).is_file():
        made.error(f"there is no judge in {asked.judge}; `atelier train judge` makes one")
    quiet_libraries()
    torch.set_num_threads(asked.threads)
    entry = Catalog.from_toml(None, asked.model).get("storybook")
    return asked, entry, load(card_for(entry), choose_device(asked.device))


def trusted(judge: Path, topics: Sequence[str], device: str) -> tuple[Bench, dict[str, Line]]:
    """The judge, and what its word on each topic is worth. Raises FileNotFoundError where there is none."""
    with renderer(processes_for(os.cpu_count() or 1)) as rendered:
        bench = Bench(load_judge(judge).to(device), rendered)
        worth = {}
        for topic in topics:
            mark = BY_NAME[topic].marks[0]
            worth[topic] = Line(Exam(topic, "en", True), mark, Share(0, 0), *bench.trust(topic, True)[mark])
        return bench, worth


def plain_order(entry: ModelEntry, tiles: int, prompt: str, seed: int) -> PaintOrder:
    """A grid at the model's own defaults."""
    side = entry.native_size
    return PaintOrder(
        prompt=prompt, width=side, height=side, steps=entry.steps, guidance_scale=entry.guidance_scale, seed=seed,
        candidates=tiles,
    )  # fmt: skip
