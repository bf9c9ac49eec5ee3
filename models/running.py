"""One pass of a pipeline over one batch: what happens at each step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import Tensor

from models.levels import Level, level_at
from models.steps import drawing_nothing, share, takes_generator

Ending = Callable[[Tensor, Level], Tensor]  # of predicted clean latents, packed, at the level of the last step


class Guide(Protocol):
    """Moves predicted clean latents (packed as the pipeline has them); returns them unchanged to leave a step alone."""

    def __call__(self, clean: Tensor, level: Level, index: int, total: int) -> Tensor: ...


@dataclass(kw_only=True)
class Pass:
    """The hook of one call: told of every step, it guides, reports, and stops early.

    `generators` has one entry for each picture of the batch; `on_step(index, total, clean)` may raise.
    """

    pipeline: Any
    model: str
    generators: Sequence[torch.Generator]
    on_step: Callable[[int, int, Tensor | None], None]
    guide: Guide | None = None
    stop_percent: int = 100
    ending: Ending = lambda clean, level: clean  #: what is made of the predicted clean latents at an early stop
    done: int = field(default=0, init=False)

    def __call__(self, step: Callable[..., Any], output: Tensor, timestep: Any, sample: Tensor, **rest: Any) -> Any:
        """Stands in the place of the scheduler's step."""
        if takes_generator(step) and rest.get("generator") is None:
            rest["generator"] = list(self.generators)
        total = self._total()
        level = level_at(self.pipeline.scheduler, timestep)
        clean, output = self._clean(output, level, sample, total)
        result = drawing_nothing(step, self.pipeline.scheduler, self.model)(output, timestep, sample, **rest)
        index, self.done = self.done, self.done + 1
        self.on_step(index, total, clean)
        if level and clean is not None and self.done == share(total, self.stop_percent) < total:
            self.pipeline._interrupt = True  # every pipeline of a known family looks at it before each step
            return _with_sample(result, self.ending(clean, level).to(sample.dtype))
        return result

    def share(self) -> float:
        """The share of the steps that are done, 0..1."""
        return self.done / self._total()

    def _total(self) -> int:
        return int(getattr(self.pipeline, "_num_timesteps", 0) or len(self.pipeline.scheduler.timesteps))

    def _clean(self, output: Tensor, level: Level | None, sample: Tensor, total: int) -> tuple[Tensor | None, Tensor]:
        """The predicted clean latents, guided, and the output of the network that leads to them."""
        if level is None:
            return None, output
        clean = level.clean(output, sample)
        if self.guide is None or level.sigma == 0:
            return clean, output
        moved = self.guide(clean, level, self.done, total)
        if moved is clean:
            return clean, output
        return moved, level.output(moved, sample).to(output.dtype)


def _with_sample(result: Any, latents: Tensor) -> Any:
    """What a scheduler's step returned, with `latents` in the place of the next sample."""
    if isinstance(result, tuple):
        return (latents, *result[1:])
    result.prev_sample = latents
    return result
