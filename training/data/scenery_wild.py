"""Further backdrops that nobody made, and one made of sugar."""

from __future__ import annotations

import math

from training.data.canvas import Canvas, Colour, jitter


def autumn(c: Canvas) -> None:
    """Orange and red crowns over fallen leaves."""
    c.gradient(jitter(c.rng, (250, 226, 186)), jitter(c.rng, (252, 238, 210)), 0, 0.7)
    for _ in range(c.rng.randint(4, 5)):
        x, w = c.rng.random(), c.rng.uniform(0.015, 0.03)
        c.box(x - w, 0.15, x + w, 0.74, jitter(c.rng, (104, 66, 44)))
    leaves: tuple[Colour, ...] = ((226, 112, 34), (206, 62, 36), (240, 168, 46))
    for _ in range(c.rng.randint(9, 11)):
        c.ellipse(
            c.rng.random(), c.rng.uniform(0, 0.26), c.rng.uniform(0.1, 0.17), 0.11, jitter(c.rng, c.rng.choice(leaves))
        )
    c.hill(c.rng.uniform(0.66, 0.72), 0.02, jitter(c.rng, (196, 128, 60)))
    for _ in range(c.rng.randint(22, 30)):
        c.ellipse(c.rng.random(), c.rng.uniform(0.72, 0.99), 0.022, 0.012, jitter(c.rng, c.rng.choice(leaves)))


def cave(c: Canvas) -> None:
    """Dark rock, stalactites and one mouth of light."""
    c.gradient(jitter(c.rng, (52, 44, 50)), jitter(c.rng, (70, 58, 56)))
    x = c.rng.choice((0.24, 0.76))
    for r, colour in ((0.3, (92, 78, 74)), (0.23, (150, 134, 110)), (0.16, (232, 226, 186))):
        c.ellipse(x, 0.4, r, r * 1.15, colour)
    for _ in range(c.rng.randint(8, 11)):
        x, w = c.rng.random(), c.rng.uniform(0.03, 0.06)
        c.polygon([(x - w, 0), (x, c.rng.uniform(0.14, 0.34)), (x + w, 0)], jitter(c.rng, (36, 30, 36)))
    c.hill(c.rng.uniform(0.74, 0.8), 0.03, jitter(c.rng, (44, 36, 40)), 2)
    for _ in range(c.rng.randint(4, 6)):
        x, w = c.rng.random(), c.rng.uniform(0.03, 0.05)
        c.polygon([(x - w, 0.92), (x, c.rng.uniform(0.66, 0.78)), (x + w, 0.92)], jitter(c.rng, (60, 50, 54)))


def swamp(c: Canvas) -> None:
    """Olive water, reeds and lily pads."""
    c.gradient(jitter(c.rng, (150, 160, 116)), jitter(c.rng, (186, 188, 140)), 0, 0.55)
    for _ in range(c.rng.randint(4, 6)):
        x = c.rng.random()
        c.line([(x, 0.55), (x + 0.02, 0.1)], (70, 66, 50), 0.028)
        c.line([(x + 0.01, 0.3), (x + c.rng.choice((-0.12, 0.12)), 0.16)], (70, 66, 50), 0.014)
    c.box(0, 0.52, 1, 1, jitter(c.rng, (84, 96, 54)))
    for _ in range(c.rng.randint(7, 10)):
        x, y = c.rng.random(), c.rng.uniform(0.58, 0.98)
        c.ellipse(x, y, 0.07, 0.022, jitter(c.rng, (120, 150, 62)))
    for _ in range(c.rng.randint(10, 14)):
        x, tip = c.rng.random(), c.rng.uniform(0.36, 0.52)
        c.line([(x, 0.66), (x + c.rng.uniform(-0.02, 0.02), tip)], jitter(c.rng, (92, 116, 40)), 0.01)
        c.ellipse(x, tip, 0.012, 0.04, (104, 66, 40))


def lava(c: Canvas) -> None:
    """A smoking cone over black rock and glowing cracks."""
    c.gradient(jitter(c.rng, (90, 34, 40)), jitter(c.rng, (206, 84, 46)), 0, 0.7)
    x = c.rng.uniform(0.3, 0.7)
    for i in range(4):
        c.ellipse(x + (i % 2) * 0.07 - 0.03, 0.14 - 0.05 * i, 0.09 + 0.03 * i, 0.05, jitter(c.rng, (76, 64, 70)))
    c.polygon([(x - 0.45, 0.76), (x - 0.09, 0.18), (x + 0.09, 0.18), (x + 0.45, 0.76)], jitter(c.rng, (58, 40, 44)))
    c.polygon([(x - 0.08, 0.18), (x + 0.08, 0.18), (x + 0.05, 0.6), (x - 0.02, 0.4), (x - 0.06, 0.55)], (255, 130, 30))
    c.hill(c.rng.uniform(0.7, 0.74), 0.02, jitter(c.rng, (40, 28, 32)))
    for _ in range(c.rng.randint(5, 7)):
        x, y = c.rng.random(), c.rng.uniform(0.78, 0.96)
        c.line([(x, y), (x + 0.08, y + 0.03), (x + 0.17, y - 0.01)], (255, 140, 40), 0.02)


def garden(c: Canvas) -> None:
    """A clipped hedge, a white fence and a path."""
    c.gradient(jitter(c.rng, (186, 222, 246)), jitter(c.rng, (232, 244, 246)), 0, 0.4)
    for i in range(9):
        c.ellipse(i / 8, 0.36, 0.09, 0.09, jitter(c.rng, (48, 118, 64)))
    c.box(0, 0.38, 1, 0.62, jitter(c.rng, (48, 118, 64)))
    for _ in range(c.rng.randint(10, 14)):
        c.ellipse(
            c.rng.random(), c.rng.uniform(0.32, 0.5), 0.02, 0.02, c.rng.choice(((246, 130, 160), (250, 250, 250)))
        )
    for i in range(12):
        c.polygon(
            [
                (i / 11 - 0.022, 0.66),
                (i / 11 - 0.022, 0.48),
                (i / 11, 0.45),
                (i / 11 + 0.022, 0.48),
                (i / 11 + 0.022, 0.66),
            ],
            (252, 252, 250),
        )
    c.box(0, 0.53, 1, 0.56, (252, 252, 250))
    c.box(0, 0.64, 1, 1, jitter(c.rng, (146, 204, 110)))
    c.polygon([(0.42, 0.64), (0.58, 0.64), (0.8, 1), (0.2, 1)], jitter(c.rng, (228, 208, 176)))


def moonscape(c: Canvas) -> None:
    """Grey craters under a black sky with the earth in it."""
    c.gradient((6, 6, 14), jitter(c.rng, (20, 20, 34), 3))
    for _ in range(c.rng.randint(18, 26)):
        c.ellipse(c.rng.random(), c.rng.random() * 0.55, r := c.rng.uniform(0.003, 0.008), r, (240, 240, 240))
    x = c.rng.choice((0.16, 0.84))
    c.ellipse(x, 0.17, 0.1, 0.1, (60, 120, 210))
    c.ellipse(x - 0.02, 0.15, 0.05, 0.035, (90, 170, 90))
    c.ellipse(x + 0.03, 0.21, 0.035, 0.025, (240, 246, 250))
    c.hill(c.rng.uniform(0.54, 0.6), 0.02, jitter(c.rng, (166, 166, 172)))
    for _ in range(c.rng.randint(7, 10)):
        x, y, r = c.rng.random(), c.rng.uniform(0.64, 0.97), c.rng.uniform(0.04, 0.09)
        c.ellipse(x, y, r, r * 0.4, (128, 128, 136))
        c.ellipse(x, y + r * 0.1, r * 0.85, r * 0.28, (148, 148, 156))


def bamboo(c: Canvas) -> None:
    """Bright green stems with knots."""
    c.gradient(jitter(c.rng, (206, 230, 170)), jitter(c.rng, (170, 206, 130)), 0, 0.8)
    for i in range(c.rng.randint(8, 10)):
        x, w, green = (i + c.rng.random() * 0.7) / 9, c.rng.uniform(0.014, 0.026), jitter(c.rng, (88, 152, 58), 14)
        c.box(x - w, 0, x + w, 0.84, green)
        for knot in range(5):
            y = 0.06 + 0.17 * knot + 0.05 * (i % 3)
            c.line([(x - w, y), (x + w, y)], (58, 110, 40), 0.01)
        side = c.rng.choice((-1, 1))
        for leaf in range(2):
            y = 0.1 + 0.2 * leaf + c.rng.random() * 0.1
            c.polygon([(x, y), (x + side * 0.1, y + 0.02), (x + side * 0.04, y - 0.02)], (60, 128, 50))
    c.hill(c.rng.uniform(0.76, 0.82), 0.02, jitter(c.rng, (150, 128, 78)))


def candyland(c: Canvas) -> None:
    """Pink hills, lollipops and cream clouds."""
    c.gradient(jitter(c.rng, (190, 226, 250)), jitter(c.rng, (252, 222, 238)), 0, 0.6)
    c.hill(c.rng.uniform(0.44, 0.5), 0.06, jitter(c.rng, (250, 178, 210)))
    for _ in range(c.rng.randint(4, 5)):
        x, y, r = c.rng.random(), c.rng.uniform(0.2, 0.34), c.rng.uniform(0.06, 0.08)
        c.line([(x, y), (x, 0.66)], (252, 250, 246), 0.018)
        for ring, colour in enumerate(((236, 70, 120), (255, 250, 240), (236, 70, 120), (255, 250, 240))):
            c.ellipse(x, y, r * (1 - ring * 0.26), r * (1 - ring * 0.26), colour)
    c.hill(c.rng.uniform(0.6, 0.66), 0.03, jitter(c.rng, (176, 232, 200)))
    for i in range(c.rng.randint(12, 16)):
        angle = i * math.tau * 0.381966
        x, y = 0.5 + 0.46 * math.cos(angle), 0.84 + 0.13 * math.sin(angle)
        c.ellipse(x, y, 0.022, 0.018, c.rng.choice(((250, 210, 80), (240, 110, 150), (140, 120, 220), (255, 255, 255))))
