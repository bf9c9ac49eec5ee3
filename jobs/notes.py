"""What a person should know about their job although nothing is wrong; `messages/` says a note by its code."""

from __future__ import annotations

from pydantic import Field

from jobs.errors import Value
from jobs.requests import Frozen

NOTES: dict[str, str] = {
    "knows_nothing": "{title} knows nothing of this prompt and will guess; it can paint {examples} …",
    "model_gone": "Your model `{name}` is no longer here, so {title} paints this.",
    "reads_only": "{title} reads only prompts in {languages}.",
    "weights_flattened": "The weights after `::` only part what is wanted from what is not, for now.",
}


class Note(Frozen):
    """A code of `NOTES` with the values of its sentence."""

    code: str
    values: dict[str, Value] = Field(default_factory=dict)

    def __str__(self) -> str:
        return NOTES[self.code].format(**self.values)
