"""Stage: a small autoencoder on the same latents, for previews: a stock AutoencoderTiny.

Plain convolutions without norms, as in TAESD (github.com/madebyollin/taesd): the decoder learns to paint the picture
behind the autoencoder's latents, the encoder to find those latents.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL, AutoencoderTiny
from PIL import Image
from torch import Tensor, nn

from training.autoencoder import crops, painted_like, side_by_side
from training.evaluation.fidelity import psnr
from training.lessons import Fresh, SceneLessons, Source
from training.machine import device_of, mixed
from training.pictures import UNSEEN, batch, generator, scenes


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewSettings:
    """Sizes of both halves and of the batches."""

    width: int = 32  #: channels of the decoder
    blocks: tuple[int, ...] = (3, 3, 2, 0)  #: of the decoder, from the latents to the pixels, where they cost most
    batch: int = 8
    crop: int = 128  #: pixels
    size: int = 128  #: pixels of a whole picture
    seed: int = 13


def build(settings: PreviewSettings, latents: int = 4) -> AutoencoderTiny:
    """Untrained. latents: channels of the autoencoder's latents."""
    levels = len(settings.blocks)
    torch.manual_seed(settings.seed)
    return AutoencoderTiny(
        encoder_block_out_channels=(16,) * levels,
        decoder_block_out_channels=(settings.width,) * levels,
        num_encoder_blocks=(1,) * levels,
        num_decoder_blocks=settings.blocks,
        latent_channels=latents,
    ).to(memory_format=torch.channels_last)


class PreviewStage:
    """Learns to paint crops of rendered scenes from the autoencoder's latents, and to find these."""

    def __init__(self, settings: PreviewSettings, vae: AutoencoderKL, source: Source | None = None) -> None:
        self.settings, self.vae = settings, vae.requires_grad_(False).eval()
        self.source: Source = source or Fresh(SceneLessons(settings.size))
        self.tiny = build(settings, vae.config.latent_channels)
        self.model: nn.Module = self.tiny

    def losses(self, step: int) -> dict[str, Tensor]:
        s, device = self.settings, device_of(self.model)
        pictures = crops(self.source.take(step, s.batch, device)["pictures"], s.crop, generator(s.seed, step))
        with mixed(device):
            with torch.no_grad():
                latents = self.vae.encode(pictures).latent_dist.mode()
            made, found = self.tiny.decode(latents).sample.float(), self.tiny.encode(pictures).latents.float()
        pixel, latent = painted_like(made, pictures), F.mse_loss(found, latents.float())
        return {"loss": pixel + 0.1 * latent, "pixel": pixel, "latent": latent}

    @torch.no_grad()
    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """PSNR on unseen pictures, dB, and pairs of picture and preview."""
        pictures = batch(scenes(UNSEEN, 32), self.settings.size).to(device_of(self.model))
        made = [self.tiny.decode(self.vae.encode(part).latent_dist.mode()).sample for part in pictures.split(8)]
        output = torch.cat(made)
        return {"psnr": psnr(output, pictures)}, side_by_side(pictures[:8], output[:8])
