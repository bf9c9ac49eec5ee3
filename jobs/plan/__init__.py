"""From wishes to requests that decide everything. Pure: pictures are kept, seeds drawn and preferences read before.

plan, plan_all, jobs_asked       /imagine: one prompt, or all of a permutation
reroll, vary, pick, upscale, redo, buttons
region, zoom, pan, square
remix, custom_zoom               buttons with an edited prompt
blend, describe, shorten         commands that need no words, or paint nothing
"""

from jobs.plan.amounts import SEEDS, guidance_for, seeds_for, steps_for
from jobs.plan.frames import pan, square, zoom
from jobs.plan.imagine import HIGHEST, NOTHING, Limits, Plan, jobs_asked, plan, plan_all, stealth_typed
from jobs.plan.mistakes import (
    AlreadySquare,
    AlreadyUpscaled,
    BlendCount,
    FrameTooLarge,
    ModelCannot,
    ModelCannotSee,
    NothingToZoom,
    OnlyPlainWords,
    PictureMissing,
    UnknownStyle,
    UnknownVersion,
)
from jobs.plan.references import Kept, Styles, picture_source, pictures_asked
from jobs.plan.remixing import remix
from jobs.plan.tiles import pick, redo, region, reroll, upscale, vary
from jobs.plan.wordless import DIMENSIONS, blend, describe, shorten
from jobs.plan.zooming import custom_zoom, zoom_text

__all__ = [
    "DIMENSIONS", "HIGHEST", "NOTHING", "SEEDS",
    "AlreadySquare", "AlreadyUpscaled", "BlendCount", "FrameTooLarge", "Kept", "Limits", "ModelCannot",
    "ModelCannotSee", "NothingToZoom", "OnlyPlainWords", "PictureMissing", "Plan", "Styles", "UnknownStyle",
    "UnknownVersion",
    "blend", "custom_zoom", "describe", "guidance_for", "jobs_asked", "pan", "pick", "picture_source", "pictures_asked",
    "plan", "plan_all", "redo", "region", "remix", "reroll", "seeds_for", "shorten", "square", "stealth_typed",
    "steps_for", "upscale", "vary", "zoom", "zoom_text",
]  # fmt: skip
