"""The guild, its channels, members and roles."""

from __future__ import annotations

from sandbox import errors
from sandbox.rest.call import Call, Endpoint
from sandbox.state import DM, Json


def _check(call: Call) -> None:
    if call.id("guild_id") != call.town.world.guild_id:
        raise errors.unknown_guild()


def one(call: Call) -> Json:
    _check(call)
    return call.town.payloads.guild()


def channels(call: Call) -> list[Json]:
    _check(call)
    return [call.town.payloads.channel(found) for found in call.town.world.channels.values() if found.type != DM]


def roles(call: Call) -> list[Json]:
    _check(call)
    return call.town.payloads.roles()


def member(call: Call) -> Json:
    _check(call)
    person = call.town.world.people.get(call.id("user_id"))
    if person is None:
        raise errors.unknown_member()
    return call.town.payloads.member(person)


def mine(call: Call) -> list[Json]:
    whole = call.town.payloads.guild()
    short = {key: whole[key] for key in ("id", "name", "icon", "banner", "features")}
    return [short | {"owner": False, "permissions": "0"}]


ENDPOINTS = (
    Endpoint(method="GET", path="/users/@me/guilds", handle=mine,
             queries=frozenset({"limit", "before", "after", "with_counts"})),
    Endpoint(method="GET", path="/guilds/{guild_id}", handle=one, queries=frozenset({"with_counts"})),
    Endpoint(method="GET", path="/guilds/{guild_id}/channels", handle=channels),
    Endpoint(method="GET", path="/guilds/{guild_id}/roles", handle=roles),
    Endpoint(method="GET", path="/guilds/{guild_id}/members/{user_id}", handle=member),
)  # fmt: skip
