"""`atelier parse`: what a prompt means, fully decided, as the bot would send it to a worker.

No picture is fetched: each link stands for a picture whose key is made from the link.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
from collections.abc import Callable, Iterable, Mapping

from rich.console import Console
from rich.table import Table

from cli.environment import environment
from cli.words import terminal_locale
from jobs.catalog import Catalog
from jobs.errors import AtelierError
from jobs.plan import HIGHEST, Limits, Plan, plan_all
from jobs.preferences import Preferences
from jobs.prompt import Prompt, parse_all
from jobs.settings import SharedSettings
from messages.say import say

MISTAKE = 2  #: exit code; the sentence is on standard error


def catalog_here() -> Catalog:
    """The models that this environment names. Raises `jobs.catalog.ModelsFileBroken`."""
    shared = SharedSettings.from_env(environment())
    return Catalog.from_toml(shared.models_file, shared.storybook)


def plan_of(
    text: str, draw_seed: Callable[[], int], model: str | None = None, *, kept: Mapping[str, str] | None = None
) -> Plan:
    """The plan of somebody who never chose anything, but perhaps a model; of permutations, all their prompts. Without
    `kept`, every picture counts as kept. Raises `jobs.errors.AtelierError`."""
    catalog = catalog_here()
    preferred = catalog.get(model).name if model else None
    prompts = parse_all(text, HIGHEST)
    pictures = as_if_kept(prompts) if kept is None else kept
    return plan_all(prompts, Preferences(model=preferred), catalog, draw_seed, Limits(HIGHEST), kept=pictures)


def as_if_kept(prompts: Iterable[Prompt]) -> dict[str, str]:
    """A key for every picture: that of its name where it has one, else made from its link."""
    sources = {item.source for prompt in prompts for item in prompt.pictures}
    return {source: f"given/{_hex(source)}.png" for source in sources}


def _hex(source: str) -> str:
    return source.removeprefix("picture:") if "://" not in source else hashlib.sha256(source.encode()).hexdigest()[:32]


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
