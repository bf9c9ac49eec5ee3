"""A Chinese prompt for a model that reads only English: a note, or a translation that is shown and can be undone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from jobs.records import Record, State, job_id
from messages.say import say
from tests.stories.conftest import Town
from tests.stories.people import Person, Seen
from tests.stories.post_office import HandPainter, delivering, settings_for

from .conftest import LANGUAGES

pytestmark = [pytest.mark.story, pytest.mark.redis]
KNOWN = {"雪地里的狐狸": "a fox in the snow", "人": "people"}


@dataclass
class Service:
    """Speaks LibreTranslate's protocol, and misbehaves when it is told to."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    mood: str = "well"

    async def translate(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked.append(body)
        if self.mood == "slow":
            await asyncio.sleep(5)
        if self.mood == "huge":
            return web.json_response({"translatedText": "x" * 200_000})
        if self.mood == "broken":
            return web.Response(status=500, text="no")
        return web.json_response({"translatedText": KNOWN[body["q"]]})


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    made, app = Service(), web.Application()
    app.router.add_post("/translate", made.translate)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/translate"
    yield made
    await runner.cleanup()


@pytest.fixture
def english_town(empty_town: Town, tmp_path: Path) -> Town:
    """A town whose model reads only English."""
    models = tmp_path / "models.toml"
    models.write_text('[english]\nsource = "nobody/nothing"\ntitle = "English"\nnative_size = 64\n', "utf-8")
    empty_town.shared = empty_town.shared.model_copy(update={"models_file": models})
    return empty_town


async def echoed(town: Town, person: Person, prompt: str) -> tuple[Record, Seen]:
    """The job, and its message once it is the echo."""
    interaction = await person.types("/imagine", prompt=prompt)
    painter = HandPainter(town.connection, town.shared)
    record = await painter.until(job_id(int(interaction)), State.QUEUED)
    waiting = say("job.waiting", person.locale)
    outcome = await person.outcome(interaction)
    return record, await person.sees(lambda seen: seen.id == outcome["message_id"] and waiting in seen.text)


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_without_a_service_it_is_said_that_the_model_reads_only_english(english_town: Town, locale: str) -> None:
    await english_town.start_bot()
    ann = await english_town.newcomer(locale)
    record, echo = await echoed(english_town, ann, "雪地里的狐狸")
    assert say("notes.reads_only", locale, title="English", languages="en") in echo.text
    assert record.request.text == "雪地里的狐狸" and not record.untranslated


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_the_translation_is_shown_with_the_original_and_can_be_undone(
    english_town: Town, service: Service, locale: str
) -> None:
    town = english_town
    await town.start_bot(translator=service.url, translator_key="secret")
    ann, bob = await town.newcomer(locale), await town.newcomer(locale)
    undo, original = say("buttons.original", locale), "雪地里的狐狸 --ar 3:2 --no 人"
    async with delivering(town.shared, settings_for(town.sandbox.address)):
        record, echo = await echoed(town, ann, original)
        assert record.request.text == "a fox in the snow" and record.request.negative == "people"
        assert "a fox in the snow --ar 3:2 --no people" in echo.text
        assert say("notes.translated", locale, original=original) in echo.text and undo in echo.labels
        assert "English" not in echo.text  # nothing is left to warn of
        assert {asked["q"] for asked in service.asked} == set(KNOWN) and service.asked[0]["api_key"] == "secret"
        # The finished grid shows both too, and its person alone may go back to the original words
        painter = HandPainter(town.connection, town.shared)
        await painter.finishes(await asyncio.to_thread(painter.ledger.begin, record.id))
        record = await painter.ended(record.id)
        grid = await ann.sees(lambda seen: seen.id == str(record.final_message_id))
        assert say("notes.translated", locale, original=original) in grid.text and undo in grid.labels
        assert (await bob.answer_to(await bob.presses(undo, under=grid))).only_for(bob)
        asked, again = len(service.asked), await ann.presses(undo, under=grid)
        now = await painter.until(job_id(int(again)), State.QUEUED)
        assert (now.request.text, now.request.negative) == ("雪地里的狐狸", "人")
        assert (now.request.seed, now.untranslated, len(service.asked)) == (record.request.seed, "", asked)


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_undone_while_it_waits_the_translated_job_is_none(
    english_town: Town, service: Service, locale: str
) -> None:
    await english_town.start_bot(translator=service.url)
    ann = await english_town.newcomer(locale)
    record, echo = await echoed(english_town, ann, "雪地里的狐狸")
    await ann.answer_to(await ann.presses(say("buttons.original", locale), under=echo))
    await english_town.until(lambda: english_town.desk.ledger.get(record.id).state is State.CANCELLED)
    assert [job.request.text for job in english_town.desk.ledger.open_jobs(ann.id)] == ["雪地里的狐狸"]


@pytest.mark.parametrize("mood", ["slow", "huge", "broken"])
async def test_a_service_that_misbehaves_is_passed_over(english_town: Town, service: Service, mood: str) -> None:
    await english_town.start_bot(translator=service.url, translator_seconds=0.5)
    service.mood = mood
    ann = await english_town.newcomer()
    record, echo = await echoed(english_town, ann, "雪地里的狐狸")
    assert record.request.text == "雪地里的狐狸" and not record.untranslated
    assert "The translator did not answer" in echo.text and "reads only prompts in en" in echo.text


async def test_forbidden_words_never_reach_the_service(english_town: Town, service: Service, tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('words = ["血腥"]\n', "utf-8")
    await english_town.start_bot(translator=service.url, forbidden_words=words)
    ann = await english_town.newcomer("zh-CN")
    assert "血腥" in (await ann.answer_to(await ann.types("/imagine", prompt="血腥的狐狸"))).text
    assert service.asked == []
