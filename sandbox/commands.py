"""The commands that the bot registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox import errors, permissions
from sandbox.state import DM, Channel, Json, Person

CHAT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
USER = 1  #: an installation by a person
KEPT = (
    "name", "name_localizations", "description", "description_localizations", "options", "nsfw", "contexts",
    "integration_types", "default_member_permissions", "dm_permission", "handler",
)  # fmt: skip


class Commands:
    """Registered commands by scope: None is global, a number is one guild."""

    def __init__(self, application_id: int, new_id: Callable[[], int]) -> None:
        self._application_id, self._new_id = application_id, new_id
        self._scopes: dict[int | None, dict[tuple[int, str], Json]] = {}

    def all(self, scope: int | None) -> list[Json]:
        return [*self._scopes.get(scope, {}).values()]

    def get(self, scope: int | None, command_id: int) -> Json:
        """Raises `DiscordError` 10063."""
        for command in self.all(scope):
            if command["id"] == str(command_id):
                return command
        raise errors.unknown_command()

    def overwrite(self, scope: int | None, bodies: list[Json]) -> list[Json]:
        """Bulk overwrite: ids stay by (type, name), versions stay where nothing changed."""
        old, fresh = self._scopes.get(scope, {}), {}
        for body in bodies:
            key = (int(body.get("type") or CHAT), str(body["name"]))
            fresh[key] = self._stored(scope, body, old.get(key))
        self._scopes[scope] = fresh
        return self.all(scope)

    def put(self, scope: int | None, body: Json, command_id: int | None = None) -> Json:
        """Create, or overwrite the one with the same type and name, or change the one with this id."""
        table = self._scopes.setdefault(scope, {})
        old = self.get(scope, command_id) if command_id else None
        whole = (old or {}) | body
        key = (int(whole.get("type") or CHAT), str(whole["name"]))
        if old:
            del table[(old["type"], old["name"])]
        table[key] = self._stored(scope, whole, old or table.get(key))
        return table[key]

    def delete(self, scope: int | None, command_id: int) -> None:
        """Raises `DiscordError` 10063."""
        command = self.get(scope, command_id)
        del self._scopes[scope][(command["type"], command["name"])]

    def _stored(self, scope: int | None, body: Json, old: Json | None) -> Json:
        command: dict[str, Any] = {
            "id": old["id"] if old else str(self._new_id()),
            "application_id": str(self._application_id),
            "type": int(body.get("type") or CHAT),
            "description": "",
            "default_member_permissions": None,
            "nsfw": False,
            "options": [],
        }
        if scope is None:
            command |= {"integration_types": [0], "contexts": None, "dm_permission": True}
        else:
            command["guild_id"] = str(scope)
        command |= {key: body[key] for key in KEPT if body.get(key) is not None}
        if command["default_member_permissions"] is not None:  # a number or a text is taken, a text is shown
            command["default_member_permissions"] = str(command["default_member_permissions"])
        unchanged = old is not None and {**old, "version": 0} == {**command, "version": 0}
        command["version"] = old["version"] if old and unchanged else str(self._new_id())
        return command

    def visible(self, person: Person, channel: Channel, guild_id: int) -> list[Json]:
        """What this person's client offers in this channel; a guild's own command hides the global one."""
        context = 1 if channel.type == DM else 0
        shown = {key: one for key, one in self._scopes.get(None, {}).items() if _fits(one, context)}
        if channel.away:
            shown = {key: one for key, one in shown.items() if USER in one["integration_types"]}
        elif channel.type != DM:
            shown |= self._scopes.get(guild_id, {})
        return [
            one for one in shown.values()
            if permissions.may_use(one["default_member_permissions"], person, channel)
        ]  # fmt: skip


def _fits(command: Json, context: int) -> bool:
    contexts = command.get("contexts")
    if contexts is None:
        return context == 0 or bool(command.get("dm_permission", True))
    return context in contexts


def path_of(command: Json, name: str) -> list[Json]:
    """From the words `prefer option set` to the chain command, group, subcommand. Raises `LookupError`."""
    chain, words = [command], name.split()[1:]
    for word in words:
        options = chain[-1].get("options") or []
        chain.append(next(one for one in options if one["name"] == word and one["type"] in (SUBCOMMAND, GROUP)))
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in chain[-1].get("options") or []):
        raise LookupError(f"/{name} needs a subcommand")
    return chain
