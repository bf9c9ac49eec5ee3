"""Further backdrops that people made."""

from __future__ import annotations

from training.data.canvas import Canvas, Colour, jitter
from training.data.scenery import PALE, SKY


def library(c: Canvas) -> None:
    """Shelves of books up to the ceiling."""
    c.box(0, 0, 1, 1, jitter(c.rng, (92, 58, 36)))
    spines: tuple[Colour, ...] = (
        (168, 48, 48),
        (46, 92, 140),
        (52, 120, 84),
        (204, 158, 70),
        (120, 70, 130),
        (224, 212, 184),
    )
    for row in range(4):
        top = 0.03 + 0.18 * row
        x = 0.02
        c.box(0.01, top, 0.99, top + 0.15, (56, 34, 22))
        while x < 0.95:
            wide, tall = c.rng.uniform(0.02, 0.045), c.rng.uniform(0.09, 0.14)
            c.box(x, top + 0.15 - tall, x + wide, top + 0.15, jitter(c.rng, c.rng.choice(spines)))
            x += wide + 0.006
    c.box(0, 0.76, 1, 1, jitter(c.rng, (150, 102, 62)))
    c.box(0, 0.76, 1, 0.78, (66, 42, 28))


def market(c: Canvas) -> None:
    """Striped awnings over stalls."""
    c.gradient(jitter(c.rng, (214, 236, 246)), jitter(c.rng, (240, 240, 232)), 0, 0.3)
    c.box(0, 0.2, 1, 0.72, jitter(c.rng, (238, 212, 166)))
    stripes: tuple[Colour, ...] = ((212, 52, 58), (40, 130, 150), (232, 150, 40))
    goods: tuple[Colour, ...] = ((226, 70, 50), (246, 190, 50), (110, 170, 60), (150, 80, 150))
    for i in range(2):
        left, colour = 0.02 + 0.5 * i, c.rng.choice(stripes)
        for j in range(8):
            x = left + 0.0575 * j
            c.box(x, 0.16, x + 0.0575, 0.34, colour if j % 2 else (252, 248, 240))
            c.ellipse(x + 0.029, 0.34, 0.029, 0.03, colour if j % 2 else (252, 248, 240))
        c.box(left + 0.02, 0.56, left + 0.44, 0.72, jitter(c.rng, (146, 96, 56)))
        for j in range(7):
            c.ellipse(left + 0.05 + 0.06 * j, 0.55, 0.033, 0.033, jitter(c.rng, c.rng.choice(goods)))
    c.box(0, 0.72, 1, 1, jitter(c.rng, (198, 186, 170)))


def playground(c: Canvas) -> None:
    """A slide and a swing on a sand pit."""
    c.gradient(jitter(c.rng, SKY), jitter(c.rng, PALE), 0, 0.55)
    c.hill(0.5, 0.02, jitter(c.rng, (120, 196, 120)))
    c.hill(c.rng.uniform(0.68, 0.72), 0.01, jitter(c.rng, (240, 150, 96)))
    a, b = (0.05, 0.62) if c.rng.random() < 0.5 else (0.62, 0.05)
    c.line([(a + 0.02, 0.7), (a + 0.08, 0.2), (a + 0.14, 0.7)], (224, 60, 60), 0.022)
    c.line([(a + 0.2, 0.7), (a + 0.26, 0.2), (a + 0.32, 0.7)], (224, 60, 60), 0.022)
    c.line([(a + 0.08, 0.2), (a + 0.26, 0.2)], (224, 60, 60), 0.022)
    c.line([(a + 0.15, 0.2), (a + 0.15, 0.55), (a + 0.2, 0.55), (a + 0.2, 0.2)], (90, 90, 100), 0.012)
    c.line([(b + 0.04, 0.72), (b + 0.04, 0.28)], (60, 100, 200), 0.02)
    c.line([(b + 0.12, 0.72), (b + 0.12, 0.28)], (60, 100, 200), 0.02)
    c.box(b + 0.02, 0.28, b + 0.14, 0.33, (60, 100, 200))
    c.polygon([(b + 0.12, 0.28), (b + 0.16, 0.28), (b + 0.36, 0.68), (b + 0.36, 0.74), (b + 0.3, 0.72)], (250, 206, 50))


def harbour(c: Canvas) -> None:
    """A quay, grey water, cranes and masts."""
    c.gradient(jitter(c.rng, (186, 206, 216)), jitter(c.rng, (222, 226, 222)), 0, 0.5)
    for _ in range(3):
        x, top = c.rng.random(), c.rng.uniform(0.08, 0.2)
        c.line([(x, 0.5), (x, top), (x + 0.16, top + 0.05)], (206, 96, 46), 0.018)
        c.line([(x - 0.05, top + 0.06), (x, top), (x + 0.14, top + 0.12)], (90, 90, 96), 0.008)
    boxes: tuple[Colour, ...] = ((190, 66, 50), (50, 108, 140), (214, 160, 60), (90, 130, 90))
    for i in range(8):
        tall = c.rng.choice((0.07, 0.14))
        c.box(0.125 * i, 0.5 - tall, 0.125 * i + 0.115, 0.5, jitter(c.rng, c.rng.choice(boxes)))
    c.box(0, 0.5, 1, 0.76, jitter(c.rng, (70, 116, 130)))
    for _ in range(8):
        x, y = c.rng.random(), c.rng.uniform(0.53, 0.72)
        c.line([(x, y), (x + 0.1, y)], (120, 164, 172), 0.01)
    c.box(0, 0.74, 1, 1, jitter(c.rng, (128, 122, 114)))
    for i in range(4):
        c.box(0.08 + 0.27 * i, 0.69, 0.12 + 0.27 * i, 0.77, (58, 52, 50))


def hall(c: Canvas) -> None:
    """Grey stone, banners and a red carpet."""
    c.box(0, 0, 1, 1, jitter(c.rng, (134, 128, 138)))
    for row in range(9):
        for column in range(5):
            x = column * 0.24 - (0.12 if row % 2 else 0)
            c.box(x, row * 0.085, x + 0.23, row * 0.085 + 0.078, jitter(c.rng, (148, 142, 150), 6))
    banner = c.rng.choice(((132, 30, 60), (36, 52, 130), (30, 100, 80)))
    for x in (0.12, 0.88):
        c.polygon([(x - 0.07, 0.06), (x + 0.07, 0.06), (x + 0.07, 0.44), (x, 0.52), (x - 0.07, 0.44)], banner)
        c.ellipse(x, 0.24, 0.035, 0.035, (236, 196, 70))
    c.box(0.38, 0.1, 0.62, 0.5, (70, 84, 130))
    c.ellipse(0.5, 0.12, 0.12, 0.09, (70, 84, 130))
    c.line([(0.5, 0.04), (0.5, 0.5)], (52, 48, 56), 0.014)
    c.box(0, 0.74, 1, 1, jitter(c.rng, (92, 86, 96)))
    c.polygon([(0.36, 0.74), (0.64, 0.74), (0.86, 1), (0.14, 1)], jitter(c.rng, (176, 30, 44)))


def kitchen(c: Canvas) -> None:
    """Turquoise cupboards, white tiles and a chequered floor."""
    c.box(0, 0, 1, 0.72, jitter(c.rng, (240, 244, 240), 4))
    for i in range(12):
        c.line([(i / 11, 0.28), (i / 11, 0.5)], (206, 220, 218), 0.008)
    for y in (0.28, 0.39, 0.5):
        c.line([(0, y), (1, y)], (206, 220, 218), 0.008)
    front = jitter(c.rng, (62, 166, 160))
    for i in range(4):
        c.box(0.25 * i + 0.012, 0.02, 0.25 * i + 0.238, 0.24, front)
        c.box(0.25 * i + 0.012, 0.54, 0.25 * i + 0.238, 0.74, front)
        c.ellipse(0.25 * i + 0.2, 0.2, 0.012, 0.012, (250, 240, 200))
        c.ellipse(0.25 * i + 0.2, 0.58, 0.012, 0.012, (250, 240, 200))
    c.box(0, 0.5, 1, 0.54, (146, 110, 80))
    for row in range(3):
        for column in range(8):
            light = (row + column) % 2
            c.box(
                column / 8,
                0.75 + row * 0.085,
                column / 8 + 0.125,
                0.84 + row * 0.085,
                (246, 240, 226) if light else (60, 66, 76),
            )
