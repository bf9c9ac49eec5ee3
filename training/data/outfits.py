"""Who can wear and ride what, and where on a drawing the worn thing sits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from training.data.layout import Square, within

Box = tuple[float, float, float]  #: centre x, centre y and edge of a square, in parts of the wearer's square


@dataclass(frozen=True, slots=True)
class Face:
    """Where a drawing's eyes and the top of its head are, in parts of its square."""

    eyes: float = 0.52  #: height of the eyes, from the top
    width: float = 0.72  #: of glasses
    top: float = 0.12  #: height at which a hat's brim sits
    hat: float = 0.6  #: width of a hat


FACES: dict[str, Face] = {
    "fox": Face(eyes=0.58, width=0.66, top=0.26, hat=0.5),
    "cat": Face(eyes=0.5, width=0.72, top=0.16, hat=0.52),
    "dog": Face(eyes=0.45, width=0.62, top=0.1, hat=0.55),
    "panda": Face(eyes=0.5, width=0.72, top=0.14, hat=0.55),
    "frog": Face(eyes=0.28, width=0.84, top=0.12, hat=0.5),
    "rabbit": Face(eyes=0.62, width=0.5, top=0.44, hat=0.4),
    "bear": Face(eyes=0.45, width=0.66, top=0.12, hat=0.55),
    "tiger": Face(eyes=0.47, width=0.68, top=0.12, hat=0.55),
    "lion": Face(eyes=0.48, width=0.56, top=0.12, hat=0.55),
    "pig": Face(eyes=0.42, width=0.72, top=0.1, hat=0.55),
    "cow": Face(eyes=0.42, width=0.6, top=0.12, hat=0.5),
    "monkey": Face(eyes=0.45, width=0.6, top=0.1, hat=0.55),
    "koala": Face(eyes=0.45, width=0.52, top=0.12, hat=0.5),
    "hamster": Face(eyes=0.45, width=0.68, top=0.14, hat=0.55),
    "mouse": Face(eyes=0.56, width=0.5, top=0.26, hat=0.45),
    "wolf": Face(eyes=0.47, width=0.6, top=0.16, hat=0.5),
    "raccoon": Face(eyes=0.5, width=0.66, top=0.14, hat=0.52),
    "robot": Face(eyes=0.45, width=0.66, top=0.22, hat=0.5),
    "boy": Face(eyes=0.56, width=0.66, top=0.16, hat=0.66),
    "girl": Face(eyes=0.56, width=0.6, top=0.16, hat=0.62),
    "chick": Face(eyes=0.24, width=0.46, top=0.06, hat=0.4),
    "penguin": Face(eyes=0.2, width=0.44, top=0.08, hat=0.38),
    "owl": Face(eyes=0.24, width=0.6, top=0.1, hat=0.45),
    "teddy": Face(eyes=0.26, width=0.42, top=0.08, hat=0.4),
    "snowman": Face(eyes=0.24, width=0.36, top=0.1, hat=0.3),
    "ghost": Face(eyes=0.34, width=0.56, top=0.06, hat=0.42),
    "alien": Face(eyes=0.56, width=0.72, top=0.1, hat=0.55),
    "pumpkin": Face(eyes=0.48, width=0.66, top=0.22, hat=0.5),
}  #: key of `objects.by_key` -> its face; these wear and ride

RIDER, MOUNT = (0.5, 0.3, 0.56), (0.5, 0.68, 0.64)  #: squares within the square of one who rides
LOWERED = 0.29  #: drawings lie at the bottom of their squares: by so much of their width glasses do

WORN: dict[str, Literal["eyes", "head"]] = {
    "sunglasses": "eyes",
    "glasses": "eyes",
    "hat": "head",
    "crown": "head",
    "cap": "head",
    "sunhat": "head",
    "gradcap": "head",
    "ribbon": "head",
}  #: key of `objects.by_key` -> where it sits
SEEN_THROUGH = tuple(key for key, where in WORN.items() if where == "eyes")
ON_HEADS = tuple(key for key, where in WORN.items() if where == "head")

RIDDEN: dict[str, tuple[str, str]] = {
    "bicycle": ("riding", "骑着"),
    "motorcycle": ("riding", "骑着"),
    "scooter": ("riding", "骑着"),
    "skateboard": ("riding", "踩着"),
    "horse": ("riding", "骑着"),
    "elephant": ("riding", "骑着"),
    "camel": ("riding", "骑着"),
    "turtle": ("riding", "骑着"),
    "whale": ("riding", "骑着"),
    "dolphin": ("riding", "骑着"),
    "sauropod": ("riding", "骑着"),
    "canoe": ("in", "坐着"),
    "sled": ("on", "坐着"),
    "car": ("driving", "开着"),
    "tractor": ("driving", "开着"),
}  #: key of `objects.by_key` -> what one does with it, in English and Chinese


def where_worn(wearer: str, worn: str) -> Box:
    """The worn thing's square, in parts of the wearer's."""
    face = FACES[wearer]
    if WORN[worn] == "eyes":
        return 0.5, face.eyes - face.width * LOWERED, face.width
    return 0.5, face.top - face.hat * 0.28, face.hat


def own_square(ridden: str | None, square: Square) -> Square:
    """The square of someone who, with what he rides, has this square."""
    return within(square, RIDER) if ridden else square
