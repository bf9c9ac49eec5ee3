"""The owner's words that no prompt may hold, for all servers and for single ones (design rule 10).

    words = ["gore", "behead*", "血腥"]      # a TOML file; a star stands for any ending

    [guilds.1234567890]                       # Discord's id of a server
    words = ["politics"]                      # forbidden there besides the common ones
    allow = ["gore"]                          # and those that are not forbidden there

Words are compared without regard to case, width and accents. A word in letters matches whole words only; one with a
character that is written without spaces (Chinese, Japanese, Korean) matches wherever it stands.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError

from jobs.errors import Fault, Mistake
from jobs.requests import Frozen

_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LOOKALIKES = str.maketrans("013457@$", "oieastas")


class WordForbidden(Mistake):
    """The owner does not want this painted."""

    code = "word_forbidden"
    english = "The owner of this Atelier does not allow `{word}` in prompts; say it in other words."


class WordsFileBroken(Fault):
    """The list cannot be read; without it nothing is served."""

    code = "words_file_broken"
    english = "The list of forbidden words {path} is broken: {reason}."


def plain(text: str) -> str:
    """Lower case, half width, no accents, nothing invisible."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """One expression for all words; None where there is none."""
    parts = []
    for word in filter(None, (plain(word).strip() for word in words)):
        body = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+")
        ends = r"\w*" if word.endswith("*") else ""
        parts.append(body if _SPACELESS.search(word) else rf"(?<!\w){body}{ends}(?!\w)")
    return re.compile("|".join(parts)) if parts else None


class Here(Frozen):
    """What one server forbids besides the common words, and what it allows of them."""

    words: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


class ForbiddenWords(Frozen):
    """The file's content; an empty one forbids nothing."""

    words: tuple[str, ...] = ()
    guilds: Mapping[int, Here] = Field(default_factory=dict)

    @cached_property
    def _patterns(self) -> dict[int | None, re.Pattern[str] | None]:
        common: dict[int | None, re.Pattern[str] | None] = {None: _pattern(self.words)}
        for guild, here in self.guilds.items():
            allowed = set(map(plain, here.allow))
            common[guild] = _pattern([*(word for word in self.words if plain(word) not in allowed), *here.words])
        return common

    def check(self, text: str, guild: int | None) -> None:
        """Return where nothing in `text` is forbidden in that server (None: direct messages).

        Raises `WordForbidden`."""
        pattern = self._patterns.get(guild, self._patterns[None])
        if pattern is None:
            return
        said = plain(text)
        for spelling in (said, said.translate(_LOOKALIKES)):
            if found := pattern.search(spelling):
                raise WordForbidden(word=found[0][:80])

    @classmethod
    def from_toml(cls, path: Path | None) -> Self:
        """Raises `WordsFileBroken`."""
        if path is None:
            return cls()
        try:
            return cls.model_validate(tomllib.loads(path.read_text("utf-8")))
        except (OSError, ValueError, ValidationError) as error:
            raise WordsFileBroken(path=str(path), reason=str(error).splitlines()[0]) from error
