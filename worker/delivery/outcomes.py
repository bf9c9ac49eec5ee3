"""How a request to Discord can end, in the only terms that delivery decides by: not done, or perhaps done."""

from __future__ import annotations

from dataclasses import dataclass

FILE_TOO_LARGE = frozenset({40005})  #: with HTTP 413, or as a code of its own


class NotPosted(Exception):
    """Base of all endings but success."""


class Refused(NotPosted):
    """Discord said no: nothing was done, and the same request would be refused again."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(f"HTTP {status}, code {code}: {text}")
        self.status, self.code = status, code


class TooLarge(Refused):
    """A file is above the limit of the place."""


class TokenRefused(Refused):
    """401: the bot's own token, which no retry can help."""


class RateLimited(NotPosted):
    """Nothing was done; ask again after `seconds`."""

    def __init__(self, seconds: float, everybody: bool) -> None:
        super().__init__(f"rate limited for {seconds:.1f} s")
        self.seconds, self.everybody = seconds, everybody


class Unreachable(NotPosted):
    """The request never left: nothing was done."""


class OutcomeUnknown(NotPosted):
    """The request left and no usable answer came: it may have been done."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that Discord has."""

    message_id: int
    channel_id: int


def refusal(status: int, code: int, text: str) -> Refused:
    """The ending behind a 4xx answer."""
    if status == 413 or code in FILE_TOO_LARGE:
        return TooLarge(status, code, text)
    return Refused(status, code, text)
