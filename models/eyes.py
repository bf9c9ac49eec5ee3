"""A captioner's eyes: a pyramid of convolutions whose cells are read one after another, as an encoder of transformers.

Importing this makes the kind known there, so that a stock VisionEncoderDecoderModel with such eyes loads from its
folder."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import BaseModelOutput

from models.pyramid import GRID, SIDE, Pyramid


class EyesConfig(PretrainedConfig):  # type: ignore[misc]  # transformers is untyped to mypy
    """width: channels of the pyramid after its stem; hidden_size: of the states that the decoder reads."""

    model_type = "atelier_eyes"

    def __init__(self, width: int = 32, hidden_size: int = 192, image_size: int = SIDE, **others: Any) -> None:
        self.width, self.hidden_size, self.image_size = width, hidden_size, image_size
        super().__init__(**others)


class Eyes(PreTrainedModel):  # type: ignore[misc]  # as above
    """States of all cells of a picture, each with where it lies."""

    config_class = EyesConfig
    main_input_name = "pixel_values"

    def __init__(self, config: EyesConfig) -> None:
        super().__init__(config)
        self.pyramid = Pyramid(config.width)
        self.seen = nn.Linear((4 + 8) * config.width, config.hidden_size)  # of `Views.cells` and `Views.coarse`
        self.where = nn.Parameter(0.02 * torch.randn(GRID * GRID, config.hidden_size))
        self.norm = nn.LayerNorm(config.hidden_size)
        self.post_init()

    def forward(self, pixel_values: Tensor, **_: Any) -> BaseModelOutput:
        """(n, 3, h, w) in -1 to 1, to states (n, cells, hidden_size)."""
        views = self.pyramid.views(pixel_values)
        around = F.interpolate(views.coarse, scale_factor=float(GRID // views.coarse.shape[-1]), mode="nearest")
        cells = torch.cat([views.cells, around], dim=1).flatten(2).transpose(1, 2)
        return BaseModelOutput(last_hidden_state=self.norm(self.seen(cells)) + self.where)


AutoConfig.register(EyesConfig.model_type, EyesConfig)
AutoModel.register(EyesConfig, Eyes)
