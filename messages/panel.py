"""The panel of /settings: what is on is green; every control says the value that it sets, so a second bot with the same
token changes nothing twice."""

from __future__ import annotations

from jobs.catalog import Catalog
from jobs.preferences import Preferences
from jobs.requests import Mode, Strength
from messages.custom_id import Choice, pack_choice
from messages.escape import shown
from messages.message import Button, Embed, Field, Message, Option, Row, Select, Style
from messages.say import say

STYLIZE = {"low": 50, "medium": 100, "high": 250, "very_high": 750}
DEFAULT = "default"  #: the value of a select that clears the preference


def settings(preferences: Preferences, catalog: Catalog, locale: str) -> Message:
    """The panel as it stands."""
    fields: tuple[Field, ...] = ()
    if preferences.suffix:
        fields = (Field(say("settings.suffix", locale), f"`{shown(preferences.suffix, 900)}`"),)
    embed = Embed(title=say("settings.title", locale), text=say("settings.text", locale), fields=fields)
    rows: tuple[Row, ...] = (
        _models(preferences, catalog, locale),
        _stylize(preferences, locale),
        tuple(_mode(mode, preferences, locale) for mode in Mode),
        (
            _variation(Strength.STRONG, preferences, locale),
            _variation(Strength.SUBTLE, preferences, locale),
            Button(custom_id=pack_choice(Choice("reset")), label=say("settings.reset", locale), style=Style.RED),
        ),
    )
    return Message(embeds=(embed,), rows=rows, ephemeral=True)


def _models(preferences: Preferences, catalog: Catalog, locale: str) -> Select:
    chosen = preferences.model if preferences.model in catalog.names else None
    usual = say("settings.model_default", locale, model=catalog.get().title)
    options = (
        Option(usual, DEFAULT, chosen=chosen is None),
        *(Option(entry.title, entry.name, chosen=entry.name == chosen) for entry in catalog.models[:24]),
    )
    return Select(custom_id=pack_choice(Choice("model")), options=options, placeholder=say("settings.model", locale))


def _stylize(preferences: Preferences, locale: str) -> Select:
    usual = Option(say("settings.stylize_default", locale), DEFAULT, chosen=preferences.stylize is None)
    steps = (
        Option(say(f"settings.stylize_{name}", locale), str(value), chosen=preferences.stylize == value)
        for name, value in STYLIZE.items()
    )
    return Select(
        custom_id=pack_choice(Choice("stylize")), options=(usual, *steps), placeholder=say("settings.stylize", locale)
    )


def _mode(mode: Mode, preferences: Preferences, locale: str) -> Button:
    return _switch(Choice("mode", mode.value), say(f"mode.{mode}", locale), preferences.mode is mode)


def _variation(strength: Strength, preferences: Preferences, locale: str) -> Button:
    label = say(f"settings.variation_{strength}", locale)
    return _switch(Choice("variability", strength.value), label, preferences.variability is strength)


def _switch(choice: Choice, label: str, on: bool) -> Button:
    return Button(custom_id=pack_choice(choice), label=label, style=Style.GREEN if on else Style.GREY)
