"""Requests made of real field names and random values: each is answered by Discord's rules, never by a crash."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sandbox.settings import Rate
from tests.sandbox.conftest import Found
from tests.sandbox.town import Town

HEADERS = {"Authorization": "Bot sandbox-token"}
WORDS = """
type components content embeds attachments flags allowed_mentions message_reference nonce enforce_nonce custom_id label
style options title description fields name value id filename users parse message_id url emoji data choices items media
accessory component min_values required default_member_permissions name_localizations
"""
NAMES = WORDS.split()
SIMPLE = (None, True, 0, 1, 2, 3, 10, 17, -1, 64, 1 << 15, 10**20, 1.5, "", "x", "1", "x" * 300, "attachment://x", [])
FREE = Rate(0, 1.0)


def value(dice: random.Random, depth: int = 0) -> Any:
    kind = dice.randrange(4 if depth < 3 else 2)
    if kind < 2:
        return dice.choice(SIMPLE)
    if kind == 2:
        return {dice.choice(NAMES): value(dice, depth + 1) for _ in range(dice.randrange(6))}
    return [value(dice, depth + 1) for _ in range(dice.randrange(4))]


async def status(town: Town, method: str, path: str, body: Any) -> int:
    async with town.session.request(method, town.running.api + path, json=body, headers=HEADERS) as answer:
        return answer.status


async def callback(town: Town) -> str:
    """The path of a fresh interaction's callback."""
    ann = town.people("ann")[0]
    asked = await ann.post("command", channel_id=town.channel, name="a")
    made = town.running.town.interactions.by_id[int(asked["interaction_id"])]
    return f"/interactions/{made.id}/{made.token}/callback"


@pytest.mark.parametrize("seed", range(4))
async def test_no_body_crashes_the_sandbox(found_town: Found, seed: int) -> None:
    rates = dict.fromkeys(("create_rate", "edit_rate", "webhook_rate", "other_rate", "global_rate"), FREE)
    town, dice = await found_town(openapi=None, **rates), random.Random(seed)
    registry = f"/applications/{town.running.town.settings.application_id}/commands"
    messages = f"/channels/{town.channel}/messages"
    assert await status(town, "POST", messages, {"content": "x"}) == 200
    said = (await town.people("ann")[0].sees())[0]["id"]
    seen: set[int] = set()
    for _ in range(60):
        body = {dice.choice(NAMES): value(dice) for _ in range(dice.randrange(5))}
        seen.add(await status(town, "POST", messages, body))
        seen.add(await status(town, "PATCH", f"{messages}/{said}", body))
        seen.add(await status(town, "PUT", registry, [{"name": "b", "description": "c", **body}]))
        assert await status(town, "PUT", registry, [{"name": "a", "description": "b"}]) == 200
        kind = dice.choice((4, 5, 7, 8, 9))
        seen.add(await status(town, "POST", await callback(town), {"type": kind, "data": body}))
    assert {200, 400} <= seen <= {200, 204, 400}
    assert [one for one in await town.refused() if "failed" in one["reason"]] == []
