"""--video: the film of the grid forming comes as a second file, wherever the picture goes."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image

from jobs.records import Record, State
from tests.stories.commands.conftest import Street, in_both
from tests.stories.people import Person, Seen
from tests.stories.post_office import noise, plain

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


def film() -> bytes:
    first, *others = [plain(64, shade) for shade in range(1, 5)]
    out = io.BytesIO()
    first.save(out, "webp", save_all=True, append_images=others, duration=100, loop=0)
    return out.getvalue()


async def filmed(street: Street, person: Person, *, limit: int = 10_000_000, reel: bytes = b"") -> tuple[Record, Seen]:
    """The person's grid with a film, delivered."""
    record = await street.painter.begins(await person.types("/imagine", prompt="a fox --video"))
    assert record.request.film
    reply_to = record.reply_to.model_copy(update={"upload_limit": limit})
    await asyncio.to_thread(street.painter.ledger.change, record.id, reply_to=reply_to)
    await street.painter.finishes(record, film=reel or film())
    done = await street.painter.ended(record.id)
    assert done.state is State.DELIVERED
    return done, await person.sees(lambda seen: seen.id == str(done.final_message_id))


def files(seen: Seen) -> list[str]:
    return [str(file["filename"]).rpartition("_")[2] for file in seen.raw["attachments"]]


@pytest.mark.parametrize(("locale", "words"), in_both("film of the grid forming: a fox", "成形的影片：a fox"))
async def test_the_film_stands_behind_the_grid(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    _, final = await filmed(street, ann)
    grid, reel = final.raw["attachments"]
    assert grid["filename"].endswith(".png") and reel["filename"].endswith("_film.webp")
    assert words in reel["description"]
    async with street.town.session.get(reel["url"]) as answer:
        with Image.open(io.BytesIO(await answer.read())) as opened:
            assert opened.n_frames == 4
    # And /show brings both again
    shown = await ann.answer_to(await ann.types("/show", job_id=grid["filename"]))
    again = await ann.sees(lambda seen: seen.id == shown.id and len(seen.raw["attachments"]) == 2)
    assert files(again) == files(final)


@pytest.mark.parametrize(("locale", "words"), in_both("larger than this place allows", "超过了这里允许的大小"))
async def test_a_film_that_is_too_large_stays_away_and_that_is_said(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    large = io.BytesIO()
    noise(400).save(large, "png")
    _, final = await filmed(street, ann, limit=200_000, reel=large.getvalue())
    assert len(final.raw["attachments"]) == 1 and words in final.text


async def test_a_place_that_refuses_both_takes_the_grid_alone(street: Street) -> None:
    ann = await street.town.newcomer()
    await street.town.fault(fault="too_large", route=r"^/channels/\d+/messages", method="POST")
    _, final = await filmed(street, ann)
    assert len(final.raw["attachments"]) == 1 and final.raw["attachments"][0]["filename"].endswith(".png")


async def test_who_wants_copies_gets_the_film_too(street: Street) -> None:
    ann = await street.town.newcomer()
    street.town.desk.preferences.change(ann.id, auto_dm=True)
    await filmed(street, ann)
    copy = await ann.sees(lambda seen: bool(seen.raw["attachments"]), channel=ann.dm)
    assert len(copy.raw["attachments"]) == 2
