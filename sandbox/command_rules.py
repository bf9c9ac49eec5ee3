"""Discord's limits on commands, checked by hand."""

from __future__ import annotations

import re

from sandbox.errors import Problems
from sandbox.known import Path, unknown_keys
from sandbox.state import Json

NAME = re.compile(r"^[-_'\w]{1,32}$")
OPTION_KEYS = frozenset({
    "type", "name", "name_localizations", "description", "description_localizations", "required", "choices", "options",
    "channel_types", "min_value", "max_value", "min_length", "max_length", "autocomplete",
})  # fmt: skip
CHAT, SUBCOMMAND, GROUP = 1, 1, 2


def check_all(commands: list[Json], known: frozenset[str]) -> None:
    """Raises `DiscordError` 50035."""
    problems = Problems()
    chat = [one for one in commands if (one.get("type") or CHAT) == CHAT]
    if len(chat) > 100:
        problems.add((), "APPLICATION_COMMANDS_MAX", "Maximum number of application commands reached (100).")
    for at, command in enumerate(commands):
        _check_command(command, (at,), known, problems)
    names = [(one.get("type") or CHAT, one.get("name")) for one in commands]
    for at, name in enumerate(names):
        if names.index(name) < at:
            text = "Application command names must be unique"
            problems.add((at,), "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
    problems.raise_if_any()


def _check_command(command: Json, path: Path, known: frozenset[str], problems: Problems) -> None:
    for key in unknown_keys(command, known):
        problems.add((*path, key), "SANDBOX_REFUSED", f"unknown field {key}")
    if (command.get("type") or CHAT) == CHAT:
        _check_words(command, path, problems)
        _check_options(command.get("options") or [], (*path, "options"), problems)
        if _weight(command) > 8000:
            text = "Command exceeds maximum size (8000)"
            problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", text)
    elif not 1 <= len(command.get("name") or "") <= 32:
        problems.add((*path, "name"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 32 in length.")


def _check_words(node: Json, path: Path, problems: Problems) -> None:
    names = {"name": node.get("name"), **(node.get("name_localizations") or {})}
    for where, name in names.items():
        text = str(name or "")
        if not NAME.match(text) or text != text.lower():
            said = "Command name is invalid"
            problems.add((*path, where), "APPLICATION_COMMAND_INVALID_NAME", said)
    for description in (node.get("description"), *(node.get("description_localizations") or {}).values()):
        if not 1 <= len(description or "") <= 100:
            problems.add((*path, "description"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")


def _check_options(options: list[Json], path: Path, problems: Problems) -> None:
    if len(options) > 25:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    optional_seen = False
    for at, option in enumerate(options):
        _check_option(option, (*path, at), problems)
        if option.get("type") in (SUBCOMMAND, GROUP):
            _check_options(option.get("options") or [], (*path, at, "options"), problems)
        elif option.get("required") and optional_seen:
            text = "Required options must be placed before non-required options"
            problems.add((*path, at), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_seen |= not option.get("required")


def _check_option(option: Json, path: Path, problems: Problems) -> None:
    for key in unknown_keys(option, OPTION_KEYS):
        problems.add((*path, key), "SANDBOX_REFUSED", f"unknown field {key}")
    _check_words(option, path, problems)
    choices = option.get("choices") or []
    if len(choices) > 25:
        problems.add((*path, "choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if choices and option.get("autocomplete"):
        text = "Choices and autocomplete cannot be set at once"
        problems.add((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", text)
    for at, choice in enumerate(choices):
        if not 1 <= len(str(choice.get("name") or "")) <= 100:
            problems.add((*path, "choices", at, "name"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")


def _weight(node: Json) -> int:
    """Characters of names, descriptions and choices, the longest translation of each."""
    total = sum(
        max(len(str(text or "")) for text in (node.get(key), *(node.get(f"{key}_localizations") or {}).values()))
        for key in ("name", "description")
    )
    choices = sum(len(str(one.get("name"))) + len(str(one.get("value"))) for one in node.get("choices") or [])
    return total + choices + sum(_weight(option) for option in node.get("options") or [])
