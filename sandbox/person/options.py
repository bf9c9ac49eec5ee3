"""The options of a command as a person's client checks and sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.payload import user
from sandbox.person.ask import Refusal
from sandbox.state import DM, Attachment, Json, Person
from sandbox.town import Town

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 3, 4, 5, 6, 7, 8, 9, 10, 11
LONGEST = 6000  #: characters of a string option


def filled(town: Town, leaf: Json, values: Json, *, focused: str | None = None) -> tuple[list[Json], Json]:
    """(options, resolved) of an interaction. With `focused` nothing is required. Raises `Refusal`."""
    declared = {option["name"]: option for option in leaf.get("options") or []}
    for name in values.keys() - declared.keys():
        raise Refusal(f"/{leaf['name']} has no option {name}")
    resolved: Json = {}
    options: list[Json] = []
    for name, option in declared.items():
        if name in values:
            value = values[name] if focused else _checked(town, option, values[name], resolved)
            options.append({"name": name, "type": option["type"], "value": value} | _focus(name, focused))
        elif option.get("required") and not focused:
            raise Refusal(f"the option {name} is required")
    return options, resolved


def _focus(name: str, focused: str | None) -> Json:
    return {"focused": True} if name == focused else {}


def _checked(town: Town, option: Json, value: Any, resolved: Json) -> Any:
    kind = option["type"]
    if kind == STRING:
        return _text(option, value)
    if kind in (INTEGER, NUMBER):
        return _number(option, value)
    if kind == BOOLEAN:
        if not isinstance(value, bool):
            raise Refusal(f"{option['name']} is true or false")
        return value
    finder: dict[int, Callable[[Town, Any, Json], str]] = {
        USER: _person, MENTIONABLE: _person, CHANNEL: _channel, ROLE: _role, ATTACHMENT: held_file,
    }  # fmt: skip
    return finder[kind](town, value, resolved)


def _text(option: Json, value: Any) -> str:
    text, name = str(value), option["name"]
    least, most = option.get("min_length", 0), option.get("max_length", LONGEST)
    if not text:
        raise Refusal(f"the option {name} is empty")
    if not least <= len(text) <= most:
        raise Refusal(f"{name} has {len(text)} characters; {least} to {most} are allowed")
    _check_choice(option, text)
    return text


def _number(option: Json, value: Any) -> float:
    name = option["name"]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refusal(f"{name} is a number")
    if option["type"] == INTEGER and int(value) != value:
        raise Refusal(f"{name} is a whole number")
    least, most = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
    if not least <= value <= most:
        raise Refusal(f"{name} is from {least} to {most}")
    _check_choice(option, value)
    return value


def _check_choice(option: Json, value: Any) -> None:
    allowed = [choice["value"] for choice in option.get("choices") or []]
    if allowed and value not in allowed:
        raise Refusal(f"{option['name']} is one of {', '.join(map(str, allowed))}")


def _person(town: Town, value: Any, resolved: Json) -> str:
    found: Person | None = town.world.person(str(value))
    if found is None:
        raise Refusal(f"nobody here is called {value}")
    member = town.payloads.member(found) | {"permissions": "0"}
    del member["user"]
    resolved.setdefault("users", {})[str(found.id)] = user(found)
    resolved.setdefault("members", {})[str(found.id)] = member
    return str(found.id)


def _channel(town: Town, value: Any, resolved: Json) -> str:
    for channel in town.world.channels.values():
        if str(value) in (str(channel.id), channel.name) and channel.type != DM:
            shown = town.payloads.channel(channel) | {"permissions": "0"}
            resolved.setdefault("channels", {})[str(channel.id)] = shown
            return str(channel.id)
    raise Refusal(f"there is no channel {value}")


def _role(town: Town, value: Any, resolved: Json) -> str:
    for role in town.payloads.roles():
        if str(value) in (role["id"], role["name"]):
            resolved.setdefault("roles", {})[role["id"]] = role
            return str(role["id"])
    raise Refusal(f"there is no role {value}")


def held_file(town: Town, value: Any, resolved: Json) -> str:
    found: Attachment | None = town.uploads.get(str(value))
    if found is None:
        raise Refusal(f"there is no upload {value}")
    resolved.setdefault("attachments", {})[str(found.id)] = town.payloads.attachment(found)
    return str(found.id)
