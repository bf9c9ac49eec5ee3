"""Stage 1: the autoencoder, pictures to latents eight times smaller, and back.

The loss is L1 and L2 on pixels, L1 on their gradients at three scales (it keeps edges where plain L1 blurs them), and a
small KL term that keeps the latents centred and of moderate size.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from PIL import Image
from torch import Tensor, nn

from training.evaluation.fidelity import psnr
from training.lessons import Fresh, SceneLessons, Source
from training.loop import contact_sheet
from training.machine import device_of, mixed
from training.pictures import UNSEEN, batch, generator, images, scenes, values


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoencoderSettings:
    """Sizes of the autoencoder and of its batches."""

    channels: tuple[int, ...] = (16, 32, 64, 128)  #: per level; the first works at full resolution and costs most
    latents: int = 4  #: channels of the latents
    batch: int = 16
    crop: int = 64  #: pixels; the net is convolutional, so crops teach it as well as whole pictures, four times cheaper
    size: int = 128  #: pixels of a whole picture
    kl: float = 5e-5  #: weight of the KL divergence, averaged over latent values
    train_encoder: bool = True
    hold: float = 0.3  #: weight of the old latents' squared shift, where an autoencoder is given more
    seed: int = 1


def build(settings: AutoencoderSettings) -> AutoencoderKL:
    """An untrained stock AutoencoderKL, f8."""
    levels = len(settings.channels)
    torch.manual_seed(settings.seed)
    model = AutoencoderKL(
        block_out_channels=settings.channels,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        layers_per_block=1,
        latent_channels=settings.latents,
        norm_num_groups=min(8, settings.channels[0]),
        mid_block_add_attention=False,
        sample_size=settings.size,
    )
    return model.to(memory_format=torch.channels_last)


def gradient_loss(output: Tensor, target: Tensor, scales: int = 3) -> Tensor:
    """Mean absolute difference of horizontal and vertical pixel differences, summed over halved scales."""
    total = output.new_zeros(())
    for _ in range(scales):
        error = output - target
        total = total + error.diff(dim=-1).abs().mean() + error.diff(dim=-2).abs().mean()
        output, target = F.avg_pool2d(output, 2), F.avg_pool2d(target, 2)
    return total


def painted_like(output: Tensor, target: Tensor) -> Tensor:
    """How far a painted picture is from its target, in values and in edges, a scalar; both (n, 3, h, w), -1 to 1."""
    return F.l1_loss(output, target) + 2 * F.mse_loss(output, target) + 0.5 * gradient_loss(output, target)


def side_by_side(pictures: Tensor, output: Tensor) -> Image.Image:
    """Each picture with what became of it, or with its like, four pairs in a row; both (n, 3, h, w) in -1 to 1."""
    pairs = zip(images(pictures), images(output), strict=True)
    return contact_sheet([tile for pair in pairs for tile in pair], 8)


@torch.no_grad()
def normalise(vae: AutoencoderKL, latents: Tensor) -> None:
    """Give every latent channel mean 0 and deviation 1 by folding both into the 1x1 convolutions around the latents.

    Stock pipelines know one scaling factor and no shift; afterwards both are trivial (1 and 0). The pictures that the
    autoencoder makes do not change. latents: (n, C, h, w), as this autoencoder encodes them.
    """
    mean, deviation = latents.mean(dim=(0, 2, 3)), latents.std(dim=(0, 2, 3))
    into, out, half = vae.quant_conv, vae.post_quant_conv, len(mean)
    into.weight.copy_(torch.cat([into.weight[:half] / deviation.view(-1, 1, 1, 1), into.weight[half:]]))
    into.bias.copy_(torch.cat([(into.bias[:half] - mean) / deviation, into.bias[half:] - 2 * deviation.log()]))
    out.bias.add_(out.weight[:, :, 0, 0] @ mean)
    out.weight.mul_(deviation.view(1, -1, 1, 1))
    vae.register_to_config(scaling_factor=1.0)


def crops(pictures: Tensor, edge: int, draw: torch.Generator) -> Tensor:
    """A random window, (n, 3, edge, edge) in -1 to 1, of each uint8 picture, (n, 3, size, size)."""
    corners = torch.randint(0, pictures.shape[-1] - edge + 1, (len(pictures), 2), generator=draw).tolist()
    cut = [picture[:, y : y + edge, x : x + edge] for picture, (y, x) in zip(pictures, corners, strict=True)]
    return values(torch.stack(cut)).contiguous(memory_format=torch.channels_last)


class AutoencoderStage:
    """Reconstructs random crops of rendered scenes."""

    def __init__(
        self, settings: AutoencoderSettings, model: AutoencoderKL | None = None, source: Source | None = None
    ) -> None:
        self.settings = settings
        self.source: Source = source or Fresh(SceneLessons(settings.size))
        self.model: nn.Module = model if model is not None else build(settings)
        self.vae: AutoencoderKL = self.model
        for part in (self.vae.encoder, self.vae.quant_conv):
            part.requires_grad_(settings.train_encoder)
        self.anchor: AutoencoderKL | None = None  #: whose latents the first channels stay at

    def _reconstruct(self, pictures: Tensor, noise: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        moments = self.vae.quant_conv(self.vae.encoder(pictures))
        mean, log_variance = moments.chunk(2, dim=1)
        log_variance = log_variance.clamp(-20, 10)
        latents = mean + torch.exp(0.5 * log_variance) * noise
        return self.vae.decoder(self.vae.post_quant_conv(latents)), mean, log_variance

    def reconstructed(self, step: int) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
        """A batch of pictures, what the autoencoder makes of them, both (n, 3, crop, crop), and the losses."""
        s, device = self.settings, device_of(self.model)
        pictures = crops(self.source.take(step, s.batch, device)["pictures"], s.crop, generator(s.seed, step))
        edge = s.crop // 2 ** (len(s.channels) - 1)
        draw = generator(s.seed, step, 1, device=device)
        noise = torch.randn(len(pictures), self.vae.config.latent_channels, edge, edge, generator=draw, device=device)
        with mixed(device):
            output, mean, log_variance = self._reconstruct(pictures, noise)
        output, mean, log_variance = output.float(), mean.float(), log_variance.float()
        pixel = painted_like(output, pictures)
        kl = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).mean()
        told = {"loss": pixel + s.kl * kl, "pixel": pixel, "kl": kl}
        if self.anchor is not None:
            told["shift"] = shift = self._shift(self.anchor, pictures, mean)
            told["loss"] = told["loss"] + s.hold * shift
        return pictures, output, told

    def _shift(self, anchor: AutoencoderKL, pictures: Tensor, latents: Tensor) -> Tensor:
        """How far the first channels have gone from the anchor's, a scalar; latents (n, C, h, w)."""
        with torch.no_grad(), mixed(pictures.device):
            were = anchor.encode(pictures).latent_dist.mode().float()
        return F.mse_loss(latents[:, : were.shape[1]], were)

    def losses(self, step: int) -> dict[str, Tensor]:
        return self.reconstructed(step)[2]

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image]:
        """PSNR on unseen whole pictures, and pairs of picture and reconstruction."""
        pictures = batch(scenes(UNSEEN, 64), self.settings.size).to(device_of(model))
        latents = torch.cat([self.vae.encode(part).latent_dist.mode() for part in pictures.split(16)])
        output = torch.cat([self.vae.decode(part).sample for part in latents.split(16)])
        numbers = {"psnr": psnr(output, pictures), "mean": float(latents.mean()), "std": float(latents.std())}
        return numbers, side_by_side(pictures[:16], output[:16])
