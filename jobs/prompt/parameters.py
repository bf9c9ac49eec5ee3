"""The one table of parameters. The grammar, its mistakes, the echo, /help and docs/prompting.md are made from it:
a further parameter is one row here, and a reader of its value in `jobs.plan`."""

from __future__ import annotations

from dataclasses import dataclass

from jobs.prompt.kinds import Flag, Kind, Name, Nearest, Ratio, Value, Whole, WordList


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One row."""

    name: str  #: canonical, as the echo writes it
    kind: Kind
    aliases: tuple[str, ...] = ()
    default: Value | None = None  #: None: decided by model, preferences or chance
    merges: bool = False  #: several of them add up; otherwise the last one counts
    group: str | None = None  #: at most one parameter of a group may be given
    example: str  #: as typed, from the dashes on
    help: str  #: one line in English; other languages by `help_key`

    @property
    def help_key(self) -> str:
        """The key of the one-line help in `messages/locales`."""
        return f"parameters.{self.name}"


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        name="ar", aliases=("aspect",), kind=Ratio(), example="--ar 3:2",
        help="The shape of the picture, width to height; 1:1 without it.",
    ),
    Parameter(
        name="seed", kind=Whole(0, 2**32 - 1), example="--seed 7",
        help="The start of the randomness: the same prompt and seed paint the same grid.",
    ),
    Parameter(
        name="no", kind=WordList(), merges=True, example="--no trees, people",
        help="What should not be in the picture.",
    ),
    Parameter(
        name="stylize", aliases=("s",), kind=Whole(0, 1000), default=100, example="--stylize 250",
        help="How freely the model paints: 0 follows the words to the letter, 1000 its own taste.",
    ),
    Parameter(
        name="chaos", aliases=("c",), kind=Whole(0, 100), default=0, example="--chaos 50",
        help="How much the four pictures differ from each other.",
    ),
    Parameter(
        name="quality", aliases=("q",), kind=Nearest((0.25, 0.5, 1.0, 2.0)), default=1.0, example="--quality .5",
        help="How many steps are painted; half of them take half of the time.",
    ),
    Parameter(
        name="stop", kind=Whole(10, 100), default=100, example="--stop 60",
        help="The percentage at which the painting ends, for a softer picture.",
    ),
    Parameter(
        name="repeat", aliases=("r",), kind=Whole(1, 40), default=1, example="--repeat 3",
        help="How many grids are painted from this prompt, each from its own seed.",
    ),
    Parameter(
        name="model", aliases=("m",), kind=Name(), example="--model storybook",
        help="The model that paints, by the name that /settings lists.",
    ),
    Parameter(
        name="turbo", kind=Flag(), group="mode", example="--turbo",
        help="Paint this before all fast and relaxed jobs.",
    ),
    Parameter(
        name="fast", kind=Flag(), group="mode", example="--fast",
        help="Paint this before all relaxed jobs.",
    ),
    Parameter(
        name="relax", kind=Flag(), group="mode", example="--relax",
        help="Paint this when nothing more urgent waits.",
    ),
)  # fmt: skip

BY_SPELLING: dict[str, Parameter] = {
    spelling: parameter for parameter in PARAMETERS for spelling in (parameter.name, *parameter.aliases)
}

#: Midjourney's parameters that this version has not; by the spelling that people use.
NOT_OFFERED: frozenset[str] = frozenset({
    "weird", "w", "tile", "version", "v", "niji", "style", "raw", "stealth", "public", "draft", "hd", "preview", "exp",
    "profile", "p", "video", "motion", "loop", "end", "bs", "iw", "sref", "sw", "sv", "cref", "cw", "oref", "ow",
    "edit", "sameseed", "zoom",
})  # fmt: skip

#: Parameters of early Midjourney, and what to write now.
RETIRED: dict[str, str] = {
    "width": "--ar 3:2", "height": "--ar 2:3", "h": "--ar 2:3", "wallpaper": "--ar 16:9",
    "sl": "--ar 3:2", "ml": "--ar 3:2", "ll": "--ar 3:2", "sp": "--ar 2:3", "mp": "--ar 2:3", "lp": "--ar 2:3",
    "hq": "--quality 2", "vibe": "--model NAME", "old": "--model NAME", "beta": "--model NAME", "test": "--model NAME",
    "testp": "--model NAME", "newclip": "--model NAME", "nostretch": "--ar 3:2", "creative": "--chaos 50",
    "uplight": "U1", "upbeta": "U1", "upanime": "U1",
}  # fmt: skip
