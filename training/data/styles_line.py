"""Styles of lines: pencil and neon."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from training.data.grain import VARIANTS, Colours, Plane, blurred, light, noise, paper, picture, steps, wobble


@lru_cache(maxsize=32)
def hatching(size: int, angle: int, variant: int) -> Plane:
    """Pencil strokes at `angle` degrees: 0 on bare paper to 1 under the lead."""
    rng = np.random.default_rng((angle % 180, variant))
    sheet = Image.new("L", (size * 2, size * 2))
    draw = ImageDraw.Draw(sheet)
    gap = max(3.0, size / 44)
    for y in np.arange(0, size * 2, gap):
        x = -rng.uniform(0, size / 3)
        while x < size * 2:
            long, dark = rng.uniform(size / 5, size / 2), int(rng.uniform(130, 255))
            tremble = rng.uniform(-gap / 3, gap / 3, 2)
            draw.line((x, y + tremble[0], x + long, y + tremble[1]), fill=dark, width=max(1, size // 110))
            x += long + rng.uniform(0, size / 40)
    turned = sheet.rotate(angle, Image.Resampling.BILINEAR)
    half = size // 2
    return np.asarray(turned.crop((half, half, half + size, half + size)), dtype=np.float32) / 255


def pencil(flat: Image.Image, mask: Image.Image, seed: int) -> Image.Image:
    """Contours, and hatching that crosses where it is darker."""
    size, variant = flat.width, seed % VARIANTS
    rows, columns = wobble(size, variant, 0.006)
    tone: Plane = np.asarray(flat.convert("L"), dtype=np.float32)[rows, columns]
    within = np.asarray(mask, dtype=np.float32)[rows, columns] / 255
    soft = blurred(tone, size / 180)
    tone = soft * (0.55 + 0.45 * within) + 255 * 0.45 * (1 - within)
    outline = steps(soft) * (1.1 + 1.3 * within) + steps(blurred(within * 255, size / 256)) * 0.9
    lead = outline.clip(0, 230) * (0.8 + 0.25 * noise(size, 16, variant))
    for angle, above in ((45, 200.0), (-40, 140.0), (5, 84.0)):
        lead = lead + hatching(size, angle, variant % 2) * ((above - tone) / 60).clip(0, 1) * 105
    lead = lead + ((150 - tone) * 0.25).clip(0, 50)
    grey = 250 - lead.clip(0, 225) * (0.88 + 0.2 * paper(size, variant))
    return picture(grey[..., None] + np.asarray((1, 0, -5), np.float32))


def neon(flat: Image.Image, mask: Image.Image, seed: int) -> Image.Image:
    """Glowing tubes along the outlines, in the dark."""
    size, variant = flat.width, seed % VARIANTS
    pixels = np.asarray(flat.filter(ImageFilter.MedianFilter(3)), dtype=np.float32)
    within = np.asarray(mask, dtype=np.float32) / 255
    inside = np.asarray(mask.filter(ImageFilter.MinFilter(3)), dtype=np.float32) / 255
    edges = np.max([steps(pixels[..., channel]) for channel in range(3)], axis=0)
    tube = ((edges - 26) * 2.6).clip(0, 255) * inside
    rim = (steps(blurred(within * 255, size / 256)) * 2.4).clip(0, 255)
    vivid = _vivid(np.asarray(flat.filter(ImageFilter.MaxFilter(3)), dtype=np.float32))
    far = (steps(blurred(light(pixels), size / 128)) * 2.2).clip(0, 120) * (1 - within)
    lines = np.maximum(tube, rim)
    glow = blurred(lines, size / 26) * 1.5 + blurred(lines, size / 64)
    hue = _vivid(pixels.mean((0, 1), keepdims=True))
    backdrop = (
        np.asarray((10, 8, 26), np.float32)
        + far[..., None] / 255 * hue * 0.9
        + blurred(far, size / 40)[..., None] / 255 * hue
    )
    colour = np.asarray(picture(vivid).filter(ImageFilter.BoxBlur(size / 64)), dtype=np.float32)
    lit = (
        backdrop * (1 - 0.75 * inside[..., None])
        + vivid * lines[..., None] / 255
        + colour * glow[..., None] / 255 * 0.8
    )
    white = (lines - 190).clip(0, 65)[..., None] * 1.1
    return picture(lit + white + vivid * (inside[..., None] * 0.09) + 3 * noise(size, 5, variant)[..., None])


def _vivid(pixels: Colours) -> Colours:
    """The same hues as bright and saturated as light; greys become cold white."""
    high, low = pixels.max(axis=2, keepdims=True), pixels.min(axis=2, keepdims=True)
    spread = high - low
    pure = (pixels - low) / np.maximum(spread, 1) * 255
    share = (spread / 60).clip(0, 1)
    bright: Colours = pure * share + np.asarray((190, 225, 255), np.float32) * (1 - share)
    return bright
