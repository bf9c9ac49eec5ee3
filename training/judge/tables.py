"""What the judge can answer, each answer with its index."""

from __future__ import annotations

from training.data.graph import COLOURS, WEATHERS
from training.data.objects import objects
from training.data.outfits import WORN
from training.data.places import places
from training.data.words import CROWDS, STYLES_EN, TIMES_EN

OBJECTS = tuple(item.key for item in objects())
TINTS = (None, *COLOURS)
WEARS = (None, *WORN)
WHOLE: dict[str, tuple[str | None, ...]] = {
    "place": tuple(place.key for place in places()),
    "time": tuple(TIMES_EN),
    "weather": WEATHERS,
    "style": tuple(STYLES_EN),
    "crowd": (None, *CROWDS),
}  #: attributes of a whole scene, by the name of their field in `Scene`
