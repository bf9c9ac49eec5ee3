"""What a person has chosen once for all of their prompts; a parameter in a prompt always beats it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, SerializerFunctionWrapHandler, field_validator, model_serializer

from jobs.errors import Mistake
from jobs.prompt import Prompt, parse_all, parse_parameters
from jobs.prompt.kinds import Value
from jobs.requests import Frozen, Mode, Strength

WIRE_VERSION = 1
MOST_OPTIONS = 20
PERMUTATIONS = 40  #: jobs of one prompt, at most; how many a person may have is checked when it is used
OPTION_LIMIT = 1_000  #: characters of an option's value


class TooManyOptions(Mistake):
    """A person's shortcuts are counted."""

    code = "too_many_options"
    english = "You have {limit} options already; remove one with an empty value first."


class OptionTooLong(Mistake):
    """A shortcut stands for a part of a prompt, not for a book."""

    code = "option_too_long"
    english = "This value has {length} characters, and {limit} is the limit of an option."


class Preferences(Frozen):
    """Every field has the value of a person who never chose."""

    v: int = WIRE_VERSION
    mode: Mode = Mode.FAST
    model: str | None = None  #: a configured name; None: the server's default
    stylize: int | None = Field(default=None, ge=0, le=1000)  #: None: the table's default
    suffix: str = ""  #: parameters for every prompt that does not give them; words are refused
    variability: Strength = Strength.STRONG  #: of the V buttons
    locale: str | None = None  #: Discord's locale code; None: the one that Discord names
    raw: bool = False  #: --raw for every prompt
    remix: bool = False  #: V and 🔄 open a form with the prompt first
    stealth: bool = False  #: pictures come to the person alone
    auto_dm: bool = False  #: finished pictures are also sent as a direct message
    options: dict[str, str] = Field(default_factory=dict, max_length=MOST_OPTIONS)  #: shortcut -> what it stands for

    @model_serializer(mode="wrap")
    def _sparse(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Fields that came with 0.2 travel only where they say something, so that a bot of 0.1 reads the others."""
        fields: Mapping[str, Any] = handler(self)
        return {name: value for name, value in fields.items() if name not in _NEWER or value}

    @field_validator("model")
    @classmethod
    def _lower(cls, name: str | None) -> str | None:
        return name.lower() if name else None

    def with_suffix(self, suffix: str) -> Self:
        """With another suffix, "" for none. Raises a `Mistake` where it holds words or a wrong parameter."""
        parse_parameters(suffix)
        return self.model_copy(update={"suffix": suffix.strip()})

    def applied_to(self, prompt: Prompt) -> Prompt:
        """`prompt` with what it does not give itself: first the suffix, then the settings. `mode` and `model` are
        the plan's to decide. Raises a `Mistake` where a stored suffix is no longer readable."""
        settings: dict[str, Value] = {} if self.stylize is None else {"stylize": self.stylize}
        if self.raw:
            settings["raw"] = True
        return prompt.with_missing(dict(parse_parameters(self.suffix))).with_missing(settings)

    def turned(self, name: str) -> Self:
        """With a switch turned: `variability`, or a field that is on or off."""
        if name != "variability":
            return self.model_copy(update={name: not getattr(self, name)})
        other = Strength.SUBTLE if self.variability is Strength.STRONG else Strength.STRONG
        return self.model_copy(update={name: other})

    def with_option(self, name: str, value: str) -> Self:
        """With a shortcut, or without it where `value` is empty. Words and parameters may stand in the value, words
        first. Raises a `Mistake` where it could not stand in a prompt, and above 20 shortcuts."""
        others = {known: text for known, text in self.options.items() if known != name}
        if not (value := value.strip()):
            return self.model_copy(update={"options": others})
        if len(value) > OPTION_LIMIT:
            raise OptionTooLong(length=len(value), limit=OPTION_LIMIT)
        if len(others) >= MOST_OPTIONS:
            raise TooManyOptions(limit=MOST_OPTIONS)
        parse_all(f"x {value}", PERMUTATIONS)  # as it will stand behind some words
        return self.model_copy(update={"options": others | {name: value}})


_NEWER = frozenset({"raw", "remix", "stealth", "auto_dm", "options"})
