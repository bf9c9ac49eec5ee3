"""What a person has chosen once for all of their prompts; a parameter in a prompt always beats it."""

from __future__ import annotations

from typing import Self

from pydantic import Field, field_validator

from jobs.prompt import Prompt, parse_parameters
from jobs.prompt.kinds import Value
from jobs.requests import Frozen, Mode, Strength

WIRE_VERSION = 1


class Preferences(Frozen):
    """Every field has the value of a person who never chose."""

    v: int = WIRE_VERSION
    mode: Mode = Mode.FAST
    model: str | None = None  #: a configured name; None: the server's default
    stylize: int | None = Field(default=None, ge=0, le=1000)  #: None: the table's default
    suffix: str = ""  #: parameters for every prompt that does not give them; words are refused
    variability: Strength = Strength.STRONG  #: of the V buttons
    locale: str | None = None  #: Discord's locale code; None: the one that Discord names

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
        return prompt.with_missing(dict(parse_parameters(self.suffix))).with_missing(settings)
