"""The first line of every message about a job: its prompt, what is done with it, and for whom."""

from __future__ import annotations

from jobs.records import Record
from jobs.requests import Verb
from messages.escape import shown
from messages.say import say

CONTENT_LIMIT = 2_000  #: characters


def _kind(record: Record, running: bool) -> str:
    """The key of the words between the prompt and the person."""
    request = record.request
    verb, strength = request.verb, request.strength
    if verb is Verb.UPSCALE:
        return f"kind.{'upscaling' if running else 'upscaled'}_{request.upscaler}"
    if record.remix:
        return f"kind.remix_{strength}" if verb is Verb.VARY and strength else "kind.remix"
    if verb is Verb.VARY and strength:
        return f"kind.vary_{strength}"
    return f"kind.pan_{request.side}" if verb is Verb.PAN and request.side else f"kind.{verb}"


def heading(record: Record, status: str, *, running: bool = True, notes: tuple[str, ...] = ()) -> str:
    """`**prompt** - Variations (Strong) by <@id> status`, then one line for each note; at most 2,000 characters."""
    locale = record.person.locale
    who = say(_kind(record, running), locale, person=f"<@{record.person.id}>", tile=record.request.tile or 0)
    if record.untranslated:
        notes = (say("notes.translated", locale, original=shown(record.untranslated, 300)), *notes)
    tail = "".join(f"\n-# {note}" for note in notes)[:900]
    frame = f"**{{}}** - {who} {status}".rstrip() + tail
    return frame.replace("{}", shown(record.request.prompt, CONTENT_LIMIT - len(frame)), 1)


def mode_word(record: Record) -> str:
    """ "fast", "relaxed" or "turbo", and "fast, stealth" where only the person sees it, in the person's language."""
    locale = record.person.locale
    mode = say(f"mode.{record.request.mode}", locale)
    return say("mode.stealth", locale, mode=mode) if record.stealth else mode
