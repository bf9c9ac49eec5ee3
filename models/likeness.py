"""Painting after pictures: what of them moves the predicted clean latents, by their role and weight.

image      composition and colours in the large while they are decided, and what CLIP sees in them
style      the statistics of the latents' channels
character  what CLIP sees in them
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from models.clip import Clip
from models.composition import Resembling
from models.guidance import ClipGuide, Wish
from models.latents import to_pixels
from models.manner import Toned, statistics
from models.order import PaintOrder, Role
from models.running import Guide
from models.style_code import painted_style

WISH_AT_100 = 1.0  # strength of CLIP's wish for a character at --cw 100 and for an image prompt at --iw 1
HALF_AT = 100.0  # --sw at which a style has half of its effect


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """The likenesses of one batch. `encode`: a picture to unpacked latents (1, C, h, w) of the order's size; `decode`,
    `unpack`, `pack`: as in `ClipGuide`."""

    order: PaintOrder
    batch: Sequence[int]
    clip: Clip | None
    unpack: Callable[[Tensor], Tensor]
    pack: Callable[[Tensor], Tensor]
    encode: Callable[[Image.Image], Tensor]
    decode: Callable[[Tensor], Tensor]

    def guides(self) -> list[Guide]:
        """In the order in which they are applied."""
        return [guide for guide in (self._composition(), self._seen(), self._style()) if guide is not None]

    def _composition(self) -> Guide | None:
        order = self.order
        if not order.pictures("image") or order.image_weight == 0 or order.image is not None:
            return None
        mixed = torch.stack([share * self.encode(image) for image, share in self._shares("image")]).sum(0)
        return Resembling(known=mixed, share=1 - 0.5**order.image_weight, unpack=self.unpack, pack=self.pack)

    def _style(self) -> Guide | None:
        """A code is one style beside those of the pictures; each manner is drawn towards by its share."""
        order = self.order
        pictures = self._shares("style")
        if order.style_code is not None:
            pictures = [(painted_style(order.style_code, (order.width, order.height)), 1.0), *pictures]
        if not pictures or order.style_weight == 0:
            return None
        whole = sum(share for _, share in pictures)
        manner = statistics([self.encode(image) for image, _ in pictures], [share / whole for _, share in pictures])
        strength = 1 - 0.5 ** (order.style_weight / HALF_AT)
        return Toned(manner=manner, share=strength, unpack=self.unpack, pack=self.pack)

    def _seen(self) -> Guide | None:
        """All that CLIP is to see, as one guide: its gradient is what costs time."""
        wishes = list(self._wishes()) if self.clip is not None else []
        if self.clip is None or not wishes:
            return None
        return ClipGuide(
            clip=self.clip, wishes=wishes, seed=self.order.seed, candidates=self.batch,
            unpack=self.unpack, pack=self.pack, decode=self.decode,
        )  # fmt: skip

    def _wishes(self) -> Iterator[Wish]:
        order, clip = self.order, self.clip
        assert clip is not None
        if order.clip_guidance > 0:
            yield Wish(clip.words([order.prompt])[0], order.clip_guidance)
        weights: dict[Role, float] = {"image": order.image_weight, "character": order.character_weight / 100}
        for role, weight in weights.items():
            if weight > 0 and (shares := self._shares(role)):
                yield Wish(self._embedding(clip, shares), min(1.0, WISH_AT_100 * weight))

    def _embedding(self, clip: Clip, shares: Sequence[tuple[Image.Image, float]]) -> Tensor:
        """(D,): the mean of the pictures' embeddings by their shares."""
        with torch.no_grad():
            seen = [share * clip.pictures(to_pixels([image]).to(clip.model.device))[0] for image, share in shares]
        return F.normalize(torch.stack(seen).sum(0), dim=0)

    def _shares(self, role: Role) -> list[tuple[Image.Image, float]]:
        """The pictures of a role, with weights of sum 1."""
        found = self.order.pictures(role)
        whole = sum(reference.weight for reference in found)
        return [(reference.image, reference.weight / whole) for reference in found]
