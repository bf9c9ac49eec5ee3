"""A third language is one file: commands, sentences and help are taken from it without touching code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from jobs.catalog import Catalog
from jobs.errors import QueueFull
from jobs.prompt import PARAMETERS
from messages import notices, say
from messages.help import help_card
from messages.say import sentences
from tests.house.registered import registered

FRENCH = "fr"
PREFIX = "fr-"  #: lower case and without spaces, so that it may stand in a command's name too
Table = dict[str, Any]


def translated(table: Table, path: str = "") -> Table:
    """Every sentence with `PREFIX` in front; a description keeps Discord's 100 characters, a name its 32."""
    limit = 100 if path.startswith("commands") else None
    return {
        name: translated(value, f"{path}.{name}" if path else name)
        if isinstance(value, dict)
        else f"{PREFIX}{value}"[:limit]
        for name, value in table.items()
    }


def forget() -> None:
    """What was read of the languages."""
    for read in (say.languages, say.sentences, say.spoken):
        read.cache_clear()


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """The folder of languages with one more file in it, copied from the English one; and what it says for a key."""
    folder = files("messages") / "locales"
    for entry in folder.iterdir():
        (tmp_path / entry.name).write_bytes(entry.read_bytes())
    english = say.tomllib.loads((tmp_path / "en.toml").read_text("utf-8"))
    table = translated(english | {"parameters": {row.name: row.help for row in PARAMETERS}})
    (tmp_path / f"{FRENCH}.toml").write_text(tomli_w.dumps(table), "utf-8")
    monkeypatch.setattr(say, "_FOLDER", tmp_path)
    forget()
    yield lambda key: sentences(FRENCH)[key]
    monkeypatch.undo()
    forget()


def test_it_is_spoken_to_whoever_speaks_it(french: Callable[[str], str]) -> None:
    assert say.languages() == ("en", FRENCH, "zh-CN")
    assert (say.spoken("fr"), say.spoken("fr-CA"), say.spoken("de")) == (FRENCH, FRENCH, "en")


def test_sentences_notices_and_help_are_its_own(french: Callable[[str], str]) -> None:
    (card,) = notices.of_error(QueueFull(waiting=10, limit=10), FRENCH).embeds
    assert card.title == "fr-Queue full" and card.text.startswith("fr-You already have 10 jobs")
    catalog = Catalog.from_toml(None, Path("models/storybook"))
    (start,) = help_card("start", catalog, FRENCH).embeds
    assert start.title == french("help.start_title") and start.fields[0].name == french("help.for_example")
    (parameters,) = help_card("parameters", catalog, FRENCH).embeds
    assert all(line.partition("` ")[2].startswith(PREFIX) for line in parameters.fields[0].text.splitlines())


async def test_every_command_is_registered_in_it(french: Callable[[str], str]) -> None:
    commands = await registered()
    assert len(commands) > 15
    for command in commands:
        assert command["name_localizations"][FRENCH].startswith(PREFIX), command["name"]
        assert all(texts[FRENCH].startswith(PREFIX) for texts in localizations(command)), command["name"]


def localizations(node: Table) -> Iterator[Table]:
    """Every table of translations in a command: of its own words, of its options, of their choices."""
    for key, value in node.items():
        if key.endswith("_localizations"):
            yield value
    for child in (*node.get("options", ()), *node.get("choices", ())):
        yield from localizations(child)
