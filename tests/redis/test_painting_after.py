"""What is painted after pictures, and a film of it, through the worker's task."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")

from jobs.requests import Role
from tests.redis.painting import (  # noqa: F401
    TORCH,
    Ask,
    ask,
    ended,
    models_file,
    one_thread,
    picture,
    studio,
    warm,
)
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
