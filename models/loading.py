"""The one door: a card and a device in, a painter out."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import diffusers
import torch
from safetensors import SafetensorError

from models.captioner import load_captioner
from models.card import ModelCard
from models.clip import Clip, load_clip
from models.device import Device, dtype_for
from models.errors import ConfigMissing, ModelBroken, OutOfMemory
from models.families import FAMILIES, Family, family_of
from models.headers import kind_of
from models.levels import readable
from models.locate import Located, locate, locate_part, model_index
from models.memory import ran_out
from models.painting import Abilities, Painter
from models.preview import Previewer
from models.provenance import hash_of, provenance_of
from models.steps import refuse_own_noise
from models.student import load_student

BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError, json.JSONDecodeError)


def load(card: ModelCard, device: Device) -> Painter:
    """Load a model with everything that its card names, ready to paint.

    Raises `ModelNotFound`, `ModelBroken`, `ConfigMissing`, `SchedulerRefused`, `OutOfMemory`.
    """
    place, dtype = locate(card), dtype_for(card.dtype, device)
    with _translated(card, device):
        pipeline = _single(card, place.path, dtype) if place.single else _folder(card, place.path, dtype)
        refuse_own_noise(pipeline.scheduler, card.name)
        _settle(pipeline, card, device)
        clip = load_clip(locate_part(card.name, card.clip), device.name) if card.clip else None
        told = load_captioner(locate_part(card.name, card.captioner), device.name) if card.captioner else None
        quick = load_student(pipeline, locate_part(card.name, card.student), dtype) if card.student else None
        _lay_out(device, quick.unet if quick else None)
        family = FAMILIES.get(card.family or "") or family_of(type(pipeline).__name__)
        previewer = _previewer(card, pipeline, family, dtype, device)
    return Painter(
        card=card, device=device, pipeline=pipeline, family=family, clip=clip, captioner=told, quick=quick,
        previewer=previewer,
        abilities=_abilities(pipeline, family, clip),
        provenance=provenance_of(
            pipeline, card, _revision(place), family.name if family else "unknown", dtype, device.label
        ),
    )  # fmt: skip


@contextmanager
def _translated(card: ModelCard, device: Device) -> Iterator[None]:
    """What torch, diffusers, transformers and safetensors raise while loading, in our words."""
    try:
        yield
    except Exception as error:
        if ran_out(error):
            side = card.native_size
            raise OutOfMemory(model=card.name, device=device.label, width=side, height=side) from error
        if isinstance(error, BROKEN):
            reason = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
            raise ModelBroken(model=card.name, reason=reason) from error
        raise


def _folder(card: ModelCard, folder: Path, dtype: torch.dtype) -> Any:
    """A pipeline in the diffusers layout. Its own safety checker stays out: checking pictures is not our part."""
    index = model_index(card.name, folder)
    kind = getattr(diffusers, index["_class_name"], diffusers.DiffusionPipeline)
    without: dict[str, Any] = {}
    if index.get("safety_checker", [None])[0] is not None:
        without = {"safety_checker": None, "requires_safety_checker": False}
    return kind.from_pretrained(folder, dtype=dtype, variant=card.variant, **without)


def _single(card: ModelCard, path: Path, dtype: torch.dtype) -> Any:
    """A pipeline from one safetensors file in its maker's layout."""
    kind = kind_of(card.name, path)
    config = str(locate_part(card.name, card.config)) if card.config else None
    wanted = {"safety_checker": None, "requires_safety_checker": False} if kind.family == "sd" else {}
    try:
        return getattr(diffusers, kind.pipeline).from_single_file(str(path), config=config, dtype=dtype, **wanted)
    except OSError as error:
        if config is None:
            raise ConfigMissing(model=card.name, kind=kind.title) from error
        raise


def _settle(pipeline: Any, card: ModelCard, device: Device) -> None:
    """Move, freeze and shape the parts for `device`."""
    pipeline.set_progress_bar_config(disable=True)
    pipeline.to(device.name)
    for part in pipeline.components.values():
        if isinstance(part, torch.nn.Module):
            part.eval().requires_grad_(False)
    vae, unet = getattr(pipeline, "vae", None), getattr(pipeline, "unet", None)
    if vae is not None and vae.dtype == torch.float16 and vae.config.get("force_upcast", False):
        vae.to(torch.float32)  # SDXL's decoder overflows in fp16
    _lay_out(device, vae, unet)
    if card.compile == "on" or (card.compile == "auto" and device.can_compile):
        denoiser = unet if unet is not None else pipeline.transformer
        denoiser.compile_repeated_blocks(fullgraph=True, dynamic=True)


def _lay_out(device: Device, *nets: Any) -> None:
    """Order the weights of convolutions as `device` prefers them; a net may be None."""
    if device.channels_last:
        for net in nets:
            if net is not None:
                net.to(memory_format=torch.channels_last)


def _previewer(
    card: ModelCard, pipeline: Any, family: Family | None, dtype: torch.dtype, device: Device
) -> Previewer | None:
    if family is None:
        return None
    tiny = None
    if card.tiny_vae:
        folder = locate_part(card.name, card.tiny_vae)
        kind: Any = diffusers.AutoencoderTiny
        tiny = kind.from_pretrained(folder, dtype=dtype).to(pipeline.device).eval().requires_grad_(False)
        _lay_out(device, tiny)
    return Previewer(pipeline.vae, family.normalisation(pipeline.vae.config), tiny)


def _abilities(pipeline: Any, family: Family | None, clip: Clip | None) -> Abilities:
    clear = family is not None and readable(pipeline.scheduler)
    negative = "negative_prompt" in inspect.signature(pipeline.__call__).parameters
    return Abilities(
        previews=clear,
        stop=clear,
        vary=family is not None,
        repaint=clear,
        negative_prompt=negative,
        chaos=family is not None,
        clip_guidance=clear and clip is not None,
        ranking=clip is not None,
        weights=family is not None,
        weird=family is not None,
        seamless=family is not None,
        image=clear,
        style=clear,
        character=clear and clip is not None,
    )


def _revision(place: Located) -> str:
    return place.revision or f"sha256:{hash_of(place.path)}"
