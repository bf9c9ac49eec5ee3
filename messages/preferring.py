"""What /prefer answers: a switch as it stands now, and a person's shortcuts."""

from __future__ import annotations

from collections.abc import Mapping

from jobs.preferences import Preferences
from messages.escape import shown
from messages.message import Embed, Message
from messages.render import plain
from messages.say import say

EMBED_LIMIT = 4_000  #: characters


def switched(preferences: Preferences, name: str, locale: str) -> Message:
    """The switch `name` of the preferences, in a sentence."""
    if name == "variability":
        what, on = say(f"settings.variation_{preferences.variability}", locale), True
    else:
        what, on = say(f"settings.{name}", locale), bool(getattr(preferences, name))
    return plain("prefer.turned", locale, switch=what, state=say("prefer.on" if on else "prefer.off", locale))


def options_card(options: Mapping[str, str], locale: str) -> Message:
    """Each shortcut with what it stands for, by name."""
    if not options:
        return plain("prefer.no_options", locale)
    room = EMBED_LIMIT // len(options) - 40
    lines = (f"`--{name}` → {shown(value, room)}" for name, value in sorted(options.items()))
    embed = Embed(title=say("prefer.options", locale), text="\n".join(lines))
    return Message(embeds=(embed,), ephemeral=True)
