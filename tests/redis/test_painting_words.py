"""Jobs that end in words, through the worker's task."""

from __future__ import annotations

import io

import pytest
from PIL import Image

pytest.importorskip("torch")

from jobs.records import State
from jobs.requests import Role, Verb
from tests.redis.painting import (  # noqa: F401
    TORCH,
    Ask,
    ask,
    ended,
    models_file,
    one_thread,
    studio,
    warm,
)
from worker.gpu.studio import Studio
from worker.gpu.tasks import paint

pytestmark = TORCH


def test_a_prompt_is_weighed_and_shortened(studio: Studio, ask: Ask) -> None:
    job = ask(verb=Verb.SHORTEN, text="a very red fox in the deep snow")
    paint(job)
    record = ended(studio, job)
    assert record.state is State.RENDERED and not record.pictures.tiles
    tokens = [finding.text for finding in record.findings if finding.kind == "token"]
    assert tokens == ["a", "very", "red", "fox", "in", "the", "deep", "snow"]
    assert [finding.kind for finding in record.findings].count("prompt") == 5


def test_who_cannot_tell_what_a_picture_shows_says_so(studio: Studio, ask: Ask) -> None:
    out = io.BytesIO()
    Image.new("RGB", (80, 40), (200, 30, 30)).save(out, "png")
    studio.pictures.put("given/abc.png", out.getvalue())
    job = ask(verb=Verb.DESCRIBE, references=[{"role": Role.IMAGE, "key": "given/abc.png"}])
    paint(job)
    record = ended(studio, job)
    assert record.error_code == "painting_failed" and "captioner" in str(record.error_values["reason"])
