"""The message that shows a job's progress: the interaction's answer, edited through the interaction's token while that
lives, and through the channel afterwards."""

from __future__ import annotations

from jobs.records import Record
from jobs.requests import JobId
from messages.message import Message
from worker.delivery.desk import Desk, aside, letter_of
from worker.delivery.ladder_of_places import token_lives
from worker.delivery.letter import Json
from worker.delivery.outcomes import Refused

UNKNOWN_MESSAGE = 10008  #: Discord's code


async def edit(desk: Desk, record: Record, message: Message, pictures: dict[str, bytes] | None = None) -> None:
    """Replace the text, buttons and picture. Raises `NotPosted`; `Refused` also where no such message is known."""
    record = await with_message_id(desk, record)
    to, letter = record.reply_to, letter_of(message, pictures)
    if to.progress_message_id is None:
        raise Refused(404, UNKNOWN_MESSAGE, "no progress message is known")
    if token_lives(to, desk.clock()):
        await desk.webhook.edit(to.application_id, to.token, to.progress_message_id, letter)
    elif record.stealth:
        raise Refused(404, UNKNOWN_MESSAGE, "what the person alone sees can be edited by the token only")
    else:
        await desk.bot.edit(to.channel_id, to.progress_message_id, letter)


async def remove(desk: Desk, record: Record) -> None:
    """Take the message away; raises `NotPosted` where it is there still."""
    record = await with_message_id(desk, record)
    to = record.reply_to
    if to.progress_message_id is None:
        return
    if token_lives(to, desk.clock()):
        await desk.webhook.delete(to.application_id, to.token, to.progress_message_id)
    elif not record.stealth:
        await desk.bot.delete(to.channel_id, to.progress_message_id)


async def with_message_id(desk: Desk, record: Record) -> Record:
    """The record with its progress message. A bot that died after its acknowledgement did not write it down: then
    Discord is asked, and an answer that belongs to another interaction (a button's own message) is not taken."""
    to = record.reply_to
    if to.progress_message_id is not None or not token_lives(to, desk.clock()):
        return record
    try:
        said = await desk.webhook.original(to.application_id, to.token)
    except Refused:
        return record
    if not _answers(said, to.interaction_id, record.id):
        return record
    found = to.model_copy(update={"progress_message_id": int(said["id"])})
    await aside(desk.ledger.change, record.id, reply_to=found)
    return record.model_copy(update={"reply_to": found})


def _answers(message: Json, interaction_id: int, job: JobId) -> bool:
    """Whether a message is the answer to this interaction: by its metadata, or by the job in its cancel button."""
    metadata = message.get("interaction_metadata") or {}
    rows = message.get("components", ())
    ids = [str(button.get("custom_id", "")) for row in rows for button in row.get("components", ())]
    return str(metadata.get("id")) == str(interaction_id) and any(f":stop:{job}" in mark for mark in ids)
