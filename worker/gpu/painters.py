"""Loaded models, kept warm: the least recently used ones leave when another one needs their memory."""

from __future__ import annotations

import gc
import logging
from collections import OrderedDict
from collections.abc import Callable

import torch

from jobs.catalog import Catalog, ModelEntry
from models.errors import OutOfMemory
from models.painting import Painter

log = logging.getLogger(__name__)
Load = Callable[[ModelEntry], Painter]


class Painters:
    """`memory` is in bytes, 0 where it is not known; then `at_most` models alone is the limit."""

    def __init__(self, catalog: Catalog, load: Load, memory: int, at_most: int) -> None:
        self._catalog, self._load, self._memory, self._at_most = catalog, load, memory, at_most
        self._warm: OrderedDict[str, Painter] = OrderedDict()

    @property
    def names(self) -> tuple[str, ...]:
        """The warm models, the one used last at the end."""
        return tuple(self._warm)

    def get(self, name: str | None) -> Painter:
        """The model of that name, the default for None, loaded where it is not.

        Raises `UnknownModel`, and what `models.loading.load` raises."""
        entry = self._catalog.get(name)
        painter = self._warm.pop(entry.name, None) or self._loaded(entry)
        self._warm[entry.name] = painter
        return painter

    def _loaded(self, entry: ModelEntry) -> Painter:
        while len(self._warm) >= self._at_most:
            self._let_go()
        while True:
            try:
                painter = self._load(entry)
                break
            except OutOfMemory:
                if not self._warm:
                    raise
                self._let_go()
        log.info("%s is warm", entry.name)
        while self._memory and self._warm and self._held() + weight_of(painter) > 0.8 * self._memory:
            self._let_go()  # a fifth stays free for activations
        return painter

    def _held(self) -> int:
        return sum(map(weight_of, self._warm.values()))

    def _let_go(self) -> None:
        name, _ = self._warm.popitem(last=False)
        log.info("%s leaves", name)
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def weight_of(painter: Painter) -> int:
    """Bytes of a model's parameters."""
    parts = [part for part in painter.pipeline.components.values() if isinstance(part, torch.nn.Module)]
    return sum(weight.numel() * weight.element_size() for part in parts for weight in part.parameters())
