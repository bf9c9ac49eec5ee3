"""`/imagine prompt:` four pictures from words."""

from __future__ import annotations

from discord import app_commands

from bot.accept import take, wish_of
from bot.client import Interaction
from bot.desk import Order
from bot.orders.imagine import imagine as order
from bot.words import worded


@app_commands.command(name=worded("imagine.name"), description=worded("imagine.description"))
@app_commands.rename(prompt=worded("imagine.prompt"))
@app_commands.describe(prompt=worded("imagine.prompt_description"))
async def imagine(interaction: Interaction, prompt: str) -> None:
    """Parse, plan and record, then acknowledge, then put in line."""
    wish = wish_of(interaction)
    await take(interaction, Order(lambda desk: order(desk, wish, prompt)))
