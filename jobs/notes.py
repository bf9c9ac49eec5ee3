"""What a person should know about their job although nothing is wrong; `messages/` says a note by its code."""

from __future__ import annotations

from pydantic import Field

from jobs.errors import Value
from jobs.requests import Frozen

NOTES: dict[str, str] = {
    "knows_nothing": "{title} knows nothing of this prompt and will guess; it can paint {examples} …",
    "model_gone": "Your model `{name}` is no longer here, so {title} paints this.",
    "reads_only": "{title} reads only prompts in {languages}.",
    "version_unclaimed": "No model here stands for Midjourney's `--{version}`, so {title} paints this.",
    "not_translated": "The translator did not answer, so your words are painted as you typed them.",
    "ignored": "Midjourney's `--{name}` means nothing here, so the prompt is painted without it.",
    "own_style_code": "Numbers behind `--sref` mean another style here than at Midjourney: {code} is drawn by us.",
    "idle": "`--{name}` does nothing without `--{needed}`.",
    "idle_iw": "`--{name}` does nothing without a picture in front of the words.",
    "remix_keeps": "A picture that is there keeps its {names}; the rest of your edit counts.",
}


class Note(Frozen):
    """A code of `NOTES` with the values of its sentence."""

    code: str
    values: dict[str, Value] = Field(default_factory=dict)

    def __str__(self) -> str:
        return NOTES[self.code].format(**self.values)
