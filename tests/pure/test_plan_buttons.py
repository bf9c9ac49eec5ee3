"""Every button and command that needs no new words: what it asks of the worker, and what is shown above it."""

from __future__ import annotations

from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.geometry import Aspect, AspectTooLong
from jobs.plan import (
    AlreadySquare,
    BlendCount,
    FrameTooLarge,
    ModelCannotSee,
    OnlyPlainWords,
    blend,
    describe,
    pan,
    picture_source,
    pictures_asked,
    region,
    shorten,
    square,
    stealth_typed,
    upscale,
    vary,
    zoom,
)
from jobs.preferences import Preferences
from jobs.prompt import parse
from jobs.requests import Mode, Reference, Role, Side, Strength, Upscaler, Verb
from tests.pure.planning import CATALOG, ENTRY, HEX, KEYS, PARENT, request_of

SHAPES = st.tuples(st.integers(1, 99), st.integers(1, 99)).filter(lambda wh: max(wh) <= 14 * min(wh))


def test_zoom_keeps_the_frame_and_the_prompt() -> None:
    request = request_of("a fox --ar 3:2")
    zoomed = zoom(request, PARENT, 3, 1.5, 9)
    assert (zoomed.verb, zoomed.parent, zoomed.tile, zoomed.zoom, zoomed.seed) == (Verb.ZOOM, PARENT, 3, 1.5, 9)
    assert (zoomed.width, zoomed.height, zoomed.prompt) == (request.width, request.height, request.prompt)


@pytest.mark.parametrize(
    ("side", "size", "shape"),
    [(Side.LEFT, (192, 128), "3:2"), (Side.RIGHT, (192, 128), "3:2"), (Side.UP, (128, 192), "2:3")],
)
def test_pan_adds_half_of_the_side_and_says_so(side: Side, size: tuple[int, int], shape: str) -> None:
    panned = pan(request_of("a fox --chaos 5"), PARENT, 1, side, 9, ENTRY)
    assert (panned.verb, panned.side, panned.width, panned.height) == (Verb.PAN, side, *size)
    assert panned.prompt == f"a fox --chaos 5 --ar {shape}"


@given(SHAPES, st.sampled_from(Side))
def test_pan_stays_within_the_model_or_is_a_mistake(shape: tuple[int, int], side: Side) -> None:
    request = request_of(f"a fox --ar {shape[0]}:{shape[1]}")
    try:
        panned = pan(request, PARENT, 1, side, 9, ENTRY)
    except (FrameTooLarge, AspectTooLong):
        return
    assert panned.width * panned.height <= ENTRY.max_pixels
    assert panned.width % ENTRY.multiple == panned.height % ENTRY.multiple == 0
    grown = panned.width / request.width if side in (Side.LEFT, Side.RIGHT) else panned.height / request.height
    assert 1.25 <= grown <= 2
    divisor = gcd(panned.width, panned.height)
    shown = parse(panned.prompt).value("ar") or Aspect(1, 1)
    assert shown == Aspect(panned.width // divisor, panned.height // divisor)


def test_a_pan_may_go_on_until_the_model_ends() -> None:
    request = request_of("a fox")
    with pytest.raises(FrameTooLarge, match="Storybook can paint"):
        for _ in range(9):
            request = pan(request, PARENT, 1, Side.DOWN, 9, ENTRY)
    assert request.height <= 14 * request.width


def test_a_thread_is_refused_before_it_is_too_large() -> None:
    roomy = ENTRY.model_copy(update={"max_pixels": 8192 * 8192})
    with pytest.raises(AspectTooLong):
        pan(request_of("a fox --ar 14:1"), PARENT, 1, Side.LEFT, 9, roomy)


def test_square_fills_the_shorter_side() -> None:
    squared = square(request_of("a fox --ar 2:3 --no ice"), PARENT, 2, 9, ENTRY)
    assert (squared.verb, squared.width, squared.height) == (Verb.SQUARE, squared.width, squared.width)
    assert squared.prompt == "a fox --no ice"
    with pytest.raises(AlreadySquare):
        square(squared, PARENT, 2, 9, ENTRY)
    with pytest.raises(FrameTooLarge):
        square(request_of("a fox --ar 8:1"), PARENT, 2, 9, ENTRY)


def test_what_made_a_parents_frame_does_not_travel_on() -> None:
    panned = pan(request_of("a fox"), PARENT, 1, Side.LEFT, 9, ENTRY)
    varied = vary(region(panned, PARENT, 2, "masks/m.png", 10), PARENT, 3, Strength.SUBTLE, 11)
    assert (varied.side, varied.mask, varied.zoom, varied.strength) == (None, None, 1.0, Strength.SUBTLE)
    larger = upscale(varied, PARENT, 1, Upscaler.CREATIVE, 12)
    assert (larger.upscaler, larger.strength, larger.seed) == (Upscaler.CREATIVE, None, 12)
    assert vary(larger, PARENT, 1, Strength.STRONG, 1).upscaler is Upscaler.SUBTLE


def test_region_names_its_mask() -> None:
    part = region(request_of("a fox"), PARENT, 4, "masks/m.png", 10)
    assert (part.verb, part.tile, part.mask, part.seed, part.text) == (Verb.REGION, 4, "masks/m.png", 10, "a fox")


@pytest.mark.parametrize(
    ("dimensions", "shape", "shown"),
    [(None, (128, 128), ""), ("square", (128, 128), ""), ("portrait", (112, 160), " --ar 2:3")],
)
def test_a_blend_shows_what_imagine_would_paint_as_well(
    dimensions: str | None, shape: tuple[int, int], shown: str
) -> None:
    request = blend(KEYS[:2], dimensions, Preferences(), CATALOG, 7).requests[0]
    assert (request.verb, request.width, request.height, request.text) == (Verb.BLEND, *shape, "")
    assert request.prompt == f"picture:{HEX[0]} picture:{HEX[1]}{shown}"
    assert request.references == tuple(Reference(role=Role.IMAGE, key=key) for key in KEYS[:2])
    assert request_of(request.prompt).model_copy(update={"verb": Verb.BLEND}) == request


def test_a_blend_takes_the_suffix_but_its_own_shape() -> None:
    request = blend(KEYS[:3], "landscape", Preferences(suffix="--ar 1:3 --chaos 9"), CATALOG, 7).requests[0]
    assert request.prompt.endswith("--ar 3:2 --chaos 9")
    assert (request.width, request.height, request.chaos) == (160, 112, 9)


def test_a_blend_has_two_to_five_pictures_and_a_model_that_sees() -> None:
    for keys in (KEYS[:1], KEYS):
        with pytest.raises(BlendCount, match="2 to 5"):
            blend(keys, None, Preferences(), CATALOG, 7)
    with pytest.raises(ModelCannotSee, match="these models can: storybook"):
        blend(KEYS[:2], None, Preferences(model="blind"), CATALOG, 7)


def test_describe_sends_the_picture() -> None:
    request = describe(KEYS[0], Preferences(mode=Mode.RELAX), CATALOG, 5)
    assert (request.verb, request.mode, request.seed) == (Verb.DESCRIBE, Mode.RELAX, 5)
    assert request.references == (Reference(role=Role.IMAGE, key=KEYS[0]),)
    assert request.prompt == f"picture:{HEX[0]}"


def test_shorten_takes_plain_words() -> None:
    request = shorten("a very very red fox --ar 3:2", Preferences(), CATALOG)
    assert (request.verb, request.text) == (Verb.SHORTEN, "a very very red fox")
    for text in ("hot:: dog", "a fox --no snow", "a fox::2"):
        with pytest.raises(OnlyPlainWords):
            shorten(text, Preferences(), CATALOG)


def test_only_kept_pictures_have_a_name_to_paste() -> None:
    assert picture_source(KEYS[0]) == f"picture:{HEX[0]}"
    with pytest.raises(ValueError, match=r"tile-1\.png"):
        picture_source(f"{PARENT}/tile-1.png")


def test_pictures_asked_names_all_roles_in_order() -> None:
    prompt = parse("https://a.b/1.png a fox --cref https://a.b/2.png --sref random https://a.b/3.png::2")
    assert [(item.role, item.source, item.weight) for item in pictures_asked(prompt)] == [
        (Role.IMAGE, "https://a.b/1.png", 1),
        (Role.CHARACTER, "https://a.b/2.png", 1),
        (Role.STYLE, "https://a.b/3.png", 2),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"), [("a fox", None), ("a fox --stealth", True), ("a fox --public", False), ("a --x 1", None)]
)
def test_stealth_is_read_from_the_prompt(text: str, wanted: bool | None) -> None:
    assert stealth_typed(request_of("a fox").model_copy(update={"prompt": text})) is wanted
