"""Notices to the person alone, as Midjourney's people know them: title, colour, sentence, and what was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jobs.errors import Mistake
from messages.notices import RED, YELLOW
from tests.stories.conftest import Town
from tests.stories.people import Seen

from .conftest import Street, in_both

pytestmark = [pytest.mark.story, pytest.mark.redis]
on_the_street = pytest.mark.asyncio(loop_scope="module")


def card(seen: Seen) -> dict[str, Any]:
    (embed,) = seen.raw["embeds"]
    return dict(embed)


class Unfit(Mistake):
    """What a worker says whose checker does not let a picture pass."""

    code = "picture_refused"


@on_the_street
@pytest.mark.parametrize(("locale", "title"), in_both("Invalid parameter", "参数无效"))
async def test_a_mistake_gives_back_what_was_typed(street: Street, locale: str, title: str) -> None:
    ann = await street.town.newcomer(locale)
    said = await ann.answer_to(await ann.types("/imagine", prompt="a fox --cahos 3"))
    assert said.only_for(ann) and (card(said)["title"], card(said)["color"]) == (title, RED)
    assert card(said)["footer"]["text"] == "/imagine a fox --cahos 3" and "--chaos" in said.text
    said = await ann.answer_to(await ann.types("/prefer option set", option="ar", value="3:2"))
    assert card(said)["footer"]["text"] == "/prefer option set ar 3:2"


@on_the_street
@pytest.mark.parametrize(("locale", "title"), in_both("Job action restricted", "操作受限"))
async def test_what_is_another_persons_is_restricted(street: Street, locale: str, title: str) -> None:
    ann, bob = await street.town.newcomer(), await street.town.newcomer(locale)
    echo = await ann.answer_to(await ann.types("/imagine", prompt="a fox"))
    said = await bob.answer_to(await bob.presses("Cancel", under=echo))
    assert said.only_for(bob) and (card(said)["title"], card(said)["color"]) == (title, YELLOW)
    assert "footer" not in card(said)


@on_the_street
@pytest.mark.parametrize(
    ("locale", "queued", "full"), [("en-US", "Job queued", "Queue full"), ("zh-CN", "任务已排队", "队列已满")]
)
async def test_jobs_beyond_the_running_cap_are_queued_and_beyond_the_waiting_cap_refused(
    street: Street, locale: str, queued: str, full: str
) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer()
    await ann.answer_to(await ann.types("/imagine", prompt="a fox --repeat 5"))
    notice = await ann.sees(lambda seen: bool(seen.raw["embeds"]))
    assert notice.only_for(ann) and (card(notice)["title"], card(notice)["color"]) == (queued, YELLOW)
    assert "2" in card(notice)["description"]  # three of the five may begin
    await ann.answer_to(await ann.types("/imagine", prompt="a fox --repeat 5"))
    said = await ann.answer_to(await ann.types("/imagine", prompt="one more"))
    assert said.only_for(ann) and (card(said)["title"], card(said)["color"]) == (full, YELLOW)
    assert all(not seen.raw["embeds"] for seen in await bob.messages())


@on_the_street
@pytest.mark.parametrize(("locale", "title"), in_both("Request cancelled due to image filters", "请求因图片检查而取消"))
async def test_why_an_output_was_refused_its_person_alone_is_told(street: Street, locale: str, title: str) -> None:
    ann, bob = await street.town.newcomer(locale), await street.town.newcomer()
    echo = await ann.answer_to(interaction := await ann.types("/imagine", prompt="an unfit fox"))
    record = await street.painter.begins(interaction)
    street.painter.ledger.failed(record.id, record.attempt, Unfit())
    notice = await ann.sees(lambda seen: title in seen.text)
    assert notice.only_for(ann) and card(notice)["color"] == RED
    public = await bob.sees(lambda seen: seen.id == echo.id and not seen.labels)
    assert "unfit fox" in public.text and title not in public.text and "\n" not in public.text


@on_the_street
async def test_whose_token_died_is_told_directly(street: Street) -> None:
    ann = await street.town.newcomer()
    record = await street.painter.begins(await ann.types("/imagine", prompt="a late unfit fox"))
    aged = record.reply_to.model_copy(update={"token_expires_at": record.created_at - 1})
    street.painter.ledger.change(record.id, reply_to=aged)
    street.painter.ledger.failed(record.id, record.attempt, Unfit())
    await ann.reads("Request cancelled due to image filters", channel=ann.dm)


@pytest.mark.parametrize(
    ("locale", "prompt", "title"),
    [("en-US", "a fox, GORE everywhere", "Banned prompt"), ("zh-CN", "血腥的狐狸", "提示词被禁止")],
)
async def test_forbidden_words_are_refused_with_their_title(
    empty_town: Town, tmp_path: Path, locale: str, prompt: str, title: str
) -> None:
    words = tmp_path / "words.toml"
    words.write_text('words = ["gore", "血腥"]\n', "utf-8")
    await empty_town.start_bot(forbidden_words=words)
    ann = await empty_town.newcomer(locale)
    said = await ann.answer_to(await ann.types("/imagine", prompt=prompt))
    assert said.only_for(ann) and (card(said)["title"], card(said)["color"]) == (title, RED)
    assert card(said)["footer"]["text"] == f"/imagine {prompt}"
