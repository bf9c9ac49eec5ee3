"""Region, zoom, pan and square through the worker's task, with a real Redis, a real store and a tiny pipeline."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")

from jobs.events import Progress
from jobs.records import State
from jobs.requests import JobId, Role, Side, Upscaler, Verb
from tests.redis.painting import (  # noqa: F401
    TORCH,
    Ask,
    ask,
    ended,
    events,
    models_file,
    one_thread,
    picture,
    studio,
    warm,
)
from worker.gpu.studio import Studio
from worker.gpu.tasks import paint

pytestmark = TORCH


@pytest.fixture
def parent(studio: Studio, ask: Ask) -> JobId:
    """A painted grid of four."""
    job = ask()
    paint(job)
    return job


def tiles(studio: Studio, job: JobId) -> list[np.ndarray]:
    """The stored tiles of a job that ended well, (H, W, 3)."""
    done = ended(studio, job)
    assert done.state is State.RENDERED, done.error_values
    return [np.asarray(picture(studio.pictures, key)) for key in done.pictures.tiles]


def put_mask(studio: Studio, box: tuple[int, int, int, int]) -> str:
    mask, out = Image.new("L", (64, 64)), io.BytesIO()
    mask.paste(255, box)
    mask.save(out, "png")
    studio.pictures.put("masks/one.png", out.getvalue())
    return "masks/one.png"


def test_a_region_is_painted_anew_in_four_ways_and_the_rest_stays(studio: Studio, ask: Ask, parent: JobId) -> None:
    job = ask(verb=Verb.REGION, parent=parent, tile=2, seed=11, mask=put_mask(studio, (0, 0, 32, 64)))
    paint(job)
    old, new = tiles(studio, parent)[1], tiles(studio, job)
    assert len(new) == 4 and ended(studio, job).pictures.grid
    assert all((tile[:, 34:] == old[:, 34:]).all() for tile in new)
    assert all((tile[:, :32] != old[:, :32]).any() for tile in new)
    assert ended(studio, job).provenance == ended(studio, parent).provenance
    told = [event for event in events(studio) if isinstance(event, Progress) and event.job == job]
    assert told[0].step == 0 and told[1].preview


def test_a_region_whose_mask_is_gone_is_said(studio: Studio, ask: Ask, parent: JobId) -> None:
    for mask in ("masks/gone.png", None):
        job = ask(verb=Verb.REGION, parent=parent, tile=1, mask=mask)
        paint(job)
        assert ended(studio, job).error_code == "job_unknown"


def test_a_zoom_keeps_the_frame_and_shows_the_tile_within(studio: Studio, ask: Ask, parent: JobId) -> None:
    job = ask(verb=Verb.ZOOM, parent=parent, tile=1, seed=11, zoom=2.0)
    paint(job)
    small = Image.fromarray(tiles(studio, parent)[0]).resize((32, 32), Image.Resampling.LANCZOS)
    for tile in tiles(studio, job):
        assert tile.shape == (64, 64, 3)
        assert (tile[20:44, 20:44] == np.asarray(small)[4:-4, 4:-4]).all()


@pytest.mark.parametrize(("side", "size"), [(Side.LEFT, (96, 64)), (Side.DOWN, (64, 96))])
def test_a_pan_adds_half_a_side(studio: Studio, ask: Ask, parent: JobId, side: Side, size: tuple[int, int]) -> None:
    job = ask(verb=Verb.PAN, parent=parent, tile=4, seed=11, side=side, width=size[0], height=size[1])
    paint(job)
    old = tiles(studio, parent)[3]
    for tile in tiles(studio, job):
        assert tile.shape == (size[1], size[0], 3)
        kept = tile[:, 32:] if side is Side.LEFT else tile[:64]
        assert (kept[4:-4, 4:-4] == old[4:-4, 4:-4]).all()


def test_a_long_picture_is_made_square(studio: Studio, ask: Ask) -> None:
    wide = ask(width=96, height=64)
    paint(wide)
    job = ask(verb=Verb.SQUARE, parent=wide, tile=1, seed=11, width=96, height=96)
    paint(job)
    old = tiles(studio, wide)[0]
    assert all(tile.shape == (96, 96, 3) and (tile[22:74] == old[6:-6]).all() for tile in tiles(studio, job))


def test_an_edit_of_an_upscaled_picture_keeps_its_pixels(studio: Studio, ask: Ask, parent: JobId) -> None:
    large = ask(verb=Verb.UPSCALE, parent=parent, tile=1)
    paint(large)
    job = ask(verb=Verb.PAN, parent=large, tile=1, seed=11, side=Side.RIGHT, width=96, height=64)
    paint(job)
    old = tiles(studio, large)[0]
    assert all(tile.shape == (128, 192, 3) and (tile[:, :120] == old[:, :120]).all() for tile in tiles(studio, job))


def test_a_creative_upscale_doubles_the_sides_and_invents(studio: Studio, ask: Ask, parent: JobId) -> None:
    jobs = [ask(verb=Verb.UPSCALE, parent=parent, tile=2, seed=11, upscaler=kind) for kind in Upscaler]
    for job in jobs:
        paint(job)
    subtle, creative = (tiles(studio, job) for job in jobs)
    assert [tile.shape for tile in subtle + creative] == [(128, 128, 3)] * 2
    assert (subtle[0] != creative[0]).any()
    told = [event for event in events(studio) if isinstance(event, Progress) and event.job == jobs[1]]
    assert len(told) > 1 and told[1].preview


def test_hd_doubles_every_tile_and_tells_its_progress_as_one(studio: Studio, ask: Ask) -> None:
    job = ask(hd=True)
    paint(job)
    assert [tile.shape for tile in tiles(studio, job)] == [(128, 128, 3)] * 4
    assert picture(studio.pictures, ended(studio, job).pictures.grid).size == (256, 256)
    told = [event for event in events(studio) if isinstance(event, Progress)]
    assert [event.step / event.steps for event in told] == sorted(event.step / event.steps for event in told)


def test_a_blend_of_two_pictures_is_a_grid_that_has_of_both(studio: Studio, ask: Ask) -> None:
    for name, colour in (("red", (220, 30, 30)), ("blue", (30, 30, 220))):
        out = io.BytesIO()
        Image.new("RGB", (50, 40), colour).save(out, "png")
        studio.pictures.put(f"given/{name}.png", out.getvalue())
    references = [{"role": Role.IMAGE, "key": f"given/{name}.png"} for name in ("red", "blue")]
    job = ask(verb=Verb.BLEND, references=references, text="", prompt="")
    paint(job)
    assert len(tiles(studio, job)) == 4
    gone = ask(verb=Verb.BLEND, references=[*references, {"role": Role.IMAGE, "key": "given/none.png"}])
    paint(gone)
    assert ended(studio, gone).error_code == "job_unknown"
