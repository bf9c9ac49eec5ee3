"""The words of /delete-my-data."""

from __future__ import annotations

from messages.custom_id import Step, pack_step
from messages.message import Button, Message, Style
from messages.say import say

FORGET = "forget"  #: the name of the step
YES, NO = "yes", "no"


def asked(jobs: int, locale: str) -> Message:
    """What would go, with a button for each answer."""
    row = (
        Button(custom_id=pack_step(Step(FORGET, (YES,))), label=say("forgetting.yes", locale), style=Style.RED),
        Button(custom_id=pack_step(Step(FORGET, (NO,))), label=say("forgetting.no", locale)),
    )
    return Message(content=say("forgetting.asked", locale, count=jobs), rows=(row,), ephemeral=True)


def kept(locale: str) -> Message:
    """The person thought better of it."""
    return Message(content=say("forgetting.kept", locale), ephemeral=True)


def done(jobs: int, left: int, locale: str) -> Message:
    """How much is gone, and what is not yet."""
    content = say("forgetting.done", locale, count=jobs)
    if left:
        content += "\n" + say("forgetting.left", locale, count=left)
    return Message(content=content, ephemeral=True)
