"""The question before many jobs are made."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.records import Record
from messages.custom_id import Step, pack_step
from messages.escape import shown
from messages.message import Button, Embed, Message, Style
from messages.say import say

CONFIRM = "confirm"  #: the name of the step
YES, NO = "yes", "no"
LISTED = 10  #: prompts of the question


def asked(records: Sequence[Record], locale: str) -> Message:
    """How many jobs, the first ten prompts, and a button for each answer."""
    lines = [f"{number}. {shown(record.request.prompt, 200)}" for number, record in enumerate(records[:LISTED], 1)]
    more = len(records) - LISTED
    if more > 0:
        lines.append(say("confirming.more", locale, count=more))
    text = "\n".join((say("confirming.text", locale, count=len(records)), *lines))
    origin = str(records[0].reply_to.interaction_id)
    yes = say("confirming.yes", locale, count=len(records))
    row = (
        Button(custom_id=pack_step(Step(CONFIRM, (YES, origin))), label=yes, style=Style.GREEN),
        Button(custom_id=pack_step(Step(CONFIRM, (NO, origin))), label=say("confirming.no", locale)),
    )
    return Message(embeds=(Embed(title=say("confirming.title", locale), text=text),), rows=(row,), ephemeral=True)


def made(count: int, notes: Sequence[str], locale: str) -> Message:
    """The question after a yes."""
    lines = (say("confirming.made", locale, count=count), *(f"-# {note}" for note in notes))
    return Message(content="\n".join(lines)[:2_000], ephemeral=True)


def none_made(locale: str) -> Message:
    """The question after a no."""
    return Message(content=say("confirming.none_made", locale), ephemeral=True)
