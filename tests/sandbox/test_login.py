"""A bot logs in, registers its commands, and lives through a dropped gateway."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from tests.sandbox.conftest import Found
from tests.sandbox.town import Bot, Itx, Town, command


async def paint(itx: Itx, prompt: str) -> None:
    await itx.response.send_message(f"painting {prompt}")


async def test_a_bot_logs_in_and_knows_the_town(town: Town) -> None:
    bot = await town.start()
    guild = bot.guilds[0]
    assert (guild.name, [one.name for one in guild.text_channels]) == ("Atelier", ["imagine", "moderators"])
    assert guild.text_channels[0].permissions_for(guild.me).send_messages
    assert guild.text_channels[1].permissions_for(guild.me).send_messages
    assert (await town.ask("GET", "/sandbox/world"))["bot"]["online"]


async def test_what_a_bot_fetches_is_what_it_was_told(town: Town) -> None:
    bot = await town.start()
    guild = await bot.fetch_guild(bot.guilds[0].id)
    cleo = await guild.fetch_member(int(town.people("cleo")[0].card["id"]))
    assert cleo.guild_permissions.administrator and guild.owner_id == cleo.id
    assert [role.name for role in await guild.fetch_roles()] == ["@everyone", "admins"]
    assert [one.name for one in await guild.fetch_channels()] == ["imagine", "moderators"]
    channel = await bot.fetch_channel(int(town.channel))
    assert isinstance(channel, discord.TextChannel) and channel.name == "imagine"
    assert (await bot.fetch_user(cleo.id)).name == "cleo"
    assert (await bot.application_info()).id == bot.application_id
    assert [one.id async for one in bot.fetch_guilds()] == [guild.id]


async def test_a_wrong_token_is_refused(town: Town) -> None:
    async with Bot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.start("wrong")


async def test_a_privileged_intent_is_refused(town: Town) -> None:
    async with Bot(intents=discord.Intents.all()) as bot:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await bot.start("sandbox-token")


async def test_commands_keep_their_ids_when_nothing_changed(town: Town) -> None:
    bot = await town.start(command(paint))
    first = await bot.tree.fetch_commands()
    again = await bot.tree.sync()
    assert [one.id for one in first] == [one.id for one in again]
    listed = (await town.ask("GET", f"/sandbox/commands?person=ann&channel={town.channel}"))[0]
    assert (listed["name"], listed["options"][0]["required"]) == ("imagine", True)
    bot.tree.add_command(command(paint, "describe"))
    await bot.tree.sync()
    both = await town.ask("GET", f"/sandbox/commands?person=ann&channel={town.channel}")
    assert [one["version"] for one in both if one["name"] == "imagine"] == [listed["version"]]
    await (await bot.tree.fetch_commands())[0].delete()
    assert len(await bot.tree.fetch_commands()) == 1


async def test_a_guild_has_commands_of_its_own(town: Town) -> None:
    bot = await town.start()
    guild = bot.guilds[0]
    bot.tree.add_command(command(paint, "local"), guild=guild)
    await bot.tree.sync(guild=guild)
    ann = town.people("ann")[0]
    assert (await ann.types("local", prompt="a fox"))["state"] == "acknowledged"
    assert await ann.awaits("painting a fox")
    assert [one.name for one in await bot.tree.fetch_commands(guild=guild)] == ["local"]


@pytest.mark.parametrize("how", ["cut", "close", "reconnect"])
async def test_a_dropped_gateway_is_resumed(town: Town, how: str) -> None:
    bot = await town.start(command(paint))
    await town.fault(fault="gateway_drop", how=how)
    await town.until(lambda: _is_set(bot), bool)
    ann = town.people("ann")[0]
    assert (await ann.types("imagine", prompt="a fox"))["state"] == "acknowledged"


async def _is_set(bot: Bot) -> bool:
    return bot.resumed.is_set()


async def test_what_happens_while_the_line_is_down_is_replayed(found_town: Found) -> None:
    town = await found_town(deadline_s=20.0)
    await town.start(command(paint))
    await town.fault(fault="gateway_drop", how="cut", seconds=0.5)
    ann = town.people("ann")[0]
    asked = await ann.post("command", channel_id=ann.channel_id, name="imagine", options={"prompt": "a fox"})
    assert await ann.awaits("painting a fox")
    assert asked["interaction_id"]


async def test_a_lost_session_is_identified_anew(town: Town) -> None:
    bot = await town.start(command(paint))
    bot.ready.clear()
    await town.fault(fault="gateway_drop", how="cut", forget=True)
    await town.until(lambda: _ready(bot), bool, 15)
    assert (await town.people("ann")[0].types("imagine", prompt="a fox"))["state"] == "acknowledged"


async def _ready(bot: Bot) -> bool:
    return bot.ready.is_set()


async def test_the_person_sees_the_bot_go_and_come(town: Town) -> None:
    async with town.session.ws_connect(f"{town.running.address}/sandbox/people/ann/events") as events:
        bot = await town.start()
        assert await events.receive_json(timeout=5) == {"type": "bot_online", "online": True}
        await town.stop(bot)
        assert await events.receive_json(timeout=5) == {"type": "bot_online", "online": False}


@pytest.mark.parametrize("compress", ["zlib-stream", "zstd-stream", None])
async def test_every_stream_compression_is_spoken(town: Town, compress: str | None) -> None:
    query = f"?v=10&encoding=json{f'&compress={compress}' if compress else ''}"
    async with town.session.ws_connect(town.running.gateway + query) as socket:
        first = await socket.receive(timeout=5)
        kind = aiohttp.WSMsgType.BINARY if compress else aiohttp.WSMsgType.TEXT
        assert first.type is kind


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"op": 2, "d": {"token": "wrong", "intents": 0}}, 4004),
        ({"op": 2, "d": {"token": "sandbox-token", "intents": 1 << 40}}, 4013),
        ({"op": 3, "d": {}}, 4003),
        ("no json", 4002),
        ("x" * 5000, 4002),
    ],
)
async def test_a_gateway_client_that_errs_is_closed_with_discords_code(town: Town, said: object, code: int) -> None:
    async with town.session.ws_connect(town.running.gateway) as socket:
        await socket.receive_json(timeout=5)
        await (socket.send_str(said) if isinstance(said, str) else socket.send_json(said))
        while not (await socket.receive(timeout=5)).type.name.startswith("CLOSE"):
            continue
        assert socket.close_code == code
