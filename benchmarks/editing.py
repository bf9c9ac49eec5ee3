"""Do edits leave the rest alone, and can their border be seen? `python benchmarks/editing.py` (the embedded model; two
minutes of one core).

Sixteen seeds, each with words of its own; each grid's first tile is edited in seven ways. For each edit:
1. Outside of the painted part and its feather the largest difference of a pixel, 0..255, before encoding. Goal: 0.
   For a zoom the picture was made smaller once, and is compared with that.
2. The mean step between neighbouring pixels across the border (all pairs within the feather, and that of the border
   itself) over that inside the two parts which meet there, each for half, up to three feathers from the border and in
   the same directions, for a sky changes more from top to bottom than from left to right. Goal: at most 1.5, for each
   edit. Beside it stand the steps over the one line that shows most, with those of a plain paste there: what the
   model decoded, laid over the picture without matching.

Writes docs/images/editing.webp with `--pictures`.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of this folder, whose `queue.py` hides the standard library's; so imports follow

import numpy as np  # noqa: E402
import torch  # noqa: E402
from PIL import Image  # noqa: E402

import models.inpaint  # noqa: E402
from jobs.catalog import Catalog  # noqa: E402
from models.device import choose_device  # noqa: E402
from models.hd import in_detail  # noqa: E402
from models.inpaint import feather_of, repaint  # noqa: E402
from models.loading import load  # noqa: E402
from models.order import PaintOrder  # noqa: E402
from models.outpaint import FEATHER, Placed, extend, panned, squared, zoomed  # noqa: E402
from models.painting import Painter  # noqa: E402
from models.seam import feathered  # noqa: E402
from worker.gpu.orders import card_for  # noqa: E402

SEEDS = 16
RATIO_GOAL = 1.5
WORDS = (
    "a red fox in the snow", "a penguin on the beach", "a cat in a forest", "一只熊在山里",
    "a blue car in the desert at sunset", "an apple on a meadow", "a sailboat on the sea", "一朵向日葵在草地上",
)  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """One edit of one tile. `soft`: the feathered mask (H, W), 255 where it is new, 0 where nothing changes."""

    kind: str
    before: np.ndarray  #: (H, W, 3), what must be there outside; anything where `soft` is above 0
    after: Image.Image
    pasted: Image.Image  #: the same without matching and feather
    soft: np.ndarray
    near: np.ndarray  #: (H, W), what is at most three feathers away from the border

    def largest_outside(self) -> int:
        """The largest difference of a level where nothing may change."""
        apart = np.abs(np.asarray(self.after).astype(int) - self.before)
        return int(apart[self.soft == 0].max())

    def steps(self, picture: Image.Image) -> tuple[float, float, float]:
        """Mean steps between neighbours: within the border, inside the parts that meet there, and over the one line
        of the border that shows most."""
        levels, border, inside, weights = np.asarray(picture).astype(float), [], [], []
        lines: dict[int, list[float]] = {}
        for axis in (0, 1):
            step = np.abs(np.diff(levels, axis=axis)).mean(-1)
            soft, near = (pairs(values, axis) for values in (self.soft.astype(int), self.near))
            across = step[soft[0] != soft[1]]
            close = near[0] & near[1]
            sides = [step[close & (soft[0] == level) & (soft[1] == level)] for level in (0, 255)]
            border.append(across.sum())
            inside.append(np.mean([side.mean() if side.size else 0.0 for side in sides]))
            weights.append(across.size)
            for level, one in zip(np.minimum(*soft)[soft[0] != soft[1]], across, strict=True):
                lines.setdefault(int(level), []).append(float(one))
        most = max(float(np.mean(line)) for line in lines.values())
        return float(np.sum(border) / np.sum(weights)), float(np.average(inside, weights=weights)), most


def pairs(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Each value and its neighbour along `axis`."""
    count = values.shape[axis]
    return np.take(values, range(count - 1), axis), np.take(values, range(1, count), axis)


def soft_and_near(hole: Image.Image, feather: int) -> tuple[np.ndarray, np.ndarray]:
    """The feathered mask of `hole`, and what is near its border."""
    inverse = hole.point([255] + [0] * 255)
    near = [np.asarray(feathered(mask, 3 * feather)) > 0 for mask in (hole, inverse)]
    return np.asarray(feathered(hole, feather)), near[0] & near[1]


def storybook() -> tuple[Painter, PaintOrder]:
    """The embedded model, and an order of one picture in its native size."""
    entry = Catalog.from_toml(None, ROOT / "models" / "storybook").get()
    side = entry.native_size
    order = PaintOrder(
        prompt="", width=side, height=side, steps=entry.steps, guidance_scale=entry.guidance_scale, seed=0, candidates=1
    )
    return load(card_for(entry), choose_device("cpu")), order


def both(paint: object) -> tuple[Image.Image, Image.Image]:
    """What `paint` makes, and what it would have made with a plain paste in the place of the seam."""

    def paste(picture: Image.Image, painted: Image.Image, mask: Image.Image, device: str) -> Image.Image:
        return Image.composite(painted, picture, mask.point([0] * 255 + [255]))

    after = paint()[0]  # type: ignore[operator]
    with mock.patch.object(models.inpaint, "set_in", paste):
        return after, paint()[0]  # type: ignore[operator]


def extended(painter: Painter, order: PaintOrder, kind: str, tile: Image.Image, placed: Placed) -> Edit:
    """An edit that goes beyond the frame."""
    left, top, right, bottom = placed.box
    before = np.zeros((placed.frame[1], placed.frame[0], 3), int)
    inner = tile if tile.size == (right - left, bottom - top) else tile.resize(
        (right - left, bottom - top), Image.Resampling.LANCZOS)  # fmt: skip
    before[top:bottom, left:right] = np.asarray(inner)
    hole = Image.new("L", placed.frame, 255)
    hole.paste(0, placed.box)
    soft, near = soft_and_near(hole, feather_of((0, 0, *placed.frame), FEATHER))
    after, pasted = both(lambda: extend(painter, order, tile, placed))
    return Edit(kind, before, after, pasted, soft, near)


def region(painter: Painter, order: PaintOrder, kind: str, tile: Image.Image, box: tuple[int, int, int, int]) -> Edit:
    """A part painted anew."""
    hole = Image.new("L", tile.size)
    hole.paste(255, box)
    soft, near = soft_and_near(hole, feather_of((0, 0, *tile.size)))
    after, pasted = both(lambda: repaint(painter, order, tile, hole))
    return Edit(kind, np.asarray(tile).astype(int), after, pasted, soft, near)


def edits(painter: Painter, plain: PaintOrder, seed: int) -> Iterator[Edit]:
    """All edits of one seed's tile."""
    order = replace(plain, prompt=WORDS[seed % len(WORDS)], seed=seed)
    tile = painter.paint(order)[0]
    again, (w, h) = replace(order, seed=1000 + seed), tile.size
    yield region(painter, again, "region, a quarter", tile, (w // 2, 0, w, h // 2))
    yield region(painter, again, "region, the middle", tile, (w // 4, h // 4, w - w // 4, h - h // 4))
    yield extended(painter, again, "zoom 1.5", tile, zoomed(tile.size, tile.size, 1.5))
    yield extended(painter, again, "zoom 2", tile, zoomed(tile.size, tile.size, 2))
    yield extended(painter, again, "pan right", tile, panned(tile.size, (w * 3 // 2, h), "right"))
    yield extended(painter, again, "pan up", tile, panned(tile.size, (w, h * 3 // 2), "up"))
    wide = painter.paint(replace(order, width=w * 3 // 2))[0]
    yield extended(painter, again, "make square", wide, squared(wide.size))


def measure(painter: Painter, order: PaintOrder) -> dict[str, list[Edit]]:
    """Every edit of every seed, by its kind."""
    found: dict[str, list[Edit]] = {}
    for seed in range(SEEDS):
        for edit in edits(painter, order, seed):
            found.setdefault(edit.kind, []).append(edit)
    return found


def strip(painter: Painter, order: PaintOrder, found: dict[str, list[Edit]], path: Path) -> None:
    """Before and after: a column for each kind, a row for each of a few seeds."""
    kinds, rows = ("region, the middle", "zoom 1.5", "zoom 2", "pan right"), (0, 1, 3, 5)
    side, gap = 2 * order.width, 8
    sheet = Image.new("RGB", (6 * side + side // 2 + 6 * gap, len(rows) * (side + gap) - gap), "white")
    for y, row in enumerate(rows):
        tile = Image.fromarray(found["region, the middle"][row].before.astype(np.uint8))
        words = replace(order, prompt=WORDS[row % len(WORDS)], seed=1000 + row)
        shown = [tile, *(found[kind][row].after for kind in kinds), *in_detail(painter, words, [tile])]
        x = 0
        for picture in shown:
            width = side * picture.width // picture.height
            sheet.paste(picture.resize((width, side), Image.Resampling.BICUBIC), (x, y * (side + gap)))
            x += width + gap
    sheet.save(path, "webp", quality=80, method=6)


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", action="store_true", help="write docs/images/editing.webp too")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    painter, order = storybook()
    found = measure(painter, order)
    print(f"{platform.machine()}, Python {platform.python_version()}, {SEEDS} seeds")
    print(f"{'edit':20} {'outside':>8} {'border':>8} {'inside':>8} {'ratio':>6} {'line':>8} {'paste':>8}")
    worst, largest = 0.0, 0
    for kind, several in found.items():
        border, inside, line = np.mean([edit.steps(edit.after) for edit in several], axis=0)
        pasted = np.mean([edit.steps(edit.pasted)[2] for edit in several])
        outside = max(edit.largest_outside() for edit in several)
        worst, largest = max(worst, border / inside), max(largest, outside)
        print(f"{kind:20} {outside:8d} {border:8.2f} {inside:8.2f} {border / inside:6.2f} {line:8.2f} {pasted:8.2f}")
    if asked.pictures:
        strip(painter, order, found, ROOT / "docs" / "images" / "editing.webp")
    met = largest == 0 and worst <= RATIO_GOAL
    print(f"{'met' if met else 'MISSED'}: outside {largest} (0), border over inside at most {worst:.2f} ({RATIO_GOAL})")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
