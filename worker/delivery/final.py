"""One finished job on its way to its person: down the ladders of places and sizes until it is posted once or kept."""

from __future__ import annotations

import asyncio
import logging
import weakref
from dataclasses import dataclass, field, replace

from jobs.ledger import Overtaken
from jobs.records import Record, State
from jobs.requests import WORDS, JobId
from messages import render
from messages.film import film_of, with_film
from messages.ladder_of_sizes import fit, limit_after_refusal
from messages.message import Message, Picture
from messages.naming import file_name
from messages.say import say
from worker.delivery.desk import Desk, aside, letter_of
from worker.delivery.ladder_of_places import Place, next_place
from worker.delivery.letter import Letter
from worker.delivery.once import earliest_message, nonce_of
from worker.delivery.outcomes import (
    OutcomeUnknown,
    Posted,
    RateLimited,
    Refused,
    TokenRefused,
    TooLarge,
    Unreachable,
)

log = logging.getLogger(__name__)
LONGEST_PAUSE_S = 15.0  #: between two tries where Discord does not name a time


@dataclass(kw_only=True)
class Journey:
    """What has been learned on the way of one final message."""

    refused: frozenset[Place] = frozenset()
    limit: int  #: bytes of a file
    search: bool  #: whether an earlier try may have posted it
    film: bool = True  #: whether the film comes with it
    failures: int = field(default=0)

    def refused_as_too_large(self, letter: Letter) -> None:
        """Without the film next, then with a smaller picture."""
        if len(letter.files) > 1:
            self.film = False
        else:
            self.limit = limit_after_refusal(len(letter.files[0].data))

    def pause(self) -> float:
        """Seconds until the next try: 1, 2, 4, 8, 15, 15 ..."""
        self.failures += 1
        return min(LONGEST_PAUSE_S, 2.0 ** (self.failures - 1))


class Finals:
    """Many at once: so many uploads in all, and so many in one channel, so that a busy channel holds up no other."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._uploads = asyncio.Semaphore(desk.settings.uploads)
        self._channels: weakref.WeakValueDictionary[int, asyncio.Semaphore] = weakref.WeakValueDictionary()

    async def deliver(self, job: JobId, tried_before: bool) -> Record:
        """The record when it is `delivered` or `kept`. `tried_before`: another delivery, or another run of this one,
        may have posted it. Raises `TokenRefused`; stores' errors pass."""
        record = await aside(self._desk.ledger.get, job)
        journey = Journey(limit=record.reply_to.upload_limit, search=tried_before)
        while record.state is State.RENDERED:
            wait = await self._try(record, journey)
            if wait:  # without a slot: others go on
                await self._desk.sleep(wait)
            record = await aside(self._desk.ledger.get, job)
        return record

    async def _try(self, record: Record, journey: Journey) -> float:
        """One step down or one message posted; the seconds to wait before the next."""
        place = next_place(record.reply_to, self._desk.clock(), journey.refused, stealth=record.stealth)
        if place is Place.KEPT:
            await self._keep(record)
            return 0.0
        try:
            async with self._lane(record.reply_to.channel_id), self._uploads:
                posted = await self._found_or_posted(record, place, journey)
        except TokenRefused:
            raise
        except TooLarge:
            return 0.0
        except Refused as ending:
            log.warning("job %s: %s refused: %s", record.id, place, ending)
            journey.refused |= {place}
            return 0.0
        except RateLimited as ending:
            if ending.everybody:
                self._desk.limiter.everybody_waits(ending.seconds)
            return ending.seconds
        except Unreachable:
            return journey.pause()
        except OutcomeUnknown as ending:
            log.warning("job %s: no clear answer from %s: %s", record.id, place, ending)
            journey.search = True
            return 0.0 if place is Place.FOLLOW_UP else journey.pause()
        if posted is None:
            await self._keep(record)
        else:
            await self._write_down(record.id, posted)
        return 0.0

    async def _found_or_posted(self, record: Record, place: Place, journey: Journey) -> Posted | None:
        """None: a follow-up whose outcome nobody can tell, so it is not repeated."""
        if place is Place.FOLLOW_UP:
            return await self._follow_up(await aside(self._desk.ledger.get, record.id), journey)
        channel = record.reply_to.channel_id
        if place is Place.DIRECT:
            channel = await self._desk.bot.direct_channel(record.person.id)
        if (journey.search or record.posting_attempted) and (found := await self._find(record, channel)):
            return found
        if record.posting_attempted:
            return None
        letter = await self._letter(record, journey)
        await self._desk.limiter.final()
        try:
            return await self._desk.bot.post(channel, letter, nonce_of(record.id))
        except TooLarge:
            journey.refused_as_too_large(letter)
            raise

    async def _follow_up(self, record: Record, journey: Journey) -> Posted | None:
        """Written down first, sent once; taken back only when Discord surely did nothing."""
        if record.posting_attempted:
            return None if record.stealth else await self._find_if_allowed(record)
        letter = await self._letter(record, journey)
        letter = letter.whispered() if record.stealth else letter
        await aside(self._desk.ledger.change, record.id, posting_attempted=True)
        to = record.reply_to
        try:
            return await self._desk.webhook.follow_up(to.application_id, to.token, letter)
        except (Refused, RateLimited, Unreachable) as ending:
            await aside(self._desk.ledger.change, record.id, posting_attempted=False)
            if isinstance(ending, TooLarge):
                journey.refused_as_too_large(letter)
            raise

    async def _find(self, record: Record, channel: int) -> Posted | None:
        return await self._desk.bot.find_ours(channel, record.id, earliest_message(record))

    async def _find_if_allowed(self, record: Record) -> Posted | None:
        try:
            return await self._find(record, record.reply_to.channel_id)
        except Refused:
            return None

    async def _letter(self, record: Record, journey: Journey) -> Letter:
        """The message, its picture in the best form that the place takes. Raises `Refused` where none fits."""
        key = render.picture_key(record)
        if key is None:
            if record.request.verb in WORDS:
                return letter_of(render.final(record))
            raise ValueError(f"job {record.id} is rendered without a picture")
        fitted = await aside(fit, await aside(self._desk.pictures.get, key), journey.limit)
        if fitted is None:
            raise Refused(413, 40005, f"nothing fits into {journey.limit} bytes")
        name = file_name(record, fitted.suffix.removeprefix("."))
        film = await aside(film_of, self._desk.pictures, record, journey.limit) if journey.film else None
        notes = () if film or record.pictures.film is None else (say("job.no_film", record.person.locale),)
        cannot = self._desk.cannot(record.request.model)
        message = with_picture(
            render.final(record, smaller=fitted.smaller, notes=notes, cannot=cannot), name, fitted.data
        )
        return letter_of(with_film(message, record, film) if film else message)

    async def _write_down(self, job: JobId, posted: Posted) -> None:
        try:
            await aside(self._desk.ledger.delivered, job, posted.message_id, posted.channel_id)
        except Overtaken:
            log.info("job %s was written down by another delivery", job)

    async def _keep(self, record: Record) -> None:
        """No place is left: kept for the person's next command."""
        try:
            await aside(self._desk.ledger.kept, record.id)
        except Overtaken:
            log.info("job %s was written down by another delivery", record.id)

    def _lane(self, channel_id: int) -> asyncio.Semaphore:
        lane = self._channels.get(channel_id)
        if lane is None:
            self._channels[channel_id] = lane = asyncio.Semaphore(self._desk.settings.uploads_per_channel)
        return lane


def with_picture(message: Message, name: str, data: bytes) -> Message:
    """The message with this picture in place of its own."""
    alt = message.files[0].alt if message.files else ""
    return replace(message, files=(Picture(name=name, alt=alt, data=data),))
