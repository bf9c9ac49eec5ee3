"""Which device paints, and how: precision and compile choice by what is there. Nothing global changes.

Attention is torch's scaled_dot_product_attention everywhere: diffusers' default, which picks the fastest kernel (flash,
memory-efficient, cuDNN, plain) for the card, the precision and the mask of each call.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

import torch

from models.card import Dtype
from models.errors import DeviceMissing

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
BF16_SINCE = (8, 0)  # Ampere: the first compute capability with bf16 tensor cores
BF16_INSTRUCTIONS = ("avx512_bf16", "amx_bf16")  # without them a CPU takes twice as long in bf16 as in fp32
COMPILE_SINCE = (7, 0)  # Triton's own floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Where and how to paint."""

    name: str  #: as torch names it: "cuda:0", "mps", "cpu"
    label: str  #: as its maker names it
    dtype: torch.dtype  #: what the denoiser runs in unless the card says otherwise
    can_compile: bool
    channels_last: bool  #: convolutions prefer NHWC on tensor cores and in oneDNN
    memory: int  #: bytes in all; 0 where it is not known

    @property
    def kind(self) -> str:
        """`cuda`, `mps` or `cpu`."""
        return self.name.partition(":")[0]


def _cuda(index: int) -> Device:
    facts = torch.cuda.get_device_properties(index)
    capability = (facts.major, facts.minor)
    return Device(
        name=f"cuda:{index}",
        label=facts.name,
        dtype=torch.bfloat16 if capability >= BF16_SINCE else torch.float16,
        can_compile=capability >= COMPILE_SINCE and importlib.util.find_spec("triton") is not None,
        channels_last=capability >= COMPILE_SINCE,
        memory=facts.total_memory,
    )


def _mps() -> Device:
    memory = int(torch.mps.recommended_max_memory())
    return Device(
        name="mps", label="Apple GPU", dtype=torch.float16, can_compile=False,
        channels_last=False, memory=memory,
    )  # fmt: skip


def _cpu() -> Device:
    able = torch.cpu.get_capabilities()
    dtype = torch.bfloat16 if any(able.get(name) for name in BF16_INSTRUCTIONS) else torch.float32
    return Device(
        name="cpu", label="CPU", dtype=dtype, can_compile=False, channels_last=True, memory=0,
    )  # fmt: skip


def found_devices() -> list[str]:
    """Every device of this machine, the best first; the CPU is always the last."""
    cuda = [f"cuda:{index}" for index in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
    return [*cuda, *(["mps"] if torch.backends.mps.is_available() else []), "cpu"]


def choose_device(prefer: str | None = None) -> Device:
    """The device named `prefer` ("cuda", "cuda:1", "mps", "cpu"), or the best one: CUDA, then MPS, then CPU.

    bf16 where the card has bf16 tensor cores or the CPU has instructions for it, fp16 on older cards and on MPS, fp32
    on other CPUs.
    Raises `DeviceMissing` when `prefer` is not there.
    """
    found = found_devices()
    wanted = prefer or found[0]
    name = next((name for name in found if name == wanted or name.partition(":")[0] == wanted), None)
    if name is None:
        raise DeviceMissing(device=wanted, found=", ".join(found))
    kind, _, index = name.partition(":")
    if kind == "cuda":
        return _cuda(int(index))
    return _mps() if kind == "mps" else _cpu()


def dtype_for(wanted: Dtype, device: Device) -> torch.dtype:
    """The precision of the denoiser: the card's word, or the device's own choice."""
    return device.dtype if wanted == "auto" else DTYPES[wanted]
