"""/show on a picture of ours finds its job: by the file's name, and by what is written in the file."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from jobs.png_text import JOB
from jobs.records import Record
from tests.stories.people import Person, Seen

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


def written(text: str | None) -> bytes:
    """A PNG as the worker writes it, or one of somebody else."""
    info, out = PngInfo(), io.BytesIO()
    if text is not None:
        info.add_text(JOB, text)
    Image.new("RGB", (64, 64), "red").save(out, "png", pnginfo=info)
    return out.getvalue()


async def brought(person: Person, **options: str) -> Seen:
    """The picture that /show brings."""
    outcome = await person.outcome(await person.types("/show", **options))
    return await person.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["attachments"]))


async def link_of(street: Street, upload: str) -> str:
    town = street.town.sandbox.town
    return str(town.payloads.attachment(town.uploads[upload])["url"])


def is_of(record: Record, seen: Seen) -> bool:
    return record.request.prompt in seen.text and "U1" in seen.labels


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_picture_that_kept_its_name_is_shown_to_everybody(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    record, final = await street.painted(ann, f"a named fox {locale}")
    upload = await ann.uploads(final.raw["attachments"][0]["filename"], written(None))
    shown = await brought(ann, picture=upload)
    assert is_of(record, shown) and shown.raw["ephemeral_for"] is None


async def test_a_picture_that_was_renamed_is_read(street: Street) -> None:
    ann = await street.town.newcomer()
    record, _ = await street.painted(ann, "a renamed fox")
    upload = await ann.uploads("holiday.png", written(record.id))
    for options in ({"picture": upload}, {"job_id": f"<{await link_of(street, upload)}>"}):
        shown = await brought(ann, **options)
        assert is_of(record, shown) and shown.only_for(ann)


@pytest.mark.parametrize(("locale", "words"), in_both("No job of mine is written", "没有写着我的任务"))
async def test_a_picture_of_somebody_else_is_said_to_be_so(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    for data in (written(None), written("0" * 31), b"\x89PNG\r\n\x1a\n" + b"\xff" * 40):
        answer = await ann.reads_after(await ann.types("/show", picture=await ann.uploads("a.png", data)))
        assert answer.only_for(ann) and words in answer.text


async def test_the_picture_of_another_persons_job_brings_nothing(street: Street) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer()
    record, _ = await street.painted(ann, "a private fox")
    answer = await bob.reads_after(await bob.types("/show", picture=await bob.uploads("a.png", written(record.id))))
    assert answer.only_for(bob) and "private fox" not in answer.text


@pytest.mark.parametrize(("locale", "words"), in_both("by its id, or attach", "编号，或附上"))
async def test_nothing_at_all_is_answered(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    assert words in (await ann.answer_to(await ann.types("/show"))).text
