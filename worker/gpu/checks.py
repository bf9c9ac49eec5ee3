"""Every picture passes the checks of its model before anybody sees it, previews included (design rule 10).

The embedded model has none: it can only paint what stands in its books.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Protocol

from PIL import Image

from jobs.errors import AtelierError, Fault, Mistake

log = logging.getLogger(__name__)


class PictureRefused(Mistake):
    """A checker does not let a picture pass."""

    code = "picture_refused"
    english = "What came out is not fit to be shown here, so I have thrown it away; other words may help."


class CheckerDown(Fault):
    """A checker could not do its work, so nothing is shown."""

    code = "checker_down"
    english = "The check of pictures ({checker}) does not work, and without it I show none; the owner's log says why."


class Checker(Protocol):
    """One check of one picture."""

    @property
    def name(self) -> str:
        """As it is called in logs."""
        ...

    def passes(self, picture: Image.Image) -> bool:
        """Whether people may see it. `picture` is RGB. Whatever this raises stops the job: it never passes silently."""
        ...


def check(checkers: Sequence[Checker], pictures: Sequence[Image.Image]) -> None:
    """Return when every picture passes every check. Raises `PictureRefused`, `CheckerDown`."""
    for checker in checkers:
        for picture in pictures:
            if not _passes(checker, picture):
                raise PictureRefused(checker=checker.name)


def _passes(checker: Checker, picture: Image.Image) -> bool:
    try:
        return checker.passes(picture)
    except AtelierError:
        raise
    except Exception as error:
        log.exception("checker %s failed", checker.name)
        raise CheckerDown(checker=checker.name) from error
