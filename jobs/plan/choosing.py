"""Which model paints, and whether it can do what is asked."""

from __future__ import annotations

from jobs.catalog import Catalog, ModelEntry
from jobs.plan.mistakes import ModelCannot, ModelCannotSee, UnknownVersion
from jobs.preferences import Preferences
from jobs.prompt import BY_SPELLING, Prompt

MIDJOURNEYS = frozenset({"1", "2", "3", "4", "4a", "4b", "4c", "5", "5.1", "5.2", "6", "6.1", "7", "8", "8.1", "8.2"})
NIJIS = frozenset({"", "4", "5", "6", "7"})


def version_typed(asked: Prompt) -> tuple[str, str] | None:
    """`("version", "6")` or `("niji", "")`, if one of them is given; 6.0, as Midjourney's own echo had it, is 6."""
    typed = ((name, asked.value(name).removesuffix(".0")) for name in ("version", "niji") if asked.has(name))
    return next(typed, None)


def model_for(asked: Prompt, preferences: Preferences, catalog: Catalog) -> ModelEntry:
    """The model that was typed or stands for the version that was typed, else the preferred one where it still
    exists, else the default. Raises `UnknownModel`, `UnknownVersion`."""
    if typed := asked.value("model"):
        return catalog.get(typed)
    if version := version_typed(asked):
        return _behind(*version, catalog)
    return catalog.get(preferences.model if (preferences.model or "") in catalog else None)


def claimed(parameter: str, version: str, catalog: Catalog) -> ModelEntry | None:
    """The model that the owner named for a version."""
    spelled = f"niji {version}".strip() if parameter == "niji" else version
    return next((entry for entry in catalog.models if spelled in entry.versions), None)


def _behind(parameter: str, version: str, catalog: Catalog) -> ModelEntry:
    if entry := claimed(parameter, version, catalog):
        return entry
    someone_claims = any(entry.versions for entry in catalog.models)
    if someone_claims or version not in (NIJIS if parameter == "niji" else MIDJOURNEYS):
        known = ", ".join(f"{entry.name} ({', '.join(entry.versions)})".replace(" ()", "") for entry in catalog.models)
        raise UnknownVersion(parameter=parameter, version=version, known=known)
    return catalog.get()


def check_abilities(asked: Prompt, entry: ModelEntry, catalog: Catalog) -> None:
    """Raises `ModelCannot` or `ModelCannotSee` with the models that can."""
    wanted = {name: BY_SPELLING[name].needs or name for name, _ in asked.given}
    if asked.negative:
        wanted["no"] = "no"
    for name, ability in wanted.items():
        if not entry.can(name, ability):
            others = [other.name for other in catalog.models if other.can(name, ability)]
            raise ModelCannot(title=entry.title, parameter=name, others=", ".join(others) or "-")
    if asked.images:
        check_sight(entry, catalog)


def check_sight(entry: ModelEntry, catalog: Catalog) -> None:
    """Raises `ModelCannotSee` where the model cannot paint from pictures."""
    if not entry.can("image"):
        others = [other.name for other in catalog.models if other.can("image")]
        raise ModelCannotSee(title=entry.title, others=", ".join(others) or "-")
