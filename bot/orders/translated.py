"""Prompts whose words the model does not read, told in words that it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from jobs.catalog import Catalog
from jobs.given import Sources
from jobs.notes import Note
from jobs.plan.choosing import model_for
from jobs.plan.references import shown_with_kept
from jobs.preferences import Preferences
from jobs.prompt import Prompt, echo
from jobs.prompt.translation import WORDS, foreign_texts, in_words
from jobs.records import Record


@dataclass(frozen=True, slots=True)
class Translation:
    """Some prompts of one person, and which of their texts are to be translated."""

    prompts: Sequence[Prompt]
    preferences: Preferences
    sources: tuple[str, ...] = ()  #: `words:TEXT`, each once

    @classmethod
    def of(cls, prompts: Sequence[Prompt], preferences: Preferences, catalog: Catalog | None) -> Self:
        """Nothing is to be translated without a catalog. Raises `UnknownModel`, `UnknownVersion`."""
        found: dict[str, None] = {}
        for prompt in prompts if catalog else ():
            languages = model_for(preferences.applied_to(prompt), preferences, catalog).languages  # type: ignore[arg-type]
            if "zh" not in languages and "en" in languages:
                found |= dict.fromkeys(foreign_texts(prompt))
        return cls(prompts, preferences, tuple(found))

    def told(self, kept: Sources) -> list[Prompt]:
        """The prompts with what was found for their texts."""
        found = {source: kept[source] for source in self.sources if source in kept}
        return [in_words(prompt, found) for prompt in self.prompts]

    def notes(self, kept: Sources) -> tuple[Note, ...]:
        """That the service gave no answer, where it gave none."""
        silent = any(kept.get(source) == source.removeprefix(WORDS) for source in self.sources)
        return (Note(code="not_translated"),) if silent else ()

    def noted(self, records: Sequence[Record], kept: Sources) -> tuple[Record, ...]:
        """The records, in the order of the prompts and their repeats, with what was typed where it was translated."""
        typed: list[str] = []
        for prompt, told in zip(self.prompts, self.told(kept), strict=True):
            original = echo(shown_with_kept(prompt, kept).without("repeat")) if told != prompt else ""
            typed += [original] * self.preferences.applied_to(prompt).value("repeat")
        pairs = zip(records, typed, strict=True)
        return tuple(one.model_copy(update={"untranslated": text}) if text else one for one, text in pairs)
