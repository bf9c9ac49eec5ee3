"""The answer to the question before many jobs are made: once, by the person who was asked, after a restart too."""

from __future__ import annotations

import asyncio

from bot.accept import echo_and_submit, notes_of, or_withdraw, sure_of, wish_of
from bot.client import Interaction
from bot.desk import Order, Taken
from bot.orders.confirm import confirmed
from jobs.pending import Question
from messages.confirming import YES, made, none_made
from messages.discord_form import editing


async def answer_question(interaction: Interaction, values: tuple[str, ...]) -> None:
    """Yes or no. Raises `QuestionGone`, and what accepting jobs raises; then it may be answered again."""
    said, origin = values[0], int(values[1])
    pending, person = interaction.client.desk.pending, interaction.user.id
    question = await asyncio.to_thread(pending.take, person, origin, interaction.id)
    try:
        taken = await _made(interaction, question) if said == YES else await _left(interaction)
    except Exception:
        await asyncio.to_thread(pending.give_back, origin)
        raise
    await asyncio.to_thread(pending.forget, person)
    for record in taken.records:
        await echo_and_submit(interaction, record)


async def _made(interaction: Interaction, question: Question) -> Taken:
    """The jobs are recorded, and the question says so."""
    client, wish, locale = interaction.client, wish_of(interaction), interaction.locale.value
    with client.calm.someone_waits():
        taken = await client.crowd.ask(Order(lambda desk: confirmed(wish, question)))
        if taken.records:  # else another bot of this token has them
            message = made(len(taken.records), notes_of(interaction, taken), locale)
            answered = sure_of(interaction, lambda: interaction.response.edit_message(**editing(message)))
            await or_withdraw(interaction, taken, answered)
    return taken


async def _left(interaction: Interaction) -> Taken:
    await interaction.response.edit_message(**editing(none_made(interaction.locale.value)))
    return Taken(())
