"""The loop that every stage shares: optimiser, learning rate, moving average, checkpoints, numbers, sample grids.

A stage brings a model, the losses of one batch and an evaluation (`Stage`); everything else is here. Its tensors belong
where its model is: `machine.device_of(self.model)`. How a stage gets its name and its order: `training.stages`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import torch
from PIL import Image
from torch import Tensor, nn

from training import checkpoint
from training.bar import bar
from training.machine import Machine
from training.metrics import Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a stage is optimised."""

    learning_rate: float
    warmup: int = 100  #: steps of linear rise
    decay_from: float = 0.7  #: part of the budget after which the rate falls linearly to zero
    weight_decay: float = 0.01
    ema: float = 0.999  #: decay per step of the weights' moving average
    clip: float = 1.0  #: largest norm of the gradient

    def going_on(self) -> Recipe:
        """For weights that have learnt already: two fifths of the rate, which falls from the start."""
        return replace(self, learning_rate=0.4 * self.learning_rate, decay_from=0.0)

    def rate(self, step: int, progress: float) -> float:
        """The learning rate at `step`, with `progress` (0 to 1) of the budget used."""
        rise = min(1.0, (step + 1) / max(1, self.warmup))
        fall = 1.0 if progress <= self.decay_from else max(0.0, 1 - progress) / (1 - self.decay_from)
        return self.learning_rate * rise * fall


@dataclass(frozen=True, slots=True)
class Budget:
    """When a stage has trained enough: after `minutes` in all, or after `steps`, whichever is given."""

    minutes: float | None = None
    steps: int | None = None

    def part(self, share: float) -> Budget:
        """The same end in steps, and a share (0 to 1) of the minutes."""
        return Budget(None if self.minutes is None else self.minutes * share, self.steps)

    def progress(self, step: int, elapsed: float) -> float:
        """0 at the start, 1 or more at the end; `elapsed` in seconds."""
        return max(_part(elapsed / 60, self.minutes), _part(step, self.steps))


def _part(used: float, whole: float | None) -> float:
    """How much of it is used; all of nothing, and nothing where there is no end."""
    if whole is None:
        return 0.0
    return used / whole if whole > 0 else 1.0


class Diverged(ValueError):
    """Weights are no numbers any more."""

    def __init__(self, folder: Path, step: int) -> None:
        super().__init__(
            f"The training in {folder} has diverged: at step {step} weights are no numbers. The checkpoint there is "
            "from before. Lower the stage's learning rate in training/presets.py, or try another batch size."
        )
        self.folder, self.step = folder, step


class Stage(Protocol):
    """What a stage brings to the loop."""

    model: nn.Module  #: its parameters that require gradients are trained; the loop moves it to the device

    def losses(self, step: int) -> dict[str, Tensor]:
        """Scalars of one batch, drawn from (seed, step) alone; "loss" is what is minimised.

        With several processes each gets other numbers, so that all see different batches: `step` counts batches.
        """
        ...

    def evaluate(self, model: nn.Module) -> tuple[dict[str, float], Image.Image | None]:
        """Numbers on unseen data, and a sample grid, with the averaged weights."""
        ...


class Average:
    """An exponential moving average of a model's weights, with a short memory at the beginning."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.weights = {name: value.detach().clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        weight = 1 - min(self.decay, (1 + step) / (10 + step))
        pairs = [(self.weights[name], value) for name, value in model.state_dict().items()]
        floating = [(kept, value) for kept, value in pairs if value.is_floating_point()]
        torch._foreach_lerp_([kept for kept, _ in floating], [value for _, value in floating], weight)
        for kept, value in pairs:
            if not value.is_floating_point():
                kept.copy_(value)


class Run:
    """One stage on its way through its budget, resumable from its folder."""

    def __init__(
        self, stage: Stage, recipe: Recipe, budget: Budget, folder: Path, machine: Machine | None = None
    ) -> None:
        self.stage, self.recipe, self.budget, self.folder = stage, recipe, budget, folder
        self.machine = machine or Machine()
        stage.model.to(self.machine.device)
        self.trained = [p for p in stage.model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.trained, recipe.learning_rate, betas=(0.9, 0.99), weight_decay=recipe.weight_decay, fused=True
        )
        self.step, self.elapsed = 0, 0.0
        self.average = Average(stage.model, recipe.ema)
        self._resume()

    @property
    def path(self) -> Path:
        return self.folder / "checkpoint.pt"

    @property
    def progress(self) -> float:
        return self.budget.progress(self.step, self.elapsed)

    def _resume(self) -> None:
        if (state := checkpoint.load(self.path)) is None:
            return
        checkpoint.put(state.model, self.stage.model, self.path)
        self.optimizer.load_state_dict(state.optimizer)
        self.average.weights = {name: value.to(self.machine.device) for name, value in state.ema.items()}
        self.step, self.elapsed = state.step, state.elapsed

    def check(self) -> None:
        """Raises Diverged where a trained weight is no number; all processes have the same ones."""
        if not torch.stack([weight.isfinite().all() for weight in self.trained]).all():
            raise Diverged(self.folder, self.step)

    def save(self) -> None:
        self.check()
        model, optimizer = self.stage.model.state_dict(), self.optimizer.state_dict()
        checkpoint.save(checkpoint.State(model, self.average.weights, optimizer, self.step, self.elapsed), self.path)

    def advance(self) -> dict[str, Tensor]:
        """One optimiser step. Returns the batch's losses."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.recipe.rate(self.step, self.progress)
        losses = self.stage.losses(self.step * self.machine.processes + self.machine.index)
        self.optimizer.zero_grad(set_to_none=True)
        losses["loss"].backward()
        self.machine.share(self.trained)
        torch.nn.utils.clip_grad_norm_(self.trained, self.recipe.clip)
        self.optimizer.step()
        self.step += 1
        self.average.update(self.stage.model, self.step)
        return losses

    def averaged(self) -> nn.Module:
        """The stage's model with the averaged weights in place; `restore` puts the others back."""
        self._current = {name: value.clone() for name, value in self.stage.model.state_dict().items()}
        self.stage.model.load_state_dict(self.average.weights)
        return self.stage.model.eval()

    def restore(self) -> None:
        self.stage.model.load_state_dict(self._current)
        self.stage.model.train()


def fit(
    run: Run,
    clock: Callable[[], float] = time.monotonic,
    *,
    log_every: int = 20,
    save_seconds: float = 60,
    evaluate_seconds: float = 300,
) -> dict[str, float]:
    """Train until the budget is used, with logs, checkpoints and samples. Returns the last evaluation's numbers."""
    began, before, first = clock(), run.elapsed, run.machine.first
    saved = evaluated = began
    with closing(Metrics(run.folder, quiet=not first)) as metrics, bar(run.folder.name, first) as line:
        while run.progress < 1:
            losses = run.advance()
            run.elapsed = run.machine.agree(before + clock() - began)
            if run.step % log_every == 0:
                told = {name: value.item() for name, value in losses.items()}
                run.check()
                metrics.write(run.step, run.elapsed, told)
                line.show(run.progress, run.step, told["loss"])
            if first and clock() - saved > save_seconds:
                run.save()
                saved = clock()
            if first and clock() - evaluated > evaluate_seconds:
                report(run, metrics)
                evaluated = clock()
        run.check()
        if first:
            run.save()
        return report(run, metrics)


def report(run: Run, metrics: Metrics) -> dict[str, float]:
    """Evaluate the averaged weights, write the numbers and the sample grid."""
    with torch.no_grad():
        numbers, grid = run.stage.evaluate(run.averaged())
    run.restore()
    metrics.write(run.step, run.elapsed, {f"evaluation/{name}": value for name, value in numbers.items()})
    if grid is not None and run.machine.first:
        grid.save(run.folder / f"samples-{run.step:06d}.png")
    return numbers


def contact_sheet(pictures: Iterable[Image.Image], columns: int) -> Image.Image:
    """Equally large pictures side by side, row by row."""
    tiles = list(pictures)
    width, height = tiles[0].size
    sheet = Image.new("RGB", (width * columns, height * -(-len(tiles) // columns)))
    for i, tile in enumerate(tiles):
        sheet.paste(tile, (i % columns * width, i // columns * height))
    return sheet
