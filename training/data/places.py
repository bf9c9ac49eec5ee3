"""Painted places, with palettes far apart, and the words for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from PIL import Image

from training.data import scenery
from training.data import scenery_built as built
from training.data import scenery_wild as wild
from training.data.canvas import Canvas
from training.data.light import TIMES as TIMES
from training.data.light import lit


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of backdrop and the words for it."""

    key: str  #: stable identifier, ASCII
    paint: Callable[[Canvas], None]
    en: tuple[str, ...]  #: phrases with their preposition, the usual one first
    zh: tuple[str, ...]  #: phrases that follow 在, the usual one first
    has_sky: bool  #: whether time of day and weather change it
    floats: bool = False  #: whether things throw no shadow on a ground


_PLACES: tuple[Place, ...] = (
    Place(
        "snow", scenery.snow, ("in the snow", "in a snowy field", "on a snow field"), ("雪地里", "雪中", "雪地上"), True
    ),
    Place("forest", scenery.forest, ("in the forest", "in a green forest", "in the woods"), ("森林里", "树林里"), True),
    Place(
        "beach",
        scenery.beach,
        ("on the beach", "at the seaside", "on a sandy beach"),
        ("海滩上", "沙滩上", "海边"),
        True,
    ),
    Place(
        "space",
        scenery.space,
        ("in space", "among the stars", "in outer space"),
        ("太空中", "星空中", "宇宙里"),
        False,
        floats=True,
    ),
    Place("desert", scenery.desert, ("in the desert", "on a sand dune"), ("沙漠里", "沙漠中"), True),
    Place("meadow", scenery.meadow, ("in a meadow", "in a flowery meadow", "on the grass"), ("草地上", "草地里"), True),
    Place("city", scenery.city, ("in the city", "on a city street", "in town"), ("城市里", "街上", "城里"), True),
    Place(
        "underwater",
        scenery.underwater,
        ("under water", "underwater", "under the sea"),
        ("水下", "海底", "水里"),
        False,
        floats=True,
    ),
    Place("mountains", scenery.mountains, ("in the mountains", "before a mountain"), ("山里", "山中", "高山前"), True),
    Place("room", scenery.room, ("in a room", "at home", "in a cosy room"), ("房间里", "家里", "屋里"), False),
    Place("farm", scenery.farm, ("on a farm", "on the farm", "beside a barn"), ("农场里", "农场上", "谷仓旁"), True),
    Place(
        "clouds",
        scenery.clouds,
        ("in the sky", "among the clouds", "in the clouds"),
        ("天空中", "云中", "云里"),
        True,
        floats=True,
    ),
    Place(
        "autumn",
        wild.autumn,
        ("in an autumn park", "under autumn trees", "in a park in autumn"),
        ("秋天的公园里", "秋天的树下", "秋天的树林里"),
        True,
    ),
    Place(
        "library",
        built.library,
        ("in a library", "in the library", "in front of bookshelves"),
        ("图书馆里", "书架前"),
        False,
    ),
    Place(
        "market",
        built.market,
        ("at the market", "on a market street", "in a market"),
        ("集市上", "市场里", "菜市场里"),
        True,
    ),
    Place(
        "playground",
        built.playground,
        ("in a playground", "on the playground"),
        ("游乐场里", "游乐场上", "操场上"),
        True,
    ),
    Place("harbour", built.harbour, ("at the harbour", "in a harbor", "at the port"), ("港口", "码头上"), True),
    Place(
        "hall",
        built.hall,
        ("in a castle hall", "in a throne room", "inside a castle"),
        ("城堡大厅里", "城堡里", "宫殿里"),
        False,
    ),
    Place("cave", wild.cave, ("in a cave", "inside a cave"), ("山洞里", "洞穴里"), False),
    Place("swamp", wild.swamp, ("in a swamp", "in the swamp"), ("沼泽里", "沼泽中"), True),
    Place("kitchen", built.kitchen, ("in a kitchen", "in the kitchen"), ("厨房里",), False),
    Place("lava", wild.lava, ("near a volcano", "on a field of lava", "beside lava"), ("火山旁", "熔岩上"), True),
    Place("garden", wild.garden, ("in a garden", "in the garden", "before a garden fence"), ("花园里", "花园中"), True),
    Place("moonscape", wild.moonscape, ("on the moon", "on the surface of the moon"), ("月球上", "月球表面"), False),
    Place("bamboo", wild.bamboo, ("in a bamboo grove", "in a bamboo forest"), ("竹林里", "竹林中"), True),
    Place("candyland", wild.candyland, ("in a candy land", "in candyland"), ("糖果王国里", "糖果世界里"), True),
)


def places() -> tuple[Place, ...]:
    """All places in training order."""
    return _PLACES


@cache
def by_key() -> dict[str, Place]:
    """All places by their key."""
    return {place.key: place for place in _PLACES}


def paint(key: str, time: str, seed: int, size: int, weather: str = "clear") -> Image.Image:
    """The place `key` as an RGB picture, `size` by `size` pixels; equal seeds give equal ones."""
    canvas = Canvas(size, Random(seed), time == "day" and weather == "clear")
    by_key()[key].paint(canvas)
    sky = canvas.sky() if time != "day" else None
    return lit(canvas.finished(), sky, time, weather, Random(seed + 1))
