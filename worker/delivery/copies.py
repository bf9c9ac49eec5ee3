"""The second letter of a finished job: a copy to its person directly, for those who asked for it; once (rule 5)."""

from __future__ import annotations

import logging
from functools import partial

from jobs.errors import JobUnknown
from jobs.records import Record
from messages import render
from messages.film import film_of, with_film
from messages.ladder_of_sizes import fit
from messages.naming import file_name
from worker.delivery.desk import Desk, aside, letter_of
from worker.delivery.final import with_picture
from worker.delivery.once import earliest_message, nonce_of
from worker.delivery.repeat import until_done

log = logging.getLogger(__name__)
DM_LIMIT = 10 * 1024 * 1024  #: bytes of a file in a direct message


async def send_copy(desk: Desk, record: Record, tried_before: bool) -> None:
    """Send it where it is wanted and not there yet. A person who takes no direct messages gets none."""
    if not record.auto_dm or record.copy_message_id is not None or render.picture_key(record) is None:
        return
    try:
        await until_done(desk, f"the copy of job {record.id}", partial(_send, desk, record, tried_before))
    except FileNotFoundError:
        log.info("the picture of job %s is gone, so nothing is copied", record.id)


async def _send(desk: Desk, record: Record, tried_before: bool) -> None:
    channel = await desk.bot.direct_channel(record.person.id)
    if channel == record.final_channel_id:  # the picture itself came directly
        return
    found = await desk.bot.find_ours(channel, record.id, earliest_message(record)) if tried_before else None
    if found is None:
        key = render.picture_key(record)
        fitted = await aside(fit, await aside(desk.pictures.get, key or ""), DM_LIMIT)
        if fitted is None:
            return
        message = render.final(record, smaller=fitted.smaller, cannot=desk.cannot(record.request.model))
        name = file_name(record, fitted.suffix.removeprefix("."))
        await desk.limiter.final()
        message, film = with_picture(message, name, fitted.data), await aside(film_of, desk.pictures, record, DM_LIMIT)
        letter = letter_of(with_film(message, record, film) if film else message)
        found = await desk.bot.post(channel, letter, nonce_of(record.id, copy=True))
    try:
        await aside(desk.ledger.change, record.id, copy_message_id=found.message_id)
    except JobUnknown:
        log.info("job %s was forgotten meanwhile", record.id)
