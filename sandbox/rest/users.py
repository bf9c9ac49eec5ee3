"""Users, direct lines, and the gateway's address."""

from __future__ import annotations

from sandbox import errors
from sandbox.payload import user
from sandbox.rest.call import Call, Endpoint
from sandbox.state import Json


def me(call: Call) -> Json:
    bot = user(call.town.world.bot)
    return bot | {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


def one(call: Call) -> Json:
    person = call.town.world.people.get(call.id("user_id"))
    if person is None:
        raise errors.unknown_user()
    return user(person)


def open_line(call: Call) -> Json:
    """The direct line to a person. It exists from the start; a closed one refuses messages, not this."""
    person = call.town.world.people.get(int(call.json().get("recipient_id") or 0))
    if person is None or person.bot:
        raise errors.invalid(("recipient_id",), "BASE_TYPE_CHOICES", "Unknown recipient.")
    return call.town.payloads.channel(call.town.world.channels[person.dm_channel_id])


def gateway(call: Call) -> Json:
    return {"url": call.town.gateway}


def gateway_for_bots(call: Call) -> Json:
    start: Json = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.town.gateway, "shards": 1, "session_start_limit": start}


ENDPOINTS = (
    Endpoint(method="GET", path="/users/@me", handle=me),
    Endpoint(method="GET", path="/users/{user_id}", handle=one),
    Endpoint(method="POST", path="/users/@me/channels", handle=open_line, fields=frozenset({"recipient_id"})),
    Endpoint(method="GET", path="/gateway", handle=gateway),
    Endpoint(method="GET", path="/gateway/bot", handle=gateway_for_bots),
)
