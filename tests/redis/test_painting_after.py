"""What is painted after pictures, and a film of it, through the worker's task."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageStat

pytest.importorskip("torch")

from jobs.events import Progress
from jobs.records import State
from jobs.requests import Role, Verb
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
from worker.gpu.studio import Studio
from worker.gpu.tasks import paint

pytestmark = TORCH


def test_a_film_of_the_grid_forming_is_kept_where_one_is_asked_for(studio: Studio, ask: Ask) -> None:
    job, plain = ask(film=True, steps=5), ask(steps=5)
    paint(job)
    paint(plain)
    kept = ended(studio, job).pictures
    with picture(studio.pictures, kept.film) as film:
        assert film.format == "WEBP"
        assert film.n_frames in {5, 6}  # WebP makes one frame of two that are equal
        film.seek(film.n_frames - 1)
        last, grid = film.convert("RGB"), picture(studio.pictures, kept.grid)
    assert last.size == grid.size
    assert np.abs(np.asarray(last, float) - np.asarray(grid.convert("RGB"), float)).mean() < 20  # quality 60 of noise
    assert ended(studio, plain).pictures.film is None


def test_the_pictures_of_a_prompt_are_painted_after(studio: Studio, ask: Ask) -> None:
    out = io.BytesIO()
    Image.new("RGB", (80, 40), (200, 30, 30)).save(out, "png")
    studio.pictures.put("given/abc.png", out.getvalue())
    references = [{"role": Role.STYLE, "key": "given/abc.png"}]
    jobs = [ask(seed=3, references=references, style_weight=weight) for weight in (0, 1000)]
    for job in jobs:
        paint(job)
    plain, red = (
        np.asarray(picture(studio.pictures, ended(studio, job).pictures.grid), float).reshape(-1, 3).mean(0)
        for job in jobs
    )
    assert np.abs(red - [200, 30, 30]).sum() < np.abs(plain - [200, 30, 30]).sum()


def test_a_picture_that_is_gone_is_said_and_not_painted_around(studio: Studio, ask: Ask) -> None:
    job = ask(references=[{"role": Role.CHARACTER, "key": "given/none.png"}])
    paint(job)
    assert ended(studio, job).error_code == "job_unknown"


class NoRed:
    """A checker that lets no red picture pass."""

    name = "no red"

    def passes(self, picture: Image.Image) -> bool:
        red, green, _ = ImageStat.Stat(picture).mean
        return red < 150 or green > 100


@pytest.mark.parametrize("verb", [Verb.IMAGINE, Verb.BLEND])
def test_nothing_is_painted_from_a_picture_that_does_not_pass_the_checks(studio: Studio, ask: Ask, verb: Verb) -> None:
    studios.install(replace(studio, checkers={"tiny": (NoRed(),)}))
    references = []
    for name, colour in (("blue", (30, 30, 220)), ("red", (220, 30, 30))):
        out = io.BytesIO()
        Image.new("RGB", (50, 40), colour).save(out, "png")
        studio.pictures.put(f"given/{name}.png", out.getvalue())
        references.append({"role": Role.IMAGE, "key": f"given/{name}.png"})
    refused, passed = ask(verb=verb, references=references), ask(verb=verb, references=references[:1])
    paint(refused)
    failed = ended(studio, refused)
    assert failed.state is State.FAILED and failed.error_code == "given_refused" and failed.pictures.grid is None
    assert not any(event.step for event in events(studio) if isinstance(event, Progress))
    paint(passed)
    assert ended(studio, passed).error_code != "given_refused"
