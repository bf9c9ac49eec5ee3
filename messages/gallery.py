"""A page of /history: a card with a small picture for each job, newest first."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from jobs.records import Record
from messages.custom_id import Step, pack_step
from messages.escape import plainly
from messages.message import Button, Embed, Message, Option, Picture, Row, Select, Style
from messages.say import say

SHOWN = 4  #: jobs of a page
LONGEST_WORDS = 45  #: bytes of words that the buttons can remember
TURN, EXPORT, AGAIN = "history", "export", "again"  #: names of steps
ALL = "all"  #: the page that is every page


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a person's jobs; `number` counts from 0."""

    records: Sequence[Record]
    number: int = 0
    more: bool = False  #: whether another page follows
    words: str = ""


def packed_words(words: str) -> str:
    """As many of the words as fit into a button, in its letters."""
    raw = words.encode()[:LONGEST_WORDS].decode(errors="ignore").encode()
    return base64.urlsafe_b64encode(raw).decode()


def unpacked_words(packed: str) -> str:
    """Raises `ValueError` for what was not packed by us."""
    return base64.urlsafe_b64decode(packed).decode()


def gallery(page: Page, thumbnails: Sequence[bytes | None], locale: str) -> Message:
    """`thumbnails` are small WebP files, None for a picture that is gone."""
    if not page.records:
        return Message(
            content=say("history.nothing_found" if page.words else "history.nothing", locale), ephemeral=True
        )
    embeds = [_card(record, picture, locale) for record, picture in zip(page.records, thumbnails, strict=True)]
    files = tuple(
        Picture(name=_name(record), data=picture)
        for record, picture in zip(page.records, thumbnails, strict=True)
        if picture
    )
    return Message(embeds=tuple(embeds), rows=_rows(page, locale), files=files, ephemeral=True)


def _name(record: Record) -> str:
    return f"{record.id[:12]}.webp"


def _card(record: Record, picture: bytes | None, locale: str) -> Embed:
    mode = say(f"mode.{record.request.mode}", locale)
    text = say("history.line", locale, when=f"<t:{int(record.created_at)}:R>", mode=mode, job=str(uuid.UUID(record.id)))
    return Embed(title=plainly(record.request.prompt, 250), text=text, thumbnail=_name(record) if picture else "")


def _rows(page: Page, locale: str) -> tuple[Row, ...]:
    words = packed_words(page.words)
    options = tuple(Option(plainly(each.request.prompt, 90), each.id) for each in page.records)

    def button(label: str, step: Step, *, disabled: bool = False) -> Button:
        return Button(custom_id=pack_step(step), label=label, disabled=disabled, style=Style.GREY)

    return (
        Select(custom_id=pack_step(Step(AGAIN)), options=options, placeholder=say("history.show_again", locale)),
        (
            button("◀", Step(TURN, (str(max(0, page.number - 1)), words)), disabled=page.number == 0),
            button("▶", Step(TURN, (str(page.number + 1), words)), disabled=not page.more),
            button(say("history.export_page", locale), Step(EXPORT, (str(page.number), words))),
            button(say("history.export_all", locale), Step(EXPORT, (ALL, words))),
        ),
    )
