"""The pictures that people gave, out of the store, and the order that is painted after them."""

from __future__ import annotations

import io

from PIL import Image

from jobs.errors import JobUnknown, Mistake
from jobs.records import Record
from jobs.requests import Role
from models.order import PaintOrder, Reference
from models.order import Role as Purpose
from worker.gpu.checks import PictureRefused, check
from worker.gpu.orders import order_for
from worker.gpu.studio import Studio


class GivenRefused(Mistake):
    """A checker does not let a person's picture pass."""

    code = "given_refused"
    english = "One of the pictures that you gave is not fit for this place, so nothing is painted from it."


PURPOSES: dict[Role, Purpose] = {Role.IMAGE: "image", Role.STYLE: "style", Role.CHARACTER: "character"}


def order_of(studio: Studio, record: Record) -> PaintOrder:
    """The record's order with its pictures. Raises `JobUnknown` when one of them is gone."""
    references = [
        Reference(PURPOSES[one.role], given(studio, record, one.key), one.weight) for one in record.request.references
    ]
    return order_for(record.request, references)


def given(studio: Studio, record: Record, key: str) -> Image.Image:
    """A person's picture, RGB, that has passed the model's checks (design rule 10). Raises `JobUnknown` when it is
    gone, `GivenRefused`, `CheckerDown`."""
    picture = _stored(studio, record, key)
    try:
        check(studio.checkers.get(record.request.model, ()), [picture])
    except PictureRefused as refusal:
        raise GivenRefused(**refusal.values) from refusal
    return picture


def _stored(studio: Studio, record: Record, key: str) -> Image.Image:
    try:
        data = studio.pictures.get(key)
    except FileNotFoundError as error:
        raise JobUnknown(job=record.id) from error
    with Image.open(io.BytesIO(data)) as opened:
        return opened.convert("RGB")
