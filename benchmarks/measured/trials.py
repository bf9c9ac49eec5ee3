"""What is typed for each parameter: once without it or with less of it, once with it or with more."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from benchmarks.measured.measures import said, seen
from benchmarks.measured.road import Road
from jobs.prompt import BY_SPELLING

SCENES = (
    ("a red fox", "in the snow"), ("a penguin", "on the beach"), ("a cat", "in the forest"), ("一只熊", "在山里"),
    ("a blue car", "in the desert"), ("an apple", "in a meadow"), ("a rabbit", "on a farm"), ("一朵向日葵", "在海边"),
)  # fmt: skip
HARD = (
    "a blue fox in the forest", "a green cat on the beach", "a purple car in the snow", "一只红色的熊在山里",
    "a pink rabbit in the desert", "a blue apple in a meadow", "a fox on the left and an apple on the right",
    "a yellow penguin in the city at night",
)  # fmt: skip  # what a model may well get wrong
PLACES = ("snow", "beach", "forest", "mountains", "desert", "meadow", "farm", "city", "space", "room", "sky")


@dataclass(frozen=True, kw_only=True)
class Trial:
    """`before` and `after` are what is typed: `{thing}` and `{place}` of the seed's scene, `{link}` of a picture of
    another scene; the rest in `typed`. `words` is what pictures are compared with."""

    name: str
    before: str
    after: str
    words: str = "{thing} {place}"
    tiles: int = 1
    moves: str = ""  #: a measure; empty: that of the row
    direction: int = 0  #: 0: that of the row

    @property
    def measure(self) -> str:
        return self.moves or str(BY_SPELLING[self.name].moves)

    @property
    def sign(self) -> int:
        return self.direction or BY_SPELLING[self.name].direction


QUICK = "{quick}"  #: --quality with few steps, on both sides where steps do not matter; see `Road.quick`
PLAIN = f"{{thing}} {{place}} {QUICK}"
WHOLE, LETTER = "{thing} {place}", f"{{hard}} {QUICK}"
OWN_TASTE = f"{LETTER} --stylize 1000"
TRIALS: tuple[Trial, ...] = (
    Trial(name="ar", before=PLAIN, after=f"{PLAIN} --ar 3:2"),
    Trial(name="seed", before=PLAIN, after=f"{PLAIN} --seed {{seed}}"),
    Trial(
        name="no", before=f"{{thing}} {QUICK} --no {{elsewhere}}", after=f"{{thing}} {QUICK} --no {{seen}}",
        words="{seen}",
    ),
    Trial(name="stylize", before=LETTER, after=f"{LETTER} --stylize 1000", words="{hard}", tiles=4),
    Trial(name="chaos", before=PLAIN, after=f"{PLAIN} --chaos 50", tiles=4),
    Trial(name="weird", before=PLAIN, after=f"{PLAIN} --weird 500", words=PLAIN),
    Trial(name="raw", before=OWN_TASTE, after=f"{OWN_TASTE} --raw", words="{hard}", tiles=4),
    Trial(name="style", before=OWN_TASTE, after=f"{OWN_TASTE} --style raw", words="{hard}", tiles=4),
    Trial(name="quality", before=f"{WHOLE} --quality .5", after=WHOLE),
    Trial(name="draft", before=WHOLE, after=f"{WHOLE} --draft"),
    Trial(name="hd", before=PLAIN, after=f"{PLAIN} --hd"),
    Trial(name="stop", before=WHOLE, after=f"{WHOLE} --stop 50"),
    Trial(name="stop time", before=WHOLE, after=f"{WHOLE} --stop 50", moves="time", direction=-1),
    Trial(name="tile", before=PLAIN, after=f"{PLAIN} --tile"),
    Trial(name="video", before=PLAIN, after=f"{PLAIN} --video"),
    Trial(name="iw", before=f"{{link}} {WHOLE} --iw 0", after=f"{{link}} {WHOLE} --iw 2"),
    Trial(name="sref", before=PLAIN, after=f"{PLAIN} --sref {{link}}"),
    Trial(name="sw", before=f"{PLAIN} --sref {{link}} --sw 25", after=f"{PLAIN} --sref {{link}} --sw 300"),
    Trial(name="cref", before=PLAIN, after=f"{PLAIN} --cref {{link}}"),
    Trial(name="cw", before=f"{PLAIN} --cref {{link}} --cw 10", after=f"{PLAIN} --cref {{link}} --cw 100"),
    Trial(name="oref", before=PLAIN, after=f"{PLAIN} --oref {{link}}"),
    Trial(name="ow", before=f"{PLAIN} --oref {{link}} --ow 10", after=f"{PLAIN} --oref {{link}} --ow 200"),
    Trial(name="zoom", before=f"{PLAIN} --zoom 1.2", after=f"{PLAIN} --zoom 1.5"),
    Trial(
        name="::", before=f"{{thing}}::1 {{other}}::4 {QUICK}", after=f"{{thing}}::4 {{other}}::1 {QUICK}",
        words="{thing}", moves="presence", direction=+1,
    ),
    Trial(
        name="(:)", before=f"{{thing}} and {{other}} {QUICK}", after=f"({{thing}}:1.5) and {{other}} {QUICK}",
        words="{thing}", moves="presence", direction=+1,
    ),
)  # fmt: skip


def typed(road: Road, trial: Trial, form: str, seed: int) -> str:
    """`form` for one seed. `{seen}` is the place that CLIP finds behind the thing where none is asked for, and
    `{elsewhere}` another one: both sides of `no` forbid something, so that nothing but the right word can matter."""
    scene = seed % len(SCENES)
    thing, place = SCENES[scene]
    values = {"thing": thing, "place": place, "seed": str(seed), "hard": HARD[seed % len(HARD)], "quick": road.quick}
    values["other"] = SCENES[(scene + 4) % len(SCENES)][0]
    if "{link}" in form:
        values["link"] = road.link(reference(road, seed))
    if "{seen}" in form or "{elsewhere}" in form:
        found = place_seen(road, road.paint(f"{thing} {road.quick}", seed, 1).tiles[0])
        values |= {"seen": PLACES[found], "elsewhere": PLACES[(found + 4) % len(PLACES)]}
    return form.format(**values)


def place_seen(road: Road, picture: Image.Image) -> int:
    """Which of `PLACES` CLIP finds in a picture."""
    (embedding,) = seen(road, [picture])
    return max(range(len(PLACES)), key=lambda number: float(embedding @ said(road, PLACES[number])))


def reference(road: Road, seed: int) -> Image.Image:
    """A picture of another scene."""
    thing, place = SCENES[(seed + 4) % len(SCENES)]
    return road.paint(f"{thing} {place} {road.quick}", 50_000 + seed, 1).tiles[0]
