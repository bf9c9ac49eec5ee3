"""A picture that a person uploads, from the file to a grid, with the real programs and a small model."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from tests.pure.given.pictures import encoded, scene

from .service import eventually, running_service

pytestmark = [pytest.mark.story, pytest.mark.torch, pytest.mark.timeout(300)]


async def test_an_upload_becomes_a_grid_and_a_hostile_link_a_sentence(
    tmp_path: Path, in_place_of_storybook: Path
) -> None:
    async with running_service(tmp_path) as service, aiohttp.ClientSession() as session:
        ann, form = service.person("ann"), aiohttp.FormData()
        form.add_field("file", encoded(scene(), "jpeg"), filename="scene.jpg")
        async with session.post(f"{service.running.address}/sandbox/people/ann/upload", data=form) as answer:
            upload = (await answer.json())["upload_id"]
        # If Ann uploads a picture beside her words
        await ann.type(service.channel, "imagine", {"prompt": "a fox --iw 2 --q .25", "image": upload})
        # I expect the demo's bot to fetch it from the sandbox, and the worker to paint
        (final,) = await service.wait_for_finals(1, seconds=150)
        assert "picture:" in final["content"]
        # and a link to Redis' own port to lead nowhere
        port = service.running.redis_url.split(":")[-1].split("/")[0]
        await service.imagine("ann", f"http://127.0.0.1:{port}/fox.png a fox")

        async def told() -> bool:
            return any(f"{port}/fox.png" in str(message) for message in await ann.messages(service.channel))

        await eventually(told, 20)
        assert len(await service.finals()) == 1
