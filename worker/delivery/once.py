"""Posted once (design rule 5): the nonce that Discord remembers for minutes, and what bounds the search after that."""

from __future__ import annotations

from jobs.records import Record
from jobs.requests import JobId

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
DISCORD_EPOCH_MS = 1_420_070_400_000


COPY = (1 << 128) - 1  #: of another nonce than the final's: every bit turned


def nonce_of(job: JobId, *, copy: bool = False) -> str:
    """The job's 128 bits in base 36: exactly the 25 characters that Discord allows. `copy` is of the second letter."""
    number, digits = int(job, 16) ^ (COPY if copy else 0), ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits.rjust(25, "0")


def snowflake_before(moment: float) -> int:
    """The smallest id of a message made at `moment`, unix seconds."""
    return max(0, int(moment * 1000) - DISCORD_EPOCH_MS) << 22


def earliest_message(record: Record) -> int:
    """No final message of this job has an id below this: a minute's grace for clocks that differ."""
    return snowflake_before(record.created_at - 60)
