"""The composition of one GPU worker: every part is built here, once, and given only what it needs."""

from __future__ import annotations

import os
import sys
import time

import redis
import torch

from jobs.caps import Caps
from jobs.catalog import Catalog
from jobs.fleet import Fleet
from jobs.line import Line
from jobs.pictures import PictureStore
from jobs.settings import SharedSettings
from jobs.stream import EventStream
from models.device import Device, choose_device
from models.loading import load
from models.safety import load_checker
from worker.gpu.guards import Guards
from worker.gpu.orders import card_for
from worker.gpu.painters import Painters
from worker.gpu.studio import Studio, install
from worker.gpu.worker import PaintWorker, introduce
from worker.settings import WorkerSettings

WARM_MODELS = 4  #: at most; fewer where their memory is needed


def run(settings: WorkerSettings, shared: SharedSettings) -> None:
    """Paint until SIGTERM. Call it in the main thread.

    Raises `models.errors.DeviceMissing`, `jobs.catalog.ModelsFileBroken`, `redis.ConnectionError`."""
    device = choose_device(None if settings.device == "auto" else settings.device)
    if threads := threads_for(settings.torch_threads, device, usable_cores()):
        torch.set_num_threads(threads)
    catalog = Catalog.from_toml(shared.models_file, shared.storybook)
    connection = redis.Redis.from_url(shared.redis_url)
    studio = compose(shared, connection, catalog, device)
    install(studio)
    status = introduce(settings.host_name, device.label, catalog.default)
    worker = PaintWorker(
        connection,
        studio.line,
        Fleet(connection, time.time),
        status,
        prepare=lambda: warm_up(studio),
        supervised=settings.supervised,
    )
    worker.work()


def threads_for(wanted: int, device: Device, cores: int) -> int:
    """CPU threads of torch; 0 leaves it to torch.

    A painter on the CPU leaves one core to bot, delivery and the rest: torch's threads wait for each other by spinning,
    so on two busy cores two of them did not finish in 180 s the grid that one finished in 5 s."""
    return wanted or (max(1, cores - 1) if device.kind == "cpu" else 0)


def usable_cores() -> int:
    """CPU cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def compose(shared: SharedSettings, connection: redis.Redis, catalog: Catalog, device: Device) -> Studio:
    """The studio on a Redis and a device; loads no model yet."""
    caps = Caps(running=shared.running_cap, waiting=shared.waiting_cap)
    line = Line(connection, time.time, caps)
    painters = Painters(catalog, lambda entry: load(card_for(entry), device), device.memory, WARM_MODELS)
    return Studio(
        ledger=line.ledger,
        line=line,
        events=EventStream(connection),
        pictures=PictureStore(shared.pictures),
        painters=painters,
        checkers=Guards(catalog, load_checker),
    )


def warm_up(studio: Studio) -> None:
    """Load the default model, so that nobody waits for it. Raises what `models.loading.load` raises."""
    studio.painters.get(None)
