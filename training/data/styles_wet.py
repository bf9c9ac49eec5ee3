"""Styles with water in them: watercolour and ink wash."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from training.data.grain import VARIANTS, Plane, blurred, light, noise, paper, picture, steps, wobble


def watercolour(flat: Image.Image, mask: Image.Image, seed: int) -> Image.Image:
    """Washes that bleed into one another, darker at their rims, on paper that shows at the border."""
    size, variant = flat.width, seed % VARIANTS
    rows, columns = wobble(size, variant, 0.012)
    wet = np.asarray(flat.filter(ImageFilter.GaussianBlur(size / 42)), dtype=np.float32)
    sharp = np.asarray(flat.filter(ImageFilter.MedianFilter(3)), dtype=np.float32)[rows, columns]
    within = np.asarray(mask, dtype=np.float32)[rows, columns, None] / 255
    pigment = sharp * (0.35 + 0.55 * within) + wet[rows, columns] * (0.65 - 0.55 * within)
    rim = steps(blurred(light(pigment), size / 128)) * (1.1 + 0.4 * noise(size, 9, variant))
    density = 0.8 + 0.25 * noise(size, 6, variant + 1) + 0.1 * paper(size, variant)
    density = density * (1 - 0.22 * (1 - within[..., 0]))
    ink = (255 - pigment) * density[..., None] * 0.95 + rim[..., None] * np.asarray((0.55, 0.5, 0.4), np.float32)
    sheet = np.asarray((252, 249, 240), np.float32) + 5 * paper(size, variant)[..., None]
    return picture(sheet - ink * _brushed_border(size, variant)[..., None])


def _brushed_border(size: int, variant: int) -> Plane:
    """1 where the wash reaches and 0 on the bare paper around it."""
    ramp = np.minimum(np.arange(size), np.arange(size)[::-1]).astype(np.float32) / size
    inside = np.minimum(ramp[:, None], ramp[None, :]) + 0.022 * noise(size, 11, variant + 3)
    border: Plane = ((inside - 0.028) * 60).clip(0, 1)
    return border


def ink(flat: Image.Image, mask: Image.Image, seed: int) -> Image.Image:
    """Black brushwork that bleeds into rice paper, the backdrop a few pale washes, and a red seal in a corner."""
    size, variant = flat.width, seed % VARIANTS
    rows, columns = wobble(size, variant, 0.014)
    tone, within = (np.asarray(image, dtype=np.float32)[rows, columns] for image in (flat.convert("L"), mask))
    within /= 255
    far = blurred(tone, size / 40)
    far = (far - far.mean()).clip(-120, 40)
    mist = (0.25 + 0.75 * np.linspace(0, 1, size, dtype=np.float32)[:, None] ** 1.5) * (
        0.8 + 0.4 * noise(size, 4, variant)
    )
    backdrop = (14 - 0.75 * far).clip(0, 110) * mist * (1 - within)
    halo = (blurred(within * 255, size / 28) / 255 * (1 - within)).clip(0, 1)
    washes = 0.45 * np.floor((255 - tone) / 43) * 43 * (0.85 + 0.3 * noise(size, 8, variant + 1)) * within
    soft = blurred(tone, size / 160)
    brush = (steps(soft) * 2.2 + steps(blurred(within * 255, size / 200)) * 0.8) * (
        0.9 + 0.6 * noise(size, 10, variant + 2)
    )
    brush = np.maximum(brush.clip(0, 225), ((96 - soft) * 3).clip(0, 200) * within)
    black = backdrop * (1 - 0.6 * halo) + washes + brush * (0.12 + 0.88 * (within > 0.02)) + 26 * halo
    sheet = np.asarray((246, 241, 228), np.float32) + 4 * paper(size, variant)[..., None]
    done = picture(sheet - black[..., None] * np.asarray((0.96, 0.94, 0.9), np.float32))
    _seal(done, seed)
    return done


def _seal(done: Image.Image, seed: int) -> None:
    size = done.width
    edge, left = size * 0.075, size * (0.89 if seed % 2 else 0.035)
    draw, top = ImageDraw.Draw(done), size * 0.05
    draw.rectangle((left, top, left + edge, top + edge), fill=(186, 40, 34))
    for i in (0.3, 0.55, 0.78):
        draw.line((left + edge * 0.2, top + edge * i, left + edge * 0.82, top + edge * i), fill=(244, 226, 214))
    draw.line((left + edge * 0.5, top + edge * 0.2, left + edge * 0.5, top + edge * 0.82), fill=(244, 226, 214))
