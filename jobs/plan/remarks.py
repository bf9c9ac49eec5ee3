"""What a person should know of their plan although nothing is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from jobs.catalog import Catalog, ModelEntry
from jobs.knows import has_han, knows_any
from jobs.notes import Note
from jobs.plan.choosing import claimed, version_typed
from jobs.plan.references import style_code
from jobs.preferences import Preferences
from jobs.prompt import BY_SPELLING, Prompt

EXAMPLES = 6  #: things named in the note about an unknown prompt


def remarks(
    typed: Prompt, asked: Prompt, entry: ModelEntry, catalog: Catalog, preferences: Preferences
) -> tuple[Note, ...]:
    """Notes on `typed`, which became `asked` with the suffix and the settings."""
    return (*_on_model(asked, entry, catalog, preferences), *_on_words(asked, entry), *_on_parameters(typed, asked))


def remarks_on_edit(edited: Prompt, asked: Prompt, entry: ModelEntry) -> tuple[Note, ...]:
    """Notes on an edited prompt; which model paints is settled."""
    return (*_on_words(asked, entry), *_on_parameters(edited, asked))


def _on_model(asked: Prompt, entry: ModelEntry, catalog: Catalog, preferences: Preferences) -> Iterator[Note]:
    version = version_typed(asked)
    if version and claimed(*version, catalog) is None:
        yield Note(code="version_unclaimed", values={"version": " ".join(version).strip(), "title": entry.title})
    elif preferences.model and not asked.has("model") and not version and preferences.model != entry.name:
        yield Note(code="model_gone", values={"name": preferences.model, "title": entry.title})


def _on_words(asked: Prompt, entry: ModelEntry) -> Iterator[Note]:
    if asked.text and entry.vocabulary and entry.vocabulary.objects and not knows_any(asked.text, entry.vocabulary):
        names = [term.zh if has_han(asked.text) else term.en for term in entry.vocabulary.objects]
        examples = ", ".join(name[0] for name in names[:EXAMPLES] if name)
        yield Note(code="knows_nothing", values={"title": entry.title, "examples": examples})
    if "zh" not in entry.languages and has_han(asked.text):
        yield Note(code="reads_only", values={"title": entry.title, "languages": ", ".join(entry.languages)})


def _on_parameters(typed: Prompt, asked: Prompt) -> Iterator[Note]:
    for name in typed.ignored:
        yield Note(code="ignored", values={"name": name})
    if (code := style_code(typed)) is not None:
        yield Note(code="own_style_code", values={"code": code})
    for name, _ in typed.given:
        needed = BY_SPELLING[name].goes_with
        if needed and not any(asked.images if other == "image" else asked.has(other) for other in needed):
            yield Note(code="idle" if needed != ("image",) else "idle_iw", values={"name": name, "needed": needed[0]})
