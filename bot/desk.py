"""Where a person's wish becomes records: everything between Discord and Redis, without either's library in sight.

Synchronous like all of `jobs/`; commands and presses call it through `asyncio.to_thread`, one hop for each step.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import redis

from bot.accepting import accept_all
from jobs import plan
from jobs.caps import Clock
from jobs.catalog import Catalog
from jobs.errors import AtelierError, JobUnknown, Mistake
from jobs.fleet import Fleet
from jobs.ledger import Ledger, Overtaken
from jobs.line import Line
from jobs.notes import Note
from jobs.pictures import PictureStore
from jobs.preference_store import PreferenceStore
from jobs.prompt import parse
from jobs.records import Person, Record, ReplyTo, State, job_id
from jobs.requests import JobId, Mode, PaintRequest, Strength, Tile
from messages.buttons import used_mark
from messages.custom_id import Press

_log = logging.getLogger(__name__)
TIE_S = 1e-5  #: between the jobs of one --repeat, so that they stand in line in their order
FINISHED = frozenset({State.RENDERED, State.DELIVERED, State.KEPT})


class NotFinished(Mistake):
    """A button of a picture that is still being painted."""

    code = "not_finished"
    english = "This picture is not finished yet; try again when it is."


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Who wishes, and where the answer goes."""

    person: Person
    reply_to: ReplyTo
    at: float  #: unix seconds


class Taken(NamedTuple):
    """A wish, decided; `records` is empty where the interaction was taken before, by another bot of our token."""

    records: tuple[Record, ...]
    notes: tuple[Note, ...] = ()


class Order(NamedTuple):
    """One person's wish, to be decided with the stores at hand."""

    decide: Callable[[Desk], Taken]


class Asked(NamedTuple):
    """What a button's request is made of."""

    tile: Tile
    parent: JobId
    request: PaintRequest  #: the parent's, in the mode of the person who presses
    variability: Strength
    seed: int  #: 0 <= seed < 2**32, drawn for this press


def in_mode(request: PaintRequest, mode: Mode) -> PaintRequest:
    """The request in the mode that the person has now, unless its prompt names one."""
    typed = parse(request.prompt)
    return request if any(typed.has(name) for name in Mode) else request.model_copy(update={"mode": mode})


def _records(wish: Wish, requests: Sequence[PaintRequest]) -> tuple[Record, ...]:
    return tuple(
        Record(
            id=job_id(wish.reply_to.interaction_id, ordinal),
            request=request,
            person=wish.person,
            reply_to=wish.reply_to,
            created_at=wish.at + ordinal * TIE_S,
        )
        for ordinal, request in enumerate(requests)
    )


def _accepted(taken: Taken, verdict: bool | Exception) -> Taken | Exception:
    if isinstance(verdict, Exception):
        return verdict
    return taken if verdict else Taken(())


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The stores, and what is decided with them."""

    connection: redis.Redis
    line: Line
    preferences: PreferenceStore
    fleet: Fleet
    pictures: PictureStore
    catalog: Catalog
    clock: Clock
    draw_seed: Callable[[], int]  #: 0 <= seed < 2**32
    limits: plan.Limits = field(default_factory=plan.Limits)

    @property
    def ledger(self) -> Ledger:
        return self.line.ledger

    def take_all(self, orders: Sequence[Order]) -> list[Taken | Exception]:
        """Decide and record what several people want; a person's mistake is that person's outcome."""
        decided = [self._decided(order) for order in orders]
        groups = [taken.records for taken in decided if isinstance(taken, Taken)]
        verdicts = iter(accept_all(self.connection, groups, self.line.caps, self.clock()) if groups else ())
        return [_accepted(taken, next(verdicts)) if isinstance(taken, Taken) else taken for taken in decided]

    def _decided(self, order: Order) -> Taken | Exception:
        try:
            return order.decide(self)
        except Exception as error:  # answered by this person's own door
            return error

    def imagine(self, wish: Wish, text: str) -> Taken:
        """What a prompt means for this person. Raises a `Mistake`."""
        prompt = parse(text)
        preferences = self.preferences.of(wish.person.id)
        planned = plan.plan(prompt, preferences, self.catalog, self.draw_seed, self.limits)
        return Taken(_records(wish, planned.requests), planned.notes)

    def press(self, wish: Wish, press: Press, behind: Callable[[Asked], PaintRequest]) -> Taken:
        """The job behind a button. Raises `JobUnknown`, `NotFinished` or another `Mistake`."""
        parent = self.seen_from(wish, press)
        if parent.state not in FINISHED:
            raise NotFinished
        preferences = self.preferences.of(wish.person.id)
        request = in_mode(parent.request, preferences.mode)
        asked = Asked(press.tile or 1, parent.id, request, preferences.variability, self.draw_seed())
        return Taken(_records(wish, (behind(asked),)))

    def seen_from(self, wish: Wish, press: Press) -> Record:
        """The record that a button names; one of another server is as unknown as none. Raises `JobUnknown`."""
        record = self.ledger.get(press.job)
        here, home = wish.reply_to.guild_id, record.reply_to.guild_id
        if record.person.id != wish.person.id and (here is None or here != home):
            raise JobUnknown(job=press.job)
        return record

    def submit(self, record: Record, message_id: int | None) -> None:
        """Remember the progress message, then put the job in line (or serve it, where nothing is to be painted)."""
        if message_id is not None:
            reply_to = record.reply_to.model_copy(update={"progress_message_id": message_id})
            self.ledger.change(record.id, reply_to=reply_to)
        self.line.submit(record)

    def withdraw(self, records: Sequence[Record]) -> None:
        """The person was never answered: these jobs are none."""
        for record in records:
            with suppress(Overtaken):
                self.ledger.withdrawn(record.id)

    def fail(self, record: Record, error: AtelierError) -> None:
        """End an accepted job with a reason that delivery will say."""
        with suppress(Overtaken):
            self.ledger.failed(record.id, record.attempt, error)

    def handed_over(self, record: Record, message_id: int, channel_id: int) -> None:
        """A kept job has reached its person; so it may have by another command of theirs, at the same time."""
        with suppress(Overtaken):
            self.ledger.delivered(record.id, message_id, channel_id)

    def mark_used(self, press: Press) -> Record:
        """Remember that a button was pressed. Raises `JobUnknown`."""
        record = self.ledger.get(press.job)
        mark = used_mark(press)
        if mark in record.used:
            return record
        used = (*record.used, mark)
        self.ledger.change(press.job, used=used)
        return record.model_copy(update={"used": used})

    def kept_pictures(self, person_id: int) -> list[tuple[Record, dict[str, bytes]]]:
        """What no place would take, with its pictures by key; one whose pictures are gone is left out."""
        found = []
        for record in self.ledger.kept_for(person_id):
            keys = [key for key in (record.pictures.grid, *record.pictures.tiles) if key]
            try:
                found.append((record, {key: self.pictures.get(key) for key in keys}))
            except FileNotFoundError:
                _log.warning("the pictures of kept job %s are gone", record.id)
        return found
