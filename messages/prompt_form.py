"""Forms that hold a prompt. Discord takes 4,000 characters in one text and five texts in a form, and a prompt may have
6,000: a longer one is cut between two words into texts that follow each other, and put together again when it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from messages.custom_id import Press, Step, pack_form, values_of
from messages.discord_modal import ENTRY_LIMIT
from messages.message import Entry, Form
from messages.say import say

REMIX, ZOOM, IMAGINE = "remix", "zoom", "imagine"  #: names of forms
PARTS = 4  #: texts of one prompt, at most
SPACED, GLUED = "prompt", "glued"  #: ids of texts: after a space, or in the middle of a long word
_ENTRY_ID = re.compile(rf"({SPACED}|{GLUED})([0-{PARTS - 1}])")
_LINES = re.compile(r"\s*[\r\n]\s*")


def remix_form(press: Press, shown: str, locale: str) -> Form:
    """The prompt behind a button, to be edited before its job is made."""
    return prompt_form(Step(REMIX, values_of(press)), "forms.remix", shown, locale)


def zoom_form(press: Press, text: str, locale: str) -> Form:
    """The prompt with --ar and --zoom."""
    return prompt_form(Step(ZOOM, values_of(press)), "forms.zoom", text, locale)


def prompt_form(step: Step, title: str, text: str, locale: str) -> Form:
    """A form that is filled with `text`; `title` is a key."""
    return Form(custom_id=pack_form(step), title=say(title, locale), entries=prompt_entries(text, locale))


def prompt_entries(text: str, locale: str) -> tuple[Entry, ...]:
    """1 to 4 texts; what is longer than four hold is cut, and then longer than any prompt may be."""
    entries = []
    rest, kind = text.strip(), SPACED
    for number in range(PARTS):
        here, rest, following = _cut(rest)
        label = say("forms.prompt_goes_on" if number else "forms.prompt", locale)
        entries.append(Entry(custom_id=f"{kind}{number}", label=label, value=here, required=not number))
        kind = following
        if not rest:
            break
    return tuple(entries)


def _cut(text: str) -> tuple[str, str, str]:
    """What fits into one text, the rest, and how the rest hangs on it; between two words where there are any."""
    if len(text) <= ENTRY_LIMIT:
        return text, "", SPACED
    at = text.rfind(" ", ENTRY_LIMIT // 2, ENTRY_LIMIT + 1)
    return (text[:ENTRY_LIMIT], text[ENTRY_LIMIT:], GLUED) if at < 0 else (text[:at], text[at + 1 :], SPACED)


def written(entries: Mapping[str, str]) -> str:
    """The prompt as it was sent, in one line."""
    found = sorted(
        (int(match[2]), match[1], text) for name, text in entries.items() if (match := _ENTRY_ID.fullmatch(name))
    )
    whole = "".join(f"{'' if kind == GLUED else ' '}{text.strip()}" for _, kind, text in found)
    return _LINES.sub(" ", whole).strip()
