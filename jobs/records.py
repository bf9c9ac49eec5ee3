"""The record of a job: who asked, where the answer goes, in which state it is. Pure types and the table of transitions;
the store with compare-and-set is `jobs.ledger`.

    accepted ─> queued ─> painting ─> rendered ─> delivered
        │          │         │            └─> kept        (no place would take it: /show, /info say so)
        │          ├─────────┼─> cancelled
        │          │         ├─> queued                    (the worker died: attempt + 1)
        │          └─────────┴─> failed
        ├─> withdrawn                                      (the acknowledgement failed)
        └─> rendered                                       (U1-U4: nothing to paint)
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from pydantic import Field

from jobs.errors import Value
from jobs.requests import Frozen, JobId, PaintRequest

WIRE_VERSION = 1
_NAMESPACE = uuid.UUID("6f1b3c52-5b3e-5d0e-9c1e-9c2f0b7a4e11")


class State(StrEnum):
    """Where a job is."""

    ACCEPTED = "accepted"
    QUEUED = "queued"
    PAINTING = "painting"
    RENDERED = "rendered"
    DELIVERED = "delivered"
    KEPT = "kept"
    FAILED = "failed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.ACCEPTED: frozenset({State.QUEUED, State.RENDERED, State.WITHDRAWN, State.CANCELLED, State.FAILED}),
    State.QUEUED: frozenset({State.PAINTING, State.CANCELLED, State.FAILED}),
    State.PAINTING: frozenset({State.RENDERED, State.QUEUED, State.FAILED, State.CANCELLED}),
    State.RENDERED: frozenset({State.DELIVERED, State.KEPT}),
    State.KEPT: frozenset({State.DELIVERED}),
    State.DELIVERED: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


class Person(Frozen):
    """Who asked, as Discord named them then."""

    id: int
    name: str
    locale: str = "en-US"  #: Discord's locale code, e.g. "zh-CN"


class ReplyTo(Frozen):
    """Where the answer goes, as known when the job was accepted (design rule 6)."""

    interaction_id: int
    application_id: int
    token: str  #: of the interaction's webhook
    token_expires_at: float  #: unix seconds, 15 minutes after the interaction
    channel_id: int
    guild_id: int | None = None
    context: int = 0  #: 0 guild, 1 the bot's DM, 2 another private channel
    installation_owners: dict[str, int] = Field(default_factory=dict)
    app_permissions: int = 0
    upload_limit: int = 10 * 1024 * 1024  #: bytes per file, `attachment_size_limit`
    progress_message_id: int | None = None


class Pictures(Frozen):
    """Keys in the picture store."""

    grid: str | None = None
    tiles: tuple[str, ...] = ()  #: 1-4, lossless PNG
    film: str | None = None  #: --video: the grid forming, an animated WebP


class Finding(Frozen):
    """One sentence or word with what it is worth; of a job that ends in words."""

    kind: str  #: "prompt": a whole prompt to imagine | "token": a piece of the given prompt, in its order
    text: str
    weight: float = 1.0  #: of a token, 0..1 against the strongest


class Record(Frozen):
    """One job on its way."""

    v: int = WIRE_VERSION
    id: JobId
    state: State = State.ACCEPTED
    attempt: int = 0  #: how often painting has begun
    request: PaintRequest
    person: Person
    reply_to: ReplyTo
    created_at: float  #: unix seconds
    pictures: Pictures = Pictures()
    provenance: dict[str, str] = Field(default_factory=dict)  #: weights, scheduler, precision, versions
    error_code: str | None = None
    error_values: dict[str, Value] = Field(default_factory=dict)
    posting_attempted: bool = False  #: set before a post whose outcome cannot be looked up
    final_message_id: int | None = None
    final_channel_id: int | None = None
    used: tuple[str, ...] = ()  #: buttons that were pressed, as "verb:tile"
    stealth: bool = False  #: delivered to the person alone
    auto_dm: bool = False  #: once it is delivered, a copy goes to the person directly
    copy_message_id: int | None = None  #: that copy
    remix: bool = False  #: the prompt was rewritten in the form of a button
    batch: int = 1  #: jobs of the same interaction, this one included
    untranslated: str = ""  #: the prompt as it was typed, where its words were translated
    findings: tuple[Finding, ...] = ()  #: what /describe and /shorten found, in their order


def job_id(interaction_id: int, ordinal: int = 0) -> JobId:
    """One interaction makes the same ids however often it is seen; `ordinal` counts the jobs of --repeat."""
    return JobId(uuid.uuid5(_NAMESPACE, f"{interaction_id}/{ordinal}").hex)
