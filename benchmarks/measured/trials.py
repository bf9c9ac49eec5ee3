"""What is typed for each parameter: once without it or with less of it, once with it or with more."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from benchmarks.measured.road import Road
from jobs.prompt import BY_SPELLING

SCENES = (
    ("a red fox", "in the snow"), ("a penguin", "on the beach"), ("a cat", "in the forest"), ("一只熊", "在山里"),
    ("a blue car", "in the desert"), ("an apple", "in a meadow"), ("a rabbit", "on a farm"), ("一朵向日葵", "在海边"),
)  # fmt: skip
BARE = ("snow", "beach", "forest", "山", "desert", "meadow", "farm", "海边")  #: the places, as --no names them


@dataclass(frozen=True, kw_only=True)
class Trial:
    """`before` and `after` are what is typed: `{thing}`, `{place}` and `{bare}` of the seed's scene, `{link}` of a
    picture of another scene. `words` is what pictures are compared with."""

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


PLAIN = "{thing} {place}"
TRIALS: tuple[Trial, ...] = (
    Trial(name="ar", before=PLAIN, after=f"{PLAIN} --ar 3:2"),
    Trial(name="seed", before=PLAIN, after=f"{PLAIN} --seed {{seed}}"),
    Trial(name="no", before=PLAIN, after=f"{PLAIN} --no {{bare}}", words="{bare}", tiles=2),
    Trial(name="stylize", before=PLAIN, after=f"{PLAIN} --stylize 1000", tiles=2),
    Trial(name="chaos", before=PLAIN, after=f"{PLAIN} --chaos 50", tiles=4),
    Trial(name="weird", before=PLAIN, after=f"{PLAIN} --weird 500", tiles=2),
    Trial(name="raw", before=PLAIN, after=f"{PLAIN} --raw", tiles=2),
    Trial(name="style", before=PLAIN, after=f"{PLAIN} --style raw", tiles=2),
    Trial(name="quality", before=f"{PLAIN} --quality .5", after=PLAIN),
    Trial(name="draft", before=PLAIN, after=f"{PLAIN} --draft"),
    Trial(name="hd", before=PLAIN, after=f"{PLAIN} --hd"),
    Trial(name="stop", before=PLAIN, after=f"{PLAIN} --stop 50"),
    Trial(name="stop time", before=PLAIN, after=f"{PLAIN} --stop 50", moves="time", direction=-1),
    Trial(name="tile", before=PLAIN, after=f"{PLAIN} --tile"),
    Trial(name="video", before=PLAIN, after=f"{PLAIN} --video"),
    Trial(name="iw", before=f"{{link}} {PLAIN} --iw .25", after=f"{{link}} {PLAIN} --iw 2"),
    Trial(name="sref", before=PLAIN, after=f"{PLAIN} --sref {{link}}"),
    Trial(name="sw", before=f"{PLAIN} --sref {{link}} --sw 25", after=f"{PLAIN} --sref {{link}} --sw 300"),
    Trial(name="cref", before=PLAIN, after=f"{PLAIN} --cref {{link}}"),
    Trial(name="cw", before=f"{PLAIN} --cref {{link}} --cw 10", after=f"{PLAIN} --cref {{link}} --cw 100"),
    Trial(name="oref", before=PLAIN, after=f"{PLAIN} --oref {{link}}"),
    Trial(name="ow", before=f"{PLAIN} --oref {{link}} --ow 10", after=f"{PLAIN} --oref {{link}} --ow 200"),
    Trial(name="zoom", before=f"{PLAIN} --zoom 1.2", after=f"{PLAIN} --zoom 1.5"),
    Trial(
        name="::", before="{thing}::1 {other}::4", after="{thing}::4 {other}::1", words="{thing}",
        moves="presence", direction=+1,
    ),
    Trial(
        name="(:)", before="{thing} and {other}", after="({thing}:1.5) and {other}", words="{thing}",
        moves="presence", direction=+1,
    ),
)  # fmt: skip


def typed(road: Road, trial: Trial, form: str, seed: int) -> str:
    """`form` for one seed."""
    scene = seed % len(SCENES)
    thing, place = SCENES[scene]
    values = {"thing": thing, "place": place, "bare": BARE[scene], "seed": str(seed)}
    values["other"] = SCENES[(scene + 4) % len(SCENES)][0]
    if "{link}" in form:
        values["link"] = road.link(reference(road, seed))
    return form.format(**values)


def reference(road: Road, seed: int) -> Image.Image:
    """A picture of another scene."""
    thing, place = SCENES[(seed + 4) % len(SCENES)]
    return road.paint(f"{thing} {place}", 50_000 + seed, 1).tiles[0]
