"""Names and descriptions of commands in the languages that we speak; the words themselves are in `messages/locales`."""

from __future__ import annotations

import discord
from discord import app_commands

from messages.say import ENGLISH, say, spoken


def worded(key: str) -> app_commands.locale_str:
    """The sentence under `commands.<key>`, translated when the commands are registered."""
    return app_commands.locale_str(say(f"commands.{key}"), key=f"commands.{key}")


class Translator(app_commands.Translator):
    """Looks up what `worded` named."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        key = string.extras.get("key")
        return say(key, locale.value) if key and spoken(locale.value) != ENGLISH else None
