"""The stores that the bot works with, and how a person's wish becomes records in them; what each kind of wish means is
`bot.orders`, one file per kind.

Synchronous like all of `jobs/`; commands and presses call it through `asyncio.to_thread`, one hop for each step.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple, TypeGuard

import redis

from bot.accepting import accept_all
from jobs import keys, plan
from jobs.bans import Bans
from jobs.caps import Clock
from jobs.catalog import Catalog
from jobs.errors import AtelierError, JobUnknown
from jobs.favourites import Favourites
from jobs.fleet import Fleet
from jobs.forbidden_words import ForbiddenWords
from jobs.given import GivenPictures
from jobs.history import History
from jobs.ledger import Ledger, Overtaken
from jobs.line import Line
from jobs.notes import Note
from jobs.pending import Pending, Question
from jobs.pictures import PictureStore
from jobs.preference_store import PreferenceStore
from jobs.records import Person, Record, ReplyTo, State, job_id
from jobs.requests import JobId, PaintRequest
from jobs.styles import StyleStore, place_of

_log = logging.getLogger(__name__)
REPORTED_S = 30 * 86_400  # seconds
TIE_S = 1e-5  #: between the jobs of one --repeat, so that they stand in line in their order


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Who wishes, and where the answer goes."""

    person: Person
    reply_to: ReplyTo
    at: float  #: unix seconds
    jobs_at_once: int | None = None  #: that one prompt of this person may make; None: as many as anybody's


class Taken(NamedTuple):
    """A wish, decided; `records` is empty where the interaction was taken before, by another bot of our token."""

    records: tuple[Record, ...]
    notes: tuple[Note, ...] = ()
    to_confirm: bool = False  #: so many that the person is asked first; none of them is recorded yet
    before: int = 0  #: jobs of the person that were on their way when these were recorded


class Order(NamedTuple):
    """One person's wish, to be decided with the stores at hand."""

    decide: Callable[[Desk], Taken]


def _hidden(request: PaintRequest, otherwise: bool) -> bool:
    typed = plan.stealth_typed(request)
    return otherwise if typed is None else typed


def records_of(
    wish: Wish,
    requests: Sequence[PaintRequest],
    *,
    remix: bool = False,
    stealth: bool = False,
    auto_dm: bool = False,
) -> tuple[Record, ...]:
    """New records of one interaction's requests, in their order. `stealth` is what counts for those prompts that do
    not say themselves who may see their pictures."""
    return tuple(
        Record(
            id=job_id(wish.reply_to.interaction_id, ordinal),
            request=request,
            person=wish.person,
            reply_to=wish.reply_to,
            created_at=wish.at + ordinal * TIE_S,
            batch=len(requests),
            remix=remix,
            stealth=_hidden(request, stealth),
            auto_dm=auto_dm,
        )
        for ordinal, request in enumerate(requests)
    )


def wanted_words(request: PaintRequest) -> str:
    """What the person wants to see; words of --no are none of it."""
    return " ".join([request.text, *(part.text for part in request.chunks if part.weight > 0)])


def _to_record(outcome: Taken | Exception) -> TypeGuard[Taken]:
    return isinstance(outcome, Taken) and not outcome.to_confirm


def _accepted(taken: Taken, verdict: int | Exception | None) -> Taken | Exception:
    if isinstance(verdict, Exception):
        return verdict
    return Taken(()) if verdict is None else taken._replace(before=verdict)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The stores, and what is decided with them."""

    connection: redis.Redis
    line: Line
    preferences: PreferenceStore
    fleet: Fleet
    favourites: Favourites
    pictures: PictureStore
    catalog: Catalog
    clock: Clock
    draw_seed: Callable[[], int]  #: 0 <= seed < 2**32
    limits: plan.Limits = field(default_factory=plan.Limits)
    forbidden: ForbiddenWords = field(default_factory=ForbiddenWords)
    translates: bool = False  #: whether prompts can be translated for models that do not read their language

    @property
    def bans(self) -> Bans:
        return Bans(self.connection)

    @property
    def pending(self) -> Pending:
        return Pending(self.connection)

    @property
    def history(self) -> History:
        return History(self.connection)

    @property
    def given(self) -> GivenPictures:
        return GivenPictures(self.connection, self.pictures)

    @property
    def styles(self) -> StyleStore:
        return StyleStore(self.connection, self.pictures)

    def styles_for(self, wish: Wish) -> plan.Styles:
        """Those that `--sref NAME` knows where the wish was made."""
        return self.styles.keys_of(place_of(wish.reply_to.guild_id, wish.person.id))

    @property
    def ledger(self) -> Ledger:
        return self.line.ledger

    def take_all(self, orders: Sequence[Order]) -> list[Taken | Exception]:
        """Decide and record what several people want; a person's mistake is that person's outcome."""
        decided = [self._decided(order) for order in orders]
        groups = [taken.records for taken in decided if _to_record(taken)]
        verdicts = iter(accept_all(self.connection, groups, self.line.caps, self.clock()) if groups else ())
        return [_accepted(taken, next(verdicts)) if _to_record(taken) else taken for taken in decided]

    def _decided(self, order: Order) -> Taken | Exception:
        try:
            taken = order.decide(self)
            for record in taken.records:  # whichever door it came through
                self.forbidden.check(wanted_words(record.request), record.reply_to.guild_id)
            if taken.to_confirm:
                self.pending.keep(Question(records=taken.records, notes=taken.notes))
            return taken
        except Exception as error:  # answered by this person's own door
            return error

    def submit(self, record: Record, message_id: int | None) -> None:
        """Remember the progress message, then put the job in line (or serve it, where nothing is to be painted)."""
        if message_id is not None:
            reply_to = record.reply_to.model_copy(update={"progress_message_id": message_id})
            self.ledger.change(record.id, reply_to=reply_to)
        self.line.submit(record)

    def stands(self, job: JobId) -> bool:
        """Whether a job that was accepted is still to be painted, as far as can be known."""
        try:
            return self.ledger.get(job).state is not State.CANCELLED
        except JobUnknown:
            return False
        except redis.RedisError:
            return True

    def withdraw(self, records: Sequence[Record]) -> None:
        """The person was never answered: these jobs are none."""
        for record in records:
            with suppress(Overtaken):
                self.ledger.withdrawn(record.id)

    def fail(self, record: Record, error: AtelierError) -> None:
        """End an accepted job with a reason that delivery will say."""
        with suppress(Overtaken):
            self.ledger.failed(record.id, record.attempt, error)

    def first_report(self, job: JobId) -> bool:
        """Whether nobody has reported this job in the last 30 days."""
        return bool(self.connection.set(keys.reported(job), "1", nx=True, ex=REPORTED_S))

    def cancel_all(self, person_id: int) -> int:
        """Stop every job of a person that is on its way; how many."""
        stopped = 0
        for record in self.ledger.open_jobs(person_id):
            with suppress(JobUnknown):
                stopped += self.line.cancel(record.id)
        return stopped

    def handed_over(self, record: Record, message_id: int, channel_id: int) -> None:
        """A kept job has reached its person; so it may have by another command of theirs, at the same time."""
        with suppress(Overtaken):
            self.ledger.delivered(record.id, message_id, channel_id)

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
