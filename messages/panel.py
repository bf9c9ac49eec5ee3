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
ON, OFF = "on", "off"  #: the values of a thing that is on or off
DEFAULT = "default"  #: the value of a select that clears the preference


def settings(preferences: Preferences, catalog: Catalog, locale: str) -> Message:
    """The panel as it stands."""
    suffix = f"`{shown(preferences.suffix, 900)}`" if preferences.suffix else say("settings.no_suffix", locale)
    fields = [Field(say("settings.suffix", locale), suffix)]
    if preferences.options:
        names = ", ".join(f"`--{name}`" for name in sorted(preferences.options))
        fields.append(Field(say("settings.options", locale), names))
    embed = Embed(title=say("settings.title", locale), text=say("settings.text", locale), fields=tuple(fields))
    rows: tuple[Row, ...] = (
        _models(preferences, catalog, locale),
        _stylize(preferences, locale),
        (
            *(_mode(mode, preferences, locale) for mode in Mode),
            _toggle("raw", preferences.raw, locale),
            _toggle("remix", preferences.remix, locale),
        ),
        (
            _variation(Strength.STRONG, preferences, locale),
            _variation(Strength.SUBTLE, preferences, locale),
            _audience(False, preferences, locale),
            _audience(True, preferences, locale),
        ),
        (
            _toggle("auto_dm", preferences.auto_dm, locale),
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


def _audience(stealth: bool, preferences: Preferences, locale: str) -> Button:
    label = say("settings.stealth" if stealth else "settings.public", locale)
    return _switch(Choice("stealth", ON if stealth else OFF), label, preferences.stealth is stealth)


def _toggle(name: str, on: bool, locale: str) -> Button:
    """A button for a thing that is on or off; it says what a press makes of it."""
    return _switch(Choice(name, OFF if on else ON), say(f"settings.{name}", locale), on)


def _switch(choice: Choice, label: str, on: bool) -> Button:
    return Button(custom_id=pack_choice(choice), label=label, style=Style.GREEN if on else Style.GREY)
