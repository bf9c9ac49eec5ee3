"""Whatever dies, each prompt ends in one final message, and the buttons go on working (issue table, row 5)."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.stories.service import eventually, running_service

pytestmark = [pytest.mark.story, pytest.mark.torch, pytest.mark.timeout(400)]
LATEST_S = 45.0  #: after the process is back or another has taken over


@pytest.fixture(scope="module")
def slow_painter(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a small model that needs so many steps that it can be caught in the middle of painting."""
    from tests.models.small_storybook import save_small_storybook

    return {"ATELIER_STORYBOOK": str(save_small_storybook(tmp_path_factory.mktemp("slow"), steps=60))}


async def test_whatever_dies_one_final_message_comes(tmp_path: Path, slow_painter: dict[str, str]) -> None:
    async with running_service(tmp_path, env=slow_painter) as service:
        # Given the worker is killed in the middle of painting
        await service.imagine("ann", "a fox in the snow --seed 1")
        worker = await service.painting()
        service.crash_worker(worker)
        began = time.monotonic()
        # I expect the job to run again on the next one, and one final message
        finals = await service.wait_for_finals(1, LATEST_S)
        assert len(finals) == 1 and time.monotonic() - began < LATEST_S

        # Given delivery is killed while a grid is painted, and comes back
        await service.imagine("ann", "a penguin on the beach --seed 2")
        await service.painting()
        service.crash("delivery")
        await asyncio.sleep(3)
        service.start("delivery")
        finals = await service.wait_for_finals(2, LATEST_S)
        assert len(finals) == 2

        # Given the bot is killed after the acknowledgement, and comes back
        await service.imagine("ann", "an apple in the forest --seed 3")
        service.crash("bot")
        service.start("bot")
        finals = await service.wait_for_finals(3, LATEST_S)
        assert len(finals) == 3

        # If an old button is pressed after all this
        person = service.person("ann")

        async def online() -> bool:
            return bool((await person.world())["bot"]["online"])

        await eventually(online, 30)
        await person.acknowledged(await person.press(finals[0]["id"], "U1"), seconds=10)
        # I expect its picture
        assert len(await service.wait_for_finals(4, LATEST_S)) == 4


async def test_an_admin_scales_the_painters_during_load(tmp_path: Path, slow_painter: dict[str, str]) -> None:
    async with running_service(tmp_path, env=slow_painter) as service:
        host = service.workers()[0].host
        # Given load
        for seed in range(6):
            await service.imagine(("ann", "bob")[seed % 2], f"a sunflower on the beach --seed {seed}")
        # If an admin wants two workers
        cleo, bob = service.person("cleo"), service.person("bob")
        options = {"host": host, "workers": 2}
        await cleo.acknowledged(await cleo.type(service.channel, "fleet", options), seconds=10)

        async def two() -> bool:
            return len(service.workers()) == 2

        await eventually(two, 60)
        # And then one again
        await cleo.acknowledged(await cleo.type(service.channel, "fleet", {"host": host, "workers": 1}), seconds=10)

        async def one() -> bool:
            return len(service.workers()) == 1

        await eventually(one, 60)
        # I expect nothing to be lost, and nothing doubled
        assert len(await service.wait_for_finals(6, 120)) == 6
        # And somebody without the right to be refused
        from cli.person import Refused

        with pytest.raises(Refused):
            await bob.type(service.channel, "fleet", options)
