"""Registering commands, globally and for the guild."""

from __future__ import annotations

from typing import Any

from sandbox import command_rules, errors
from sandbox.rest.call import Call, Endpoint
from sandbox.state import Json

FIELDS = frozenset({
    "name", "name_localizations", "description", "description_localizations", "options", "default_member_permissions",
    "dm_permission", "contexts", "integration_types", "type", "nsfw", "handler", "id",
})  # fmt: skip
APPLICATION = "/applications/{application_id}"
QUERIES = frozenset({"with_localizations"})


def _scope(call: Call) -> int | None:
    """None for global commands, else the guild. Raises `DiscordError`."""
    if call.id("application_id") != call.town.settings.application_id:
        raise errors.missing_access()
    if "guild_id" not in call.params:
        return None
    if call.id("guild_id") != call.town.world.guild_id:
        raise errors.missing_access()
    return call.town.world.guild_id


def some(call: Call) -> list[Json]:
    return call.town.commands.all(_scope(call))


def overwrite(call: Call) -> list[Json]:
    if not isinstance(call.body, list):
        raise errors.bad_json()
    scope = _scope(call)
    command_rules.check_all(call.body, FIELDS)
    return call.town.commands.overwrite(scope, call.body)


def create(call: Call) -> Json:
    scope = _scope(call)
    command_rules.check_all([call.json()], FIELDS)
    return call.town.commands.put(scope, call.json())


def one(call: Call) -> Json:
    return call.town.commands.get(_scope(call), call.id("command_id"))


def edit(call: Call) -> Json:
    scope, command_id = _scope(call), call.id("command_id")
    whole: dict[str, Any] = {**call.town.commands.get(scope, command_id), **call.json()}
    command_rules.check_all([{key: whole[key] for key in whole.keys() & FIELDS}], FIELDS)
    return call.town.commands.put(scope, call.json(), command_id)


def delete(call: Call) -> None:
    call.town.commands.delete(_scope(call), call.id("command_id"))


def _endpoints() -> tuple[Endpoint, ...]:
    found: list[Endpoint] = []
    for root in (f"{APPLICATION}/commands", f"{APPLICATION}/guilds/{{guild_id}}/commands"):
        single = root + "/{command_id}"
        found += [
            Endpoint(method="GET", path=root, handle=some, queries=QUERIES),
            Endpoint(method="PUT", path=root, handle=overwrite),
            Endpoint(method="POST", path=root, handle=create, fields=FIELDS),
            Endpoint(method="GET", path=single, handle=one),
            Endpoint(method="PATCH", path=single, handle=edit, fields=FIELDS),
            Endpoint(method="DELETE", path=single, handle=delete),
        ]
    return tuple(found)


ENDPOINTS = _endpoints()
