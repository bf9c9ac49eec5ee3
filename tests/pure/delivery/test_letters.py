"""What travels: bodies, nonces, and how our own messages are known again."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.records import Person, Record, ReplyTo, job_id
from jobs.requests import JobId, PaintRequest
from messages import render
from messages.discord_form import as_json
from messages.naming import file_name
from worker.delivery.bot_door import jobs_of_final
from worker.delivery.desk import letter_of
from worker.delivery.letter import Attachment, Letter
from worker.delivery.once import earliest_message, nonce_of, snowflake_before
from worker.delivery.outcomes import TooLarge, refusal


def a_record(**more: Any) -> Record:
    request = PaintRequest(
        prompt="a fox", text="a fox", model="m", seed=1, width=64, height=64, steps=4, guidance_scale=1
    )
    to = ReplyTo(interaction_id=1, application_id=2, token="t", token_expires_at=0, channel_id=3)
    made = Record(id=job_id(1), request=request, person=Person(id=4, name="ann"), reply_to=to, created_at=time.time())
    return made.model_copy(update=more)


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**128 - 1))
def test_a_nonce_is_25_characters_and_no_two_jobs_share_one(one: int, other: int) -> None:
    nonces = [nonce_of(JobId(f"{number:032x}")) for number in (one, other)]
    assert all(len(nonce) == 25 and nonce.isalnum() for nonce in nonces)
    assert (nonces[0] == nonces[1]) == (one == other)


def test_the_search_is_bounded_by_when_the_job_was_made() -> None:
    record = a_record(created_at=1_700_000_000.0)
    made_then = snowflake_before(1_700_000_000.0)
    assert earliest_message(record) < made_then
    assert made_then >> 22 == 1_700_000_000_000 - 1_420_070_400_000


def test_an_edit_names_every_file_that_remains_so_that_old_ones_go() -> None:
    assert Letter({"content": "x"}).body()["attachments"] == []
    body = Letter({}, (Attachment("a.png", b"1", "a fox"), Attachment("b.png", b"2"))).body("n")
    assert body["attachments"] == [
        {"id": 0, "filename": "a.png", "description": "a fox"},
        {"id": 1, "filename": "b.png"},
    ]
    assert body["nonce"] == "n" and body["enforce_nonce"] is True


def test_a_multipart_body_is_the_json_and_then_the_files() -> None:
    letter = Letter({"content": "x"}, (Attachment("a.png", b"1"),))
    first, second = letter.parts([io.BytesIO(b"1")], "n")
    assert first["name"] == "payload_json" and json.loads(first["value"])["nonce"] == "n"
    assert second["name"] == "files[0]" and second["filename"] == "a.png" and second["value"].read() == b"1"


def test_a_final_is_known_again_by_its_buttons_or_its_file_and_a_progress_message_is_not() -> None:
    record = a_record()
    final = as_json(render.final(record))
    assert jobs_of_final(final) == {record.id}
    named = {"components": [], "attachments": [{"filename": file_name(record)}]}
    assert jobs_of_final(named) == {record.id}
    assert jobs_of_final(as_json(render.waiting(record))) == set()
    running = as_json(render.progress(record, 1, 4)) | {"attachments": [{"filename": file_name(record)}]}
    assert jobs_of_final(running) == set()
    assert jobs_of_final({"content": "hello"}) == set()


def test_a_letter_takes_the_bytes_of_its_pictures_from_the_store() -> None:
    record = a_record()
    letter = letter_of(render.progress(record, 1, 4, "job/preview-1.webp"), {"job/preview-1.webp": b"seen"})
    assert [file.data for file in letter.files] == [b"seen"]
    assert "attachments" not in letter.payload and letter.payload["components"]


@pytest.mark.parametrize(("status", "code", "large"), [(413, 0, True), (400, 40005, True), (403, 50013, False)])
def test_a_file_above_the_limit_is_told_from_other_refusals(status: int, code: int, large: bool) -> None:
    assert isinstance(refusal(status, code, ""), TooLarge) is large
