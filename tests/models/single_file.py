"""A tiny Stable Diffusion 1.5 in its makers' own layout: one safetensors file, with their names for the weights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import Tensor

RESNET = {
    "norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
    "conv2": "out_layers.3", "conv_shortcut": "skip_connection",
}  # fmt: skip
ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}
LAYERS = 1  # residual blocks of each level of the tiny UNet


def renamed(name: str, table: Iterable[tuple[str, str]]) -> str:
    """`name` after every rule of the table, in order."""
    for pattern, replacement in table:
        name = re.sub(pattern, replacement, name)
    return name


def _inside(name: str) -> str:
    """The names within a residual block of the UNet; transformers keep theirs."""
    if ".transformer_blocks." in name:
        return name
    return renamed(name, ((rf"\.{ours}\.", f".{theirs}.") for ours, theirs in RESNET.items()))


def unet_name(name: str) -> str:
    """Input blocks are counted through, downsampling among them; output blocks carry their upsampling inside."""

    def down(found: re.Match[str]) -> str:
        level, kind, rest = int(found[1]), found[2], found[4]
        first = 1 + level * (LAYERS + 1)
        place = {"resnets": f"{first + int(found[3])}.0", "attentions": f"{first + int(found[3])}.1",
                 "downsamplers": f"{first + LAYERS}.0"}[kind]  # fmt: skip
        return f"input_blocks.{place}.{rest.replace('conv.', 'op.') if kind == 'downsamplers' else rest}"

    def up(found: re.Match[str]) -> str:
        level, kind, rest = int(found[1]), found[2], found[4]
        first = level * (LAYERS + 1)
        place = {"resnets": f"{first + int(found[3])}.0", "attentions": f"{first + int(found[3])}.1",
                 "upsamplers": f"{first + LAYERS}.2"}[kind]  # fmt: skip
        return f"output_blocks.{place}.{rest}"

    name = re.sub(r"^down_blocks\.(\d+)\.(\w+)\.(\d+)\.(.*)", down, name)
    name = re.sub(r"^up_blocks\.(\d+)\.(\w+)\.(\d+)\.(.*)", up, name)
    table = (
        (r"^mid_block\.resnets\.0\.", "middle_block.0."), (r"^mid_block\.attentions\.0\.", "middle_block.1."),
        (r"^mid_block\.resnets\.1\.", "middle_block.2."), (r"^time_embedding\.linear_1", "time_embed.0"),
        (r"^time_embedding\.linear_2", "time_embed.2"), (r"^conv_in", "input_blocks.0.0"),
        (r"^conv_norm_out", "out.0"), (r"^conv_out", "out.2"),
    )  # fmt: skip
    return _inside(renamed(name, table))


def vae_name(name: str, levels: int) -> str:
    """The decoder's levels are counted from the other end."""
    table = (
        (r"down_blocks\.(\d+)\.resnets\.(\d+)", r"down.\1.block.\2"),
        (r"down_blocks\.(\d+)\.downsamplers\.0", r"down.\1.downsample"),
        (r"mid_block\.resnets\.0", "mid.block_1"), (r"mid_block\.resnets\.1", "mid.block_2"),
        (r"conv_norm_out", "norm_out"), (r"conv_shortcut", "nin_shortcut"),
        *((rf"mid_block\.attentions\.0\.{re.escape(ours)}\.", f"mid.attn_1.{theirs}.")
          for ours, theirs in ATTENTION.items()),
    )  # fmt: skip
    name = renamed(name, table)
    name = re.sub(r"up_blocks\.(\d+)\.resnets\.(\d+)", lambda m: f"up.{levels - 1 - int(m[1])}.block.{m[2]}", name)
    return re.sub(r"up_blocks\.(\d+)\.upsamplers\.0", lambda m: f"up.{levels - 1 - int(m[1])}.upsample", name)


def weights_of(pipeline: Any) -> Mapping[str, Tensor]:
    """All weights of a pipeline under their makers' names."""
    levels = len(pipeline.vae.config.block_out_channels)
    parts = {
        "model.diffusion_model.": (pipeline.unet, unet_name),
        "first_stage_model.": (pipeline.vae, lambda name: vae_name(name, levels)),
        "cond_stage_model.transformer.": (pipeline.text_encoder, lambda name: f"text_model.{name}"),
    }
    return {
        prefix + rename(name): weight.clone().contiguous()
        for prefix, (part, rename) in parts.items()
        for name, weight in part.state_dict().items()
    }


def save_single_file(pipeline: Any, path: Path) -> Path:
    """`pipeline` as one safetensors file."""
    save_file(dict(weights_of(pipeline)), path)
    return path
