"""Row by row, what the model can paint: prompts painted through stock diffusers, and an independent judge's answers.

    python -m training.evaluate --model models/storybook --judge runs/judge/model

paints the product of the first objects and places of the training list, four tiles each, prints the shares with 95 %
Wilson intervals, and exits 1 when the share of tiles with both right misses the goal.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import torch
from diffusers import DiffusionPipeline
from PIL import Image
from safetensors.torch import load_file
from torch import nn

from training.data.objects import Object, objects
from training.data.places import Place, places
from training.judge import OBJECTS, PLACES, Judge, qualification
from training.loop import contact_sheet
from training.pictures import tensors

QUALIFIED, CHANCE = 0.95, 0.10  #: shares that a judge must reach on unseen renders, and stay below on shuffled answers
GOAL = 1 / 3  #: of tiles with object and place right, for a model trained without a GPU


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    right: int
    of: int

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """The Wilson score interval (Wilson 1927), 95 % by default."""
        n, p = self.of, self.right / self.of
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.right}/{self.of} = {self.right / self.of:.1%} ({low:.1%} to {high:.1%})"


@dataclass(frozen=True, slots=True)
class Asked:
    """One prompt and what it asks for."""

    thing: Object
    place: Place
    language: str  #: "en" or "zh"

    @property
    def prompt(self) -> str:
        if self.language == "zh":
            return f"一{self.thing.measure}{self.thing.zh[0]}在{self.place.zh[0]}"
        article = "an" if self.thing.en[0][0] in "aeio" else "a"
        return f"{article} {self.thing.en[0]} {self.place.en[0]}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge saw in one tile, beside what was asked."""

    asked: Asked
    object_right: bool
    place_right: bool


def questions(things: int, where: int, language: str) -> list[Asked]:
    """The product of the first objects and places."""
    return [Asked(thing, place, language) for thing, place in product(objects()[:things], places()[:where])]


def load_judge(folder: Path) -> Judge:
    """The judge that a training run left in `folder`."""
    weights = load_file(folder / "judge.safetensors")
    judge = Judge(weights["stem.weight"].shape[0])
    judge.load_state_dict(weights)
    return judge.eval()


def paint(pipe: DiffusionPipeline, asked: Asked, seed: int, tiles: int, steps: int, scale: float) -> list[Image.Image]:
    """Tiles for one prompt, each from its own generator."""
    draws = [torch.Generator().manual_seed(seed * tiles + i) for i in range(tiles)]
    painted = pipe(
        asked.prompt,
        num_images_per_prompt=tiles,
        generator=draws,
        num_inference_steps=steps,
        guidance_scale=scale,
    )
    images: list[Image.Image] = painted.images
    return images


@torch.no_grad()
def judged(judge: nn.Module, asked: Asked, tiles: Sequence[Image.Image]) -> list[Verdict]:
    """What the judge says of each tile."""
    named, placed = judge(tensors(tiles))
    thing, place = OBJECTS[asked.thing.key], PLACES[asked.place.key]
    answers = zip(named.argmax(1).tolist(), placed.argmax(1).tolist(), strict=True)
    return [Verdict(asked, a == thing, b == place) for a, b in answers]


def shares(verdicts: Iterable[Verdict]) -> dict[str, Share]:
    """Object right, place right, both right."""
    rows = [(v.object_right, v.place_right, v.object_right and v.place_right) for v in verdicts]
    columns = zip(("object", "place", "both"), zip(*rows, strict=True), strict=True)
    return {name: Share(sum(column), len(rows)) for name, column in columns}


def is_qualified(judge: nn.Module, count: int = 1024) -> bool:
    """Whether the judge's word counts; what it scored is printed."""
    scored = qualification(judge, count)
    sys.stdout.write(f"judge on {count} unseen renders: {json.dumps(scored)}\n")
    able = scored["object"] >= QUALIFIED and scored["place"] >= QUALIFIED
    return able and scored["object_shuffled"] < CHANCE and scored["place_shuffled"] < CHANCE + 1 / len(PLACES)


def main() -> None:
    """Measure, print, and exit 1 when the goal is missed or the judge is not fit to judge."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("models/storybook"))
    parser.add_argument("--judge", type=Path, default=Path("runs/judge/model"))
    parser.add_argument("--objects", type=int, default=10)
    parser.add_argument("--places", type=int, default=4)
    parser.add_argument("--tiles", type=int, default=4)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--scale", type=float)
    parser.add_argument("--language", choices=("en", "zh"), default="en")
    parser.add_argument("--sheet", type=Path, help="where to save all the tiles as one picture")
    parser.add_argument("--known", type=Path, help="where to save each object's share, for the card")
    chosen = parser.parse_args()
    judge = load_judge(chosen.judge)
    qualified = is_qualified(judge)
    share = measure(chosen, judge)["both"]
    reached = share.right >= GOAL * share.of
    sys.stdout.write(f"goal {GOAL:.1%}: {'reached' if reached else 'missed'}{'' if qualified else ', judge not fit'}\n")
    sys.exit(0 if reached and qualified else 1)


def measure(chosen: argparse.Namespace, judge: nn.Module) -> dict[str, Share]:
    """Paint and judge what the command line asks for, printing as it goes."""
    card = json.loads((chosen.model / "card.json").read_text("utf-8"))
    steps, scale = chosen.steps or card["default_steps"], chosen.scale or card["default_guidance_scale"]
    pipe = DiffusionPipeline.from_pretrained(chosen.model)
    pipe.set_progress_bar_config(disable=True)
    verdicts: list[Verdict] = []
    tiles: list[Image.Image] = []
    for seed, asked in enumerate(questions(chosen.objects, chosen.places, chosen.language)):
        painted = paint(pipe, asked, seed, chosen.tiles, steps, scale)
        verdicts += judged(judge, asked, painted)
        tiles += painted
    _write_by(verdicts, "object")
    _write_by(verdicts, "place")
    found = shares(verdicts)
    for name, share in found.items():
        sys.stdout.write(f"{name} right: {share}\n")
    if chosen.known:
        by_object = {key: shares(own)["object"] for key, own in grouped(verdicts, "object").items()}
        said = {key: share.right / share.of for key, share in by_object.items()}
        chosen.known.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    if chosen.sheet:
        contact_sheet(tiles, chosen.places * chosen.tiles).save(chosen.sheet)
    return found


def grouped(verdicts: Sequence[Verdict], what: str) -> dict[str, list[Verdict]]:
    """The verdicts of each object, or of each place."""
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        asked = verdict.asked
        found.setdefault(asked.thing.key if what == "object" else asked.place.key, []).append(verdict)
    return found


def _write_by(verdicts: Sequence[Verdict], what: str) -> None:
    """Both right, for each object or each place."""
    for key, own in grouped(verdicts, what).items():
        sys.stdout.write(f"  {key:12} {shares(own)['both']}\n")


if __name__ == "__main__":
    main()
