"""`atelier parse`: what a prompt means, fully decided, as the bot would send it to a worker."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from cli.environment import environment
from cli.words import terminal_locale
from jobs.catalog import Catalog
from jobs.errors import AtelierError
from jobs.plan import Plan, plan
from jobs.preferences import Preferences
from jobs.prompt import parse
from jobs.settings import SharedSettings
from messages.say import say

MISTAKE = 2  #: exit code; the sentence is on standard error


def catalog_here() -> Catalog:
    """The models that this environment names. Raises `jobs.catalog.ModelsFileBroken`."""
    shared = SharedSettings.from_env(environment())
    return Catalog.from_toml(shared.models_file, shared.storybook)


def plan_of(text: str, draw_seed: Callable[[], int], model: str | None = None) -> Plan:
    """The plan of somebody who never chose anything, but perhaps a model. Raises `jobs.errors.AtelierError`."""
    catalog = catalog_here()
    preferred = catalog.get(model).name if model else None
    return plan(parse(text), Preferences(model=preferred), catalog, draw_seed)


def run_parse(text: str, json_wanted: bool) -> int:
    """The command."""
    try:
        found = plan_of(text, lambda: secrets.randbelow(2**32))
    except AtelierError as error:
        print(say(error, terminal_locale()), file=sys.stderr)  # noqa: T201 - a terminal is where this is said
        return MISTAKE
    if json_wanted:
        print(as_json(found))  # noqa: T201
    else:
        show(found, Console(highlight=False))
    return 0


def as_json(found: Plan) -> str:
    """`{"requests": [...], "notes": [...]}`."""
    requests = [request.model_dump(mode="json") for request in found.requests]
    notes = [note.model_dump(mode="json") for note in found.notes]
    return json.dumps({"requests": requests, "notes": notes}, ensure_ascii=False, indent=1)


def show(found: Plan, console: Console) -> None:
    """A table per job."""
    for request in found.requests:
        table = Table(show_header=False, box=None, pad_edge=False)
        for name, value in request.model_dump(mode="json", exclude={"v"}, exclude_none=True).items():
            table.add_row(f"[dim]{name}[/dim]", str(value))
        console.print(table)
    for note in found.notes:
        console.print(f"[yellow]{say(f'notes.{note.code}', terminal_locale(), **note.values)}[/yellow]")
