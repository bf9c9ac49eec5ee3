"""Midjourney's parameters that are not in our table: explained, never swallowed (docs/decisions/0001)."""

from __future__ import annotations

from jobs.prompt.kinds import Flag, Kind, Whole
from jobs.prompt.mistakes import NoEditing, NoMovingPictures, NoSameSeed, NotOffered
from jobs.prompt.word_kinds import Codes

#: They would only turn a knob of Midjourney's own; the prompt is painted without them, and a note says so.
IGNORED: dict[str, Kind] = {
    "sv": Whole(1, 9),
    "exp": Whole(0, 100),
    "preview": Flag(),
    "profile": Codes(),
    "p": Codes(),
    "personalize": Codes(),
}

#: What they ask for would be missing from the picture, so they are refused, each with what works instead.
REFUSED: dict[str, type[NotOffered]] = {
    "motion": NoMovingPictures,
    "loop": NoMovingPictures,
    "end": NoMovingPictures,
    "bs": NoMovingPictures,
    "edit": NoEditing,
    "sameseed": NoSameSeed,
}

#: Parameters of early Midjourney, and what to write now.
RETIRED: dict[str, str] = {
    "width": "--ar 3:2", "height": "--ar 2:3", "h": "--ar 2:3", "wallpaper": "--ar 16:9",
    "sl": "--ar 3:2", "ml": "--ar 3:2", "ll": "--ar 3:2", "sp": "--ar 2:3", "mp": "--ar 2:3", "lp": "--ar 2:3",
    "hq": "--quality 2", "vibe": "--model NAME", "old": "--model NAME", "beta": "--model NAME", "test": "--model NAME",
    "testp": "--model NAME", "newclip": "--model NAME", "nostretch": "--ar 3:2", "creative": "--chaos 50",
    "uplight": "U1", "upbeta": "U1", "upanime": "U1",
}  # fmt: skip

#: All of Midjourney's that are not in our table.
FOREIGN: frozenset[str] = frozenset(IGNORED) | frozenset(REFUSED)
