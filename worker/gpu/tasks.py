"""The task that RQ calls by its name: one job, from the claim to pictures in the store and an event in the stream.

The record is the only truth: whoever was overtaken (another worker has the job, the owner cancelled it) says nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from jobs.errors import AtelierError, JobUnknown
from jobs.ledger import Overtaken
from jobs.records import Pictures, Record
from jobs.requests import JobId, Verb
from models.errors import Stopped
from models.order import OnStep
from worker.gpu.blend import blend
from worker.gpu.checks import check
from worker.gpu.film import Film
from worker.gpu.hd import in_hd
from worker.gpu.imagine import imagine
from worker.gpu.in_words import TELLERS
from worker.gpu.painted import Painted
from worker.gpu.painting_errors import DeviceDead, painting
from worker.gpu.pan import pan
from worker.gpu.pictures_of_job import store, with_film
from worker.gpu.progress import Reporter
from worker.gpu.region import region
from worker.gpu.square import square
from worker.gpu.studio import Studio, current
from worker.gpu.upscale import upscale
from worker.gpu.vary import vary
from worker.gpu.zoom import zoom

log = logging.getLogger(__name__)
Paint = Callable[[Studio, Record, OnStep], Painted]

VERBS: Mapping[Verb, Paint] = {
    Verb.IMAGINE: in_hd(imagine), Verb.VARY: in_hd(vary), Verb.ZOOM: in_hd(zoom), Verb.BLEND: in_hd(blend),
    Verb.UPSCALE: upscale, Verb.REGION: region, Verb.PAN: pan, Verb.SQUARE: square,  # these keep their tile's pixels
}  # fmt: skip


def paint(job_id: str) -> None:
    """Paint one job. Raises `redis.RedisError` alone: then the worker hands the job back."""
    studio, job = current(), JobId(job_id)
    try:
        record = studio.ledger.begin(job)
    except (Overtaken, JobUnknown) as reason:
        log.info("job %s is not painted: %s", job, reason)
        return
    try:
        _attempt(studio, record)
    except (Overtaken, JobUnknown) as reason:
        log.info("job %s was taken from us: %s", job, reason)


def _attempt(studio: Studio, record: Record) -> None:
    """End the record one way or the other. Raises `Overtaken`, `JobUnknown`."""
    try:
        with painting(record.id):
            _paint_and_store(studio, record)
    except Stopped:
        studio.ledger.cancelled(record.id, record.attempt)
    except Overtaken:
        raise
    except DeviceDead:
        log.critical("job %s: the device is dead, and so is this process", record.id, exc_info=True)
        studio.end_process()
    except AtelierError as error:
        log.warning("job %s failed: %s", record.id, error, exc_info=error.__cause__)
        studio.ledger.failed(record.id, record.attempt, error)


def _paint_and_store(studio: Studio, record: Record) -> None:
    if tell := TELLERS.get(record.request.verb):
        told = tell(studio, record)
        studio.ledger.rendered(record.id, record.attempt, Pictures(), told.provenance, told.findings)
        return
    checkers = studio.checkers.get(record.request.model, ())
    reporter = Reporter(studio, record, checkers)
    reporter.begin()
    film = Film(reporter, checkers) if record.request.film else None
    painted = VERBS[record.request.verb](studio, record, film or reporter)
    check(checkers, painted.tiles)
    pictures = store(studio.pictures, record, painted)
    if film:
        pictures = with_film(studio.pictures, record, pictures, film.webp(painted.tiles))
    studio.ledger.rendered(record.id, record.attempt, pictures, painted.provenance)
