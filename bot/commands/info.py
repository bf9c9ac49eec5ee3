"""`/info`: mode, model, running and queued jobs; what is kept follows."""

from __future__ import annotations

import asyncio

from discord import app_commands

from bot.client import Interaction
from bot.desk import Desk
from bot.words import worded
from jobs.records import State
from jobs.usage import usage_of
from messages.cards import Account
from messages.cards import info as card
from messages.discord_form import sending


@app_commands.command(name=worded("info.name"), description=worded("info.description"))
async def info(interaction: Interaction) -> None:
    """For the person alone."""
    account = await asyncio.to_thread(account_of, interaction.client.desk, interaction.user.id)
    await interaction.response.send_message(**sending(card(account, interaction.locale.value)))


def account_of(desk: Desk, person_id: int) -> Account:
    """What there is to tell."""
    jobs, preferences = desk.ledger.open_jobs(person_id), desk.preferences.of(person_id)
    known = preferences.model if preferences.model in desk.catalog.names else None
    return Account(
        mode=preferences.mode,
        model=desk.catalog.get(known).title,
        running=[record for record in jobs if record.state in (State.PAINTING, State.RENDERED)],
        waiting=[(record, desk.line.place(record.id)) for record in jobs if record.state is State.QUEUED],
        kept=len(desk.ledger.kept_for(person_id)),
        stealth=preferences.stealth,
        used=usage_of(desk.connection, person_id),
    )
