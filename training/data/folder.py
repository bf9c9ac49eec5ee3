"""A folder of an owner's pictures with their captions, made ready for training.

Words stand in `NAME.txt` beside `NAME.png`, in `captions.jsonl` or `metadata.jsonl` ({"file_name": ..., "text": ...}),
or in `metadata.csv` (file_name,text). Pictures are brought to the nearest of a few aspect buckets of about one area,
near duplicates are left out, and whatever cannot be used is named in a report, never skipped in silence.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from training.data.twins import Album

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
WORDS = frozenset({".txt", ".jsonl", ".csv"})
MOST_PIXELS = 80_000_000  #: of one picture; more is refused before it is decoded
LEAST_SIDE = 64  #: pixels
RATIOS = (0.5, 2 / 3, 0.75, 1.0, 4 / 3, 1.5, 2.0)  #: width over height


@dataclass(frozen=True, slots=True)
class Example:
    """One picture in its bucket."""

    name: str
    picture: Image.Image  #: RGB, both sides multiples of the step
    caption: str


@dataclass(slots=True)
class Report:
    """What was left out, and why: file name -> reason."""

    left_out: dict[str, str] = field(default_factory=dict)


class NothingToLearn(ValueError):
    """No picture of the folder can be used."""

    def __init__(self, folder: Path, report: Report) -> None:
        reasons = "; ".join(f"{name}: {why}" for name, why in list(report.left_out.items())[:5])
        super().__init__(f"No picture in {folder} can be used. {reasons or 'It holds none'}.")


def bucket(width: int, height: int, side: int, step: int) -> tuple[int, int]:
    """The sides of the nearest bucket: about side * side pixels, multiples of `step`."""
    ratio = min(RATIOS, key=lambda known: abs(np.log(known * height / width)))
    wide = side * ratio**0.5
    return max(step, round(wide / step) * step), max(step, round(wide / ratio / step) * step)


def captions(folder: Path) -> dict[str, str]:
    """Words by file name. Raises ValueError for a list that cannot be read."""
    found: dict[str, str] = {}
    for row in _rows(folder):
        if {"file_name", "text"} <= row.keys():
            found[str(row["file_name"])] = str(row["text"] or "").strip()
    for path in folder.iterdir():
        if path.suffix.lower() in SUFFIXES and (words := path.with_suffix(".txt")).is_file():
            found[path.name] = words.read_text("utf-8-sig", errors="replace").strip()
    return found


def _rows(folder: Path) -> Iterator[dict[str, object]]:
    for name in ("captions.jsonl", "metadata.jsonl"):
        if (path := folder / name).is_file():
            for line in filter(str.strip, path.read_text("utf-8-sig").splitlines()):
                yield _row(line, path)
    if (path := folder / "metadata.csv").is_file():
        with path.open(encoding="utf-8-sig", newline="") as lines:
            try:
                yield from (dict(row) for row in csv.DictReader(lines))
            except csv.Error as error:
                raise ValueError(f"{path}: {error}") from error


def _row(line: str, path: Path) -> dict[str, object]:
    """Raises ValueError, with the list's name, for what is no JSON object."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{path} has a line that is no JSON: {line[:60]}") from error
    if not isinstance(row, dict):
        raise ValueError(f"{path} has a line that is no JSON object: {line[:60]}")
    return row


def _deep(picture: Image.Image) -> bool:
    """Whether it is grey with more than 8 bits, which Pillow would clip to white."""
    return picture.mode in ("I", "F") or picture.mode.startswith("I;16")


def _shallow(picture: Image.Image) -> Image.Image:
    """A deep grey picture with 8 bits: of 16 (also I and F beyond 255), of 8, or of floats up to 1.

    Raises ValueError for levels that no such picture holds."""
    levels = np.asarray(picture).astype(np.float32)
    if not (levels.min() >= 0 and levels.max() <= 65535):  # nor for what is no number
        raise ValueError("its levels do not lie between 0 and 65535")
    sixteen = picture.mode.startswith("I;16") or levels.max() > 255
    top = 65535 if sixteen else 1 if picture.mode == "F" and levels.max() <= 1 else 255
    grey = Image.fromarray((levels * (255 / top)).round().astype(np.uint8)).convert("RGBA")
    if (clear := picture.info.get("transparency")) is not None:
        grey.putalpha(Image.fromarray((levels != clear).astype(np.uint8) * np.uint8(255)))
    return grey


def _opened(path: Path) -> Image.Image:
    """RGB, upright, over white where it is transparent. Raises ValueError or OSError for what cannot be used."""
    with Image.open(path) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError(f"{picture.width} x {picture.height} pixels are too many")
        if min(picture.size) < LEAST_SIDE:
            raise ValueError(f"{picture.width} x {picture.height} pixels are too few")
        upright = ImageOps.exif_transpose(picture)
        upright = _shallow(upright) if _deep(upright) else upright.convert("RGBA")
        white = Image.new("RGBA", upright.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, upright).convert("RGB")


def read(folder: Path, side: int, step: int = 8) -> tuple[list[Example], Report]:
    """Every usable picture with its words, and what was left out.

    side: pixels of a square bucket; step: what both sides are multiples of. Raises NothingToLearn, and ValueError for a
    list of captions that cannot be read."""
    words, report, examples = captions(folder), Report(), list[Example]()
    album = Album()
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES:
            try:
                examples.append(_example(path, words.get(path.name, ""), side, step, album))
            except (ValueError, OSError, SyntaxError, Image.DecompressionBombError) as error:
                report.left_out[path.name] = str(error).splitlines()[0] if str(error) else type(error).__name__
        elif path.is_file() and path.suffix.lower() not in WORDS:
            report.left_out[path.name] = "it is no picture of a kind that can be read"
    there = {path.name for path in folder.iterdir()}
    report.left_out |= {name: "it does not lie in the folder itself" for name in words if name not in there}
    if not examples:
        raise NothingToLearn(folder, report)
    return examples, report


def _example(path: Path, words: str, side: int, step: int, album: Album) -> Example:
    """Raises ValueError for what cannot be used; puts the picture into the album."""
    if not words:
        raise ValueError("it has no caption")
    picture = _opened(path)
    if twin := album.twin(path.name, picture):
        raise ValueError(f"it is nearly the same as {twin}")
    size = bucket(*picture.size, side, step)
    return Example(path.name, ImageOps.fit(picture, size, Image.Resampling.LANCZOS), words)
