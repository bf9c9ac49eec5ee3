"""Time of day and weather: what they do to a backdrop, and what falls before everything."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

TIMES: dict[str, tuple[float, float, float]] = {
    "day": (1.0, 1.0, 1.0),
    "sunset": (1.0, 0.72, 0.62),
    "night": (0.36, 0.42, 0.66),
    "sunrise": (1.0, 0.9, 0.94),
}  #: time of day -> factors on red, green and blue of the backdrop

_GREY: dict[str, tuple[float, float, float]] = {
    "rain": (0.72, 0.78, 0.86),
    "snowfall": (0.9, 0.93, 0.98),
    "fog": (0.95, 0.96, 0.98),
    "storm": (0.44, 0.46, 0.58),
}  #: weather -> factors on the backdrop
_SKIES = {"sunset": ((236, 92, 60), (255, 206, 110)), "sunrise": ((244, 176, 196), (255, 240, 190))}
OVERLAYS = 6  #: ready-made showers of each kind


def _scaled(picture: Image.Image, factors: tuple[float, float, float]) -> Image.Image:
    return picture.point([round(min(255.0, value * factor)) for factor in factors for value in range(256)])


def lit(picture: Image.Image, sky: Image.Image | None, time: str, weather: str, rng: Random) -> Image.Image:
    """The backdrop at this time of day and in this weather. sky: 255 where the sky is to be seen."""
    if time != "day":
        picture = _scaled(picture, TIMES[time])
    if sky is not None and time in _SKIES:
        _low_sun(picture, sky, time, rng)
    if sky is not None and time == "night":
        _stars_and_moon(picture, sky, rng)
    if weather != "clear":
        picture = _scaled(picture, _GREY[weather])
    if weather == "storm":
        _bolt(picture, rng)
    return picture


@lru_cache(maxsize=64)
def _evening(time: str, size: int, at: int) -> Image.Image:
    """A sky with a low sun, whose middle stands at `at` eighths of the width."""
    top, bottom = (np.asarray(colour, dtype=np.float32) for colour in _SKIES[time])
    y, x = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j].astype(np.float32)
    down = np.clip(y / 0.55, 0, 1)[..., None]
    glow = np.exp(-((x - at / 8) ** 2 + (y - 0.36) ** 2) / 0.03)[..., None]
    disc = (((x - at / 8) ** 2 + (y - 0.36) ** 2) < 0.085**2)[..., None]
    sky = top + (bottom - top) * down
    sky = sky + (np.asarray((255, 236, 160), dtype=np.float32) - sky) * glow * 0.8
    sky = np.where(disc, np.asarray((255, 110, 70) if time == "sunset" else (255, 250, 214), dtype=np.float32), sky)
    return Image.fromarray(sky.clip(0, 255).astype(np.uint8))


def _low_sun(picture: Image.Image, sky: Image.Image, time: str, rng: Random) -> None:
    at = rng.randint(1, 3) if time == "sunrise" else rng.randint(5, 7)
    picture.paste(_evening(time, picture.width, at), (0, 0), sky.point(lambda value: value * 0.85))


def _stars_and_moon(picture: Image.Image, sky: Image.Image, rng: Random) -> None:
    size = picture.width
    lights = Image.new("L", picture.size)
    draw = ImageDraw.Draw(lights)
    for _ in range(rng.randint(14, 24)):
        x, y, r = rng.random() * size, rng.random() * size * 0.5, size * rng.uniform(0.003, 0.008)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=rng.randint(150, 255))
    x, y, r = size * rng.choice((0.15, 0.85)), size * rng.uniform(0.1, 0.16), size * 0.07
    draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
    draw.ellipse((x - r * 0.3, y - r * 1.2, x + r * 1.5, y + r * 0.7), fill=0)
    picture.paste((255, 250, 214), (0, 0), ImageChops.multiply(lights, sky))


def _bolt(picture: Image.Image, rng: Random) -> None:
    size, x = picture.width, rng.choice((rng.uniform(0.1, 0.3), rng.uniform(0.7, 0.9)))
    points = [(x * size, 0.0)]
    for step in range(1, 6):
        x += rng.uniform(-0.09, 0.09)
        points.append((x * size, step * 0.11 * size))
    glow = Image.new("L", picture.size)
    ImageDraw.Draw(glow).line(points, fill=150, width=max(2, size // 20))
    picture.paste((190, 190, 255), (0, 0), glow.filter(ImageFilter.GaussianBlur(size / 30)))
    ImageDraw.Draw(picture).line(points, fill=(255, 255, 220), width=max(2, size // 50))


@lru_cache(maxsize=64)
def _shower(weather: str, size: int, variant: int) -> Image.Image:
    """Rain, snowflakes or a bank of fog as an alpha mask."""
    rng, mask = Random(f"{weather} {variant}"), Image.new("L", (size * 2, size * 2))
    draw = ImageDraw.Draw(mask)
    if weather == "snowfall":
        for _ in range(70):
            x, y, r = rng.random() * 2 * size, rng.random() * 2 * size, size * rng.uniform(0.012, 0.032)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=rng.randint(190, 255))
    if weather in ("rain", "storm"):
        for _ in range(90 if weather == "rain" else 130):
            x, y, long = rng.random() * 2.4 * size, rng.random() * 2 * size, size * rng.uniform(0.1, 0.22)
            draw.line((x, y, x - long * 0.3, y + long), fill=rng.randint(110, 210), width=max(1, size // 64))
    if weather == "fog":
        coarse = np.random.default_rng(variant).uniform(0, 1, (5, 4)).astype(np.float32)
        bank = coarse * 60 + np.linspace(120, 70, 5, dtype=np.float32)[:, None]
        return Image.fromarray(bank.astype(np.uint8)).resize((size, size), Image.Resampling.BICUBIC)
    return mask.reduce(2)


def fallen(picture: Image.Image, weather: str, seed: int) -> None:
    """Let it rain, snow or draw fog over the finished picture, in place."""
    if weather == "clear":
        return
    mask = _shower(weather, picture.width, seed % OVERLAYS)
    if weather != "fog":
        mask = ImageChops.offset(mask, seed * 37 % picture.width, seed * 53 % picture.height)
    colour = {"rain": (206, 224, 246), "storm": (186, 202, 236), "snowfall": (255, 255, 255), "fog": (226, 230, 234)}
    picture.paste(colour[weather], (0, 0), mask)
