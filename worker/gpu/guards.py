"""The checkers that the models file names for each model, loaded when the model is first used (design rule 10).

One that cannot be loaded lets nothing of its model through: every job of that model fails and says why.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence

from jobs.catalog import Catalog
from models.errors import ModelError
from worker.gpu.checks import Checker, CheckerDown

log = logging.getLogger(__name__)


class Guards(Mapping[str, Sequence[Checker]]):
    """Checkers by model; `load` makes one from its source and raises `ModelError`."""

    def __init__(self, catalog: Catalog, load: Callable[[str], Checker]) -> None:
        self._sources = {entry.name: entry.checkers for entry in catalog.models}
        self._load, self._loaded = load, dict[str, Checker]()

    def __getitem__(self, model: str) -> Sequence[Checker]:
        """Raises `KeyError` for a model that is not configured, `CheckerDown`."""
        return [self._checker(source) for source in self._sources[model]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def _checker(self, source: str) -> Checker:
        if source not in self._loaded:
            try:
                self._loaded[source] = self._load(source)
            except ModelError as error:
                log.critical("the checker %s cannot be loaded: %s", source, error)
                raise CheckerDown(checker=source) from error
        return self._loaded[source]
