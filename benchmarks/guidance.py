"""Does CLIP guidance pay, or ranking? `python benchmarks/guidance.py` (the embedded model; ten minutes, or --minutes).

Prompts with pairs, colours, numbers and positions that training never saw, each painted plainly, with CLIP guidance of
three strengths, and as the best of twice and of four times as many pictures, from the same seed by the painter that
the worker uses. An independent judge says which pictures are right. Printed for each arm: percentage points over plain
painting with the 95 % interval of the paired difference (prompts resampled), and its time over that of plain painting,
measured in the same run. The default should be the arm whose interval lies above 0 and that takes least time, else off.

Writes guidance.json, guidance.md and guidance.svg into --out. A topic whose judge is not right on 95 % of renders does
not count. Exits 1 when nothing can be decided, or when the model's own entry says something else than what was found.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, whose `queue.py` hides the standard library's; so imports follow

import torch  # noqa: E402

from benchmarks.measured.arms import ARMS, PLAIN  # noqa: E402
from benchmarks.measured.asking import Easel, questions  # noqa: E402
from benchmarks.measured.finding import Found, as_json, table, verdict  # noqa: E402
from benchmarks.measured.gain_curve import drawn  # noqa: E402
from cli.quiet import quiet_libraries  # noqa: E402
from jobs.catalog import Catalog, ModelEntry  # noqa: E402
from models.device import choose_device  # noqa: E402
from models.loading import load  # noqa: E402
from models.order import PaintOrder  # noqa: E402
from models.painting import Painter  # noqa: E402
from training.evaluation.bench import Bench, Exam, Line  # noqa: E402
from training.evaluation.questions import BY_NAME  # noqa: E402
from training.evaluation.rendering import processes_for, renderer  # noqa: E402
from training.evaluation.share import Share  # noqa: E402
from training.judge import load_judge  # noqa: E402
from training.judge.stage import FILE  # noqa: E402
from worker.gpu.orders import card_for  # noqa: E402

TOPICS = ("pair", "colour", "count", "position")
CLIPS = {arm.name: arm for arm in ARMS if arm != PLAIN}


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


def told(done: int, seconds: float) -> None:
    print(f"{seconds:6.0f} s  {done} prompts", file=sys.stderr, flush=True)


def measured(asked: argparse.Namespace, painter: Painter, entry: ModelEntry) -> Found:
    """Ask, paint and mark."""
    bench, worth = trusted(asked.judge, asked.topics, painter.device.name)
    arms = [PLAIN, *(CLIPS[name] for name in asked.arms)]
    easel = Easel(paint=painter.paint, plain=partial(plain_order, entry, asked.tiles), judge=bench.judge, arms=arms)
    asking = questions(asked.topics, asked.each, asked.seed)
    return Found(entry=entry, arms=arms, answers=easel.answers(asking, 60 * asked.minutes, told), judge=worth)


def where(painter: Painter, asked: argparse.Namespace) -> str:
    """What was measured, and on what."""
    threads = f", {torch.get_num_threads()} threads" if painter.device.kind == "cpu" else ""
    return (
        f"`python benchmarks/guidance.py` on {painter.device.label}{threads} ({platform.machine()}, Python "
        f"{platform.python_version()}), grids of {asked.tiles}, weights {painter.provenance.revision[:19]}"
    )


def write(folder: Path, found: Found, about: str) -> None:
    """JSON, table and curve."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "guidance.json").write_text(json.dumps(as_json(found, about), indent=1) + "\n", "utf-8")
    (folder / "guidance.md").write_text(f"{about}.\n\n{table(found)}", "utf-8")
    title = "Right pictures more than plain painting gives, held-out combinations"
    (folder / "guidance.svg").write_text(drawn(found.overall, title), "utf-8")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--model", type=Path, default=ROOT / "models" / "storybook")
    made.add_argument("--judge", type=Path, help="a judge's folder; by default the model's own")
    made.add_argument("--topics", nargs="+", choices=TOPICS, default=TOPICS)
    made.add_argument("--arms", nargs="+", choices=tuple(CLIPS), default=tuple(CLIPS), help="beside plain painting")
    made.add_argument("--each", type=int, default=250, help="prompts of a topic at most")
    made.add_argument("--minutes", type=float, default=10, help="of painting, after which no prompt is begun")
    made.add_argument("--tiles", type=int, default=4, help="pictures of a grid")
    made.add_argument("--seed", type=int, default=0, help="of the first prompt")
    made.add_argument("--threads", type=int, default=2)
    made.add_argument("--device", help="by default the best one")
    made.add_argument("--out", type=Path, default=ROOT / "runs" / "guidance")
    return made


def main() -> int:
    """Print the table and what the default should be."""
    asked = parser().parse_args()
    asked.judge = asked.judge or asked.model / "judge"
    if not (asked.judge / FILE).is_file():
        parser().error(f"there is no judge in {asked.judge}; `atelier train judge` makes one")
    quiet_libraries()
    torch.set_num_threads(asked.threads)
    entry = Catalog.from_toml(None, asked.model).get("storybook")
    painter = load(card_for(entry), choose_device(asked.device))
    found, about = measured(asked, painter, entry), where(painter, asked)
    write(asked.out, found, about)
    sentence, agrees = verdict(found)
    print(f"{about}.\n\n{table(found)}\n{sentence}")
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
