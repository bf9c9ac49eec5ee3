"""Where things stand: squares as centre x, centre y and edge, each in parts of what they stand in."""

from __future__ import annotations

from random import Random

Square = tuple[float, float, float]


def within(outer: Square, inner: Square) -> Square:
    """A square given in parts of another, in the parts that the other is given in."""
    (x, y, edge), (dx, dy, part) = outer, inner
    return x + (dx - 0.5) * edge, y + (dy - 0.5) * edge, edge * part


_COPIES: dict[int, tuple[tuple[Square, ...], ...]] = {
    1: (((0.5, 0.5, 1.0),),),
    2: (((0.25, 0.55, 0.49), (0.75, 0.55, 0.49)), ((0.26, 0.42, 0.5), (0.74, 0.66, 0.5))),
    3: (
        ((0.5, 0.26, 0.48), (0.25, 0.74, 0.48), (0.75, 0.74, 0.48)),
        ((0.25, 0.28, 0.48), (0.75, 0.28, 0.48), (0.5, 0.74, 0.48)),
        ((0.17, 0.6, 0.34), (0.5, 0.6, 0.34), (0.83, 0.6, 0.34)),
    ),
    4: (((0.26, 0.26, 0.46), (0.74, 0.26, 0.46), (0.26, 0.74, 0.46), (0.74, 0.74, 0.46)),),
    5: (
        ((0.32, 0.3, 0.31), (0.68, 0.3, 0.31), (0.16, 0.7, 0.3), (0.5, 0.7, 0.3), (0.84, 0.7, 0.3)),
        ((0.2, 0.22, 0.38), (0.8, 0.22, 0.38), (0.5, 0.5, 0.36), (0.2, 0.78, 0.38), (0.8, 0.78, 0.38)),
    ),
}  #: number -> ways of sharing one square without touching


def copies(count: int, rng: Random) -> tuple[Square, ...]:
    """Squares of `count` equal things within the square that they share, the farther ones first."""
    chosen = rng.choice(_COPIES[count])
    if count == 1:
        return chosen
    return tuple((x + rng.uniform(-0.012, 0.012), y + rng.uniform(-0.03, 0.03), edge) for x, y, edge in chosen)


def alone(rng: Random, edge: float) -> Square:
    """One square near the middle, standing on the ground."""
    swing = min(0.1, max(0.0, 0.48 - edge / 2))
    return 0.5 + rng.uniform(-swing, swing), _inside(0.92 - edge / 2 + rng.uniform(-0.1, 0.04), edge), edge


def two(relation: str, rng: Random) -> tuple[Square, Square]:
    """The first and the second of two that stand left, above or behind."""
    if relation == "above":
        x, upper, lower = 0.5 + rng.uniform(-0.12, 0.12), rng.uniform(0.36, 0.42), rng.uniform(0.36, 0.44)
        shift = rng.uniform(-0.05, 0.05)
        return (x + shift, upper / 2 + 0.05, upper), (x, 0.95 - lower / 2, lower)
    if relation == "behind":
        side, far, near = rng.choice((-1, 1)), rng.uniform(0.48, 0.54), rng.uniform(0.38, 0.42)
        return (0.5 - side * 0.1, 0.42, far), (0.5 + side * 0.16, 0.94 - near / 2, near)
    first, second = rng.uniform(0.38, 0.45), rng.uniform(0.38, 0.45)
    return _beside(rng, 0.26, first), _beside(rng, 0.74, second)


def three(rng: Random) -> tuple[Square, Square, Square]:
    """Three from left to right."""
    left, middle, right = (_beside(rng, x, rng.uniform(0.28, 0.31)) for x in (0.18, 0.5, 0.82))
    return left, middle, right


def _beside(rng: Random, x: float, edge: float) -> Square:
    y = 0.9 - edge / 2 + rng.uniform(-0.14, 0.04)
    return x + rng.uniform(-0.02, 0.02), _inside(y, edge), edge


def _inside(centre: float, edge: float) -> float:
    return min(max(centre, edge / 2), 1 - edge / 2)


def around(rng: Random, number: int) -> list[Square]:
    """Small squares of a crowd, the farther ones first; the middle stays free for who stands among them."""
    rows = sorted(rng.uniform(0.5, 0.98) for _ in range(number))
    placed = []
    for i, y in enumerate(rows):
        x = (i * 0.381966 + rng.uniform(-0.05, 0.05)) % 1.0  # the golden ratio spreads them
        placed.append((x, y, 0.1 + 0.1 * (y - 0.4) + rng.uniform(0, 0.02)))
    return placed
