"""The sandbox against Discord's official description: its routes, and everything that it answers on a tour."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import discord
import pytest

from sandbox.app import RESOURCES
from sandbox.validate import Description
from tests.sandbox.conftest import Found
from tests.sandbox.town import Bot, Itx, Town, command, file

ENDPOINTS = [endpoint for resource in RESOURCES for endpoint in resource.ENDPOINTS]


@pytest.fixture(scope="module")
def official(description: Path) -> Description:
    return Description.read(description)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: f"{one.method} {one.path}")
def test_every_route_of_ours_is_one_of_discords(official: Description, endpoint: Any) -> None:
    assert official.request_problems(endpoint.method, endpoint.path, None) == []


def test_a_reply_that_lacks_a_field_is_found(official: Description) -> None:
    problems = official.reply_problems("GET", "/users/@me", 200, {"id": "1", "username": "x"})
    assert any('"discriminator" is a required property' in one for one in problems)


def test_a_request_with_a_wrong_type_is_found(official: Description) -> None:
    path = "/channels/{channel_id}/messages"
    assert official.request_problems("POST", path, {"content": "x"}) == []
    assert official.request_problems("POST", path, {"content": ["x"]})
    assert official.request_problems("POST", path, {"attachments": [{"id": 0, "filename": "a"}]}) == []


async def tour(town: Town, bot: Bot) -> None:
    """Call what the sandbox offers, so that each kind of reply is seen once."""
    channel, guild = bot.guilds[0].text_channels[0], bot.guilds[0]
    ann = town.people("ann")[0]
    await asyncio.gather(
        bot.fetch_guild(guild.id), guild.fetch_channels(), guild.fetch_roles(), bot.fetch_user(int(ann.card["id"])),
        guild.fetch_member(int(ann.card["id"])), bot.application_info(), bot.http.get_bot_gateway(),
        bot.fetch_channel(channel.id), bot.tree.fetch_commands(), channel.typing(),
    )  # fmt: skip
    await ann.types("imagine")
    embed = discord.Embed(title="t", description="d", colour=3).add_field(name="n", value="v").set_footer(text="f")
    sent = await channel.send("x", embed=embed, files=[file("a.png"), file("b.txt", b"x")], nonce="n-1")
    await sent.add_reaction("🦊")
    answer = await (await sent.edit(content="y", embed=None)).reply("z", mention_author=True)
    assert len([one async for one in channel.history()]) >= 2
    await answer.delete()
    friend = await bot.fetch_user(int(ann.card["id"]))
    await friend.send("private")
    with pytest.raises(discord.NotFound):
        await channel.fetch_message(1)


async def test_everything_on_a_tour_fits_the_official_description(found_town: Found, description: Path) -> None:
    async def imagine(itx: Itx) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="U1", custom_id="u1"))
        view.add_item(discord.ui.Select(custom_id="s", options=[discord.SelectOption(label="a", emoji="🦊")]))
        view.add_item(discord.ui.Button(label="docs", url="https://docs.example"))
        await itx.response.send_message("echo", view=view)
        more = await itx.followup.send("more", file=file(), wait=True)
        await more.edit(content="less")
        assert (await itx.original_response()).content == "echo"
        await itx.delete_original_response()

    town = await found_town(openapi=description)
    bot = await town.start(command(imagine))
    await tour(town, bot)
    assert bot.failures == [] and await town.refused() == []
    seen = {(one["method"], one["status"]) for one in await town.ask("GET", "/sandbox/log")}
    assert seen >= {
        ("GET", 200),
        ("POST", 200),
        ("PUT", 200),
        ("PUT", 204),
        ("PATCH", 200),
        ("DELETE", 204),
        ("GET", 404),
    }
