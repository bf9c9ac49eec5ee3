"""The one table of parameters. The grammar, its mistakes, the echo, /help, autocomplete and docs/prompting.md are made
from it: a further parameter is one row here, and a reader of its value in `jobs.plan` (docs/new-parameter.md)."""

from __future__ import annotations

from jobs.prompt.kinds import Decimal, Flag, Nearest, Ratio, Whole
from jobs.prompt.parameter import Parameter
from jobs.prompt.word_kinds import Name, OwnStyle, Pictures, Version, WordList
from jobs.requests import Role

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        name="ar", aliases=("aspect",), kind=Ratio(), example="--ar 3:2", moves="aspect", direction=+1,
        help="The shape of the picture, width to height; 1:1 without it.",
    ),
    Parameter(
        name="seed", kind=Whole(0, 2**32 - 1), example="--seed 7", moves="repeatability", direction=+1,
        help="The start of the randomness: the same prompt and seed paint the same grid.",
    ),
    Parameter(
        name="no", kind=WordList(), merges=True, example="--no trees, people", needs="no",
        moves="presence", direction=-1,
        help="What should not be in the picture.",
    ),
    Parameter(
        name="stylize", aliases=("s",), kind=Whole(0, 1000), default=100, example="--stylize 250",
        moves="adherence", direction=-1,
        help="How freely the model paints: 0 follows the words to the letter, 1000 its own taste.",
    ),
    Parameter(
        name="chaos", aliases=("c",), kind=Whole(0, 100), default=0, example="--chaos 50",
        moves="diversity", direction=+1,
        help="How much the four pictures differ from each other.",
    ),
    Parameter(
        name="weird", aliases=("w",), kind=Whole(0, 3000), default=0, example="--weird 500", needs="weird",
        moves="typicality", direction=-1,
        help="How far the pictures leave what is usual for these words.",
    ),
    Parameter(
        name="raw", kind=Flag(), example="--raw", moves="adherence", direction=+1,
        help="Nothing is added to your words: less of the model's taste, more of the prompt.",
    ),
    Parameter(
        name="style", kind=OwnStyle(), example="--style raw", moves="adherence", direction=+1,
        help="The older spelling of --raw.",
    ),
    Parameter(
        name="quality", aliases=("q",), kind=Nearest((0.25, 0.5, 1.0, 2.0)), default=1.0, example="--quality .5",
        moves="convergence", direction=+1,
        help="How many steps are painted; half of them take half of the time.",
    ),
    Parameter(
        name="draft", kind=Flag(), example="--draft", moves="time", direction=-1,
        help="A quick sketch in a quarter of the steps.",
    ),
    Parameter(
        name="hd", kind=Flag(), example="--hd", needs="hd", moves="pixels", direction=+1,
        help="Each picture at twice its width and height, with details painted anew.",
    ),
    Parameter(
        name="stop", kind=Whole(10, 100), default=100, example="--stop 60", needs="stop",
        moves="detail", direction=-1,
        help="The percentage at which the painting ends, for a softer picture.",
    ),
    Parameter(
        name="tile", kind=Flag(), example="--tile", needs="tile", moves="seam", direction=-1,
        help="A pattern whose opposite borders fit together, for wallpaper and cloth.",
    ),
    Parameter(
        name="video", kind=Flag(), example="--video", needs="video", moves="frames", direction=+1,
        help="Keeps a film of the grid forming beside the pictures.",
    ),
    Parameter(
        name="iw", kind=Decimal(0, 3), default=1.0, example="--iw 2", goes_with=("image",),
        moves="image_likeness", direction=+1,
        help="How much the pictures in front of the words count against the words.",
    ),
    Parameter(
        name="sref", kind=Pictures(styles=True), merges=True, example="--sref https://example.com/style.png",
        needs="style", role=Role.STYLE, moves="style_likeness", direction=+1,
        help="The manner of a picture: links, a number, random, or the name of a style made with /style create.",
    ),
    Parameter(
        name="sw", kind=Whole(0, 1000), default=100, example="--sw 300", goes_with=("sref",),
        moves="style_likeness", direction=+1,
        help="How much --sref counts.",
    ),
    Parameter(
        name="cref", kind=Pictures(), merges=True, example="--cref https://example.com/hero.png",
        needs="character", role=Role.CHARACTER, group="character", moves="subject_likeness", direction=+1,
        help="The figure of a picture, in a new scene.",
    ),
    Parameter(
        name="cw", kind=Whole(0, 100), default=100, example="--cw 60", goes_with=("cref",),
        moves="subject_likeness", direction=+1,
        help="How much --cref counts.",
    ),
    Parameter(
        name="oref", kind=Pictures(most=1), example="--oref https://example.com/vase.png",
        needs="character", role=Role.CHARACTER, group="character", moves="subject_likeness", direction=+1,
        help="The thing of one picture, in a new scene.",
    ),
    Parameter(
        name="ow", kind=Whole(1, 1000), default=100, example="--ow 200", goes_with=("oref",),
        moves="subject_likeness", direction=+1,
        help="How much --oref counts.",
    ),
    Parameter(
        name="zoom", kind=Decimal(1, 2), default=2.0, example="--zoom 1.5", modal=True,
        moves="subject_size", direction=-1,
        help="Behind the button Custom Zoom alone: how many times larger the new frame is.",
    ),
    Parameter(
        name="repeat", aliases=("r",), kind=Whole(1, 40), default=1, example="--repeat 3",
        help="How many grids are painted from this prompt, each from its own seed.",
    ),
    Parameter(
        name="model", aliases=("m",), kind=Name(), example="--model storybook", group="model",
        help="The model that paints, by the name that /settings lists.",
    ),
    Parameter(
        name="version", aliases=("v",), kind=Version(), example="--version 6", group="model",
        help="The model that stands for this version of Midjourney, where the owner named one.",
    ),
    Parameter(
        name="niji", kind=Version(), bare="", example="--niji 6", group="model",
        help="The model that stands for this version of Niji, where the owner named one.",
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
    Parameter(
        name="stealth", kind=Flag(), group="audience", example="--stealth",
        help="The pictures are delivered to you alone.",
    ),
    Parameter(
        name="public", kind=Flag(), group="audience", example="--public",
        help="The pictures are posted where you asked for them.",
    ),
)  # fmt: skip

BY_SPELLING: dict[str, Parameter] = {
    spelling: parameter for parameter in PARAMETERS for spelling in (parameter.name, *parameter.aliases)
}
