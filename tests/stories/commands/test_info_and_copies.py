"""/info counts what was used; finished pictures are copied to those who asked for it."""

from __future__ import annotations

import pytest

from jobs.requests import Mode
from jobs.usage import usage_of
from tests.stories.post_office import finals

from .conftest import LANGUAGES, Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize(("locale", "words"), in_both("fast: 4 pictures, 0:0", "快速：4 张图片，作画 0:0"))
async def test_info_tells_mode_visibility_jobs_and_use(street: Street, locale: str, words: str) -> None:
    ann = await street.town.newcomer(locale)
    await street.painted(ann, "a fox")
    assert usage_of(street.town.connection, ann.id)[Mode.FAST].pictures == 4
    await street.painter.begins(await ann.types("/imagine", prompt="a penguin --turbo"))
    card = await ann.answer_to(await ann.types("/info"))
    assert card.only_for(ann) and words in card.text and "- a penguin --turbo" in card.text


async def test_a_pick_uses_nothing(street: Street) -> None:
    ann = await street.town.newcomer()
    _, final = await street.painted(ann, "a fox")
    await ann.outcome(await ann.presses("U1", under=final))
    assert usage_of(street.town.connection, ann.id)[Mode.FAST].pictures == 4


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_copy_comes_directly_once(street: Street, locale: str) -> None:
    ann = await street.town.newcomer(locale)
    await ann.outcome(await ann.types("/prefer auto_dm"))
    record, final = await street.painted(ann, "a fox to keep")
    copy = await ann.reads("a fox to keep", channel=ann.dm)
    assert (
        copy.labels == final.labels
        and copy.raw["attachments"][0]["filename"] == (final.raw["attachments"][0]["filename"])
    )
    await street.town.until(lambda: street.painter.ledger.get(record.id).copy_message_id == int(copy.id))
    assert len(finals(await ann.messages(ann.dm))) == 1


async def test_no_copy_for_those_who_did_not_ask(street: Street) -> None:
    ann = await street.town.newcomer()
    await street.painted(ann, "a fox")
    assert finals(await ann.messages(ann.dm)) == []
