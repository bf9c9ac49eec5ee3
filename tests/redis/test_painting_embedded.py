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
from jobs.plan import plan
from jobs.preferences import Preferences
from jobs.prompt import parse
from jobs.records import State
from jobs.settings import SharedSettings
from models.device import choose_device
from tests.redis.making import record
from tests.redis.painting import TORCH, one_thread, picture  # noqa: F401
from worker.gpu import studio as studios
from worker.gpu.run import compose
from worker.gpu.tasks import paint

SHARED = SharedSettings()
WEIGHTS = SHARED.storybook / "model_index.json"
pytestmark = [*TORCH, pytest.mark.skipif(not WEIGHTS.is_file(), reason="the weights are not in this tree")]
LINKS = ("https://s.mj.run/qwErTy12", "https://cdn.discordapp.com/attachments/1/2/sea.png?ex=66&is=65&hm=ab")
PROMPT = (
    f"<{LINKS[0]}> {LINKS[1]} a red fox::2 in the snow::1 fog::-0.5 "
    "--ar 3:2 --v 6.0 --stylize 250 --chaos 10 --iw 1.5 --q .25"
)


def png(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(out, "png")
    return out.getvalue()


def test_a_prompt_written_for_midjourney_runs_unchanged(connection: redis.Redis, tmp_path: Path) -> None:
    # Given six parameters, weights and two links, as people wrote them for V6
    shared = SharedSettings(pictures=str(tmp_path))
    catalog = Catalog.from_toml(None, shared.storybook)
    studio = compose(shared, connection, catalog, choose_device("cpu"))
    studios.install(studio)
    given = GivenPictures(connection, studio.pictures)
    kept = {LINKS[0]: given.keep(1, png((220, 90, 30))), LINKS[1]: given.keep(1, png((30, 60, 200)))}
    (request,) = plan(parse(PROMPT), Preferences(), catalog, lambda: 7, kept=kept).requests
    job = record().model_copy(update={"request": request})
    assert studio.line.accept(job) and studio.line.submit(job)
    # If a worker paints it
    paint(job.id)
    # I expect four pictures in its shape
    done = studio.ledger.get(job.id)
    assert done.state is State.RENDERED, done.error_values
    tiles = [picture(studio.pictures, key) for key in done.pictures.tiles]
    assert [tile.size for tile in tiles] == [(request.width, request.height)] * 4 and request.width > request.height
