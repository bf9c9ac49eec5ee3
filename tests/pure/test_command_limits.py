"""What Discord is told about the commands keeps Discord's limits, in every language."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from messages.say import languages
from sandbox.command_rules import check_all
from sandbox.rest.commands import FIELDS
from sandbox.validate import Description
from tests.conftest import missing
from tests.house.registered import Json, registered

DESCRIPTION = Path(
    os.environ.get("ATELIER_DISCORD_OPENAPI", Path(__file__).parents[3] / "shared/reference/discord-openapi.json")
)
TRANSLATED = [language for language in languages() if language != "en"]


def nodes(node: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """A command with its options and their choices, each with its path."""
    here = f"{path}/{node['name']}"
    yield here, node
    for child in (*node.get("options", ()), *node.get("choices", ())):
        yield from nodes(child, here)


@pytest.mark.parametrize("user_installs", [False, True])
async def test_the_official_description_takes_them(user_installs: bool) -> None:
    if not DESCRIPTION.exists():
        missing("Discord's description of its API")
    body = await registered(user_installs=user_installs)
    official = Description.read(DESCRIPTION)
    assert official.request_problems("PUT", "/applications/{application_id}/commands", body) == []


async def test_names_descriptions_options_and_choices_keep_the_written_limits() -> None:
    check_all(await registered(), FIELDS)


@pytest.mark.parametrize("language", TRANSLATED)
async def test_every_word_is_translated(language: str) -> None:
    for command in await registered():
        for path, node in nodes(command):
            for key in ("name", "description"):
                if node.get(key):
                    assert node[f"{key}_localizations"].get(language), f"{path}: {key}"


@pytest.mark.parametrize("language", ["", *TRANSLATED])
async def test_no_two_things_beside_each_other_have_one_name(language: str) -> None:
    commands = await registered()
    assert twice(commands, language) == []
    for command in commands:
        for path, node in nodes(command):
            for kind in ("options", "choices"):
                assert twice(node.get(kind, []), language) == [], path


def twice(siblings: list[Any], language: str) -> list[str]:
    """Names that two of them have in the language."""
    names = (sibling.get("name_localizations", {}).get(language, sibling["name"]) for sibling in siblings)
    return [name for name, count in Counter(names).items() if count > 1]
