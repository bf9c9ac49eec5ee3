"""Words about a job to its person alone: a follow-up that nobody else sees while the token lives, else directly."""

from __future__ import annotations

import logging
from functools import partial

from jobs.records import Record
from messages.message import Message
from worker.delivery.desk import Desk, aside, letter_of
from worker.delivery.ladder_of_places import token_lives
from worker.delivery.once import nonce_of
from worker.delivery.outcomes import NotPosted, OutcomeUnknown
from worker.delivery.repeat import until_done

log = logging.getLogger(__name__)


async def whisper(desk: Desk, record: Record, message: Message) -> None:
    """Say it once: the attempt is written down first, and one whose outcome nobody knows is not repeated."""
    if record.posting_attempted:
        return
    await aside(desk.ledger.change, record.id, posting_attempted=True)
    to = record.reply_to
    if token_lives(to, desk.clock()):
        try:
            await desk.webhook.follow_up(to.application_id, to.token, letter_of(message).whispered())
            return
        except OutcomeUnknown as ending:
            log.warning("job %s: perhaps its person was not told: %s", record.id, ending)
            return
        except NotPosted as ending:
            log.info("job %s: no follow-up: %s", record.id, ending)
    await directly(desk, record, message)


async def directly(desk: Desk, record: Record, message: Message) -> bool:
    """A direct message; False where the person takes none."""
    return await until_done(desk, f"a direct message about job {record.id}", partial(_send, desk, record, message))


async def _send(desk: Desk, record: Record, message: Message) -> None:
    channel = await desk.bot.direct_channel(record.person.id)
    await desk.bot.post(channel, letter_of(message), nonce_of(record.id))
