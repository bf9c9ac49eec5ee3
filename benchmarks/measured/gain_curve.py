"""Gain against added time as a drawing, with intervals: SVG, which any browser shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from benchmarks.measured.paying import Gain

WIDTH, HEIGHT = 720, 400  #: pixels
LEFT, RIGHT, TOP, BOTTOM = 64, 250, 44, 52  #: pixels around the plot
NEAR = 14  #: pixels: marks that are nearer stand beside each other
TICKS = 5
PAPER, INK, FAINT = "#ffffff", "#1f2328", "#d0d7de"
COLOURS = ("#0969da", "#8250df", "#bf3989", "#bc4c00", "#1a7f37", "#6e7781")


@dataclass(frozen=True, slots=True)
class Scale:
    """Values between `low` and `high` on pixels between `start` and `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Round values, about `TICKS` of them."""
        rough = (self.high - self.low) / TICKS
        step = next(step for step in _steps() if step >= rough)
        first = -(-self.low // step) * step
        return [first + i * step for i in range(int((self.high - first) / step) + 1)]


def _steps() -> list[float]:
    return [digit * 10.0**power for power in range(-6, 9) for digit in (1, 2, 5)]


def drawn(gains: Sequence[Gain], title: str) -> str:
    """The gains of all arms but the plain one as an SVG: percentage points over added time in percent."""
    added = [100 * (gain.time - 1) for gain in gains]
    low, high = min(0.0, *(gain.low for gain in gains)), max(0.0, *(gain.high for gain in gains))
    room = 0.08 * (high - low) or 1.0
    x = Scale(min(0.0, *added), max(*added, 1.0) * 1.08, LEFT, WIDTH - RIGHT)
    y = Scale(low - room, high + room, HEIGHT - BOTTOM, TOP)
    parts = [*_frame(x, y, title), *_marks(gains, _apart([x(value) for value in added]), y)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">'
    return "\n".join([head, *parts, "</svg>"]) + "\n"


def _apart(places: Sequence[float]) -> list[float]:
    """The places from left to right, moved so that none hides another; in the order given."""
    moved, last = list(places), -float(NEAR)
    for i in sorted(range(len(places)), key=lambda i: places[i]):
        moved[i] = last = max(places[i], last + NEAR)
    return moved


def _frame(x: Scale, y: Scale, title: str) -> list[str]:
    across = [
        line for value in y.ticks()
        for line in (_line(x.start, y(value), x.end, y(value), INK if abs(value) < 1e-9 else FAINT),
                     _text(x.start - 8, y(value) + 4, f"{value:+g}" if abs(value) > 1e-9 else "0", "end"))
    ]  # fmt: skip
    below = [_text(x(value), y.start + 18, f"{value:g} %") for value in x.ticks()]
    names = [
        _text((x.start + x.end) / 2, HEIGHT - 12, "added time"), _text(LEFT - 44, TOP - 12, "points", "start"),
    ]  # fmt: skip
    return [
        f"<title>{escape(title)}</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        _text(WIDTH / 2, 20, title, size=14), *across, *below, *names,
    ]  # fmt: skip


def _marks(gains: Sequence[Gain], places: Sequence[float], y: Callable[[float], float]) -> list[str]:
    """Every arm's interval and mean, and what it is called at the right."""
    parts = []
    for i, (gain, place) in enumerate(zip(gains, places, strict=True)):
        colour, at = COLOURS[i % len(COLOURS)], TOP + 14 + 40 * i
        parts += [
            _line(place, y(gain.low), place, y(gain.high), colour, 2), _dot(place, y(gain.gain), colour),
            _dot(WIDTH - RIGHT + 22, at - 4, colour), _text(WIDTH - RIGHT + 34, at, gain.arm, "start"),
            _text(WIDTH - RIGHT + 34, at + 16, said(gain), "start"),
        ]  # fmt: skip
    return parts


def said(gain: Gain) -> str:
    """An arm's gain with its interval, in percentage points."""
    return f"{gain.gain:+.1f} ({gain.low:+.1f} to {gain.high:+.1f})"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: int = 1) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"/>'


def _dot(x: float, y: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str = "middle", size: int = 12) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text {place} fill="{INK}">{escape(text)}</text>'
