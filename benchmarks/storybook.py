"""What helps on two CPU cores? `python benchmarks/storybook.py` (two minutes; `--compile` adds one of compiling).

A grid of four by the embedded model: the teacher through stock diffusers with guidance at 30 steps in float32, against
every way that we have, in one run, each warmed up and timed in turns. Goals: the fastest way that we ship under 5 s and
at least ten times as fast as the teacher.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, whose `queue.py` hides the standard library's; so imports follow

import torch  # noqa: E402
from diffusers import DiffusionPipeline  # noqa: E402

from jobs.catalog import Catalog  # noqa: E402
from jobs.plan import steps_for  # noqa: E402
from models.device import choose_device  # noqa: E402
from models.loading import load  # noqa: E402
from models.order import OnStep, PaintOrder, StepSeen, ignore  # noqa: E402
from models.painting import Painter  # noqa: E402
from training.evaluation.painting import loaded  # noqa: E402
from worker.gpu.orders import card_for  # noqa: E402

FOLDER = ROOT / "models" / "storybook"
SIDE = Catalog.from_toml(None, FOLDER).get("storybook").native_size
PROMPT = "a fox in the snow"
ROUNDS = 5
GOAL_S, GOAL_RATIO = 5.0, 10.0
TEACHER = "stock diffusers, 30 steps, guidance, float32"
SHIPPED = ("ours at its defaults", "ours with --draft")
Way = Callable[[], object]


def stock(
    steps: int, scale: float, kind: torch.dtype = torch.float32, *, compiled: bool = False, channels_last: bool = False
) -> Way:
    """A grid of four through diffusers alone."""
    pipe: Any = DiffusionPipeline.from_pretrained(FOLDER, torch_dtype=kind)
    pipe.set_progress_bar_config(disable=True)
    if channels_last:
        pipe.unet.to(memory_format=torch.channels_last)
        pipe.vae.to(memory_format=torch.channels_last)
    if compiled:
        pipe.unet.compile_repeated_blocks(fullgraph=True)
    return lambda: pipe([PROMPT] * 4, num_inference_steps=steps, guidance_scale=scale)


def one_by_one(steps: int, scale: float) -> Way:
    """Four grids of one."""
    pipe: Any = loaded(FOLDER)
    return lambda: [pipe(PROMPT, num_inference_steps=steps, guidance_scale=scale) for _ in range(4)]


def student(scale: float) -> Way:
    """The four-step student through diffusers alone."""
    pipe: Any = loaded(FOLDER, student=True)
    return lambda: pipe([PROMPT] * 4, num_inference_steps=4, guidance_scale=scale)


def ours(painter: Painter, steps: int, scale: float, on_step: OnStep = ignore) -> Way:
    """A grid of four as the worker paints it."""
    side = painter.card.native_size
    order = PaintOrder(prompt=PROMPT, width=side, height=side, steps=steps, guidance_scale=scale, seed=1)
    return lambda: painter.paint(order, on_step)


def looking(seen: StepSeen) -> None:
    """Have a preview of every step made."""
    seen.preview()


def ways(compiled: bool) -> dict[str, Way]:
    """Everything that is compared, by its name."""
    entry = Catalog.from_toml(None, FOLDER).get("storybook")
    steps, scale = entry.steps, entry.guidance_scale
    card, device = card_for(entry), choose_device("cpu")
    painter, plain = load(card, device), load(replace(card, tiny_vae=None), device)
    found = {
        TEACHER: stock(30, scale),
        f"stock diffusers, {steps} steps": stock(steps, scale),
        f"the same, four times one, {steps} steps": one_by_one(steps, scale),
        f"the same in bfloat16, {steps} steps": stock(steps, scale, torch.bfloat16),
        f"the same in channels_last, {steps} steps": stock(steps, scale, channels_last=True),
        f"the same without guidance, {steps} steps": stock(steps, 1.0),
        SHIPPED[0]: ours(painter, steps, scale),
        SHIPPED[1]: ours(painter, steps_for(entry, 1.0, draft=True), scale),
        "ours at its defaults, every step previewed": ours(painter, steps, scale, looking),
        "the same by the autoencoder": ours(plain, steps, scale, looking),
    }
    if (FOLDER / "student").is_dir():
        found["the student, 4 steps"] = student(scale)
    if compiled:
        found[f"the same compiled, {steps} steps"] = stock(steps, scale, compiled=True)
    return found


def timed(found: dict[str, Way], rounds: int) -> dict[str, float]:
    """Median seconds of each, taken in turns so that a busy moment hurts all alike."""
    for way in found.values():
        way()
    seconds: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(rounds):
        for name, way in found.items():
            start = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - start)
    return {name: median(taken) for name, taken in seconds.items()}


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compile", action="store_true", help="compiled blocks too; needs a C++ compiler")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    seconds = timed(ways(asked.compile), asked.rounds)
    print(
        f"{platform.machine()}, Python {platform.python_version()}, {asked.threads} threads, a grid of four, {SIDE} px"
    )
    for name, taken in seconds.items():
        print(f"{name:44} {taken:7.2f} s  {seconds[TEACHER] / taken:5.1f}x")
    quickest = min(seconds[name] for name in SHIPPED)
    ratio = seconds[TEACHER] / quickest
    met = quickest < GOAL_S and ratio >= GOAL_RATIO
    print(f"{'met' if met else 'MISSED'}: {quickest:.2f} s (under {GOAL_S:.0f}), {ratio:.1f}x ({GOAL_RATIO:.0f}x)")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
