"""A page of /history: a card with a small picture for each job, newest first."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jobs.records import Record
from messages.custom_id import Step, pack_step
from messages.escape import plainly
from messages.message import Button, Embed, Message, Option, Picture, Row, Select, Style
from messages.say import say

SHOWN = 4  #: jobs of a page
LONGEST_WORDS = 45  #: bytes of words that the buttons can remember
TURN, EXPORT, AGAIN = "history", "export", "again"  #: names of steps
ALL = "all"  #: the page that is every page
FAVOURITES = "f"  #: the third value of a step, where only they are meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a person's jobs; `number` counts from 0."""

    records: Sequence[Record]
    number: int = 0
    more: bool = False  #: whether another page follows
    words: str = ""
    favourites: bool = False  #: those that the person keeps with ❤️, the one kept last first


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
        rows = ((_heart(page),),) if page.favourites else ()
        return Message(content=say(f"history.{_nothing(page)}", locale), rows=rows, ephemeral=True)
    embeds = [_card(record, picture, locale) for record, picture in zip(page.records, thumbnails, strict=True)]
    files = tuple(
        Picture(name=_name(record), data=picture)
        for record, picture in zip(page.records, thumbnails, strict=True)
        if picture
    )
    return Message(embeds=tuple(embeds), rows=_rows(page, locale), files=files, ephemeral=True)


def _nothing(page: Page) -> str:
    if page.words:
        return "nothing_found"
    return "no_favourites" if page.favourites else "nothing"


def step_of(name: str, page: Page, number: int | str) -> Step:
    """A control that leads to page `number` of the same pictures, or exports it."""
    values = (str(number), packed_words(page.words))
    return Step(name, (*values, FAVOURITES) if page.favourites else values)


def _heart(page: Page) -> Button:
    """Favourites alone, or all again; red while they are."""
    turned = replace(page, favourites=not page.favourites)
    style = Style.RED if page.favourites else Style.GREY
    return Button(custom_id=pack_step(step_of(TURN, turned, 0)), emoji="❤️", style=style)


def _name(record: Record) -> str:
    return f"{record.id[:12]}.webp"


def _card(record: Record, picture: bytes | None, locale: str) -> Embed:
    mode = say(f"mode.{record.request.mode}", locale)
    text = say("history.line", locale, when=f"<t:{int(record.created_at)}:R>", mode=mode, job=str(uuid.UUID(record.id)))
    return Embed(title=plainly(record.request.prompt, 250), text=text, thumbnail=_name(record) if picture else "")


def _rows(page: Page, locale: str) -> tuple[Row, ...]:
    options = tuple(Option(plainly(each.request.prompt, 90), each.id) for each in page.records)

    def button(label: str, step: Step, *, disabled: bool = False) -> Button:
        return Button(custom_id=pack_step(step), label=label, disabled=disabled, style=Style.GREY)

    return (
        Select(custom_id=pack_step(Step(AGAIN)), options=options, placeholder=say("history.show_again", locale)),
        (
            button("◀", step_of(TURN, page, max(0, page.number - 1)), disabled=page.number == 0),
            button("▶", step_of(TURN, page, page.number + 1), disabled=not page.more),
            button(say("history.export_page", locale), step_of(EXPORT, page, page.number)),
            button(say("history.export_all", locale), step_of(EXPORT, page, ALL)),
            _heart(page),
        ),
    )
