"""The pictures of docs/prompting.md: without the parameter on the left, with it on the right, and what was typed above.

Made for the first seed, whatever came of it. What changes no picture is shown by the messages that people get for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from benchmarks.measured.road import Painting, Road
from benchmarks.measured.trials import QUICK, TRIALS, reference, typed
from jobs.prompt import PARAMETERS, Parameter
from jobs.records import Person, Record, ReplyTo, job_id
from jobs.requests import PaintRequest
from messages import render
from messages.message import Message
from worker.gpu.pictures_of_job import grid_of

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images" / "parameters"
SEED = 0
SIDE, GAP, LINE = 256, 8, 18  #: pixels
MOST_BYTES = 25_000
WORDS = "a red fox in the snow"
PAPER, INK, FAINT = "white", "#1f2328", "#656d76"
CARD, CARD_INK, CARD_FAINT = "#313338", "#dbdee1", "#949ba4"


def write_all(road: Road, names: set[str]) -> None:
    """One file for each row of the table."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for row in PARAMETERS:
        if names and row.name not in names:
            continue
        picture = compared(road, row) if row.moves else messages(road, row)
        (FOLDER / f"{row.name}.webp").write_bytes(encoded(picture))


def encoded(picture: Image.Image) -> bytes:
    """WebP of at most 25 kB."""
    for quality in (85, 75, 65, 55, 45, 35, 25):
        out = io.BytesIO()
        picture.save(out, "webp", quality=quality, method=6)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def compared(road: Road, row: Parameter) -> Image.Image:
    """The trial of the row, both sides of it; a picture that is painted after comes first."""
    trial = next(trial for trial in TRIALS if trial.name == row.name)
    tiles = 4 if row.name in ("chaos", "seed", "weird", "stylize", "raw", "style") else 1
    panels = []
    if "{link}" in trial.after:
        panels.append(panel(reference(road, SEED), "the picture"))
    for form in (trial.before.partition(" --no")[0], trial.after):
        text = typed(road, trial, form.replace(QUICK, ""), SEED)
        panels.append(panel(shown(road.paint(" ".join(text.split()), SEED, tiles), row.name), caption(text)))
    if row.name == "seed":
        text = typed(road, trial, trial.after.replace(QUICK, ""), SEED)
        again = road.paint(text, SEED + 1, tiles, afresh=True)
        panels = [panels[1], panel(shown(again, row.name), f"{caption(text)} (again)")]
    return beside(panels)


def caption(text: str) -> str:
    """What was typed, the link as a word."""
    return " ".join(re.sub(r"https://\S+", "[picture]", text).split())


def shown(painting: Painting, name: str) -> Image.Image:
    """What is looked at: a grid or a tile; the pattern of --tile four times; a few frames of a film."""
    tile = painting.tiles[0]
    if name == "tile":
        return grid_of([tile] * 4)
    if name == "video" and painting.film:
        with Image.open(io.BytesIO(painting.film)) as film:
            places = [film.n_frames * part // 4 for part in range(3)] + [film.n_frames - 1]
            frames = []
            for place in places:
                film.seek(place)
                frames.append(film.convert("RGB"))
        return grid_of(frames)
    return grid_of(painting.tiles) if len(painting.tiles) == 4 else tile


def panel(picture: Image.Image, text: str) -> Image.Image:
    """A picture, 256 pixels high (or 384 wide), under what was typed; --hd keeps its pixels beside the small one's."""
    scale = min(SIDE / picture.height, 384 / picture.width)
    size = (round(picture.width * scale), round(picture.height * scale))
    small = picture.resize(size, Image.Resampling.LANCZOS)
    lines = wrapped(text, small.width)
    made = Image.new("RGB", (small.width, small.height + LINE * len(lines) + 4), PAPER)
    draw = ImageDraw.Draw(made)
    for number, line in enumerate(lines):
        draw.text((0, LINE * number), line, INK, font(13))
    made.paste(small, (0, LINE * len(lines) + 4))
    return made


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The one that Pillow brings."""
    return ImageFont.load_default(size)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` pixels."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font(13).getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def beside(panels: Sequence[Image.Image]) -> Image.Image:
    """Panels in a row, their pictures on one line."""
    height = max(each.height for each in panels)
    row = Image.new("RGB", (sum(each.width + GAP for each in panels) - GAP, height), PAPER)
    x = 0
    for each in panels:
        row.paste(each, (x, height - each.height))
        x += each.width + GAP
    return row


def messages(road: Road, row: Parameter) -> Image.Image:
    """The messages that a person gets for the row's example, as `messages.render` says them, grids and all."""
    cards = []
    for number, (request, notes) in enumerate(road.planned(f"{WORDS} {row.example}", SEED)):
        record = record_of(request, number)
        final = render.final(record, notes=notes)
        grid = grid_of(road.paint(WORDS, request.seed, 4).tiles).resize((96, 96), Image.Resampling.LANCZOS)
        cards.append(card(final, grid, hidden=record.stealth))
    return stacked(cards)


def record_of(request: PaintRequest, number: int) -> Record:
    """A job of somebody called ann."""
    from jobs.plan import stealth_typed

    to = ReplyTo(interaction_id=1, application_id=1, token="-", token_expires_at=0, channel_id=1)
    person = Person(id=1, name="ann")
    return Record(
        id=job_id(1, number), request=request, person=person, reply_to=to, created_at=0,
        stealth=bool(stealth_typed(request)),
    )  # fmt: skip


def card(message: Message, grid: Image.Image, *, hidden: bool) -> Image.Image:
    """A message as Discord draws it, roughly."""
    text = message.content.replace("<@1>", "@ann").replace("**", "").replace("`", "")
    heading, *small = text.split("\n")
    lines = [(line, CARD_INK) for line in wrapped(heading, 420)]
    lines += [(line, CARD_FAINT) for note in small for line in wrapped(note.removeprefix("-# "), 420)]
    if hidden:
        lines.append(("Only you can see this", CARD_FAINT))
    made = Image.new("RGB", (440, LINE * len(lines) + grid.height + 24), CARD)
    draw = ImageDraw.Draw(made)
    for number, (line, colour) in enumerate(lines):
        draw.text((10, 8 + LINE * number), line, colour, font(13))
    made.paste(grid, (10, 14 + LINE * len(lines)))
    return made


def stacked(cards: Sequence[Image.Image]) -> Image.Image:
    """Messages below each other."""
    column = Image.new("RGB", (cards[0].width, sum(each.height + GAP for each in cards) - GAP), PAPER)
    y = 0
    for each in cards:
        column.paste(each, (0, y))
        y += each.height + GAP
    return column
