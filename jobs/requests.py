"""The currency between bot and worker: one frozen, fully decided request, versioned on the wire.

A request holds everything that a worker needs to paint: a retry of it paints the same picture (design rule 8),
and nothing in it depends on who asked or where the answer goes; that is the record's part (`jobs.records`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, NewType

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

JobId = NewType("JobId", str)  #: 32 lower-case hex digits, from `job_id`
Tile = Literal[1, 2, 3, 4]

WIRE_VERSION = 1


class Mode(StrEnum):
    """How urgently a job is painted; listed in the order in which the line is served."""

    TURBO = "turbo"
    FAST = "fast"
    RELAX = "relax"


class Verb(StrEnum):
    """What is done. `PICK` (U1-U4) needs no GPU: it serves the stored tile."""

    IMAGINE = "imagine"
    VARY = "vary"
    PICK = "pick"
    UPSCALE = "upscale"
    REGION = "region"  #: a part of a tile, painted anew
    ZOOM = "zoom"  #: a tile in a larger frame, its surroundings painted
    PAN = "pan"  #: a tile, longer on one side
    SQUARE = "square"  #: a tile whose shorter side is filled up
    BLEND = "blend"  #: a grid from pictures alone
    DESCRIBE = "describe"  #: words for a picture; ends in words, not in pictures
    SHORTEN = "shorten"  #: what each word of a prompt is worth; ends in words, not in pictures


SINGLE = frozenset({Verb.PICK, Verb.UPSCALE})  #: verbs that end in one picture
WORDS = frozenset({Verb.DESCRIBE, Verb.SHORTEN})  #: verbs that end in words; all others end in a grid of four


class Side(StrEnum):
    """Where a pan goes."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


class Strength(StrEnum):
    """How far a variation may go from its tile."""

    SUBTLE = "subtle"
    STRONG = "strong"


class Upscaler(StrEnum):
    """How a picture is made larger."""

    SUBTLE = "subtle"  #: what is there, sharper
    CREATIVE = "creative"  #: details are invented


class Role(StrEnum):
    """What a person's picture is for."""

    IMAGE = "image"  #: an image prompt: content and composition
    STYLE = "style"  #: --sref: colours and manner
    CHARACTER = "character"  #: --cref, --oref: the thing itself


class Frozen(BaseModel):
    """Immutable, and strict about names: an unknown field on the wire is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Weighted(Frozen):
    """A part of a multi-prompt; only the weights' relations to each other count."""

    text: str
    weight: float = 1.0  #: below 0 pushes away


class Reference(Frozen):
    """A picture that a person gave, checked and kept before the job was accepted."""

    role: Role
    key: str  #: in the picture store, an RGB PNG of at most 2,048 pixels a side
    weight: float = Field(default=1.0, gt=0, le=100)  #: relative to the others of its role


class PaintRequest(Frozen):
    """What is to be painted, fully decided by the bot.

    Fields after `strength` came with 0.2. They travel only where they say something, so that a worker of 0.1 still
    takes whatever it understands (design rule 9) and refuses the rest.
    """

    v: int = WIRE_VERSION
    verb: Verb = Verb.IMAGINE
    prompt: str  #: the effective prompt as it is shown and may be pasted again, parameters and all
    text: str  #: the words for the model
    negative: str = ""  #: the words of --no, joined by ", "
    model: str  #: the configured name, a key of the models file
    seed: int = Field(ge=0, lt=2**32)
    width: int = Field(ge=8, le=8192)  #: pixels of one tile
    height: int = Field(ge=8, le=8192)  #: pixels of one tile
    steps: int = Field(ge=1, le=500)  #: denoising steps of a full run
    guidance_scale: float = Field(ge=0, le=50)  #: classifier-free guidance; 1 turns it off
    clip_guidance: float = Field(default=0.0, ge=0, le=1)  #: 0 turns it off
    rank_from: int = Field(default=4, ge=4, le=16)  #: candidates painted, of which CLIP keeps the best four
    stylize: int = Field(default=100, ge=0, le=1000)
    chaos: int = Field(default=0, ge=0, le=100)
    stop: int = Field(default=100, ge=10, le=100)  #: per cent of the steps that are run
    mode: Mode = Mode.FAST
    parent: JobId | None = None  #: the job whose tile is varied, picked or upscaled
    tile: Tile | None = None
    strength: Strength | None = None
    chunks: tuple[Weighted, ...] = ()  #: a multi-prompt whose weights differ; empty: `text` and `negative` say it all
    weird: int = Field(default=0, ge=0, le=3000)
    seamless: bool = False  #: --tile: opposite borders fit together
    raw: bool = False  #: nothing is added to the person's words
    hd: bool = False  #: each tile at twice its width and height, the details painted anew
    film: bool = False  #: --video: keep a film of the grid forming
    references: tuple[Reference, ...] = ()
    image_weight: float = Field(default=1.0, ge=0, le=3)  #: --iw, of the image prompts against the words
    style_weight: int = Field(default=100, ge=0, le=1000)  #: --sw
    character_weight: int = Field(default=100, ge=0, le=1000)  #: --cw, --ow
    style_code: int | None = Field(default=None, ge=0, lt=2**32)  #: a style that the server draws from a number
    upscaler: Upscaler = Upscaler.SUBTLE
    mask: str | None = None  #: key in the picture store: an L PNG of the tile's size, white where it is painted anew
    zoom: float = Field(default=1.0, ge=1, le=2)  #: how many times larger the new frame is
    side: Side | None = None  #: where a pan goes

    @model_serializer(mode="wrap")
    def _sparse(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without those newer fields that say nothing."""
        fields: Mapping[str, Any] = handler(self)
        return {
            name: value for name, value in fields.items() if name not in _NEWER or getattr(self, name) != _NEWER[name]
        }


_NEWER: dict[str, Any] = {
    name: PaintRequest.model_fields[name].default
    for name in list(PaintRequest.model_fields)[list(PaintRequest.model_fields).index("strength") + 1 :]
}  #: fields that came after 0.1, with the value that says nothing


def with_seed(request: PaintRequest, seed: int) -> PaintRequest:
    """The same request from another seed: what 🔄 and --repeat submit."""
    return request.model_copy(update={"seed": seed})
