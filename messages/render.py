"""The messages of one job's life, each a pure function of its record (and of what has just happened to it).

waiting ─> progress ─> (elsewhere, from minute 13) ─> final | failed | cancelled | kept
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from jobs.errors import Value
from jobs.records import Record
from jobs.requests import SINGLE, WORDS, Verb
from messages import buttons, findings, notices
from messages.heading import CONTENT_LIMIT, heading, mode_word
from messages.message import Message, Picture
from messages.naming import alt_text, file_name
from messages.say import say, sentences

PRIVATE_CHANNEL = 2  #: interaction context in which the bot is not a member


def waiting(record: Record, *, notes: tuple[str, ...] = ()) -> Message:
    """The acknowledgement: the echo of the prompt, before anything is painted."""
    locale = record.person.locale
    content = heading(record, say("job.waiting", locale), notes=notes)
    return Message(content=content, rows=buttons.while_running(record), ephemeral=record.stealth)


def fetching(person_id: int, count: int, locale: str, *, hidden: bool) -> Message:
    """Before anything is recorded: the pictures of a prompt are on their way, or with none its translation."""
    said = say("job.fetching" if count else "job.translating", locale, person=f"<@{person_id}>", count=count)
    return Message(content=said, ephemeral=hidden)


def progress(record: Record, step: int, steps: int, preview: str | None = None, *, elsewhere: bool = False) -> Message:
    """The share of the steps that is done, with the preview behind `preview` (a key of the picture store);
    `elsewhere` adds where the result will come when this message can no longer be edited."""
    locale = record.person.locale
    percent = min(99, 100 * step // max(1, steps))
    status = say("job.percent", locale, percent=percent, mode=mode_word(record))
    notes = (_where(record),) if elsewhere else ()
    files = (Picture(name="grid_0.webp", key=preview, alt=alt_text(record)),) if preview else ()
    rows = buttons.while_running(record)
    return Message(content=heading(record, status, notes=notes), rows=rows, files=files)


def elsewhere(record: Record) -> Message:
    """From minute 13, where nothing has been painted yet: the result will come as a new message in the channel."""
    locale = record.person.locale
    content = heading(record, say("job.waiting", locale), notes=(_where(record),))
    return Message(content=content, rows=buttons.while_running(record))


def _where(record: Record) -> str:
    """Where the result will come when the token is dead: beside the progress message, or to the person directly."""
    directly = record.stealth or record.reply_to.context == PRIVATE_CHANNEL
    return say("job.elsewhere_direct" if directly else "job.elsewhere", record.person.locale)


def picture_key(record: Record) -> str | None:
    """The key of the picture that is posted: the grid, the one tile of a single picture, or what was described."""
    tiles, grid = record.pictures.tiles, record.pictures.grid
    if record.request.verb is Verb.DESCRIBE:
        return record.request.references[0].key
    return tiles[0] if record.request.verb in SINGLE and tiles else grid


def final(
    record: Record, *, smaller: bool = False, notes: tuple[str, ...] = (), cannot: Collection[str] = ()
) -> Message:
    """The finished job: a new message that mentions its person, with the picture and its buttons;
    `smaller` says that the attached copy is smaller than the original, which is kept; `cannot` is the model's."""
    locale = record.person.locale
    notes = (*notes, say("job.smaller", locale)) if smaller else notes
    status = say("job.done", locale, mode=mode_word(record))
    key = picture_key(record)
    files = (Picture(name=file_name(record), alt=alt_text(record), key=key),) if key else ()
    in_words = record.request.verb in WORDS
    return Message(
        content=heading(record, status, running=False, notes=notes),
        embeds=(findings.card(record),) if in_words else (),
        rows=findings.rows(record) if in_words else buttons.under_final(record, cannot),
        files=files,
        mentions=record.person.id,
    )


def kept(record: Record, *, smaller: bool = False, cannot: Collection[str] = ()) -> Message:
    """A finished job that no place would take, handed to its person alone at their next command."""
    message = final(record, smaller=smaller, notes=(say("job.kept", record.person.locale),), cannot=cannot)
    return replace(message, ephemeral=True, mentions=None)


def kept_tiles(record: Record, *, cannot: Collection[str] = ()) -> Message:
    """The same with its tiles one by one, where the grid is too large for a message."""
    message = kept(record, cannot=cannot)
    tiles = (
        replace(message.files[0], name=file_name(record, f"{number}.png"), key=key)
        for number, key in enumerate(record.pictures.tiles, start=1)
    )
    return replace(message, files=tuple(tiles))


def cancelled(record: Record) -> Message:
    """The progress message after its owner stopped the job."""
    return Message(content=heading(record, say("job.stopped", record.person.locale)))


def error_sentence(code: str, values: dict[str, Value], locale: str) -> str:
    """An error that crossed the wire as code and values; one from another release is said in general words."""
    known = sentences("en")
    try:
        return say(f"errors.{code}" if f"errors.{code}" in known else "errors.fault", locale, **values)
    except (KeyError, IndexError):
        return say("errors.fault", locale)


def failed(record: Record, code: str | None = None, values: dict[str, Value] | None = None) -> Message:
    """The progress message of a job that ended without pictures; without a code, the record's own error."""
    locale = record.person.locale
    why = error_sentence(code or record.error_code or "fault", values or record.error_values, locale)
    return Message(content=heading(record, say("job.failed", locale), notes=(why,)), mentions=record.person.id)


def refused(record: Record, code: str, values: dict[str, Value]) -> Message:
    """Why moderation stopped a job; for its person alone, while everybody else sees that it was stopped."""
    return notices.of_sentence(code, error_sentence(code, values, record.person.locale), record.person.locale)


def plain(key: str, locale: str, **values: Value) -> Message:
    """One sentence by its key, to one person alone."""
    return Message(content=say(key, locale, **values)[:CONTENT_LIMIT], ephemeral=True)
