"""--tile: pictures whose opposite borders fit together.

Convolutions look around the border instead of at zeros, once the large is settled: from zeros at the borders a network
knows where the middle is, and small ones paint no subject without it. A transformer knows where on the picture it is,
so there the latents are rolled by another offset at every step, and back: no border stays a border for long. Both last
for one call.

What is painted so has no border at all; it is cut open where that is seen least, near to where the canvas ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from models.seeds import generator

SETTLED = 0.3  # of the steps: until then a network may see the borders, from which it knows where the middle is
NEAR = 1 / 16  # of a side: how far from the end of the canvas a picture may be cut open


def quietly_cut(pixels: Tensor) -> Tensor:
    """Pictures (B, 3, H, W) without a border, each rolled so that its border falls where the smallest step is."""
    return torch.stack([_rolled(_rolled(picture, -1), -2) for picture in pixels])


def _rolled(picture: Tensor, axis: int) -> Tensor:
    steps = (picture - picture.roll(1, axis)).abs().movedim(axis, 0).flatten(1).mean(1)  # before each line
    most = round(NEAR * len(steps))
    best = min(range(-most, most + 1), key=lambda line: (float(steps[line]), abs(line)))
    return picture.roll(-best, axis)


@contextmanager
def around(*networks: Any) -> Iterator[None]:
    """Within the block, every padded convolution of `networks` pads with what is beyond the opposite border."""
    convolutions = [part for network in networks for part in network.modules() if isinstance(part, nn.Conv2d)]
    before = [convolution.padding_mode for convolution in convolutions]
    for convolution in convolutions:
        convolution.padding_mode = "circular"
    try:
        yield
    finally:
        for convolution, mode in zip(convolutions, before, strict=True):
            convolution.padding_mode = mode


@contextmanager
def around_from(denoiser: Any, done: Callable[[], float]) -> Iterator[None]:
    """Within the block, `around` for `denoiser`, but for its first calls, until `SETTLED`."""
    stack = ExitStack()

    def turn(module: Any, args: Any) -> None:
        if done() >= SETTLED and not entered:
            entered.append(stack.enter_context(around(denoiser)))

    entered: list[None] = []
    handle = denoiser.register_forward_pre_hook(turn)
    with stack:
        try:
            yield
        finally:
            handle.remove()


@contextmanager
def rolling(
    transformer: Any, seed: int, patch: int, unpack: Callable[[Tensor], Tensor], pack: Callable[[Tensor], Tensor]
) -> Iterator[None]:
    """Within the block, `transformer` sees its latents rolled, by whole patches and anew at each call."""
    draws = generator(seed, 0, "roll")
    offset = [0, 0]

    def roll(packed: Tensor, sign: int) -> Tensor:
        return pack(torch.roll(unpack(packed), [sign * cells for cells in offset], dims=(-2, -1)))

    def before(module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        seen: Tensor = kwargs["hidden_states"]
        sides = unpack(seen).shape[-2:]
        offset[:] = [patch * int(torch.randint(side // patch, (), generator=draws)) for side in sides]
        return args, {**kwargs, "hidden_states": roll(seen, +1)}

    def after(module: Any, args: tuple[Any, ...], output: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return (roll(output[0], -1), *output[1:])

    handles = [
        transformer.register_forward_pre_hook(before, with_kwargs=True),
        transformer.register_forward_hook(after),
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


@contextmanager
def seamless(
    wanted: bool, denoiser: Any, vae: Any, seed: int, patch: int,
    unpack: Callable[[Tensor], Tensor], pack: Callable[[Tensor], Tensor], done: Callable[[], float],
) -> Iterator[None]:  # fmt: skip
    """Within the block, what is painted and decoded has no border, if `wanted`; `done()` is the share of the steps."""
    with ExitStack() as stack:
        if wanted and patch > 1:
            stack.enter_context(around(vae))
            stack.enter_context(rolling(denoiser, seed, patch, unpack, pack))
        elif wanted:
            stack.enter_context(around(vae))
            stack.enter_context(around_from(denoiser, done))
        yield
