"""What a row of the table of parameters says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jobs.prompt.kinds import Kind, Value
from jobs.requests import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One row."""

    name: str  #: canonical, as the echo writes it
    kind: Kind
    aliases: tuple[str, ...] = ()
    default: Value | None = None  #: None: decided by model, preferences or chance
    bare: Value | None = None  #: what it means with nothing behind it; None: a value is needed
    merges: bool = False  #: several of them add up; otherwise the last one counts
    group: str | None = None  #: at most one parameter of a group may be given
    role: Role | None = None  #: what the pictures behind it are for
    goes_with: tuple[
        str, ...
    ] = ()  #: means nothing without one of these parameters ("image": pictures among the words)
    modal: bool = False  #: only behind the button Custom Zoom
    needs: str | None = None  #: an ability that the model must have, see `jobs.catalog.ModelEntry.can`
    moves: str | None = None  #: the measure of `benchmarks/parameters.py` that it moves; None: it changes no picture
    direction: Literal[-1, 0, 1] = 0  #: of that movement, as the value rises or the parameter is given
    example: str  #: as typed, from the dashes on
    help: str  #: one line in English; other languages by `help_key`

    @property
    def help_key(self) -> str:
        """The key of the one-line help in `messages/locales`."""
        return f"parameters.{self.name}"
