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
import platform
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, whose `queue.py` hides the standard library's; so imports follow

import torch  # noqa: E402

from benchmarks.measured.arms import ARMS, PLAIN  # noqa: E402
from benchmarks.measured.asking import Easel, questions  # noqa: E402
from benchmarks.measured.finding import Found, as_json, table, verdict  # noqa: E402
from benchmarks.measured.gain_curve import drawn  # noqa: E402
from benchmarks.measured.judged import opened, parser, plain_order, trusted  # noqa: E402
from jobs.catalog import ModelEntry  # noqa: E402
from models.painting import Painter  # noqa: E402

TOPICS = ("pair", "colour", "count", "position")
CLIPS = {arm.name: arm for arm in ARMS if arm != PLAIN}


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


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    made = parser(__doc__, each=250)
    made.add_argument("--topics", nargs="+", choices=TOPICS, default=TOPICS)
    made.add_argument("--arms", nargs="+", choices=tuple(CLIPS), default=tuple(CLIPS), help="beside plain painting")
    made.add_argument("--minutes", type=float, default=10, help="of painting, after which no prompt is begun")
    made.add_argument("--tiles", type=int, default=4, help="pictures of a grid")
    made.add_argument("--out", type=Path, default=ROOT / "runs" / "guidance")
    return made


def main() -> int:
    """Print the table and what the default should be."""
    asked, entry, painter = opened(arguments())
    found, about = measured(asked, painter, entry), where(painter, asked)
    write(asked.out, found, about)
    sentence, agrees = verdict(found)
    print(f"{about}.\n\n{table(found)}\n{sentence}")
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
