"""Going on from a model that exists instead of from nothing: `atelier train STAGE --from FOLDER`.

FOLDER is a model folder as `training.export` writes it; the nets get its sizes (`training.sizes`) and its weights. The
vocabulary may have grown since: a token that the old one has keeps its embedding, a new one starts as the mean of the
old pieces that spell it, and positions beyond the old ones start as the last of them.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch import Tensor, nn
from transformers import CLIPModel, CLIPTextModel, CLIPTokenizer, VisionEncoderDecoderModel

from training.anchor import Anchor
from training.channels import ENDS, with_latents
from training.judge import load_judge
from training.tokenizer import END

TOKENS, POSITIONS = "token_embedding.weight", "position_embedding.weight"


class WarmStartUnfit(Exception):
    """The model to go on from has other sizes than the preset."""

    def __init__(self, folder: Path, part: str, why: str) -> None:
        super().__init__(f"The {part} in {folder} does not fit this preset: {why}. Choose the preset it was made with.")
        self.folder, self.part = folder, part


def pieces(token: str, known: dict[str, int]) -> list[str]:
    """The longest known tokens, from the left, that spell `token`; every single byte is known."""
    if token in known:
        return [token]
    body = token.removesuffix(END)
    found: list[str] = []
    while body:
        last = END if token.endswith(END) else ""
        if last and body + last in known:
            return [*found, body + last]
        longest = next(size for size in range(len(body), 0, -1) if body[:size] in known)
        found.append(body[:longest])
        body = body[longest:]
    return found


def carried_tokens(old: Tensor, was: dict[str, int], now: dict[str, int]) -> Tensor:
    """Embeddings for the vocabulary `now`, (len(now), d), out of those for the vocabulary `was`, (len(was), d)."""
    fresh = old.new_zeros(len(now), old.shape[1])
    for token, row in now.items():
        fresh[row] = old[[was[piece] for piece in pieces(token, was)]].mean(dim=0)
    return fresh


def carried_positions(old: Tensor, length: int) -> Tensor:
    """The first rows kept and the last one repeated, (length, d)."""
    return torch.cat([old, old[-1:].expand(max(0, length - len(old)), -1)])[:length]


def carried(weights: dict[str, Tensor], was: CLIPTokenizer, now: CLIPTokenizer, length: int) -> dict[str, Tensor]:
    """A text tower's weights, made to fit another vocabulary and number of positions."""
    fitted = dict(weights)
    for name, value in weights.items():
        if name.endswith(TOKENS):
            fitted[name] = carried_tokens(value, was.get_vocab(), now.get_vocab())
        elif name.endswith(POSITIONS) and "vision" not in name:
            fitted[name] = carried_positions(value, length)
    return fitted


def copied(into: nn.Module, weights: dict[str, Tensor], folder: Path, part: str) -> None:
    """Load the weights, or raise WarmStartUnfit where their names or shapes differ."""
    try:
        into.load_state_dict(weights)
    except RuntimeError as error:
        raise WarmStartUnfit(folder, part, str(error).splitlines()[1].strip()) from error


def warm_autoencoder(vae: AutoencoderKL, folder: Path) -> AutoencoderKL | None:
    """Put the folder's autoencoder's weights in place; latent channels that it lacks begin as in `with_latents`.

    Returns the folder's autoencoder, frozen, where it has fewer channels: what is built on its latents wants them kept.
    """
    other = AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32)
    was, now = other.config.latent_channels, vae.config.latent_channels
    copied(vae, with_latents(other.state_dict(), vae.state_dict(), was, now), folder, "autoencoder")
    vae.register_to_config(scaling_factor=other.config.scaling_factor)
    return other.requires_grad_(False).eval() if was < now else None


def warm_clip(clip: CLIPModel, now: CLIPTokenizer, folder: Path) -> None:
    """Put the folder's CLIP's weights in place, fitted to this vocabulary."""
    other = CLIPModel.from_pretrained(folder / "clip", dtype=torch.float32)
    was = CLIPTokenizer.from_pretrained(folder / "clip")
    length = clip.config.text_config.max_position_embeddings
    copied(clip, carried(other.state_dict(), was, now, length), folder, "CLIP model")


def warm_judge(judge: nn.Module, folder: Path) -> None:
    """Put the folder's judge's weights in place."""
    copied(judge, load_judge(folder / "judge").state_dict(), folder, "judge")


def warm_captioner(captioner: VisionEncoderDecoderModel, now: CLIPTokenizer, folder: Path) -> None:
    """Put the folder's captioner's words in place, fitted to this vocabulary, and its eyes where it has such."""
    other = VisionEncoderDecoderModel.from_pretrained(folder / "captioner", dtype=torch.float32)
    was, known = CLIPTokenizer.from_pretrained(folder / "captioner").get_vocab(), now.get_vocab()
    weights = dict(other.state_dict())
    for name in ("decoder.transformer.wte.weight", "decoder.lm_head.weight"):
        weights[name] = carried_tokens(weights[name], was, known)
    if other.config.encoder.model_type != captioner.config.encoder.model_type:
        words = {name: value for name, value in weights.items() if name.startswith("decoder.")}
        weights = captioner.state_dict() | words
    copied(captioner, weights, folder, "captioner")


@torch.no_grad()
def warm_student(student: UNet2DConditionModel, folder: Path) -> None:
    """Add what the folder's student has learnt beyond the folder's denoiser to a student that begins as its teacher.

    Such differences work on a denoiser that has learnt on, too (task vectors, Ilharco et al. 2022, arXiv:2212.04089;
    LCM-LoRA's acceleration vector, Luo et al. 2023, arXiv:2311.05556). Channels that were added stay the teacher's."""
    taught, plain = (
        UNet2DConditionModel.from_pretrained(folder / part, torch_dtype=torch.float32).state_dict()
        for part in ("student", "unet")
    )
    now = student.state_dict()
    odd = [name for name in taught if name not in now or (taught[name].shape != now[name].shape and name not in ENDS)]
    if odd:
        raise WarmStartUnfit(folder, "student", f"{odd[0]} differs")
    for name, value in taught.items():
        now[name][tuple(slice(edge) for edge in value.shape)] += value - plain.get(name, 0)


def warm_denoiser(unet: UNet2DConditionModel, text: CLIPTextModel, now: CLIPTokenizer, folder: Path) -> Anchor | None:
    """Put the folder's denoiser's and text tower's weights in place, the latter fitted to this vocabulary.

    Returns both as they were, frozen, where the folder's denoiser has fewer latent channels.
    """
    net = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32)
    had, has = net.config.in_channels, unet.config.in_channels
    copied(unet, with_latents(net.state_dict(), unet.state_dict(), had, has), folder, "denoiser")
    tower = CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32)
    was = CLIPTokenizer.from_pretrained(folder / "tokenizer")
    length = text.config.max_position_embeddings
    copied(text, carried(tower.state_dict(), was, now, length), folder, "text tower")
    return Anchor(net.requires_grad_(False).eval(), deepcopy(text).requires_grad_(False).eval()) if had < has else None
