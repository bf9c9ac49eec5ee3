"""The task itself, with a real Redis, a real picture store and a tiny pipeline of random weights."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
import redis
from PIL import Image, ImageChops, ImageStat

pytest.importorskip("torch")

from jobs.catalog import Catalog
from jobs.events import Cancelled, Failed, JobEvent, Progress, Rendered
from jobs.line import Line
from jobs.records import State
from jobs.requests import JobId, Strength, Tile, Verb
from models.device import choose_device
from models.errors import ModelError, OutOfMemory
from models.order import OnStep, PaintOrder, StepSeen
from models.painting import Painter
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
from worker.gpu import studio as studios
from worker.gpu.painters import Painters
from worker.gpu.pictures_of_job import grid_of
from worker.gpu.run import threads_for
from worker.gpu.studio import Studio
from worker.gpu.tasks import paint

pytestmark = TORCH


def test_a_job_becomes_four_tiles_and_a_grid_and_says_so(studio: Studio, ask: Ask) -> None:
    job = ask()
    paint(job)
    done = ended(studio, job)
    assert done.state is State.RENDERED and done.attempt == 1
    tiles = [picture(studio.pictures, key) for key in done.pictures.tiles]
    assert [tile.size for tile in tiles] == [(64, 64)] * 4
    # the grid is the tiles, pixel by pixel
    assert picture(studio.pictures, done.pictures.grid).tobytes() == grid_of(tiles).tobytes()
    assert len({tile.tobytes() for tile in tiles}) == 4
    seen = events(studio)
    assert seen[-1] == Rendered(job=job, attempt=1)
    assert done.provenance["scheduler"].endswith("Scheduler") and done.provenance["revision"]


def test_a_tile_says_how_it_was_painted_in_words_that_other_programs_read(studio: Studio, ask: Ask) -> None:
    job = ask(negative="red")
    paint(job)
    text = picture(studio.pictures, ended(studio, job).pictures.tiles[1]).info["parameters"]
    assert text.splitlines()[:2] == ["a fox", "Negative prompt: red"]
    assert "Seed: 7," in text and "Size: 64x64" in text and text.endswith("Candidate: 1")


def test_the_first_preview_comes_with_the_first_step_and_then_seldom(studio: Studio, ask: Ask) -> None:
    job = ask(steps=12)
    paint(job)
    told = [event for event in events(studio) if isinstance(event, Progress)]
    assert told[0].step == 0 and told[0].preview is None
    assert told[1].step == 1
    shown = picture(studio.pictures, told[1].preview)
    assert shown.format == "WEBP" and shown.size[0] == shown.size[1] <= 512
    assert len(told) <= 2 + (time.time() - ended(studio, job).created_at) / 1.5


def test_the_same_request_paints_the_same_pictures(studio: Studio, ask: Ask) -> None:
    one, other = ask(), ask()
    paint(one)
    paint(other)
    bytes_of = [picture(studio.pictures, ended(studio, job).pictures.grid).tobytes() for job in (one, other)]
    assert bytes_of[0] == bytes_of[1]


def test_variations_start_from_the_parents_tile(studio: Studio, ask: Ask) -> None:
    parent = ask()
    paint(parent)
    tile: Tile = 2
    job = ask(verb=Verb.VARY, parent=parent, tile=tile, strength=Strength.SUBTLE, seed=11)
    paint(job)
    assert ended(studio, job).state is State.RENDERED
    old, new = ended(studio, parent), ended(studio, job)
    assert (
        picture(studio.pictures, new.pictures.grid).tobytes() != picture(studio.pictures, old.pictures.grid).tobytes()
    )


def test_an_upscaled_tile_is_one_picture_of_twice_the_side(studio: Studio, ask: Ask) -> None:
    parent = ask()
    paint(parent)
    job = ask(verb=Verb.UPSCALE, parent=parent, tile=3)
    paint(job)
    done = ended(studio, job)
    assert done.pictures.grid is None and len(done.pictures.tiles) == 1
    large, small = (
        picture(studio.pictures, key) for key in (done.pictures.tiles[0], ended(studio, parent).pictures.tiles[2])
    )
    assert large.size == (128, 128)
    difference = ImageChops.difference(large.resize(small.size, Image.Resampling.BOX), small.convert("RGB"))
    assert ImageStat.Stat(difference).rms[0] < 12
    # and variations of it go back to the size of the model
    again = ask(verb=Verb.VARY, parent=job, tile=1, strength=Strength.STRONG)
    paint(again)
    assert picture(studio.pictures, ended(studio, again).pictures.tiles[0]).size == (64, 64)


def test_a_variation_of_a_picture_that_is_gone_fails_in_words(studio: Studio, ask: Ask) -> None:
    job = ask(verb=Verb.VARY, parent=JobId("0" * 32), tile=1, strength=Strength.STRONG)
    paint(job)
    assert ended(studio, job).state is State.FAILED
    (failed,) = [event for event in events(studio) if isinstance(event, Failed)]
    assert failed.code == "job_unknown"


def test_a_cancelled_job_ends_between_two_steps(studio: Studio, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a job of many steps, whose owner presses Cancel after the first of them
    job = ask(steps=400)
    told: list[Progress] = []

    def listen(event: JobEvent) -> None:
        if isinstance(event, Progress):
            told.append(event)
            studio.line.cancel(job)

    monkeypatch.setattr(studio.events, "publish", listen)
    paint(job)
    # I expect it to end long before the last step, and the event to say so
    assert ended(studio, job).state is State.CANCELLED
    assert max(event.step for event in told) < 400
    assert any(isinstance(event, Cancelled) for event in events(studio))


def test_an_overtaken_worker_says_nothing(studio: Studio, ask: Ask, line: Line) -> None:
    job = ask()
    line.cancel(job)
    events(studio)
    paint(job)
    assert ended(studio, job).state is State.CANCELLED and events(studio) == []


class Broken:
    """A model that fails in a way of its own."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def paint(self, order: PaintOrder, on_step: OnStep) -> list[Image.Image]:
        on_step(StepSeen(index=0, total=4, preview=list))
        raise self.error


def with_painter(studio: Studio, painter: object) -> Studio:
    """The studio with another model behind every name."""
    catalog = studio.painters._catalog
    broken = replace(studio, painters=Painters(catalog, lambda entry: painter, 0, 4))  # type: ignore[arg-type,return-value]
    studios.install(broken)
    return broken


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (OutOfMemory(model="tiny", device="CPU", width=64, height=64), "out_of_memory", "64x64"),
        (ModelError(), "painting_failed", "The model failed"),
        (RuntimeError("shapes (2,3) differ\nmore"), "painting_failed", "shapes (2,3) differ"),
    ],
)
def test_what_goes_wrong_in_the_model_is_said_in_words(
    studio: Studio, ask: Ask, error: Exception, code: str, word: str
) -> None:
    with_painter(studio, Broken(error))
    job = ask()
    paint(job)
    failed = ended(studio, job)
    assert failed.state is State.FAILED and failed.error_code == code
    assert word in " ".join(map(str, failed.error_values.values())) or code == "out_of_memory"


def test_a_dead_device_ends_the_process_and_not_the_job(studio: Studio, ask: Ask) -> None:
    ends: list[int] = []
    broken = with_painter(studio, Broken(RuntimeError("CUDA error: an illegal memory access was encountered")))
    studios.install(replace(broken, end_process=lambda: ends.append(1)))
    job = ask()
    paint(job)
    assert ends == [1] and ended(studio, job).state is State.PAINTING


def test_a_redis_that_is_away_is_not_the_paintings_fault(studio: Studio, ask: Ask) -> None:
    with_painter(studio, Broken(redis.ConnectionError("gone")))
    job = ask()
    with pytest.raises(redis.ConnectionError):
        paint(job)
    assert ended(studio, job).state is State.PAINTING


class Strict:
    """A checker that lets nothing pass, or cannot work."""

    name = "strict"

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def passes(self, picture: Image.Image) -> bool:
        if self.error:
            raise self.error
        return False


@pytest.mark.parametrize(("error", "code"), [(None, "picture_refused"), (OSError("no weights"), "checker_down")])
def test_nothing_is_stored_or_shown_that_did_not_pass_the_checks(
    studio: Studio, ask: Ask, error: Exception | None, code: str
) -> None:
    studios.install(replace(studio, checkers={"tiny": (Strict(error),)}))
    job = ask()
    paint(job)
    failed = ended(studio, job)
    assert failed.state is State.FAILED and failed.error_code == code and failed.pictures.grid is None
    assert all(event.preview is None for event in events(studio) if isinstance(event, Progress))


def test_an_unknown_model_is_said(studio: Studio, ask: Ask) -> None:
    job = ask(model="nobody")
    paint(job)
    assert ended(studio, job).error_code == "unknown_model"


def test_models_leave_when_another_one_needs_their_place(studio: Studio, models_file: Path, tmp_path: Path) -> None:
    text = models_file.read_text()
    both = tmp_path / "both.toml"
    both.write_text(text + text.replace("[tiny]", "[second]"))
    catalog = Catalog.from_toml(both, tmp_path)
    painter = studio.painters.get("tiny")
    loaded: list[str] = []

    def load(entry: object) -> Painter:
        loaded.append(entry.name)  # type: ignore[attr-defined]
        return painter

    painters = Painters(catalog, load, memory=0, at_most=1)
    assert painters.get("tiny") is painter
    painters.get("tiny")
    painters.get("second")
    assert painters.names == ("second",) and loaded == ["tiny", "second"]


@pytest.mark.parametrize(("wanted", "cores", "threads"), [(0, 2, 1), (0, 1, 1), (0, 8, 7), (3, 2, 3)])
def test_a_painter_on_the_cpu_leaves_a_core_to_the_others(wanted: int, cores: int, threads: int) -> None:
    assert threads_for(wanted, choose_device("cpu"), cores) == threads
