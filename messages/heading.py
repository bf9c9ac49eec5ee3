"""The first line of every message about a job: its prompt, what is done with it, and for whom."""

from __future__ import annotations

from jobs.records import Record
from jobs.requests import Strength, Verb
from messages.escape import shown
from messages.say import say

CONTENT_LIMIT = 2_000  #: characters


def _kind(record: Record, running: bool) -> str:
    """The key of the words between the prompt and the person."""
    request = record.request
    if request.verb is Verb.VARY and request.strength is not None:
        return "kind.vary_strong" if request.strength is Strength.STRONG else "kind.vary_subtle"
    if request.verb is Verb.UPSCALE:
        return "kind.upscaling" if running else "kind.upscaled"
    return f"kind.{request.verb}"


def heading(record: Record, status: str, *, running: bool = True, notes: tuple[str, ...] = ()) -> str:
    """`**prompt** - Variations (Strong) by <@id> status`, then one line for each note; at most 2,000 characters."""
    locale = record.person.locale
    who = say(_kind(record, running), locale, person=f"<@{record.person.id}>", tile=record.request.tile or 0)
    tail = "".join(f"\n-# {note}" for note in notes)[:900]
    frame = f"**{{}}** - {who} {status}".rstrip() + tail
    return frame.replace("{}", shown(record.request.prompt, CONTENT_LIMIT - len(frame)), 1)


def mode_word(record: Record) -> str:
    """ "fast", "relaxed" or "turbo", in the person's language."""
    return say(f"mode.{record.request.mode}", record.person.locale)
