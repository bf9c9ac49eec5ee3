"""The scheduler's `step`, seen from inside: hooked for one call, with its signature kept, and given back afterwards."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import torch
from torch import Tensor

from models.errors import SchedulerRefused

BROWNIAN = {"DPMSolverSDEScheduler", "CosineDPMSolverMultistepScheduler"}  # one noise tree for a whole batch


class Around(Protocol):
    """What is done around one step: gets the real one and its arguments, returns what it returns."""

    def __call__(self, step: Callable[..., Any], output: Tensor, timestep: Any, sample: Tensor, **rest: Any) -> Any: ...


def refuse_own_noise(scheduler: Any, model: str) -> None:
    """Raise `SchedulerRefused` for a scheduler that is known to draw noise of its own."""
    names = {parent.__name__ for parent in type(scheduler).__mro__}
    if names & BROWNIAN:
        raise SchedulerRefused(scheduler=type(scheduler).__name__, model=model)


def _random_states(device: torch.device) -> list[Tensor]:
    """The states of the global generators that an unguarded draw would move. Reads them only."""
    states = [torch.get_rng_state()]
    if device.type == "cuda":
        states.append(torch.cuda.get_rng_state(device))
    return states


def drawing_nothing(step: Callable[..., Any], scheduler: Any, model: str) -> Callable[..., Any]:
    """`step`, refused with `SchedulerRefused` when it moves a global generator: its noise was not ours."""

    @functools.wraps(step)
    def guarded(output: Tensor, timestep: Any, sample: Tensor, **rest: Any) -> Any:
        before = _random_states(sample.device)
        result = step(output, timestep, sample, **rest)
        if not all(map(torch.equal, before, _random_states(sample.device))):
            raise SchedulerRefused(scheduler=type(scheduler).__name__, model=model)
        return result

    return guarded


@contextmanager
def hooked(scheduler: Any, around: Around) -> Iterator[None]:
    """Within the block, `scheduler.step` is `around` the real one.

    The signature is kept, because pipelines look in it for `eta` and `generator`; it is given back even on exceptions.
    """
    original = scheduler.step
    signature = inspect.signature(original)

    @functools.wraps(original)
    def step(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs).arguments
        names = list(signature.parameters)[:3]  # output, timestep, sample: the order is the same in every scheduler
        output, timestep, sample = (bound.pop(name) for name in names)
        return around(original, output, timestep, sample, **bound.pop("kwargs", {}), **bound)

    step.__signature__ = signature  # type: ignore[attr-defined]
    scheduler.step = step
    try:
        yield
    finally:
        del scheduler.step


def takes_generator(step: Callable[..., Any]) -> bool:
    """Whether a scheduler's step can be told which generators to draw from."""
    return "generator" in inspect.signature(step).parameters


def copied(scheduler: Any) -> Any:
    """A scheduler of one's own: their state (step index, earlier outputs) must never be shared between two calls."""
    return copy.deepcopy(scheduler)


def noising_with(scheduler: Any, noise: Tensor) -> None:
    """Make a copied scheduler noise a picture with `noise` (B, C, h, w), whatever the pipeline drew for it."""
    for name, place in (("add_noise", 1), ("scale_noise", 2)):
        original = getattr(scheduler, name, None)
        if original is not None:
            setattr(scheduler, name, _with_argument(original, place, noise))


def _with_argument(function: Callable[..., Any], place: int, value: Tensor) -> Callable[..., Any]:
    name = list(inspect.signature(function).parameters)[place]

    @functools.wraps(function)
    def changed(*args: Any, **kwargs: Any) -> Any:
        bound = inspect.signature(function).bind(*args, **kwargs)
        given = bound.arguments[name]
        bound.arguments[name] = value.to(given)
        return function(*bound.args, **bound.kwargs)

    return changed


def with_scheduler(pipeline: Any, scheduler: Any, kind: type | None = None) -> Any:
    """A pipeline of `kind` (its own, if None) on the same weights, with `scheduler` in the place of its own."""
    if kind is None:
        ours = copy.copy(pipeline)
        ours.scheduler = scheduler
        return ours
    names = [name for name in inspect.signature(kind).parameters if name != "scheduler"]
    held = {**dict(pipeline.config), **pipeline.components}
    ours = kind(scheduler=scheduler, **{name: held[name] for name in names if name in held})
    ours.set_progress_bar_config(disable=True)
    return ours


def accepted(function: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Those of `arguments` that `function` has parameters for."""
    parameters = inspect.signature(function).parameters
    return {name: value for name, value in arguments.items() if name in parameters}


def share(count: int, per_cent: int) -> int:
    """`per_cent` of `count`, rounded up, at least 1."""
    return max(1, -(-count * per_cent // 100))
