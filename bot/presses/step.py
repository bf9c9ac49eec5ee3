"""The controls of cards: pages, confirmations, verdicts; each says what it must know, one handler for each name."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

import discord

from bot.access import ensure_may_enter
from bot.answering import answering, whisper
from bot.client import Interaction
from bot.commands.delete_my_data import answer
from bot.commands.help import turn_to
from bot.commands.history import again, take_home, turn
from bot.confirming import answer_question
from bot.judging import judge
from bot.presses import in_words
from bot.presses.region import press_region
from jobs.requests import JobId
from messages import render
from messages.confirming import CONFIRM
from messages.custom_id import STEP_TEMPLATE, unpack_step
from messages.findings import ALL, ANEW, DETAILS, EDIT
from messages.forgetting import FORGET
from messages.gallery import AGAIN, EXPORT, TURN
from messages.help import HELP
from messages.region_panel import REGION
from messages.report import JUDGE

Handler = Callable[[Interaction, tuple[str, ...]], Awaitable[None]]


async def _judge(interaction: Interaction, values: tuple[str, ...]) -> None:
    verdict, job = values
    await judge(interaction, verdict, JobId(job))


HANDLERS: Mapping[str, Handler] = {
    JUDGE: _judge,
    HELP: turn_to,
    TURN: turn,
    AGAIN: again,
    EXPORT: take_home,
    FORGET: answer,
    CONFIRM: answer_question,
    EDIT: in_words.edit,
    ALL: in_words.every,
    ANEW: in_words.again,
    DETAILS: in_words.worth,
    REGION: press_region,
}
OF_JOBS = frozenset({REGION})  #: ask at the door of their job, whose own person may come from elsewhere


class StepControl(discord.ui.DynamicItem[discord.ui.Item[Any]], template=STEP_TEMPLATE):
    """A button or a select of a card."""

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:
        return cls(item)

    async def callback(self, interaction: Any) -> None:
        async with answering(interaction):
            step = unpack_step(self.custom_id)
            assert step is not None  # the template matched
            if step.name not in OF_JOBS:
                ensure_may_enter(interaction, interaction.client.settings)
            handler = HANDLERS.get(step.name)
            if handler is None:  # of another release
                await whisper(interaction, render.plain("press.foreign", interaction.locale.value))
            else:
                await handler(interaction, (*step.values, *_chosen(interaction)))


def _chosen(interaction: Interaction) -> tuple[str, ...]:
    """What a select says beside its own name."""
    data: dict[str, Any] = dict(interaction.data or {})
    return tuple(str(value) for value in data.get("values") or ())
