"""Settings from an environment, the clock, and what the sandbox keeps out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.clock import Clock, Snowflakes, iso
from sandbox.commands import Commands
from sandbox.settings import Newcomer, Rate, SandboxSettings
from tests.sandbox.town import Town


def test_settings_from_an_environment() -> None:
    found = SandboxSettings.from_env({
        "ATELIER_SANDBOX_PORT": "8123", "ATELIER_SANDBOX_TOKEN": "t", "ATELIER_SANDBOX_DEADLINE_S": "1.5",
        "ATELIER_SANDBOX_WEBHOOK_RATE": "5/2", "ATELIER_SANDBOX_PEOPLE": "dora, eve:admin",
        "ATELIER_SANDBOX_CHANNELS": "one,two", "ATELIER_DISCORD_OPENAPI": "/x.json", "ATELIER_SANDBOX_PAGE": "/page",
    })  # fmt: skip
    assert (found.port, found.tokens, found.deadline_s, found.webhook_rate) == (8123, ("t",), 1.5, Rate(5, 2.0))
    assert found.people == (Newcomer("dora"), Newcomer("eve", admin=True))
    assert (found.channels, found.openapi, found.page) == (("one", "two"), Path("/x.json"), Path("/page"))
    assert SandboxSettings.from_env({}) == SandboxSettings()


@pytest.mark.parametrize(
    ("name", "value"), [("HOST", "0.0.0.0"), ("PORT", "x"), ("PORT", "70000"), ("DEADLINE_S", "x")]
)
def test_settings_that_make_no_sense(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"ATELIER_SANDBOX_{name}"):
        SandboxSettings.from_env({f"ATELIER_SANDBOX_{name}": value})


@given(st.lists(st.floats(min_value=0, max_value=1000), max_size=50))
def test_ids_always_rise(steps: list[float]) -> None:
    clock = Clock(lambda: 1_700_000_000.0)
    ids = Snowflakes(clock)
    made = []
    for step in steps:
        clock.advance(step)
        made.append(ids.next())
    assert made == sorted(set(made))


def test_an_id_tells_its_time() -> None:
    number = Snowflakes(Clock(lambda: 1_700_000_000.5)).next()
    assert (number >> 22) + 1_420_070_400_000 == 1_700_000_000_500
    assert iso(1_700_000_000.5) == "2023-11-14T22:13:20.500000+00:00"


def test_a_guilds_command_hides_the_global_one_of_that_name() -> None:
    numbers = iter(range(1, 100))
    commands = Commands(1, lambda: next(numbers))
    commands.overwrite(None, [{"name": "imagine", "description": "everywhere"}])
    commands.overwrite(7, [{"name": "imagine", "description": "here"}])
    assert [one["description"] for one in (*commands.all(None), *commands.all(7))] == ["everywhere", "here"]


async def test_other_sites_may_not_act(town: Town) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    for path in ("/sandbox/world", "/api/v10/users/@me"):
        async with town.session.get(town.running.address + path, headers=headers) as answer:
            assert answer.status == 403


async def test_the_page_is_served_at_the_root(town: Town) -> None:
    async with town.session.get(town.running.address + "/") as answer:
        assert answer.status == 200 and "<!doctype html>" in (await answer.text()).lower()


async def test_the_gateway_also_answers_at_the_root(town: Town) -> None:
    async with town.session.ws_connect(town.running.address.replace("http", "ws") + "/") as socket:
        assert (await socket.receive_json(timeout=5))["op"] == 10


async def test_the_log_shows_what_the_bot_sent(town: Town) -> None:
    bot = await town.start()
    await bot.guilds[0].text_channels[0].send("grid")
    last = (await town.ask("GET", "/sandbox/log"))[-1]
    assert (last["method"], last["status"], last["body"]["content"]) == ("POST", 200, "grid")


async def test_a_ban_by_cloudflare_is_raised_at_once(town: Town) -> None:
    bot = await town.start()
    await town.fault(fault="rate_limit", via=False, seconds=30, route="/messages$")
    with pytest.raises(Exception, match="429"):
        await bot.guilds[0].text_channels[0].send("grid")


async def test_one_hundred_and_twenty_frames_a_minute(town: Town) -> None:
    async with town.session.ws_connect(town.running.gateway) as socket:
        await socket.receive_json(timeout=5)
        for _ in range(121):
            await socket.send_json({"op": 1, "d": None})
        while not (await socket.receive(timeout=5)).type.name.startswith("CLOSE"):
            continue
        assert socket.close_code == 4008
