"""The currency between bot and worker: one frozen, fully decided request, versioned on the wire.

A request holds everything that a worker needs to paint: a retry of it paints the same picture (design rule 8),
and nothing in it depends on who asked or where the answer goes; that is the record's part (`jobs.records`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NewType

from pydantic import BaseModel, ConfigDict, Field

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


class Strength(StrEnum):
    """How far a variation may go from its tile."""

    SUBTLE = "subtle"
    STRONG = "strong"


class Frozen(BaseModel):
    """Immutable, and strict about names: an unknown field on the wire is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PaintRequest(Frozen):
    """What is to be painted, fully decided by the bot."""

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


def with_seed(request: PaintRequest, seed: int) -> PaintRequest:
    """The same request from another seed: what 🔄 and --repeat submit."""
    return request.model_copy(update={"seed": seed})
