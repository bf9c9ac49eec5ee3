"""Vary (Region): chosen cells and a prompt become a job with a mask."""

from __future__ import annotations

from bot.desk import Desk, Taken, Wish
from bot.orders.edit import taken_of
from bot.orders.pictures import sources_of, styles_named, with_pictures
from bot.orders.press import asked_by
from jobs import plan
from jobs.errors import Mistake, PicturesGone
from jobs.given import OURS, Sources
from jobs.prompt import parse
from jobs.records import Record, job_id
from jobs.requests import JobId, Tile
from messages.cell_drawing import is_black, mask_from, mask_of, numbered, size_of
from messages.cells import Cells, cells_for
from messages.region_panel import Region


class NothingChosen(Mistake):
    """A region without a cell."""

    code = "nothing_chosen"
    english = "Choose at least one part of the picture first."


def tile_of(desk: Desk, job: JobId, tile: Tile) -> bytes:
    """The PNG of one picture of a finished job. Raises `JobUnknown`, `PicturesGone`."""
    record: Record = desk.ledger.get(job)
    try:
        return desk.pictures.get(record.pictures.tiles[tile - 1])
    except (FileNotFoundError, IndexError) as error:
        raise PicturesGone from error


def panel_picture(desk: Desk, region: Region, person_id: int) -> tuple[Cells, bytes]:
    """How the picture is cut, and the picture with the cells drawn over it. Raises `JobUnknown`, `PicturesGone`,
    `PictureMissing`."""
    png = tile_of(desk, region.press.job, region.press.tile or 1)
    size = size_of(png)
    cells = cells_for(*size)
    return cells, numbered(png, cells, mask_for(desk, region, person_id, size))


def mask_for(desk: Desk, region: Region, person_id: int, size: tuple[int, int]) -> bytes:
    """An L PNG of that size, white where it is to be painted anew. Raises `PictureMissing`."""
    if not region.mask:
        return mask_of(size, cells_for(*size), region.bits)
    source = f"{OURS}{region.mask}"
    key = desk.given.known(person_id, [source])[source]
    try:
        return mask_from(desk.pictures.get(key), size)
    except FileNotFoundError as error:
        raise plan.PictureMissing(source=source) from error


def cells_of(desk: Desk, region: Region) -> Cells:
    """How the picture is cut. Raises `JobUnknown`, `PicturesGone`."""
    return cells_for(*size_of(tile_of(desk, region.press.job, region.press.tile or 1)))


def region_order(desk: Desk, wish: Wish, region: Region, text: str, fetched: Sources = plan.NOTHING) -> Taken:
    """The job that paints the chosen cells anew. Raises `PicturesFirst`, `NothingChosen`, `JobUnknown` or another
    `Mistake`."""
    asked = asked_by(desk, wish, region.press)
    size = size_of(tile_of(desk, asked.parent, asked.tile))
    mask = mask_for(desk, region, wish.person.id, size)
    if is_black(mask):
        raise NothingChosen
    key = f"{job_id(wish.reply_to.interaction_id)}/mask.png"
    request, typed = plan.region(asked.request, asked.parent, asked.tile, key, asked.seed), (parse(text),)
    shown, styles = asked.request.prompt, styles_named(desk, wish, typed)

    def decide(kept: Sources) -> Taken:
        planned = plan.remix(request, shown, text, desk.catalog, kept=kept, styles=styles)
        return taken_of(wish, asked, planned)

    taken = with_pictures(desk, wish, sources_of(typed), fetched, decide)
    desk.pictures.put(key, mask)
    return taken
