"""Flat picture-book backdrops, one function each, varied by the canvas's generator."""

from __future__ import annotations

from training.data.canvas import Canvas, Colour, jitter

SKY: Colour = (150, 208, 245)
PALE: Colour = (222, 240, 250)


def snow(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, (176, 206, 232)), jitter(c.rng, (226, 238, 248)), 0, 0.6)
    c.hill(c.rng.uniform(0.42, 0.5), 0.05, jitter(c.rng, (206, 222, 240)))
    c.hill(c.rng.uniform(0.58, 0.64), 0.03, jitter(c.rng, (246, 250, 255), 4))
    for _ in range(c.rng.randint(10, 18)):
        c.ellipse(c.rng.random(), c.rng.random(), r := c.rng.uniform(0.006, 0.014), r, (255, 255, 255))


def forest(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, (92, 148, 96)), jitter(c.rng, (66, 120, 72)), 0, 0.75)
    for _ in range(c.rng.randint(5, 7)):
        x, w = c.rng.random(), c.rng.uniform(0.02, 0.04)
        c.box(x - w, 0.1, x + w, 0.8, jitter(c.rng, (86, 62, 44)))
    for _ in range(c.rng.randint(7, 9)):
        x, y = c.rng.random(), c.rng.uniform(0.0, 0.2)
        c.ellipse(x, y, c.rng.uniform(0.14, 0.22), c.rng.uniform(0.1, 0.16), jitter(c.rng, (30, 92, 46)))
    c.hill(c.rng.uniform(0.7, 0.76), 0.02, jitter(c.rng, (44, 84, 40)), 2)


def beach(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, (126, 202, 248)), jitter(c.rng, (204, 236, 252)), 0, 0.42)
    c.gradient(jitter(c.rng, (24, 134, 190)), jitter(c.rng, (74, 190, 214)), 0.4, 0.72)
    c.hill(c.rng.uniform(0.62, 0.68), 0.02, (236, 248, 250), 1.5)
    c.hill(c.rng.uniform(0.66, 0.71), 0.02, jitter(c.rng, (246, 220, 158)), 1)
    c.sun(c.rng.uniform(0.78, 0.9), 0.13, 0.08, (255, 240, 170))


def space(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, (14, 14, 44), 5), jitter(c.rng, (42, 26, 84), 6))
    for _ in range(c.rng.randint(24, 36)):
        c.ellipse(c.rng.random(), c.rng.random(), r := c.rng.uniform(0.004, 0.011), r, (250, 246, 220))
    x, y, r = c.rng.choice((0.12, 0.88)), c.rng.uniform(0.1, 0.25), c.rng.uniform(0.06, 0.11)
    c.ellipse(x, y, r, r, jitter(c.rng, c.rng.choice(((206, 130, 90), (126, 150, 214), (190, 120, 190)))))


def desert(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, (250, 214, 150)), jitter(c.rng, (252, 234, 196)), 0, 0.6)
    c.sun(c.rng.uniform(0.1, 0.9), c.rng.uniform(0.1, 0.2), 0.09, (255, 250, 220))
    c.hill(c.rng.uniform(0.42, 0.5), 0.07, jitter(c.rng, (224, 158, 88)))
    c.hill(c.rng.uniform(0.6, 0.68), 0.05, jitter(c.rng, (206, 128, 62)))


def meadow(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, SKY), jitter(c.rng, PALE), 0, 0.5)
    c.hill(c.rng.uniform(0.4, 0.46), 0.04, jitter(c.rng, (150, 206, 92)))
    c.hill(c.rng.uniform(0.52, 0.6), 0.03, jitter(c.rng, (118, 188, 72)))
    petals: tuple[Colour, ...] = ((244, 96, 120), (252, 214, 80), (250, 250, 250), (190, 110, 210))
    for _ in range(c.rng.randint(16, 24)):
        r = c.rng.uniform(0.014, 0.026)
        c.ellipse(c.rng.random(), c.rng.uniform(0.62, 0.98), r, r, c.rng.choice(petals))


def city(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, (196, 206, 222)), jitter(c.rng, (226, 226, 232)), 0, 0.7)
    x = -0.02
    while x < 1:
        wide, top = c.rng.uniform(0.14, 0.22), c.rng.uniform(0.05, 0.35)
        c.box(x, top, x + wide, 0.74, jitter(c.rng, c.rng.choice(((140, 116, 118), (112, 122, 146), (164, 138, 120)))))
        for row in range(5):
            for column in range(2):
                left, y = x + wide * (0.18 + 0.42 * column), top + 0.06 + 0.11 * row
                c.box(left, y, left + wide * 0.22, y + 0.045, (250, 232, 160))
        x += wide + c.rng.uniform(0.005, 0.02)
    c.box(0, 0.74, 1, 1, jitter(c.rng, (92, 92, 100)))
    for i in range(4):
        c.box(0.06 + 0.26 * i, 0.9, 0.18 + 0.26 * i, 0.92, (232, 228, 214))


def underwater(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, (36, 164, 190)), jitter(c.rng, (8, 78, 130)))
    for _ in range(c.rng.randint(8, 12)):
        x, y, r = c.rng.random(), c.rng.random() * 0.8, c.rng.uniform(0.012, 0.03)
        c.ellipse(x, y, r, r, (140, 214, 226))
        c.ellipse(x, y, r * 0.7, r * 0.7, (60, 160, 190))
    for _ in range(c.rng.randint(5, 8)):
        x, tip = c.rng.random(), c.rng.uniform(0.62, 0.8)
        c.polygon([(x - 0.03, 1), (x + c.rng.uniform(-0.03, 0.03), tip), (x + 0.03, 1)], jitter(c.rng, (26, 130, 100)))
    c.hill(c.rng.uniform(0.88, 0.92), 0.02, jitter(c.rng, (150, 160, 130)))


def mountains(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, (120, 176, 226)), jitter(c.rng, (236, 232, 226)), 0, 0.8)
    for x in (c.rng.uniform(0.05, 0.25), c.rng.uniform(0.7, 0.95), c.rng.uniform(0.4, 0.6)):
        top, half = c.rng.uniform(0.1, 0.25), c.rng.uniform(0.32, 0.42)
        c.polygon([(x - half, 0.78), (x, top), (x + half, 0.78)], jitter(c.rng, (112, 104, 128)))
        c.polygon([(x - half * 0.28, top + 0.15), (x, top), (x + half * 0.28, top + 0.15)], (246, 248, 252))
    c.hill(c.rng.uniform(0.7, 0.76), 0.02, jitter(c.rng, (96, 128, 92)))


def room(c: Canvas) -> None:
    """See its entry in `places`."""
    wall = jitter(c.rng, c.rng.choice(((240, 206, 190), (246, 216, 196))))
    c.box(0, 0, 1, 0.72, wall)
    left = c.rng.choice((0.06, 0.66))
    c.box(left, 0.08, left + 0.28, 0.4, (250, 246, 238))
    c.box(left + 0.02, 0.1, left + 0.26, 0.38, (164, 212, 240))
    c.line([(left + 0.14, 0.08), (left + 0.14, 0.4)], (250, 246, 238), 0.015)
    c.box(0, 0.69, 1, 0.72, (250, 240, 230))
    c.box(0, 0.72, 1, 1, jitter(c.rng, (168, 104, 70)))
    c.ellipse(0.5, 0.88, 0.4, 0.08, jitter(c.rng, (196, 76, 84)))


def farm(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, SKY), jitter(c.rng, PALE), 0, 0.6)
    x = c.rng.choice((0.2, 0.8))
    c.polygon([(x - 0.19, 0.3), (x, 0.12), (x + 0.19, 0.3)], jitter(c.rng, (110, 60, 56)))
    c.box(x - 0.16, 0.3, x + 0.16, 0.62, jitter(c.rng, (190, 52, 46)))
    c.box(x - 0.05, 0.42, x + 0.05, 0.62, (246, 236, 226))
    c.hill(c.rng.uniform(0.56, 0.6), 0.02, jitter(c.rng, (222, 190, 84)))
    for i in range(5):
        c.line([(0.5 + (i - 2) * 0.12, 0.62), (0.5 + (i - 2) * 0.42, 1)], jitter(c.rng, (186, 148, 58)), 0.02)


def clouds(c: Canvas) -> None:
    """See its entry in `places`."""
    c.gradient(jitter(c.rng, (70, 150, 236)), jitter(c.rng, (160, 208, 250)))
    for _ in range(c.rng.randint(5, 7)):
        x, y = c.rng.random(), c.rng.random()
        for dx, r in ((-0.09, 0.06), (0.0, 0.085), (0.09, 0.06)):
            c.ellipse(x + dx, y, r, r * 0.75, (250, 252, 255))
