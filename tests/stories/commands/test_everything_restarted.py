"""Old messages go on working after bot, worker, delivery and Redis were all restarted, Redis from its own file."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import redis

from cli.redis_server import find_redis_program, redis_command
from jobs.records import State, job_id
from jobs.requests import Verb
from messages.say import say
from tests.conftest import ROOT, free_port, missing, wait_until_up
from tests.stories.conftest import Town, open_town
from tests.stories.people import Person, Seen
from tests.stories.post_office import HandPainter, delivering, settings_for

from .conftest import LANGUAGES, Street

pytestmark = [pytest.mark.story, pytest.mark.redis]


class RedisServer:
    """One that can be killed and started again on the same file."""

    def __init__(self, program: str, folder: Path) -> None:
        port = free_port()
        self.url = f"redis://127.0.0.1:{port}/0"
        self._command = redis_command(program, port, folder)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        with redis.Redis.from_url(self.url) as client:
            wait_until_up(client)

    def kill(self) -> None:
        """As `kill -9` does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    program = find_redis_program(ROOT)
    if program is None:
        missing("redis-server")
        raise AssertionError("unreachable")
    server = RedisServer(program, tmp_path)
    server.start()
    yield server
    server.kill()


@asynccontextmanager
async def at_work(town: Town) -> AsyncIterator[Street]:
    """A new bot, a new delivery and a new painter; ended afterwards."""
    await town.start_bot()
    async with delivering(town.shared, settings_for(town.sandbox.address)):
        yield Street(town, HandPainter(town.connection, town.shared))
    await town.bots.pop().close()


async def filled(person: Person, interaction: str) -> Seen:
    """The answer, once it has cards."""
    outcome = await person.outcome(interaction)
    return await person.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["embeds"]))


async def delivered(street: Street, interaction: str, *, painted: bool = True) -> Verb:
    """The job that a press has made, painted and delivered."""
    job = job_id(int(interaction))
    if painted:
        await street.painter.paints(interaction)
    record = await street.painter.ended(job)
    assert record.state is State.DELIVERED
    return record.request.verb


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_old_messages_work_after_everything_was_restarted(
    server: RedisServer, tmp_path: Path, locale: str
) -> None:
    async with open_town(server.url, tmp_path) as town:
        ann = await town.newcomer(locale)
        # Given a grid, a single picture, a page of the history, the panel, and a job that waits
        async with at_work(town) as before:
            record, grid = await before.painted(ann, "a fox in the snow")
            pick = await before.painter.ended(job_id(int(await ann.presses("U1", under=grid))))
            picture = await ann.sees(lambda seen: seen.id == str(pick.final_message_id))
            page = await filled(ann, await ann.types("/history"))
            panel = await filled(ann, await ann.types("/settings"))
            waiting = await ann.types("/imagine", prompt="a penguin that waits")
            await before.painter.until(job_id(int(waiting)), State.QUEUED)
        # If everything is restarted, and Redis killed between the two
        server.kill()
        server.start()
        async with at_work(town) as street:
            # I expect the job that waited to be painted, and every old button to do its work
            assert await delivered(street, waiting) is Verb.IMAGINE
            assert await delivered(street, await ann.presses("U3", under=grid), painted=False) is Verb.PICK
            assert await delivered(street, await ann.presses("V2", under=grid)) is Verb.VARY
            zoom = say("buttons.zoom2", locale)
            assert await delivered(street, await ann.presses(zoom, under=picture)) is Verb.ZOOM
            await ann.outcome(await ann.presses("❤️", under=picture))
            await ann.sees(lambda seen: seen.id == picture.id and seen.style_of("❤️") == 4)
            assert street.town.desk.favourites.of(ann.id) == [pick.id]
            # The select of the history, the panel
            await shown(ann, await ann.presses("atelier:go:again", under=page, values=[record.id]), grid)
            await ann.outcome(await ann.presses_id("atelier:set:raw:on", under=panel))
            await street.town.until(lambda: street.town.desk.preferences.of(ann.id).raw)
            # /show and DM Results
            await shown(ann, await ann.types("/show", job_id=record.id[:8]), grid)
            await ann.outcome(await ann.opens_menu("DM Results", grid))
            await ann.sees(lambda seen: len(seen.raw["attachments"]) == 4, channel=ann.dm)


async def shown(person: Person, interaction: str, like: Seen) -> None:
    """The grid again, with its buttons."""
    outcome = await person.outcome(interaction)
    seen = await person.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.raw["attachments"]))
    assert seen.labels == like.labels
    assert seen.raw["attachments"][0]["filename"] == like.raw["attachments"][0]["filename"]
