"""What the programs must know of each model without importing torch.

    default = "dreamer"                       # optional; otherwise the first model of the file, else `storybook`

    [dreamer]                                 # the name that people type after --model
    title = "Dreamer XL"
    source = "owner/some-sdxl-checkpoint"     # hub id, folder or single safetensors file
    native_size = 1024                        # the other keys: the fields of `ModelEntry`

The embedded model `storybook` is always there; its facts come from the card.json beside its weights.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

import tomli_w
from pydantic import Field, ValidationError, model_validator

from jobs.errors import Fault, Mistake
from jobs.knows import Vocabulary
from jobs.requests import Frozen
from jobs.storybook_card import CARD, STORYBOOK, facts_of

SIGHT = frozenset({"image", "style", "character"})  #: abilities that need eyes
VERSION = r"^(?:niji|(?:niji )?[0-9]{1,2}(?:\.[0-9]{1,2})?[abc]?)$"  #: as it is claimed in the models file
NAME = r"^\w[\w./@-]{0,99}$"


class UnknownModel(Mistake):
    """No model of that name is configured."""

    code = "unknown_model"
    english = "There is no model `{name}` here; these exist: {known}."


class ModelsFileBroken(Fault):
    """The owner's TOML file cannot be read; said at the start, by `atelier doctor` and by `atelier models`."""

    code = "models_file_broken"
    english = "The models file {path} is broken at {where}: {reason}."


class ModelEntry(Frozen):
    """One model, as the owner configured it."""

    name: str = Field(pattern=NAME)  #: lower case, what people type
    title: str = ""  #: what people read; the name where empty
    source: str = Field(min_length=1)  #: hub id, folder or single safetensors file
    revision: str | None = None  #: branch, tag or commit of a hub id
    family: str | None = None  #: None: found from the pipeline's class
    config: str | None = None  #: folder or hub id with the configuration, for single files
    clip: str | None = None  #: folder or hub id of a CLIPModel; None: neither guidance nor ranking
    captioner: str | None = None  #: folder or hub id of a VisionEncoderDecoderModel that tells what pictures show
    student: str | None = None  #: folder or hub id of a few-step student's UNet, which paints what asks for few steps
    student_steps: int = Field(default=4, ge=1, le=16)  #: what counts as few
    tiny_vae: str | None = None  #: folder or hub id of an AutoencoderTiny for previews
    student_decoder: Literal["vae", "tiny_vae"] = "vae"  #: what makes pictures of a student's latents; tiny is quicker
    native_size: int = Field(default=1024, ge=32, le=2048)  #: side in pixels of the square it was trained on
    multiple: int = Field(default=64, ge=8, le=256)  #: sides are multiples of it: VAE factor x UNet downsampling
    max_pixels: int = Field(default=2048 * 2048, ge=1024, le=8192 * 8192)  #: of one picture
    max_batch: int = Field(default=4, ge=1, le=64)  #: candidates painted at once
    steps: int = Field(default=30, ge=1, le=250)  #: at --quality 1
    guidance_scale: float = Field(default=5.0, ge=0, le=40)  #: classifier-free, at --stylize 100; 1 turns it off
    clip_guidance: float = Field(default=0.0, ge=0, le=1)  #: 0 turns it off; needs `clip`
    rank_from: int = Field(default=4, ge=4, le=16)  #: candidates, of which `clip` keeps the best four
    dtype: Literal["auto", "fp32", "fp16", "bf16"] = "auto"
    compile: Literal["auto", "on", "off"] = "off"
    languages: tuple[str, ...] = ("en",)  #: of prompts, as BCP 47 tags
    cannot: tuple[str, ...] = ()  #: parameters and abilities it has no means for, e.g. "no", "style", "region"
    versions: tuple[
        Annotated[str, Field(pattern=VERSION)], ...
    ] = ()  #: of Midjourney, for which it stands: "6", "6.1", "niji 6"
    vocabulary: Vocabulary | None = None  #: None: not limited to a list
    checkers: tuple[str, ...] = ()  #: folders or hub ids of safety checkers that every picture must pass
    embedded: bool = False  #: shipped with the program, so that no file has to name it

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if not self.title:
            object.__setattr__(self, "title", self.name)
        if self.clip is None and (self.clip_guidance > 0 or self.rank_from > 4):
            raise ValueError("clip_guidance and rank_from need a clip")
        if self.multiple**2 > self.max_pixels:
            raise ValueError("max_pixels holds no picture in steps of multiple")
        return self

    @property
    def tells(self) -> bool:
        """Whether it can say what a picture shows: by its captioner, or by its CLIP's look for known words."""
        return self.captioner is not None or (self.clip is not None and self.vocabulary is not None)

    def can(self, *wanted: str) -> bool:
        """Whether it has the means for all of these parameters or abilities: those of the table's column `needs`, and
        "image", to paint from pictures. What is seen in pictures is seen by its `clip`."""
        blind = SIGHT if self.clip is None else frozenset()
        return not any(name in self.cannot or name in blind for name in wanted)


class Catalog(Frozen):
    """All models on offer, by name, in the order of the file; the embedded one last."""

    models: tuple[ModelEntry, ...] = Field(min_length=1)
    default: str

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if self.default not in self:
            raise ValueError(f"the default model {self.default!r} is not configured")
        claims = [version for entry in self.models for version in entry.versions]
        if twice := next((version for version in claims if claims.count(version) > 1), None):
            raise ValueError(f"two models stand for version {twice!r}")
        return self

    def __contains__(self, name: str) -> bool:
        return any(entry.name == name for entry in self.models)

    @property
    def names(self) -> tuple[str, ...]:
        """In the order in which they are offered."""
        return tuple(entry.name for entry in self.models)

    def get(self, name: str | None = None) -> ModelEntry:
        """The entry of that name in any case, the default's for None. Raises `UnknownModel` with those that exist."""
        wanted = self.default if name is None else name.lower()
        for entry in self.models:
            if entry.name == wanted:
                return entry
        raise UnknownModel(name=wanted[:80], known=", ".join(self.names))

    def cannot_of(self, name: str) -> tuple[str, ...]:
        """What that model has no means for; nothing where it is no longer configured (then its buttons say so)."""
        return next((entry.cannot for entry in self.models if entry.name == name), ())

    @classmethod
    def from_toml(cls, path: Path | None, storybook_folder: Path) -> Self:
        """The file's models (none without a file) and the embedded one. Raises `ModelsFileBroken`."""
        try:
            tables = tomllib.loads(path.read_text("utf-8")) if path else {}
        except (OSError, ValueError) as error:
            raise ModelsFileBroken(path=str(path), where="the file", reason=str(error)) from error
        default = tables.pop("default", None)
        named: dict[str, ModelEntry] = {}
        for key, table in tables.items():
            entry = _entry(path, key, table)
            if entry.name in named:
                raise ModelsFileBroken(path=str(path), where=f"[{key}]", reason="this name stands here twice")
            named[entry.name] = entry
        embedded = named.pop(STORYBOOK, None) or _embedded(storybook_folder)
        models = (*named.values(), embedded)
        try:
            return cls(models=models, default=default or models[0].name)
        except ValidationError as error:
            raise ModelsFileBroken(path=str(path), where="default", reason=_reason(error)) from error

    def to_toml(self) -> str:
        """The text of a models file that gives this catalog again, the embedded model aside."""
        tables: dict[str, object] = {"default": self.default}
        for entry in self.models:
            if not entry.embedded:
                tables[entry.name] = entry.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)
        return tomli_w.dumps(tables)


def _entry(path: Path | None, name: str, table: object) -> ModelEntry:
    if not isinstance(table, Mapping):
        raise ModelsFileBroken(path=str(path), where=name, reason=f"a model is a table, [{name}]")
    try:
        return ModelEntry.model_validate({**table, "name": name.lower()})
    except ValidationError as error:
        raise ModelsFileBroken(path=str(path), where=f"[{name}]", reason=_reason(error)) from error


def _embedded(folder: Path) -> ModelEntry:
    try:
        return ModelEntry(**facts_of(folder), embedded=True)
    except ValidationError as error:
        where = ModelsFileBroken(path=str(folder / CARD), where="the card", reason=_reason(error))
        raise where from error


def _reason(error: ValidationError) -> str:
    """The first thing that is wrong, on one line."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{field}: {first['msg']}" if field else str(first["msg"])
