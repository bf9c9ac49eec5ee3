"""What a job says while it is on its way. Written to one Redis stream, read by delivery with a consumer group.

`Progress` may be dropped or overtaken; the others are written in one transaction with the record's change of state.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from jobs.errors import Value
from jobs.requests import Frozen, JobId

WIRE_VERSION = 1


class Queued(Frozen):
    """The job is in line."""

    kind: Literal["queued"] = "queued"
    v: int = WIRE_VERSION
    job: JobId


class Progress(Frozen):
    """Between two steps; at most one every 1.5 s per job."""

    kind: Literal["progress"] = "progress"
    v: int = WIRE_VERSION
    job: JobId
    attempt: int  #: of the painting that speaks; an older attempt's events are ignored
    step: int
    steps: int
    preview: str | None = None  #: key in the picture store, a small WebP of the 2x2 grid so far


class Rendered(Frozen):
    """All pictures are in the store."""

    kind: Literal["rendered"] = "rendered"
    v: int = WIRE_VERSION
    job: JobId
    attempt: int


class Failed(Frozen):
    """The job has ended without pictures; `code` and `values` are an `AtelierError`'s."""

    kind: Literal["failed"] = "failed"
    v: int = WIRE_VERSION
    job: JobId
    attempt: int
    code: str
    values: dict[str, Value] = Field(default_factory=dict)


class Cancelled(Frozen):
    """The owner stopped the job."""

    kind: Literal["cancelled"] = "cancelled"
    v: int = WIRE_VERSION
    job: JobId


JobEvent = Annotated[Queued | Progress | Rendered | Failed | Cancelled, Field(discriminator="kind")]
_adapter: TypeAdapter[JobEvent] = TypeAdapter(JobEvent)


def event_to_wire(event: JobEvent) -> str:
    """JSON text."""
    return event.model_dump_json()


def event_from_wire(text: str | bytes) -> JobEvent:
    """Raises `pydantic.ValidationError` on anything that is not an event."""
    return _adapter.validate_json(text)
