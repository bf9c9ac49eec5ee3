"""One town for all the stories of a module: sandbox, bot, delivery and a painter by hand; each story has people of its
own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from jobs.records import Record
from sandbox.settings import Rate
from tests.stories.conftest import Town, open_town
from tests.stories.people import Person, Seen
from tests.stories.post_office import HandPainter, delivering, settings_for

LANGUAGES = ("en-US", "zh-CN")
EPHEMERAL = 1 << 6  #: of a message's flags
#: what people of many stories do in one channel must not wait for each other; the stories of delivery keep the limits
HURRIED = {name: Rate(0, 1.0) for name in ("create_rate", "edit_rate", "webhook_rate")}


def in_both(english: str, chinese: str) -> list[tuple[str, str]]:
    """(locale, words) for each language that we speak."""
    return [("en-US", english), ("zh-CN", chinese)]


@dataclass
class Street:
    """The town, and who paints there."""

    town: Town
    painter: HandPainter

    async def painted(self, person: Person, prompt: str) -> tuple[Record, Seen]:
        """The person imagines, and the picture is painted and delivered: its record and its message."""
        record = await self.painter.paints(await person.types("/imagine", prompt=prompt))
        record = await self.painter.ended(record.id)
        message = await person.sees(
            lambda seen: seen.id == str(record.final_message_id), channel=str(record.final_channel_id)
        )
        return record, message

    async def echo(self, person: Person, interaction: str) -> Seen:
        """The bot's first answer, from the sandbox's log: of a job that needs no painter the message is soon gone."""
        outcome = await person.outcome(interaction)
        assert outcome["state"] == "acknowledged"
        (entry,) = await self.town.log("POST", f"/interactions/{interaction}/")
        said = entry["body"]["data"]
        owner = person.name if said.get("flags", 0) & EPHEMERAL else None
        return Seen({"content": "", "embeds": [], **said, "id": outcome["message_id"], "ephemeral_for": owner})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def street(redis_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Street]:
    """Everything runs, and everybody in the guild may come in."""
    folder: Path = tmp_path_factory.mktemp("street")
    async with open_town(redis_server, folder, **HURRIED) as town:
        await town.start_bot()
        async with delivering(town.shared, settings_for(town.sandbox.address)):
            yield Street(town, HandPainter(town.connection, town.shared))
