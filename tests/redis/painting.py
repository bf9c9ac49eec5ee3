"""A worker's studio on the CPU, with a tiny pipeline of random weights, and how jobs come to it.

Fixtures are imported by the tests that paint, and stand in no conftest, so that the others need no torch.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import redis
from PIL import Image

pytest.importorskip("torch")

import torch

from jobs.catalog import Catalog
from jobs.events import JobEvent
from jobs.pictures import PictureStore
from jobs.records import Record
from jobs.requests import JobId, PaintRequest
from jobs.settings import SharedSettings
from models.device import choose_device
from models.painting import Painter
from tests.models.tiny import saved
from tests.redis.making import record
from worker.gpu import studio as studios
from worker.gpu.painters import Painters
from worker.gpu.run import compose
from worker.gpu.studio import Studio

TORCH = [
    pytest.mark.torch,
    pytest.mark.filterwarnings(
        "ignore::FutureWarning:diffusers"
    ),  # its own defaults of schedulers, deprecated by itself
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # diffusers' Euler on NumPy 2
]

MODELS = """
[tiny]
source = "{source}"
clip = "{clip}"
native_size = 64
dtype = "fp32"
multiple = 16
languages = ["en"]
"""


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Tiny tensors are slower in many threads, and much slower on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def models_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One configured model: SD 1.5's shape with random weights."""
    folder = tmp_path_factory.mktemp("models")
    source = saved("sd", folder)
    path = folder / "models.toml"
    path.write_text(MODELS.format(source=source, clip=folder / "clip"))
    return path


@pytest.fixture(scope="session")
def warm() -> dict[str, Painter]:
    """Loaded once for all tests."""
    return {}


@pytest.fixture
def studio(connection: redis.Redis, models_file: Path, tmp_path: Path, warm: dict[str, Painter]) -> Iterator[Studio]:
    """A worker's studio on the CPU."""
    shared = SharedSettings(pictures=str(tmp_path / "pictures"), models_file=models_file)
    catalog = Catalog.from_toml(models_file, tmp_path)
    built = compose(shared, connection, catalog, choose_device("cpu"))
    for name in ("tiny",):
        warm[name] = warm.get(name) or built.painters.get(name)
    ready = replace(built, painters=Painters(catalog, lambda entry: warm[entry.name], 0, 4))
    studios.install(ready)
    yield ready


Ask = Callable[..., JobId]


@pytest.fixture
def ask(studio: Studio) -> Ask:
    """Put a job into the line as the bot does."""

    def ask(**request: object) -> JobId:
        fresh = record(created_at=time.time())
        wanted = {"model": "tiny", **request}
        asked = fresh.model_copy(
            update={"request": PaintRequest.model_validate({**fresh.request.model_dump(), **wanted})}
        )
        assert studio.line.accept(asked) and studio.line.submit(asked)
        return asked.id

    return ask


def events(studio: Studio) -> list[JobEvent]:
    """Everything that delivery would read."""
    return [event for _, event in studio.events.read("test", count=200, block_ms=10)]


def picture(store: PictureStore, key: str | None) -> Image.Image:
    """A stored picture. `key` must be there."""
    assert key is not None
    return Image.open(io.BytesIO(store.get(key)))


def ended(studio: Studio, job: JobId) -> Record:
    """The record as it is now."""
    return studio.ledger.get(job)
