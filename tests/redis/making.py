"""Records for the tests of this folder."""

from __future__ import annotations

import itertools
import time

from jobs.records import Person, Record, ReplyTo, job_id
from jobs.requests import JobId, Mode, PaintRequest, Tile, Verb

_interactions = itertools.count(1_100_000_000_000_000_000)  # of the size of Discord's ids: above 2**53


def record(
    person: int = 1,
    mode: Mode = Mode.FAST,
    created_at: float | None = None,
    verb: Verb = Verb.IMAGINE,
    parent: JobId | None = None,
    tile: Tile | None = None,
) -> Record:
    """A new record of an interaction that was never seen before."""
    interaction = next(_interactions)
    request = PaintRequest(
        prompt="a fox", text="a fox", model="storybook", seed=7, width=64, height=64, steps=4, guidance_scale=3,
        mode=mode, verb=verb, parent=parent, tile=tile,
    )  # fmt: skip
    reply_to = ReplyTo(
        interaction_id=interaction, application_id=interaction + 1, token="t", token_expires_at=0, channel_id=5
    )
    return Record(
        id=job_id(interaction),
        request=request,
        person=Person(id=person, name="Ada"),
        reply_to=reply_to,
        created_at=time.time() if created_at is None else created_at,
    )
