"""Tiny pipelines with random weights, one for each family, and a tiny CLIP: the real classes without a download.

The autoencoder alone is not random, but made by hand to pass pictures through at an eighth of their size.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import torch
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from transformers import (
    CLIPConfig,
    CLIPModel,
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    PreTrainedTokenizerFast,
    T5Config,
    T5EncoderModel,
)

WIDTH = 32
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def clip_tokenizer(folder: Path) -> CLIPTokenizer:
    """Letters, and nothing merged."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS), "<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({token: index for index, token in enumerate(tokens)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=24)


def t5_tokenizer() -> PreTrainedTokenizerFast:
    """Letters by a unigram model, with T5's special tokens."""
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -1.0), ("▁", -2.0), *((letter, -3.0) for letter in LETTERS)]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=2))
    tokenizer.pre_tokenizer = Metaspace()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>")


def text_config(**more: Any) -> CLIPTextConfig:
    letters = {"vocab_size": 54, "max_position_embeddings": 24, "bos_token_id": 52, "eos_token_id": 53,
               "pad_token_id": 53}  # fmt: skip
    return CLIPTextConfig(
        hidden_size=WIDTH, intermediate_size=37, num_hidden_layers=2, num_attention_heads=4, projection_dim=WIDTH,
        **(letters | more),
    )  # fmt: skip


def vision_config() -> dict[str, Any]:
    """Of a CLIP that sees 32 px."""
    return {
        "hidden_size": WIDTH, "intermediate_size": 37, "num_hidden_layers": 2, "num_attention_heads": 4,
        "image_size": 32, "patch_size": 8,
    }  # fmt: skip


def t5() -> T5EncoderModel:
    config = T5Config(
        vocab_size=30, d_model=WIDTH, d_kv=8, d_ff=37, num_layers=2, num_heads=4, decoder_start_token_id=0
    )
    return T5EncoderModel(config)


CONSTANT = 10.0  # beside values in -1..1, so large that a group's norm hardly depends on them


def lane(group: int) -> slice:
    """The four channels that carry one value through the autoencoder: x, -x, and two constants."""
    return slice(4 * group, 4 * group + 4)


def spread(conv: torch.nn.Conv2d, sources: int) -> None:
    """Make `conv` put each of its first three inputs into a lane of its own."""
    conv.weight.zero_()
    for group in range(4):
        if group < min(3, sources):
            conv.weight[lane(group), group, 1, 1] = torch.tensor([1.0, -1.0, 0.0, 0.0])
        conv.bias[lane(group)] = torch.tensor([0.0, 0.0, CONSTANT, -CONSTANT])


def gathered(norm: torch.nn.GroupNorm, conv: torch.nn.Conv2d) -> None:
    """Make `norm`, SiLU and `conv` take the values out of their lanes: silu(x) - silu(-x) = x."""
    norm.weight.fill_(CONSTANT / 2**0.5)
    conv.weight.zero_()
    conv.bias.zero_()
    for group in range(3):
        conv.weight[group, lane(group), 1, 1] = torch.tensor([1.0, -1.0, 0.0, 0.0])


@torch.no_grad()
def see_through(vae: diffusers.AutoencoderKL) -> None:
    """Make its latents the means of 8x8 pixels, and its pictures those means: pictures of it can be compared."""
    for name, part in vae.named_modules():
        if name.endswith(("conv2", "to_out.0")):  # what residual branches add
            part.weight.zero_()
            part.bias.zero_()
        elif name.endswith("samplers.0.conv"):
            taps = [(0, 0), (0, 1), (1, 0), (1, 1)] if "down" in name else [(1, 1)]
            part.weight.zero_()
            part.bias.zero_()
            for row, column in taps:
                part.weight[:, :, row, column] = torch.eye(16) / len(taps)
    for half, sources in ((vae.encoder, 3), (vae.decoder, vae.config.latent_channels)):
        spread(half.conv_in, sources)
        gathered(half.conv_norm_out, half.conv_out)


def vae(channels: int = 4, **more: Any) -> diffusers.AutoencoderKL:
    """Factor 8 like the real ones, with handmade weights."""
    made = diffusers.AutoencoderKL(
        block_out_channels=(16,) * 4, norm_num_groups=4, latent_channels=channels,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        use_quant_conv=False, use_post_quant_conv=False, **more,
    )  # fmt: skip
    see_through(made)
    return made


def unet(**more: Any) -> diffusers.UNet2DConditionModel:
    return diffusers.UNet2DConditionModel(
        sample_size=8, block_out_channels=(16, 32), layers_per_block=1, norm_num_groups=4, attention_head_dim=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        **more,
    )  # fmt: skip


def sd(folder: Path) -> diffusers.StableDiffusionPipeline:
    return diffusers.StableDiffusionPipeline(
        vae=vae(), text_encoder=CLIPTextModel(text_config()), tokenizer=clip_tokenizer(folder / "words"),
        unet=unet(cross_attention_dim=WIDTH),
        scheduler=diffusers.DPMSolverMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, steps_offset=1
        ),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip


def sdxl(folder: Path) -> diffusers.StableDiffusionXLPipeline:
    return diffusers.StableDiffusionXLPipeline(
        vae=vae(), text_encoder=CLIPTextModel(text_config()),
        text_encoder_2=CLIPTextModelWithProjection(text_config(hidden_act="gelu")),
        tokenizer=clip_tokenizer(folder / "words"), tokenizer_2=clip_tokenizer(folder / "words2"),
        unet=unet(cross_attention_dim=2 * WIDTH, addition_embed_type="text_time", addition_time_embed_dim=8,
                  transformer_layers_per_block=(1, 2), projection_class_embeddings_input_dim=6 * 8 + WIDTH,
                  use_linear_projection=True),
        scheduler=diffusers.EulerDiscreteScheduler(
            beta_schedule="scaled_linear", timestep_spacing="leading", steps_offset=1
        ),
        add_watermarker=False,
    )  # fmt: skip


def sd3(folder: Path) -> diffusers.StableDiffusion3Pipeline:
    transformer = diffusers.SD3Transformer2DModel(
        sample_size=8, patch_size=2, in_channels=16, out_channels=16, num_layers=2, attention_head_dim=8,
        num_attention_heads=4, joint_attention_dim=WIDTH, caption_projection_dim=WIDTH, pooled_projection_dim=2 * WIDTH,
        pos_embed_max_size=32,
    )  # fmt: skip
    return diffusers.StableDiffusion3Pipeline(
        transformer=transformer, scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=vae(16, shift_factor=0.06, scaling_factor=1.5),
        text_encoder=CLIPTextModelWithProjection(text_config()), tokenizer=clip_tokenizer(folder / "words"),
        text_encoder_2=CLIPTextModelWithProjection(text_config(hidden_act="gelu")),
        tokenizer_2=clip_tokenizer(folder / "words2"), text_encoder_3=t5(), tokenizer_3=t5_tokenizer(),
    )  # fmt: skip


def flux(folder: Path) -> diffusers.FluxPipeline:
    transformer = diffusers.FluxTransformer2DModel(
        patch_size=1, in_channels=16 * 4, num_layers=1, num_single_layers=1, attention_head_dim=16,
        num_attention_heads=2, joint_attention_dim=WIDTH, pooled_projection_dim=WIDTH, axes_dims_rope=(4, 4, 8),
        guidance_embeds=True,
    )  # fmt: skip
    return diffusers.FluxPipeline(
        transformer=transformer, scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=vae(16, shift_factor=0.1, scaling_factor=0.4),
        text_encoder=CLIPTextModel(text_config()), tokenizer=clip_tokenizer(folder / "words"),
        text_encoder_2=t5(), tokenizer_2=t5_tokenizer(),
    )  # fmt: skip


def stranger(folder: Path) -> diffusers.LatentConsistencyModelPipeline:
    """Of a class for which there is no family record."""
    return diffusers.LatentConsistencyModelPipeline(
        vae=vae(), text_encoder=CLIPTextModel(text_config()), tokenizer=clip_tokenizer(folder / "words"),
        unet=unet(cross_attention_dim=WIDTH, time_cond_proj_dim=16), scheduler=diffusers.LCMScheduler(steps_offset=1),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip


PIPELINES: dict[str, Callable[[Path], Any]] = {"sd": sd, "sdxl": sdxl, "sd3": sd3, "flux": flux}


def clip(folder: Path) -> None:
    """A CLIP of 32 px, saved in `folder`."""
    config = CLIPConfig(text_config=text_config().to_dict(), vision_config=vision_config(), projection_dim=WIDTH)
    CLIPModel(config).save_pretrained(folder)
    clip_tokenizer(folder / "words").save_pretrained(folder)


def saved(family: str, folder: Path) -> Path:
    """The family's tiny pipeline in `folder`, made from a fixed seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        (PIPELINES | {"stranger": stranger})[family](folder).save_pretrained(folder / family)
        clip(folder / "clip")
    return folder / family
