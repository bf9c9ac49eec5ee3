"""`atelier models`: what is configured and fits this device; `models add` brings in another one."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cli.commands.parse import MISTAKE, catalog_here
from cli.environment import environment
from cli.quiet import quiet_libraries
from cli.words import terminal_locale, tr
from jobs.catalog import Catalog, ModelEntry
from jobs.errors import AtelierError
from jobs.settings import SharedSettings
from messages.say import say

DEFAULT_FILE = Path("models.toml")
GIB = 2**30


@dataclass(frozen=True)
class Fit:
    """What a model needs, and whether this device has it."""

    family: str
    memory: int  #: bytes, estimated
    fits: bool | None  #: None where the device's memory is not known


def list_models() -> int:
    """The command. 1 where the models file is broken."""
    console = Console(highlight=False)
    try:
        catalog = catalog_here()
    except AtelierError as error:
        console.print(f"[red]✗[/red] {say(error, terminal_locale())}")
        return 1
    table = Table("", "model", "family", "px", "steps", "memory", box=None, pad_edge=False)
    for entry in catalog.models:
        table.add_row(*_row(entry, catalog.default))
    console.print(table)
    for entry in catalog.models:
        _tell_what_it_knows(entry, console)
    return 0


def _row(entry: ModelEntry, default: str) -> tuple[str, ...]:
    fit = fit_of(entry.source)
    name = f"[bold]{entry.name}[/bold]" if entry.name == default else entry.name
    mark = {True: "[green]●[/green]", False: "[red]✗[/red]", None: "[dim]○[/dim]"}[fit.fits if fit else None]
    memory = f"{fit.memory / GIB:.1f} GiB" if fit else tr("models_unknown")
    return mark, name, fit.family if fit else "?", str(entry.native_size), str(entry.steps), memory


def _tell_what_it_knows(entry: ModelEntry, console: Console) -> None:
    if entry.vocabulary is None:
        return
    language = 1 if terminal_locale() == "zh-CN" else 0
    for key, terms in (("models_objects", entry.vocabulary.objects), ("models_places", entry.vocabulary.places)):
        names = [((term.en, term.zh)[language] or term.en)[0] for term in terms if term.en or term.zh]
        console.print(f"\n[bold]{entry.title}[/bold] {tr(key, count=len(names))} {', '.join(names)}")


def fit_of(source: str) -> Fit | None:
    """None where torch is not installed or the model is not on this machine."""
    if importlib.util.find_spec("torch") is None or not Path(source).exists():
        return None
    quiet_libraries()
    from models.device import choose_device
    from models.errors import ModelError
    from models.inspect import inspect

    try:
        facts = inspect(source)
    except ModelError:
        return None
    memory = choose_device(None).memory
    return Fit(facts.title, facts.memory_bytes, facts.memory_bytes < 0.9 * memory if memory else None)


def add_model(source: str, name: str | None, sample: bool) -> int:
    """The command. 2 for a model that cannot be read, 1 where its sample cannot be painted."""
    console = Console(highlight=False)
    if importlib.util.find_spec("torch") is None:
        console.print(f"[red]✗[/red] {tr('paint_missing')}")
        return 1
    quiet_libraries()
    from models.errors import ModelError

    try:
        entry, catalog = _entry_for(source, name, console)
        if sample:
            _paint_sample(entry, console)
    except (ModelError, AtelierError, ValueError) as error:
        console.print(f"[red]✗[/red] {error}")
        return MISTAKE
    path = _write(catalog, entry)
    console.print(f"[green]●[/green] {tr('models_written', name=entry.name, path=path)}")
    return 0


def _entry_for(source: str, name: str | None, console: Console) -> tuple[ModelEntry, Catalog]:
    """The new entry, and the catalog as it is. Raises `models.errors.ModelError`, `AtelierError`, `ValueError`."""
    from models.inspect import inspect

    facts, catalog = inspect(source), catalog_here()
    chosen = (name or name_for(source)).lower()
    if chosen in catalog:
        raise ValueError(tr("models_taken", name=chosen))
    kept = str(Path(source).resolve()) if Path(source).exists() else source
    console.print(
        tr("models_found", family=facts.title, size=facts.native_size, parameters=facts.parameters / 1e6,
           memory=facts.memory_bytes / GIB)
    )  # fmt: skip
    return ModelEntry(name=chosen, source=kept, family=facts.family, native_size=facts.native_size), catalog


def name_for(source: str) -> str:
    """A name to type, from a file, a folder or a hub id: "owner/Some-Model.safetensors" -> "some-model"."""
    last = Path(source).name.removesuffix(".safetensors").lower()
    return re.sub(r"[^a-z0-9._-]+", "-", last).strip("-.") or "model"


def _paint_sample(entry: ModelEntry, console: Console) -> None:
    """One picture, to prove that the model paints. Raises `models.errors.ModelError`."""
    from models.device import choose_device
    from models.loading import load
    from models.order import PaintOrder
    from worker.gpu.orders import card_for

    side = entry.native_size
    order = PaintOrder(
        prompt=SAMPLE_PROMPT, width=side, height=side, steps=entry.steps, guidance_scale=entry.guidance_scale,
        seed=1, candidates=1,
    )  # fmt: skip
    with console.status(tr("models_painting")):
        (picture,) = load(card_for(entry), choose_device(None)).paint(order)
    path = Path(f"{entry.name}-sample.png")
    picture.save(path)
    console.print(tr("models_sample", path=path))


SAMPLE_PROMPT = "a fox in the snow"


def _write(catalog: Catalog, entry: ModelEntry) -> Path:
    """The models file with the new entry in it; the first model added becomes the default."""
    from jobs.storybook_card import STORYBOOK

    path = SharedSettings.from_env(environment()).models_file or DEFAULT_FILE
    default = entry.name if catalog.default == STORYBOOK else catalog.default
    written = Catalog(models=(*catalog.models[:-1], entry, catalog.models[-1]), default=default)
    path.write_text(written.to_toml(), encoding="utf-8")
    return path
