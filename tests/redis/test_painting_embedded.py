"""A prompt of Midjourney's people, painted by the embedded model, through the worker's task."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import redis
from PIL import Image

pytest.importorskip("torch")

from jobs.catalog import Catalog
from jobs.given import GivenPictures
from jobs.plan import describe, plan, shorten
from jobs.preferences import Preferences
from jobs.prompt import parse
from jobs.records import Record, State
from jobs.requests import PaintRequest
from jobs.settings import SharedSettings
from models.device import choose_device
from tests.redis.making import record
from tests.redis.painting import TORCH, one_thread, picture  # noqa: F401
from worker.gpu import studio as studios
from worker.gpu.run import compose
from worker.gpu.studio import Studio
from worker.gpu.tasks import paint

SHARED = SharedSettings()
WEIGHTS = SHARED.storybook / "model_index.json"
pytestmark = [*TORCH, pytest.mark.skipif(not WEIGHTS.is_file(), reason="the weights are not in this tree")]
CATALOG = Catalog.from_toml(None, SHARED.storybook)
LINKS = ("https://s.mj.run/qwErTy12", "https://cdn.discordapp.com/attachments/1/2/sea.png?ex=66&is=65&hm=ab")
PROMPT = (
    f"<{LINKS[0]}> {LINKS[1]} a red fox::2 in the snow::1 fog::-0.5 "
    "--ar 3:2 --v 6.0 --stylize 250 --chaos 10 --iw 1.5 --q .25"
)


def png(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(out, "png")
    return out.getvalue()


@pytest.fixture
def studio(connection: redis.Redis, tmp_path: Path) -> Studio:
    """A worker's studio with the embedded model alone."""
    shared = SharedSettings(pictures=str(tmp_path))
    built = compose(shared, connection, CATALOG, choose_device("cpu"))
    studios.install(built)
    return built


def painted(studio: Studio, request: PaintRequest) -> Record:
    """The job of the request, done."""
    job = record().model_copy(update={"request": request})
    assert studio.line.accept(job) and studio.line.submit(job)
    paint(job.id)
    done = studio.ledger.get(job.id)
    assert done.state is State.RENDERED, done.error_values
    return done


def test_a_prompt_written_for_midjourney_runs_unchanged(studio: Studio, connection: redis.Redis) -> None:
    # Given six parameters, weights and two links, as people wrote them for V6
    given = GivenPictures(connection, studio.pictures)
    kept = {LINKS[0]: given.keep(1, png((220, 90, 30))), LINKS[1]: given.keep(1, png((30, 60, 200)))}
    (request,) = plan(parse(PROMPT), Preferences(), CATALOG, lambda: 7, kept=kept).requests
    # If a worker paints it, I expect four pictures in its shape
    done = painted(studio, request)
    tiles = [picture(studio.pictures, key) for key in done.pictures.tiles]
    assert [tile.size for tile in tiles] == [(request.width, request.height)] * 4 and request.width > request.height


def test_what_it_has_painted_it_finds_words_for(studio: Studio, connection: redis.Redis) -> None:
    (request,) = plan(parse("a fox in the snow --ar 3:2 --seed 3 --q .5"), Preferences(), CATALOG, lambda: 7).requests
    given = GivenPictures(connection, studio.pictures)
    keys = [given.keep(1, studio.pictures.get(tile)) for tile in painted(studio, request).pictures.tiles]

    def told(key: str) -> list[str]:
        return [one.text for one in painted(studio, describe(key, Preferences(), CATALOG, 5)).findings]

    said = [told(key) for key in keys]
    assert all(len(four) == 4 and all(one.endswith("--ar 3:2") for one in four) for four in said)
    named = [["fox" in one and "snow" in one for one in four] for four in said]  # "on a snow field" is right, too
    assert sum(likeliest for likeliest, *_ in named) >= 3, "one of four in six steps may be painted badly"
    assert sum(map(sum, named)) >= 12
    assert "a fox in the snow" in said[0][0]
    assert told(keys[0]) == said[0]


def test_it_weighs_the_words_of_a_prompt(studio: Studio) -> None:
    told = painted(studio, shorten("a red fox in the snow", Preferences(), CATALOG)).findings
    worth = {one.text: one.weight for one in told if one.kind == "token"}
    assert min(worth[word] for word in ("red", "fox", "snow")) > max(worth[word] for word in ("a", "in", "the"))
    assert "red fox snow" in [one.text for one in told if one.kind == "prompt"]
