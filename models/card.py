"""What painting needs to know of a model. The owner's models file is read elsewhere; a card is what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Dtype = Literal["auto", "fp32", "fp16", "bf16"]
Switch = Literal["auto", "on", "off"]

SMALL_BELOW = 512  #: pixels of the native side


Term = Mapping[str, tuple[str, ...]]  #: names of one thing by language, "en" or "zh", the usual one first


@dataclass(frozen=True, slots=True)
class Words:
    """What a model with a small vocabulary knows."""

    objects: tuple[Term, ...] = ()
    places: tuple[Term, ...] = ()
    others: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """One configured model. Everything but `name` and `source` has a default that suits most checkpoints."""

    name: str
    source: str  #: hub id, folder, or single safetensors file
    revision: str | None = None  #: branch, tag or commit of a hub id
    variant: str | None = None  #: of a hub id's files, such as "fp16"
    family: str | None = None  #: a name in `models.families`; None: found from the pipeline's class
    config: str | None = None  #: folder or hub id with the configuration, for single files
    clip: str | None = None  #: folder or hub id of a CLIPModel; None: no guidance and no ranking
    captioner: str | None = None  #: folder or hub id of a VisionEncoderDecoderModel; None: CLIP looks for known words
    student: str | None = None  #: folder or hub id of a UNet that paints in `student_steps`; for families with a UNet
    student_steps: int = 4  #: orders of at most so many are the student's
    words: Words = Words()  #: the vocabulary of a small model
    tiny_vae: str | None = None  #: folder or hub id of an AutoencoderTiny for previews and guidance
    student_decoder: Literal["vae", "tiny_vae"] = "vae"  #: what makes pictures of a student's latents
    default_steps: int = 30
    default_guidance_scale: float = 5.0
    native_size: int = 1024  #: side in pixels of the square that the model was trained on
    max_pixels: int = 2048 * 2048  #: of one picture
    max_batch: int = 4  #: candidates painted at once
    dtype: Dtype = "auto"
    compile: Switch = "off"  #: regional torch.compile; "auto": where the device can. Costs about 10 s at the start

    @property
    def small(self) -> bool:
        """Whether the model is one of those that know things in one size and place alone."""
        return self.native_size < SMALL_BELOW
