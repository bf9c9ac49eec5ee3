"""A pyramid of convolutions whose every cell says whether a thing's centre lies in it, and which thing that is."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from models.pyramid import Pyramid
from training.judge.tables import OBJECTS, TINTS, WEARS, WHOLE


class Answers(NamedTuple):
    """Logits of n pictures on g by g cells."""

    heat: Tensor  #: (n, g, g), of a thing's centre being here
    edge: Tensor  #: (n, g, g), logarithm of that thing's edge in parts of the frame
    thing: Tensor  #: (n, OBJECTS, g, g)
    tint: Tensor  #: (n, TINTS, g, g)
    worn: Tensor  #: (n, WEARS, g, g)
    whole: dict[str, Tensor]  #: attribute of the scene -> (n, its answers)


class Judge(Pyramid):
    """`width` channels after the stem."""

    def __init__(self, width: int = 24) -> None:
        super().__init__(width)
        self.cells = nn.Conv2d(4 * width, 2 + len(OBJECTS) + len(TINTS) + len(WEARS), 1)
        self.whole = nn.ModuleDict({name: nn.Linear((8 + 8 + 4) * width, len(WHOLE[name])) for name in WHOLE})
        assert self.cells.bias is not None
        nn.init.constant_(self.cells.bias[:1], -4.0)  # most cells hold no centre

    def forward(self, pictures: Tensor) -> Answers:
        """(n, 3, h, w) in -1 to 1, of any size."""
        views = self.views(pictures)
        sizes = (1, 1, len(OBJECTS), len(TINTS), len(WEARS))
        heat, edge, thing, tint, worn = self.cells(views.cells).split(sizes, dim=1)
        coarse = views.coarse
        pooled = torch.cat([coarse.mean(dim=(2, 3)), coarse.amax(dim=(2, 3)), views.fine.mean(dim=(2, 3))], dim=1)
        whole = {name: head(pooled) for name, head in self.whole.items()}
        return Answers(heat[:, 0], edge[:, 0], thing, tint, worn, whole)
