"""/blend: two to five pictures become a grid, in both languages."""

from __future__ import annotations

import pytest

from jobs.requests import Role, Verb
from tests.pure.given.pictures import encoded, scene
from tests.stories.people import Person

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


async def images(person: Person, count: int) -> dict[str, str]:
    """So many different uploads, by the names of the options."""
    files = [encoded(scene(size=(60 + 8 * n, 64)), "png") for n in range(count)]
    return {f"image{n}": await person.uploads(f"{n}.png", data) for n, data in enumerate(files, start=1)}


@pytest.mark.parametrize(("locale", "words"), in_both("Blend by", "融合"))
async def test_two_pictures_become_a_grid_with_its_buttons(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    record = await street.painter.paints(await ann.types("/blend", **await images(ann, 2)))
    record = await street.painter.ended(record.id)
    assert record.request.verb is Verb.BLEND and record.request.text == ""
    assert [one.role for one in record.request.references] == [Role.IMAGE, Role.IMAGE]
    final = await ann.sees(lambda seen: seen.id == str(record.final_message_id))
    assert words in final.text and {"U1", "V4", "🔄"} <= set(final.labels)
    # If Ann asks for another four, they are of the same pictures
    again = await street.painter.begins(await ann.presses("🔄", under=final))
    assert again.request.verb is Verb.BLEND and again.request.references == record.request.references
    # and what is shown may be pasted
    pasted = await street.painter.begins(await ann.types("/imagine", prompt=record.request.prompt))
    assert pasted.request.references == record.request.references


@pytest.mark.parametrize("dimensions", ["portrait", "square", "landscape"])
async def test_the_dimensions_beat_the_suffix(street: Street, dimensions: str) -> None:
    ann = await street.town.newcomer()
    await ann.answer_to(await ann.types("/prefer suffix", new_value="--ar 16:9"))
    uploads = await images(ann, 5)
    record = await street.painter.begins(await ann.types("/blend", dimensions=dimensions, **uploads))
    wide = record.request.width - record.request.height
    assert (wide > 0) is (dimensions == "landscape") and (wide < 0) is (dimensions == "portrait")
    assert len(record.request.references) == 5 and "16:9" not in record.request.prompt


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_one_bad_picture_stops_the_blend(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    uploads = await images(ann, 2) | {"image3": await ann.uploads("notes.txt", b"no picture")}
    await ann.types("/blend", **uploads)
    answer = await ann.reads("`notes.txt`")
    assert answer.only_for(ann) and street.town.desk.ledger.open_jobs(ann.id) == []
