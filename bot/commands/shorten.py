"""`/shorten prompt:` what each word is worth, and five shorter prompts."""

from __future__ import annotations

from discord import app_commands

from bot.accept import take, wish_of
from bot.client import Interaction
from bot.desk import Order
from bot.orders.in_words import shorten as order
from bot.words import worded


@app_commands.command(name=worded("shorten.name"), description=worded("shorten.description"))
@app_commands.rename(prompt=worded("shorten.prompt"))
@app_commands.describe(prompt=worded("shorten.prompt_description"))
async def shorten(interaction: Interaction, prompt: str) -> None:
    """Parse, plan and record, then acknowledge, then put in line."""
    wish = wish_of(interaction)
    await take(interaction, Order(lambda desk: order(desk, wish, prompt)))
