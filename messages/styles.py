"""What /style answers."""

from __future__ import annotations

from collections.abc import Mapping

from jobs.styles import Style
from messages.message import Embed, Message
from messages.render import plain
from messages.say import say

EMBED_LIMIT = 4_000  #: characters


def styles_card(styles: Mapping[str, Style], locale: str) -> Message:
    """Each style with its maker, by name."""
    if not styles:
        return plain("style.none", locale)
    lines = (
        say("style.line", locale, name=name, person=f"<@{style.maker}>", count=len(style.pictures))
        for name, style in styles.items()
    )
    embed = Embed(title=say("style.title", locale), text="\n".join(lines)[:EMBED_LIMIT])
    return Message(embeds=(embed,), ephemeral=True)
