"""Between the words and the denoiser: what each candidate hears may be changed, for one call and for it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from torch import Tensor


@contextmanager
def listening(denoiser: Any, rows: int, change: Callable[[Tensor], Tensor | None]) -> Iterator[None]:
    """Within the block, the last `rows` rows (rows, T, D) of the text that `denoiser` hears go through `change`;
    what it returns None for stays.

    With classifier-free guidance in one batch, the rows without the words come first and stay as they are."""

    def listen(module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        words: Tensor = kwargs["encoder_hidden_states"]
        changed = change(words[-rows:])
        if changed is None:
            return args, kwargs
        heard = words.clone()
        heard[-rows:] = changed
        return args, {**kwargs, "encoder_hidden_states": heard}

    handle = denoiser.register_forward_pre_hook(listen, with_kwargs=True)
    try:
        yield
    finally:
        handle.remove()
