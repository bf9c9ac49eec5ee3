"""Channels and typing."""

from __future__ import annotations

from sandbox import errors, permissions
from sandbox.posting import check_allowed
from sandbox.rest.call import Call, Endpoint
from sandbox.state import DM, Channel, Event, Json


def seen(call: Call) -> Channel:
    """The channel, if the bot may see it. Raises `DiscordError` 10003 or 50001."""
    channel = call.channel()
    if channel.type != DM and not permissions.of_bot(channel):
        raise errors.missing_access()
    return channel


def one(call: Call) -> Json:
    return call.town.payloads.channel(seen(call))


def typing(call: Call) -> None:
    channel = seen(call)
    check_allowed(call.town, channel, {}, {})
    call.town.world.ring(Event("typing", channel.id, extra={"user_id": str(call.town.world.bot.id)}))


ENDPOINTS = (
    Endpoint(method="GET", path="/channels/{channel_id}", handle=one, by="channel_id"),
    Endpoint(method="POST", path="/channels/{channel_id}/typing", handle=typing, by="channel_id"),
)
