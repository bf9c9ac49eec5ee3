"""Misfortunes: rate limits with Discord's headers, lost answers, uploads that are refused."""

from __future__ import annotations

import time
from typing import Any

import discord
import pytest

from sandbox.ratelimit import RateLimits
from sandbox.settings import Rate
from tests.sandbox.conftest import Found
from tests.sandbox.town import Bot, Itx, Town, command, file, picture

HEADERS = {"Authorization": "Bot sandbox-token"}


def imagine(bot: Bot) -> discord.TextChannel:
    return bot.guilds[0].text_channels[0]


async def test_the_client_waits_out_a_429(town: Town) -> None:
    bot = await town.start()
    await town.fault(fault="rate_limit", route="/messages$", seconds=0.3)
    began = time.monotonic()
    await imagine(bot).send("grid")
    assert time.monotonic() - began >= 0.3
    assert [one["status"] for one in await town.requests("/messages")] == [429, 200]


async def test_a_follow_up_waits_out_a_429_as_well(town: Town) -> None:
    async def body(itx: Itx) -> None:
        await itx.response.defer(thinking=True)
        await town.fault(fault="rate_limit", route="^/webhooks/", seconds=0.1)
        await itx.followup.send("done")

    await town.start(command(body))
    ann = town.people("ann")[0]
    await ann.types("imagine")
    assert await ann.awaits("done")


async def test_five_messages_in_five_seconds_then_429(found_town: Found) -> None:
    town = await found_town(create_rate=Rate(5, 0.5))
    seen = []
    for n in range(6):
        body = {"content": str(n)}
        path = f"{town.running.api}/channels/{town.channel}/messages"
        async with town.session.post(path, json=body, headers=HEADERS) as answer:
            seen.append(
                (answer.status, answer.headers.get("X-RateLimit-Remaining"), await answer.json(), answer.headers)
            )
    assert [one[0] for one in seen] == [200] * 5 + [429]
    assert [one[1] for one in seen] == ["4", "3", "2", "1", "0", "0"]
    _, _, refused, headers = seen[-1]
    assert 0 < refused["retry_after"] <= 0.5 and refused["global"] is False
    assert headers["X-RateLimit-Scope"] == "user" and headers["Via"] and headers["X-RateLimit-Bucket"]


async def test_discord_py_never_meets_the_429_because_it_waits(found_town: Found) -> None:
    town = await found_town(create_rate=Rate(2, 0.3))
    bot = await town.start()
    for n in range(5):
        await imagine(bot).send(str(n))
    assert {one["status"] for one in await town.requests("/messages")} == {200}


def test_windows_of_different_channels_are_apart_and_begin_anew() -> None:
    limits, rate = RateLimits(Rate(0, 1.0)), Rate(1, 5.0)

    def take(where: str, now: float) -> float | None:
        return limits.take("create", where, rate, now, counts_globally=True).retry_after_s

    assert take("a", 0.0) is None
    assert take("b", 0.0) is None
    assert take("a", 1.0) == pytest.approx(4.0)
    assert take("a", 5.0) is None


def test_the_whole_bot_has_fifty_a_second_and_interactions_do_not_count() -> None:
    limits, free = RateLimits(Rate(50, 1.0)), Rate(0, 1.0)
    for _ in range(50):
        limits.take("callback", "t", free, 0.0, counts_globally=False)
        assert limits.take("create", "a", free, 0.0, counts_globally=True).retry_after_s is None
    refused = limits.take("create", "a", free, 0.5, counts_globally=True)
    assert refused.everywhere and refused.headers["X-RateLimit-Global"] == "true"
    assert limits.take("create", "a", free, 1.0, counts_globally=True).retry_after_s is None


async def test_accepted_but_the_answer_was_a_500(town: Town) -> None:
    """discord.py repeats the call; the nonce keeps it from being posted twice."""
    bot = await town.start()
    await town.fault(fault="accept_then_500", route="/messages$")
    await imagine(bot).send("grid", nonce="job-1")
    assert [one["status"] for one in await town.requests("/messages")] == [500, 200]
    assert len(await town.people("ann")[0].sees()) == 1


async def test_accepted_but_the_line_broke(town: Town) -> None:
    bot = await town.start()
    await town.fault(fault="accept_then_drop", route="/messages$")
    with pytest.raises(Exception, match="disconnected"):
        await imagine(bot).send("grid", nonce="job-1")
    assert [one["content"] for one in await town.people("ann")[0].sees()] == ["grid"]
    assert (await town.requests("/messages"))[0]["status"] == 0
    again = await imagine(bot).send("grid", nonce="job-1")
    assert [one["id"] for one in await town.people("ann")[0].sees()] == [str(again.id)]


async def test_a_server_error_before_anything_happened(town: Town) -> None:
    bot = await town.start()
    await town.fault(fault="server_error", status=503, route="/messages$")
    with pytest.raises(discord.DiscordServerError):
        await imagine(bot).send("grid")
    assert await town.people("ann")[0].sees() == []


async def test_files_beyond_the_limit(found_town: Found) -> None:
    town = await found_town(upload_limit=1000)
    bot = await town.start()
    with pytest.raises(discord.HTTPException) as refused:
        await imagine(bot).send(file=file("big.bin", b"x" * 1001))
    assert (refused.value.status, refused.value.code) == (413, 40005)
    assert await imagine(bot).send(file=file("small.bin", b"x" * 1000))
    held: list[int] = []

    async def body(itx: Itx) -> None:
        held.append(itx.filesize_limit)
        await itx.response.send_message("ok")

    bot.tree.add_command(command(body))
    await bot.tree.sync()
    await town.people("ann")[0].types("imagine")
    assert held == [1000]


async def test_an_ordered_413_strikes_uploads_alone(town: Town) -> None:
    bot = await town.start()
    await town.fault(fault="too_large")
    await imagine(bot).send("words")
    with pytest.raises(discord.HTTPException) as refused:
        await imagine(bot).send(file=file("grid.png", picture()))
    assert refused.value.status == 413
    assert await imagine(bot).send(file=file())


async def test_a_slow_upload(town: Town) -> None:
    bot = await town.start()
    await town.fault(fault="slow_upload", seconds=0.3)
    began = time.monotonic()
    await imagine(bot).send(file=file())
    assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize(
    ("fault", "code"),
    [({"fault": "forbidden"}, 50013), ({"fault": "forbidden", "code": 50001}, 50001)],
)
async def test_forbidden(town: Town, fault: dict[str, Any], code: int) -> None:
    bot = await town.start()
    await town.fault(**fault, times=2)
    for _ in range(2):
        with pytest.raises(discord.Forbidden) as refused:
            await imagine(bot).send("grid")
        assert refused.value.code == code
    assert await imagine(bot).send("grid")


@pytest.mark.parametrize(("fault", "code"), [("unknown_interaction", 10062), ("unknown_webhook", 10015)])
async def test_interactions_that_discord_forgot(town: Town, fault: str, code: int) -> None:
    async def body(itx: Itx) -> None:
        await itx.response.defer(thinking=True)
        await itx.followup.send("done")

    bot = await town.start(command(body))
    await town.fault(fault=fault)
    ann = town.people("ann")[0]
    asked = await ann.post("command", channel_id=ann.channel_id, name="imagine", options={})
    assert asked["interaction_id"]

    async def failures() -> list[Any]:
        return bot.failures

    await town.until(failures, bool)
    assert getattr(bot.failures[0], "code", None) == code


async def test_a_fault_that_does_not_exist(town: Town) -> None:
    refused = await town.ask("POST", "/sandbox/faults", 400, {"fault": "earthquake"})
    assert refused["error"].startswith("fault is one of accept_then_500")
    assert (
        "regular expression"
        in (await town.ask("POST", "/sandbox/faults", 400, {"fault": "forbidden", "route": "("}))["error"]
    )


async def test_newcomers_and_time(town: Town) -> None:
    dora = await town.ask("POST", "/sandbox/people", 200, {"name": "dora", "admin": True})
    town.world = await town.ask("GET", "/sandbox/world")
    assert dora in town.world["people"]
    assert "here already" in (await town.ask("POST", "/sandbox/people", 400, {"name": "dora"}))["error"]
    assert "forward" in (await town.ask("POST", "/sandbox/clock", 400, {"advance_s": -1}))["error"]
    assert "nobody" in (await town.ask("GET", "/sandbox/people/eve/modals", 404))["error"]
